import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("partnerships", "0001_initial"), ("partnerships", "0002_own_bodies_and_checks")]

    initial = True

    dependencies = [
        ("members", "0002_squashed"),
        ("publicbodies", "0001_squashed"),
    ]

    operations = [
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
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_bodies",
                        to="members.organisation",
                    ),
                ),
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
            name="Recipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="members.organisation",
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
            name="OfficeAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="publicbodies.publicbody",
                    ),
                ),
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
    ]
