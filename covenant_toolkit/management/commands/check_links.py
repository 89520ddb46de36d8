"""Ask the addresses of links and sources whether they still answer. By hand only."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import F
from django.utils import timezone

from principles.link_checking import PAUSE, Asker, is_public, is_public_or_this_machine
from principles.models import Link, Source

MOST = 500


class Command(BaseCommand):
    help = (
        "Ask the web addresses of links and sources whether they still answer, one after the other. "
        "What answers is marked as checked today; of the others the problem is noted in the admin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--over-the-network", action="store_true", help="needed: without it nothing is asked"
        )
        parser.add_argument("--most", type=int, default=MOST, help=f"how many addresses at most ({MOST})")
        parser.add_argument("--minutes", type=int, default=30, help="when to stop, at the latest (30)")
        parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between requests to one host")
        parser.add_argument(
            "--allow-this-machine", action="store_true", help="for tests with a server on this machine"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rows: dict[str, list[Link | Source]] = {}
        for model in (Link, Source):
            for row in model.objects.exclude(url="").order_by(F("checked_on").asc(nulls_first=True), "pk"):
                rows.setdefault(row.url, []).append(row)
        if not options["over_the_network"]:
            raise CommandError(
                f"This would ask {len(rows)} addresses on the internet. Add --over-the-network to do it."
            )
        local = options["allow_this_machine"]
        asker = Asker(
            agent=f"CovenantToolkit-links (+{settings.SITE_ADDRESS})",
            is_allowed=is_public_or_this_machine if local else is_public,
            ports=None if local else Asker.ports,
            pause=options["pause"],
        )
        oldest_first = sorted(rows, key=lambda url: str(rows[url][0].checked_on or ""))
        end = time.monotonic() + 60 * options["minutes"]
        asked = answering = 0
        for url in oldest_first[: options["most"]]:
            if time.monotonic() > end:
                break
            problem = asker.problem_of(url)
            asked, answering = asked + 1, answering + (not problem)
            for row in rows[url]:
                note(row, problem)
            if problem:
                names = ", ".join(str(row) for row in rows[url])
                self.stdout.write(f"{url}: {problem}. Named by {names}.")
        self.stdout.write(f"{asked} asked, {answering} answer, {asked - answering} do not.")
        if left := len(rows) - asked:
            self.stdout.write(f"{left} left: run it again for them.")


def note(asked: Link | Source, problem: str) -> None:
    """Keep what came of it: the day it answered, or what is wrong and since when."""
    # Asking takes minutes, in which somebody may have edited it.
    row = type(asked).objects.filter(pk=asked.pk, url=asked.url).first()
    today = timezone.localdate()
    if row is None:
        return
    if problem and row.address_problem.startswith(f"{problem} ("):
        return  # the day on which it began is the one to keep
    if not problem and row.checked_on == today and not row.address_problem:
        return
    row.address_problem = f"{problem} ({today:%-d %B %Y})" if problem else ""
    row.checked_on = row.checked_on if problem else today
    row._change_reason = "Checked by check_links"  # type: ignore[union-attr]
    row.save(update_fields=["address_problem", "checked_on"])
