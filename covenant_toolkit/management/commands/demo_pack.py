"""Write the demonstration member's meeting pack as files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from briefings.occasion import Occasion
from briefings.pack import pack_files
from documents.file_names import unlike
from members.models import Organisation
from partnerships.models import Meeting
from publicbodies.models import PublicBody


class Command(BaseCommand):
    help = "Write the demonstration member's pack for its next meeting, a line for each file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug="harbourside-voluntary-action").first()
        if organisation is None:
            raise CommandError("There is no demonstration yet. Run manage.py make_demonstration first.")
        today = timezone.localdate()
        meeting = Meeting.objects.for_organisation(organisation).for_page().coming_on(today).first()
        where = meeting.where if meeting else PublicBody.objects.get(slug="suffolk")
        occasion = Occasion(organisation, where, meeting.meets_on if meeting else today, meeting)
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        taken: set[str] = set()
        for name, content in pack_files(occasion):
            path = folder / unlike(name, taken)
            path.write_bytes(content)
            self.stdout.write(f"{path} ({len(content):,} bytes) for {where.official_name}")
