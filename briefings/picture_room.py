"""How much room a picture takes on its page, judged by its words before anything is laid out.

Laying out a page that is too full takes the longest of all. This tells which sizes need not be tried; what
really fits is still found by laying it out.
"""

from collections.abc import Iterable
from typing import Final

from documents.slide_fit import wrapped

from .picture import ROOMS, Picture, Room, within

MM: Final = 25.4 / 72  # of a pt
# Of the page in picture.css, in mm.
PAGE_HEIGHT: Final = 275
WIDTH: Final = 182
LIST_WIDTH: Final = 177
EVIDENCE_WIDTH: Final = 70
BOX_WIDTH: Final = 46.5
# Our face is narrower than Arial, whose widths we know.
NARROWER: Final = 0.91
# What is judged to be this much too high may fit all the same.
DOUBT: Final = 1.12


def rooms_to_try(picture: Picture) -> list[Room]:
    """The sizes for a picture, from the first that may fit; never none."""
    at = next(
        (
            number
            for number, room in enumerate(ROOMS)
            if height_of(within(picture, room), room) <= PAGE_HEIGHT * DOUBT
        ),
        len(ROOMS) - 1,
    )
    return list(ROOMS[at:])


def height_of(picture: Picture, room: Room) -> float:
    """About how high, in mm, the page of a picture stands whose parts are as short as the room asks."""
    size, leading, gap, padding = (9.5, 1.28, 2.4, 1.2) if room.is_dense else (10.5, 1.36, 4.2, 1.8)
    foot_size, foot_leading = (8.0, 1.2) if room.is_dense else (8.8, 1.3)
    line = size * leading * MM
    head = 12 * 1.2 * MM + 2

    def high(words: str, width: float, at: float = size, by: float = leading, *, bold: bool = False) -> float:
        return len(wrapped(words, width / MM, at * NARROWER, bold=bold)) * at * by * MM

    def listed(items: Iterable[str], width: float, after: float = 0.8) -> float:
        return sum(high(item, width) + after for item in items)

    title = high(picture.title, WIDTH, 13 if picture.is_long else 19, 1.15, bold=True)
    whom = high(picture.whom, WIDTH, size if room.is_dense else 11) + 1.2
    rows = sum(
        max(
            2 * line if len(each.function) > 22 else line,
            high("; ".join(piece.in_words for piece in each.evidence), EVIDENCE_WIDTH),
        )
        + padding
        for each in picture.lines
    )
    weak = [f"Weak, as we see it. {words}" for words in picture.weak]
    weak += [f"Whom we do not reach yet. {words}" for words in picture.not_reached]
    priorities = [f"{row.about} (1). {row.text} (1) {row.here_sentence}" for row in picture.priorities]
    boxes = max(
        (listed(box.items, BOX_WIDTH) + (line if box.more else 0) for box in picture.boxes), default=0
    )
    foot = sum(high(note, LIST_WIDTH, foot_size, foot_leading) + 0.3 for note in picture.notes)
    limits = high(" ".join(picture.limits), WIDTH, foot_size, foot_leading) + 2.6
    return (
        title + whom
        + gap + head + 7.5 + rows + high(picture.key, WIDTH, 9.5) + 1
        + (listed(weak, LIST_WIDTH) + 1.4 if weak else 0)
        + (gap + head + listed(priorities, LIST_WIDTH, 1.2) if priorities else 0)
        + gap + boxes + head + 5
        + 3.4 + 5 + foot + limits
    )  # fmt: skip
