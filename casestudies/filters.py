"""The filters of the list of case studies, as they stand in the address."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self

from django.db.models import Count, Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.http import QueryDict

from principles.models import LCSIFunction, Principle
from publicbodies.models import Region
from search import index

from .models import (
    AgreementKind,
    CaseStudy,
    CaseStudyQuerySet,
    FunctionTag,
    PlaceKind,
    SuccessFactor,
    SuccessFactorTag,
)


@dataclass(frozen=True)
class Filters:
    """What a reader asked for. Values that we do not know are left out, so that an old link still works."""

    words: str = ""
    principles: list[Principle] = field(default_factory=list)
    functions: list[LCSIFunction] = field(default_factory=list)
    factors: list[SuccessFactor] = field(default_factory=list)
    region: Region | None = None
    agreement: AgreementKind | None = None
    place: PlaceKind | None = None

    @classmethod
    def from_query(
        cls,
        query: QueryDict,
        principles: Iterable[Principle],
        functions: Iterable[LCSIFunction],
        factors: Iterable[SuccessFactor] = (),
    ) -> Self:
        """What an address asks for, among the rows that there are."""
        region, agreement, place = (query.get(name, "") for name in ("region", "agreement", "place"))
        return cls(
            # PostgreSQL refuses the zero character.
            words=" ".join(query.get("q", "").replace("\0", "").split())[:200],
            principles=[row for row in principles if row.slug in query.getlist("principle")],
            functions=[row for row in functions if row.slug in query.getlist("function")],
            factors=[row for row in factors if row.slug in query.getlist("factor")],
            region=Region(region) if region in Region.values else None,
            agreement=AgreementKind(agreement) if agreement in AgreementKind.values else None,
            place=PlaceKind(place) if place in PlaceKind.values else None,
        )

    def __bool__(self) -> bool:
        return bool(self.conditions)

    @property
    def conditions(self) -> dict[str, Q]:
        """What each filter that is set asks of a case study. One of several ticks is enough.

        Tags are looked for and not joined, so that a case study with several of them is still one row.
        """
        found = {}
        if (keys := index.keys(CaseStudy._meta.label_lower, self.words)) is not None:
            found["words"] = Q(pk__in=keys)
        if self.principles:
            tags = CaseStudy.principles.through.objects.filter(
                casestudy=OuterRef("pk"), principle__in=self.principles
            )
            found["principles"] = Q(Exists(tags))
        if self.functions:
            function_tags = FunctionTag.objects.filter(case_study=OuterRef("pk"), function__in=self.functions)
            found["functions"] = Q(Exists(function_tags))
        if self.factors:
            factor_tags = SuccessFactorTag.objects.filter(
                case_study=OuterRef("pk"), success_factor__in=self.factors
            )
            found["factors"] = Q(Exists(factor_tags))
        if self.region:
            found["region"] = Q(region=self.region)
        if self.agreement:
            # The kinds are a JSON list, which only PostgreSQL can look into. As text both databases can.
            found["agreement"] = Q(agreement_kinds_text__contains=f'"{self.agreement}"')
        if self.place:
            found["place"] = Q(place_kind=self.place)
        return found

    def apply(self, case_studies: CaseStudyQuerySet) -> CaseStudyQuerySet:
        """The case studies that match every filter, each once."""
        conditions = self.conditions
        return searchable(case_studies).filter(*conditions.values()) if conditions else case_studies

    @property
    def query(self) -> str:
        """These filters as they stand in an address, without the empty ones."""
        query = QueryDict(mutable=True)
        if self.words:
            query["q"] = self.words
        query.setlist("principle", [row.slug for row in self.principles])
        query.setlist("function", [row.slug for row in self.functions])
        query.setlist("factor", [row.slug for row in self.factors])
        for name in ("region", "agreement", "place"):
            if value := getattr(self, name):
                query[name] = value
        return query.urlencode()

    @property
    def said(self) -> str:
        """The filters in words, to follow “3 case studies”."""
        parts = []
        if self.principles:
            parts.append("about " + " or ".join(row.name for row in self.principles))
        if self.functions:
            parts.append("that show " + " or ".join(lower_first(row.name) for row in self.functions))
        if self.agreement:
            parts.append(f"of an agreement of the kind “{self.agreement.label}”")
        if self.factors:
            parts.append("marked " + " or ".join(f"“{row.name}”" for row in self.factors))
        if self.place:
            parts.append(f"from the kind of place “{self.place.label}”")
        if self.region:
            parts.append(f"in {self.region.label}")
        if self.words:
            parts.append(f"with “{self.words}”")
        return " ".join(parts)

    def wider(self, case_studies: CaseStudyQuerySet) -> list[tuple["Filters", int]]:
        """These filters with one left out, each with the number of case studies it finds, in one query.

        Only those that find something. Searching without any filter is not among them.
        """
        conditions = self.conditions
        if len(conditions) < 2:
            return []
        empty = Filters()
        counted = searchable(case_studies).aggregate(
            **{
                f"without_{name}": Count(
                    "pk", filter=Q(*(q for other, q in conditions.items() if other != name))
                )
                for name in conditions
            }
        )
        found = [(name, counted[f"without_{name}"]) for name in conditions]
        return [(replace(self, **{name: getattr(empty, name)}), count) for name, count in found if count]


def searchable(case_studies: CaseStudyQuerySet) -> CaseStudyQuerySet:
    """The case studies with what the conditions of `Filters` look at."""
    return case_studies.alias(agreement_kinds_text=Cast("agreement_kinds", TextField()))


def lower_first(text: str) -> str:
    """The text as it stands inside a sentence; a word in capitals such as NHS keeps them."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
