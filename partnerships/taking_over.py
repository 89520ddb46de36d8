"""What is open at a body that has ended, and how its successors take it over, one thing at a time.

History stays where it happened. A contact is history too: its open step goes on as a new one at the
successor. An agreement keeps the old body as the party that signed it, and gets its successors beside it. An
answer by a private link stays what the old body said: its successor is asked anew.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import Truncator

from members.models import Organisation, Standing, User
from members.security_log import note as note_event
from publicbodies.models import PublicBody, Stage, Succession

from .models import (
    Agreement,
    Contact,
    ContactKind,
    Meeting,
    MeetingState,
    Move,
    MovedKind,
    Outcome,
    Party,
    Post,
    PrivateLink,
    Promise,
    PromiseState,
    Recipient,
)

Row = Promise | Meeting | Contact | Agreement | Recipient | PrivateLink | Standing

# What it means that nobody takes a thing over, said of each kind.
NOT_TAKEN_OVER = {
    MovedKind.PROMISE: "No longer needed",
    MovedKind.MEETING: "Called off",
    MovedKind.CONTACT: "Nothing more to do",
    MovedKind.AGREEMENT: "Nobody takes it over",
    MovedKind.RECIPIENT: "Take off the list",
    MovedKind.LINK: "Close it",
    MovedKind.STANDING: "Begin anew with each",
}


@dataclass(frozen=True)
class OpenThing:
    """One thing that is open at a body."""

    kind: MovedKind
    row: Row
    text: str
    note: str = ""
    url: str = ""

    @property
    def key(self) -> str:
        """What names it in a form, and in what is kept of the move."""
        return f"{self.kind}-{self.row.pk}"

    @property
    def may_go_to_several(self) -> bool:
        """Whether more than one successor can take it over, as an agreement."""
        return self.kind == MovedKind.AGREEMENT


def ended_bodies(organisation: Organisation, day: datetime.date) -> list[PublicBody]:
    """The bodies that have ended on a day and of which something may be open, in one query."""
    known = Q()
    for rows in (
        Promise.objects.for_organisation(organisation).open(),
        Meeting.objects.for_organisation(organisation).planned(),
        Contact.objects.for_organisation(organisation).filter(_waits_or_has_a_step()),
        Recipient.objects.for_organisation(organisation).in_list(),
        PrivateLink.objects.for_organisation(organisation).live_at_a_body(),
        Party.objects.filter(agreement__in=Agreement.objects.for_organisation(organisation).going_on()),
    ):
        known |= Q(pk__in=rows.order_by().filter(body__isnull=False).values("body"))
    return list(PublicBody.objects.ended_on(day).filter(known))


def _waits_or_has_a_step() -> Q:
    waits = Contact.objects.waiting().values("pk")
    return Q(pk__in=waits) | Q(pk__in=Contact.objects.with_next_step().values("pk"))


def open_things(organisation: Organisation, bodies: Collection[PublicBody]) -> dict[int, list[OpenThing]]:
    """What is open at each of some bodies, by the body's number. Nine queries, however many."""
    found: dict[int, list[OpenThing]] = {body.pk: [] for body in bodies}
    for body_id, thing in _things(organisation, bodies):
        found[body_id].append(thing)
    return found


def _things(organisation: Organisation, bodies: Collection[PublicBody]) -> Iterator[tuple[int, OpenThing]]:
    def rows(model: Any) -> Any:
        return model.objects.filter(organisation=organisation, body__in=bodies)

    for promise in rows(Promise).open():
        note = f"{promise.get_side_display()}. {promise.who}".removesuffix(". ")
        yield promise.body_id, _thing(MovedKind.PROMISE, promise, promise.what, note)
    for meeting in rows(Meeting).planned():
        yield meeting.body_id, _thing(MovedKind.MEETING, meeting, str(meeting), meeting.place)
    for contact in rows(Contact).filter(_waits_or_has_a_step()).for_page():
        note = f"Next step: {contact.next_step}" if contact.has_next_step else contact.get_outcome_display()
        yield contact.body_id, _thing(MovedKind.CONTACT, contact, str(contact), note)
    decided = {*rows(Move).values_list("body_id", "reference")}
    followers: dict[int, set[int]] = {}
    for before, after in Succession.objects.filter(body__in=bodies).values_list("body_id", "successor_id"):
        followers.setdefault(before, set()).add(after)
    for body_id, thing in (*_agreements(organisation, bodies, followers), *_standings(rows, followers)):
        if (body_id, thing.key) not in decided:
            yield body_id, thing
    for recipient in rows(Recipient).in_list().with_bodies():
        name = recipient.full_name or recipient.post_label
        note = recipient.post_label if recipient.full_name else "Nobody is named"
        yield recipient.body_id, _thing(MovedKind.RECIPIENT, recipient, name, note)
    for link in rows(PrivateLink).live_at_a_body().select_related("view"):
        yield link.body_id, _thing(MovedKind.LINK, link, link.who, _answered(link))


