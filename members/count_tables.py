"""Small counts as tables: to look at, with a bar for each number, and as a file."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from documents.spreadsheet import write_table

from .small_counts import FEWEST, SmallCounts, overlapping_counts, small_counts

HIDDEN = f"fewer than {FEWEST} members, or a neighbour of such a number"
TOO_FEW = f"answers to fewer than {FEWEST} members"

Choices = Sequence[tuple[str, str]]
Number = int | float


@dataclass(frozen=True)
class Line:
    """A row of a table: the number, None when it is hidden, and the width of its bar from 0 to 100."""

    label: str
    number: Number | None
    width: int


@dataclass(frozen=True)
class CountTable:
    """Things counted in one way, or days. `unit` heads the numbers; `note` says what they are, if need be."""

    title: str
    heading: str
    rows: Sequence[tuple[str, Number | None]]
    total: int | None = None
    unit: str = "Agreements"
    adds_up: bool = True
    note: str = ""
    why_hidden: str = HIDDEN

    @property
    def has_hidden(self) -> bool:
        """Whether a number is left out because it is small."""
        return any(count is None for _, count in self.rows)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it may be shown."""
        return all(count is None for _, count in self.rows) and self.total is None

    @property
    def lines(self) -> list[Line]:
        largest = max((count for _, count in self.rows if count is not None), default=0)
        return [
            Line(label, count, round(100 * count / largest) if count and largest else 0)
            for label, count in self.rows
        ]


@dataclass(frozen=True)
class Section:
    """Tables of one subject under a heading, or why there are none yet."""

    title: str
    tables: Sequence[CountTable]
    nothing: str
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        return all(table.is_empty for table in self.tables)


def counted(
    title: str, heading: str, choices: Choices, things: Iterable[tuple[str, Hashable]], **more: str
) -> CountTable:
    """Things, each in one category, with their total and the small numbers hidden."""
    counts: SmallCounts[str] = small_counts(things, [value for value, _ in choices])
    rows = [(label, counts.cells[value]) for value, label in choices]
    return CountTable(title, heading, rows, counts.total, **more)  # type: ignore[arg-type]


def counted_in_several(
    title: str, heading: str, choices: Choices, things: Iterable[tuple[str, Hashable]], **more: str
) -> CountTable:
    """Things that may be in several categories: no total, since they do not add up."""
    counts = overlapping_counts(things, [value for value, _ in choices])
    rows = [(label, counts[value]) for value, label in choices]
    return CountTable(title, heading, rows, adds_up=False, **more)  # type: ignore[arg-type]


def part(
    title: str, words: tuple[str, str], things: Iterable[tuple[bool, Hashable]], most: int, **more: str
) -> CountTable:
    """How many things are such and how many are not, when the first are known to be among `most` others.

    `most` are numbers shown in another table, all of which the first are a part of. If they were more, that
    table's hidden numbers could not be as small as they might be: then nothing of this one is shown.
    """
    pairs = [(str(is_such), member) for is_such, member in things]
    table = counted(title, "Which", [("True", words[0]), ("False", words[1])], pairs, **more)
    such = table.rows[0][1]
    if such is None or such <= most:
        return table
    return CountTable(title, "Which", [(label, None) for label in words], table.total, **more)  # type: ignore[arg-type]


def medians(
    title: str,
    heading: str,
    groups: Sequence[tuple[str, Iterable[tuple[Number, Hashable]]]],
    **more: str,
) -> CountTable:
    """The middle number of each group, of at least FEWEST members. Each number comes with whose it is.

    The first group holds all the others. Of these only the ones of so many members are in the table.
    """

    def middle(found: Iterable[tuple[Number, Hashable]]) -> Number | None:
        numbers = list(found)
        if len({member for _, member in numbers}) < FEWEST:
            return None
        return round(median(number for number, _ in numbers), 1)

    all_of_them, *others = [(label, middle(found)) for label, found in groups]
    rows = [all_of_them, *(row for row in others if row[1] is not None)]
    return CountTable(title, heading, rows, adds_up=False, why_hidden=TOO_FEW, **more)  # type: ignore[arg-type]


def as_csv(sections: Iterable[Section]) -> bytes:
    """All tables one below the other in one file, with the same numbers hidden."""
    return write_table(["About", "Counted", "Which", "Unit", "Number"], _cells(sections))


def _cells(sections: Iterable[Section]) -> Iterator[tuple[object, ...]]:
    for section in sections:
        for table in section.tables:
            rows: list[tuple[str, Number | None]] = [*table.rows]
            if table.adds_up:
                rows.append(("All", table.total))
            for label, count in rows:
                number = f"hidden: {table.why_hidden}" if count is None else count
                yield section.title, table.title, label, table.unit, number


def grouped(
    rows: Iterable[tuple[str, Number, Hashable]], choices: Choices
) -> list[tuple[str, list[tuple[Number, Hashable]]]]:
    """Numbers with whose they are under the label of each choice."""
    found: Mapping[str, list[tuple[Number, Hashable]]] = {value: [] for value, _ in choices}
    for value, number, member in rows:
        found[value].append((number, member))
    return [(label, found[value]) for value, label in choices]
