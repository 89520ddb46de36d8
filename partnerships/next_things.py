"""What comes next with each body: what to chase, next steps, meetings, promises, and agreements' dates."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from members.models import Organisation
from publicbodies.models import PublicBody

from .models import Agreement, Contact, Meeting, OwnBody, Promise

# A body of the directory and one of the member's own may have the same number.
Key = tuple[int | None, int | None]


def place_of(where: PublicBody | OwnBody) -> Key:
    """What tells the bodies of both kinds apart."""
    return (where.pk, None) if isinstance(where, PublicBody) else (None, where.pk)


@dataclass(frozen=True)
class NextThing:
    """One thing that is still to happen or to be done, with its day when it has one."""

    text: str
    url: str
    what: str
    on: datetime.date | None = None
    is_due: bool = False

    @property
    def rank(self) -> tuple[datetime.date, str]:
        """Before all others what is oldest; what has no day comes last."""
        return (self.on or datetime.date.max, self.text)


def next_things(
    organisation: Organisation, day: datetime.date, where: PublicBody | OwnBody | None = None
) -> dict[Key, list[NextThing]]:
    """What comes next with each body, or with one of them, the first first.

    Six queries, however many bodies. A letter that a later one has taken over is left out.
    """
    found: dict[Key, list[NextThing]] = defaultdict(list)
    for key, text, url, what, on in _everything(organisation, where):
        found[key].append(NextThing(text, url, what, on, is_due=on is not None and on <= day))
    return {key: sorted(things, key=lambda thing: thing.rank) for key, things in found.items()}


Line = tuple[Key, str, str, str, datetime.date | None]


def _everything(organisation: Organisation, where: PublicBody | OwnBody | None) -> Iterator[Line]:
    def rows(model: Any) -> Any:
        found = model.objects.for_organisation(organisation)
        return found.at(where) if where else found

    contacts = rows(Contact).for_page()
    for contact in contacts.to_chase_on(datetime.date.max):
        url = contact.get_absolute_url()
        yield (
            _key(contact),
            f"{contact.get_kind_display()}, {contact.with_whom}",
            url,
            "Chase",
            contact.chase_due_on,
        )
    for contact in contacts.with_next_step():
        yield (
            _key(contact),
            contact.next_step,
            contact.get_absolute_url(),
            "Next step",
            contact.next_step_on,
        )
    for meeting in rows(Meeting).planned():
        yield _key(meeting), meeting.subject, meeting.get_absolute_url(), "Meeting", meeting.meets_on
    for promise in rows(Promise).open():
        whose = "Your promise" if promise.is_ours else "Their promise"
        yield _key(promise), promise.what, promise.get_absolute_url(), whose, promise.due_on
    for agreement in rows(Agreement).going_on().prefetch_related("parties"):
        yield from _of_agreement(agreement, where)


def _key(row: Any) -> Key:
    return (row.body_id, row.own_body_id)


def _of_agreement(agreement: Agreement, where: PublicBody | OwnBody | None) -> Iterator[Line]:
    """The dates of an agreement, for each body that is a party to it."""
    url = agreement.get_absolute_url()
    for party in agreement.parties.all():
        key = _key(party)
        if key == (None, None) or (where and key != place_of(where)):
            continue
        if agreement.next_step:
            yield key, agreement.next_step, url, f"{agreement.name}: next step", agreement.next_step_on
        if agreement.renew_by_on:
            yield key, f"Renew {agreement.name}", url, "Agreement ends", agreement.renew_by_on
