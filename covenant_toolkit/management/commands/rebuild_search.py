"""Index everything that can be found anew: `manage.py rebuild_search`."""

from typing import Any

from django.core.management.base import BaseCommand

from covenant_toolkit import searching


class Command(BaseCommand):
    help = "Index everything that a search can find anew. Needed only after rows were changed past the admin."

    def handle(self, *args: Any, **options: Any) -> None:
        count = searching.rebuild()
        if options["verbosity"]:
            self.stdout.write(f"A search can find {count} things.")
