"""What a member's stories wait for: changes that NAVCA asked for, a final text to agree to."""

import datetime
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from .due import Due
from .models import Organisation
from .stories import Story


def due(organisation: Organisation, day: datetime.date) -> Iterable[Due]:
    """One line for each kind of thing, in two queries."""
    rows = Story.objects.for_organisation(organisation)
    everything = f"{reverse('stories:stories')}?organisation={organisation.slug}"
    final = list(rows.to_agree().order_by("shown_at"))
    if len(final) == 1:
        yield Due(
            f"Read the final text of “{final[0].called}”",
            reverse("stories:final", args=[final[0].pk]),
            note=f"NAVCA wrote it from your story on {date_format(_day(final[0].shown_at), 'j F')}. "
            "It is published only when you agree.",
            status="Agree",
        )
    elif final:
        yield Due(
            f"Read the final text of {len(final)} stories",
            everything,
            note="They are published only when you agree.",
            status="Agree",
        )
    asked = list(rows.changes_asked().order_by("sent_at"))
    if len(asked) == 1:
        yield Due(
            f"Answer NAVCA about “{asked[0].called}”",
            asked[0].get_absolute_url(),
            note="NAVCA asks for changes to your story. Its note is on the page.",
            status="Answer",
        )
    elif asked:
        yield Due(
            f"Answer NAVCA about {len(asked)} stories",
            everything,
            note="NAVCA asks for changes. Its notes are on their pages.",
            status="Answer",
        )


def _day(moment: datetime.datetime | None) -> datetime.date:
    return timezone.localdate(moment)
