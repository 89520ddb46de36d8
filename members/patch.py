"""The patch of an organisation: what a place offers to put into it, what changes in it, who follows."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from publicbodies.areas import area_of
from publicbodies.models import PublicBody, Stage
from publicbodies.names import folded
from publicbodies.suggestions import suggestions

from .models import Organisation

WRITTEN_TO = (Stage.SHADOW, Stage.LIVE)


@dataclass(frozen=True)
class Change:
    """Bodies of one area that end on the same day, or one that begins, with who follows.

    `on` is the last day of what ends, and the first day of what begins.
    """

    on: datetime.date
    bodies: tuple[PublicBody, ...]
    successors: tuple[PublicBody, ...] = ()
    to_add: tuple[PublicBody, ...] = ()
    is_beginning: bool = False
    has_happened: bool = False

    @property
    def follows_on(self) -> datetime.date:
        """The first day of those who follow."""
        return self.on + datetime.timedelta(days=1)

    @property
    def what(self) -> str:
        """What happens on this day, in two words."""
        if self.is_beginning:
            is_first = self.on == self.bodies[0].first_on
            return "First day" if is_first else "Elected, and preparing from"
        return "Ended on" if self.has_happened else "Last day"

    @property
    def key(self) -> str:
        """What names this change in a form and in an address within the page."""
        return f"{self.on:%Y-%m-%d}-{self.bodies[0].slug}"


def changes_in_patch(organisation: Organisation, day: datetime.date) -> list[Change]:
    """What has ended, will end or is to begin in an organisation's patch as seen on a day, earliest first.

    Bodies of one county that end on the same day are one change. `to_add` are the successors that can be
    written to on that day and are not in the patch yet. Three queries, however many bodies.
    """
    changing = (
        organisation.patch.filter(Q(last_on__isnull=False) | Q(first_on__gt=day) | Q(shadow_on__gt=day))
        .in_tiers()
        .prefetch_related("successors")
    )
    in_patch = set(organisation.patch.values_list("pk", flat=True))
    ends: dict[tuple[datetime.date, int], list[PublicBody]] = {}
    changes = []
    for body in changing:
        if body.last_on:
            ends.setdefault((body.last_on, body.county_id or body.pk), []).append(body)
        for first in (body.shadow_on, body.first_on):
            if first and first > day:
                changes.append(Change(first, (body,), is_beginning=True))
    for (last, _), bodies in ends.items():
        successors = _once(successor for body in bodies for successor in body.successors.all())
        to_add = tuple(
            body for body in successors if body.pk not in in_patch and body.stage_on(day) in WRITTEN_TO
        )
        changes.append(Change(last, tuple(bodies), successors, to_add, has_happened=last < day))
    return sorted(changes, key=lambda change: (change.on, change.key))


def note_of(body: PublicBody, day: datetime.date) -> str:
    """What tells a body from others in a list: “District council in Suffolk, ends 31 March 2028”."""
    return ", ".join(filter(None, [body.kind_and_county, body.change_on(day)]))


def follow(change: Change, organisation: Organisation) -> None:
    """Put those who follow into the patch, and take out what has ended. Nothing else is touched."""
    with transaction.atomic():
        organisation.patch.add(*change.to_add)
        if change.has_happened:
            organisation.patch.remove(*change.bodies)


def _once(bodies: Iterable[PublicBody]) -> tuple[PublicBody, ...]:
    return tuple(sorted(set(bodies), key=lambda body: body.short_name))


@dataclass(frozen=True)
class Row:
    """One body that a search offers, what tells it from others, and whether it is in the patch already."""

    body: PublicBody
    note: str
    is_in_patch: bool


@dataclass(frozen=True)
class Offer:
    """What a search for a place offers: one area to take as a whole, other bodies, and what has ended."""

    head: PublicBody | None = None
    area: tuple[Row, ...] = ()
    others: tuple[Row, ...] = ()
    ended: tuple[PublicBody, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.area or self.others or self.ended)

    @property
    def new_in_area(self) -> int:
        """How many bodies of the area are not in the patch yet."""
        return sum(not row.is_in_patch for row in self.area)

    @property
    def has_new(self) -> bool:
        return any(not row.is_in_patch for row in (*self.area, *self.others))


def offer(text: str, organisation: Organisation, day: datetime.date) -> Offer:
    """The bodies of the place that was typed, and around it, as they stand on a day.

    The area is that of the body with exactly this name, else of the best match. A body that has ended is
    named, and its successors are offered in its place.
    """
    found = suggestions(text, day)
    if not found:
        return Offer()
    in_patch = {*organisation.patch.values_list("pk", flat=True)}
    head = next((body for body in found if folded(body.short_name) == folded(text)), found[0])
    area = list(area_of(head, day).select_related("county"))
    is_alone = len(area) < 2
    gone = [body.pk for body in found if body.stage_on(day) is Stage.ENDED]
    # What has ended in the patch itself is said by its change.
    ended = PublicBody.objects.filter(pk__in=[pk for pk in gone if pk not in in_patch])
    ended = ended.prefetch_related("successors__county")
    following = [successor for body in ended for successor in body.successors.all()]
    others = dict.fromkeys([*found, *following])

    def rows(bodies: Iterable[PublicBody]) -> tuple[Row, ...]:
        return tuple(Row(body, note_of(body, day), body.pk in in_patch) for body in bodies)

    return Offer(
        head=None if is_alone else head,
        area=() if is_alone else rows(area),
        others=rows(body for body in others if body.pk not in gone and (is_alone or body not in area)),
        ended=tuple(ended),
    )
