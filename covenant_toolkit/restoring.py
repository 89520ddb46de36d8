"""Bring a backup back: check all of it first, then replace every row and file in one go."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.files import File
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import sql

from . import searching
from .backup import (
    FORMAT,
    LEFT_OUT,
    MANIFEST,
    ROWS_AT_A_TIME,
    BackupProblem,
    Manifest,
    applied_migrations,
    columns_of,
    kept_models,
    sha256,
)
from .stored_files import derived_files, files_in, kept_storages

# Rows that `migrate` makes in every new database.
# What migrating makes.
ALWAYS_THERE = (ContentType, Permission, Group, Group.permissions.through)


def restore(folder: Path, *, overwrite: bool = False) -> Manifest:
    """Make the rows and files here those of the backup, and forget what was derived from others.

    Nothing is touched before the backup is known to be whole and to fit. When it is stopped half way, the
    rows are as they were; then restore again. Raises BackupProblem.
    """
    manifest = checked(folder)
    _check_migrations(manifest)
    if not overwrite:
        _check_empty()
    with transaction.atomic():
        _empty_tables()
        for label, count in manifest.rows.items():
            _load(apps.get_model(label), folder / "rows" / f"{label}.jsonl.gz", count)
        connection.check_constraints()
        _continue_numbers()
        _restore_files(folder, manifest)
        searching.rebuild()
    ContentType.objects.clear_cache()
    for cache in caches.all(initialized_only=False):
        cache.clear()
    return manifest


def checked(folder: Path) -> Manifest:
    """The manifest of a backup of which every byte is as it was when it was made. Raises BackupProblem."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_bytes()))
    except (OSError, ValueError, TypeError) as reason:
        raise BackupProblem(f"{folder} holds no complete backup: {MANIFEST} cannot be read.") from reason
    if manifest.format != FORMAT:
        raise BackupProblem(f"This backup has format {manifest.format}; this release reads format {FORMAT}.")
    for name, digest in manifest.files.items():
        path = folder / name
        if ".." in Path(name).parts or not path.is_file():
            raise BackupProblem(f"The backup is not whole: {name} is missing. Take another backup.")
        if sha256(path) != digest:
            raise BackupProblem(f"The backup is damaged: {name} has changed since. Take another backup.")
    return manifest


def _check_migrations(manifest: Manifest) -> None:
    here, there = set(applied_migrations()), set(manifest.migrations)
    if only_there := sorted(there - here):
        raise BackupProblem(
            f"These migrations of the backup have not run here: {', '.join(only_there)}. "
            "Install the release that made it, and run manage.py migrate."
        )
    if only_here := sorted(here - there):
        raise BackupProblem(
            f"The backup was made before these migrations: {', '.join(only_here)}. Install the release that "
            "made it, restore there into an empty database, then install this one and run manage.py migrate."
        )


def _check_empty() -> None:
    found = [
        str(model._meta.verbose_name_plural)
        for model in kept_models()
        if model not in ALWAYS_THERE and model._base_manager.exists()
    ]
    if any(name for storage in kept_storages().values() for name in files_in(storage)):
        found.append("stored files")
    if found:
        shown = ", ".join(found[:4]) + (" and more" if len(found) > 4 else "")
        raise BackupProblem(f"This place is not empty: it has {shown}. To replace them all, add --overwrite.")


def _empty_tables() -> None:
    tables = [model._meta.db_table for model in (*kept_models(), *LEFT_OUT)]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, reset_sequences=True))


def _load(model: type[models.Model], path: Path, count: int) -> None:
    """Insert every row as it was, with its number and its times."""
    lines = _lines(path)
    columns = {column.attname: column for column in columns_of(model)}
    try:
        fields = [columns[name] for name in next(lines)]
    except KeyError as name:
        raise BackupProblem(f"{path.name} has a column that is not known here: {name}.") from name
    batch: list[models.Model] = []
    size = max(1, connection.ops.bulk_batch_size(fields, range(ROWS_AT_A_TIME)))
    loaded = 0
    for values in lines:
        named = {field.attname: field.to_python(value) for field, value in zip(fields, values, strict=True)}
        batch.append(model(**named))
        if len(batch) == size:
            loaded += _insert(model, fields, batch)
            batch = []
    loaded += _insert(model, fields, batch)
    if loaded != count:
        raise BackupProblem(f"{path.name} has {loaded:,} rows instead of {count:,}. Take another backup.")


def _lines(path: Path) -> Iterator[list[Any]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            yield json.loads(line)


def _insert(model: type[models.Model], fields: list[Any], rows: list[models.Model]) -> int:
    if rows:
        query = sql.InsertQuery(model)
        # Raw: a field that sets the time of a change by itself must not.
        query.insert_values(fields, rows, raw=True)
        query.get_compiler(connection=connection).execute_sql()
    return len(rows)


def _continue_numbers() -> None:
    """New rows take the numbers after the restored ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [*kept_models(), *LEFT_OUT]):
            cursor.execute(statement)


def _restore_files(folder: Path, manifest: Manifest) -> None:
    for alias, storage in kept_storages().items():
        for name in [*files_in(storage), *derived_files(storage)]:
            if f"files/{alias}/{name}" not in manifest.files:
                storage.delete(name)
    for stored in manifest.files:
        if not stored.startswith("files/"):
            continue
        _, alias, name = stored.split("/", 2)
        storage = kept_storages()[alias]
        storage.delete(name)
        with (folder / stored).open("rb") as file:
            storage.save(name, File(file))
