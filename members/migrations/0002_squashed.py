import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import members.pictures
import members.private_files


class Migration(migrations.Migration):
    replaces = [("members", "0002_organisation"), ("members", "0003_accounts_details_and_work")]

    dependencies = [
        ("members", "0001_user"),
        ("principles", "0001_squashed"),
        ("publicbodies", "0001_squashed"),
    ]

    operations = [
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
                ("is_main_contact", models.BooleanField(default=False, verbose_name="main contact")),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
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
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "is_for_main_contact",
                    models.BooleanField(default=False, verbose_name="becomes the main contact"),
                ),
                ("token_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                ("expires_at", models.DateTimeField(editable=False, null=True)),
                ("accepted_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
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
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="members.organisation",
                    ),
                ),
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
            name="Activity",
            fields=[
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="members.organisation",
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
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="members.activity",
                    ),
                ),
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
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publicbodies.publicbody",
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
        migrations.AddField(
            model_name="Organisation",
            name="people",
            field=models.ManyToManyField(
                related_name="organisations", through="members.Membership", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
