"""Who a member writes to: posts, and the people who hold them, at public and at other bodies."""

import datetime
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Self

from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from documents.plain_text import clean, one_line
from members.models import Organisation, User
from publicbodies.models import BodyKind, PublicBody, Stage

from .office_addresses import office_details
from .posts import Post, Style

# A recipient's details are looked at again after twelve months.
CHECK_AFTER = datetime.timedelta(days=365)
# Of a search: with hundreds of words a database would take half a minute.
MOST_WORDS = 10
ADDRESS_WORDS = MaxLengthValidator(500, "Shorten the address to 500 characters or fewer")


class OwnBodyKind(models.TextChoices):
    """A body that is not in the directory of public bodies, so that a member names it."""

    NHS_TRUST = "nhs-trust", "NHS trust"
    POLICE_AND_CRIME = "police-and-crime", "Police and crime commissioner’s office"
    FIRE = "fire", "Fire and rescue authority"
    PARISH = "parish", "Parish or town council"
    FUNDER = "funder", "Funder"
    UNIVERSITY = "university", "University or college"
    OTHER = "other", "Another kind of body"


# Kinds whose leaders change with an election.
ELECTED_PUBLIC = [kind for kind in BodyKind if kind != BodyKind.ICB]
ELECTED_OWN = [OwnBodyKind.POLICE_AND_CRIME, OwnBodyKind.PARISH]


class OwnBodyQuerySet(models.QuerySet["OwnBody"]):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)


class OwnBody(models.Model):
    """A body one organisation writes to that is not in the directory. Private to the organisation.

    It answers to the names that letters ask a public body for.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="own_bodies")
    name = models.CharField("name of the body", max_length=160, help_text="As it stands on its letters.")
    kind = models.CharField("kind of body", max_length=20, choices=OwnBodyKind)
    place = models.CharField("where it is", max_length=80, blank=True)

    objects = OwnBodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "own bodies"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "place"],
                name="own_body_once",
                violation_error_message="You have a body of this name already. Choose it from your list.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name, self.place = one_line(self.name), one_line(self.place)

    @property
    def official_name(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return self.name

    @property
    def change_note(self) -> str:
        """Empty: when a body of one's own ends, the member knows."""
        return ""


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def in_list(self) -> Self:
        """Recipients that have not been taken off the list."""
        return self.filter(archived_at__isnull=True)

    def archived(self) -> Self:
        return self.filter(archived_at__isnull=False)

    def with_bodies(self) -> Self:
        return self.select_related("body", "own_body")

    def can_be_written_to_on(self, day: datetime.date) -> Self:
        """Recipients in the list whose body is there on a day."""
        there = PublicBody.objects.can_be_written_to_on(day)
        return self.in_list().filter(Q(own_body__isnull=False) | Q(body__in=there))

    def at_ended_bodies(self, day: datetime.date) -> Self:
        return self.filter(body__last_on__lt=day)

    def at_elected_bodies(self) -> Self:
        return self.filter(Q(body__kind__in=ELECTED_PUBLIC) | Q(own_body__kind__in=ELECTED_OWN))

    def due_for_check(self, day: datetime.date) -> Self:
        """Recipients in the list whose details are older than twelve months, or that somebody asked to check.

        A post without a name, address, email or telephone has nothing to check.
        """
        has_details = ~Q(name="", address="", email="", phone="")
        is_old = Q(checked_on__isnull=True) | Q(checked_on__lt=day - CHECK_AFTER)
        asked = Q(check_asked_on__isnull=False)
        return self.in_list().filter(asked | has_details & is_old).exclude(body__last_on__lt=day)

    def unchecked_since(self, day: datetime.date) -> Self:
        """Named people in the list whose details nobody has looked at since a day."""
        is_old = Q(checked_on__lt=day) | Q(checked_on__isnull=True, created_at__date__lt=day)
        return self.in_list().filter(is_old).exclude(name="")

    def matching(self, words: str) -> Self:
        """Recipients whose name, post, body or email address holds every one of the first ten words."""
        found = self
        for word in words.split()[:MOST_WORDS]:
            posts = [post for post in Post if word.casefold() in post.label.casefold()]
            columns = (
                "name",
                "other_post",
                "email",
                "body__official_name",
                "body__short_name",
                "own_body__name",
            )
            holds = Q(*[(f"{column}__icontains", word) for column in columns], _connector=Q.OR)
            found = found.filter(holds | Q(post__in=posts))
        return found

    def without_address(self) -> Self:
        return self.in_list().filter(address="")

    @transaction.atomic
    def nameless_at(self, posts: Mapping[PublicBody, Post], organisation: Organisation) -> "list[Recipient]":
        """The nameless post at each body, added to the organisation's list where it is not there.

        It comes with the office address that NAVCA has confirmed, if there is one. Three queries at most,
        however many bodies; asked twice at once it adds nobody twice.
        """
        rows = self.filter(
            organisation=organisation, body__in=posts, post__in={*posts.values()}, name="", other_post="",
            archived_at=None,
        )  # fmt: skip

        def known() -> "dict[PublicBody, Recipient]":
            found = rows.select_related("body")
            return {row.body: row for row in found if row.body and posts[row.body] == row.post}

        there = known()
        missing = [
            Recipient(organisation=organisation, body=body, post=post, **office_details(body))
            for body, post in posts.items()
            if body not in there
        ]
        if missing:
            Recipient.objects.bulk_create(missing, ignore_conflicts=True)
            there = known()
        return [there[body] for body in posts]


