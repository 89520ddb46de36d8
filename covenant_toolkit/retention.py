"""What is deleted when its time is over. Each rule takes a few rows at a time, in transactions of their own.

A run that is killed has done what it has done, and the next goes on; a second run finds nothing left to do.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.utils import timezone

from members.feedback import Feedback
from members.invitations import AccessRequest, Invitation
from members.models import User
from members.security_log import note
from partnerships.models import PrivateLink, Recipient
from search.index import forget_for_good

from . import lapsed, limit_counts, toolkit_pdf
from .deletion import delete_person
from .models import Reminder

AT_A_TIME = 200


@dataclass(frozen=True)
class Done:
    """What a rule did, or would do, in words that follow its number."""

    what: str
    count: int


@dataclass(frozen=True)
class Rule:
    """Rows of one kind whose time is over, and what happens to some of them."""

    what: str
    rows: Callable[[], models.QuerySet[Any]]
    end: Callable[[models.QuerySet[Any]], object] = lambda rows: rows.delete()

    def apply(self, *, dry_run: bool) -> Done:
        """End them, some at a time. Each transaction looks again whether a row's time is still over."""
        if dry_run:
            return Done(self.what, self.rows().count())
        count = 0
        keys = list(self.rows().order_by("pk").values_list("pk", flat=True))
        for first in range(0, len(keys), AT_A_TIME):
            with transaction.atomic():
                rows = self.rows().filter(pk__in=keys[first : first + AT_A_TIME])
                count += rows.count()
                self.end(rows)
        return Done(self.what, count)


def before(name: str) -> datetime.datetime:
    """What is older than this has been kept for as long as the setting says."""
    return timezone.now() - datetime.timedelta(days=settings.KEEP[name])


def _delete_people(rows: models.QuerySet[User]) -> None:
    for person in rows:
        key = person.pk
        delete_person(person)
        transaction.on_commit(partial(note, "account deleted", user=key, reason="not used for long"))


RULES = (
    Rule("requests for access", lambda: AccessRequest.objects.older_than(before("REQUESTS"))),
    Rule("invitations that are over", lambda: Invitation.objects.over_since(before("INVITATIONS"))),
    Rule(
        "messages sent without an account",
        lambda: Feedback.objects.from_the_public().older_than(before("PUBLIC_FEEDBACK")),
    ),
    Rule(
        "private links that ended without an answer",
        lambda: PrivateLink.objects.ended_before(before("LINKS")).exclude(
            pk__in=PrivateLink.objects.answered().values("pk")
        ),
    ),
    Rule(
        "private links of which it is forgotten when they were opened last",
        lambda: (
            PrivateLink.objects.ended_before(before("LINKS"))
            .filter(pk__in=PrivateLink.objects.answered().values("pk"))
            .exclude(last_used_at=None)
        ),
        lambda rows: rows.update(last_used_at=None),
    ),
    Rule(
        "accounts of people who belong to no organisation",
        lambda: User.objects.without_organisation().without_trail().unseen_since(before("ACCOUNTS")),
        _delete_people,
    ),
    Rule(
        "weeks of the weekly email",
        lambda: Reminder.objects.filter(week__lt=before("REMINDERS").date()),
    ),
    Rule("entries of the admin’s log", lambda: LogEntry.objects.filter(action_time__lt=before("ADMIN_LOG"))),
    Rule("sessions that have ended", lambda: Session.objects.filter(expire_date__lt=timezone.now())),
)


def apply(*, dry_run: bool = False) -> Iterator[Done]:
    """Do, or with `dry_run` only count, all that is due, and say each thing once it is done."""
    for rule in RULES:
        yield rule.apply(dry_run=dry_run)
    yield Done("counts of the rate limits that are over", limit_counts.forget_over(dry_run=dry_run))
    yield from _lapsed(timezone.localdate(), dry_run=dry_run)
    # Nothing is deleted of these: their organisation sees them as work to do.
    unchecked = Recipient.objects.unchecked_since(before("UNCHECKED").date())
    yield Done("recipients that nobody has checked for long (kept, shown as work to do)", unchecked.count())
    if not dry_run:
        tidy_up()


def _lapsed(day: datetime.date, *, dry_run: bool) -> Iterator[Done]:
    """Tell, and delete, organisations whose membership ended long ago."""
    due = list(lapsed.steps(day))
    to_tell = [step for step in due if step.days_before]
    to_delete = [step for step in due if not step.days_before]
    if dry_run:
        told, deleted, failed = len(to_tell), len(to_delete), 0
    else:
        told = sum([lapsed.tell(step) for step in to_tell])
        failed = len(to_tell) - told
        deleted = sum([lapsed.delete(step, day) for step in to_delete])
    yield Done("lapsed organisations told of the day on which they are deleted", told)
    if failed:
        yield Done("lapsed organisations that nobody could be told of (kept)", failed)
    yield Done("lapsed organisations deleted", deleted)


def tidy_up() -> None:
    """Let the database's own files, the search index and made PDFs hold no more than the rows do."""
    forget_for_good()
    toolkit_pdf.remove_outdated()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            # Does nothing while somebody reads an older state; the next run does it.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
