"""Make the whole toolkit as one PDF: `manage.py make_toolkit_pdf`."""

import signal
from argparse import SUPPRESS
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from covenant_toolkit import toolkit_pdf
from documents import pdf

LONGEST = 15 * 60  # seconds; a process that hangs would keep others from trying


class Command(BaseCommand):
    help = "Make the whole toolkit as one PDF, unless the one of the present content is there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lock", type=int, metavar="FILE", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        with toolkit_pdf.the_lock(options["lock"]) as is_ours:
            if not is_ours:
                self.say("Another process is making the PDF.", options)
                return
            signal.alarm(LONGEST)
            try:
                is_new = toolkit_pdf.make()
            except pdf.PDFNotMade as reason:
                raise CommandError(f"The toolkit's PDF was not made: {reason}") from reason
            finally:
                signal.alarm(0)
        self.say("The PDF is made." if is_new else "The PDF of the present content is there.", options)

    def say(self, words: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(words)
