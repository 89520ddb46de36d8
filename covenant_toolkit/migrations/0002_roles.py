"""The roles of NAVCA's staff, as groups."""

from typing import Any

from django.db import migrations

from covenant_toolkit import roles


def give(apps: Any, schema_editor: Any) -> None:
    roles.give(apps)


def take(apps: Any, schema_editor: Any) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=roles.ROLES).delete()


class Migration(migrations.Migration):
    replaces = [
        ("covenant_toolkit", "0003_roles"),
        ("covenant_toolkit", "0004_roles_of_clause_wordings"),
    ]

    dependencies = [
        ("covenant_toolkit", "0001_tables"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("principles", "0001_tables"),
        ("publicbodies", "0001_tables"),
        ("casestudies", "0001_tables"),
        ("members", "0002_tables"),
        ("partnerships", "0001_tables"),
        ("letters", "0001_tables"),
    ]

    operations = [migrations.RunPython(give, take)]
