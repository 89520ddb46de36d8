"""Print what is kept about one person: `manage.py about_person EMAIL`."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from covenant_toolkit.about_person import about


class Command(BaseCommand):
    help = (
        "Print as JSON what is kept about who has an email address, for somebody who asks to see it. "
        "Names are not looked for. What stands in it of other people is theirs: read it before you send it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--log",
            metavar="FILE",
            help="Look through the lines of a security log too; “-” reads them from another command.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["email"].strip()
        try:
            validate_email(address)
        except ValidationError as problem:
            raise CommandError(f"“{address}” is no email address.") from problem
        try:
            told = about(address, _lines_of(options["log"]))
        except OSError as problem:
            raise CommandError(f"The security log cannot be read: {problem.strerror}.") from problem
        self.stdout.write(json.dumps(told, indent=1, ensure_ascii=False, default=str))


def _lines_of(log: str | None) -> list[str]:
    if not log:
        return []
    return list(sys.stdin) if log == "-" else Path(log).read_text(encoding="utf-8").splitlines()
