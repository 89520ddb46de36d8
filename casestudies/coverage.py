"""Which principles, functions, places and regions the published case studies show, and what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from principles.models import LCSIFunction, Principle
from publicbodies.models import Region

from .filters import lower_first
from .models import CaseStudy, FunctionTag, PlaceKind


@dataclass(frozen=True)
class Line:
    """A function, and how many case studies show it: with each principle, and in all."""

    function: LCSIFunction
    cells: Sequence[int]
    total: int


@dataclass(frozen=True)
class Coverage:
    """What there is, counted, and what is missing, in words."""

    principles: Sequence[tuple[Principle, int]]
    lines: Sequence[Line]
    places: Sequence[tuple[str, int]]
    regions: Sequence[tuple[str, int]]
    total: int

    @property
    def gaps(self) -> str:
        """Such as “No London borough. Nothing from London. Little on organisational development.”"""
        if not self.total:
            return "Nothing is published yet."
        functions = [(line.function.name, line.total) for line in self.lines]
        principles = [(principle.name, count) for principle, count in self.principles]
        sentences = [
            _sentence("No", "or", [name for name, count in self.places if not count]),
            _sentence("Nothing from", "or", [name for name, count in self.regions if not count], keep=True),
            _sentence("Nothing on", "or", _none(functions) + _none(principles)),
            _sentence("Little on", "and", _little(functions) + _little(principles)),
        ]
        return " ".join(filter(None, sentences)) or "Every principle, function, kind of place and region."


def coverage() -> Coverage:
    """Count the published case studies, in a fixed number of queries."""
    published = CaseStudy.objects.published().order_by()
    tags = CaseStudy.principles.through.objects.filter(casestudy__in=published)
    of_principle = dict(tags.values_list("principle").annotate(n=Count("pk")))
    function_tags = FunctionTag.objects.filter(case_study__in=published).order_by()
    of_function = dict(function_tags.values_list("function").annotate(n=Count("pk")))
    pairs = {
        (function, principle): count
        for function, principle, count in function_tags.filter(case_study__principles__isnull=False)
        .values_list("function", "case_study__principles")
        .annotate(n=Count("pk"))
    }
    of_place = dict(published.values_list("place_kind").annotate(n=Count("pk")))
    of_region = dict(published.values_list("region").annotate(n=Count("pk")))
    principles = list(Principle.objects.all())
    return Coverage(
        principles=[(principle, of_principle.get(principle.pk, 0)) for principle in principles],
        lines=[
            Line(
                function,
                [pairs.get((function.pk, principle.pk), 0) for principle in principles],
                of_function.get(function.pk, 0),
            )
            for function in LCSIFunction.objects.all()
        ],
        places=[(kind.label, of_place.get(kind.value, 0)) for kind in PlaceKind],
        regions=[(region.label, of_region.get(region.value, 0)) for region in Region],
        total=sum(of_region.values()),
    )


def _none(counted: Iterable[tuple[str, int]]) -> list[str]:
    return [name for name, count in counted if not count]


def _little(counted: Sequence[tuple[str, int]]) -> list[str]:
    """What is shown less than half as often as the most shown of its kind."""
    most = max((count for _, count in counted), default=0)
    return [name for name, count in counted if 0 < 2 * count < most]


def _sentence(start: str, joined_by: str, names: Sequence[str], *, keep: bool = False) -> str:
    """Names in one sentence, or nothing without any."""
    if not names:
        return ""
    words = [name if keep else _inside(name) for name in names]
    listed = ", ".join(words[:-1]) + f" {joined_by} " + words[-1] if len(words) > 1 else words[0]
    return f"{start} {listed}."


def _inside(name: str) -> str:
    """A name as it stands inside a sentence: a place keeps its capital."""
    return name if name.startswith("London") else lower_first(name)
