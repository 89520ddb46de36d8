"""The one-page picture for the chief executive of a body: ladders, priorities, what is agreed and asked.

It holds nothing that is kept inside: weak points stand in it only when they were ticked for outside.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.formats import date_format

from documents.plain_text import one_line
from members.benchmark import Benchmark, Line, Rung, benchmark_of
from members.models import Organisation
from members.records import UNNAMED, Record, RecordKind
from partnerships.models import OwnBody
from publicbodies.models import PublicBody

from .asks import asks_for
from .partner_mark import partner_mark
from .priorities import Priority, priorities_of
from .standing import between
from .wording import COMMISSIONED, day_words, sector_of, sentence, shortened, source_line

IN_A_BOX: Final = 4
LIMITS: Final = (
    "We report this about ourselves, and each piece of evidence has its date.",
    "It is not an accreditation and not a ranking.",
    "Research on local infrastructure found no agreed measure of how much is enough.",
)
NOTHING_AGREED: Final = "Nothing is in writing between us yet"
NO_RISK: Final = "We know of nothing that ends in the next nine months"


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence with its day, and the note that says where it comes from."""

    text: str
    note: int | None = None

    @property
    def in_words(self) -> str:
        """With the number of its note, which says where it comes from."""
        return f"{self.text} (note {self.note})" if self.note else self.text


@dataclass(frozen=True)
class PictureLine:
    """One function: its rung, where the other side puts it, and the strongest evidence."""

    function: str
    rung: int
    rung_name: str
    theirs: int | None
    evidence: Sequence[Evidence]

    @property
    def where(self) -> str:
        """Such as “rung 3 of 5, others confirm it”."""
        if not self.rung:
            return "not ours here"
        return f"rung {self.rung} of 5, {self.rung_name[:1].lower()}{self.rung_name[1:]}"

    @property
    def their_view(self) -> str:
        """Where the other side puts us, said to them; empty when they were not asked."""
        if self.theirs is None:
            return ""
        return f"you put us at rung {self.theirs} of 5" if self.theirs else "you do not see it as ours"

    @property
    def alternative(self) -> str:
        """The drawing in words."""
        return sentence(f"{self.function}: {self.where}{f'; {self.their_view}' if self.their_view else ''}")

    @property
    def in_words(self) -> str:
        """The whole line for those who do not see the drawing."""
        parts = [f"{self.function}: {self.where}", self.their_view, self.evidence_in_words]
        return sentence("; ".join(filter(None, parts)))

    @property
    def evidence_in_words(self) -> str:
        said = "; ".join(each.in_words for each in self.evidence)
        if not self.rung:
            return said
        return f"{'strongest evidence' if self.has_record else 'no record yet'}: {said}"

    @property
    def has_record(self) -> bool:
        """Whether any of it rests on a record: what has no note is only told."""
        return any(each.note for each in self.evidence)

    @property
    def steps(self) -> list[tuple[int, bool]]:
        """The left edge of each of the five steps in the drawing, and whether it is reached."""
        return [(STEP * (number - 1), number <= self.rung) for number in range(1, 6)]

    @property
    def mark_x(self) -> float | None:
        """Where the middle of the other side's mark is."""
        if self.theirs is None:
            return None
        return STEP * (self.theirs - 1) + STEP_WIDTH / 2 if self.theirs else BEFORE_THE_STEPS


# The drawing: five steps, in units of its own.
STEP: Final = 60
STEP_WIDTH: Final = 56
BEFORE_THE_STEPS: Final = -14


@dataclass(frozen=True)
class PicturePriority:
    """A priority of the body, with two notes: who says that it is one, and where the research is."""

    about: str
    text: str
    here: str
    origin_note: int
    note: int

    @property
    def here_sentence(self) -> str:
        """How things are here, as a sentence; empty when nothing is known."""
        return f"Here: {sentence(self.here)}" if self.here else ""

    @property
    def in_words(self) -> str:
        about = f"For your priorities, {_small(self.about)} (note {self.origin_note})"
        said = f"{about}: {sentence(self.text)[:-1]} (note {self.note})."
        return f"{said} {self.here_sentence}".rstrip()


@dataclass(frozen=True)
class Box:
    """One of the three boxes at the foot. `more` says how many items did not fit."""

    title: str
    items: Sequence[str]
    more: int = 0

    @property
    def in_words(self) -> list[str]:
        """A sentence for each item, and how many did not fit."""
        lines = [sentence(f"{self.title}: {item}") for item in self.items]
        return [*lines, f"{self.title}: and {self.more} more."] if self.more else lines


