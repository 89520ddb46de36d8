"""What a member can take away of its recipients and its contact log."""

from collections.abc import Iterator

from members.export import ExportFile, table
from members.models import Organisation

from .models import Contact, OwnBody, Recipient

EXPORTED = (Recipient, OwnBody, Contact)


def export(organisation: Organisation) -> Iterator[ExportFile]:
    """The posts and people the organisation writes to, the bodies it added itself, and its contacts."""
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
