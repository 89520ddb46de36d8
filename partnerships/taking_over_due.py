"""What is open at bodies that have ended, as lines of the first page."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.text import get_text_list

from members.due import Due
from members.models import Organisation

from .models import MovedKind
from .taking_over import OpenThing, ended_bodies, open_things

# So many bodies have a line each; more are summed up.
MOST = 3


def taking_over_due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    """A line for each body that has ended and at which something is open."""
    bodies = ended_bodies(organisation, day)
    if not bodies:
        return
    things = open_things(organisation, bodies)
    bodies = [body for body in bodies if any(row.kind != MovedKind.STANDING for row in things[body.pk])]
    if len(bodies) > MOST:
        count = sum(len(things[body.pk]) for body in bodies)
        yield Due(
            f"Move what is open at {len(bodies)} bodies that have ended",
            f"{reverse('partnerships:partnerships')}?organisation={organisation.slug}&show=ended",
            on=min(_day_after(body.last_on) for body in bodies),
            note=f"{count} things wait for you to say who takes them over.",
            status="Move",
        )
        return
    for body in bodies:
        yield Due(
            f"Move what is open at {body}",
            f"{reverse('partnerships:body-move', args=[body.slug])}?organisation={organisation.slug}",
            on=_day_after(body.last_on),
            note=f"It has ended. Still open: {_counted(things[body.pk])}.",
            status="Move",
        )


def _day_after(last_on: datetime.date | None) -> datetime.date:
    assert last_on is not None  # noqa: S101  (it has ended)
    return last_on + datetime.timedelta(days=1)


_NAMES = {
    MovedKind.PROMISE: ("promise", "promises"),
    MovedKind.MEETING: ("meeting", "meetings"),
    MovedKind.CONTACT: ("contact", "contacts"),
    MovedKind.AGREEMENT: ("agreement", "agreements"),
    MovedKind.RECIPIENT: ("recipient", "recipients"),
    MovedKind.LINK: ("private link", "private links"),
    MovedKind.STANDING: ("starting point", "starting points"),
}


def _counted(things: Sequence[OpenThing]) -> str:
    """Such as “2 promises and 1 recipient”."""
    counts = Counter(thing.kind for thing in things)
    words = [
        f"{counts[kind]} {one if counts[kind] == 1 else many}"
        for kind, (one, many) in _NAMES.items()
        if counts[kind]
    ]
    return str(get_text_list(words, "and"))
