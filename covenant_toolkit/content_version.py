"""The version of the content: it changes whenever a curated row is added, edited or removed."""

import hashlib
from functools import cache

from django.apps import apps
from django.db import connection
from django.http import HttpRequest

# On PostgreSQL a slow transaction may commit a lower number after a higher one was seen, so that the
# highest alone could miss it. The sum of the last few cannot, and costs the same however long the history.
_LAST = 20


def content_version() -> str:
    """Return the version of all curated content, in one query.

    It is derived from the history tables, which are written with every save in the admin and with every
    load of shipped content, so that no code has to remember to raise it. A queryset's update() or
    bulk_create() keeps no history and is not for curated rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(_query(connection.vendor))
        rows = cursor.fetchall()
    return hashlib.blake2b(repr(sorted(rows)).encode(), digest_size=10).hexdigest()


def version_for(request: HttpRequest) -> str:
    """The version that a request began with, asked once."""
    if not hasattr(request, "content_version"):
        request.content_version = content_version()  # type: ignore[attr-defined]
    return request.content_version  # type: ignore[attr-defined,no-any-return]


@cache
def _query(vendor: str) -> str:
    """What tells one state of the history tables from another. The vendor is the key it is kept under."""
    tables = sorted(
        model._meta.db_table for model in apps.get_models() if model._meta.pk.name == "history_id"
    )
    if vendor == "sqlite":
        # One writer follows the other there, and one small table holds the last number of each table.
        names = ", ".join(f"'{table}'" for table in tables)
        return f"SELECT name, seq FROM sqlite_sequence WHERE name IN ({names})"  # noqa: S608  (our own tables)
    return " UNION ALL ".join(
        f"SELECT {number}, SUM(history_id) FROM (SELECT history_id FROM {connection.ops.quote_name(table)}"  # noqa: S608  (our own tables)
        f" ORDER BY history_id DESC LIMIT {_LAST}) AS latest"
        for number, table in enumerate(tables)
    )
