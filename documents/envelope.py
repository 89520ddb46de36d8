"""The recipient's address as it stands behind the envelope's window.

The window and the sizes are those of our letter specification, section 4: words inside x 25–100 mm and
y 46–79 mm of the sheet, at most seven lines, measured with the face that prints them. An address that
does not fit is refused by name and never cut.
"""

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from . import fonts, plain_text

WINDOW_WIDTH_MM = 75.0
MOST_LINES = 7

# Kerning may set a line a hair wider than the sum of its letters.
_TOLERANCE_MM = 0.2

_POSTCODE = re.compile(r"(?:^|[\s,])([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})$", re.IGNORECASE)


class AddressBlock(NamedTuple):
    """An address that fits: its lines, and the size and leading in pt they are set in."""

    lines: tuple[str, ...]
    size_pt: int
    leading_pt: int
    compact: bool


class AddressDoesNotFit(ValueError):
    """The address is too wide or too long for the window; problems says so, one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


def address_block(lines: Sequence[str], *, large_print: bool = False) -> AddressBlock:
    """Return the cleaned address, wrapped to the window.

    Five lines or fewer are set in 12 on 14 pt, six and seven in 11 on 13; large print keeps 12 pt, on 14
    to six lines and on 13 for seven. No lines at all give an empty block.

    Raises AddressDoesNotFit when a word is wider than the window or more than seven lines are needed.
    """
    cleaned = clean_lines(lines)
    size_pt, leading_pt = 12, 14
    wrapped = _wrapped(cleaned, size_pt)
    compact = len(wrapped) > (6 if large_print else 5)
    if compact:
        leading_pt = 13
    if compact and not large_print:
        size_pt = 11
        narrower = _wrapped(cleaned, size_pt)
        # Nothing under 12 pt but an address of six lines or seven: one that would shrink to five keeps six.
        wrapped = narrower if len(narrower) > 5 else wrapped
    problems = _too_wide(cleaned, size_pt)
    if len(wrapped) > MOST_LINES:
        problems.append(f"The address has {len(wrapped)} lines and {MOST_LINES} fit in the window")
    if problems:
        raise AddressDoesNotFit(problems)
    return AddressBlock(tuple(wrapped), size_pt, leading_pt, compact)


def clean_lines(lines: Sequence[str]) -> list[str]:
    """Return the lines without blank ones and stray commas, the postcode in capitals and last."""
    cleaned = []
    for text in lines:
        for line in plain_text.clean(text).split("\n"):
            stripped = plain_text.one_line(line).strip(" ,")
            if stripped:
                cleaned.append(stripped)
    for index in range(len(cleaned) - 1, -1, -1):
        found = _POSTCODE.search(cleaned[index])
        # Above the last line, only a line that is nothing but a postcode is taken for one.
        if found and (index == len(cleaned) - 1 or found.start(1) == 0):
            before = cleaned[index][: found.start()].strip(" ,")
            cleaned[index : index + 1] = [before] if before else []
            cleaned.append(f"{found.group(1)} {found.group(2)}".upper())
            break
    return cleaned


def _wrapped(lines: Sequence[str], size_pt: float) -> list[str]:
    """Break lines between words where they are wider than the window."""
    wrapped: list[str] = []
    for line in lines:
        row = ""
        for word in line.split(" "):
            longer = f"{row} {word}" if row else word
            if row and not _fits(longer, size_pt):
                wrapped.append(row)
                row = word
            else:
                row = longer
        wrapped.append(row)
    return wrapped


def _too_wide(lines: Sequence[str], size_pt: float) -> list[str]:
    """Name each line that holds a word which alone is wider than the window."""
    problems = []
    for number, line in enumerate(lines, start=1):
        widest = max(fonts.width_mm(word, size_pt) for word in line.split(" "))
        if widest > WINDOW_WIDTH_MM - _TOLERANCE_MM:
            excess = max(1, math.ceil(widest - WINDOW_WIDTH_MM))
            problems.append(f"Line {number} is {excess} mm too wide for the window")
    return problems


def _fits(text: str, size_pt: float) -> bool:
    return fonts.width_mm(text, size_pt) <= WINDOW_WIDTH_MM - _TOLERANCE_MM
