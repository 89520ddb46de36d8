"""Two databases for one run: the scratch SQLite, and a PostgreSQL that lives as long as it is asked for."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from tests.postgres import postgresql

from .ending import run_part
from .web import children_of


class Database(NamedTuple):
    """A database with what its processes use: PostgreSQL works in its own, SQLite in those that ask it."""

    name: str
    env: dict[str, str]
    parent: int | None = None

    def processes(self) -> list[int]:
        return children_of(self.parent) if self.parent else []


def scratch() -> Database:
    """The SQLite file that this process has the variables of."""
    return Database("SQLite", dict(os.environ))


@contextmanager
def on_postgresql() -> Iterator[Database]:
    """A PostgreSQL as it comes, which waits for its disk, with the shipped content and its own files."""
    beside = Path(os.environ["COVENANT_DATA_DIR"]).parent
    files = tempfile.mkdtemp(prefix="files-of-postgresql-", dir=beside)
    with postgresql(options="") as url:
        [folder] = parse_qs(urlsplit(url).query)["host"]
        parent = int((Path(folder) / "data" / "postmaster.pid").read_text().split()[0])
        env = {**os.environ, "COVENANT_DATABASE_URL": url, "COVENANT_DATA_DIR": files}
        run_part("prepare", env)
        yield Database("PostgreSQL", env, parent)
