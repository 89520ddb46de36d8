"""The filters of the list of case studies, as they stand in the address."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self

from django.db.models import Count, Q
from django.http import QueryDict

from principles.models import LCSIFunction, Principle
from publicbodies.models import Region

from .models import CaseStudy, CaseStudyQuerySet

SEARCHED = (
    "title",
    "place",
    "lead_organisation",
    "theme",
    "summary",
    "the_place",
    "what_they_did",
    "what_changed",
)
MOST_WORDS = 8


@dataclass(frozen=True)
class Filters:
    """What a reader asked for. Values that we do not know are left out, so that an old link still works."""

    words: str = ""
    principles: list[Principle] = field(default_factory=list)
    functions: list[LCSIFunction] = field(default_factory=list)
    region: Region | None = None

    @classmethod
    def from_query(
        cls, query: QueryDict, principles: Iterable[Principle], functions: Iterable[LCSIFunction]
    ) -> Self:
        region = query.get("region", "")
        return cls(
            # PostgreSQL refuses the zero character.
            words=" ".join(query.get("q", "").replace("\0", "").split())[:200],
            principles=[row for row in principles if row.slug in query.getlist("principle")],
            functions=[row for row in functions if row.slug in query.getlist("function")],
            region=Region(region) if region in Region.values else None,
        )

    def __bool__(self) -> bool:
        return bool(self.conditions)

    @property
    def conditions(self) -> dict[str, Q]:
        """What each filter that is set asks of a case study. One of several ticks is enough."""
        found = {}
        if self.words:
            found["words"] = self._has_the_words()
        if self.principles:
            found["principles"] = Q(principles__in=[row.pk for row in self.principles])
        if self.functions:
            found["functions"] = Q(functions__in=[row.pk for row in self.functions])
        if self.region:
            found["region"] = Q(region=self.region)
        return found

    def apply(self, case_studies: CaseStudyQuerySet) -> CaseStudyQuerySet:
        """The case studies that match every filter, each once."""
        conditions = self.conditions
        if not conditions:
            return case_studies
        # Matching by key keeps one row for each case study without a DISTINCT over whole texts.
        matching = CaseStudy.objects.filter(*conditions.values()).values("pk")
        return case_studies.filter(pk__in=matching)

    @property
    def query(self) -> str:
        """These filters as they stand in an address, without the empty ones."""
        query = QueryDict(mutable=True)
        if self.words:
            query["q"] = self.words
        query.setlist("principle", [row.slug for row in self.principles])
        query.setlist("function", [row.slug for row in self.functions])
        if self.region:
            query["region"] = self.region
        return query.urlencode()

    @property
    def said(self) -> str:
        """The filters in words, to follow “3 case studies”."""
        parts = []
        if self.principles:
            parts.append("about " + " or ".join(row.name for row in self.principles))
        if self.functions:
            parts.append("that show " + " or ".join(lower_first(row.name) for row in self.functions))
        if self.region:
            parts.append(f"in {self.region.label}")
        if self.words:
            parts.append(f"with “{self.words}”")
        return " ".join(parts)

    def wider(self, case_studies: CaseStudyQuerySet) -> list[tuple["Filters", int]]:
        """These filters with one left out, each with the number of case studies it finds, in one query.

        Only those that find something. Searching without any filter is not among them.
        """
        names = list(self.conditions)
        if len(names) < 2:
            return []
        empty = Filters()
        counted = case_studies.aggregate(
            **{
                f"without_{name}": Count(
                    "pk",
                    filter=Q(*(q for other, q in self.conditions.items() if other != name)),
                    distinct=True,
                )
                for name in names
            }
        )
        found = [(name, counted[f"without_{name}"]) for name in names]
        return [(replace(self, **{name: getattr(empty, name)}), count) for name, count in found if count]

    def _has_the_words(self) -> Q:
        every = Q()
        for word in self.words.split()[:MOST_WORDS]:
            anywhere = Q()
            for name in SEARCHED:
                anywhere |= Q(**{f"{name}__icontains": word})
            every &= anywhere
        return every


def lower_first(text: str) -> str:
    """The text as it stands inside a sentence; a word in capitals such as NHS keeps them."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
