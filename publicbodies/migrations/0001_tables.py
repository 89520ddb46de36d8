import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("publicbodies", "0001_initial"),
        ("publicbodies", "0002_directory"),
        ("publicbodies", "0001_squashed"),
        ("publicbodies", "0002_elected_mayor"),
    ]

    initial = True

    dependencies = [
        ("members", "0001_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("county", "County council"),
                            ("district", "District council"),
                            ("unitary", "Unitary council"),
                            ("metropolitan", "Metropolitan borough council"),
                            ("london-borough", "London borough council"),
                            ("city-of-london", "City of London Corporation"),
                            ("isles-of-scilly", "Council of the Isles of Scilly"),
                            ("strategic-authority", "Strategic authority"),
                            ("icb", "Integrated care board"),
                        ],
                        max_length=20,
                    ),
                ),
                ("official_name", models.CharField(max_length=160)),
                ("short_name", models.CharField(max_length=100)),
                (
                    "style",
                    models.CharField(
                        blank=True,
                        help_text="When the place has one of its own, such as “City and County of Bristol”.",
                        max_length=120,
                        verbose_name="style of the place",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        choices=[
                            ("north-east", "North East"),
                            ("north-west", "North West"),
                            ("yorkshire-and-the-humber", "Yorkshire and the Humber"),
                            ("east-midlands", "East Midlands"),
                            ("west-midlands", "West Midlands"),
                            ("east-of-england", "East of England"),
                            ("london", "London"),
                            ("south-east", "South East"),
                            ("south-west", "South West"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        help_text="The county council of the same area, for a district.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="districts",
                        to="publicbodies.publicbody",
                    ),
                ),
                (
                    "strategic_authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="constituents",
                        to="publicbodies.publicbody",
                    ),
                ),
                ("gss_code", models.CharField(blank=True, max_length=9, verbose_name="ONS code")),
                ("ods_code", models.CharField(blank=True, max_length=10, verbose_name="NHS code")),
                ("shadow_on", models.DateField(blank=True, null=True, verbose_name="shadow authority from")),
                (
                    "first_on",
                    models.DateField(
                        blank=True,
                        help_text="In its present form. Empty while only planned.",
                        null=True,
                        verbose_name="first day",
                    ),
                ),
                (
                    "last_on",
                    models.DateField(
                        blank=True, help_text="The last day is included.", null=True, verbose_name="last day"
                    ),
                ),
                (
                    "has_elected_mayor",
                    models.BooleanField(
                        blank=True,
                        help_text="Whether a mayor whom people elected is in office now. It decides who a letter goes to. Unknown: to the leader of a council, to the mayor of a strategic authority.",
                        null=True,
                        verbose_name="has an elected mayor",
                    ),
                ),
                (
                    "change_note",
                    models.TextField(
                        blank=True, help_text="What is about to change, in a sentence that a letter may use."
                    ),
                ),
                (
                    "office_address",
                    models.TextField(
                        blank=True,
                        help_text="Of the office, never of a person. One line for each part, postcode last. Empty until somebody has checked it.",
                    ),
                ),
                ("office_address_checked_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=300)),
                ("checked_on", models.DateField()),
                ("needs_checking", models.BooleanField(default=True)),
                (
                    "to_check",
                    models.CharField(
                        blank=True,
                        help_text="The facts that were worked out by hand or could not be read in a source.",
                        max_length=300,
                        verbose_name="what to check",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        default="", editable=False, help_text="What a search by name looks through."
                    ),
                ),
                (
                    "icbs",
                    models.ManyToManyField(
                        blank=True,
                        related_name="councils",
                        to="publicbodies.publicbody",
                        verbose_name="integrated care boards",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "public bodies",
                "ordering": ["short_name", "slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_on__isnull", True),
                            ("first_on__isnull", True),
                            ("last_on__gte", models.F("first_on")),
                            _connector="OR",
                        ),
                        name="public_body_ends_after_it_begins",
                        violation_error_message="The last day must be on or after the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("office_address", ""),
                            ("office_address_checked_on__isnull", False),
                            _connector="OR",
                        ),
                        name="public_body_address_was_checked",
                        violation_error_message="Enter the day on which the office address was checked.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPublicBody",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("slug", models.SlugField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("county", "County council"),
                            ("district", "District council"),
                            ("unitary", "Unitary council"),
                            ("metropolitan", "Metropolitan borough council"),
                            ("london-borough", "London borough council"),
                            ("city-of-london", "City of London Corporation"),
                            ("isles-of-scilly", "Council of the Isles of Scilly"),
                            ("strategic-authority", "Strategic authority"),
                            ("icb", "Integrated care board"),
                        ],
                        max_length=20,
                    ),
                ),
                ("official_name", models.CharField(max_length=160)),
                ("short_name", models.CharField(max_length=100)),
                (
                    "style",
                    models.CharField(
                        blank=True,
                        help_text="When the place has one of its own, such as “City and County of Bristol”.",
                        max_length=120,
                        verbose_name="style of the place",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        choices=[
                            ("north-east", "North East"),
                            ("north-west", "North West"),
                            ("yorkshire-and-the-humber", "Yorkshire and the Humber"),
                            ("east-midlands", "East Midlands"),
                            ("west-midlands", "West Midlands"),
                            ("east-of-england", "East of England"),
                            ("london", "London"),
                            ("south-east", "South East"),
                            ("south-west", "South West"),
                        ],
                        max_length=30,
                    ),
                ),
                ("gss_code", models.CharField(blank=True, max_length=9, verbose_name="ONS code")),
                ("ods_code", models.CharField(blank=True, max_length=10, verbose_name="NHS code")),
                ("shadow_on", models.DateField(blank=True, null=True, verbose_name="shadow authority from")),
                (
                    "first_on",
                    models.DateField(
                        blank=True,
                        help_text="In its present form. Empty while only planned.",
                        null=True,
                        verbose_name="first day",
                    ),
                ),
                (
                    "last_on",
                    models.DateField(
                        blank=True, help_text="The last day is included.", null=True, verbose_name="last day"
                    ),
                ),
                (
                    "has_elected_mayor",
                    models.BooleanField(
                        blank=True,
                        help_text="Whether a mayor whom people elected is in office now. It decides who a letter goes to. Unknown: to the leader of a council, to the mayor of a strategic authority.",
                        null=True,
                        verbose_name="has an elected mayor",
                    ),
                ),
                (
                    "change_note",
                    models.TextField(
                        blank=True, help_text="What is about to change, in a sentence that a letter may use."
                    ),
                ),
                (
                    "office_address",
                    models.TextField(
                        blank=True,
                        help_text="Of the office, never of a person. One line for each part, postcode last. Empty until somebody has checked it.",
                    ),
                ),
                ("office_address_checked_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=300)),
                ("checked_on", models.DateField()),
                ("needs_checking", models.BooleanField(default=True)),
                (
                    "to_check",
                    models.CharField(
                        blank=True,
                        help_text="The facts that were worked out by hand or could not be read in a source.",
                        max_length=300,
                        verbose_name="what to check",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The county council of the same area, for a district.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="publicbodies.publicbody",
                    ),
                ),
                (
                    "strategic_authority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="publicbodies.publicbody",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical public body",
                "verbose_name_plural": "historical public bodies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSuccession",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "starts_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty when it is not known yet.",
                        null=True,
                        verbose_name="from",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="publicbodies.publicbody",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="publicbodies.publicbody",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical succession",
                "verbose_name_plural": "historical successions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPublicBody_icbs",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "from_publicbody",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="publicbodies.publicbody",
                    ),
                ),
                (
                    "to_publicbody",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="publicbodies.publicbody",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="publicbodies.historicalpublicbody",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalPublicBody_icbs",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEarlierName",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[("name", "Official name"), ("ons", "ONS code"), ("nhs", "NHS code")],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("value", models.CharField(max_length=160, verbose_name="name or code")),
                (
                    "last_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day. Empty when it is not known.",
                        null=True,
                        verbose_name="in use until",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="publicbodies.publicbody",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical earlier name",
                "verbose_name_plural": "historical earlier names",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successions",
                        to="publicbodies.publicbody",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inheritances",
                        to="publicbodies.publicbody",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty when it is not known yet.",
                        null=True,
                        verbose_name="from",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "successor__short_name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "successor"),
                        name="succession_once",
                        violation_error_message="This successor is listed already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", models.F("successor")), _negated=True),
                        name="nobody_follows_itself",
                        violation_error_message="A body cannot follow itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EarlierName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier",
                        to="publicbodies.publicbody",
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[("name", "Official name"), ("ons", "ONS code"), ("nhs", "NHS code")],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("value", models.CharField(max_length=160, verbose_name="name or code")),
                (
                    "last_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day. Empty when it is not known.",
                        null=True,
                        verbose_name="in use until",
                    ),
                ),
            ],
            options={
                "ordering": ["scheme", "-last_on", "value"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "scheme", "value"),
                        name="earlier_name_once",
                        violation_error_message="This name or code is listed already.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="publicbody",
            name="successors",
            field=models.ManyToManyField(
                blank=True,
                related_name="predecessors",
                through="publicbodies.Succession",
                to="publicbodies.publicbody",
            ),
        ),
    ]
