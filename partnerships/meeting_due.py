"""What meetings ask a member to do: write up those that were, and go to those that come."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format

from members.due import Due, DueKind
from members.models import Organisation

from .models import Meeting

MOST = 3
SOON = datetime.timedelta(days=7)


def meetings_due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    """Meetings to write up, summed up when they are many, and the meetings of the next seven days."""
    rows = (
        Meeting.objects.for_organisation(organisation).planned().filter(meets_on__lte=day + SOON).for_page()
    )
    found = list(rows.order_by("meets_on", "starts_at"))
    past = [row for row in found if row.meets_on < day]
    if len(past) > MOST:
        yield Due(
            f"Write up {len(past)} meetings",
            f"{reverse('partnerships:meetings')}?organisation={organisation.slug}&show=write-up",
            on=past[0].meets_on,
            note="What was said and promised, or that they were moved or called off.",
            status="Write up",
        )
        past = []
    for meeting in past:
        yield Due(
            f"Write up your meeting of {date_format(meeting.meets_on, 'j F')}: {meeting.subject}",
            reverse("partnerships:meeting-write-up", args=[meeting.uuid]),
            on=meeting.meets_on,
            note=f"With {meeting.where.official_name}. What was said, and who promised what.",
            status="Write up",
        )
    for meeting in found:
        if meeting.meets_on >= day:
            place = f", {meeting.place}" if meeting.place else ""
            yield Due(
                meeting.subject,
                meeting.get_absolute_url(),
                on=meeting.meets_on,
                kind=DueKind.LATER,
                note=f"Meeting with {meeting.where.official_name}. {meeting.when}{place}.",
                status="Meeting",
            )