@dataclass(frozen=True)
class Picture:
    """All that the page says."""

    organisation: str
    sector: str
    place: str
    body: str
    day: datetime.date
    lines: Sequence[PictureLine]
    weak: Sequence[str]
    not_reached: Sequence[str]
    priorities: Sequence[PicturePriority]
    boxes: Sequence[Box]
    notes: Sequence[str]
    limits: Sequence[str] = LIMITS
    marked_on: datetime.date | None = None

    @property
    def key(self) -> str:
        """How to read the ladders."""
        said = "A full step is reached: it counts only with all steps before it."
        if self.marked_on is None:
            return said
        on = day_words(self.marked_on)
        return f"{said} The diamond is where you put us on {on}; before the first step it means not ours."

    @property
    def title(self) -> str:
        return f"{self.organisation}: what we can show, {day_words(self.day)}"

    @property
    def whom(self) -> str:
        """For whom it is, and of what it speaks."""
        place = f" in {self.place}" if self.place else ""
        return f"For {self.body}. We support the {self.sector}{place}."

    @property
    def is_long(self) -> bool:
        """Whether the heading needs a smaller size."""
        return len(self.organisation) > 60

    @property
    def numbered_notes(self) -> list[tuple[int, str]]:
        """The notes with the numbers that the evidence prints, from 1."""
        return list(enumerate(self.notes, 1))

    @property
    def in_words(self) -> list[str]:
        """The whole page, one sentence on each line, in the order of reading."""
        return [
            sentence(self.title),
            self.whom,
            *(line.in_words for line in self.lines),
            *(sentence(f"Weak, as we see it: {words}") for words in self.weak),
            *(sentence(f"Whom we do not reach yet: {words}") for words in self.not_reached),
            *(row.in_words for row in self.priorities),
            *(line for box in self.boxes for line in box.in_words),
            *self.limits,
            *(sentence(f"Note {number}: {note}") for number, note in self.numbered_notes),
        ]


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def picture_of(
    organisation: Organisation,
    where: PublicBody | OwnBody,
    day: datetime.date,
    asks: Sequence[str] = (),
    benchmark: Benchmark | None = None,
) -> Picture:
    """The picture for a body on a day, with these asks or those that are kept for it."""
    benchmark = benchmark or benchmark_of(organisation, day)
    notes: list[str] = []
    standing = between(organisation, where, day)
    mark = partner_mark(organisation, where)
    lines = [_line(line, mark.rungs, notes) for line in benchmark.lines]
    priorities = [_priority(row, notes) for row in priorities_of(where, organisation, benchmark)]
    return Picture(
        organisation=one_line(organisation.name),
        sector=sector_of(organisation),
        place=one_line(organisation.place),
        body=one_line(where.official_name),
        day=day,
        lines=lines,
        weak=_outside(benchmark.lines, "weak_outside"),
        not_reached=_outside(benchmark.lines, "not_reaching_outside"),
        priorities=priorities,
        boxes=[
            Box("Agreed already", standing.agreed or [NOTHING_AGREED]),
            Box("At risk, and when", [str(risk) for risk in standing.at_risk] or [NO_RISK]),
            Box("What we ask", list(asks) or asks_for(organisation, where)),
        ],
        notes=notes,
        marked_on=mark.on,
    )


def _line(line: Line, theirs: Mapping[int, int], notes: list[str]) -> PictureLine:
    return PictureLine(
        function=line.function.name,
        rung=int(line.rung),
        rung_name=line.rung_name,
        theirs=theirs.get(line.function.pk),
        evidence=list(_evidence(line, notes)),
    )


def _evidence(line: Line, notes: list[str]) -> Iterator[Evidence]:
    """The strongest record and, when that has no figure, the newest count; without records, what is done."""
    if not line.is_ours:
        if line.who_outside:
            yield Evidence(f"who does it here: {one_line(line.who_outside)}")
        return
    if line.best is None:
        yield Evidence(one_line(line.best_words))
        return
    records = [line.best]
    if line.best.value is None and (counted := _newest_count(line)):
        records = [counted, line.best]
    for record in records:
        when = (
            "" if record.period and record.value is not None else f", {date_format(record.dated_on, 'F Y')}"
        )
        said = one_line(record.headline).removesuffix(".").replace(".”", "”")
        yield Evidence(f"{said}{when}", _noted(_origin(record), notes))