class Recipient(models.Model):
    """A post at a body that one organisation writes to, with the person's name when known.

    Private to the organisation. The body is one of the directory or one of the organisation's own. Without
    an address the letter prints post and body.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="recipients")
    body = models.ForeignKey(
        PublicBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="public body",
    )  # fmt: skip
    own_body = models.ForeignKey(
        OwnBody, on_delete=models.CASCADE, null=True, blank=True, related_name="recipients",
        verbose_name="a body of your own",
    )  # fmt: skip
    post = models.CharField(max_length=20, choices=Post)
    other_post = models.CharField("name of the post", max_length=120, blank=True)
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
        "postal address",
        blank=True,
        help_text="One line for each part of the address, postcode last.",
        validators=[ADDRESS_WORDS],
    )
    email = models.EmailField("email address", blank=True)
    phone = models.CharField("telephone", max_length=40, blank=True)
    source = models.CharField(
        "where did you find this?",
        max_length=200,
        blank=True,
        help_text="So that somebody can look again, for example “the council’s website, contact page”.",
    )
    checked_on = models.DateField(null=True, blank=True)
    check_asked_on = models.DateField(
        null=True, blank=True, help_text="Somebody asked to look at this again, for example after elections."
    )
    archived_at = models.DateTimeField("taken off the list at", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = [Coalesce("body__short_name", "own_body__name"), "own_body", "post", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False, own_body__isnull=True)
                | Q(body__isnull=True, own_body__isnull=False),
                name="recipient_at_one_body",
                violation_error_message="Choose one body: a public body or one of your own.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "body", "post", "other_post", "name"],
                condition=Q(archived_at__isnull=True),
                name="recipient_once",
                violation_error_message="This recipient is in your list already.",
            ),
            models.UniqueConstraint(
                fields=["own_body", "post", "other_post", "name"],
                condition=Q(archived_at__isnull=True),
                name="recipient_once_at_own_body",
                violation_error_message="This recipient is in your list already.",
            ),
            models.CheckConstraint(
                condition=~Q(post=Post.OTHER) | ~Q(other_post=""),
                name="recipient_other_post_is_named",
                violation_error_message="Enter the post, for example Director of Public Health.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name or self.post_label}, {self.where.short_name}"

    def clean(self) -> None:
        for name in ("name", "salutation", "phone", "source"):
            setattr(self, name, one_line(getattr(self, name)))
        self.other_post = one_line(self.other_post) if self.post == Post.OTHER else ""
        self.address = clean(self.address).strip()

    @property
    def where(self) -> PublicBody | OwnBody:
        """The body, whichever of the two it is. Both answer to the same names."""
        found = self.body or self.own_body
        assert found is not None  # noqa: S101  (a constraint keeps one of them)
        return found

    @property
    def full_name(self) -> str:
        """Name with its style, such as “Councillor Jo Ferris”; empty when nobody is named.

        Two people who share the post stand in one name with “and” between; the style is of both.
        """
        return " and ".join(f"{self.style} {name}".strip() for name in self.name.split(" and ") if name)

    @property
    def post_label(self) -> str:
        return self.other_post if self.post == Post.OTHER else Post(self.post).label

    @property
    def address_lines(self) -> list[str]:
        """Name, post and body, then the postal address as typed. The body is not said twice."""
        body = self.where.official_name
        address = [
            line for line in self.address.splitlines() if line.strip(" ,").casefold() != body.casefold()
        ]
        return [line for line in [self.full_name, self.post_label, body, *address] if line.strip()]

    @property
    def has_details(self) -> bool:
        return bool(self.name or self.address or self.email or self.phone)

    @property
    def is_due_for_check(self) -> bool:
        """The same rule as the QuerySet's due_for_check, for one recipient that is at hand."""
        is_old = self.checked_on is None or self.checked_on < timezone.localdate() - CHECK_AFTER
        is_asked = self.check_asked_on is not None
        return not (self.archived_at or self.has_ended) and (is_asked or (self.has_details and is_old))

    @property
    def has_ended(self) -> bool:
        """Whether the body is gone, so that the recipient stays for the letters of its time only."""
        return self.body is not None and self.body.stage == Stage.ENDED

    def mark_checked(self, day: datetime.date) -> None:
        """Keep that the details were right on a day."""
        self.checked_on, self.check_asked_on = day, None
        self.save(update_fields=["checked_on", "check_asked_on"])

    @transaction.atomic
    def return_to_post(self, day: datetime.date) -> "Recipient":
        """The person has left: letters go to the post from now on. Returns the recipient that is left.

        The postal address stays. When the nameless post is in the list already, this one is taken off it.
        """
        twin = (
            Recipient.objects.in_list()
            .filter(
                organisation=self.organisation, body=self.body, own_body=self.own_body,
                post=self.post, other_post=self.other_post, name="",
            )
            .exclude(pk=self.pk)
            .first()
        )  # fmt: skip
        if twin:
            self.remove()
            return twin
        self.name = self.style = self.salutation = self.email = self.phone = ""
        self.save(update_fields=["name", "style", "salutation", "email", "phone"])
        self.mark_checked(day)
        return self

    def remove(self) -> bool:
        """Take this off the list. Returns whether it is gone for good.

        A recipient to whom a letter is addressed, or with whom a contact is recorded, stays and is archived.
        """
        try:
            with transaction.atomic():
                self.delete()
        except models.RestrictedError:
            self.archived_at = timezone.now()
            self.save(update_fields=["archived_at"])
            return False
        own = self.own_body
        if own and not own.recipients.exists():
            # What else belongs to it, such as a contact, a meeting or an agreement, keeps it.
            with suppress(models.RestrictedError), transaction.atomic():
                own.delete()
        return True


def bodies_without_recipient(
    organisation: Organisation, day: datetime.date, also: Collection[str] = ()
) -> models.QuerySet[PublicBody]:
    """Bodies that can be written to on a day and have nobody in the organisation's list.

    Those of the patch and where somebody is in the list, with who follows them, and `also` some by slug.
    """
    listed = Recipient.objects.for_organisation(organisation).in_list().filter(body__isnull=False)
    known = PublicBody.objects.filter(
        Q(pk__in=organisation.patch.values("pk")) | Q(pk__in=listed.values("body"))
    )
    return (
        PublicBody.objects.can_be_written_to_on(day)
        .filter(Q(pk__in=known.with_successors().values("pk")) | Q(slug__in=also))
        .exclude(pk__in=listed.values("body"))
    )
