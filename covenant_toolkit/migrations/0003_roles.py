"""The roles of NAVCA's staff, as groups."""

from typing import Any

from django.db import migrations

from covenant_toolkit import roles


def give(apps: Any, schema_editor: Any) -> None:
    roles.give(apps)


def take(apps: Any, schema_editor: Any) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=roles.ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("covenant_toolkit", "0002_weekly_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("principles", "0001_squashed"),
        ("publicbodies", "0002_elected_mayor"),
        ("casestudies", "0004_pictures"),
        ("members", "0008_roles"),
        ("partnerships", "0009_action_plan"),
        ("letters", "0003_pre_election_periods"),
    ]

    operations = [migrations.RunPython(give, take)]
