"""People who sign in, the organisations they belong to, and the patch each organisation serves."""

from typing import Any, Self

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from documents.plain_text import one_line
from publicbodies.models import PublicBody


class UserManager(BaseUserManager["User"]):
    """Makes people by e-mail address. There is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who may sign in. Without a password they sign in by a code sent by e-mail.

        Raises ValueError when the address is empty.
        """
        if not email:
            raise ValueError("A person needs an e-mail address")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A NAVCA administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who signs in, with an e-mail address. NAVCA's staff have `is_staff`."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField("e-mail address", unique=True)

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
    """What a member calls the sector, in every output. The long form is used once, first."""

    VCS = "VCS", "VCS: voluntary and community sector"
    VCSE = "VCSE", "VCSE: voluntary, community and social enterprise sector"
    VCFSE = "VCFSE", "VCFSE: voluntary, community, faith and social enterprise sector"
    VCF = "VCF", "Voluntary, community and faith sector"
    COMMUNITY = "community", "Community sector"

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


class Organisation(models.Model):
    """A local infrastructure organisation: a NAVCA member, with the details its letters use."""

    name = models.CharField("organisation name", max_length=160, help_text="As it should appear on letters.")
    slug = models.SlugField(max_length=80, unique=True)
    short_name = models.CharField(max_length=60, blank=True)
    place = models.CharField(
        "the place you serve",
        max_length=80,
        blank=True,
        help_text="Used in sentences, for example “communities in Harbourside”.",
    )
    sector_term = models.CharField(
        "what you call the sector", max_length=20, choices=SectorTerm, default=SectorTerm.VCSE
    )
    signer_name = models.CharField("who signs letters", max_length=120, blank=True)
    signer_role = models.CharField("their job title", max_length=120, blank=True)
    address = models.TextField(
        "postal address", blank=True, help_text="One line for each part of the address, postcode last."
    )
    email = models.EmailField("e-mail address", blank=True)
    phone = models.CharField("telephone", max_length=40, blank=True)
    website = models.URLField(blank=True)
    charity_number = models.CharField("charity number", max_length=20, blank=True)
    groups_supported = models.CharField(
        "number of groups you support",
        max_length=60,
        blank=True,
        help_text="With the year, for example “640 groups in 2025/26”.",
    )
    envelope_offset_mm = models.SmallIntegerField(
        "move the address window",
        default=0,
        validators=[MinValueValidator(-10), MaxValueValidator(10)],
        help_text="Millimetres down the page (or, with a minus, up).",
    )
    patch = models.ManyToManyField(PublicBody, related_name="+", blank=True)
    people = models.ManyToManyField(User, through="Membership", related_name="organisations")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = one_line(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("dashboard") + f"?organisation={self.slug}"

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


class Membership(models.Model):
    """A person's place in an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="one_membership_each",
                violation_error_message="This person belongs to the organisation already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.organisation}"


# Models that fill a module of their own. Django finds them through this one.
from . import records as records  # noqa: E402
