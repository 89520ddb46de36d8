"""Delete what has been kept for long enough: `manage.py apply_retention`."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from covenant_toolkit import retention
from covenant_toolkit.one_at_a_time import one_at_a_time
from covenant_toolkit.personal_data import KINDS


class Command(BaseCommand):
    help = (
        "Delete personal data whose time is over (COVENANT_KEEP_… in README.md), and tell organisations "
        "whose membership ended long ago. May be stopped and started again at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would go, and change nothing.")
        parser.add_argument(
            "--list", action="store_true", help="Print every kind of personal data and how long it is kept."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            for kind in KINDS:
                self.stdout.write(
                    f"{kind.what}\n  why: {kind.why}\n  seen by: {kind.seen_by}\n  kept: {kind.kept}\n"
                    f"  where: {', '.join((*kind.models, *kind.places))}\n"
                )
            return
        if options["dry_run"]:
            self.say(retention.apply(dry_run=True), options)
            self.stdout.write("Nothing was changed.")
            return
        with one_at_a_time("retention") as is_ours:
            if is_ours:
                self.say(retention.apply(), options)
            elif options["verbosity"]:
                self.stdout.write("Another run is at work, and does what there is to do.")

    def say(self, several: Iterable[retention.Done], options: dict[str, Any]) -> None:
        for done in several:
            if options["verbosity"]:
                self.stdout.write(f"{done.count:>6}  {done.what}")
