"""What a member can take away of its briefings: what it asks of each body. The papers come from the rest."""

from collections.abc import Iterator

from members.export import ExportFile, table
from members.models import Organisation

from .models import BodyAsks

EXPORTED = (BodyAsks,)


def export(organisation: Organisation) -> Iterator[ExportFile]:
    """What the papers for each body ask."""
    yield table(
        "asks-in-papers.csv",
        "What you ask of each body in the papers for a meeting.",
        BodyAsks.objects.for_organisation(organisation).select_related("body", "own_body", "changed_by"),
        leave_out=("revision",),
    )
