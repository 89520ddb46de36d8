import uuid

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import members.private_files


class Migration(migrations.Migration):
    replaces = [
        ("partnerships", "0001_initial"),
        ("partnerships", "0002_own_bodies_and_checks"),
        ("partnerships", "0001_squashed"),
        ("partnerships", "0002_contact"),
        ("partnerships", "0003_agreements"),
        ("partnerships", "0004_agreement_document"),
        ("partnerships", "0005_promise_revision"),
        ("partnerships", "0006_drafts_and_polls"),
        ("partnerships", "0007_move"),
        ("partnerships", "0008_keeping"),
        ("partnerships", "0009_action_plan"),
        ("partnerships", "0010_success_story"),
        ("partnerships", "0011_clause_wordings"),
        ("partnerships", "0012_other_side"),
    ]

    initial = True

    dependencies = [
        ("casestudies", "0001_tables"),
        ("members", "0002_tables"),
        ("principles", "0001_tables"),
        ("publicbodies", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClauseWording",
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
                    "clause",
                    models.CharField(
                        help_text="As the form names it: “purpose”, or a principle with what is asked of it, such as “recognition-and-value.ours”.",
                        max_length=80,
                        unique=True,
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Plain text, one point on each line. Square brackets wait for the member’s own words.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                3000, "Shorten this to 3,000 characters or fewer"
                            )
                        ],
                    ),
                ),
            ],
            options={
                "verbose_name": "words to begin a clause",
                "verbose_name_plural": "words to begin clauses of agreements",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="members.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accord", "Accord"),
                            ("compact", "Compact"),
                            ("covenant", "Covenant"),
                            ("concordat", "Concordat"),
                            ("memorandum", "Memorandum of understanding"),
                            ("partnership-agreement", "Partnership agreement"),
                            ("strategy", "Strategy"),
                            ("board", "Board"),
                            ("contract", "Contract"),
                        ],
                        max_length=30,
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="its own name")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("leads-named", "Leads named"),
                            ("draft", "Draft"),
                            ("consultation", "Consultation"),
                            ("signed", "Signed"),
                            ("action-plan", "Action plan"),
                            ("review-due", "Review due"),
                            ("reviewed", "Reviewed"),
                            ("renewed", "Renewed"),
                            ("lapsed", "Lapsed"),
                            ("overtaken", "Overtaken by reorganisation"),
                            ("stopped", "Stopped before it was signed"),
                        ],
                        default="idea",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("we_began_it", models.BooleanField(default=True, verbose_name="we began it")),
                (
                    "purpose",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="what it is for",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                (
                    "document",
                    members.private_files.PrivateFileField(
                        blank=True, upload_to="agreements", verbose_name="the document"
                    ),
                ),
                ("document_name", models.CharField(blank=True, editable=False, max_length=100)),
                (
                    "link",
                    models.URLField(blank=True, max_length=500, verbose_name="web address of the document"),
                ),
                (
                    "review_month",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="month of the yearly review",
                    ),
                ),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="last reviewed on")),
                ("renew_by_on", models.DateField(blank=True, null=True, verbose_name="to be renewed by")),
                ("next_step", models.CharField(blank=True, max_length=200, verbose_name="next step")),
                (
                    "next_step_on",
                    models.DateField(blank=True, null=True, verbose_name="day of the next step"),
                ),
                (
                    "consultation_ends_on",
                    models.DateField(blank=True, null=True, verbose_name="consultation closes on"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="why it lapsed",
                    ),
                ),
                (
                    "stop_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("declined", "They declined"),
                            ("no-reply", "No reply"),
                            ("overtaken", "Overtaken by reorganisation"),
                            ("ours", "We decided not to go on"),
                        ],
                        max_length=12,
                        verbose_name="why it stopped",
                    ),
                ),
                (
                    "successors_not_known",
                    models.BooleanField(
                        default=False, verbose_name="it is not known yet which bodies follow"
                    ),
                ),
                (
                    "disagreement_steps",
                    models.TextField(
                        blank=True,
                        help_text="One step on each line",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="steps of disagreement",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "successors",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="publicbodies.publicbody",
                        verbose_name="bodies that follow",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("stage__in", ("signed", "action-plan", "review-due", "reviewed", "renewed")),
                                _negated=True,
                            ),
                            ("signed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="agreement_in_force_is_signed",
                        violation_error_message="Enter the day it was signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review_month__isnull", True), ("review_month__range", (1, 12)), _connector="OR"
                        ),
                        name="review_month_is_a_month",
                        violation_error_message="Select a month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage", "review-due"), _negated=True),
                        name="review_due_is_not_stored",
                        violation_error_message="The clock says when a review is due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage__in", ("lapsed", "overtaken", "stopped")), _negated=True),
                            ("ended_on__isnull", False),
                            _connector="OR",
                        ),
                        name="agreement_that_ended_has_its_day",
                        violation_error_message="Enter the day it ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "stopped"), _negated=True),
                            models.Q(("stop_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="stopped_agreement_has_its_reason",
                        violation_error_message="Select why it stopped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionPlan",
            fields=[
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1998, "Enter a year from 1998 to 2100"),
                            django.core.validators.MaxValueValidator(2100, "Enter a year from 1998 to 2100"),
                        ]
                    ),
                ),
                (
                    "success",
                    models.TextField(
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="what success looks like",
                    ),
                ),
                (
                    "agreed_on",
                    models.DateField(blank=True, null=True, verbose_name="agreed by both sides on"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["-year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "year"),
                        name="one_plan_each_year",
                        violation_error_message="There is a plan for this year already",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="text",
                        to="partnerships.agreement",
                    ),
                ),
                ("clauses", models.JSONField(blank=True, default=dict)),
                (
                    "notice_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(36),
                        ],
                        verbose_name="months of notice",
                    ),
                ),
                (
                    "consultation_weeks",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(52),
                        ],
                        verbose_name="weeks to answer a consultation",
                    ),
                ),
            ],
            options={
                "verbose_name": "text of an agreement",
                "verbose_name_plural": "texts of agreements",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="partnerships.agreement",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="name of the agreement")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Such as “for the meeting on 3 March”",
                        max_length=200,
                        verbose_name="what it is for",
                    ),
                ),
                (
                    "values",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="what was typed and recorded",
                    ),
                ),
                ("html", models.TextField(verbose_name="the agreement")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "version of an agreement",
                "verbose_name_plural": "versions of agreements",
                "ordering": ["agreement", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "number"),
                        name="agreement_version_number_once",
                        violation_error_message="This agreement has a version with this number already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementFile",
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
                        to="partnerships.agreementversion",
                    ),
                ),
                ("kind", models.CharField(choices=[("pdf", "PDF"), ("word", "Word")], max_length=10)),
                ("file", members.private_files.PrivateFileField(blank=True, upload_to="agreements")),
            ],
            options={
                "verbose_name": "file of an agreement",
                "verbose_name_plural": "files of agreements",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "kind"),
                        name="agreement_file_once",
                        violation_error_message="This version has this file already.",
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
                        name="agreement_file_none_or_whole",
                        violation_error_message="A file is stored together with its hash, its size and its time.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="concerns",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "noticed_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="noticed on"),
                ),
                (
                    "what",
                    models.TextField(
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="what is not as agreed",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("short-notice", "Less notice than promised"),
                            ("late", "A decision came too late"),
                            ("consultation", "A consultation was too short, or there was none"),
                            ("not-known", "People did not know that the agreement binds them"),
                            ("people-changed", "The people who knew it have moved on"),
                            ("money", "There was no money or time for it"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                        verbose_name="the cause, as far as you can tell",
                    ),
                ),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="settled on")),
                (
                    "outcome",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": [
                    models.OrderBy(models.F("settled_on"), descending=True, nulls_first=True),
                    "-noticed_on",
                    "-pk",
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_on__isnull", True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="settled_concern_has_its_outcome",
                        violation_error_message="Enter what came of it",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConcernStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="partnerships.concern",
                    ),
                ),
                ("step", models.CharField(max_length=300, verbose_name="which step")),
                (
                    "happened_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="when"),
                ),
                (
                    "answer_by_on",
                    models.DateField(blank=True, null=True, verbose_name="an answer is asked for by"),
                ),
                (
                    "outcome",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="what came of this step",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["happened_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FactorTick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ticks",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "factor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casestudies.successfactor",
                    ),
                ),
                ("holds", models.BooleanField(default=False)),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                    ),
                ),
            ],
            options={
                "ordering": ["factor__order"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "factor"), name="one_tick_each_factor"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("holds", False), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="tick_has_its_reason",
                        violation_error_message="Enter why it holds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalClauseWording",
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
                    "clause",
                    models.CharField(
                        db_index=True,
                        help_text="As the form names it: “purpose”, or a principle with what is asked of it, such as “recognition-and-value.ours”.",
                        max_length=80,
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Plain text, one point on each line. Square brackets wait for the member’s own words.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                3000, "Shorten this to 3,000 characters or fewer"
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
                "verbose_name": "historical words to begin a clause",
                "verbose_name_plural": "historical words to begin clauses of agreements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leads",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("ours", "Our side"), ("theirs", "Their side")], max_length=6),
                ),
                ("post", models.CharField(max_length=160)),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name, if you wish")),
                (
                    "role",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what they do for the agreement"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("political", "Political lead, such as a cabinet member"),
                            ("officer", "Officer lead, such as a director"),
                            ("sector", "Lead of the local sector"),
                        ],
                        max_length=12,
                        verbose_name="what sort of lead",
                    ),
                ),
                ("since_on", models.DateField(blank=True, null=True, verbose_name="since")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                (
                    "nobody_follows",
                    models.BooleanField(default=False, verbose_name="nobody follows in this part"),
                ),
            ],
            options={
                "ordering": ["side", "left_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True),
                            ("since_on__isnull", True),
                            ("left_on__gte", models.F("since_on")),
                            _connector="OR",
                        ),
                        name="lead_leaves_after_coming",
                        violation_error_message="Enter a day on or after they began",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
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
                        related_name="moves",
                        to="members.organisation",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publicbodies.publicbody",
                        verbose_name="from",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        help_text="None when it ended with the body.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publicbodies.publicbody",
                        verbose_name="to",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("promise", "Promise"),
                            ("meeting", "Meeting"),
                            ("contact", "Contact"),
                            ("agreement", "Agreement"),
                            ("recipient", "Recipient"),
                            ("standing", "Where you stand"),
                        ],
                        max_length=10,
                        verbose_name="what it was",
                    ),
                ),
                ("what", models.CharField(max_length=300)),
                ("reference", models.CharField(editable=False, max_length=60)),
                ("moved_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="when")),
                (
                    "moved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "thing taken over",
                "verbose_name_plural": "things taken over",
                "ordering": ["-moved_on", "-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("successor__isnull", True),
                            models.Q(("successor", models.F("body")), _negated=True),
                            _connector="OR",
                        ),
                        name="move_goes_elsewhere",
                        violation_error_message="Choose a body that follows",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeClause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_clauses",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("notice", "Notice before something happens"),
                            ("consultation", "Time to answer a consultation"),
                        ],
                        max_length=12,
                        verbose_name="what the time is for",
                    ),
                ),
                ("what", models.CharField(max_length=160, verbose_name="what it is about")),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1, "Enter a number from 1 to 400"),
                            django.core.validators.MaxValueValidator(400, "Enter a number from 1 to 400"),
                        ],
                        verbose_name="how many",
                    ),
                ),
                (
                    "length",
                    models.CharField(
                        choices=[
                            ("months", "calendar months"),
                            ("weeks", "weeks"),
                            ("working-days", "working days"),
                        ],
                        default="months",
                        max_length=12,
                        verbose_name="counted in",
                    ),
                ),
            ],
            options={
                "verbose_name": "promised time",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__range", (1, 400))),
                        name="promised_time_can_be_counted",
                        violation_error_message="Enter a number from 1 to 400",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeGiven",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counted",
                        to="partnerships.noticeclause",
                    ),
                ),
                ("about", models.CharField(max_length=200, verbose_name="which plan")),
                ("given_on", models.DateField(verbose_name="notice was given on")),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="they plan it for")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("kept", "The time was kept"),
                            ("too-short", "The time was not kept"),
                            ("withdrawn", "The plan was withdrawn"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="what became of it",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "counted time",
                "ordering": ["-given_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="OfficeAddress",
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
                        related_name="+",
                        to="publicbodies.publicbody",
                    ),
                ),
                ("address", models.CharField(max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for NAVCA"),
                            ("confirmed", "Offered to all members"),
                            ("refused", "Not offered"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("offered_on", models.DateField(default=django.utils.timezone.localdate)),
                ("decided_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "offered office address",
                "verbose_name_plural": "offered office addresses",
                "ordering": ["-offered_on", "body__short_name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "address"),
                        name="office_address_once",
                        violation_error_message="This address has been offered already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnBody",
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
                        related_name="own_bodies",
                        to="members.organisation",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As it stands on its letters.",
                        max_length=160,
                        verbose_name="name of the body",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nhs-trust", "NHS trust"),
                            ("police-and-crime", "Police and crime commissioner’s office"),
                            ("fire", "Fire and rescue authority"),
                            ("parish", "Parish or town council"),
                            ("funder", "Funder"),
                            ("university", "University or college"),
                            ("other", "Another kind of body"),
                        ],
                        max_length=20,
                        verbose_name="kind of body",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="where it is")),
            ],
            options={
                "verbose_name_plural": "own bodies",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "name", "place"),
                        name="own_body_once",
                        violation_error_message="You have a body of this name already. Choose it from your list.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("ours", "Our side"), ("theirs", "Their side")], max_length=6),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publicbodies.publicbody",
                        verbose_name="public body",
                    ),
                ),
                (
                    "own_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="parties",
                        to="partnerships.ownbody",
                        verbose_name="a body of your own",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="another organisation")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
            ],
            options={
                "verbose_name_plural": "parties",
                "ordering": ["side", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", False), ("name", ""), ("own_body__isnull", True)),
                            models.Q(("body__isnull", True), ("name", ""), ("own_body__isnull", False)),
                            models.Q(
                                ("body__isnull", True),
                                ("own_body__isnull", True),
                                models.Q(("name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="party_is_one_body_or_name",
                        violation_error_message="Choose a body or enter a name",
                    ),
                    models.UniqueConstraint(
                        fields=("agreement", "body"),
                        name="body_agrees_once",
                        violation_error_message="This body is a party already",
                    ),
                    models.UniqueConstraint(
                        fields=("agreement", "own_body"),
                        name="own_body_agrees_once",
                        violation_error_message="This body is a party already",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Poll",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="polls",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "opened_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="begun on"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-opened_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=("agreement",),
                        name="one_open_poll_each_agreement",
                        violation_error_message="A poll is open already",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="poll_closes_after_it_begins",
                        violation_error_message="Enter a day on or after it began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivateLink",
            fields=[
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publicbodies.publicbody",
                        verbose_name="public body",
                    ),
                ),
                (
                    "own_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="%(class)ss",
                        to="partnerships.ownbody",
                        verbose_name="a body of your own",
                    ),
                ),
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="private_links",
                        to="members.organisation",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("comments", "Comments on a draft"),
                            ("poll", "A poll on how we work together"),
                            ("benchmark", "Their view of our benchmark"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="private_links",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="partnerships.agreementversion",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="partnerships.poll",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("ours", "Our side"), ("theirs", "Their side")],
                        default="theirs",
                        max_length=6,
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        help_text="A post, a team or a name", max_length=160, verbose_name="who it is for"
                    ),
                ),
                (
                    "shows_ours",
                    models.BooleanField(
                        default=False,
                        help_text="With your strongest evidence and what you ticked for outside. Without it they answer uninfluenced, which says more",
                        verbose_name="Show them where we stand",
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="link_ends_after_it_is_made",
                        violation_error_message="Enter a day that is still to come",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("poll__isnull", True), ("purpose", "comments"), ("version__isnull", False)
                            ),
                            models.Q(("poll__isnull", False), ("purpose", "poll"), ("version__isnull", True)),
                            models.Q(
                                ("poll__isnull", True), ("purpose", "benchmark"), ("version__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="link_opens_what_it_is_for",
                        violation_error_message="Choose the version or the poll that it opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("body__isnull", False), ("own_body__isnull", True), ("purpose", "benchmark")
                            ),
                            models.Q(
                                ("body__isnull", True), ("own_body__isnull", False), ("purpose", "benchmark")
                            ),
                            models.Q(
                                models.Q(("purpose", "benchmark"), _negated=True),
                                ("body__isnull", True),
                                ("own_body__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="link_to_a_benchmark_says_at_which_body",
                        violation_error_message="Choose the body where they work",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="partnerships.poll",
                    ),
                ),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="poll_answer",
                        to="partnerships.privatelink",
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("ours", "Our side"), ("theirs", "Their side")], max_length=6),
                ),
                (
                    "listened_early",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Almost never"),
                            (2, "Seldom"),
                            (3, "About half the time"),
                            (4, "Mostly"),
                            (5, "Almost always"),
                        ],
                        null=True,
                        verbose_name="The other side listens early, before it has decided",
                    ),
                ),
                (
                    "told_reasons",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Almost never"),
                            (2, "Seldom"),
                            (3, "About half the time"),
                            (4, "Mostly"),
                            (5, "Almost always"),
                        ],
                        null=True,
                        verbose_name="The other side gives its reasons",
                    ),
                ),
                (
                    "kept_promises",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Almost never"),
                            (2, "Seldom"),
                            (3, "About half the time"),
                            (4, "Mostly"),
                            (5, "Almost always"),
                        ],
                        null=True,
                        verbose_name="The other side does what it promised",
                    ),
                ),
                (
                    "can_disagree",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Almost never"),
                            (2, "Seldom"),
                            (3, "About half the time"),
                            (4, "Mostly"),
                            (5, "Almost always"),
                        ],
                        null=True,
                        verbose_name="We can disagree without fear of what follows",
                    ),
                ),
                (
                    "shares_information",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Almost never"),
                            (2, "Seldom"),
                            (3, "About half the time"),
                            (4, "Mostly"),
                            (5, "Almost always"),
                        ],
                        null=True,
                        verbose_name="The other side shares what we need to know",
                    ),
                ),
                (
                    "works_well",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                2000, "Shorten this to 2,000 characters or fewer"
                            )
                        ],
                        verbose_name="What works well?",
                    ),
                ),
                (
                    "would_help",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                2000, "Shorten this to 2,000 characters or fewer"
                            )
                        ],
                        verbose_name="What one thing would make it better?",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "answer to a poll",
                "verbose_name_plural": "answers to polls",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="OtherSideView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="view",
                        to="partnerships.privatelink",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "view of the other side",
                "verbose_name_plural": "views of the other side",
                "ordering": ["-changed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="partnerships.privatelink",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="partnerships.agreementversion",
                    ),
                ),
                ("section", models.CharField(max_length=60, verbose_name="the section")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="your name")),
                (
                    "text",
                    models.TextField(
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                2000, "Shorten this to 2,000 characters or fewer"
                            )
                        ],
                        verbose_name="your comment",
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="your answer",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "comment on an agreement",
                "verbose_name_plural": "comments on agreements",
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
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
                        related_name="recipients",
                        to="members.organisation",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publicbodies.publicbody",
                        verbose_name="public body",
                    ),
                ),
                (
                    "own_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="partnerships.ownbody",
                        verbose_name="a body of your own",
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("leader", "Leader of the Council"),
                            ("elected-mayor", "Elected Mayor"),
                            ("chief-executive", "Chief Executive"),
                            ("icb-chair", "Chair"),
                            ("strategic-mayor", "Mayor"),
                            ("place-director", "Place Director"),
                            ("commissioner", "Police and Crime Commissioner"),
                            ("clerk", "Clerk"),
                            ("vice-chancellor", "Vice-Chancellor"),
                            ("other", "Another post"),
                        ],
                        max_length=20,
                    ),
                ),
                ("other_post", models.CharField(blank=True, max_length=120, verbose_name="name of the post")),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Without a title. Empty: the letter goes to the post.",
                        max_length=120,
                        verbose_name="full name",
                    ),
                ),
                (
                    "style",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("Councillor", "Councillor"),
                            ("Mayor", "Mayor"),
                            ("Dr", "Dr"),
                            ("Professor", "Professor"),
                            ("Sir", "Sir"),
                            ("Dame", "Dame"),
                            ("Lord", "Lord"),
                            ("Lady", "Lady"),
                            ("Mr", "Mr"),
                            ("Mrs", "Mrs"),
                            ("Ms", "Ms"),
                            ("Mx", "Mx"),
                        ],
                        max_length=20,
                        verbose_name="style of address",
                    ),
                ),
                (
                    "salutation",
                    models.CharField(
                        blank=True,
                        help_text="Only when the usual form would be wrong: what follows “Dear”.",
                        max_length=120,
                    ),
                ),
                (
                    "address",
                    models.TextField(
                        blank=True,
                        help_text="One line for each part of the address, postcode last.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                500, "Shorten the address to 500 characters or fewer"
                            )
                        ],
                        verbose_name="postal address",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="So that somebody can look again, for example “the council’s website, contact page”.",
                        max_length=200,
                        verbose_name="where did you find this?",
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True)),
                (
                    "check_asked_on",
                    models.DateField(
                        blank=True,
                        help_text="Somebody asked to look at this again, for example after elections.",
                        null=True,
                    ),
                ),
                (
                    "archived_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken off the list at"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": [
                    django.db.models.functions.comparison.Coalesce("body__short_name", "own_body__name"),
                    "own_body",
                    "post",
                    "name",
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", False), ("own_body__isnull", True)),
                            models.Q(("body__isnull", True), ("own_body__isnull", False)),
                            _connector="OR",
                        ),
                        name="recipient_at_one_body",
                        violation_error_message="Choose one body: a public body or one of your own.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("organisation", "body", "post", "other_post", "name"),
                        name="recipient_once",
                        violation_error_message="This recipient is in your list already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("own_body", "post", "other_post", "name"),
                        name="recipient_once_at_own_body",
                        violation_error_message="This recipient is in your list already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("post", "other"), _negated=True),
                            models.Q(("other_post", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="recipient_other_post_is_named",
                        violation_error_message="Enter the post, for example Director of Public Health.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publicbodies.publicbody",
                        verbose_name="public body",
                    ),
                ),
                (
                    "own_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="%(class)ss",
                        to="partnerships.ownbody",
                        verbose_name="a body of your own",
                    ),
                ),
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="members.organisation",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="contacts",
                        to="partnerships.recipient",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("letter", "Letter sent"),
                            ("reply", "Reply"),
                            ("acknowledgement", "Acknowledgement"),
                            ("call", "Call"),
                            ("meeting", "Meeting"),
                            ("email", "Email forwarded"),
                            ("other", "Other contact"),
                        ],
                        max_length=20,
                        verbose_name="what it was",
                    ),
                ),
                (
                    "happened_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="when"),
                ),
                (
                    "route",
                    models.CharField(
                        blank=True,
                        choices=[("post", "By post"), ("email", "By email"), ("hand", "By hand")],
                        max_length=10,
                        verbose_name="how the letter was sent",
                    ),
                ),
                (
                    "person",
                    models.CharField(
                        blank=True,
                        help_text="Who it was, if not the recipient",
                        max_length=160,
                        verbose_name="name or post",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="what it was about")),
                (
                    "notes",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="notes",
                    ),
                ),
                (
                    "asks",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="what you asked for",
                    ),
                ),
                ("reply_by_on", models.DateField(blank=True, null=True, verbose_name="asked for a reply by")),
                ("chase_due_on", models.DateField(blank=True, null=True, verbose_name="chase on")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "Waiting for a reply"),
                            ("acknowledged", "Acknowledged"),
                            ("replied", "Replied"),
                            ("declined", "Declined"),
                            ("no-reply", "No reply"),
                            ("overtaken", "Overtaken by reorganisation"),
                        ],
                        max_length=20,
                        verbose_name="what came of it",
                    ),
                ),
                ("outcome_on", models.DateField(blank=True, null=True, verbose_name="day of that")),
                ("next_step", models.CharField(blank=True, max_length=200, verbose_name="next step")),
                (
                    "next_step_on",
                    models.DateField(blank=True, null=True, verbose_name="day of the next step"),
                ),
                (
                    "next_step_done_on",
                    models.DateField(blank=True, null=True, verbose_name="next step done on"),
                ),
                (
                    "letter_reference",
                    models.UUIDField(
                        blank=True, editable=False, null=True, verbose_name="number of the letter"
                    ),
                ),
                (
                    "letter_version",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="version of the letter"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "recorded contact",
                "ordering": ["-happened_on", "-created_at"],
                "indexes": [models.Index(fields=["letter_reference"], name="contact_by_letter")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", False), ("own_body__isnull", True)),
                            models.Q(("body__isnull", True), ("own_body__isnull", False)),
                            _connector="OR",
                        ),
                        name="contact_with_one_body",
                        violation_error_message="Choose one body: a public body or one of your own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "letter"),
                                models.Q(("route", ""), _negated=True),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind", "letter"), _negated=True),
                                ("letter_reference__isnull", True),
                                ("route", ""),
                            ),
                            _connector="OR",
                        ),
                        name="letter_left_somehow_and_waits",
                        violation_error_message="Select how the letter was sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("reply", "acknowledgement")), _negated=True),
                            ("outcome", ""),
                            _connector="OR",
                        ),
                        name="what_came_in_waits_for_nothing",
                        violation_error_message="A reply waits for no answer: record what came of your own letter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ["", "open"]), ("outcome_on__isnull", True)),
                            models.Q(
                                ("outcome_on__gte", models.F("happened_on")),
                                ("outcome_on__isnull", False),
                                models.Q(("outcome__in", ["", "open"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="outcome_has_its_day",
                        violation_error_message="Enter a day on or after the contact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chase_due_on__isnull", True),
                            models.Q(
                                ("chase_due_on__gte", models.F("happened_on")),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="chase_after_the_contact",
                        violation_error_message="Enter a day on or after the contact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_step", ""), _negated=True),
                            models.Q(("next_step_done_on__isnull", True), ("next_step_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="dated_next_step_is_named",
                        violation_error_message="Enter the next step, or take its date out",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("letter_reference__isnull", True), ("letter_version__isnull", True)),
                            models.Q(
                                ("letter_reference__isnull", False),
                                ("letter_version__isnull", False),
                                ("recipient__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="letter_of_the_toolkit_is_whole",
                        violation_error_message="A letter needs its recipient and version",
                    ),
                    models.UniqueConstraint(
                        fields=("recipient", "letter_reference", "letter_version"),
                        name="letter_sent_once",
                        violation_error_message="This letter is marked as sent to this recipient already",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publicbodies.publicbody",
                        verbose_name="public body",
                    ),
                ),
                (
                    "own_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="%(class)ss",
                        to="partnerships.ownbody",
                        verbose_name="a body of your own",
                    ),
                ),
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="members.organisation",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="meetings",
                        to="partnerships.agreement",
                    ),
                ),
                ("is_review", models.BooleanField(default=False, verbose_name="a review of the agreement")),
                ("subject", models.CharField(max_length=200, verbose_name="what it is about")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held"), ("called-off", "Called off")],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("meets_on", models.DateField(verbose_name="day")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="starts at")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="ends at")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                (
                    "people",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="who takes part",
                    ),
                ),
                (
                    "agenda",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="what to talk about",
                    ),
                ),
                (
                    "notes",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="what was said",
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="meeting",
                        to="partnerships.contact",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["-meets_on", "-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", False), ("own_body__isnull", True)),
                            models.Q(("body__isnull", True), ("own_body__isnull", False)),
                            _connector="OR",
                        ),
                        name="meeting_with_one_body",
                        violation_error_message="Choose one body: a public body or one of your own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_review", False), ("agreement__isnull", False), _connector="OR"
                        ),
                        name="review_of_an_agreement",
                        violation_error_message="Choose the agreement that is reviewed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="meeting_ends_after_its_start",
                        violation_error_message="Enter a time after the start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("contact__isnull", True), ("state", "held"), _connector="OR"),
                        name="only_a_held_meeting_is_logged",
                        violation_error_message="Only a meeting that was held stands in the contact log",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publicbodies.publicbody",
                        verbose_name="public body",
                    ),
                ),
                (
                    "own_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="%(class)ss",
                        to="partnerships.ownbody",
                        verbose_name="a body of your own",
                    ),
                ),
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="members.organisation",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("ours", "Our side"), ("theirs", "Their side")],
                        max_length=6,
                        verbose_name="whose promise it is",
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        blank=True, help_text="A post or a name", max_length=160, verbose_name="who"
                    ),
                ),
                ("what", models.CharField(max_length=300, verbose_name="what")),
                (
                    "made_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="promised on"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("kept", "Kept"),
                            ("partly", "Partly kept"),
                            ("not-kept", "Not kept"),
                            ("released", "No longer needed"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="what became of it",
                    ),
                ),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="day of that")),
                (
                    "evidence",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="how you know",
                    ),
                ),
                (
                    "link",
                    models.URLField(blank=True, max_length=500, verbose_name="web address of the evidence"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="promises",
                        to="partnerships.meeting",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="promises",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="promises",
                        to="partnerships.actionplan",
                    ),
                ),
                (
                    "principle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="principles.principle",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": [models.OrderBy(models.F("due_on"), nulls_last=True), "created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", False), ("own_body__isnull", True)),
                            models.Q(("body__isnull", True), ("own_body__isnull", False)),
                            _connector="OR",
                        ),
                        name="promise_with_one_body",
                        violation_error_message="Choose one body: a public body or one of your own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_on__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True), ("settled_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="settled_promise_has_its_day",
                        violation_error_message="Enter the day it was kept or not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("leads-named", "Leads named"),
                            ("draft", "Draft"),
                            ("consultation", "Consultation"),
                            ("signed", "Signed"),
                            ("action-plan", "Action plan"),
                            ("review-due", "Review due"),
                            ("reviewed", "Reviewed"),
                            ("renewed", "Renewed"),
                            ("lapsed", "Lapsed"),
                            ("overtaken", "Overtaken by reorganisation"),
                            ("stopped", "Stopped before it was signed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("happened_on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="why",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["happened_on", "created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Success",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successes",
                        to="partnerships.agreement",
                    ),
                ),
                (
                    "happened_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="when"),
                ),
                (
                    "what",
                    models.TextField(
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="what went well",
                    ),
                ),
                (
                    "link",
                    models.URLField(blank=True, max_length=500, verbose_name="web address that shows it"),
                ),
                ("for_a_story", models.BooleanField(default=False, verbose_name="begin a story from it")),
                (
                    "story",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.story",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name_plural": "successes",
                "ordering": ["-happened_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ViewLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "view",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="partnerships.othersideview",
                    ),
                ),
                (
                    "function",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="principles.lcsifunction",
                    ),
                ),
                (
                    "rung",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "Not ours here"),
                            (1, "We do it"),
                            (2, "We count it"),
                            (3, "Others confirm it"),
                            (4, "It is agreed"),
                            (5, "It is secured"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "important",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("very", "Very important"),
                            ("somewhat", "Somewhat important"),
                            ("not-now", "Not important to us now"),
                        ],
                        max_length=10,
                        verbose_name="important to us?",
                    ),
                ),
                (
                    "seen",
                    models.CharField(
                        blank=True,
                        choices=[("often", "Yes, often"), ("sometimes", "Now and then"), ("no", "No")],
                        max_length=10,
                        verbose_name="do you see it happening?",
                    ),
                ),
                (
                    "would_help",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                2000, "Shorten this to 2,000 characters or fewer"
                            )
                        ],
                        verbose_name="what would help?",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of the other side",
                "verbose_name_plural": "lines of the other side",
                "ordering": ["function__order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("view", "function"),
                        name="one_line_each_function",
                        violation_error_message="There is an answer on this function already",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rung__isnull", True), ("rung__lte", 5), _connector="OR"),
                        name="line_has_a_rung_of_the_ladder",
                        violation_error_message="Select one of the rungs",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ViewSign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "view",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signs",
                        to="partnerships.othersideview",
                    ),
                ),
                (
                    "sign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="principles.progresssign",
                    ),
                ),
                (
                    "seen",
                    models.CharField(
                        choices=[("often", "Yes, often"), ("sometimes", "Now and then"), ("no", "No")],
                        max_length=10,
                        verbose_name="do you see it?",
                    ),
                ),
            ],
            options={
                "verbose_name": "sign of the other side",
                "verbose_name_plural": "signs of the other side",
                "ordering": ["sign__principle", "sign__kind", "sign__order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("view", "sign"),
                        name="one_answer_each_sign",
                        violation_error_message="There is an answer on this sign already",
                    )
                ],
            },
        ),
    ]
