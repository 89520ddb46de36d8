import uuid

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import members.private_files


class Migration(migrations.Migration):
    replaces = [
        ("letters", "0001_initial"),
        ("letters", "0002_own_bodies_and_templates"),
        ("letters", "0001_squashed"),
        ("letters", "0002_writing_and_ready_letters"),
        ("letters", "0003_pre_election_periods"),
    ]

    initial = True

    dependencies = [
        ("members", "0002_tables"),
        ("partnerships", "0001_tables"),
        ("principles", "0001_tables"),
        ("publicbodies", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="TierParagraph",
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
                    "tier",
                    models.CharField(
                        choices=[
                            ("county", "County councils"),
                            ("district", "District councils"),
                            ("whole", "Councils that run every service"),
                            ("strategic-authority", "Strategic authorities"),
                            ("icb", "Integrated care boards"),
                        ],
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Two or three sentences in plain text. May hold fields such as [place].",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                1000, "Shorten this to 1,000 characters or fewer"
                            )
                        ],
                    ),
                ),
            ],
            options={
                "ordering": ["tier"],
            },
        ),
        migrations.CreateModel(
            name="FrozenPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="frozen_pictures",
                        to="members.organisation",
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("file", members.private_files.PrivateFileField(upload_to="letters")),
            ],
            options={
                "verbose_name": "picture of a letter",
                "verbose_name_plural": "pictures of letters",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "sha256"),
                        name="frozen_picture_once",
                        violation_error_message="This picture is kept already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalLetterTemplate",
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
                    "title",
                    models.CharField(
                        help_text="Shown where a member chooses, such as “To a council or health body”.",
                        max_length=120,
                    ),
                ),
                ("description", models.CharField(max_length=250)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public-body", "A council or health body"),
                            ("sector", "The local voluntary sector"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "situation",
                    models.CharField(
                        choices=[
                            ("first", "A first letter on the Covenant"),
                            ("health", "To the health system"),
                            ("change", "When councils or the people in charge change"),
                            ("money", "When a grant or contract is at stake"),
                            ("after", "After a letter or a meeting"),
                        ],
                        default="first",
                        help_text="Members find the letter under this heading.",
                        max_length=20,
                        verbose_name="when to use it",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "is_archived",
                    models.BooleanField(
                        default=False,
                        help_text="Nobody can start from it any more. Letters and drafts keep the words they have.",
                        verbose_name="archived",
                    ),
                ),
                (
                    "timing",
                    models.CharField(
                        blank=True,
                        help_text="When to send it, in a sentence or two to the member.",
                        max_length=250,
                        verbose_name="timing rule",
                    ),
                ),
                (
                    "timing_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="A number, such as 15, that goes before the words below.",
                        null=True,
                        verbose_name="days",
                    ),
                ),
                (
                    "timing_event",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("last-letter", "working days after the last letter"),
                            ("meeting", "working days after the meeting"),
                            ("new-post", "days after they take up the post"),
                            ("closing", "days before the consultation closes"),
                            ("change", "days before the body ends or merges"),
                            ("end", "days before the agreement ends"),
                        ],
                        max_length=20,
                        verbose_name="counted from",
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
                "verbose_name": "historical letter template",
                "verbose_name_plural": "historical letter templates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPreElectionPeriod",
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
                    "name",
                    models.CharField(
                        db_index=True,
                        help_text="As a sentence would name it: “the elections of 6 May 2027”.",
                        max_length=120,
                    ),
                ),
                (
                    "first_on",
                    models.DateField(
                        help_text="Usually the day the notice of election is published.",
                        verbose_name="first day",
                    ),
                ),
                ("polling_on", models.DateField(verbose_name="polling day")),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="kinds of body")),
                ("regions", models.JSONField(blank=True, default=list)),
                ("source", models.CharField(max_length=300)),
                ("checked_on", models.DateField()),
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
                "verbose_name": "historical pre-election period",
                "verbose_name_plural": "historical pre-election periods",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStarterExample",
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
                ("ref", models.CharField(db_index=True, max_length=10, verbose_name="reference")),
                ("title", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "function",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="With a function and a principle, members can take the idea up as an activity of theirs.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.lcsifunction",
                    ),
                ),
                (
                    "first_principle",
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
                    "second_principle",
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
                "verbose_name": "historical starter example",
                "verbose_name_plural": "historical starter examples",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTierParagraph",
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
                    "tier",
                    models.CharField(
                        choices=[
                            ("county", "County councils"),
                            ("district", "District councils"),
                            ("whole", "Councils that run every service"),
                            ("strategic-authority", "Strategic authorities"),
                            ("icb", "Integrated care boards"),
                        ],
                        db_index=True,
                        max_length=20,
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Two or three sentences in plain text. May hold fields such as [place].",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                1000, "Shorten this to 1,000 characters or fewer"
                            )
                        ],
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
                "verbose_name": "historical tier paragraph",
                "verbose_name_plural": "historical tier paragraphs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LetterTemplate",
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
                    "title",
                    models.CharField(
                        help_text="Shown where a member chooses, such as “To a council or health body”.",
                        max_length=120,
                    ),
                ),
                ("description", models.CharField(max_length=250)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public-body", "A council or health body"),
                            ("sector", "The local voluntary sector"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "situation",
                    models.CharField(
                        choices=[
                            ("first", "A first letter on the Covenant"),
                            ("health", "To the health system"),
                            ("change", "When councils or the people in charge change"),
                            ("money", "When a grant or contract is at stake"),
                            ("after", "After a letter or a meeting"),
                        ],
                        default="first",
                        help_text="Members find the letter under this heading.",
                        max_length=20,
                        verbose_name="when to use it",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "is_archived",
                    models.BooleanField(
                        default=False,
                        help_text="Nobody can start from it any more. Letters and drafts keep the words they have.",
                        verbose_name="archived",
                    ),
                ),
                (
                    "timing",
                    models.CharField(
                        blank=True,
                        help_text="When to send it, in a sentence or two to the member.",
                        max_length=250,
                        verbose_name="timing rule",
                    ),
                ),
                (
                    "timing_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="A number, such as 15, that goes before the words below.",
                        null=True,
                        verbose_name="days",
                    ),
                ),
                (
                    "timing_event",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("last-letter", "working days after the last letter"),
                            ("meeting", "working days after the meeting"),
                            ("new-post", "days after they take up the post"),
                            ("closing", "days before the consultation closes"),
                            ("change", "days before the body ends or merges"),
                            ("end", "days before the agreement ends"),
                        ],
                        max_length=20,
                        verbose_name="counted from",
                    ),
                ),
                (
                    "suggested_findings",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Three at most. A new letter cites them unless the member brings a finding along.",
                        related_name="+",
                        to="principles.finding",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("timing_days__isnull", True), ("timing_event", "")),
                            models.Q(
                                ("timing_days__isnull", False), models.Q(("timing_event", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="timing_days_and_event_together",
                        violation_error_message="Give both the number of days and what they are counted from.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalLetterTemplateVersion",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "subject",
                    models.CharField(
                        error_messages={"max_length": "Shorten the subject to 200 characters or fewer."},
                        help_text="May hold fields such as [place].",
                        max_length=200,
                    ),
                ),
                (
                    "greeting",
                    models.CharField(
                        blank=True,
                        help_text="Only for a letter without a recipient, such as “Dear colleagues”.",
                        max_length=120,
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        help_text="Markdown with fields in square brackets, such as [place].",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000, "Shorten the letter to 20,000 characters or fewer."
                            )
                        ],
                    ),
                ),
                (
                    "main_ask",
                    models.TextField(
                        blank=True,
                        help_text="What the letter asks for first; it prints where the body says [main ask]. Members can change it. A bracket that is not a field, such as [day of the meeting], is a gap they fill.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                6000, "Shorten this to 6,000 characters or fewer"
                            )
                        ],
                    ),
                ),
                (
                    "further_asks",
                    models.TextField(
                        blank=True,
                        help_text="One on each line; they print where the body says [further asks].",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                6000, "Shorten this to 6,000 characters or fewer"
                            )
                        ],
                        verbose_name="further asks",
                    ),
                ),
                (
                    "sign_off",
                    models.CharField(
                        blank=True,
                        help_text="Empty: “Yours sincerely” to a named person, “Yours faithfully” to a post.",
                        max_length=60,
                        verbose_name="sign-off",
                    ),
                ),
                (
                    "notes",
                    models.TextField(
                        blank=True,
                        help_text="Shown beside the letter while a member writes it, and never printed. One on each line.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                6000, "Shorten this to 6,000 characters or fewer"
                            )
                        ],
                        verbose_name="notes for the writer",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="letters.lettertemplate",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "historical letter template version",
                "verbose_name_plural": "historical letter template versions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLetterTemplate_suggested_findings",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "lettertemplate",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="letters.lettertemplate",
                    ),
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
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="letters.historicallettertemplate",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalLetterTemplate_suggested_findings",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LetterTemplateVersion",
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
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="letters.lettertemplate",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "subject",
                    models.CharField(
                        error_messages={"max_length": "Shorten the subject to 200 characters or fewer."},
                        help_text="May hold fields such as [place].",
                        max_length=200,
                    ),
                ),
                (
                    "greeting",
                    models.CharField(
                        blank=True,
                        help_text="Only for a letter without a recipient, such as “Dear colleagues”.",
                        max_length=120,
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        help_text="Markdown with fields in square brackets, such as [place].",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000, "Shorten the letter to 20,000 characters or fewer."
                            )
                        ],
                    ),
                ),
                (
                    "main_ask",
                    models.TextField(
                        blank=True,
                        help_text="What the letter asks for first; it prints where the body says [main ask]. Members can change it. A bracket that is not a field, such as [day of the meeting], is a gap they fill.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                6000, "Shorten this to 6,000 characters or fewer"
                            )
                        ],
                    ),
                ),
                (
                    "further_asks",
                    models.TextField(
                        blank=True,
                        help_text="One on each line; they print where the body says [further asks].",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                6000, "Shorten this to 6,000 characters or fewer"
                            )
                        ],
                        verbose_name="further asks",
                    ),
                ),
                (
                    "sign_off",
                    models.CharField(
                        blank=True,
                        help_text="Empty: “Yours sincerely” to a named person, “Yours faithfully” to a post.",
                        max_length=60,
                        verbose_name="sign-off",
                    ),
                ),
                (
                    "notes",
                    models.TextField(
                        blank=True,
                        help_text="Shown beside the letter while a member writes it, and never printed. One on each line.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                6000, "Shorten this to 6,000 characters or fewer"
                            )
                        ],
                        verbose_name="notes for the writer",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "published_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["template", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("template", "number"),
                        name="version_number_once",
                        violation_error_message="This template has a version with this number already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("revision", models.PositiveIntegerField(default=1)),
                ("saved_from", models.CharField(blank=True, editable=False, max_length=32)),
                ("saved_turn", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="members.organisation",
                    ),
                ),
                (
                    "template_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="letters.lettertemplateversion",
                    ),
                ),
                (
                    "dated_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="date on the letter"
                    ),
                ),
                (
                    "main_ask",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                6000, "Shorten this to 6,000 characters or fewer"
                            )
                        ],
                        verbose_name="what you ask for first",
                    ),
                ),
                (
                    "further_asks",
                    models.TextField(
                        blank=True,
                        help_text="One on each line.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                6000, "Shorten this to 6,000 characters or fewer"
                            )
                        ],
                        verbose_name="what else you would welcome",
                    ),
                ),
                ("reply_by_on", models.DateField(blank=True, null=True, verbose_name="reply by")),
                (
                    "meeting_dates",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                6000, "Shorten this to 6,000 characters or fewer"
                            )
                        ],
                        verbose_name="days you offer for a meeting",
                    ),
                ),
                (
                    "contact",
                    models.CharField(blank=True, max_length=200, verbose_name="who answers their questions"),
                ),
                ("examples", models.JSONField(blank=True, default=list)),
                ("own_paragraphs", models.JSONField(blank=True, default=list)),
                ("tier_paragraphs", models.JSONField(blank=True, default=dict)),
                ("change_notices", models.JSONField(blank=True, default=dict)),
                (
                    "own_wording",
                    models.JSONField(blank=True, default=dict, verbose_name="standard wording you changed"),
                ),
                ("signer_name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("signer_role", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                (
                    "co_signatories",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                6000, "Shorten this to 6,000 characters or fewer"
                            )
                        ],
                        verbose_name="who signs with you",
                    ),
                ),
                (
                    "enclosures",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                6000, "Shorten this to 6,000 characters or fewer"
                            )
                        ],
                        verbose_name="what is enclosed",
                    ),
                ),
                (
                    "copies_to",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                6000, "Shorten this to 6,000 characters or fewer"
                            )
                        ],
                        verbose_name="copies to others",
                    ),
                ),
                (
                    "names_other_recipients",
                    models.BooleanField(default=True, verbose_name="say who else receives it"),
                ),
                (
                    "copied_to",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="partnerships.recipient",
                        verbose_name="copies to people in your list",
                    ),
                ),
            ],
            options={
                "ordering": ["-changed_at"],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="letters.letter",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("finding", "Finding"), ("case-study", "Case study")], max_length=20
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        help_text="A finding's reference or a case study's slug.", max_length=100
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("letter", "kind", "reference"),
                        name="cited_once",
                        violation_error_message="This is in the letter already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="letters.letter",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="partnerships.recipient",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "letter copies",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("letter", "recipient"),
                        name="one_copy_each",
                        violation_error_message="This recipient has a copy already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("recipient__isnull", True)),
                        fields=("letter",),
                        name="one_copy_for_the_sector",
                        violation_error_message="The letter to the sector has its copy already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="letters.letter",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "template_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="letters.lettertemplateversion",
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                (
                    "words",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="The letter's fields as they were.",
                        verbose_name="what was typed",
                    ),
                ),
                (
                    "cited",
                    models.JSONField(
                        default=list,
                        help_text="Of each: kind, reference, revision, title and the text that was printed.",
                        verbose_name="what it cites",
                    ),
                ),
                ("is_large_print", models.BooleanField(default=False, verbose_name="in large print")),
                (
                    "organisation_name",
                    models.CharField(max_length=160, verbose_name="name of the organisation"),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="letters.frozenpicture",
                    ),
                ),
                (
                    "signature",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="letters.frozenpicture",
                    ),
                ),
                (
                    "made_ready_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_ready_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "version of a letter",
                "verbose_name_plural": "versions of letters",
                "ordering": ["letter", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("letter", "number"),
                        name="letter_version_number_once",
                        violation_error_message="This letter has a version with this number already.",
                    ),
                    models.UniqueConstraint(
                        fields=("letter", "revision"),
                        name="letter_ready_once",
                        violation_error_message="This letter is ready already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FrozenCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="letters.letterversion",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="partnerships.recipient",
                    ),
                ),
                ("addressed_to", models.CharField(max_length=300, verbose_name="to")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                ("email_name", models.CharField(blank=True, max_length=160, verbose_name="name in an email")),
                ("address", models.TextField(blank=True, verbose_name="postal address")),
                ("title", models.TextField()),
                ("subject", models.TextField()),
                ("file_stem", models.CharField(editable=False, max_length=100)),
                (
                    "values",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="what the fields held",
                    ),
                ),
                ("options", models.JSONField(default=dict, verbose_name="how it is set")),
                ("html", models.TextField(blank=True, verbose_name="the letter")),
                ("large_print_html", models.TextField(blank=True, verbose_name="the letter in large print")),
                (
                    "sent_on",
                    models.DateField(
                        blank=True,
                        help_text="Only of a copy without a recipient: all others have a record.",
                        null=True,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "copy of a ready letter",
                "verbose_name_plural": "copies of ready letters",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "recipient"),
                        name="frozen_copy_once",
                        violation_error_message="This recipient has a copy already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("recipient__isnull", True)),
                        fields=("version",),
                        name="frozen_copy_for_the_sector_once",
                        violation_error_message="The letter to the sector has its copy already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_on__isnull", True), ("recipient__isnull", True), _connector="OR"
                        ),
                        name="frozen_copy_sent_is_recorded",
                        violation_error_message="A letter to a recipient is recorded as a contact with them.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FrozenFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=160)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveIntegerField(default=0, verbose_name="size in bytes")),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="letters.letterversion",
                    ),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        blank=True,
                        help_text="None for a print file, which holds many.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="letters.frozencopy",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("large-print", "Large print PDF"),
                            ("word", "Word"),
                            ("large-print-word", "Large print Word"),
                            ("email", "Email draft"),
                            ("email-to-all", "Email draft, the others in copy"),
                            ("print", "Print file"),
                            ("print-both-sides", "Print file for both sides"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(default=1, help_text="Of a print file's volumes."),
                ),
                ("file", members.private_files.PrivateFileField(blank=True, upload_to="letters")),
            ],
            options={
                "verbose_name": "file of a ready letter",
                "verbose_name_plural": "files of ready letters",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("copy__isnull", False)),
                        fields=("copy", "kind"),
                        name="frozen_file_once",
                        violation_error_message="This recipient's letter has this file already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("copy__isnull", True)),
                        fields=("version", "kind", "number"),
                        name="frozen_volume_once",
                        violation_error_message="This letter has this volume already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", ""), ("made_at__isnull", True), ("sha256", ""), ("size", 0)),
                            models.Q(
                                models.Q(("file", ""), _negated=True),
                                models.Q(("sha256", ""), _negated=True),
                                ("made_at__isnull", False),
                                ("size__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="frozen_file_none_or_whole",
                        violation_error_message="A file is stored together with its hash, its size and its time.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PreElectionPeriod",
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
                    "name",
                    models.CharField(
                        help_text="As a sentence would name it: “the elections of 6 May 2027”.",
                        max_length=120,
                        unique=True,
                    ),
                ),
                (
                    "first_on",
                    models.DateField(
                        help_text="Usually the day the notice of election is published.",
                        verbose_name="first day",
                    ),
                ),
                ("polling_on", models.DateField(verbose_name="polling day")),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="kinds of body")),
                ("regions", models.JSONField(blank=True, default=list)),
                ("source", models.CharField(max_length=300)),
                ("checked_on", models.DateField()),
                (
                    "bodies",
                    models.ManyToManyField(
                        blank=True,
                        help_text="When only some bodies vote. They count besides the kinds and regions above.",
                        related_name="+",
                        to="publicbodies.publicbody",
                    ),
                ),
            ],
            options={
                "verbose_name": "pre-election period",
                "ordering": ["-polling_on", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("polling_on__gte", models.F("first_on"))),
                        name="pre_election_period_ends_with_the_poll",
                        violation_error_message="Enter a polling day that is on or after the first day.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPreElectionPeriod_bodies",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "preelectionperiod",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="letters.preelectionperiod",
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
                        to="letters.historicalpreelectionperiod",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalPreElectionPeriod_bodies",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SeenChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seen_changes",
                        to="letters.letterversion",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("finding", "Finding"), ("case-study", "Case study")], max_length=20
                    ),
                ),
                ("reference", models.CharField(max_length=100)),
                ("text", models.TextField(blank=True)),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "change that was seen",
                "verbose_name_plural": "changes that were seen",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "kind", "reference"),
                        name="change_seen_once",
                        violation_error_message="What was seen of this is kept already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "copy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent_file",
                        to="letters.frozencopy",
                    ),
                ),
                ("file", members.private_files.PrivateFileField(upload_to="letters")),
                ("file_name", models.CharField(max_length=100, verbose_name="name of the file")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "file that was sent",
                "verbose_name_plural": "files that were sent",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="StarterExample",
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
                ("ref", models.CharField(max_length=10, unique=True, verbose_name="reference")),
                ("title", models.CharField(max_length=80)),
                ("text", models.TextField()),
                (
                    "function",
                    models.ForeignKey(
                        blank=True,
                        help_text="With a function and a principle, members can take the idea up as an activity of theirs.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="principles.lcsifunction",
                    ),
                ),
                (
                    "first_principle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="principles.principle",
                    ),
                ),
                (
                    "second_principle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="principles.principle",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order"],
            },
        ),
    ]
