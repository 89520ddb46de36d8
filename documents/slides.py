"""Slide decks: what stands on each slide, divided so that all of it fits. Knows no room.

`render` takes the slides in their order and returns a .pptx file: 16:9, in Arial and our colours, with real
layouts, placeholders and notes. The same slides give the same bytes. Text that is too long is set smaller,
down to what a back row can read, and then goes on on a slide “(continued)”.
"""

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from PIL import Image, UnidentifiedImageError

from .plain_text import one_line
from .slide_fit import (
    AFTER,
    LINE,
    Paragraph,
    cut_to_lines,
    divided,
    largest,
    on_lines,
    wrapped,
)
from .slide_layouts import CARDS, COLUMNS, HEAD, LOGO, OPENING, PICTURE, TABLE, TEXT, Layout

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
# Inside a cell of a table, beside and above its words.
CELL: Final = (9, 6)
MOST_CELL_LINES: Final = 5
FEWER_CELL_LINES: Final = 4  # where a row would stand alone on a slide otherwise
# A date is read at one look: its parts stay on one line.
_DATES: Final = re.compile(
    r"(?:\b(\d{1,2}) )?\b(January|February|March|April|May|June|July|August|September|October|November"
    r"|December) (?=\d{4}\b)"
)


@dataclass(frozen=True)
class Notes:
    """What the speaker reads: points to say, and where the facts come from."""

    points: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture and the words for those who do not see it."""

    content: bytes
    alt: str

    @classmethod
    def of(cls, content: bytes | None, alt: str) -> "Picture | None":
        """Return the picture, or None without one and for bytes that are none."""
        try:
            Image.open(io.BytesIO(content or b"")).verify()
        except (UnidentifiedImageError, OSError, SyntaxError):
            return None
        return cls(content or b"", alt)


@dataclass(frozen=True)
class Opening:
    """The first slide: a title, a few lines below it, and the logo of the member or none."""

    title: str
    lines: Sequence[str]
    notes: Notes
    logo: Picture | None = None


@dataclass(frozen=True)
class Words:
    """A title and paragraphs, with a picture beside them or none."""

    title: str
    paragraphs: Sequence[Paragraph]
    notes: Notes
    picture: Picture | None = None


@dataclass(frozen=True)
class Columns:
    """Two columns, each with its heading."""

    title: str
    left: tuple[str, Sequence[Paragraph]]
    right: tuple[str, Sequence[Paragraph]]
    notes: Notes


@dataclass(frozen=True)
class Cards:
    """Four parts in the colours of the principles: a heading and a sentence each."""

    title: str
    cards: Sequence[tuple[str, str]]
    notes: Notes


@dataclass(frozen=True)
class Table:
    """A table whose first row and first column are headings. `widths` are parts of its whole."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    notes: Notes
    description: str


Slide = Opening | Words | Columns | Cards | Table


@dataclass(frozen=True)
class Grid:
    """A table that fits: its rows, the first of them the header, with the height of each."""

    rows: list[list[str]]
    widths: list[float]
    heights: list[float]
    size: int
    description: str


@dataclass(frozen=True)
class Page:
    """One slide as it is written: the text of each placeholder with its size, a table or a picture."""

    layout: Layout
    title: str
    title_size: int
    notes: Notes
    texts: dict[int, tuple[int, list[Paragraph]]] = field(default_factory=dict)
    grid: Grid | None = None
    picture: Picture | None = None


def render(slides: Sequence[Slide], *, title: str, author: str, footer: str, day: datetime.date) -> bytes:
    """Return the deck as a .pptx file.

    The title, author and day go into its properties, the footer onto every slide but openings.
    """
    # Loading what writes the file takes a moment and memory that a process without a deck never needs.
    from .slides_file import written

    return written(paged(slides), title=one_line(title), author=one_line(author), footer=footer, day=day)


