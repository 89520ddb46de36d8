"""The roles once more: the priorities of kinds of bodies are the curators' to change."""

from django.db import migrations

from covenant_toolkit.roles import give


class Migration(migrations.Migration):
    dependencies = [
        ("covenant_toolkit", "0003_lapse_notice"),
        ("briefings", "0002_tier_priorities"),
    ]

    operations = [migrations.RunPython(lambda apps, schema_editor: give(apps), migrations.RunPython.noop)]
