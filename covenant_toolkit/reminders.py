"""The weekly email: what is due in every room and what is new in the toolkit, once a week to each person.

A row is kept for each person and ISO week before the mail is handed over, in a transaction of its own, and
marked as sent after. Whoever has a row gets no other mail that week, whatever happened in between: a run that
is killed can be started again, and so can two at once. The one mail that was on its way when a run was killed
may or may not have left. It is not sent again: a mail too few is made good next week, and nobody wants two.
"""

import datetime
import re
import smtplib
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from members.due import Due, DueKind
from members.models import Organisation, User
from principles.models import Update

from .dashboard import due_for
from .models import Reminder

# So many lines of each kind are in a mail. The others stand on the page it links to.
MOST_DUE = 8
MOST_UPDATES = 5
# How far back the first mail to somebody looks for what is new.
FIRST_TIME = datetime.timedelta(days=7)

_SALT = "covenant_toolkit.reminders.stop"

# With these the mail server has said that it does not take the mail. After anything else nobody knows.
REFUSED = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    ConnectionRefusedError,
    socket.gaierror,
)


def week_of(day: datetime.date) -> datetime.date:
    """The Monday of a day's week. Days are those of clocks in England, summer time included."""
    return day - datetime.timedelta(days=day.weekday())


# Who gets one, and what is in it


@dataclass(frozen=True)
class Part:
    """What is due at one organisation."""

    organisation: Organisation
    url: str
    due: list[Due]

    @property
    def count(self) -> int:
        return len(self.due)

    @property
    def shown(self) -> list[tuple[Due, str]]:
        """The first of it, each with its whole address."""
        return [(row, address_of(row.url)) for row in self.due[:MOST_DUE]]

    @property
    def more(self) -> int:
        return self.count - len(self.shown)

    @property
    def needs_somebody(self) -> bool:
        """Whether anything in it does more than wait."""
        return any(row.kind == DueKind.TODO for row in self.due)


@dataclass(frozen=True)
class Digest:
    """The mail of one person for one week."""

    person: User
    parts: list[Part]
    updates: list[Update]
    day: datetime.date

    def __bool__(self) -> bool:
        """Whether there is something to say: something to do, or something new."""
        return bool(self.updates) or any(part.needs_somebody for part in self.parts)

    @property
    def subject(self) -> str:
        """Such as “4 things to do this week, and 1 update”."""
        count = sum(part.count for part in self.parts)
        said = []
        if count:
            said.append(f"{count} thing{'' if count == 1 else 's'} to do this week")
        if updates := len(self.updates):
            said.append(f"{updates} update{'' if updates == 1 else 's'}")
        return f"{settings.SITE_NAME}: {', and '.join(said)}"


@dataclass
class Digests:
    """Makes the mails of a week. What is due at an organisation is looked up once, not for each colleague."""

    day: datetime.date
    _parts: dict[int, Part] = field(default_factory=dict)
    _updates: list[tuple[datetime.datetime, Update]] | None = None

    def people(self) -> Iterator[User]:
        """Everybody who may get one: active, with a confirmed address, at a member, and who wants it.

        Whoever had one this week, or is having one sent, is left out.
        """
        had_one = Reminder.objects.filter(week=week_of(self.day)).values("user")
        found = User.objects.filter(
            is_active=True,
            weekly_email=True,
            emailaddress__verified=True,
            emailaddress__email=F("email"),
            organisations__isnull=False,
        ).exclude(pk__in=had_one)
        # By number, so that a run that is taken up goes on where the other stopped.
        yield from found.distinct().order_by("pk")

    def for_person(self, person: User) -> Digest:
        """What to tell somebody. Empty when nothing waits and nothing is new."""
        organisations = [
            each for each in Organisation.objects.for_user(person).order_by("name") if not each.is_lapsed
        ]
        parts = [part for each in organisations if (part := self._part(each)).due]
        # Whose every membership has lapsed is told nothing, news included.
        updates = self._new_to(person) if organisations else []
        return Digest(person, parts, updates, self.day)

    def _part(self, organisation: Organisation) -> Part:
        if organisation.pk not in self._parts:
            url = address_of(f"{organisation.get_absolute_url()}&due=all#next")
            self._parts[organisation.pk] = Part(organisation, url, due_for(organisation, self.day))
        return self._parts[organisation.pk]

    def _new_to(self, person: User) -> list[Update]:
        """What came into the toolkit since the person's last mail, the newest first."""
        if self._updates is None:
            added = Update.history.filter(history_type="+").values_list("id", "history_date")
            added_at = dict(added.order_by("-history_date"))
            self._updates = [
                (added_at[row.pk], row) for row in Update.objects.newest_first() if row.pk in added_at
            ]
        last = Reminder.objects.filter(user=person, sent_at__isnull=False).order_by("-week").first()
        since = last.started_at if last else timezone.now() - FIRST_TIME
        return [row for added_at, row in self._updates if added_at > since][:MOST_UPDATES]


# How it is sent


def send(digest: Digest, connection: BaseEmailBackend) -> bool:
    """Send somebody's mail. False, and nothing, when somebody else has taken it up.

    Raises one of REFUSED when the server does not take it, after which it may be tried again.
    """
    reminder = _claim(digest.person, week_of(digest.day))
    if reminder is None:
        return False
    message = message_for(digest, connection)
    try:
        message.send()
    except REFUSED:
        reminder.delete()
        raise
    reminder.sent_at = timezone.now()
    reminder.save(update_fields=["sent_at"])
    return True


def _claim(person: User, week: datetime.date) -> Reminder | None:
    """Keep that the mail of a week is on its way; None when that was so before."""
    try:
        # Durable: it must be there for others before anything is sent.
        with transaction.atomic(durable=True):
            return Reminder.objects.create(user=person, week=week)
    except IntegrityError:
        return None


def message_for(digest: Digest, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail in plain text and HTML, with the headers by which a mail program offers to stop it."""
    stop = address_of(reverse("reminders-stop", args=[stop_token(digest.person)]))
    context = {
        "digest": digest,
        "updates_url": address_of(reverse("principles:updates")),
        "stop_url": stop,
        "choice_url": address_of(reverse("reminders")),
        "site_url": settings.SITE_ADDRESS,
        "several": len(digest.parts) > 1,
    }
    message = EmailMultiAlternatives(
        digest.subject,
        _tidy(render_to_string("email/reminder.txt", context)),
        to=[digest.person.email],
        connection=connection,
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("email/reminder.html", context), "text/html")
    return message


def _tidy(text: str) -> str:
    """A text without the empty lines that a template leaves between its parts."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def address_of(path: str) -> str:
    """A whole address of this site, for a mail."""
    return urljoin(settings.SITE_ADDRESS, path)


# How it is stopped


def stop_token(person: User) -> str:
    """What stops the mails to one person, without signing in. It works as long as the person is here."""
    return signing.Signer(salt=_SALT).sign(str(person.pk))


def person_of(token: str) -> User | None:
    """Whom a token stops the mails to; None when it is not one of ours."""
    try:
        number = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=number).first()