def paged(slides: Sequence[Slide]) -> list[Page]:
    """Return the slides with all text fitted. No two have the same title."""
    pages: list[Page] = []
    taken: set[str] = set()
    for slide in slides:
        for number, page in enumerate(_pages(slide)):
            pages.append(_titled(page, slide.title, number, taken))
    return pages


def _titled(page: Page, title: str, number: int, taken: set[str]) -> Page:
    """Give a page its title: with “(continued)” after the first, and unlike the titles before it."""
    place = page.layout.place(0)
    suffix = "" if not number else " (continued)" if number == 1 else f" (continued {number})"
    again = 1
    while True:
        ending = suffix + (f" ({again})" if again > 1 else "")
        size, words = on_lines(title, place.inside, bold=True, ending=ending)
        if words.casefold() not in taken:
            break
        again += 1
    taken.add(words.casefold())
    return replace(page, title=words, title_size=size)


def _pages(slide: Slide) -> Iterator[Page]:
    match slide:
        case Opening():
            yield _opening(slide)
        case Words():
            yield from _words(slide)
        case Columns():
            yield from _columns(slide)
        case Cards():
            yield _cards(slide)
        case Table():
            yield from _table(slide)


def _page(layout: Layout, slide: Slide, **parts: object) -> Page:
    return Page(layout, slide.title, HEAD.sizes[0], slide.notes, **parts)  # type: ignore[arg-type]


