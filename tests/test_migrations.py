"""Migrating an empty database makes what the models say: the tests' own tables are made from the models."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from covenant_toolkit import roles
from covenant_toolkit.joined_steps import no_database_from_the_midst

from .shipped import tables

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "briefings_", "casestudies_", "covenant_toolkit_", "letters_", "members_",
    "partnerships_", "principles_", "publicbodies_", "search_",
)  # fmt: skip
PROGRAM = """
import json, django
django.setup()
from django.core.management import call_command
from django.db.migrations.state import ProjectState

# For each new table Django draws anew every model that hangs together, and here all do: nine tenths of the
# time. Nothing can point to a new one yet, so that drawing this one is enough.
def add_model(state, model):
    state.models[model.app_label, model.name_lower] = model
    if state._relations is not None:
        state.resolve_model_relations((model.app_label, model.name_lower))
    if "apps" in state.__dict__:
        state.apps.render_multiple([model])

ProjectState.add_model = add_model
call_command("migrate", verbosity=0)
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
from django.contrib.auth.models import Group
from tests.shipped import tables
groups = {
    group.name: sorted(f"{each.content_type.app_label}.{each.codename}" for each in group.permissions.all())
    for group in Group.objects.all()
}
print(json.dumps({"tables": tables(), "groups": groups}))
"""


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.long
def test_migrating_an_empty_database_makes_the_tables_of_the_models_and_the_roles(tmp_path):
    variables = {name: value for name, value in os.environ.items() if not name.startswith("COVENANT_")}
    variables |= {"DJANGO_SETTINGS_MODULE": "covenant_toolkit.settings", "COVENANT_DEBUG": "1"}
    variables["COVENANT_DATA_DIR"] = str(tmp_path)
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        cwd=ROOT, env=variables, capture_output=True, text=True,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    made = json.loads(said.stdout)
    assert made["groups"] == {role: sorted(roles.permissions_of(role)) for role in roles.ROLES}
    migrated, ours = of_our_rooms(made["tables"]), of_our_rooms(tables())
    assert len(ours) > 60
    assert migrated.keys() == ours.keys()
    assert {name: (migrated[name], ours[name]) for name in ours if migrated[name] != ours[name]} == {}


@pytest.mark.parametrize(("count", "said"), [(0, 0), (1, 1), (5, 0)])
def test_a_database_from_the_midst_of_joined_steps_is_refused_in_words(monkeypatch, count, said):
    done = MigrationLoader(None).replacements["letters", "0001_tables"].replaces[:count]
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: dict.fromkeys(done))
    problems = no_database_from_the_midst(databases=["default"])
    assert [problem.id for problem in problems] == ["covenant_toolkit.E001"] * said


def of_our_rooms(found):
    """Without the tables of Django and allauth, whose migrations are theirs to keep."""
    return {name: table for name, table in found.items() if name.startswith(ROOMS)}
