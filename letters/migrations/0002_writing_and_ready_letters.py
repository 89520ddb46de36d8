import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import members.private_files


class Migration(migrations.Migration):
    dependencies = [
        ("letters", "0001_squashed"),
        ("members", "0003_chase_after_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("partnerships", "0002_contact"),
        ("publicbodies", "0001_squashed"),
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
                ("sha256", models.CharField(max_length=64)),
                ("file", members.private_files.PrivateFileField(upload_to="letters")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="frozen_pictures",
                        to="members.organisation",
                    ),
                ),
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
            name="LetterVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
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
                ("made_ready_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="letters.letter",
                    ),
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
                    "made_ready_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "template_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="letters.lettertemplateversion",
                    ),
                ),
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
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="partnerships.recipient",
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
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="letters.letterversion",
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
                "verbose_name": "historical pre election period",
                "verbose_name_plural": "historical pre election periods",
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
            name="FrozenFile",
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
                ("file_name", models.CharField(max_length=160)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveIntegerField(default=0, verbose_name="size in bytes")),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="letters.letterversion",
                    ),
                ),
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
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="letters.historicalpreelectionperiod",
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
                    "kind",
                    models.CharField(
                        choices=[("finding", "Finding"), ("case-study", "Case study")], max_length=20
                    ),
                ),
                ("reference", models.CharField(max_length=100)),
                ("text", models.TextField(blank=True)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                ("file", members.private_files.PrivateFileField(upload_to="letters")),
                ("file_name", models.CharField(max_length=100, verbose_name="name of the file")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "verbose_name": "file that was sent",
                "verbose_name_plural": "files that were sent",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="letter",
            name="change_notices",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="letter",
            name="co_signatories",
            field=models.TextField(
                blank=True,
                validators=[
                    django.core.validators.MaxLengthValidator(
                        6000, "Shorten this to 6,000 characters or fewer"
                    )
                ],
                verbose_name="who signs with you",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="contact",
            field=models.CharField(blank=True, max_length=200, verbose_name="who answers their questions"),
        ),
        migrations.AddField(
            model_name="letter",
            name="copied_to",
            field=models.ManyToManyField(
                blank=True,
                related_name="+",
                to="partnerships.recipient",
                verbose_name="copies to people in your list",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="copies_to",
            field=models.TextField(
                blank=True,
                validators=[
                    django.core.validators.MaxLengthValidator(
                        6000, "Shorten this to 6,000 characters or fewer"
                    )
                ],
                verbose_name="copies to others",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="enclosures",
            field=models.TextField(
                blank=True,
                validators=[
                    django.core.validators.MaxLengthValidator(
                        6000, "Shorten this to 6,000 characters or fewer"
                    )
                ],
                verbose_name="what is enclosed",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="meeting_dates",
            field=models.TextField(
                blank=True,
                validators=[
                    django.core.validators.MaxLengthValidator(
                        6000, "Shorten this to 6,000 characters or fewer"
                    )
                ],
                verbose_name="days you offer for a meeting",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="names_other_recipients",
            field=models.BooleanField(default=True, verbose_name="say who else receives it"),
        ),
        migrations.AddField(
            model_name="letter",
            name="own_paragraphs",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="letter",
            name="own_wording",
            field=models.JSONField(blank=True, default=dict, verbose_name="standard wording you changed"),
        ),
        migrations.AddField(
            model_name="letter",
            name="saved_from",
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name="letter",
            name="saved_turn",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="letter",
            name="tier_paragraphs",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
