"""A meeting that the demonstration member plans, one that was held, and what was promised there."""

import datetime

from django.utils import timezone

from members.models import Organisation
from partnerships import meetings
from partnerships.models import Meeting, Promise, Side
from partnerships.working_days import is_working_day, working_days_after
from publicbodies.models import PublicBody

PROMISES = (
    (Side.OURS, "", "Send the numbers of groups by district", 4),
    (Side.THEIRS, "Head of communities", "Name an officer for the compact", -1),
)


def _working_day_before(day: datetime.date) -> datetime.date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= datetime.timedelta(days=1)
    return day


def make_meetings(organisation: Organisation) -> None:
    """Give the member two meetings and two promises, once."""
    if organisation.meetings.exists():
        return
    today = timezone.localdate()
    bodies = PublicBody.objects.in_bulk(["ipswich", "suffolk"], field_name="slug")
    by = organisation.memberships.get(is_main_contact=True).user
    held = Meeting.objects.create(
        organisation=organisation, body=bodies["ipswich"], subject="What a compact with Ipswich could say",
        meets_on=_working_day_before(today - datetime.timedelta(days=5)),
        starts_at=datetime.time(10), ends_at=datetime.time(11),
        place="Town hall, room 2", people="Councillor Piotr Łódzki, leader\nAmina Yusuf, chief executive",
        agenda="What worked before\nNotice of cuts", recorded_by=by,
        notes="They want a text of two pages and a first draft before the budget is set.",
    )  # fmt: skip
    meetings.mark_held(held, by=by)
    for side, who, what, days in PROMISES:
        Promise.objects.create(
            organisation=organisation, body=held.body, meeting=held, side=side, who=who, what=what,
            made_on=held.meets_on, due_on=today + datetime.timedelta(days=days), recorded_by=by,
        )  # fmt: skip
    Meeting.objects.create(
        organisation=organisation, body=bodies["suffolk"], subject="A first talk about the Covenant",
        meets_on=working_days_after(today, 4), starts_at=datetime.time(14), ends_at=datetime.time(15),
        place="Endeavour House, Ipswich", recorded_by=by,
        people="Councillor Rowan Ashdown, leader\nAmina Yusuf, chief executive",
        agenda="Who speaks for the sector when services are planned\nThree months’ notice of cuts",
    )  # fmt: skip
