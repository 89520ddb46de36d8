"""The database that every test finds: with the shipped content, made once for all processes.

Its tables are made from the models, which takes a tenth of the time that all migrations take; only search/
has more than tables in its migrations. `tests/test_migrations.py` proves that migrating makes the same.
"""

import fcntl
import os
import shutil
import sqlite3
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from covenant_toolkit import roles

FILE = "shipped.sqlite3"
PATTERN = "covenant_shipped"  # the name of the database on PostgreSQL that the others are copied from


def shared_folder():
    """The folder that all processes of a run have in common."""
    return Path(os.environ["COVENANT_TEST_DIR"])


def turn():
    """Wait until no other process of a parallel run makes its database. Our turn ends with close()."""
    lock = (shared_folder() / "shipped.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _test_name():
    return str(connection.settings_dict["TEST"]["NAME"] or f"test_{connection.settings_dict['NAME']}")


def from_the_models():
    """Let the next database be made from the models, and return how to go back to migrations."""
    usual = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs() if app.label != "search"}

    def go_back():
        settings.MIGRATION_MODULES = usual
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        on_disk = MigrationLoader(connection).disk_migrations
        # A squashed migration counts as done when those that it replaces are.
        done = on_disk.keys() | {replaced for each in on_disk.values() for replaced in each.replaces}
        missing = done - recorder.applied_migrations().keys()
        recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in missing)

    return go_back


def tables():
    """The tables of the database: of each, its columns and its keys, indexes and rules."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = connection.introspection.get_table_description(cursor, table)
            rules = connection.introspection.get_constraints(cursor, table).values()
            found[table] = [
                sorted(f"{column.name} {column.type_code} {column.null_ok}" for column in columns),
                sorted(
                    f"{each['columns']} {each['foreign_key']} "
                    + " ".join(kind for kind in ("primary_key", "unique", "index", "check") if each[kind])
                    for each in rules
                ),
            ]
    return found


def copy_of_the_pattern():
    """Make this process's database from the pattern, and say whether there was one."""
    if connection.vendor == "sqlite":
        if not (shared_folder() / FILE).exists():
            return False
        shutil.copyfile(shared_folder() / FILE, _test_name())
        return True
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [PATTERN])
        if not cursor.fetchone():
            return False
        _copy_on_postgresql(cursor, PATTERN, _test_name())
        return True


def _copy_on_postgresql(cursor, pattern, name):
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}"')


def keep_the_pattern():
    """Load the content into this process's fresh database and keep a copy of it for the others."""
    call_command("load_content", verbosity=0)
    roles.give(apps)
    if connection.vendor == "sqlite":
        part = shared_folder() / f"{FILE}.part"
        with sqlite3.connect(part) as copy:
            connection.connection.backup(copy)
        copy.close()
        part.rename(part.with_name(FILE))
    else:
        name = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            _copy_on_postgresql(cursor, name, PATTERN)


class Snapshot:
    """The content as it was at the start of the run, to put back after a test that commits."""

    def __init__(self):
        self.copy = None
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            self.copy = sqlite3.connect(":memory:")
            connection.connection.backup(self.copy)

    def put_back(self):
        """Take the database back to how it was then; on PostgreSQL it is made from the pattern anew."""
        if self.copy:
            connection.ensure_connection()
            self.copy.backup(connection.connection)
            return
        name = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            _copy_on_postgresql(cursor, PATTERN, name)

    def close(self):
        if self.copy:
            self.copy.close()