def _newest_count(line: Line) -> Record | None:
    rows = [record for activity in line.activities for record in activity.records.all()]
    counts = [record for record in rows if record.kind == RecordKind.COUNT]
    return max(counts, key=lambda record: (record.dated_on, str(record.pk)), default=None)


def _origin(record: Record) -> str:
    """Who says so, from when, and how it was counted. Whoever did not agree to be named is not."""
    who = record.attribution or UNNAMED[record.source_kind]
    with_whom = f"with {record.partner}" if record.is_agreed else ""
    how = f"counted from {record.method}" if record.method else ""
    said = one_line(", ".join(filter(None, [who, with_whom, how, day_words(record.dated_on)])))
    return f"{said[:1].upper()}{said[1:]}"


def _priority(row: Priority, notes: list[str]) -> PicturePriority:
    origin_note = _noted(row.origin, notes)
    return PicturePriority(row.about, row.text, row.here, origin_note, _noted(source_line(row.source), notes))


def _noted(note: str, notes: list[str]) -> int:
    """The number of a note; the same note stands there once."""
    if note not in notes:
        notes.append(note)
    return notes.index(note) + 1


def _outside(lines: Sequence[Line], name: str) -> list[str]:
    said = [(line.function.name, one_line(getattr(line, name))) for line in lines]
    return [f"{function}: {words}" for function, words in said if words]


# How many characters each part may have; each step of the list leaves less.
@dataclass(frozen=True)
class Room:
    """How many characters each part of the picture may have, and how many items each list."""

    evidence: int
    finding: int
    here: int
    item: int
    weak: int
    note: int
    items: int = IN_A_BOX
    weaknesses: int = 5
    is_dense: bool = False


ROOMS: Final = (
    Room(evidence=170, finding=220, here=80, item=160, weak=160, note=220),
    Room(evidence=170, finding=220, here=80, item=160, weak=160, note=220, is_dense=True),
    Room(evidence=130, finding=190, here=60, item=110, weak=110, note=150, weaknesses=3, is_dense=True),
    Room(evidence=90, finding=140, here=40, item=70, weak=70, note=100, items=3, weaknesses=2, is_dense=True),
    Room(evidence=64, finding=110, here=30, item=48, weak=60, note=80, items=2, weaknesses=1, is_dense=True),
    Room(evidence=36, finding=90, here=20, item=30, weak=36, note=44, items=2, weaknesses=1, is_dense=True),
)


def within(picture: Picture, room: Room) -> Picture:
    """The picture with each part as short as the room asks. Its words in full are in the text beside it."""
    return replace(
        picture,
        place=shortened(picture.place, room.item),
        lines=[
            replace(
                line,
                evidence=_evidence_within(line.evidence, room.evidence),
            )
            for line in picture.lines
        ],
        weak=_some(picture.weak, room),
        not_reached=_some(picture.not_reached, room),
        priorities=[
            replace(row, text=shortened(row.text, room.finding), here=shortened(row.here, room.here))
            for row in picture.priorities
        ],
        boxes=[
            replace(
                box,
                items=[shortened(item, room.item) for item in box.items[: room.items]],
                more=max(len(box.items) - room.items, 0),
            )
            for box in picture.boxes
        ],
        notes=[shortened(note, room.note) if COMMISSIONED not in note else note for note in picture.notes],
    )


def _evidence_within(evidence: Sequence[Evidence], most: int) -> list[Evidence]:
    """The pieces, each with its share of the room and what shorter ones leave of theirs."""
    if sum(len(each.text) for each in evidence) <= most:
        return list(evidence)
    share = most // len(evidence)
    spare = sum(max(share - len(each.text), 0) for each in evidence)
    return [replace(each, text=shortened(each.text, share + spare)) for each in evidence]


def _some(words: Sequence[str], room: Room) -> list[str]:
    """As many as there is room for, and how many more there are: what is weak is not left out in silence."""
    kept = [shortened(each, room.weak) for each in words[: room.weaknesses]]
    more = len(words) - len(kept)
    return [*kept[:-1], f"{kept[-1].removesuffix('.')} (and {more} more)"] if more else kept


def rungs_in_head() -> list[tuple[int, str]]:
    """The five rungs over the ladders."""
    return [(int(rung), rung.short) for rung in Rung if rung > Rung.NOT_OURS]