def _opening(slide: Opening) -> Page:
    layout = LOGO if slide.logo else OPENING
    box = layout.place(1).inside
    lines = [Paragraph(one_line(line), bullet=False) for line in slide.lines if line.strip()]
    size = largest(lines, box)
    if size is None:
        # Whose deck it is, for whom and when: of each as much as leaves room for the others.
        size = box.sizes[-1]
        room = box.height - len(lines) * size * AFTER
        most = max(1, int(room / (size * LINE)) // len(lines))
        lines = [replace(each, words=cut_to_lines(each.words, box.width, size, most)) for each in lines]
    return _page(layout, slide, texts={1: (size, lines)}, picture=slide.logo)


def _words(slide: Words) -> Iterator[Page]:
    whole = TEXT.place(10).inside
    rest = _cleaned(slide.paragraphs)
    if slide.picture:
        first, *others = divided(rest, PICTURE.place(10).inside)
        yield _page(PICTURE, slide, texts={10: first}, picture=slide.picture)
        rest = [paragraph for _, paragraphs in others for paragraph in paragraphs]
    if rest:
        for size, paragraphs in divided(rest, whole):
            yield _page(TEXT, slide, texts={10: (size, paragraphs)})


def _columns(slide: Columns) -> Iterator[Page]:
    """Yield two columns of one size, or one after the other when they are too long to stand side by side."""
    texts: dict[int, tuple[int, list[Paragraph]]] = {}
    sides = [(heading, _cleaned(paragraphs)) for heading, paragraphs in (slide.left, slide.right)]
    sizes = [largest(paragraphs, COLUMNS.place(11).inside) for _, paragraphs in sides]
    heads = [on_lines(heading, COLUMNS.place(10).inside, bold=True) for heading, _ in sides]
    if None in sizes or any(words.endswith("…") for _, words in heads):
        joined: list[Paragraph] = []
        for heading, paragraphs in sides:
            joined += [Paragraph(one_line(heading), bullet=False, bold=True, colour="tx2"), *paragraphs]
        yield from _words(Words(slide.title, joined, slide.notes))
        return
    size = min(each for each in sizes if each)
    head_size = min(each for each, _ in heads)
    for index, (_, words), (_, paragraphs) in zip((10, 12), heads, sides, strict=True):
        texts[index] = (head_size, [Paragraph(words, bullet=False, bold=True)])
        texts[index + 1] = (size, paragraphs)
    yield _page(COLUMNS, slide, texts=texts)


def _cards(slide: Cards) -> Page:
    texts: dict[int, tuple[int, list[Paragraph]]] = {}
    heads = [on_lines(heading, CARDS.place(10).inside, bold=True) for heading, _ in slide.cards]
    bodies = [on_lines(words, CARDS.place(11).inside) for _, words in slide.cards]
    for number, ((_, heading), (_, words)) in enumerate(zip(heads, bodies, strict=True)):
        texts[10 + 2 * number] = (
            min(size for size, _ in heads),
            [Paragraph(heading, bullet=False, bold=True)],
        )
        texts[11 + 2 * number] = (min(size for size, _ in bodies), [Paragraph(words, bullet=False)])
    return _page(CARDS, slide, texts=texts)


def _cleaned(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    return [replace(each, words=_held(words)) for each in paragraphs if (words := one_line(each.words))]


def _held(words: str) -> str:
    """The words with a no-break space inside each date."""
    return _DATES.sub(lambda found: found[0].replace(" ", "\u00a0"), words)


# Tables


def _table(slide: Table) -> Iterator[Page]:
    box = TABLE.place(10).inside
    whole = sum(slide.widths)
    widths = [box.width * part / whole for part in slide.widths]
    most = MOST_CELL_LINES
    if _leaves_one_alone(_rows(slide, widths, box.sizes[-1], most), box.height):
        most = FEWER_CELL_LINES
    rows = {size: _rows(slide, widths, size, most) for size in box.sizes}
    least = len(_parts(rows[box.sizes[-1]], box.height))
    size = next(each for each in box.sizes if len(_parts(rows[each], box.height)) <= least)
    # Evenly: the least height at which no slide more is needed.
    height = next(
        at
        for at in range(60, int(box.height) + 4, 4)
        if len(_parts(rows[size], min(at, box.height))) <= least
    )
    for part in _parts(rows[size], min(height, box.height)):
        cells, heights = [words for words, _ in part], [own for _, own in part]
        yield _page(TABLE, slide, grid=Grid(cells, widths, heights, size, slide.description))


def _rows(slide: Table, widths: Sequence[float], size: int, most: int) -> list[tuple[list[str], float]]:
    """Return the words and the height of each row at a size, the header first, with so many lines at most."""
    header = _row(slide.header, widths, size, most, bold=True)
    return [header, *(_row(row, widths, size, most) for row in slide.rows)]


def _leaves_one_alone(rows: Sequence[tuple[list[str], float]], height: float) -> bool:
    """Say whether a slide of several holds a header and one row."""
    parts = _parts(rows, height)
    return len(parts) > 1 and min(map(len, parts)) == 2


def _parts(rows: Sequence[tuple[list[str], float]], height: float) -> list[list[tuple[list[str], float]]]:
    """Return the rows of each slide, with the header first on each."""
    header, *others = rows
    parts: list[list[tuple[list[str], float]]] = []
    for row in others:
        if parts and sum(own for _, own in [*parts[-1], row]) <= height:
            parts[-1].append(row)
        else:
            parts.append([header, row])
    return _evened(parts, height)


def _evened(parts: list[list[tuple[list[str], float]]], height: float) -> list[list[tuple[list[str], float]]]:
    """Move rows from each slide to the next one that has two fewer, from the end, while they fit there."""
    for before, after in reversed([*pairwise(parts)]):
        while len(before) - len(after) > 1 and sum(own for _, own in [*after, before[-1]]) <= height:
            after.insert(1, before.pop())
    return parts


def _row(
    cells: Sequence[str], widths: Sequence[float], size: int, most: int, *, bold: bool = False
) -> tuple[list[str], float]:
    """Return the words of a row, cut where they would fill the slide, and its height."""
    words, lines = [], 1
    for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        inner, is_bold = width - 2 * CELL[0], bold or number == 0
        kept = cut_to_lines(one_line(cell), inner, size, most, bold=is_bold)
        lines = max(lines, len(wrapped(kept, inner, size, bold=is_bold)))
        words.append(kept)
    return words, lines * size * LINE + 2 * CELL[1]
