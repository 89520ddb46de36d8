"""Write the demonstration member's letters to its whole patch as files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from covenant_toolkit import demonstration
from letters.files import KINDS, file_name, make
from letters.models import Letter
from letters.sheet import sheet_for


class Command(BaseCommand):
    help = "Write the demonstration member's letters, PDF and Word, a line for each file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            letter = demonstration.demonstration_letter()
        except Letter.DoesNotExist as reason:
            raise CommandError(
                "There is no demonstration yet. Run manage.py make_demonstration first."
            ) from reason
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for copy in letter.copies.all():
            copy.letter = letter
            sheet = sheet_for(copy)
            for kind in (KINDS["pdf"], KINDS["word"]):
                path = folder / file_name(sheet, kind)
                path.write_bytes(make(sheet, kind))
                self.stdout.write(f"{path} ({path.stat().st_size:,} bytes) for {copy.recipient}")
