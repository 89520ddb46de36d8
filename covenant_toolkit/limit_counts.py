"""How often somebody tried lately: rows in the table of the cache, and when they are forgotten.

A row is named for an action and for a network address, the number of an account, or the digest of an email
address. allauth writes them; by itself the cache lets go of old ones only when it is full.
"""

import hashlib
from collections.abc import Collection

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone


def forget_over(*, dry_run: bool = False) -> int:
    """Delete, or with `dry_run` only count, the rows whose time is over."""
    if (table := _table()) is None:
        return 0
    now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    over = f"FROM {table} WHERE expires < %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) {over}", [now])
        count = int(cursor.fetchone()[0])
        if not dry_run:
            cursor.execute(f"DELETE {over}", [now])
    return count


def forget_person(key: int, addresses: Collection[str]) -> None:
    """Delete the rows of an account that goes, whether their time is over or not."""
    if (table := _table()) is None:
        return
    with connection.cursor() as cursor:
        for ending in _endings(key, addresses):
            cursor.execute(f"DELETE FROM {table} WHERE cache_key LIKE %s", [ending])  # noqa: S608 (our table)


def count_of_person(key: int | None, addresses: Collection[str]) -> int:
    """How many rows there are of an account, if there is one, and of email addresses."""
    if (table := _table()) is None:
        return 0
    count = 0
    with connection.cursor() as cursor:
        for ending in _endings(key, addresses):
            cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE cache_key LIKE %s", [ending])  # noqa: S608 (our table)
            count += int(cursor.fetchone()[0])
    return count


def _endings(key: int | None, addresses: Collection[str]) -> list[str]:
    """How the names of the rows of a person end."""
    # Wrong passwords are counted under the name of the site as well, as the browser said it.
    sites = ("", *(f"{host}:" for host in settings.ALLOWED_HOSTS))
    names = {f"{site}{each.lower()}" for each in addresses for site in sites}
    by_key = [] if key is None else [f"%:user:{key}"]
    names |= {f"mfa-auth-user-{key}"} if by_key else set()
    digests = [hashlib.sha256(name.encode()).hexdigest() for name in sorted(names)]
    return [*by_key, *(f"%:{digest}" for digest in digests)]


def _table() -> str | None:
    """The quoted name of the cache's table, or None where the counts are in no table."""
    cache = caches["default"]
    if not isinstance(cache, DatabaseCache):
        return None
    return connection.ops.quote_name(cache._table)  # type: ignore[attr-defined]
