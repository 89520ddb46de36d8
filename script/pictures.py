"""Photograph the demonstration for README.md. The server lives as long as this runs."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "pictures"
MEMBER = "member@example.org"
LARGEST = 200_000  # bytes: README.md should open quickly
DESKTOP = (1280, 900)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; stop with what it said when it does not."""
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urlopen(f"{address}/health/", timeout=5):  # noqa: S310 (our own http address)
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    sys.exit("The demonstration did not start. Type script/server to see why.")


def keep(page: Page, name: str) -> None:
    """Write what the window shows as a small PNG."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    # 256 colours are plenty for pages of text, and a quarter of the size.
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    path = TARGET / f"{name}.png"
    picture.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size // 1024} KB")
    if size > LARGEST:
        sys.exit(f"{path.name} is larger than {LARGEST // 1000} KB.")


def photograph(browser: Browser, address: str, password: str) -> None:
    """Take every picture."""

    def tab(size: tuple[int, int]) -> Page:
        width, height = size
        profile = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            locale="en-GB",
            reduced_motion="reduce",
        )
        return profile.new_page()

    page = tab(DESKTOP)
    page.goto("/")
    keep(page, "home")
    page.goto("/principles/")
    page.locator("main a[href^='/principles/']").first.click()
    keep(page, "principle")

    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(MEMBER)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile("/organisation/"))
    page.goto("/letters/")
    page.get_by_role("row").filter(has_text="Draft").get_by_role("link").first.click()
    keep(page, "letter")


def main() -> None:
    """Start the demonstration in a folder of its own, photograph it, stop it."""
    TARGET.mkdir(parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_urlsafe(12)
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("wb") as log:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COVENANT_")}
        server = subprocess.Popen(  # noqa: S603 (our own command)
            [ROOT / "script" / "server", str(port)],
            env={
                **kept,
                "COVENANT_DEBUG": "1",
                "COVENANT_DATA_DIR": folder,
                "COVENANT_DEMO_PASSWORD": password,
            },
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(address, server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=os.environ["COVENANT_CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
                )
                photograph(browser, address, password)
                browser.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


if __name__ == "__main__":
    main()
