"""A letter that follows something in the record: a reminder after a letter, or thanks after a meeting.

The template's own words stay: what they leave in brackets and the record knows is filled in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.text import Truncator

from documents.plain_text import one_line
from members.models import Organisation
from partnerships.models import Contact, ContactKind, Meeting, Promise

from .fields import letter_date, normal_name
from .models import LetterTemplateVersion, TimingEvent

_BRACKET = re.compile(r"\[([^\[\]]+)\]")
_DAY_OF_LETTER = normal_name("date of your first letter")
_SUBJECT = normal_name("subject of your first letter")
_ASKED = normal_name("what you asked for")
_DAY_OF_MEETING = normal_name("day of the meeting")
# A reminder is half a page.
_MOST_ASKED = 900


@dataclass(frozen=True)
class Followed:
    """The letters sent that wait for an answer, or the meeting, after which somebody writes."""

    letters: tuple[Contact, ...] = ()
    meeting: Meeting | None = None

    def __bool__(self) -> bool:
        return bool(self.letters or self.meeting)

    @property
    def recipients(self) -> list[str]:
        """The numbers of those it is to: who was written to, or whoever is known at a body of one's own."""
        if self.meeting and self.meeting.own_body:
            return [str(row.pk) for row in self.meeting.own_body.recipients.filter(archived_at=None)]
        return [str(row.recipient_id) for row in self.letters]

    @property
    def bodies(self) -> list[str]:
        """The public body that was met."""
        return [self.meeting.body.slug] if self.meeting and self.meeting.body else []


def followed(organisation: Organisation, query: QueryDict) -> Followed:
    """What the address or the form names and the organisation has; what it does not have is left out."""
    contacts = Contact.objects.for_organisation(organisation).filter(
        pk__in=_uuids(query.getlist("contact")), kind=ContactKind.LETTER, recipient__isnull=False
    )
    meetings = Meeting.objects.for_organisation(organisation).held()
    meeting = meetings.for_page().filter(pk__in=_uuids(query.getlist("meeting")[:1])).first()
    return Followed(tuple(contacts.for_page()), meeting)


def _uuids(values: Iterable[str]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def opening_asks(version: LetterTemplateVersion, after: Followed) -> tuple[str, str]:
    """The main ask and the further asks with which a letter begins that follows something."""
    main, further = version.main_ask, version.further_asks
    event = version.template.timing_event
    if event == TimingEvent.LAST_LETTER and after.letters:
        main = _filled(main, _of_letters(after.letters))
    elif event == TimingEvent.MEETING and after.meeting:
        main = _filled(main, {_DAY_OF_MEETING: letter_date(after.meeting.meets_on)})
        further = _agreed(further, after.meeting)
    return main, further


def _of_letters(letters: Iterable[Contact]) -> dict[str, str]:
    """What all of the letters have in common, by the name of its bracket. The member says what differs."""
    said = {
        _DAY_OF_LETTER: {letter_date(row.happened_on) for row in letters},
        _SUBJECT: {row.subject for row in letters},
        _ASKED: {_first_ask(row.asks) for row in letters},
    }
    return {name: words for name, (words, *others) in said.items() if words and not others}


def _first_ask(asks: str) -> str:
    """What was asked for first, without the bullets of the further asks, on one line."""
    first = re.split(r"^\s*•", asks, maxsplit=1, flags=re.MULTILINE)[0]
    return Truncator(one_line(first)).chars(_MOST_ASKED)


def _agreed(further: str, meeting: Meeting) -> str:
    """The promises of the meeting instead of the lines that ask for them; other lines stay."""
    promises = Promise.objects.filter(meeting=meeting).for_page()
    if not promises:
        return further
    rest = [line for line in further.splitlines() if "promised" not in line]
    return "\n".join([*(_said(row) for row in promises), *rest])


def _said(promise: Promise) -> str:
    who = promise.who or (promise.organisation.name if promise.is_ours else promise.where.official_name)
    by = f", by {letter_date(promise.due_on)}" if promise.due_on else ""
    return f"{who}: {promise.what}{by}"


def _filled(words: str, values: dict[str, str]) -> str:
    """The words with the brackets that are known; the others stay for the member to fill."""
    return _BRACKET.sub(lambda bracket: values.get(normal_name(bracket[1]), bracket[0]), words)
