"""Days and hours as a calendar file (.ics) after RFC 5545, which every calendar program takes in.

Times are those of clocks in England; a day without a time is a whole day. The file names no organiser and
no method: it is for the person who downloads it, and nobody is asked to accept anything.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .plain_text import clean

CALENDAR: Final = "text/calendar; charset=utf-8"
MOST_OCTETS: Final = 75  # of a line without its end, RFC 5545 section 3.1
USUAL_LENGTH: Final = "PT1H"  # an hour, of what begins at a time and says no end
_ZONE: Final = "Europe/London"

# Summer time of the United Kingdom since 1996: the last Sundays of March and October, at 01:00 UTC.
_LONDON: Final = (
    "BEGIN:VTIMEZONE",
    f"TZID:{_ZONE}",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T010000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "TZNAME:BST",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "TZNAME:GMT",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
)


class Status(StrEnum):
    """Whether an event takes place."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Event:
    """One entry of a calendar.

    `uid` stays the same for ever and `sequence` grows with each change, so that a file that is taken in again
    moves the entry instead of adding one. `changed_at` is aware. Without `starts_at` it takes the whole day
    and keeps nobody from being free.
    """

    uid: str
    summary: str
    on: datetime.date
    changed_at: datetime.datetime
    starts_at: datetime.time | None = None
    ends_at: datetime.time | None = None
    sequence: int = 0
    place: str = ""
    description: str = ""
    url: str = ""
    status: Status = Status.CONFIRMED


def render(events: Iterable[Event]) -> bytes:
    """The calendar file with these events, in their order. The format wants one event at least."""
    rows = list(events)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//NAVCA//Covenant Toolkit//EN", "CALSCALE:GREGORIAN"]
    if any(event.starts_at for event in rows):
        lines += _LONDON
    for event in rows:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line)).encode()


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{event.changed_at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{event.sequence}"
    day = event.on.isoformat().replace("-", "")
    if event.starts_at:
        yield f"DTSTART;TZID={_ZONE}:{day}T{event.starts_at:%H%M%S}"
        yield (
            f"DTEND;TZID={_ZONE}:{day}T{event.ends_at:%H%M%S}"
            if event.ends_at
            else f"DURATION:{USUAL_LENGTH}"
        )
    else:
        # Without an end it lasts the one day.
        yield f"DTSTART;VALUE=DATE:{day}"
        yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{event.status}"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A value of type TEXT: what has a meaning in the file stands behind a backslash, a new line is `\\n`."""
    value = clean(value).replace("\\", "\\\\").replace("\n", "\\n")
    return value.replace(";", "\\;").replace(",", "\\,")


def _fold(line: str) -> Iterator[str]:
    """The line in pieces of 75 octets at most, each but the first after a space, no character torn apart."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > MOST_OCTETS:
            yield piece
            piece, size = " ", 1
        piece += character
        size += octets
    yield piece
