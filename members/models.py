"""People who sign in, the organisations they belong to, and the patch each organisation serves."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from documents.plain_text import one_line
from principles.models import StartingPoint
from publicbodies.models import PublicBody

from .pictures import picture_path

GIVE_ROLES = "give_roles"


class UserQuerySet(models.QuerySet["User"]):
    def without_organisation(self) -> Self:
        """People who belong nowhere. NAVCA's staff belong to NAVCA until their account is shut."""
        is_of_navca = models.Q(is_staff=True) | models.Q(is_superuser=True)
        return self.filter(memberships=None).exclude(is_of_navca, is_active=True)

    def with_all_rights(self) -> Self:
        """Who can give NAVCA's staff any right, and can sign in to do so."""
        return self.filter(is_superuser=True, is_staff=True, is_active=True)

    def who_give_roles(self) -> Self:
        """Who can say who works at NAVCA and as what, and can sign in to do so."""
        gives = models.Q(is_superuser=True) | models.Q(groups__permissions__codename=GIVE_ROLES)
        return self.filter(gives, is_staff=True, is_active=True).distinct()

    def is_only(self, user: "User") -> bool:
        """Whether this person is among them, and nobody else."""
        return set(self.values_list("pk", flat=True)[:2]) == {user.pk}

    def without_trail(self) -> Self:
        """Those of whose work at NAVCA its log tells nothing: it would go with the account."""
        return self.filter(logentry=None)

    def unseen_since(self, moment: datetime.datetime) -> Self:
        """Whose last sign-in, or whose account if they never signed in, is older."""
        return self.filter(
            models.Q(last_login__lt=moment) | models.Q(last_login=None, date_joined__lt=moment)
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people by email address. There is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who may sign in. Without a password they sign in by a code sent by email.

        Raises ValueError when the address is empty.
        """
        if not email:
            raise ValueError("A person needs an email address")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A NAVCA administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who signs in, with an email address. NAVCA's staff have `is_staff`."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField("email address", unique=True)
    weekly_email = models.BooleanField(
        "Send me an email each week",
        default=True,
        help_text="With what is due and what is new. None comes in a week in which nothing is",
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()  # type: ignore[assignment,misc]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name or self.email


class SectorTerm(models.TextChoices):
    """What a member calls the sector, in every output. The long form is used once, first.

    The two forms of `OWN` stand in the organisation's own fields.
    """

    VCS = "VCS", "VCS: voluntary and community sector"
    VCSE = "VCSE", "VCSE: voluntary, community and social enterprise sector"
    VCFSE = "VCFSE", "VCFSE: voluntary, community, faith and social enterprise sector"
    VCF = "VCF", "Voluntary, community and faith sector"
    COMMUNITY = "community", "Community sector"
    OWN = "own", "Our own words"

    @property
    def long_form(self) -> str:
        return {
            "VCS": "voluntary and community sector (VCS)",
            "VCSE": "voluntary, community and social enterprise (VCSE) sector",
            "VCFSE": "voluntary, community, faith and social enterprise (VCFSE) sector",
            "VCF": "voluntary, community and faith sector",
            "community": "community sector",
        }[self.value]

    @property
    def short_form(self) -> str:
        return {"VCF": "voluntary, community and faith", "community": "community"}.get(self.value, self.value)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def for_user(self, user: "User") -> Self:
        return self.filter(memberships__user=user)

    def led_by(self, user: "User") -> Self:
        """Those whose main contact the person is."""
        return self.filter(memberships__user=user, memberships__is_main_contact=True)

    def lapsed_before(self, day: datetime.date) -> Self:
        """Those whose last day of membership was before a day."""
        return self.filter(membership_ends_on__lt=day)


class Organisation(models.Model):
    """A local infrastructure organisation: a NAVCA member, with the details its letters use."""

    name = models.CharField("organisation name", max_length=160, help_text="As it should appear on letters")
    slug = models.SlugField(max_length=80, unique=True)
    short_name = models.CharField(max_length=60, blank=True)
    place = models.CharField(
        "the place you serve",
        max_length=80,
        blank=True,
        help_text="Used in sentences, for example “communities in Harbourside”",
    )
    sector_term = models.CharField(
        "what you call the sector", max_length=20, choices=SectorTerm, default=SectorTerm.VCSE
    )
    signer_name = models.CharField("who signs letters", max_length=120, blank=True)
    signer_role = models.CharField("their job title", max_length=120, blank=True)
    address = models.TextField(
        "postal address", blank=True, help_text="One line for each part of the address, postcode last"
    )
    email = models.EmailField("email address", blank=True)
    phone = models.CharField("telephone", max_length=40, blank=True)
    website = models.URLField(blank=True)
    charity_number = models.CharField("charity number", max_length=20, blank=True)
    groups_supported = models.CharField(
        "number of groups you support",
        max_length=60,
        blank=True,
        help_text="With the year, for example “640 groups in 2025/26”",
    )
    envelope_offset_mm = models.SmallIntegerField(
        "move the recipient’s address",
        default=0,
        validators=[MinValueValidator(-10), MaxValueValidator(10)],
        help_text="In millimetres: 3 moves it 3 mm down the page, -3 moves it 3 mm up. "
        "Leave 0 unless the address does not show in the window of your envelopes",
    )
    own_term_in_full = models.CharField(
        "your words in full",
        max_length=120,
        blank=True,
        help_text="As they follow “the” in a sentence, for example “community and voluntary sector (CVS)”",
    )
    own_term = models.CharField(
        "your words in short",
        max_length=60,
        blank=True,
        help_text="For every mention after the first. Empty: the full words each time",
    )
    logo = models.FileField(upload_to=picture_path, blank=True)
    signature = models.FileField(upload_to=picture_path, blank=True)
    large_print = models.BooleanField(
        "Set our letters in large print",
        default=False,
        help_text="18 point instead of 12.5. Either size can still be downloaded for any letter",
    )
    chase_after_days = models.PositiveSmallIntegerField(
        "chase a letter after",
        blank=True,
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="In working days, bank holidays left out. Empty: 15. Each letter’s day can be changed",
    )
    may_be_counted = models.BooleanField(
        "Count our organisation in NAVCA’s totals",
        default=False,
        help_text="Off until you tick it. NAVCA then sees totals of all members who ticked it, such as how "
        "many letters led to a meeting: never your letters, and never a figure of yours alone",
    )
    patch = models.ManyToManyField(PublicBody, related_name="+", blank=True)
    people = models.ManyToManyField(User, through="Membership", related_name="organisations")
    membership_ends_on = models.DateField(
        "last day of its NAVCA membership",
        null=True,
        blank=True,
        help_text="From the next day its people read and download only. Empty: no end is known.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        permissions = [
            ("see_counts", "Can see the counts of consenting members"),
            (GIVE_ROLES, "Can give NAVCA's staff their roles"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(sector_term=SectorTerm.OWN) | ~models.Q(own_term_in_full=""),
                name="own_sector_term_is_given",
                violation_error_message="Enter what you call the sector, in full",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = one_line(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("dashboard") + f"?organisation={self.slug}"

    def get_patch_url(self) -> str:
        return reverse("members:patch") + f"?organisation={self.slug}"

    def clean(self) -> None:
        self.own_term_in_full, self.own_term = one_line(self.own_term_in_full), one_line(self.own_term)
        if self.sector_term == SectorTerm.OWN and not self.own_term_in_full:
            raise ValidationError({"own_term_in_full": "Enter what you call the sector, in full"})

    def picture(self, name: str) -> tuple[str, str]:
        """Address and alternative text of the logo or the signature; empty without one."""
        alt = {"logo": self.name, "signature": f"Signature of {self.signer_name}".removesuffix(" of ")}[name]
        return (reverse(f"members:{name}", args=[self.slug]), alt) if getattr(self, name) else ("", "")

    @property
    def sector_in_full(self) -> str:
        """The long form of the sector's name, for its first mention."""
        is_own = self.sector_term == SectorTerm.OWN
        return self.own_term_in_full if is_own else SectorTerm(self.sector_term).long_form

    @property
    def sector_in_short(self) -> str:
        is_own = self.sector_term == SectorTerm.OWN
        return self.own_term or self.own_term_in_full if is_own else SectorTerm(self.sector_term).short_form

    @property
    def is_lapsed(self) -> bool:
        """Whether its NAVCA membership is over, so that its people read and download only."""
        return self.membership_ends_on is not None and self.membership_ends_on < timezone.localdate()

    @property
    def kept_until(self) -> datetime.date | None:
        """Until when at least everything stays after the membership has ended; None while it has not."""
        if not self.is_lapsed or self.membership_ends_on is None:
            return None
        return self.membership_ends_on + datetime.timedelta(days=settings.KEEP["LAPSED"])

    @property
    def main_contact(self) -> "User | None":
        """The person who invites and removes its people, or None until NAVCA names one."""
        row = self.memberships.select_related("user").filter(is_main_contact=True).first()
        return row.user if row else None

    # The ten details that letters use, in the order the profile asks for them.
    LETTER_DETAILS = (
        "signer_name", "signer_role", "name", "place", "sector_term",
        "address", "email", "phone", "charity_number", "groups_supported",
    )  # fmt: skip

    @property
    def missing_details(self) -> list[str]:
        """The field names, of the ten that letters use, that are still empty."""
        return [name for name in self.LETTER_DETAILS if not getattr(self, name)]

    def labelled(self, names: list[str]) -> list[tuple[str, str]]:
        """Field names with the labels that people read."""
        labels = {field.name: str(field.verbose_name) for field in self._meta.fields}
        return [(name, labels[name]) for name in names]


class Standing(models.Model):
    """Where an organisation stands with one public body. It outlives the body's place in the patch."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="standings")
    body = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="+")
    start = models.ForeignKey(
        StartingPoint, on_delete=models.PROTECT, related_name="+", verbose_name="where you are"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "body"],
                name="one_standing_each",
                violation_error_message="This body has a starting point already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} and {self.body}: {self.start}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def for_user(self, user: "User") -> Self:
        """Everybody's place in the organisations that the person belongs to."""
        return self.filter(organisation__in=Organisation.objects.for_user(user))


class Membership(models.Model):
    """A person's place in an organisation. One of its people is the main contact and looks after the rest."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    is_main_contact = models.BooleanField("main contact", default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="one_membership_each",
                violation_error_message="This person belongs to the organisation already.",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(is_main_contact=True),
                name="one_main_contact",
                violation_error_message="The organisation has a main contact already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.organisation}"

    @transaction.atomic
    def make_main_contact(self) -> bool:
        """Hand the organisation over to this person. False, and nothing, when they left in the meantime."""
        rows = Membership.objects.filter(organisation=self.organisation_id)
        Organisation.objects.select_for_update().get(pk=self.organisation_id)
        if not rows.filter(pk=self.pk).exists():
            return False
        rows.filter(is_main_contact=True).update(is_main_contact=False)
        self.is_main_contact = True
        self.save(update_fields=["is_main_contact"])
        return True

    @transaction.atomic
    def leave(self) -> bool:
        """Take this person out, with invitations that would let them in again.

        False, and nothing, for the main contact, who may have become it in the meantime.
        """
        Organisation.objects.select_for_update().get(pk=self.organisation_id)
        if Membership.objects.filter(pk=self.pk, is_main_contact=True).exists():
            return False
        self.organisation.invitations.waiting_for(self.user).update(withdrawn_at=timezone.now())
        self.delete()
        return True


# Models that fill a module of their own. Django finds them through this one.
from . import feedback as feedback  # noqa: E402
from . import function_notes as function_notes  # noqa: E402
from . import invitations as invitations  # noqa: E402
from . import records as records  # noqa: E402
from . import stories as stories  # noqa: E402
