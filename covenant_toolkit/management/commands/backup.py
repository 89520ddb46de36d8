"""Back up rows and files: `manage.py backup DIR`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from covenant_toolkit import backup


class Command(BaseCommand):
    help = "Back up every row and file into a new folder, while the site goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="A folder that is not there yet.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup.make(options["folder"].absolute())
        except (backup.BackupProblem, OSError) as problem:
            raise CommandError(str(problem)) from problem
        if options["verbosity"]:
            self.stdout.write(f"Backed up {manifest.summary} to {options['folder']}.")
