"""Three invented members: tiny, typical, and one whose every name is as long as may be."""

import datetime
from decimal import Decimal

from briefings.models import BodyAsks
from casestudies.models import AgreementKind
from members.function_notes import FunctionNote
from members.records import Record, RecordKind
from members.work import Activity
from partnerships.models import Agreement, AgreementStage, Contact, ContactKind, Party, Promise, Side
from partnerships.models.places import at
from principles.models import LCSIFunction
from publicbodies.models import PublicBody

DAY = datetime.date(2026, 12, 8)


def activity_of(organisation, name, function, records=(), **fields):
    row = Activity(
        organisation=organisation, name=name, function=LCSIFunction.objects.get(slug=function), **fields
    )
    row.full_clean()
    row.save()
    for record in records:
        record.activity = row
        record.full_clean()
        record.save()
    return row


def count(value, unit, dated_on="2026-05-01", **fields):
    values = {"source": "Our advice log", "period": "2025/26", "method": "award letters"} | fields
    return Record(kind=RecordKind.COUNT, value=Decimal(value), unit=unit, dated_on=dated_on, **values)


def agreement_record(partner, source="Food partnership agreement", **fields):
    values = {"dated_on": "2026-01-10", "partner": partner, "source": source} | fields
    return Record(kind=RecordKind.AGREEMENT, **values)


def feedback(text, **fields):
    values = {"source": "Survey of groups", "source_kind": "groups", "dated_on": "2026-07-01"} | fields
    return Record(kind=RecordKind.FEEDBACK, text=text, **values)


def typical(organisation):
    """Some work with records, an agreement with Suffolk, promises on both sides, a letter with its asks."""
    suffolk = PublicBody.objects.get(slug="suffolk")
    activity_of(
        organisation, "Funding advice sessions", "facilitating-funding",
        [count(1_200_000, "£ won by 64 groups"), feedback("Advice kept us open")],
    )  # fmt: skip
    activity_of(
        organisation, "Food alliance", "convening",
        [count(38, "projects in touch"), feedback("One contact for all", dated_on="2026-02-01"),
         agreement_record(suffolk.official_name, secured_until_on="2027-05-31")],
    )  # fmt: skip
    activity_of(organisation, "Volunteer centre", "volunteering-and-participation")
    agreement = Agreement.objects.create(
        organisation=organisation, kind=AgreementKind.COMPACT, name="Suffolk Compact",
        stage=AgreementStage.SIGNED, signed_on="2025-03-01", renew_by_on="2027-03-01",
    )  # fmt: skip
    Party.objects.create(agreement=agreement, side=Side.OURS, name=organisation.name)
    Party.objects.create(agreement=agreement, side=Side.THEIRS, body=suffolk)
    place = {"organisation": organisation, "body": suffolk}
    Promise.objects.create(
        **place, side=Side.THEIRS, who="Head of Communities", what="Name a lead officer",
        made_on="2026-09-01", due_on="2026-11-01",
    )  # fmt: skip
    Promise.objects.create(
        **place, side=Side.OURS, what="Send the figures", made_on="2026-09-01", due_on="2027-01-31"
    )
    Contact.objects.create(
        **place, kind=ContactKind.LETTER, route="post", outcome="open", happened_on="2026-10-01",
        subject="The Covenant", asks="Meet us before Easter\nKeep the small grants panel",
    )  # fmt: skip
    return suffolk


def ask(organisation, where, *asks):
    """What is asked of a body, as the page of the papers keeps it."""
    return BodyAsks.objects.create(organisation=organisation, text="\n".join(asks), **at(where))


def long_name(words, most):
    """A name of so many characters, of wide letters and with no place to break after the first words."""
    return f"{words} {'W' * most}"[:most]


def enormous(organisation):
    """Sixty activities, and every text as long and as wide as its field allows."""
    organisation.name = long_name("Voluntary Action", 140)
    organisation.place = long_name("Harbourside", 80)
    organisation.save()
    body = PublicBody.objects.get(slug="suffolk")
    body.official_name, body.short_name = long_name("Royal Borough of", 140), long_name("Royal", 100)
    body.last_on = datetime.date(2028, 3, 31)
    body.save()
    functions = list(LCSIFunction.objects.all())
    for number in range(60):
        function = functions[number % 5]
        records = [
            count(9_876_543_210 + number, long_name("£ won by", 80), source=long_name("Log", 200),
                  period=long_name("Year", 60), method=long_name("Counted from", 200)),
            feedback(long_name("Groups say", 2_500), source=long_name("Survey", 200)),
            agreement_record(long_name("Partner", 160), source=long_name(f"Agreement {number}", 200),
                             secured_until_on="2027-03-31", reviewed_on="2026-03-01"),
        ]  # fmt: skip
        activity_of(organisation, long_name(f"Activity {number}", 80), function.slug, records)
    for function in functions:
        FunctionNote.objects.create(
            organisation=organisation, function=function, weak=long_name("We lack", 600),
            weak_may_be_shown=True, not_reaching=long_name("People", 600), not_reaching_may_be_shown=True,
        )  # fmt: skip
    for number in range(6):
        row = Agreement.objects.create(
            organisation=organisation, kind="compact", name=long_name(f"Compact {number}", 200),
            stage=AgreementStage.SIGNED, signed_on="2025-03-01", renew_by_on="2027-03-01",
        )  # fmt: skip
        Party.objects.create(agreement=row, side=Side.THEIRS, body=body)
        Promise.objects.create(
            organisation=organisation, body=body, side=Side.THEIRS, what=long_name("Promise", 300),
            made_on="2026-01-01", due_on="2026-06-01",
        )  # fmt: skip
    Contact.objects.create(
        organisation=organisation, body=body, kind=ContactKind.LETTER, route="post", outcome="open",
        happened_on="2026-10-01", asks="\n".join([long_name("Ask", 200)] * 3),
    )  # fmt: skip
    return body
