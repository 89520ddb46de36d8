"""Refresh the directory from a file: `manage.py load_public_bodies FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publicbodies import searching
from publicbodies.directory import DirectoryProblem, read
from publicbodies.loading import BodyInUse, Origin, load


class Command(BaseCommand):
    help = "Take councils, strategic authorities and integrated care boards from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="A file with the columns of fixtures/public_bodies.csv.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Show what would change and write nothing."
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="Take the file's values also for bodies edited here."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entries = read(options["file"].read_bytes())
            report = load(entries, Origin.FILE, dry_run=options["dry_run"], overwrite=options["overwrite"])
        except OSError as problem:
            raise CommandError(f"{options['file']} cannot be read: {problem.strerror}.") from problem
        except (DirectoryProblem, BodyInUse) as problem:
            raise CommandError(f"{problem}\nNothing was written.") from problem
        if not options["dry_run"]:
            searching.renew(report.written)
        if options["verbosity"]:
            for line in report.lines():
                self.stdout.write(line)
            ending = " Nothing was written." if options["dry_run"] else ""
            self.stdout.write(f"{report.summary()}.{ending}")
