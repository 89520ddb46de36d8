import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import casestudies.models
import casestudies.pictures


class Migration(migrations.Migration):
    replaces = [
        ("casestudies", "0001_initial"),
        ("casestudies", "0002_listed"),
        ("casestudies", "0001_squashed"),
        ("casestudies", "0002_publication"),
        ("casestudies", "0003_told_on_this_site"),
        ("casestudies", "0004_pictures"),
    ]

    initial = True

    dependencies = [
        ("members", "0001_people"),
        ("principles", "0001_tables"),
        ("publicbodies", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="SuccessFactor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                ("ref", models.CharField(max_length=10, unique=True, verbose_name="reference")),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "question",
                    models.CharField(
                        help_text="Asked when an agreement is checked against it.", max_length=200
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="CaseStudy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=100, unique=True)),
                ("title", models.CharField(max_length=160)),
                ("place", models.CharField(help_text="As people there call it.", max_length=80)),
                ("lead_organisation", models.CharField(blank=True, max_length=160)),
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
                    "place_kind",
                    models.CharField(
                        choices=[
                            ("combined-authority", "Combined authority area"),
                            ("two-tier", "County with districts"),
                            ("unitary", "Unitary council"),
                            ("metropolitan", "Metropolitan borough"),
                            ("london-borough", "London borough"),
                            ("icb", "Integrated care board area"),
                        ],
                        max_length=30,
                        verbose_name="kind of place",
                    ),
                ),
                (
                    "agreement_kinds",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Values of the list of kinds.",
                        verbose_name="kinds of agreement",
                    ),
                ),
                ("period", models.CharField(blank=True, help_text="Such as “2024 to 2029”.", max_length=80)),
                ("theme", models.CharField(blank=True, max_length=80)),
                ("summary", models.TextField(help_text="Two or three sentences for lists.")),
                ("the_place", models.TextField(help_text="Markdown.")),
                ("what_they_did", models.TextField(help_text="Markdown.")),
                ("what_changed", models.TextField(help_text="Markdown.")),
                (
                    "letter_sentence",
                    models.TextField(
                        help_text="One sentence that a member can put into a letter, with its figure.",
                        verbose_name="sentence for a letter",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_studies",
                        to="principles.source",
                    ),
                ),
                (
                    "source_line",
                    models.CharField(blank=True, help_text="As the toolkit gives it.", max_length=200),
                ),
                (
                    "told_by_member",
                    models.BooleanField(
                        default=False,
                        help_text="Then it is published only with the member's consent.",
                        verbose_name="told by a member",
                    ),
                ),
                (
                    "consent_on",
                    models.DateField(
                        blank=True,
                        help_text="The day the member agreed to its publication.",
                        null=True,
                        verbose_name="consent given on",
                    ),
                ),
                ("consent_withdrawn_on", models.DateField(blank=True, null=True)),
                (
                    "from_story",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Its member told it on this site and gives or withdraws its consent there.",
                        verbose_name="drafted from a story",
                    ),
                ),
                (
                    "agreed_words",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="The fingerprint of what the member agreed to.",
                        max_length=64,
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="source checked on")),
                (
                    "review_by",
                    models.DateField(blank=True, help_text="The day somebody should look again.", null=True),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in-review", "In review"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("published_on", models.DateField(blank=True, null=True)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "principles",
                    models.ManyToManyField(
                        blank=True, related_name="case_studies", to="principles.principle"
                    ),
                ),
                (
                    "public_bodies",
                    models.ManyToManyField(
                        blank=True, related_name="case_studies", to="publicbodies.publicbody"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "case studies",
                "ordering": ["order", "title"],
                "indexes": [
                    models.Index(
                        fields=["status", "order", "title", "region", "place_kind"],
                        name="case_studies_as_listed",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("published_on__isnull", False),
                            _connector="OR",
                        ),
                        name="published_case_study_has_a_day",
                        violation_error_message="Enter the day it was published.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("source__isnull", False),
                            _connector="OR",
                        ),
                        name="published_case_study_has_a_source",
                        violation_error_message="A published case study needs a source.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("told_by_member", False),
                            models.Q(("consent_on__isnull", False), ("consent_withdrawn_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="published_story_has_consent",
                        violation_error_message="A member told this, and has not agreed to its publication.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FunctionTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                (
                    "is_arguable",
                    models.BooleanField(
                        default=False,
                        help_text="Ours: the source does not say it in so many words.",
                        verbose_name="arguable",
                    ),
                ),
                (
                    "case_study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="function_tags",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "function",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tags",
                        to="principles.lcsifunction",
                    ),
                ),
            ],
            options={
                "ordering": ["function__order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case_study", "function"),
                        name="one_tag_per_function",
                        violation_error_message="This function is tagged already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCaseStudy",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=100)),
                ("title", models.CharField(max_length=160)),
                ("place", models.CharField(help_text="As people there call it.", max_length=80)),
                ("lead_organisation", models.CharField(blank=True, max_length=160)),
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
                    "place_kind",
                    models.CharField(
                        choices=[
                            ("combined-authority", "Combined authority area"),
                            ("two-tier", "County with districts"),
                            ("unitary", "Unitary council"),
                            ("metropolitan", "Metropolitan borough"),
                            ("london-borough", "London borough"),
                            ("icb", "Integrated care board area"),
                        ],
                        max_length=30,
                        verbose_name="kind of place",
                    ),
                ),
                (
                    "agreement_kinds",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Values of the list of kinds.",
                        verbose_name="kinds of agreement",
                    ),
                ),
                ("period", models.CharField(blank=True, help_text="Such as “2024 to 2029”.", max_length=80)),
                ("theme", models.CharField(blank=True, max_length=80)),
                ("summary", models.TextField(help_text="Two or three sentences for lists.")),
                ("the_place", models.TextField(help_text="Markdown.")),
                ("what_they_did", models.TextField(help_text="Markdown.")),
                ("what_changed", models.TextField(help_text="Markdown.")),
                (
                    "letter_sentence",
                    models.TextField(
                        help_text="One sentence that a member can put into a letter, with its figure.",
                        verbose_name="sentence for a letter",
                    ),
                ),
                (
                    "source_line",
                    models.CharField(blank=True, help_text="As the toolkit gives it.", max_length=200),
                ),
                (
                    "told_by_member",
                    models.BooleanField(
                        default=False,
                        help_text="Then it is published only with the member's consent.",
                        verbose_name="told by a member",
                    ),
                ),
                (
                    "consent_on",
                    models.DateField(
                        blank=True,
                        help_text="The day the member agreed to its publication.",
                        null=True,
                        verbose_name="consent given on",
                    ),
                ),
                ("consent_withdrawn_on", models.DateField(blank=True, null=True)),
                (
                    "from_story",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Its member told it on this site and gives or withdraws its consent there.",
                        verbose_name="drafted from a story",
                    ),
                ),
                (
                    "agreed_words",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="The fingerprint of what the member agreed to.",
                        max_length=64,
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="source checked on")),
                (
                    "review_by",
                    models.DateField(blank=True, help_text="The day somebody should look again.", null=True),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in-review", "In review"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("published_on", models.DateField(blank=True, null=True)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.source",
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
                "verbose_name": "historical case study",
                "verbose_name_plural": "historical case studies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCaseStudy_principles",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "casestudy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "principle",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.principle",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="casestudies.historicalcasestudy",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalCaseStudy_principles",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCaseStudy_public_bodies",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "casestudy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "publicbody",
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
                        to="casestudies.historicalcasestudy",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalCaseStudy_public_bodies",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCaseStudyPicture",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                ("slug", models.SlugField(default=casestudies.models.random_slug, editable=False)),
                ("file", models.TextField(max_length=100, verbose_name="picture")),
                ("width", models.PositiveIntegerField(editable=False)),
                ("height", models.PositiveIntegerField(editable=False)),
                (
                    "alt",
                    models.CharField(
                        help_text="What the picture shows, such as “Six people plant a hedge beside a health centre”.",
                        max_length=250,
                        verbose_name="text for those who do not see it",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=250)),
                (
                    "credit",
                    models.CharField(blank=True, help_text="Who took it, or who owns it.", max_length=120),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "case_study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casestudies.casestudy",
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
                "verbose_name": "historical picture",
                "verbose_name_plural": "historical pictures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCaseStudyUpdate",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                ("slug", models.SlugField()),
                ("happened_on", models.DateField()),
                ("when", models.CharField(blank=True, max_length=60, verbose_name="when, in words")),
                ("text", models.TextField(help_text="Markdown.")),
                (
                    "case_study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.source",
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
                "verbose_name": "historical case study update",
                "verbose_name_plural": "historical case study updates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFigure",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                ("slug", models.SlugField()),
                (
                    "value",
                    models.CharField(help_text="As it is printed, such as “£549.5 million”.", max_length=40),
                ),
                ("unit", models.CharField(blank=True, help_text="Such as “people employed”.", max_length=80)),
                ("meaning", models.TextField(help_text="What the number counts, in one sentence.")),
                ("as_of", models.CharField(max_length=60, verbose_name="as of")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "case_study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.source",
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
                "verbose_name": "historical figure",
                "verbose_name_plural": "historical figures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFunctionTag",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                (
                    "is_arguable",
                    models.BooleanField(
                        default=False,
                        help_text="Ours: the source does not say it in so many words.",
                        verbose_name="arguable",
                    ),
                ),
                (
                    "case_study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "function",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.lcsifunction",
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
                "verbose_name": "historical function tag",
                "verbose_name_plural": "historical function tags",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPartner",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("part", models.CharField(blank=True, max_length=200, verbose_name="its part")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "case_study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casestudies.casestudy",
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
                "verbose_name": "historical partner",
                "verbose_name_plural": "historical partners",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSuccessFactor",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                ("ref", models.CharField(db_index=True, max_length=10, verbose_name="reference")),
                ("slug", models.SlugField()),
                ("name", models.CharField(max_length=80)),
                (
                    "question",
                    models.CharField(
                        help_text="Asked when an agreement is checked against it.", max_length=200
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
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
                "verbose_name": "historical success factor",
                "verbose_name_plural": "historical success factors",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                (
                    "case_study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="casestudies.casestudy",
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("part", models.CharField(blank=True, max_length=200, verbose_name="its part")),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case_study", "name"),
                        name="partner_named_once",
                        violation_error_message="This partner is named already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSuccessFactorTag",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                (
                    "is_arguable",
                    models.BooleanField(
                        default=False,
                        help_text="Ours: the source does not say it in so many words.",
                        verbose_name="arguable",
                    ),
                ),
                (
                    "case_study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "success_factor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casestudies.successfactor",
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
                "verbose_name": "historical success factor tag",
                "verbose_name_plural": "historical success factor tags",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SuccessFactorTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                (
                    "is_arguable",
                    models.BooleanField(
                        default=False,
                        help_text="Ours: the source does not say it in so many words.",
                        verbose_name="arguable",
                    ),
                ),
                (
                    "case_study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="success_factor_tags",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "success_factor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tags",
                        to="casestudies.successfactor",
                    ),
                ),
            ],
            options={
                "ordering": ["success_factor__order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case_study", "success_factor"),
                        name="one_tag_per_success_factor",
                        violation_error_message="This success factor is tagged already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseStudyPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                (
                    "case_study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="casestudies.casestudy",
                    ),
                ),
                ("slug", models.SlugField(default=casestudies.models.random_slug, editable=False)),
                (
                    "file",
                    models.FileField(
                        storage=casestudies.pictures.public_storage,
                        upload_to=casestudies.pictures.picture_path,
                        verbose_name="picture",
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False)),
                ("height", models.PositiveIntegerField(editable=False)),
                (
                    "alt",
                    models.CharField(
                        help_text="What the picture shows, such as “Six people plant a hedge beside a health centre”.",
                        max_length=250,
                        verbose_name="text for those who do not see it",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=250)),
                (
                    "credit",
                    models.CharField(blank=True, help_text="Who took it, or who owns it.", max_length=120),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "picture",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case_study", "slug"),
                        name="picture_slug_is_its_own",
                        violation_error_message="Another picture of this case study has this short name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("alt", ""), _negated=True),
                        name="picture_has_words",
                        violation_error_message="Say what the picture shows.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseStudyUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                (
                    "case_study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="updates",
                        to="casestudies.casestudy",
                    ),
                ),
                ("slug", models.SlugField()),
                ("happened_on", models.DateField()),
                ("when", models.CharField(blank=True, max_length=60, verbose_name="when, in words")),
                ("text", models.TextField(help_text="Markdown.")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_study_updates",
                        to="principles.source",
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case_study", "slug"),
                        name="update_slug_is_its_own",
                        violation_error_message="Another update of this case study has this short name.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("ours", "Ours: a paraphrase in our words"),
                            ("official", "Official wording"),
                        ],
                        default="ours",
                        max_length=10,
                        verbose_name="where the words come from",
                    ),
                ),
                (
                    "needs_checking",
                    models.BooleanField(
                        default=True,
                        help_text="Shown on the page until somebody has compared the text with its source.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True, help_text="The day NAVCA's staff read and approved this text.", null=True
                    ),
                ),
                (
                    "editors_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to readers beside the text. One or two sentences.",
                        verbose_name="editor's note",
                    ),
                ),
                (
                    "case_study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="casestudies.casestudy",
                    ),
                ),
                ("slug", models.SlugField()),
                (
                    "value",
                    models.CharField(help_text="As it is printed, such as “£549.5 million”.", max_length=40),
                ),
                ("unit", models.CharField(blank=True, help_text="Such as “people employed”.", max_length=80)),
                ("meaning", models.TextField(help_text="What the number counts, in one sentence.")),
                ("as_of", models.CharField(max_length=60, verbose_name="as of")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="principles.source",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case_study", "slug"),
                        name="figure_slug_is_its_own",
                        violation_error_message="Another figure of this case study has this short name.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="casestudy",
            name="functions",
            field=models.ManyToManyField(
                related_name="case_studies", through="casestudies.FunctionTag", to="principles.lcsifunction"
            ),
        ),
        migrations.AddField(
            model_name="casestudy",
            name="success_factors",
            field=models.ManyToManyField(
                related_name="case_studies",
                through="casestudies.SuccessFactorTag",
                to="casestudies.successfactor",
            ),
        ),
    ]
