"""Curators look after the wordings of clauses too."""

from typing import Any

from django.db import migrations

from covenant_toolkit import roles


def give(apps: Any, schema_editor: Any) -> None:
    roles.give(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("covenant_toolkit", "0003_roles"),
        ("partnerships", "0011_clause_wordings"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
