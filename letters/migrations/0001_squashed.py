import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("letters", "0001_initial"), ("letters", "0002_own_bodies_and_templates")]

    initial = True

    dependencies = [
        ("members", "0002_squashed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("partnerships", "0001_squashed"),
        ("principles", "0001_squashed"),
    ]

    operations = [
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
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
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="letters.lettertemplate",
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
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                ("examples", models.JSONField(blank=True, default=list)),
                ("signer_name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("signer_role", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
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
            ],
            options={
                "ordering": ["-changed_at"],
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
                ("order", models.PositiveSmallIntegerField(default=0)),
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
                    "second_principle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="principles.principle",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
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
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="letters.letter",
                    ),
                ),
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
    ]
