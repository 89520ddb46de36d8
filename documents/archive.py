"""Many files as one zip archive: the same files in the same order give the same bytes."""

import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import IO

from . import file_names
from .fonts import FIXED_TIME

CONTENT_TYPE = "application/zip"


def write_archive(target: IO[bytes], files: Iterable[tuple[str, bytes]]) -> None:
    """Write each file, by its name and content, into a zip archive at target.

    One file is held in memory at a time. Names are made safe for every system and unlike one another. PDF and
    Word files are packed already, so that nothing is packed again.
    """
    moment = datetime.fromtimestamp(FIXED_TIME, UTC).timetuple()[:6]
    taken: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(file_names.unlike(name, taken), moment)
            entry.create_system = 3  # the same on every machine, with the permissions below
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
