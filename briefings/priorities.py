"""What a public body of each kind cares for most, with the research that speaks to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from members.benchmark import Benchmark, Line
from members.models import Organisation
from partnerships.models import OwnBody
from principles.models import Finding, Source
from publicbodies.models import BodyKind, PublicBody

from .wording import in_their_words

_ALL_SERVICES: Final = (
    ("Social care and public health", "E4"),
    ("Housing and planning", "E7"),
    ("Money and commissioning", "E6"),
)
# Three for each kind, from what it answers for. A councillor of any party would name them.
PRIORITIES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    BodyKind.COUNTY: (
        ("Keeping people well at home", "E4"),
        ("Public health that reaches everybody", "E13"),
        ("Money and commissioning", "E6"),
    ),
    BodyKind.DISTRICT: (
        ("Housing, planning and local decisions", "E7"),
        ("Leisure and active neighbourhoods", "E12"),
        ("Grants that reach small groups", "E1"),
    ),
    BodyKind.STRATEGIC_AUTHORITY: (
        ("Growth and skills in each place", "E17"),
        ("Transport and plans that leave nobody out", "E13"),
        ("One way to many partners", "E9"),
    ),
    BodyKind.ICB: (
        ("Unfair differences in health", "E13"),
        ("Knowing what people need", "E5"),
        ("Neighbourhood health and prevention", "E4"),
    ),
}
ANY_BODY: Final = (
    ("Knowing what people need", "E5"),
    ("Open talk between the two sides", "E8"),
    ("Results that last", "E17"),
)


@dataclass(frozen=True)
class Priority:
    """One priority of a body, what research says to it, and what the member does for it."""

    about: str
    text: str
    here: str
    source: Source
    ref: str


def priorities_of(
    where: PublicBody | OwnBody, organisation: Organisation, benchmark: Benchmark
) -> list[Priority]:
    """Three priorities of a body. One whose finding is gone from the toolkit is left out."""
    wanted: Sequence[tuple[str, str]] = ANY_BODY
    if isinstance(where, PublicBody):
        wanted = PRIORITIES.get(where.kind, _ALL_SERVICES)
    rows = Finding.objects.filter(ref__in=[ref for _, ref in wanted]).select_related("source")
    findings = {row.ref: row for row in rows.prefetch_related("functions")}
    return [
        Priority(
            about=about,
            text=in_their_words(findings[ref].text, organisation),
            here=_here(findings[ref], benchmark.lines),
            source=findings[ref].source,
            ref=ref,
        )
        for about, ref in wanted
        if ref in findings
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
