"""What a member can take away of its recipients."""

from collections.abc import Iterator

from members.export import ExportFile, table
from members.models import Organisation

from .models import OwnBody, Recipient

EXPORTED = (Recipient, OwnBody)


def export(organisation: Organisation) -> Iterator[ExportFile]:
    """The posts and people the organisation writes to, and the bodies it added itself."""
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
