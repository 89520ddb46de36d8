"""What a member can take away of its recipients, its contact log and its agreements."""

from collections.abc import Iterator

from members.export import ExportFile, stored, table
from members.models import Organisation

from .models import (
    Agreement,
    Contact,
    FactorTick,
    Lead,
    Meeting,
    OwnBody,
    Party,
    PrivateLink,
    Promise,
    Recipient,
    StageStep,
)

EXPORTED = (
    Recipient, OwnBody, Contact, Meeting, Promise, Agreement, Party, Lead, FactorTick, StageStep, PrivateLink,
)  # fmt: skip


def export(organisation: Organisation) -> Iterator[ExportFile]:
    """Who the organisation writes to, the bodies it added itself, its contacts, promises and agreements."""
    yield table(
        "recipients.csv",
        "The posts and people you write to, and those you took off the list that a letter is addressed to.",
        Recipient.objects.for_organisation(organisation).select_related("body", "own_body"),
    )
    yield table(
        "own-bodies.csv",
        "Bodies you added that are in no directory.",
        OwnBody.objects.filter(organisation=organisation),
    )
    yield table(
        "contacts.csv",
        "What you sent, who answered, when you spoke and met, and what came of it.",
        Contact.objects.for_organisation(organisation).for_page(),
    )
    yield table(
        "meetings.csv",
        "Meetings planned, held and called off.",
        Meeting.objects.for_organisation(organisation).for_page(),
    )
    yield table(
        "promises.csv",
        "Who promised what by when, and what became of it.",
        Promise.objects.for_organisation(organisation).for_page(),
    )
    yield from _agreements(organisation)


def _agreements(organisation: Organisation) -> Iterator[ExportFile]:
    agreements = Agreement.objects.for_organisation(organisation)
    yield table(
        "agreements/agreements.csv",
        "What you agree or agreed with public bodies, and how far it is.",
        agreements.prefetch_related("successors"),
    )
    for name, about, rows in (
        (
            "parties",
            "Who agrees, on both sides.",
            Party.objects.select_related("agreement", "body", "own_body"),
        ),
        ("leads", "The posts that look after each agreement.", Lead.objects.select_related("agreement")),
        (
            "success-factors",
            "Which of the four success factors hold, and why you say so.",
            FactorTick.objects.select_related("agreement", "factor"),
        ),
        ("stages", "When each agreement reached which stage.", StageStep.objects.select_related("agreement")),
    ):
        yield table(f"agreements/{name}.csv", about, rows.filter(agreement__organisation=organisation))
    yield table(
        "agreements/private-links.csv",
        "Links you made for people without an account. The addresses themselves are kept nowhere.",
        PrivateLink.objects.for_organisation(organisation).select_related("agreement"),
        leave_out=("token_hash",),
    )
    for agreement in agreements.exclude(document=""):
        yield stored("agreements/files", f"{agreement}.", agreement.document, agreement.document_name)
