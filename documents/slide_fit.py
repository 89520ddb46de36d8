"""How much text a box of a slide holds: it is measured, set smaller within limits, then divided.

All lengths are in pt. Widths are Arial's; a line is a fifth higher than its size, as presentation programs
set it, so that what fits here fits there with a little to spare.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .arial import width_pt
from .plain_text import one_line

LINE: Final = 1.2
BULLET_STEP: Final = 24  # how far a bulleted paragraph stands in
AFTER: Final = 0.45  # the space after a paragraph, as a part of its size
# Programs break lines a little differently: nothing is set to the very edge.
SAFE: Final = 0.97
# A source stands smaller than the words it supports, and never below what a back row can read.
SMALLER: Final = 0.72
SMALLEST: Final = 18


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a slide, its words on one line."""

    words: str
    bullet: bool = True
    bold: bool = False
    source: bool = False
    link: str = ""
    colour: str = ""  # of the theme, such as “accent1”

    def size(self, size: float) -> float:
        """Its size in pt on a slide of this size: sources are set smaller, never below 18."""
        return max(SMALLEST, round(size * SMALLER)) if self.source else size

    def lines(self, width: float, size: float) -> list[str]:
        """The lines it breaks into. Width and size in pt."""
        inner = width - (BULLET_STEP if self.bullet else 0)
        return wrapped(self.words, inner, self.size(size), bold=self.bold)

    def height(self, width: float, size: float) -> float:
        """What it takes of a slide, with the space below it. All in pt."""
        own = self.size(size)
        return len(self.lines(width, size)) * own * LINE + own * AFTER


@dataclass(frozen=True)
class Box:
    """The inside of a placeholder, and the sizes its text may have, from the largest."""

    width: float
    height: float
    sizes: tuple[int, ...]


def wrapped(words: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the lines a text breaks into. A word that is wider than a line is broken where it must."""
    lines, line, room = [], "", width * SAFE
    for word in _pieces(words.split(" "), room, size, bold):
        longer = f"{line} {word}" if line else word
        if width_pt(longer, size, bold=bold) <= room:
            line = longer
            continue
        lines.append(line)
        line = word
    return [*lines, line]


def _pieces(words: Sequence[str], room: float, size: float, bold: bool) -> Iterator[str]:
    for word in words:
        rest = word
        while len(rest) > 1 and width_pt(rest, size, bold=bold) > room:
            low, high = 1, len(rest) - 1  # the most characters that fit, and one at least
            while low < high:
                middle = (low + high + 1) // 2
                if width_pt(rest[:middle], size, bold=bold) <= room:
                    low = middle
                else:
                    high = middle - 1
            yield rest[:low]
            rest = rest[low:]
        yield rest


def height_of(paragraphs: Sequence[Paragraph], width: float, size: float) -> float:
    """Return how high paragraphs stand, without the space after the last."""
    if not paragraphs:
        return 0
    return sum(each.height(width, size) for each in paragraphs) - paragraphs[-1].size(size) * AFTER


def largest(paragraphs: Sequence[Paragraph], box: Box) -> int | None:
    """Return the largest size at which the paragraphs fit, or None."""
    return next((size for size in box.sizes if height_of(paragraphs, box.width, size) <= box.height), None)


def divided(paragraphs: Sequence[Paragraph], box: Box) -> list[tuple[int, list[Paragraph]]]:
    """Return the paragraphs in as few boxes as they fit, evenly, with the size of each box's text."""
    if size := largest(paragraphs, box):
        return [(size, list(paragraphs))]
    least = box.sizes[-1]
    whole = [part for each in paragraphs for part in _cut(each, box, least)]
    count = len(_filled(whole, box, least, box.height))
    # As even as the order allows: the least height at which no box more is needed.
    low, high = height_of(whole, box.width, least) / count, box.height
    for _ in range(8):
        middle = (low + high) / 2
        if len(_filled(whole, box, least, middle)) <= count:
            high = middle
        else:
            low = middle
    return [(largest(part, box) or least, part) for part in _filled(whole, box, least, high)]


def _filled(paragraphs: Sequence[Paragraph], box: Box, size: int, height: float) -> list[list[Paragraph]]:
    boxes: list[list[Paragraph]] = []
    for each in paragraphs:
        if boxes and height_of([*boxes[-1], each], box.width, size) <= height:
            boxes[-1].append(each)
        else:
            boxes.append([each])
    return boxes


def _cut(paragraph: Paragraph, box: Box, size: int) -> list[Paragraph]:
    """Return a paragraph that no box holds as several that do."""
    fits = max(1, int(box.height / (paragraph.size(size) * LINE)))
    lines = paragraph.lines(box.width, size)
    if len(lines) <= fits:
        return [paragraph]
    return [
        replace(paragraph, words=" ".join(lines[start : start + fits]))
        for start in range(0, len(lines), fits)
    ]


def on_lines(words: str, box: Box, *, bold: bool = False, ending: str = "") -> tuple[int, str]:
    """Return the largest size at which a heading fits with its ending, and its words.

    When even the smallest is too large, words are left out before the ending, with “…” for them.
    """
    words = one_line(words)
    for size in box.sizes:
        if _stands(words + ending, box, size, bold):
            return size, words + ending
    size, low, high = box.sizes[-1], 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if _stands(f"{words[:middle]}…{ending}", box, size, bold):
            low = middle
        else:
            high = middle - 1
    return size, f"{words[:low].rstrip(' ,.;:–(')}…{ending}"


def _stands(words: str, box: Box, size: int, bold: bool) -> bool:
    return len(wrapped(words, box.width, size, bold=bold)) * size * LINE <= box.height


def cut_to_lines(words: str, width: float, size: float, most: int, *, bold: bool = False) -> str:
    """Return the words, or as many of them as stand on so many lines, with “…” after them."""
    lines = wrapped(words, width, size, bold=bold)
    if len(lines) <= most:
        return words
    kept = " ".join(lines[:most])
    while len(wrapped(f"{kept}…", width, size, bold=bold)) > most or kept[-1:] in " ,.;:–(":
        kept = kept[:-1]
    return f"{kept}…"
