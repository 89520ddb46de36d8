"""Where member and body stand: what is agreed, what is at risk and when."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from members.days import months_after
from members.models import Organisation
from members.records import AGREED, Record
from partnerships.models import ENDED, IN_FORCE, Agreement, OwnBody, Promise, PromiseState
from publicbodies.models import PublicBody, Succession

from .wording import day_words

# What ends within so many months is at risk: a renewal takes as long.
AHEAD_MONTHS: Final = 9
# What ran out is named for as long.
BEHIND_MONTHS: Final = 12


@dataclass(frozen=True)
class Risk:
    """Something that ends or is late, and when."""

    on: datetime.date
    what: str
    is_of_body: bool = False

    def __str__(self) -> str:
        return f"{day_words(self.on)}: {self.what}"


@dataclass(frozen=True)
class Between:
    """What stands between a member and a body on a day."""

    agreed: list[str]
    at_risk: list[Risk]


def between(organisation: Organisation, where: PublicBody | OwnBody, day: datetime.date) -> Between:
    """What is agreed with a body, and what is at risk."""
    agreements = [
        agreement
        for agreement in Agreement.objects.for_organisation(organisation).at(where).with_facts()
        if agreement.signed_on and agreement.signed_on <= day and agreement.stage_on(day) in IN_FORCE
    ]
    records = list(
        Record.objects.for_organisation(organisation)
        .filter(kind__in=AGREED, dated_on__lte=day)
        .order_by("secured_until_on", "pk")
    )
    promises = list(Promise.objects.for_organisation(organisation).at(where).filter(made_on__lte=day))
    return Between(
        agreed=[
            *(_of_agreement(agreement) for agreement in agreements),
            *(_of_record(record) for record in records if _holds(record, where, day)),
            *_of_promises(promises),
        ],
        at_risk=sorted(_risks(where, agreements, records, promises, day), key=_order),
    )


def _of_agreement(agreement: Agreement) -> str:
    said = f"{agreement.name}, signed on {day_words(agreement.signed_on)}" if agreement.signed_on else ""
    renewed = f", to be renewed by {day_words(agreement.renew_by_on)}" if agreement.renew_by_on else ""
    return f"{said}{renewed}"


def _of_record(record: Record) -> str:
    until = f", until {day_words(record.secured_until_on)}" if record.secured_until_on else ""
    return f"{record.source}{until}"


def _of_promises(promises: Iterable[Promise]) -> Iterator[str]:
    """One line that counts them: each stands in the talking points."""
    counts = [
        (sum(promise.state == state for promise in promises), words)
        for state, words in (
            (PromiseState.OPEN, "open"),
            (PromiseState.KEPT, "kept"),
            (PromiseState.PARTLY, "partly kept"),
            (PromiseState.NOT_KEPT, "not kept"),
        )
    ]
    if said := ", ".join(f"{count} {words}" for count, words in counts if count):
        yield f"Promises between us: {said}"


def _is_with(record: Record, where: PublicBody | OwnBody) -> bool:
    names = {where.official_name.casefold(), where.short_name.casefold()}
    return record.partner.casefold() in names


def _holds(record: Record, where: PublicBody | OwnBody, day: datetime.date) -> bool:
    """Whether it is with the body and has not run out."""
    return _is_with(record, where) and (record.secured_until_on is None or record.secured_until_on >= day)


def _order(risk: Risk) -> tuple[bool, datetime.date, str]:
    """The end of the body itself first, then by day."""
    return not risk.is_of_body, risk.on, risk.what


def _risks(
    where: PublicBody | OwnBody,
    agreements: Iterable[Agreement],
    records: Iterable[Record],
    promises: Iterable[Promise],
    day: datetime.date,
) -> Iterator[Risk]:
    soon, long_ago = months_after(day, AHEAD_MONTHS), months_after(day, -BEHIND_MONTHS)
    if isinstance(where, PublicBody) and where.last_on:
        yield Risk(where.last_on, what_follows(where, day), is_of_body=True)
    for agreement in agreements:
        renewal = agreement.last_renewal_day
        if renewal and renewal <= soon:
            late = "was" if renewal < day else "is"
            yield Risk(renewal, f"{agreement.name} {late} to be renewed")
    for record in records:
        if record.secured_until_on and long_ago <= record.secured_until_on <= soon:
            ran = "ran out" if record.secured_until_on < day else "runs out"
            whose = "" if _is_with(record, where) else f" with {record.partner}"
            yield Risk(record.secured_until_on, f"{record.source}{whose} {ran}")
    for promise in promises:
        if promise.is_open and promise.due_on and promise.due_on < day:
            whose = "our promise" if promise.is_ours else "your promise"
            yield Risk(promise.due_on, f"{whose} was due: {promise.what}")


def what_follows(body: PublicBody, day: datetime.date) -> str:
    """Such as “the council ends; Ipswich and South Suffolk follows”."""
    ended = body.last_on is not None and body.last_on < day
    names = [
        row.successor.short_name for row in Succession.objects.filter(body=body).select_related("successor")
    ]
    verb = "ended" if ended else "ends"
    if not names:
        return f"{body.official_name} {verb}; who follows is not known yet"
    joined = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{body.official_name} {verb}; then {joined}"


def going_on(organisation: Organisation, where: PublicBody | OwnBody) -> list[Agreement]:
    """Agreements with the body that have not ended, signed or not, those in force first."""
    rows = Agreement.objects.for_organisation(organisation).at(where).exclude(stage__in=ENDED).with_facts()
    return sorted(rows, key=lambda agreement: (not agreement.is_in_force, agreement.name))
