import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("covenant_toolkit", "0001_initial"),
        ("covenant_toolkit", "0002_departures"),
        ("covenant_toolkit", "0001_squashed"),
        ("covenant_toolkit", "0002_weekly_email"),
    ]

    initial = True

    dependencies = [
        ("members", "0002_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Departures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                ("members", models.PositiveIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                ("letters", models.JSONField(default=dict, verbose_name="letters by kind")),
                (
                    "copies",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="One for each recipient of each letter.",
                        verbose_name="copies of letters",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "departures",
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="ShippedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=100)),
                ("key", models.CharField(help_text="The row's natural key as JSON.", max_length=300)),
                ("values", models.JSONField()),
                ("loaded_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("model", "key"),
                        name="shipped_row_once",
                        violation_error_message="This row is recorded already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("week", models.DateField(help_text="The Monday.")),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-week"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "week"),
                        name="one_reminder_a_week",
                        violation_error_message="This person has had the email of this week.",
                    )
                ],
            },
        ),
    ]
