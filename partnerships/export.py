"""What a member can take away of its recipients."""

from collections.abc import Iterator

from members.export import ExportFile, table
from members.models import Organisation

from .models import Recipient

EXPORTED = (Recipient,)


def export(organisation: Organisation) -> Iterator[ExportFile]:
    """The posts and people the organisation writes to."""
    yield table(
        "recipients.csv",
        "The posts and people you write to.",
        Recipient.objects.for_organisation(organisation).select_related("body"),
    )
