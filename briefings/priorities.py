"""What a public body of each kind cares for most, with the research that speaks to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from members.benchmark import Benchmark, Line
from members.models import Organisation
from partnerships.models import OwnBody
from principles.models import Finding, Source
from publicbodies.models import PublicBody

from .models import PriorityTier, TierPriority
from .wording import in_their_words


@dataclass(frozen=True)
class Priority:
    """One priority of a body and who says so, what research says to it, and what the member does for it."""

    about: str
    origin: str
    text: str
    here: str
    source: Source
    ref: str


def priorities_of(
    where: PublicBody | OwnBody, organisation: Organisation, benchmark: Benchmark
) -> list[Priority]:
    """The priorities of a body, three at most. They are NAVCA's to change."""
    return [
        Priority(
            about=row.about,
            origin=row.origin,
            text=in_their_words(row.finding.text, organisation),
            here=_here(row.finding, benchmark.lines),
            source=row.finding.source,
            ref=row.finding.ref,
        )
        for row in TierPriority.objects.of_tier(PriorityTier.of(where))
    ]


def _here(finding: Finding, lines: Sequence[Line]) -> str:
    """What the member does under the finding's functions: the activity of the line that reaches highest."""
    functions = {function.pk for function in finding.functions.all()}
    ours = [line for line in lines if line.activities and (not functions or line.function.pk in functions)]
    if not ours:
        return ""
    line = max(ours, key=lambda each: each.rung)
    shown = line.best.activity if line.best else line.activities[0]
    return shown.name
