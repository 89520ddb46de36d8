import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import members.pictures
import members.private_files


class Migration(migrations.Migration):
    replaces = [
        ("members", "0002_organisation"),
        ("members", "0003_accounts_details_and_work"),
        ("members", "0002_squashed"),
        ("members", "0003_chase_after_days"),
        ("members", "0005_feedback"),
        ("members", "0006_function_note"),
        ("members", "0007_stories"),
        ("members", "0008_roles"),
    ]

    dependencies = [
        ("casestudies", "0001_tables"),
        ("members", "0001_people"),
        ("principles", "0001_tables"),
        ("publicbodies", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedbackTheme",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("enabler", "What helps"),
                            ("barrier", "What gets in the way"),
                            ("toolkit", "The toolkit itself"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "description",
                    models.CharField(blank=True, max_length=250, verbose_name="what belongs under it"),
                ),
                (
                    "point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="principles.equitypoint",
                        verbose_name="the line of the equity lens it follows",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "feedback theme",
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalFeedbackTheme",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("enabler", "What helps"),
                            ("barrier", "What gets in the way"),
                            ("toolkit", "The toolkit itself"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "description",
                    models.CharField(blank=True, max_length=250, verbose_name="what belongs under it"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "point",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="principles.equitypoint",
                        verbose_name="the line of the equity lens it follows",
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
                "verbose_name": "historical feedback theme",
                "verbose_name_plural": "historical feedback themes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As it should appear on letters",
                        max_length=160,
                        verbose_name="organisation name",
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("short_name", models.CharField(blank=True, max_length=60)),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="Used in sentences, for example “communities in Harbourside”",
                        max_length=80,
                        verbose_name="the place you serve",
                    ),
                ),
                (
                    "sector_term",
                    models.CharField(
                        choices=[
                            ("VCS", "VCS: voluntary and community sector"),
                            ("VCSE", "VCSE: voluntary, community and social enterprise sector"),
                            ("VCFSE", "VCFSE: voluntary, community, faith and social enterprise sector"),
                            ("VCF", "Voluntary, community and faith sector"),
                            ("community", "Community sector"),
                            ("own", "Our own words"),
                        ],
                        default="VCSE",
                        max_length=20,
                        verbose_name="what you call the sector",
                    ),
                ),
                (
                    "signer_name",
                    models.CharField(blank=True, max_length=120, verbose_name="who signs letters"),
                ),
                ("signer_role", models.CharField(blank=True, max_length=120, verbose_name="their job title")),
                (
                    "address",
                    models.TextField(
                        blank=True,
                        help_text="One line for each part of the address, postcode last",
                        verbose_name="postal address",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("website", models.URLField(blank=True)),
                (
                    "charity_number",
                    models.CharField(blank=True, max_length=20, verbose_name="charity number"),
                ),
                (
                    "groups_supported",
                    models.CharField(
                        blank=True,
                        help_text="With the year, for example “640 groups in 2025/26”",
                        max_length=60,
                        verbose_name="number of groups you support",
                    ),
                ),
                (
                    "envelope_offset_mm",
                    models.SmallIntegerField(
                        default=0,
                        help_text="In millimetres: 3 moves it 3 mm down the page, -3 moves it 3 mm up. Leave 0 unless the address does not show in the window of your envelopes",
                        validators=[
                            django.core.validators.MinValueValidator(-10),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="move the recipient’s address",
                    ),
                ),
                (
                    "own_term_in_full",
                    models.CharField(
                        blank=True,
                        help_text="As they follow “the” in a sentence, for example “community and voluntary sector (CVS)”",
                        max_length=120,
                        verbose_name="your words in full",
                    ),
                ),
                (
                    "own_term",
                    models.CharField(
                        blank=True,
                        help_text="For every mention after the first. Empty: the full words each time",
                        max_length=60,
                        verbose_name="your words in short",
                    ),
                ),
                ("logo", models.FileField(blank=True, upload_to=members.pictures.picture_path)),
                ("signature", models.FileField(blank=True, upload_to=members.pictures.picture_path)),
                (
                    "large_print",
                    models.BooleanField(
                        default=False,
                        help_text="18 point instead of 12.5. Either size can still be downloaded for any letter",
                        verbose_name="Set our letters in large print",
                    ),
                ),
                (
                    "chase_after_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=15,
                        help_text="In working days, bank holidays left out. Empty: 15. Each letter’s day can be changed",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="chase a letter after",
                    ),
                ),
                (
                    "may_be_counted",
                    models.BooleanField(
                        default=False,
                        help_text="Off until you tick it. NAVCA then sees totals of all members who ticked it, such as how many letters led to a meeting: never your letters, and never a figure of yours alone",
                        verbose_name="Count our organisation in NAVCA’s totals",
                    ),
                ),
                (
                    "membership_ends_on",
                    models.DateField(
                        blank=True,
                        help_text="From the next day its people read and download only. Empty: no end is known.",
                        null=True,
                        verbose_name="last day of its NAVCA membership",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("patch", models.ManyToManyField(blank=True, related_name="+", to="publicbodies.publicbody")),
            ],
            options={
                "ordering": ["name"],
                "permissions": [
                    ("see_counts", "Can see the counts of consenting members"),
                    ("give_roles", "Can give NAVCA's staff their roles"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sector_term", "own"), _negated=True),
                            models.Q(("own_term_in_full", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="own_sector_term_is_given",
                        violation_error_message="Enter what you call the sector, in full",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="members.organisation",
                    ),
                ),
                ("is_main_contact", models.BooleanField(default=False, verbose_name="main contact")),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "organisation"),
                        name="one_membership_each",
                        violation_error_message="This person belongs to the organisation already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_main_contact", True)),
                        fields=("organisation",),
                        name="one_main_contact",
                        violation_error_message="The organisation has a main contact already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
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
                        related_name="invitations",
                        to="members.organisation",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "is_for_main_contact",
                    models.BooleanField(default=False, verbose_name="becomes the main contact"),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("token_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                ("expires_at", models.DateTimeField(editable=False, null=True)),
                ("accepted_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                        fields=("organisation", "email"),
                        name="one_waiting_invitation_each",
                        violation_error_message="This address has been invited already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("token_hash", ""), _negated=True),
                        fields=("token_hash",),
                        name="one_invitation_each_token",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FunctionNote",
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
                        related_name="function_notes",
                        to="members.organisation",
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
                    "whose",
                    models.CharField(
                        blank=True,
                        choices=[("others", "Somebody else does it here"), ("nobody", "Nobody does it here")],
                        max_length=10,
                        verbose_name="if it is not yours, who does it here?",
                    ),
                ),
                ("who_does_it", models.CharField(blank=True, max_length=200, verbose_name="who does it")),
                (
                    "weak",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                600, "Shorten this to 600 characters or fewer"
                            )
                        ],
                        verbose_name="what is weak?",
                    ),
                ),
                (
                    "not_reaching",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                600, "Shorten this to 600 characters or fewer"
                            )
                        ],
                        verbose_name="who are we not reaching?",
                    ),
                ),
                (
                    "who_may_be_shown",
                    models.BooleanField(default=False, verbose_name="who does it may be shown outside"),
                ),
                (
                    "weak_may_be_shown",
                    models.BooleanField(default=False, verbose_name="what is weak may be shown outside"),
                ),
                (
                    "not_reaching_may_be_shown",
                    models.BooleanField(default=False, verbose_name="who we miss may be shown outside"),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "note on a function",
                "verbose_name_plural": "notes on functions",
                "ordering": ["function__order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "function"),
                        name="one_note_each_function",
                        violation_error_message="There are words on this function already",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("whose", "others"), models.Q(("who_does_it", ""), _negated=True)),
                            models.Q(models.Q(("whose", "others"), _negated=True), ("who_does_it", "")),
                            _connector="OR",
                        ),
                        name="others_are_named",
                        violation_error_message="Enter who does it here",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedback",
                        to="members.organisation",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("working", "Something that works well"),
                            ("barrier", "Something that gets in the way"),
                            ("opportunity", "A chance worth taking"),
                            ("toolkit", "About this toolkit itself"),
                        ],
                        error_messages={
                            "blank": "Choose what it is about",
                            "null": "Choose what it is about",
                            "required": "Choose what it is about",
                        },
                        max_length=12,
                        verbose_name="what it is about",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        error_messages={
                            "blank": "Enter what you want to tell NAVCA",
                            "null": "Enter what you want to tell NAVCA",
                            "required": "Enter what you want to tell NAVCA",
                        },
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                5000, "Shorten this to 5,000 characters or fewer"
                            )
                        ],
                        verbose_name="in your words",
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
                        verbose_name="the principle it touches",
                    ),
                ),
                (
                    "function",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="principles.lcsifunction",
                        verbose_name="the function it touches",
                    ),
                ),
                (
                    "body_kind",
                    models.CharField(
                        blank=True,
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
                            ("other", "Another body, such as an NHS trust, the police or a funder"),
                        ],
                        max_length=20,
                        verbose_name="the kind of body",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="the place")),
                (
                    "region",
                    models.CharField(
                        blank=True,
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
                        verbose_name="the region",
                    ),
                ),
                (
                    "may_quote",
                    models.CharField(
                        choices=[
                            ("no", "No"),
                            ("unnamed", "Yes, without our name"),
                            ("named", "Yes, with our organisation’s name"),
                        ],
                        default="no",
                        max_length=10,
                        verbose_name="may be quoted",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "sent_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="sent"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "New"), ("read", "Read"), ("themed", "Themed")],
                        default="new",
                        editable=False,
                        max_length=10,
                        verbose_name="where it is",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="NAVCA’s note")),
                (
                    "themes",
                    models.ManyToManyField(blank=True, related_name="feedback", to="members.feedbacktheme"),
                ),
            ],
            options={
                "verbose_name": "message to NAVCA",
                "verbose_name_plural": "messages to NAVCA",
                "ordering": ["-sent_at", "pk"],
                "indexes": [models.Index(fields=["state", "sent_at"], name="feedback_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("organisation__isnull", False), ("may_quote", "no"), _connector="OR"
                        ),
                        name="only_a_member_is_quoted",
                        violation_error_message="Only a member can say that it may be quoted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("organisation__isnull", True), ("email", ""), _connector="OR"),
                        name="member_is_answered_at_its_own_address",
                        violation_error_message="A member has an address of its own",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="members.organisation",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        error_messages={
                            "blank": "Enter a short name, such as “Food alliance”",
                            "null": "Enter a short name, such as “Food alliance”",
                            "required": "Enter a short name, such as “Food alliance”",
                        },
                        help_text="Such as “Food alliance”",
                        max_length=80,
                        verbose_name="short name",
                    ),
                ),
                (
                    "letter_wording",
                    models.TextField(
                        blank=True,
                        help_text="A sentence or two. Square brackets such as [name of partner] stay gaps to fill",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                1000, "Shorten this to 1,000 characters or fewer"
                            )
                        ],
                        verbose_name="what you do, as a letter would say it",
                    ),
                ),
                (
                    "function",
                    models.ForeignKey(
                        error_messages={
                            "blank": "Choose the function it belongs to",
                            "null": "Choose the function it belongs to",
                            "required": "Choose the function it belongs to",
                        },
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="principles.lcsifunction",
                    ),
                ),
                (
                    "first_principle",
                    models.ForeignKey(
                        blank=True,
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
                (
                    "stage",
                    models.CharField(
                        choices=[("running", "Running"), ("planned", "Planned"), ("ended", "Ended")],
                        default="running",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("first_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("last_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "partners",
                    models.CharField(
                        blank=True,
                        help_text="Names, with commas between them",
                        max_length=300,
                        verbose_name="other partners",
                    ),
                ),
                ("idea", models.SlugField(blank=True, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "bodies",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="publicbodies.publicbody",
                        verbose_name="public bodies you do it with",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "activities",
                "ordering": ["function__order", django.db.models.functions.text.Lower("name")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organisation"),
                        django.db.models.functions.text.Lower("name"),
                        name="activity_name_once",
                        violation_error_message="You have an activity with this name already. Choose another name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("idea", ""), _negated=True),
                        fields=("organisation", "idea"),
                        name="idea_adopted_once",
                        violation_error_message="You have taken up this idea already",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_on__isnull", True),
                            ("last_on__isnull", True),
                            ("last_on__gte", models.F("first_on")),
                            _connector="OR",
                        ),
                        name="activity_ends_after_it_begins",
                        violation_error_message="Enter a last day that is on or after the first day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "ended"), _negated=True),
                            ("last_on__isnull", False),
                            _connector="OR",
                        ),
                        name="ended_activity_has_its_last_day",
                        violation_error_message="Enter the last day, or the nearest you know",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_principle__isnull", True),
                            models.Q(("second_principle", models.F("first_principle")), _negated=True),
                            _connector="OR",
                        ),
                        name="activity_principles_differ",
                        violation_error_message="Choose two different principles, or leave the second empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("organisation_name", models.CharField(max_length=160)),
                ("place", models.CharField(max_length=80)),
                ("charity_number", models.CharField(blank=True, max_length=20)),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                ("message", models.TextField(blank=True, max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("invited", "Invited"), ("declined", "Declined")],
                        default="waiting",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="asked on")),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="members.activity",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("count", "A count"),
                            ("feedback", "Feedback"),
                            ("quote", "A quote"),
                            ("independent", "Independent data"),
                            ("agreement", "An agreement"),
                            ("contract", "A contract or grant"),
                            ("strategy", "A strategy that names it"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                3000, "Shorten this to 3,000 characters or fewer"
                            )
                        ],
                        verbose_name="in words",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=15, null=True, verbose_name="number"
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=80, verbose_name="what was counted")),
                ("period", models.CharField(blank=True, max_length=60, verbose_name="time it covers")),
                ("method", models.CharField(blank=True, max_length=200, verbose_name="how it was counted")),
                ("partner", models.CharField(blank=True, max_length=160, verbose_name="who it is with")),
                (
                    "source_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ours", "Your own records"),
                            ("groups", "Groups you support"),
                            ("partner", "A partner, such as a council or health body"),
                            ("independent", "Somebody independent, such as a university"),
                        ],
                        max_length=12,
                        verbose_name="who it comes from",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        error_messages={
                            "blank": "Enter the source, such as the name of a document",
                            "null": "Enter the source, such as the name of a document",
                            "required": "Enter the source, such as the name of a document",
                        },
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                (
                    "dated_on",
                    models.DateField(
                        error_messages={
                            "blank": "Enter a date, like 12 January 2026",
                            "null": "Enter a date, like 12 January 2026",
                            "required": "Enter a date, like 12 January 2026",
                        },
                        verbose_name="date",
                    ),
                ),
                ("secured_until_on", models.DateField(blank=True, null=True, verbose_name="secured until")),
                (
                    "reviewed_on",
                    models.DateField(blank=True, null=True, verbose_name="last reviewed with the partner"),
                ),
                (
                    "consent_by",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="who agreed that you may use the words"
                    ),
                ),
                ("consent_on", models.DateField(blank=True, null=True, verbose_name="the day they agreed")),
                ("may_be_named", models.BooleanField(default=False, verbose_name="they agreed to be named")),
                ("link", models.URLField(blank=True, max_length=500)),
                ("file", members.private_files.PrivateFileField(blank=True, upload_to="work")),
                ("file_name", models.CharField(blank=True, editable=False, max_length=100)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["-dated_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_kind", ""), _negated=True),
                        name="record_says_who_it_comes_from",
                        violation_error_message="Choose who it comes from",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "count"), _negated=True),
                            ("value__isnull", False),
                            _connector="OR",
                        ),
                        name="count_has_its_number",
                        violation_error_message="Enter the number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "quote"), _negated=True),
                            models.Q(
                                ("consent_on__isnull", False), models.Q(("consent_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="quote_has_consent",
                        violation_error_message="Enter who agreed that you may use the words, and when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("secured_until_on__isnull", True),
                            ("secured_until_on__gte", models.F("dated_on")),
                            _connector="OR",
                        ),
                        name="record_secured_after_its_date",
                        violation_error_message="Enter a day until which it is secured that is not before its date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
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
                        related_name="standings",
                        to="members.organisation",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publicbodies.publicbody",
                    ),
                ),
                (
                    "start",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="principles.startingpoint",
                        verbose_name="where you are",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "body"),
                        name="one_standing_each",
                        violation_error_message="This body has a starting point already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Story",
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
                        related_name="stories",
                        to="members.organisation",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="a title")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="the place")),
                (
                    "region",
                    models.CharField(
                        blank=True,
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
                        blank=True,
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
                ("period", models.CharField(blank=True, max_length=80, verbose_name="when it happened")),
                (
                    "problem",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                40000, "Shorten this to 40,000 characters or fewer"
                            )
                        ],
                        verbose_name="what was the problem",
                    ),
                ),
                (
                    "together",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                40000, "Shorten this to 40,000 characters or fewer"
                            )
                        ],
                        verbose_name="what you did together",
                    ),
                ),
                (
                    "changed",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                40000, "Shorten this to 40,000 characters or fewer"
                            )
                        ],
                        verbose_name="what changed",
                    ),
                ),
                (
                    "learnt",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                40000, "Shorten this to 40,000 characters or fewer"
                            )
                        ],
                        verbose_name="what you learnt",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                600, "Shorten this to 600 characters or fewer"
                            )
                        ],
                        verbose_name="the story in two sentences",
                    ),
                ),
                ("figures", models.JSONField(blank=True, default=list)),
                ("partners", models.JSONField(blank=True, default=list)),
                ("principles", models.JSONField(blank=True, default=list)),
                (
                    "functions",
                    models.JSONField(blank=True, default=list, verbose_name="infrastructure functions"),
                ),
                (
                    "success_factors",
                    models.JSONField(blank=True, default=list, verbose_name="what made it work"),
                ),
                (
                    "may_publish",
                    models.BooleanField(default=False, verbose_name="NAVCA may publish this story"),
                ),
                (
                    "may_publish_by",
                    models.CharField(blank=True, max_length=160, verbose_name="who agrees to that"),
                ),
                (
                    "may_publish_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="agreed on"),
                ),
                (
                    "may_name",
                    models.BooleanField(default=False, verbose_name="NAVCA may name our organisation"),
                ),
                (
                    "may_name_by",
                    models.CharField(blank=True, max_length=160, verbose_name="who agrees to being named"),
                ),
                (
                    "may_name_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="agreed to being named on"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent"),
                            ("in-review", "In review"),
                            ("changes-asked", "Changes asked"),
                            ("taken-up", "Taken up"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sent")),
                (
                    "sent_title",
                    models.CharField(blank=True, editable=False, max_length=160, verbose_name="title"),
                ),
                (
                    "sent_place",
                    models.CharField(blank=True, editable=False, max_length=80, verbose_name="place"),
                ),
                (
                    "sent_words",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="what NAVCA has"),
                ),
                (
                    "case_study",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "shown_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="final text shown"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "stories",
                "ordering": ["-changed_at"],
                "indexes": [models.Index(fields=["status", "sent_at"], name="stories_as_queued")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"),
                            ("status", "withdrawn"),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="story_with_navca_was_sent",
                        violation_error_message="Send the story first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("may_publish", False), ("may_publish_on__isnull", False), _connector="OR"
                        ),
                        name="consent_to_publish_has_a_day",
                        violation_error_message="Enter the day you agreed to its publication",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("may_name", False), ("may_name_on__isnull", False), _connector="OR"
                        ),
                        name="consent_to_be_named_has_a_day",
                        violation_error_message="Enter the day you agreed to being named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoryPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="members.story",
                    ),
                ),
                ("file", members.private_files.PrivateFileField(upload_to="stories")),
                ("alt", models.CharField(max_length=200, verbose_name="what it shows")),
                ("credit", models.CharField(max_length=120, verbose_name="who took it")),
                ("may_use", models.BooleanField(default=False, verbose_name="we have the right to use it")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
            ],
            options={
                "verbose_name": "picture of a story",
                "verbose_name_plural": "pictures of stories",
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("may_use", True)),
                        name="picture_of_a_story_may_be_used",
                        violation_error_message="Tick that you have the right to use it",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoryStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="members.story"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent"),
                            ("in-review", "In review"),
                            ("changes-asked", "Changes asked"),
                            ("taken-up", "Taken up"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=16,
                    ),
                ),
                ("what", models.CharField(blank=True, max_length=80, verbose_name="what happened")),
                ("note", models.TextField(blank=True)),
                ("by_navca", models.BooleanField(default=False, verbose_name="by NAVCA")),
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
                ("happened_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "step of a story",
                "verbose_name_plural": "steps of stories",
                "ordering": [models.OrderBy(models.F("happened_at")), "pk"],
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="people",
            field=models.ManyToManyField(
                related_name="organisations", through="members.Membership", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
