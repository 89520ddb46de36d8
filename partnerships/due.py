"""What the list of recipients asks a member to do."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from members.due import Due, DueKind
from members.models import Organisation

from .models import Recipient, bodies_without_recipient


def due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    """Recipients to check, recipients whose body has ended, and bodies of the patch without anybody."""
    rows = Recipient.objects.for_organisation(organisation)
    query = f"?organisation={organisation.slug}"
    recipients = reverse("partnerships:recipients") + query
    if count := rows.due_for_check(day).count():
        yield Due(
            f"Check {_counted(count, 'recipient')}",
            reverse("partnerships:check") + query,
            note="People change posts, above all after elections.",
            status="Check",
        )
    if count := rows.in_list().at_ended_bodies(day).count():
        yield Due(
            f"Look at {_counted(count, 'recipient')} whose body has ended",
            f"{recipients}&show=ended",
            note="Their successors are offered there.",
        )
    if count := bodies_without_recipient(organisation, day).count():
        yield Due(
            f"Add who you write to at {_counted(count, 'body', 'bodies')}",
            f"{recipients}#without",
            kind=DueKind.LATER,
            note="The usual post takes one tick. Names can follow.",
            status="Can wait",
        )


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
