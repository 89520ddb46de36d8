"""Make the demonstration and print how to sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from covenant_toolkit import demonstration


class Command(BaseCommand):
    help = "Make or refresh the demonstration people and print how to sign in. Only with debug on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="where the site is served")

    def handle(self, *args: Any, **options: Any) -> None:
        people = demonstration.make()
        address = options["address"]
        self.stdout.write(f"\nOpen {address}/ and read. To sign in: {address}/accounts/login/\n\n")
        for person in people:
            self.stdout.write(f"  {person.what:<24} {person.email:<24} password {person.password}")
            if person.totp_secret:
                self.stdout.write(
                    f"  {'':<24} second factor: secret {person.totp_secret}, "
                    f"six digits now {person.six_digits}"
                )
                self.stdout.write(f"  {'':<24} works at {address}/admin/")
        self.stdout.write("")
