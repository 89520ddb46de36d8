"""A meeting and what the contact log says of it: one record, written twice at the same moment."""

import datetime

from django.db import transaction
from django.utils.text import Truncator

from members.models import User

from .models import Contact, ContactKind, Meeting, MeetingState


@transaction.atomic
def mark_held(
    meeting: Meeting, *, by: User, next_step: str = "", next_step_on: datetime.date | None = None
) -> Contact:
    """Keep that a meeting was held, as it stands, and record it in the contact log.

    Raises ValidationError when its day has not come.
    """
    meeting.state = MeetingState.HELD
    meeting.clean()
    contact = meeting.contact or Contact(
        organisation=meeting.organisation, kind=ContactKind.MEETING, recorded_by=by
    )
    if next_step != contact.next_step:
        contact.next_step_done_on = None
    contact.next_step, contact.next_step_on = next_step, next_step_on
    _copy_to(contact, meeting)
    meeting.contact = contact
    _save(meeting)
    return contact


@transaction.atomic
def move(meeting: Meeting, day: datetime.date) -> None:
    """Keep that a meeting takes place on another day. One that was in the contact log leaves it."""
    meeting.state, meeting.meets_on = MeetingState.PLANNED, day
    _take_out_of_log(meeting)


@transaction.atomic
def call_off(meeting: Meeting) -> None:
    """Keep that a meeting does not take place. One that was in the contact log leaves it."""
    meeting.state = MeetingState.CALLED_OFF
    _take_out_of_log(meeting)


@transaction.atomic
def follow_in_log(meeting: Meeting) -> None:
    """Let the contact log say what was changed about a meeting that was held."""
    if meeting.contact:
        _copy_to(meeting.contact, meeting)


@transaction.atomic
def delete(meeting: Meeting) -> None:
    """Delete a meeting with its record in the contact log. The promises made there stay."""
    contact = meeting.contact
    meeting.delete()
    if contact:
        contact.delete()


def _copy_to(contact: Contact, meeting: Meeting) -> None:
    contact.body, contact.own_body = meeting.body, meeting.own_body
    contact.happened_on = meeting.meets_on
    contact.subject = meeting.subject
    contact.person = Truncator(", ".join(meeting.people.splitlines())).chars(160)
    contact.notes = meeting.notes
    contact.outcome, contact.outcome_on, contact.chase_due_on = "", None, None  # a meeting waits for nothing
    contact.clean()
    contact.save()


def _take_out_of_log(meeting: Meeting) -> None:
    contact, meeting.contact = meeting.contact, None
    _save(meeting)
    if contact:
        contact.delete()


def _save(meeting: Meeting) -> None:
    meeting.clean()
    meeting.revision += 1
    meeting.save()
