"""Our lines beside those of the other side: what differs is what to talk about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from members.benchmark import Benchmark, Line, Rung
from members.models import Organisation
from principles.models import LCSIFunction, ProgressSign, SignKind

from .bodies import Where
from .models import HowImportant, OtherSideView, PrivateLink, Seen, ViewLine, ViewSign
from .models.places import at


@dataclass(frozen=True)
class Compared:
    """One function, as we can show it and as they see it."""

    ours: Line
    theirs: ViewLine

    @property
    def differs(self) -> bool:
        """Whether they put us on another rung, or do not see what we do."""
        rung = self.theirs.rung
        is_elsewhere = rung is not None and rung != self.ours.rung
        return is_elsewhere or (self.ours.is_ours and self.theirs.seen == Seen.NO)

    @property
    def agrees(self) -> bool:
        """Whether they put us on the same rung and see what we do."""
        return self.theirs.rung is not None and not self.differs

    @property
    def theirs_name(self) -> str:
        rung = self.theirs.rung_reached
        return rung.label if rung is not None else ""

    @property
    def difference(self) -> str:
        """How the two differ, in a sentence or two; empty when they do not."""
        if not self.differs:
            return ""
        said = []
        rung = self.theirs.rung_reached
        if rung is not None and rung != self.ours.rung:
            said.append(f"Your records stand at “{self.ours.rung_name}”, they put you at “{rung.label}”.")
        if self.ours.is_ours and self.theirs.seen == Seen.NO:
            said.append("They do not see it happening.")
        if self.theirs.important == HowImportant.VERY:
            said.append("It is very important to them.")
        return " ".join(said)


@dataclass(frozen=True)
class SeenSign:
    """An official sign with what they said of it, in words that need no colour."""

    sign: ProgressSign
    seen: Seen

    @property
    def answer(self) -> str:
        return str(self.seen.label)

    @property
    def is_good(self) -> bool:
        """Whether progress is seen, or a warning is not."""
        return self.seen == (Seen.OFTEN if self.sign.kind == SignKind.PROGRESS else Seen.NO)

    @property
    def needs_talk(self) -> bool:
        """Whether a warning is seen, or progress is not."""
        if self.sign.kind == SignKind.PROGRESS:
            return self.seen == Seen.NO
        return self.seen in (Seen.OFTEN, Seen.SOMETIMES)


@dataclass(frozen=True)
class SideBySide:
    """One answer of the other side beside the benchmark."""

    view: OtherSideView
    rows: Sequence[Compared]

    @property
    def link(self) -> PrivateLink:
        return self.view.link

    @property
    def gap(self) -> list[Compared]:
        """The lines that differ: the agenda."""
        return [row for row in self.rows if row.differs]

    @property
    def agreed(self) -> list[Compared]:
        return [row for row in self.rows if row.agrees]

    @property
    def signs(self) -> list[SeenSign]:
        return [SeenSign(row.sign, Seen(row.seen)) for row in self.view.signs.all()]


@dataclass(frozen=True)
class Step:
    """A rung of our ladder, whether we reach it, and who on the other side puts us there."""

    rung: Rung
    is_reached: bool
    put_here_by: Sequence[str]


@dataclass(frozen=True)
class MarkedLine:
    """A line of ours with the marks of the other side."""

    line: Line
    steps: Sequence[Step]
    not_ours_by: Sequence[str]


def side_by_side(benchmark: Benchmark) -> list[SideBySide]:
    """Every answer of the other side beside our lines, the latest first."""
    views = OtherSideView.objects.for_organisation(benchmark.organisation).with_answers()
    return [compared(benchmark, view) for view in views]


def view_of(organisation: Organisation, where: Where) -> OtherSideView | None:
    """The latest answer of somebody at a body."""
    views = OtherSideView.objects.for_organisation(organisation).with_answers()
    return views.filter(link__in=PrivateLink.objects.filter(**at(where))).first()


def compared(benchmark: Benchmark, view: OtherSideView) -> SideBySide:
    """An answer beside our lines. A function that they left out is left out here."""
    lines = {line.function.pk: line for line in benchmark.lines}
    rows = [Compared(lines[row.function_id], row) for row in view.lines.all() if row.function_id in lines]
    return SideBySide(view, rows)


def marked(benchmark: Benchmark, answers: Iterable[SideBySide]) -> list[MarkedLine]:
    """Our lines with everybody's mark on the rung where they put us."""
    marks = [
        (row.ours.function.pk, row.theirs.rung, answer.link.where.official_name)
        for answer in answers
        for row in answer.rows
        if row.theirs.rung is not None
    ]

    def by(line: Line, rung: Rung) -> list[str]:
        return [who for function, at_rung, who in marks if (function, at_rung) == (line.function.pk, rung)]

    return [
        MarkedLine(
            line,
            [Step(rung, is_reached, by(line, rung)) for rung, is_reached in line.steps],
            by(line, Rung.NOT_OURS),
        )
        for line in benchmark.lines
    ]


@transaction.atomic
def keep_view(
    link: PrivateLink,
    lines: Mapping[LCSIFunction, Mapping[str, Any]],
    signs: Mapping[ProgressSign, str],
) -> OtherSideView:
    """Keep what somebody answered through a link in place of what was answered before."""
    PrivateLink.objects.select_for_update().get(pk=link.pk)
    view, _ = OtherSideView.objects.get_or_create(link=link)
    view.lines.all().delete()
    view.signs.all().delete()
    rows = [ViewLine(view=view, function=function, **answers) for function, answers in lines.items()]
    ViewLine.objects.bulk_create(row for row in rows if not row.is_empty)
    ViewSign.objects.bulk_create(
        ViewSign(view=view, sign=sign, seen=seen) for sign, seen in signs.items() if seen
    )
    view.save(update_fields=["changed_at"])
    return view
