"""Bring the shipped content into the database: `manage.py load_content`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from covenant_toolkit import content


class Command(BaseCommand):
    help = "Add the content that ships with the toolkit, and leave alone what was edited here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Show what would change and write nothing."
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Take the shipped wording also for rows edited or deleted here. Shows each difference.",
        )
        parser.add_argument(
            "--from", dest="directory", type=Path, help="Read the fixtures of another directory."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = content.load(
                options["directory"], dry_run=options["dry_run"], overwrite=options["overwrite"]
            )
        except content.FixtureProblem as problem:
            raise CommandError(f"{problem} Nothing was written.") from problem
        if not options["verbosity"]:
            return
        shows_all = options["dry_run"] or options["overwrite"]
        for line in report.lines() if shows_all else report.notices():
            self.stdout.write(line)
        ending = " Nothing was written." if options["dry_run"] else ""
        self.stdout.write(f"Public bodies: {report.bodies.summary()}.")
        self.stdout.write(f"Other content: {report.summary()}.{ending}")