def _thing(kind: MovedKind, row: Row, text: str, note: str = "") -> OpenThing:
    url = (
        row.get_absolute_url()
        if isinstance(row, Promise | Meeting | Contact | Agreement | PrivateLink)
        else ""
    )
    return OpenThing(kind, row, text, note, url)


def _answered(link: PrivateLink) -> str:
    """What becomes of a private link when it is handed on."""
    if not hasattr(link, "view"):
        until = date_format(link.lasts_until, "j F Y")
        return f"Not answered yet. The address they have goes on working, until {until}"
    when = date_format(link.view.changed_at, "j F Y")
    return f"Answered on {when}. That stays with the old body. To ask again there, give them a new address"


def _agreements(
    organisation: Organisation, bodies: Collection[PublicBody], followers: dict[int, set[int]]
) -> Iterator[tuple[int, OpenThing]]:
    """Agreements that go on, of which no successor of the body is a party yet."""
    pks = {body.pk for body in bodies}
    going_on = Agreement.objects.for_organisation(organisation).going_on()
    for agreement in going_on.filter(parties__body__in=bodies).distinct().prefetch_related("parties"):
        parties = {party.body_id for party in agreement.parties.all() if party.body_id}
        for body_id in sorted(parties & pks):
            if not parties & followers.get(body_id, set()):
                note = f"{agreement.get_kind_display()}, {agreement.get_stage_display().lower()}"
                yield body_id, _thing(MovedKind.AGREEMENT, agreement, agreement.name, note)


def _standings(rows: Any, followers: dict[int, set[int]]) -> Iterator[tuple[int, OpenThing]]:
    for standing in rows(Standing).select_related("start"):
        if followers.get(standing.body_id):
            yield standing.body_id, _thing(MovedKind.STANDING, standing, standing.start.label)


def successors_of(body: PublicBody, day: datetime.date) -> list[PublicBody]:
    """Who follows a body and can be written to on a day."""
    return [
        follower
        for follower in body.successors.order_by("short_name")
        if follower.stage_on(day) in (Stage.SHADOW, Stage.LIVE)
    ]


