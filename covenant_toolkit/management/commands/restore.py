"""Bring a backup back: `manage.py restore DIR`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from covenant_toolkit import restoring
from covenant_toolkit.backup import BackupProblem


class Command(BaseCommand):
    help = "Make the rows and files here those of a backup. Stop the site first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="The folder that `backup` made.")
        parser.add_argument(
            "--overwrite", action="store_true", help="Replace every row and file that is here already."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restoring.restore(options["folder"].absolute(), overwrite=options["overwrite"])
        except (BackupProblem, OSError) as problem:
            raise CommandError(str(problem)) from problem
        if options["verbosity"]:
            self.stdout.write(f"Restored {manifest.summary} of {manifest.made_at[:16]} UTC.")
            self.stdout.write("Start the site again. Everybody signs in anew.")
