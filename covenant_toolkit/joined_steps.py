"""A database from the midst of steps that were joined since: it is refused in words, before any is tried."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@register(Tags.database)
def no_database_from_the_midst(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error for each database that has some, and not all, of the steps that one of ours stands for.

    Django asks on `migrate` and on `check --database`. Without this it would stop at a model it cannot find.
    """
    joined = MigrationLoader(None).replacements
    problems: list[CheckMessage] = []
    for alias in databases or ():
        done = set(MigrationRecorder(connections[alias]).applied_migrations())
        if any(0 < len(done & {*step.replaces}) < len(step.replaces) for step in joined.values()):
            problems.append(
                Error(
                    "This database was made by a version of the first days, in the midst of steps that have "
                    "been joined since.",
                    hint="If it only holds a demonstration, remove data/toolkit.sqlite3 and start again. "
                    "To keep what is in it, first run `manage.py migrate` of the commit before "
                    "“Join the steps that made the tables of each room”.",
                    id="covenant_toolkit.E001",
                )
            )
    return problems
