"""The patch of an organisation: which of its bodies change, and who follows them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from publicbodies.models import PublicBody, Stage

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
    def key(self) -> str:
        """What names this change in a form and in an address within the page."""
        return f"{self.on:%Y-%m-%d}-{self.bodies[0].slug}"


def changes_in_patch(organisation: Organisation, day: datetime.date) -> list[Change]:
    """What has ended, will end or is to begin in an organisation's patch as seen on a day, earliest first.

    Bodies of one county that end on the same day are one change. `to_add` are the successors that can be
    written to on that day and are not in the patch yet. Three queries, however many bodies.
    """
    changing = organisation.patch.filter(
        Q(last_on__isnull=False) | Q(first_on__gt=day) | Q(shadow_on__gt=day)
    ).prefetch_related("successors")
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


def _once(bodies: Iterable[PublicBody]) -> tuple[PublicBody, ...]:
    return tuple(sorted(set(bodies), key=lambda body: body.short_name))
