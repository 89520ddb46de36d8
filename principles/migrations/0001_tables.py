import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("principles", "0001_initial"),
        ("principles", "0002_starting_points"),
        ("principles", "0001_squashed"),
        ("principles", "0002_address_problem"),
    ]

    initial = True

    dependencies = [
        ("members", "0001_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceUse",
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
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="GlossaryTerm",
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
                ("slug", models.SlugField(unique=True)),
                ("term", models.CharField(max_length=80)),
                ("definition", models.TextField()),
            ],
            options={
                "ordering": ["term"],
            },
        ),
        migrations.CreateModel(
            name="Link",
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
                ("slug", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=160)),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="Empty until a curator has found it.",
                        max_length=500,
                        verbose_name="web address",
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=250)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "checked_on",
                    models.DateField(
                        blank=True, help_text="The day somebody last opened it, or it answered.", null=True
                    ),
                ),
                (
                    "address_problem",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="problem with the address"
                    ),
                ),
            ],
            options={
                "ordering": ["order", "title"],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("publisher", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=300)),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="web address")),
                ("published_on", models.DateField(blank=True, null=True)),
                (
                    "published_note",
                    models.CharField(
                        blank=True,
                        help_text="Used when the exact day is not known, such as “2023”.",
                        max_length=60,
                        verbose_name="published, in words",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(
                        blank=True, help_text="The day somebody last opened it, or it answered.", null=True
                    ),
                ),
                (
                    "address_problem",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="problem with the address"
                    ),
                ),
                ("editors_note", models.TextField(blank=True, verbose_name="editor's note")),
            ],
            options={
                "ordering": ["publisher", "title"],
            },
        ),
        migrations.CreateModel(
            name="GuidePage",
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
                ("slug", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=120)),
                ("summary", models.CharField(max_length=250)),
                ("body", models.TextField(help_text="Markdown. Headings start at ##.")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "sources",
                    models.ManyToManyField(blank=True, related_name="guide_pages", to="principles.source"),
                ),
            ],
            options={
                "ordering": ["order", "title"],
            },
        ),
        migrations.CreateModel(
            name="Principle",
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
                    "number",
                    models.PositiveSmallIntegerField(
                        unique=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=80)),
                ("summary", models.CharField(help_text="One line, shown under the name.", max_length=200)),
                ("explanation", models.TextField(help_text="What it means. Markdown.")),
                (
                    "letter_paragraph",
                    models.TextField(
                        help_text="A short paragraph a reader can copy. May hold [place].",
                        verbose_name="paragraph for a letter",
                    ),
                ),
                (
                    "evidence_use",
                    models.TextField(
                        blank=True, help_text="Markdown.", verbose_name="how to use the evidence"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="principles",
                        to="principles.source",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="LCSIFunction",
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
                    "aliases",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="The wordings other papers use for the same function.",
                        verbose_name="other names",
                    ),
                ),
                ("definition", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="functions",
                        to="principles.source",
                    ),
                ),
                (
                    "usual_principles",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Offered first when an activity is tagged.",
                        related_name="functions",
                        to="principles.principle",
                    ),
                ),
            ],
            options={
                "verbose_name": "LCSI function",
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
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
                (
                    "ref",
                    models.CharField(
                        help_text="Such as E4.", max_length=10, unique=True, verbose_name="reference"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="short title")),
                ("text", models.TextField(help_text="One finding in one or two sentences, in our words.")),
                (
                    "as_of",
                    models.CharField(
                        blank=True,
                        help_text="The time the finding speaks of.",
                        max_length=60,
                        verbose_name="as of",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="principles.source",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("principles", models.ManyToManyField(related_name="findings", to="principles.principle")),
                (
                    "functions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Leave empty when the finding is about infrastructure as a whole.",
                        related_name="findings",
                        to="principles.lcsifunction",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "ref"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEvidenceUse",
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
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
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
                "verbose_name": "historical evidence use",
                "verbose_name_plural": "historical evidence uses",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFinding",
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
                (
                    "ref",
                    models.CharField(
                        db_index=True, help_text="Such as E4.", max_length=10, verbose_name="reference"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="short title")),
                ("text", models.TextField(help_text="One finding in one or two sentences, in our words.")),
                (
                    "as_of",
                    models.CharField(
                        blank=True,
                        help_text="The time the finding speaks of.",
                        max_length=60,
                        verbose_name="as of",
                    ),
                ),
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
                "verbose_name": "historical finding",
                "verbose_name_plural": "historical findings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGlossaryTerm",
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
                ("term", models.CharField(max_length=80)),
                ("definition", models.TextField()),
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
                "verbose_name": "historical glossary term",
                "verbose_name_plural": "historical glossary terms",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGuidePage",
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
                ("title", models.CharField(max_length=120)),
                ("summary", models.CharField(max_length=250)),
                ("body", models.TextField(help_text="Markdown. Headings start at ##.")),
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
                "verbose_name": "historical guide page",
                "verbose_name_plural": "historical guide pages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLCSIFunction",
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
                    "aliases",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="The wordings other papers use for the same function.",
                        verbose_name="other names",
                    ),
                ),
                ("definition", models.TextField()),
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
                "verbose_name": "historical LCSI function",
                "verbose_name_plural": "historical LCSI functions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLink",
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
                ("title", models.CharField(max_length=160)),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="Empty until a curator has found it.",
                        max_length=500,
                        verbose_name="web address",
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=250)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "checked_on",
                    models.DateField(
                        blank=True, help_text="The day somebody last opened it, or it answered.", null=True
                    ),
                ),
                (
                    "address_problem",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="problem with the address"
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
                "verbose_name": "historical link",
                "verbose_name_plural": "historical links",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSource",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("slug", models.SlugField()),
                ("publisher", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=300)),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="web address")),
                ("published_on", models.DateField(blank=True, null=True)),
                (
                    "published_note",
                    models.CharField(
                        blank=True,
                        help_text="Used when the exact day is not known, such as “2023”.",
                        max_length=60,
                        verbose_name="published, in words",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(
                        blank=True, help_text="The day somebody last opened it, or it answered.", null=True
                    ),
                ),
                (
                    "address_problem",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="problem with the address"
                    ),
                ),
                ("editors_note", models.TextField(blank=True, verbose_name="editor's note")),
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
                "verbose_name": "historical source",
                "verbose_name_plural": "historical sources",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFinding_functions",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.finding",
                    ),
                ),
                (
                    "lcsifunction",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.lcsifunction",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="principles.historicalfinding",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalFinding_functions",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStartingPoint",
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
                    "label",
                    models.CharField(
                        help_text="Such as “We have an agreement”.", max_length=80, verbose_name="answer"
                    ),
                ),
                ("hint", models.CharField(help_text="Whom this answer is for, in one line.", max_length=160)),
                (
                    "reading",
                    models.TextField(help_text="Markdown, without headings.", verbose_name="what to read"),
                ),
                (
                    "evidence",
                    models.TextField(
                        help_text="Markdown, without headings. Three findings of the principle below follow it.",
                        verbose_name="evidence to bring",
                    ),
                ),
                (
                    "letter",
                    models.TextField(
                        help_text="Markdown, without headings.", verbose_name="what to write in the letter"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "principle",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The principle whose evidence helps most from here.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.principle",
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
                "verbose_name": "historical starting point",
                "verbose_name_plural": "historical starting points",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPrinciplePoint",
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
                ("text", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "principle",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.principle",
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
                "verbose_name": "historical principle point",
                "verbose_name_plural": "historical principle points",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLCSIFunction_usual_principles",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "lcsifunction",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.lcsifunction",
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
                        to="principles.historicallcsifunction",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalLCSIFunction_usual_principles",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFinding_principles",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.finding",
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
                        to="principles.historicalfinding",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalFinding_principles",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalExpectation",
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
                    "side",
                    models.CharField(
                        choices=[
                            ("public-bodies", "Councils, health systems and other public bodies"),
                            ("civil-society", "Civil society"),
                            ("both", "Both sides"),
                        ],
                        max_length=20,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text", models.CharField(max_length=300)),
                (
                    "principle",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.principle",
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
                "verbose_name": "historical expectation",
                "verbose_name_plural": "historical expectations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PrinciplePoint",
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
                (
                    "principle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="principles.principle",
                    ),
                ),
                ("text", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["principle", "order", "ref"],
            },
        ),
        migrations.CreateModel(
            name="Impact",
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
                ("text", models.CharField(max_length=200)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="impacts",
                        to="principles.source",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalUpdate",
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
                ("title", models.CharField(max_length=160)),
                (
                    "happened_on",
                    models.DateField(help_text="The first day it may have been, when only a month is known."),
                ),
                (
                    "when",
                    models.CharField(
                        blank=True,
                        help_text="Such as “autumn 2025”. Empty: the day is shown.",
                        max_length=60,
                        verbose_name="when, in words",
                    ),
                ),
                ("text", models.TextField(help_text="Markdown.")),
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
                "verbose_name": "historical update",
                "verbose_name_plural": "historical updates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgressSign",
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
                    "kind",
                    models.CharField(
                        choices=[("progress", "Sign of progress"), ("warning", "Warning sign")], max_length=10
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField()),
                (
                    "principle",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.principle",
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
                "verbose_name": "historical progress sign",
                "verbose_name_plural": "historical progress signs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPrinciple",
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
                    "number",
                    models.PositiveSmallIntegerField(
                        db_index=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                    ),
                ),
                ("slug", models.SlugField()),
                ("name", models.CharField(max_length=80)),
                ("summary", models.CharField(help_text="One line, shown under the name.", max_length=200)),
                ("explanation", models.TextField(help_text="What it means. Markdown.")),
                (
                    "letter_paragraph",
                    models.TextField(
                        help_text="A short paragraph a reader can copy. May hold [place].",
                        verbose_name="paragraph for a letter",
                    ),
                ),
                (
                    "evidence_use",
                    models.TextField(
                        blank=True, help_text="Markdown.", verbose_name="how to use the evidence"
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
                "verbose_name": "historical principle",
                "verbose_name_plural": "historical principles",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalImpact",
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
                ("text", models.CharField(max_length=200)),
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
                "verbose_name": "historical impact",
                "verbose_name_plural": "historical impacts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGuidePage_sources",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "guidepage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.guidepage",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.source",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="principles.historicalguidepage",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalGuidePage_sources",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEquityPoint",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("argument", "Why equity"),
                            ("enabler", "What helps"),
                            ("barrier", "What gets in the way"),
                            ("action", "What government could do"),
                            ("recommendation", "Recommendations"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField(blank=True)),
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
                "verbose_name": "historical equity point",
                "verbose_name_plural": "historical equity points",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="EquityPoint",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("argument", "Why equity"),
                            ("enabler", "What helps"),
                            ("barrier", "What gets in the way"),
                            ("action", "What government could do"),
                            ("recommendation", "Recommendations"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField(blank=True)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="equity_points",
                        to="principles.source",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "order"],
            },
        ),
        migrations.CreateModel(
            name="StartingPoint",
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
                ("slug", models.SlugField(unique=True)),
                (
                    "label",
                    models.CharField(
                        help_text="Such as “We have an agreement”.", max_length=80, verbose_name="answer"
                    ),
                ),
                ("hint", models.CharField(help_text="Whom this answer is for, in one line.", max_length=160)),
                (
                    "reading",
                    models.TextField(help_text="Markdown, without headings.", verbose_name="what to read"),
                ),
                (
                    "evidence",
                    models.TextField(
                        help_text="Markdown, without headings. Three findings of the principle below follow it.",
                        verbose_name="evidence to bring",
                    ),
                ),
                (
                    "letter",
                    models.TextField(
                        help_text="Markdown, without headings.", verbose_name="what to write in the letter"
                    ),
                ),
                (
                    "principle",
                    models.ForeignKey(
                        blank=True,
                        help_text="The principle whose evidence helps most from here.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="starting_points",
                        to="principles.principle",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="Update",
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
                ("slug", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=160)),
                (
                    "happened_on",
                    models.DateField(help_text="The first day it may have been, when only a month is known."),
                ),
                (
                    "when",
                    models.CharField(
                        blank=True,
                        help_text="Such as “autumn 2025”. Empty: the day is shown.",
                        max_length=60,
                        verbose_name="when, in words",
                    ),
                ),
                ("text", models.TextField(help_text="Markdown.")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="principles.source",
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on", "title"],
            },
        ),
        migrations.CreateModel(
            name="Expectation",
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
                    "principle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expectations",
                        to="principles.principle",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("public-bodies", "Councils, health systems and other public bodies"),
                            ("civil-society", "Civil society"),
                            ("both", "Both sides"),
                        ],
                        max_length=20,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text", models.CharField(max_length=300)),
            ],
            options={
                "ordering": ["principle", "side", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("principle", "side", "order"),
                        name="expectation_has_its_own_place",
                        violation_error_message="Another line of this side already has this place in the order.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressSign",
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
                    "principle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signs",
                        to="principles.principle",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("progress", "Sign of progress"), ("warning", "Warning sign")], max_length=10
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signs",
                        to="principles.source",
                    ),
                ),
            ],
            options={
                "ordering": ["principle", "kind", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("principle", "kind", "order"),
                        name="sign_has_its_own_place",
                        violation_error_message="Another sign of this kind already has this place in the order.",
                    )
                ],
            },
        ),
    ]
