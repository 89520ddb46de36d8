"""Back up every row and file into a folder. `restoring` brings them back.

A backup is a folder: `rows/` with a packed file for each table, a line of JSON for each row; `files/` with
the stored files as they are; and `manifest.json`, which names the migrations that had run and the SHA-256 of
each file. It is the same on both databases: a backup of SQLite can be brought back into PostgreSQL.

What can be made anew or is of no use later is left out: the search index, sessions, the cache, the PDF of
the toolkit. A backup holds what the database holds, secrets of second factors included, and nobody but the
user who made it can open it.
"""

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import Storage
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from search.models import Entry

from .stored_files import files_in, kept_storages

FORMAT = 1
MANIFEST = "manifest.json"
LEFT_OUT: tuple[type[models.Model], ...] = (Session, Entry)
CHUNK = 1024 * 1024  # bytes
ROWS_AT_A_TIME = 1_000


class BackupProblem(Exception):
    """A backup that cannot be made or brought back. Says what to do."""


@dataclass
class Manifest:
    """What a backup holds: how many rows of each model, and the SHA-256 of each file by its name."""

    made_at: str
    migrations: list[str]
    rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def summary(self) -> str:
        """Such as “12,345 rows and 67 files”."""
        files = sum(name.startswith("files/") for name in self.files)
        return f"{sum(self.rows.values()):,} rows and {files:,} files"


def make(folder: Path) -> Manifest:
    """Back everything up into a folder that is not there yet or is empty.

    The rows are those of one moment, and nobody has to wait while they are read. The folder appears when it
    is complete: a backup that is stopped leaves only what the next one takes away. Raises BackupProblem.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupProblem(f"{folder} is not empty. Name a folder that is not there yet.")
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial.mkdir(mode=0o700)
    manifest = Manifest(timezone.now().isoformat(), applied_migrations())
    (partial / "rows").mkdir(mode=0o700)
    with _one_moment():
        for model in kept_models():
            manifest.rows[model._meta.label_lower] = _write_rows(model, partial, manifest)
    for alias, storage in kept_storages().items():
        for name in files_in(storage):
            _copy(storage, name, partial, f"files/{alias}/{name}", manifest)
    with _private(partial / MANIFEST) as file:
        file.write(json.dumps(asdict(manifest), indent=1).encode())
    os.sync()
    if folder.exists():
        folder.rmdir()
    partial.rename(folder)
    return manifest


def kept_models() -> list[type[models.Model]]:
    """The models whose rows are backed up, the tables between two models included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model not in LEFT_OUT
    ]


def columns_of(model: type[models.Model]) -> list[Any]:
    """The fields that hold something of their own; the database works out the others."""
    return [column for column in model._meta.local_concrete_fields if not column.generated]


def applied_migrations() -> list[str]:
    """The migrations that have run here, such as `members.0001_user`.

    Raises BackupProblem when one of this release has not: then the tables are not those of the models.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BackupProblem("Run manage.py migrate and manage.py createcachetable first.")
    return sorted(f"{app}.{name}" for app, name in executor.loader.applied_migrations)


def sha256(path: Path) -> str:
    """The checksum of a file, in hexadecimal digits; the file is never read whole into memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _one_moment() -> Iterator[None]:
    """Let every query see the rows as they are now, while others go on writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # atomic() would begin as a writer does, and keep the others out.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _write_rows(model: type[models.Model], folder: Path, manifest: Manifest) -> int:
    columns = columns_of(model)
    name = f"rows/{model._meta.label_lower}.jsonl.gz"
    count = 0
    with _private(folder / name) as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        packed.write(_line([column.attname for column in columns]))
        for row in model._base_manager.order_by("pk").iterator(chunk_size=ROWS_AT_A_TIME):
            packed.write(_line([_as_json(column, row) for column in columns]))
            count += 1
    manifest.files[name] = sha256(folder / name)
    return count


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _as_json(column: Any, row: models.Model) -> Any:
    """A value as JSON keeps it without losing anything. `column.to_python` reads it."""
    value = column.value_from_object(row)
    is_plain = value is None or isinstance(value, str | int | float | bool)
    if is_plain or isinstance(column, models.JSONField):
        return value
    return column.value_to_string(row)


def _copy(storage: Storage, name: str, folder: Path, as_name: str, manifest: Manifest) -> None:
    target = folder / as_name
    for parent in reversed(target.relative_to(folder).parents):
        (folder / parent).mkdir(mode=0o700, exist_ok=True)
    try:
        with storage.open(name, "rb") as source, _private(target) as file:
            shutil.copyfileobj(source, file, CHUNK)
    except FileNotFoundError:
        # Its owner deleted it while we were reading, and wants no copy either.
        return
    manifest.files[as_name] = sha256(target)


def _private(path: Path) -> Any:
    """A new file that nobody else on this machine can open."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
