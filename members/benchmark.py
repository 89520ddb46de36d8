"""The benchmark: how far the evidence for each function reaches, computed from dated records, never claimed.

Five functions, and for each a ladder of five rungs. A rung counts only with all rungs below it. The
activities of a function are taken together: any of them may bring the record that a rung stands on. A rung
whose every record is older than two years takes the line one rung down, and the line says which record that
is. There is no total, no percentage and no order of organisations.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.utils.formats import date_format

from principles.models import LCSIFunction, Principle

from .days import months_after
from .function_notes import FunctionNote
from .models import Organisation
from .records import CONFIRMING, Record, RecordKind, SourceKind
from .work import Activity, ActivityStage

STILL_DONE_MONTHS = 12  # an activity that ended counts for as long
SECURED_MONTHS = 12  # beyond these a contract secures the work


class Rung(IntEnum):
    """The steps of the ladder. `NOT_OURS` is an answer, not a failure: somebody else may do it."""

    NOT_OURS = 0
    DO = 1
    COUNT = 2
    CONFIRMED = 3
    AGREED = 4
    SECURED = 5

    @property
    def label(self) -> str:
        return RUNG_WORDS[self][0]

    @property
    def short(self) -> str:
        """One or two words, for a drawing."""
        return RUNG_WORDS[self][1]

    @property
    def needs(self) -> str:
        """What it takes to stand here, and on all rungs below."""
        return RUNG_WORDS[self][2]


RUNG_WORDS = {
    Rung.NOT_OURS: ("Not ours here", "not ours", "Say who does it, or that nobody does"),
    Rung.DO: ("We do it", "do", "An activity that is running or ended in the last 12 months"),
    Rung.COUNT: ("We count it", "count", "A number with the time it covers and how it was counted"),
    Rung.CONFIRMED: (
        "Others confirm it",
        "confirmed",
        "Feedback, a quote with consent, or independent data from groups or a partner",
    ),
    Rung.AGREED: (
        "It is agreed",
        "agreed",
        "A written agreement, contract or strategy in force with a named partner",
    ),
    Rung.SECURED: (
        "It is secured",
        "secured",
        "Agreed or funded for more than 12 months from today, and reviewed with the partner",
    ),
}
# The rungs that stand on records.
RECORDED = (Rung.COUNT, Rung.CONFIRMED, Rung.AGREED, Rung.SECURED)


@dataclass(frozen=True)
class AgedRecord:
    """A record that took its line one rung down, or no longer counts, and why."""

    record: Record
    rung: Rung
    why: str


@dataclass(frozen=True)
class Ladder:
    """How far some activities and their records reach on a day. Nothing in it was claimed by anybody."""

    rung: Rung
    # Where the line would stand if no record had grown old.
    without_age: Rung
    aged: Sequence[AgedRecord] = ()
    # Agreements that ended, which hold no rung any more.
    run_out: Sequence[AgedRecord] = ()
    best: Record | None = None


@dataclass(frozen=True)
class Line:
    """One function: where it stands and why."""

    function: LCSIFunction
    ladder: Ladder
    activities: Sequence[Activity]
    planned: Sequence[Activity]
    note: FunctionNote

    @property
    def rung(self) -> Rung:
        return self.ladder.rung

    @property
    def rung_name(self) -> str:
        return self.rung.label

    @property
    def is_ours(self) -> bool:
        """Whether the member does anything in this function."""
        return self.rung > Rung.NOT_OURS

    @property
    def who_does_it(self) -> str:
        """Who does it here when we do not: a name, “Nobody”, or empty while nobody has said."""
        return self.note.who

    @property
    def best(self) -> Record | None:
        """The record to show first; its `sentence` says it with its date."""
        return self.ladder.best

    @property
    def aged(self) -> Sequence[AgedRecord]:
        return self.ladder.aged

    @property
    def run_out(self) -> Sequence[AgedRecord]:
        return self.ladder.run_out

    @property
    def weak(self) -> str:
        return self.note.weak

    @property
    def not_reaching(self) -> str:
        return self.note.not_reaching

    @property
    def who_outside(self) -> str:
        """Who does it, if that may be shown outside. The same for the two below."""
        return self.who_does_it if self.note.who_may_be_shown else ""

    @property
    def weak_outside(self) -> str:
        """What is weak, as far as the member lets others read it."""
        return self.weak if self.note.weak_may_be_shown else ""

    @property
    def not_reaching_outside(self) -> str:
        """Whom it does not reach, as far as the member lets others read it."""
        return self.not_reaching if self.note.not_reaching_may_be_shown else ""

    @property
    def next_rung(self) -> Rung | None:
        """The first rung that no record holds, or None at the top."""
        above = self.ladder.without_age + 1
        return Rung(above) if above <= Rung.SECURED else None

    @property
    def steps(self) -> list[tuple[Rung, bool]]:
        """Each rung of the ladder, and whether the line has reached it."""
        return [(rung, rung <= self.rung) for rung in Rung if rung > Rung.NOT_OURS]

    @property
    def best_words(self) -> str:
        """The strongest evidence in a sentence; without a record, what is done."""
        if self.best:
            return self.best.sentence
        return "; ".join(activity.name for activity in self.activities)

    @property
    def in_words(self) -> str:
        """The whole line as a sentence, for those who do not see the ladder. It holds nothing kept inside."""
        if not self.is_ours:
            who = f", who does it: {self.who_outside}" if self.who_outside else ""
            return f"{self.function.name}: not ours here{who}"
        evidence = "strongest evidence" if self.best else "no record yet"
        where = f"rung {self.rung} of 5, {self.rung_name[:1].lower()}{self.rung_name[1:]}"
        return f"{self.function.name}: {where}; {evidence}: {self.best_words}"


@dataclass(frozen=True)
class Cell:
    """How many activities with a record show a principle under a function."""

    principle: Principle
    count: int
    is_usual: bool  # whether the function usually shows it


@dataclass(frozen=True)
class GridRow:
    """A function of the grid, with a cell for each principle."""

    function: LCSIFunction
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Benchmark:
    """What an organisation can show on a day, function by function."""

    organisation: Organisation
    day: datetime.date
    lines: Sequence[Line]
    grid: Sequence[GridRow]
    principles: Sequence[Principle]


def benchmark_of(organisation: Organisation, day: datetime.date) -> Benchmark:
    """The benchmark of an organisation on a day, in a fixed number of queries."""
    functions = list(LCSIFunction.objects.prefetch_related("usual_principles"))
    principles = list(Principle.objects.all())
    rows = Activity.objects.for_organisation(organisation).for_page().prefetch_related("records")
    work = [(activity, list(activity.records.all())) for activity in rows]
    notes = {note.function_id: note for note in FunctionNote.objects.for_organisation(organisation)}
    lines = []
    for function in functions:
        own = [(activity, records) for activity, records in work if activity.function_id == function.pk]
        lines.append(
            Line(
                function=function,
                ladder=ladder(own, day),
                activities=[activity for activity, _ in own if is_done_on(activity, day)],
                planned=[each for each, _ in own if each.stage_on(day) == ActivityStage.PLANNED],
                note=notes.get(function.pk) or FunctionNote(organisation=organisation, function=function),
            )
        )
    grid = [GridRow(function, _cells(function, principles, work, day)) for function in functions]
    return Benchmark(organisation, day, lines, grid, principles)


def ladder(work: Iterable[tuple[Activity, Iterable[Record]]], day: datetime.date) -> Ladder:
    """How far activities of one function reach with their records, whatever order these come in.

    Every rung up to the line has a record of its own. Each of them whose records are all old takes the line
    down by one; what is running is never below “We do it”.
    """
    done = [(activity, list(records)) for activity, records in work if is_done_on(activity, day)]
    if not done:
        return Ladder(Rung.NOT_OURS, Rung.NOT_OURS)
    records = sorted((record for _, rows in done for record in rows), key=_order)
    held = {rung: [record for record in records if rung in rungs_of(record, day)] for rung in RECORDED}
    reached = Rung.DO
    while reached < Rung.SECURED and held[Rung(reached + 1)]:
        reached = Rung(reached + 1)
    old = [
        rung
        for rung in RECORDED
        if rung <= reached and all(record.is_ageing_on(day) for record in held[rung])
    ]
    run_out = [record for record in records if has_run_out_on(record, day)]
    counted = [record for record in records if rungs_of(record, day)]
    return Ladder(
        rung=Rung(reached - len(old)),
        without_age=reached,
        aged=[_aged(held[rung], rung) for rung in old],
        run_out=[AgedRecord(record, Rung.AGREED, f"ran out on {_day(record)}") for record in run_out],
        best=max(counted, key=lambda record: _strength(record, day), default=None),
    )


def is_done_on(activity: Activity, day: datetime.date) -> bool:
    """Whether an activity is running on a day or ended in the twelve months before it."""
    stage = activity.stage_on(day)
    if stage == ActivityStage.ENDED and activity.last_on:
        return activity.last_on >= months_after(day, -STILL_DONE_MONTHS)
    return stage == ActivityStage.RUNNING


def rungs_of(record: Record, day: datetime.date) -> set[Rung]:
    """The rungs that a record holds on a day while it is not old. One that has run out holds none."""
    if record.dated_on > day:
        return set()
    found = set()
    if record.value is not None and record.period and record.method:
        found.add(Rung.COUNT)
    if record.kind in CONFIRMING and record.source_kind != SourceKind.OURS and _has_consent(record):
        found.add(Rung.CONFIRMED)
    if record.is_agreed and record.partner:
        if has_run_out_on(record, day):
            return set()
        found.add(Rung.AGREED)
        lasts = record.secured_until_on and record.secured_until_on > months_after(day, SECURED_MONTHS)
        if lasts and record.reviewed_on and record.reviewed_on <= day:
            found.add(Rung.SECURED)
    return found


def has_run_out_on(record: Record, day: datetime.date) -> bool:
    """Whether it is an agreement, contract or strategy whose last day has passed."""
    return record.is_agreed and record.secured_until_on is not None and record.secured_until_on < day


def _has_consent(record: Record) -> bool:
    return record.kind != RecordKind.QUOTE or bool(record.consent_on and record.consent_by)


def _order(record: Record) -> tuple[datetime.date, str]:
    return record.dated_on, str(record.pk)


def _strength(record: Record, day: datetime.date) -> tuple[int, bool, bool, datetime.date, str]:
    """What makes one record stronger than another: its rung less its age, then freshness, then a figure."""
    is_old = record.is_ageing_on(day)
    return max(rungs_of(record, day)) - is_old, not is_old, record.value is not None, *_order(record)


def _aged(records: Sequence[Record], rung: Rung) -> AgedRecord:
    newest = records[-1]
    return AgedRecord(newest, rung, f"is older than two years ({date_format(newest.dated_on, 'F Y')})")


def _day(record: Record) -> str:
    return date_format(record.secured_until_on or record.dated_on, "j F Y")


def _cells(
    function: LCSIFunction,
    principles: Iterable[Principle],
    work: Sequence[tuple[Activity, Sequence[Record]]],
    day: datetime.date,
) -> list[Cell]:
    evidenced = [
        activity
        for activity, records in work
        if activity.function_id == function.pk
        and is_done_on(activity, day)
        and any(rungs_of(record, day) for record in records)
    ]
    usual = list(function.usual_principles.all())
    return [
        Cell(principle, sum(principle in each.principles for each in evidenced), principle in usual)
        for principle in principles
    ]
