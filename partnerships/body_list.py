"""The bodies an organisation deals with, each with where it stands, what comes next and what was last."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Max, Q

from members.models import Organisation, Standing
from members.patch import note_of
from publicbodies.models import PublicBody, Stage

from .models import Agreement, AgreementStage, Contact, Meeting, Move, OwnBody, Party, Promise, Recipient
from .next_things import Key, NextThing, next_things, place_of


@dataclass(frozen=True)
class BodyRow:
    """One body of the list."""

    where: PublicBody | OwnBody
    note: str
    start: str = ""
    things: list[NextThing] = field(default_factory=list)
    last_on: datetime.date | None = None
    agreements: list[tuple[Agreement, AgreementStage]] = field(default_factory=list)
    has_ended: bool = False

    @property
    def next(self) -> NextThing | None:
        return self.things[0] if self.things else None

    @property
    def is_due(self) -> bool:
        return bool(self.next and self.next.is_due)

    @property
    def rank(self) -> tuple[bool, datetime.date, bool, str]:
        """What is due first stands first; a body that has ended and waits for nothing comes last."""
        on = (self.next and self.next.on) or datetime.date.max
        return (self.has_ended and not self.things, on, not self.things, self.where.official_name.casefold())

    def matches(self, words: Iterable[str]) -> bool:
        """Whether the body is called by all of these words, in small letters."""
        name = f"{self.where.official_name} {self.where.short_name} {self.note}".casefold()
        return all(word in name for word in words)


def body_rows(organisation: Organisation, day: datetime.date) -> list[BodyRow]:
    """Every body of the patch, every body of one's own, and every one that something is recorded of.

    A fixed number of queries, however many bodies and however much is recorded.
    """
    things = next_things(organisation, day)
    last = _last_contacts(organisation)
    agreements = _agreements(organisation, day)
    standings = Standing.objects.filter(organisation=organisation).select_related("start")
    starts = {standing.body_id: standing.start.label for standing in standings}
    rows = [
        BodyRow(
            body,
            note_of(body, day),
            starts.get(body.pk, ""),
            things.get(place_of(body), []),
            last.get(place_of(body)),
            agreements.get(place_of(body), []),
            body.stage_on(day) is Stage.ENDED,
        )
        for body in _public_bodies(organisation)
    ]
    rows += [
        BodyRow(
            own,
            ", ".join(filter(None, [own.get_kind_display(), own.place])),
            "",
            things.get(place_of(own), []),
            last.get(place_of(own)),
            agreements.get(place_of(own), []),
        )
        for own in organisation.own_bodies.all()
    ]
    return sorted(rows, key=lambda row: row.rank)


def _public_bodies(organisation: Organisation) -> Iterable[PublicBody]:
    known = Q(pk__in=organisation.patch.values("pk"))
    for rows in (
        *(
            model.objects.filter(organisation=organisation)  # type: ignore[attr-defined]
            for model in (Recipient, Contact, Meeting, Promise, Move)
        ),
        Party.objects.filter(agreement__organisation=organisation),
    ):
        known |= Q(pk__in=rows.order_by().filter(body__isnull=False).values("body"))
    return PublicBody.objects.filter(known).select_related("county")


def _last_contacts(organisation: Organisation) -> dict[Key, datetime.date]:
    rows = Contact.objects.for_organisation(organisation).order_by().values_list("body_id", "own_body_id")
    return {(body, own): on for body, own, on in rows.annotate(last=Max("happened_on"))}


def _agreements(
    organisation: Organisation, day: datetime.date
) -> dict[Key, list[tuple[Agreement, AgreementStage]]]:
    """The agreements that go on, with how far they are, by the bodies that are parties to them."""
    found: dict[Key, list[tuple[Agreement, AgreementStage]]] = defaultdict(list)
    for agreement in Agreement.objects.for_organisation(organisation).going_on().with_facts():
        stage = agreement.stage_on(day)
        for party in agreement.parties.all():
            found[party.body_id, party.own_body_id].append((agreement, stage))
    return found


# What the list can be narrowed to, by the word in the address.
VIEWS = {
    "": "Every body",
    "due": "Something is due",
    "open": "Something is open",
    "agreement": "An agreement goes on",
    "quiet": "Nothing recorded yet",
    "ended": "The body has ended",
}


def narrowed(rows: Collection[BodyRow], show: str) -> list[BodyRow]:
    """The rows of one of the views; all of them for a word that is none."""
    wanted = {
        "due": lambda row: row.is_due,
        "open": lambda row: bool(row.things),
        "agreement": lambda row: bool(row.agreements),
        "quiet": lambda row: not row.last_on and not row.things,
        "ended": lambda row: row.has_ended,
    }.get(show)
    return [row for row in rows if wanted is None or wanted(row)]
