"""A toolkit of its own in a folder that goes, for the programs that measure and try it."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The settings of a public site, but in a folder that goes and without https."""
    ours = ("COVENANT_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    if "COVENANT_FONTS_DIR" in os.environ:
        kept["COVENANT_FONTS_DIR"] = os.environ["COVENANT_FONTS_DIR"]
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "covenant_toolkit.settings",
        "COVENANT_DEBUG": "0",
        "COVENANT_HTTPS": "0",
        "COVENANT_SECRET_KEY": secrets.token_urlsafe(50),
        "COVENANT_HOSTS": "localhost",
        "COVENANT_DATABASE_URL": f"sqlite:///{folder}/toolkit.sqlite3",
        "COVENANT_DATA_DIR": str(folder / "files"),
        "COVENANT_EMAIL_URL": "dummymail://",
        "COVENANT_DEMO_PASSWORD": secrets.token_urlsafe(20),
        "COVENANT_LOG_LEVEL": "ERROR",
        **more,
    }
