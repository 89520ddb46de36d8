"""Letter templates with their versions, starter examples, letters and their copies."""

import uuid
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from members.models import Organisation, User
from partnerships.models import Recipient
from principles.models import LCSIFunction, Principle
from principles.provenance import CuratedModel, CuratedQuerySet

from .merge import CompiledTemplate, TemplateProblems, compile_template

# A page holds about 3,000 characters; no single part of a letter needs two.
OWN_WORDS = MaxLengthValidator(6_000, "Shorten this to 6,000 characters or fewer")


class Audience(models.TextChoices):
    PUBLIC_BODY = "public-body", "A council or health body"
    SECTOR = "sector", "The local voluntary sector"


class LetterTemplateQuerySet(CuratedQuerySet):
    def in_use(self) -> Self:
        """Templates a member can start from: not archived, with a published version."""
        return self.filter(is_archived=False, versions__published_at__isnull=False).distinct()


class LetterTemplate(CuratedModel):
    """A letter NAVCA offers to its members. Its words are in its versions."""

    slug = models.SlugField(unique=True)
    title = models.CharField(
        max_length=120, help_text="Shown where a member chooses, such as “To a council or health body”."
    )
    description = models.CharField(max_length=250)
    audience = models.CharField(max_length=20, choices=Audience)
    order = models.PositiveSmallIntegerField(default=0)
    is_archived = models.BooleanField("archived", default=False)

    objects = LetterTemplateQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title

    @property
    def current_version(self) -> "LetterTemplateVersion | None":
        return self.versions.published().order_by("-number").first()


class LetterTemplateVersionQuerySet(CuratedQuerySet):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)


class LetterTemplateVersion(CuratedModel):
    """The words of a template at one time. A published version never changes: make a new one."""

    natural_key_fields = ("template__slug", "number")
    WORDS = ("subject", "greeting", "body", "main_ask", "further_asks", "sign_off")

    template = models.ForeignKey(LetterTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=200, help_text="May hold fields such as [place].")
    greeting = models.CharField(
        max_length=120,
        blank=True,
        help_text="Only for a letter without a recipient, such as “Dear colleagues”.",
    )
    body = models.TextField(
        help_text="Markdown with fields in square brackets, such as [place].",
        # Markdown takes seconds over tens of thousands of brackets; a long letter has 12,000 characters.
        validators=[MaxLengthValidator(20_000)],
    )
    main_ask = models.TextField(
        blank=True, help_text="What the letter asks for first. Members can change it."
    )
    further_asks = models.TextField("further asks", blank=True, help_text="One on each line.")
    sign_off = models.CharField(
        max_length=60,
        blank=True,
        help_text="Empty: “Yours sincerely” to a named person, “Yours faithfully” to a post.",
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = LetterTemplateVersionQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords()

    class Meta:
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"],
                name="version_number_once",
                violation_error_message="This template has a version with this number already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template}, version {self.number}"

    def clean(self) -> None:
        try:
            compile_template(self.subject, self.body)
        except TemplateProblems as problems:
            raise ValidationError(
                {"body": [f"Line {problem.line}: {problem.message}" for problem in problems.problems]}
            ) from problems

    def save(self, *args: Any, **kwargs: Any) -> None:
        stored = LetterTemplateVersion.objects.filter(pk=self.pk).first() if self.pk else None
        if stored and stored.published_at and any(getattr(stored, n) != getattr(self, n) for n in self.WORDS):
            raise ValidationError("A published version never changes. Make a new version instead.")
        super().save(*args, **kwargs)

    def compiled(self) -> CompiledTemplate:
        return compile_template(self.subject, self.body)


class StarterExampleQuerySet(CuratedQuerySet):
    def to_take_up(self) -> Self:
        """Ideas that say which function and principle they belong to."""
        return self.filter(function__isnull=False, first_principle__isnull=False).select_related(
            "function", "first_principle", "second_principle"
        )


class StarterExample(CuratedModel):
    """An idea for “examples of our work” in a letter to a public body. May hold [gaps] to fill."""

    slug = models.SlugField(unique=True)
    ref = models.CharField("reference", max_length=10, unique=True)
    title = models.CharField(max_length=80)
    text = models.TextField()
    function = models.ForeignKey(
        LCSIFunction,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="With a function and a principle, members can take the idea up as an activity of theirs.",
    )
    first_principle = models.ForeignKey(
        Principle, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    second_principle = models.ForeignKey(
        Principle, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()
    objects = StarterExampleQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title


class LetterQuerySet(models.QuerySet["Letter"]):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def for_page(self) -> Self:
        """With what its pages show, in a fixed number of queries."""
        return self.select_related(
            "organisation", "template_version__template", "changed_by"
        ).prefetch_related("copies__recipient__body", "copies__recipient__own_body", "citations")


class Letter(models.Model):
    """A letter written once by a member, for one or many recipients. Each recipient's is a LetterCopy.

    `revision` rises with every save, so that two people who edit one letter notice each other.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="letters")
    template_version = models.ForeignKey(LetterTemplateVersion, on_delete=models.PROTECT, related_name="+")
    dated_on = models.DateField("date on the letter", default=timezone.localdate)
    main_ask = models.TextField("what you ask for first", blank=True, validators=[OWN_WORDS])
    further_asks = models.TextField(
        "what else you would welcome", blank=True, help_text="One on each line.", validators=[OWN_WORDS]
    )
    reply_by_on = models.DateField("reply by", null=True, blank=True)
    examples = models.JSONField(default=list, blank=True)
    signer_name = models.CharField("name", max_length=120, blank=True)
    signer_role = models.CharField("job title", max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return f"{self.template_version.template} ({self.dated_on:%Y-%m-%d})"

    def get_absolute_url(self) -> str:
        return reverse("letters:edit", args=[self.uuid])

    def get_download_url(self) -> str:
        return reverse("letters:download", args=[self.uuid])

    @property
    def is_for_sector(self) -> bool:
        return self.template_version.template.audience == Audience.SECTOR

    @property
    def chosen_examples(self) -> list[str]:
        """The wording of the ticked examples, in the member's order."""
        return [example["text"] for example in self.examples if example.get("chosen")]


class LetterCopy(models.Model):
    """One recipient's copy of a letter. The letter to the sector has one copy without a recipient."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="copies")
    recipient = models.ForeignKey(
        Recipient, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "letter copies"
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "recipient"],
                name="one_copy_each",
                violation_error_message="This recipient has a copy already.",
            ),
            models.UniqueConstraint(
                fields=["letter"],
                condition=models.Q(recipient__isnull=True),
                name="one_copy_for_the_sector",
                violation_error_message="The letter to the sector has its copy already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.recipient or 'the local voluntary sector'}"


class CitationKind(models.TextChoices):
    FINDING = "finding", "Finding"
    CASE_STUDY = "case-study", "Case study"


class Citation(models.Model):
    """What a letter cites: a reference into the public rooms and the revision it had then.

    No key to the cited row: public rooms must not be able to reach a member's letter.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(max_length=20, choices=CitationKind)
    reference = models.CharField(max_length=100, help_text="A finding's reference or a case study's slug.")
    revision = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "kind", "reference"],
                name="cited_once",
                violation_error_message="This is in the letter already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"