@transaction.atomic
def take_over(
    body: PublicBody,
    organisation: Organisation,
    choices: Mapping[str, Sequence[PublicBody]],
    *,
    day: datetime.date,
    by: User | None,
) -> list[Move]:
    """Do what was chosen for each open thing, by its key, and keep where it went.

    No successor means that nobody takes it over. What is no longer open, because a colleague has moved it, is
    passed over; so an answer that is given twice is done once.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    moves: list[Move] = []
    for thing in open_things(organisation, [body])[body.pk]:
        if thing.key not in choices:
            continue
        successors = choices[thing.key]
        _go_on(thing.row, body, successors, day, by)
        takers: list[PublicBody | None] = [*successors] or [None]
        for successor in takers:
            moves.append(
                Move(
                    organisation=organisation,
                    body=body,
                    successor=successor,
                    kind=thing.kind,
                    what=Truncator(thing.text).chars(300),
                    reference=thing.key,
                    moved_on=day,
                    moved_by=by,
                )
            )
    Move.objects.bulk_create(moves)
    return moves


# How each kind of thing goes on


@singledispatch
def _go_on(
    row: Row, body: PublicBody, successors: Sequence[PublicBody], day: datetime.date, by: User | None
) -> None:
    """Take one thing to who follows, or end it."""
    raise TypeError(row)


@_go_on.register
def _promise(row: Promise, body: PublicBody, successors: Sequence[PublicBody], day: Any, by: Any) -> None:
    if successors:
        row.body = successors[0]
        row.save(update_fields=["body", "changed_at"])
        return
    row.state, row.settled_on = PromiseState.RELEASED, day
    row.save(update_fields=["state", "settled_on", "changed_at"])


@_go_on.register
def _meeting(row: Meeting, body: PublicBody, successors: Sequence[PublicBody], day: Any, by: Any) -> None:
    if successors:
        row.body = successors[0]
        row.save(update_fields=["body", "changed_at"])
        return
    row.state = MeetingState.CALLED_OFF
    row.save(update_fields=["state", "changed_at"])


@_go_on.register
def _contact(row: Contact, body: PublicBody, successors: Sequence[PublicBody], day: Any, by: Any) -> None:
    about = row.subject or row.get_kind_display().lower()
    step, step_on = row.next_step, row.next_step_on
    if not row.has_next_step:
        step, step_on = Truncator(f"Take up again: {about}").chars(200), None
    if row.is_waiting:
        row.settle(Outcome.OVERTAKEN, max(day, row.happened_on))
    if row.has_next_step:
        row.finish_next_step(day)
    if successors:
        Contact.objects.create(
            organisation=row.organisation,
            body=successors[0],
            kind=ContactKind.OTHER,
            happened_on=day,
            subject=Truncator(f"Taken over from {body.official_name}: {about}").chars(300),
            asks=row.asks,
            next_step=step,
            next_step_on=step_on,
            recorded_by=by,
        )


@_go_on.register
def _agreement(row: Agreement, body: PublicBody, successors: Sequence[PublicBody], day: Any, by: Any) -> None:
    old = row.parties.get(body=body)
    for successor in successors:
        Party.objects.get_or_create(agreement=row, body=successor, defaults={"side": old.side})
        row.successors.add(successor)


@_go_on.register
def _recipient(row: Recipient, body: PublicBody, successors: Sequence[PublicBody], day: Any, by: Any) -> None:
    """Add the same person at the successor, to be checked. The old one stays for its letters."""
    for successor in successors[:1]:
        offered = {*Post.offered_at(successor), Post.OTHER}
        is_there = row.post in offered
        who = {
            "organisation": row.organisation,
            "body": successor,
            "post": row.post if is_there else Post.usual_at(successor),
            "other_post": row.other_post if is_there else "",
            "name": row.name,
            "archived_at": None,
        }
        details = ("style", "salutation", "email", "phone")
        Recipient.objects.get_or_create(
            **who,
            defaults={name: getattr(row, name) for name in details}
            | {
                "source": Truncator(f"Was at {body.official_name}").chars(200),
                "check_asked_on": day,
            },
        )
    row.remove()


@_go_on.register
def _link(row: PrivateLink, body: PublicBody, successors: Sequence[PublicBody], day: Any, by: Any) -> None:
    """Let one that nobody has answered ask for the successor; close one that was, and prepare another."""
    if successors and not hasattr(row, "view"):
        row.body = successors[0]
        row.save(update_fields=["body"])
        return
    row.revoke()
    note_event("private link revoked", who=by, link=row.pk)
    for successor in successors[:1]:
        another = PrivateLink(
            organisation=row.organisation, purpose=row.purpose, side=row.side, body=successor, who=row.who,
            shows_ours=row.shows_ours, made_by=by, expires_at=row.expires_at,
        )  # fmt: skip
        another.renew()  # nobody has this address: the member makes one and sends it
        another.save(force_insert=True)


@_go_on.register
def _standing(row: Standing, body: PublicBody, successors: Sequence[PublicBody], day: Any, by: Any) -> None:
    for successor in successors:
        Standing.objects.get_or_create(
            organisation=row.organisation, body=successor, defaults={"start": row.start}
        )


def in_words(moves: Iterable[Move]) -> str:
    """What a person reads after it was done, such as “3 things moved. 1 ended.”."""
    moves = list(moves)
    moved = len({move.reference for move in moves if move.successor_id})
    ended = sum(move.successor_id is None for move in moves)
    said = []
    if moved:
        said.append(f"{moved} thing{'' if moved == 1 else 's'} moved")
    if ended:
        said.append(f"{ended} ended")
    return f"{' and '.join(said)}." if said else "Nothing was moved."
