"""Who a member writes to: posts, and the people who hold them, at public bodies."""

from typing import Self

from django.db import models
from django.db.models import Q

from documents.plain_text import clean, one_line
from members.models import Organisation, User
from publicbodies.models import BodyKind, PublicBody


class Post(models.TextChoices):
    """A role that a letter can be written to. Never a person's name."""

    LEADER = "leader", "Leader of the Council"
    ELECTED_MAYOR = "elected-mayor", "Elected Mayor"
    CHIEF_EXECUTIVE = "chief-executive", "Chief Executive"
    ICB_CHAIR = "icb-chair", "Chair"
    STRATEGIC_MAYOR = "strategic-mayor", "Mayor"
    PLACE_DIRECTOR = "place-director", "Place Director"
    OTHER = "other", "Another post"

    @classmethod
    def usual_for(cls, kind: str) -> "Post":
        """The post a letter goes to at a body of a kind when nobody has been named yet."""
        return {
            BodyKind.ICB: cls.ICB_CHAIR,
            BodyKind.STRATEGIC_AUTHORITY: cls.STRATEGIC_MAYOR,
        }.get(BodyKind(kind), cls.LEADER)


class Style(models.TextChoices):
    """How a named person is addressed. Asked for, never inferred."""

    COUNCILLOR = "Councillor", "Councillor"
    MAYOR = "Mayor", "Mayor"
    DR = "Dr", "Dr"
    PROFESSOR = "Professor", "Professor"
    SIR = "Sir", "Sir"
    DAME = "Dame", "Dame"
    LORD = "Lord", "Lord"
    LADY = "Lady", "Lady"
    MR = "Mr", "Mr"
    MRS = "Mrs", "Mrs"
    MS = "Ms", "Ms"
    MX = "Mx", "Mx"


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)


class Recipient(models.Model):
    """A post at a public body that one organisation writes to, with the person's name when known.

    Private to the organisation. Without an address the letter prints post and body.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="recipients")
    body = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=20, choices=Post)
    other_post = models.CharField("post", max_length=120, blank=True)
    name = models.CharField(
        "full name",
        max_length=120,
        blank=True,
        help_text="Without a title. Empty: the letter goes to the post.",
    )
    style = models.CharField("style of address", max_length=20, choices=Style, blank=True)
    salutation = models.CharField(
        max_length=120, blank=True, help_text="Only when the usual form would be wrong: what follows “Dear”."
    )
    address = models.TextField(
        "postal address", blank=True, help_text="One line for each part of the address, postcode last."
    )
    email = models.EmailField("e-mail address", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["body__short_name", "post", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "body", "post", "other_post", "name"],
                name="recipient_once",
                violation_error_message="This recipient is in your list already.",
            ),
            models.CheckConstraint(
                condition=~Q(post=Post.OTHER) | ~Q(other_post=""),
                name="recipient_other_post_is_named",
                violation_error_message="Enter the post, for example Director of Public Health.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name or self.post_label}, {self.body.short_name}"

    def clean(self) -> None:
        self.name, self.salutation = one_line(self.name), one_line(self.salutation)
        self.other_post = one_line(self.other_post) if self.post == Post.OTHER else ""
        self.address = clean(self.address).strip()

    @property
    def full_name(self) -> str:
        """Name with its style, such as “Councillor Jo Ferris”; empty when nobody is named."""
        return f"{self.style} {self.name}".strip() if self.name else ""

    @property
    def post_label(self) -> str:
        return self.other_post if self.post == Post.OTHER else Post(self.post).label

    @property
    def address_lines(self) -> list[str]:
        """Name, post and body, then the postal address as typed."""
        lines = [self.full_name, self.post_label, self.body.official_name, *self.address.splitlines()]
        return [line for line in lines if line.strip()]
