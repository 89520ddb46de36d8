"""Which body is meant by a name or a code that somebody typed into a table."""

import datetime
import difflib
import re
from collections import defaultdict

from django.db.models import Count
from django.utils.formats import date_format

from members.models import Organisation
from publicbodies.models import BodyKind, PublicBody

from .models import OwnBody, OwnBodyKind

# Looking for a name that is near takes 10 ms: a file of nothing but unknown names would take minutes.
MOST_NEAR = 100

# What does not tell one body from another.
SHARED_WORDS = {
    "authority", "board", "borough", "care", "city", "combined", "council", "county", "district",
    "integrated", "london", "metropolitan", "nhs", "of", "royal", "the",
}  # fmt: skip


class UnknownBody(ValueError):
    """A name that means no body, or more than one. The message says what to do."""


class BodyNames:
    """Every name of the directory's and of one organisation's own bodies, looked up without a query each.

    `new_bodies` are the bodies of the organisation's own that were asked for and are not stored yet.
    """

    def __init__(self, organisation: Organisation, day: datetime.date) -> None:
        """Read all names; where two bodies share one, the one that can be written to on the day is meant."""
        self._organisation = organisation
        self._can_be_written_to = set(
            PublicBody.objects.can_be_written_to_on(day).values_list("pk", flat=True)
        )
        self._public: dict[str, list[PublicBody]] = defaultdict(list)
        self._official: dict[str, str] = {}
        for body in PublicBody.objects.prefetch_related("successors", "earlier"):
            names = [body.slug, body.official_name, body.short_name, body.gss_code, body.ods_code]
            names += [earlier.value for earlier in body.earlier.all()]
            for name in {plain(name) for name in names} - {""}:
                self._public[name].append(body)
            self._official[telling(body.official_name)] = body.official_name
        self._own: dict[str, list[OwnBody]] = defaultdict(list)
        for own in OwnBody.objects.filter(organisation=organisation):
            self._own[plain(own.name)].append(own)
        self.new_bodies: list[OwnBody] = []
        self._looked_near = 0

    def find(
        self, name: str, own_kind: OwnBodyKind | None, public_kind: BodyKind | None, place: str
    ) -> PublicBody | OwnBody:
        """Return the body that is meant. A kind that only bodies of one's own have may make a new one.

        Raises UnknownBody.
        """
        if not name:
            raise UnknownBody("Enter the body, for example Suffolk County Council")
        if own_kind is None:
            if public := self._one_public(name, public_kind):
                return public
            if own := self._one_own(name, place):
                return own
            raise UnknownBody(self._advice(name))
        return self._one_own(name, place) or self._new(name, own_kind, place)

    def why_not(self, body: PublicBody) -> str:
        """Why nobody new can be added at a body of the directory; empty when it can be written to."""
        if body.pk in self._can_be_written_to:
            return ""
        if not (body.last_on and body.first_on):
            return f"Leave this line out for now: {body.short_name} is still being planned"
        followers = " or ".join(row.official_name for row in body.successors.all())
        return (
            f"{f'Use {followers}' if followers else 'Take this line out'}: "
            f"{body.short_name} ended on {date_format(body.last_on, 'j F Y')}"
        )

    def _one_public(self, name: str, kind: BodyKind | None) -> PublicBody | None:
        found = self._public.get(plain(name), [])
        for narrower in (
            [body for body in found if kind is None or body.kind == kind],
            [body for body in found if body.official_name.casefold() == name.casefold()],
            [body for body in found if body.pk in self._can_be_written_to],
        ):
            found = narrower if len(found) > 1 and narrower else found
        if len(found) > 1:
            names = " or ".join(f"“{body.slug}”" for body in found)
            raise UnknownBody(f"Say which “{name}” you mean: use {names}")
        return found[0] if found else None

    def _one_own(self, name: str, place: str) -> OwnBody | None:
        found = self._own.get(plain(name), [])
        if place or len(found) > 1:
            found = [own for own in found if plain(own.place) == plain(place)]
        return found[0] if found else None

    def _new(self, name: str, kind: OwnBodyKind, place: str) -> OwnBody:
        longest = [getattr(OwnBody._meta.get_field(field), "max_length", 0) for field in ("name", "place")]
        if len(name) > longest[0] or len(place) > longest[1]:
            raise UnknownBody(f"Shorten the body to {longest[0]} characters and where it is to {longest[1]}")
        own = OwnBody(organisation=self._organisation, name=name, kind=kind, place=place)
        self._own[plain(name)].append(own)
        self.new_bodies.append(own)
        return own

    def _advice(self, name: str) -> str:
        self._looked_near += 1
        near = (
            difflib.get_close_matches(telling(name), self._official, n=1, cutoff=0.75)
            if self._looked_near <= MOST_NEAR and telling(name)
            else []
        )
        if near:
            return f"Check the body “{name}”. Did you mean {self._official[near[0]]}?"
        return (
            f"Check the body “{name}”: use its official name or ONS code. "
            "For a body of your own, fill in “Kind of body”"
        )


def telling(name: str) -> str:
    """A name without the words that many share: “Nowhere Council” is not near to “Somerset Council”."""
    return " ".join(word for word in plain(name).split() if word not in SHARED_WORDS)


def shared_names() -> set[str]:
    """Official names that more than one body has or had, so that only the slug tells them apart."""
    names = PublicBody.objects.order_by().values("official_name").annotate(bodies=Count("pk"))
    return set(names.filter(bodies__gt=1).values_list("official_name", flat=True))


def plain(name: str) -> str:
    """A name as it is compared: without capitals and marks, “&” as “and”."""
    return " ".join(
        re.findall(r"\w+", name.casefold().replace("&", " and ").replace("’", "'").replace("'", ""))
    )
