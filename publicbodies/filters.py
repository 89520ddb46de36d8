"""The filters of the directory, as they stand in the address."""

import datetime
from dataclasses import dataclass, replace
from typing import Self

from django.db.models import Count, Q, TextChoices
from django.http import QueryDict

from .models import BodyKind, PublicBody, PublicBodyQuerySet, Region


class When(TextChoices):
    """How long a body has still to live, as a reader asks for it."""

    CHANGING = "changing", "Changing soon"
    COMING = "coming", "Planned or preparing"
    ENDED = "ended", "Ended"


_NAMES = ("words", "kind", "region", "when")


@dataclass(frozen=True)
class Filters:
    """What a reader asked for. Values that we do not know are left out, so that an old link still works."""

    words: str = ""
    kind: BodyKind | None = None
    region: Region | None = None
    when: When | None = None

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """What an address asks for."""
        kind, region, when = (query.get(name, "") for name in ("kind", "region", "when"))
        return cls(
            # PostgreSQL refuses the zero character.
            words=" ".join(query.get("q", "").replace("\0", "").split())[:200],
            kind=BodyKind(kind) if kind in BodyKind.values else None,
            region=Region(region) if region in Region.values else None,
            when=When(when) if when in When.values else None,
        )

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in _NAMES)

    def apply(self, bodies: PublicBodyQuerySet, day: datetime.date) -> PublicBodyQuerySet:
        """The bodies that match every filter. Those that have ended are found by name or when asked for."""
        if self.words:
            bodies = bodies.named_like(self.words)
        if self.kind:
            bodies = bodies.filter(kind=self.kind)
        if self.region:
            bodies = bodies.filter(region=self.region)
        if self.when is When.CHANGING:
            return bodies.changing_on(day)
        if self.when is When.COMING:
            return bodies.coming_on(day)
        if self.when is When.ENDED:
            return bodies.ended_on(day)
        return bodies if self.words else bodies.not_ended_on(day)

    @property
    def query(self) -> str:
        """These filters as they stand in an address, without the empty ones."""
        query = QueryDict(mutable=True)
        for name in _NAMES:
            if value := getattr(self, name):
                query["q" if name == "words" else name] = value
        return query.urlencode()

    @property
    def said(self) -> str:
        """The filters in words, to follow “3 public bodies”."""
        parts = []
        if self.kind:
            parts.append(f"of the kind “{self.kind.label}”")
        if self.region:
            parts.append(f"in {'the ' if self.region in _WITH_ARTICLE else ''}{self.region.label}")
        if self.when:
            parts.append(f"that {_SAID[self.when]}")
        if self.words:
            parts.append(f"with the name “{self.words}”")
        return " ".join(parts)

    def wider(self, day: datetime.date) -> list[tuple["Filters", int]]:
        """These filters with one left out, each with the number of bodies it finds, in one query.

        Only those that find something. Searching without any filter is not among them.
        """
        others = [replace(self, **{name: getattr(Filters(), name)}) for name in _NAMES if getattr(self, name)]
        others = [other for other in others if other]
        if not others:
            return []
        counts = PublicBody.objects.aggregate(
            **{
                f"without_{number}": Count(
                    "pk", filter=Q(pk__in=other.apply(PublicBody.objects.all(), day).order_by().values("pk"))
                )
                for number, other in enumerate(others)
            }
        )
        found = [(other, counts[f"without_{number}"]) for number, other in enumerate(others)]
        return [(other, count) for other, count in found if count]


_WITH_ARTICLE = {
    Region.NORTH_EAST, Region.NORTH_WEST, Region.EAST_MIDLANDS, Region.WEST_MIDLANDS,
    Region.EAST_OF_ENGLAND, Region.SOUTH_EAST, Region.SOUTH_WEST,
}  # fmt: skip
_SAID = {
    When.CHANGING: "will soon end",
    When.COMING: "are planned or preparing",
    When.ENDED: "have ended",
}
