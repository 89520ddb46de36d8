"""Send the weekly emails: `manage.py send_reminders`."""

import datetime
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from covenant_toolkit.models import Reminder
from covenant_toolkit.reminders import REFUSED, Digests, send, week_of

# After so many refusals one after the other it is the server that refuses, not an address.
MOST_REFUSALS = 5


class Command(BaseCommand):
    help = (
        "Email everybody what is due and what is new, once a week at most. "
        "May be stopped and started again at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say who would get one, and send nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SITE_ADDRESS:
            raise CommandError("Set COVENANT_ADDRESS, the address of the site, for the links in the mails.")
        day = timezone.localdate()
        digests = Digests(day)
        if options["dry_run"]:
            self._say_only(digests)
            return
        sent = nothing = refused = in_a_row = 0
        with get_connection() as connection:
            for person in digests.people():
                digest = digests.for_person(person)
                if not digest:
                    nothing += 1
                    continue
                try:
                    sent += send(digest, connection)
                    in_a_row = 0
                except REFUSED as reason:
                    refused, in_a_row = refused + 1, in_a_row + 1
                    # Its class alone: what a mail server answers says the address.
                    self.stderr.write(f"Not taken for person {person.pk}: {type(reason).__name__}")
                    if in_a_row >= MOST_REFUSALS:
                        raise CommandError(f"Sent: {sent}. The mail server takes nothing.") from reason
        if options["verbosity"]:
            self.stdout.write(f"Sent: {sent}. Nothing to say: {nothing}. Refused: {refused}.")
        self._tell_of_interruptions(day)

    def _say_only(self, digests: Digests) -> None:
        count = 0
        for person in digests.people():
            if digest := digests.for_person(person):
                count += 1
                self.stdout.write(f"{person.email}: {digest.subject}")
        self.stdout.write(f"Would be sent: {count}. Nothing was sent.")

    def _tell_of_interruptions(self, day: datetime.date) -> None:
        """Name mails of this week of which nobody knows whether they left. They are not sent again."""
        long_ago = timezone.now() - datetime.timedelta(minutes=10)
        cut_off = Reminder.objects.filter(week=week_of(day), sent_at=None, started_at__lt=long_ago).count()
        if cut_off:
            self.stderr.write(f"Cut off on the way this week, and not sent again: {cut_off}.")
