"""Remove stored files that nothing refers to: `manage.py tidy_files`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from covenant_toolkit.stored_files import kept_storages, ownerless


class Command(BaseCommand):
    help = "Remove stored files older than a day that no row names: what an interruption left behind."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Name the files and remove nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for storage in kept_storages().values():
            for name in ownerless(storage):
                count += 1
                if options["dry_run"]:
                    self.stdout.write(name)
                else:
                    storage.delete(name)
        if options["verbosity"]:
            ending = " Nothing was removed." if options["dry_run"] else ""
            self.stdout.write(f"Files without an owner: {count}.{ending}")
