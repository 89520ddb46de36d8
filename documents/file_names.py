"""Names of files that every system can keep: Windows, macOS and a zip archive opened on either."""

import re
import unicodedata
from pathlib import PurePosixPath

from .plain_text import one_line

MOST_BYTES = 120

_NOT_ON_WINDOWS = re.compile(r'[<>:"/\\|?*]+')
# Windows keeps these for devices, with any ending.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\.|$)", re.IGNORECASE)


def safe(name: str) -> str:
    """Return the name without what a system refuses, 120 bytes in UTF-8 at most, with its ending."""
    words = _NOT_ON_WINDOWS.sub("-", one_line(name)).strip(" .")
    if _DEVICE.match(words):
        words = f"_{words}"
    return _shortened(words) or "file"


def unlike(name: str, taken: set[str]) -> str:
    """Return the safe name, with "-2" and so on when it is taken already, and take it.

    Windows and macOS do not tell capitals apart, nor macOS the two ways to write an accent.
    """
    name = safe(name)
    ending, number = _ending(name), 1
    found = name
    while _as_systems_compare(found) in taken:
        number += 1
        found = _shortened(f"{name.removesuffix(ending)}-{number}{ending}")
    taken.add(_as_systems_compare(found))
    return found


def _as_systems_compare(name: str) -> str:
    return unicodedata.normalize("NFD", name).casefold()


def _ending(name: str) -> str:
    ending = PurePosixPath(name).suffix
    return ending if len(ending) <= 6 else ""


def _shortened(name: str) -> str:
    """Take what is too much from the middle, before the ending and a number that tells names apart."""
    ending = _ending(name)
    number = re.search(r"(?:-[0-9]+)?$", name.removesuffix(ending))
    ending = f"{number[0] if number else ''}{ending}"
    stem = name.removesuffix(ending).encode()[: MOST_BYTES - len(ending.encode())].decode(errors="ignore")
    return f"{stem.rstrip(' .')}{ending}" if ending or stem else stem
