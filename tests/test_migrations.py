"""Migrating an empty database makes what the models say: the tests' own tables are made from the models."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from .shipped import tables

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = """
import json, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
from tests.shipped import tables
print(json.dumps(tables()))
"""


@pytest.mark.django_db
def test_migrating_an_empty_database_makes_the_tables_of_the_models(tmp_path):
    variables = {name: value for name, value in os.environ.items() if not name.startswith("COVENANT_")}
    variables |= {"DJANGO_SETTINGS_MODULE": "covenant_toolkit.settings", "COVENANT_DEBUG": "1"}
    variables["COVENANT_DATA_DIR"] = str(tmp_path)
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute("CREATE DATABASE migrated")
        server = os.environ["COVENANT_DATABASE_URL"]
        variables["COVENANT_DATABASE_URL"] = server.replace("/postgres?", "/migrated?")
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        cwd=ROOT, env=variables, capture_output=True, text=True,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    migrated, ours = json.loads(said.stdout), tables()
    assert len(ours) > 100
    assert migrated.keys() == ours.keys() - {"cache"}
    assert {name: migrated[name] for name in migrated if migrated[name] != ours[name]} == {}
