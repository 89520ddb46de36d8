"""How wide letters are in Arial, so that text for office files can be measured on a machine without it.

The figures are the advance widths of Arial, which Liberation Sans and Helvetica share, in thousandths of the
size. An accented letter is as wide as the letter below its accent.
"""

import unicodedata
from functools import lru_cache
from typing import Final

# Of the characters from the space to the tilde, in their order.
_REGULAR: Final = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778,
    722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278,
    278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD: Final = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778,
    722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333,
    278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
# Others that English papers use; the wider of the two weights counts for both.
_OTHERS: Final = {
    "£": 556, "€": 556, "©": 737, "®": 737, "§": 556, "°": 400, "·": 333, "•": 350, "…": 1000, "–": 556,
    "—": 1000, "‘": 278, "’": 278, "“": 500, "”": 500, "„": 500, "«": 556, "»": 556, "×": 584,
    "÷": 549, "−": 584, "±": 549, "¼": 834, "½": 834, "¾": 834, "¹": 333, "²": 333, "³": 333, "ß": 611,
    "æ": 889, "Æ": 1000, "ø": 611, "Ø": 778, "œ": 944, "Œ": 1000, "ł": 278, "Ł": 611, "ð": 611,
    "þ": 611, "\u00a0": 278,
}  # fmt: skip
# Everything else, such as Greek or a sign, is taken to be as wide as a wide letter.
_UNKNOWN: Final = 1000


@lru_cache(maxsize=4096)
def _ems(text: str, bold: bool) -> int:
    widths, total = _BOLD if bold else _REGULAR, 0
    for character in unicodedata.normalize("NFD", text):
        place = ord(character) - 0x20
        if 0 <= place < len(widths):
            total += widths[place]
        elif not unicodedata.combining(character):
            total += _OTHERS.get(character, _UNKNOWN)
    return total


def width_pt(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Return how wide a text is on one line, in pt, when set in Arial at a size in pt."""
    return _ems(text, bold) * size_pt / 1000
