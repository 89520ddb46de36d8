"""The days that an organisation has to keep, as entries of a calendar."""

import datetime
from collections.abc import Callable, Iterator

from django.http import HttpResponse

from documents.calendar_file import CALENDAR, Event, Status, render
from members.models import Organisation

from .models import Agreement, Contact, Meeting, Promise

# Makes a whole address, with the host, of one of this site.
Address = Callable[[str], str]


def calendar_response(events: list[Event], name: str) -> HttpResponse:
    """A calendar file to download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(render(events), content_type=CALENDAR, headers=headers)


def meeting_event(meeting: Meeting, address: Address) -> Event:
    """A meeting with its place, people and agenda; called off, it takes itself out of a calendar."""
    about = (
        ("", f"With {meeting.where.official_name}"),
        ("Who", meeting.people),
        ("To talk about", meeting.agenda),
    )
    return Event(
        uid=str(meeting.uuid),
        summary=f"{meeting.subject}: {meeting.where.short_name}",
        on=meeting.meets_on,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        sequence=meeting.revision,
        changed_at=meeting.changed_at,
        place=meeting.place,
        description="\n\n".join(f"{title}:\n{words}" if title else words for title, words in about if words),
        url=address(meeting.get_absolute_url()),
        status=Status.CANCELLED if meeting.is_called_off else Status.CONFIRMED,
    )


def promise_event(promise: Promise, address: Address) -> Event:
    """The day by which a promise is to be kept. Raises ValueError when it has none."""
    if promise.due_on is None:
        raise ValueError("This promise has no day.")
    whose = "We promised" if promise.is_ours else "They promised"
    return Event(
        uid=str(promise.uuid),
        summary=f"{whose}: {promise.what}",
        on=promise.due_on,
        sequence=promise.revision,
        changed_at=promise.changed_at,
        description=f"{promise.by_whom}. With {promise.where.official_name}",
        url=address(promise.get_absolute_url()),
        status=Status.CONFIRMED if promise.is_open else Status.CANCELLED,
    )


def open_dates(organisation: Organisation, day: datetime.date, address: Address) -> list[Event]:
    """Every day that is still open: meetings, promises, what to chase, next steps and renewals, by day.

    A meeting that was called off and whose day has not come is among them, so that it leaves calendars.
    """
    return sorted(_open(organisation, day, address), key=lambda event: (event.on, event.summary))


def _open(organisation: Organisation, day: datetime.date, address: Address) -> Iterator[Event]:
    meetings = Meeting.objects.for_organisation(organisation)
    coming = meetings.planned() | meetings.called_off().filter(meets_on__gte=day)
    yield from (meeting_event(row, address) for row in coming.for_page())
    promises = Promise.objects.for_organisation(organisation).open().filter(due_on__isnull=False)
    yield from (promise_event(row, address) for row in promises.for_page())
    contacts = Contact.objects.for_organisation(organisation).for_page()
    for contact in contacts.to_chase_on(datetime.date.max):
        if contact.chase_due_on:
            yield _reminder(contact, "chase", f"Chase: {contact.with_whom}", contact.chase_due_on, address)
    for contact in contacts.with_next_step().filter(next_step_on__isnull=False):
        if contact.next_step_on:
            yield _reminder(contact, "step", contact.next_step, contact.next_step_on, address)
    for agreement in Agreement.objects.for_organisation(organisation).going_on():
        if agreement.next_step_on:
            words = f"{agreement.next_step}: {agreement}"
            yield _reminder(agreement, "step", words, agreement.next_step_on, address)
        if agreement.renew_by_on:
            yield _reminder(
                agreement, "renewal", f"Renew by today: {agreement}", agreement.renew_by_on, address
            )


def _reminder(row: Contact | Agreement, what: str, words: str, on: datetime.date, address: Address) -> Event:
    return Event(
        uid=f"{row.uuid}-{what}",
        summary=words,
        on=on,
        # Neither counts its revisions for every change; the minute it was changed grows just as well.
        sequence=int(row.changed_at.timestamp() // 60),
        changed_at=row.changed_at,
        description="" if isinstance(row, Agreement) else str(row),
        url=address(row.get_absolute_url()),
    )
