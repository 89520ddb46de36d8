"""Principles, functions, findings and the pages around them, each dated and sourced."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .provenance import CuratedModel, CuratedQuerySet, NamedRow, RevisedModel


def address_problem_field() -> models.CharField:
    """What check_links found wrong with an address, and since when. For NAVCA only."""
    return models.CharField("problem with the address", max_length=120, blank=True, editable=False)


class Source(NamedRow):
    """Where a fact was read: publisher, title, address, when it was published and when we looked."""

    slug = models.SlugField(unique=True)
    publisher = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    url = models.URLField("web address", max_length=500, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_note = models.CharField(
        "published, in words",
        max_length=60,
        blank=True,
        help_text="Used when the exact day is not known, such as “2023”.",
    )
    checked_on = models.DateField(
        null=True, blank=True, help_text="The day somebody last opened it, or it answered."
    )
    address_problem = address_problem_field()
    editors_note = models.TextField("editor's note", blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["publisher", "title"]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"


class Principle(CuratedModel):
    """One of the Covenant's four principles. The number gives order and colour."""

    number = models.PositiveSmallIntegerField(
        unique=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    summary = models.CharField(max_length=200, help_text="One line, shown under the name.")
    explanation = models.TextField(help_text="What it means. Markdown.")
    letter_paragraph = models.TextField(
        "paragraph for a letter", help_text="A short paragraph a reader can copy. May hold [place]."
    )
    evidence_use = models.TextField("how to use the evidence", blank=True, help_text="Markdown.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="principles")

    history = HistoricalRecords()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("principles:principle", args=[self.slug])


class PrinciplePoint(CuratedModel):
    """One thing a principle says, numbered as in the content list (P1.2)."""

    natural_key_fields = ("ref",)

    ref = models.CharField("reference", max_length=10, unique=True)
    principle = models.ForeignKey(Principle, on_delete=models.CASCADE, related_name="points")
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["principle", "order", "ref"]

    def __str__(self) -> str:
        return f"{self.ref}: {self.text[:60]}"


class Side(models.TextChoices):
    PUBLIC_BODIES = "public-bodies", "Councils, health systems and other public bodies"
    CIVIL_SOCIETY = "civil-society", "Civil society"
    BOTH = "both", "Both sides"


class Expectation(CuratedModel):
    """What a principle asks of one side or of both. Inferred, so each line can be corrected alone."""

    natural_key_fields = ("principle__slug", "side", "order")

    principle = models.ForeignKey(Principle, on_delete=models.CASCADE, related_name="expectations")
    side = models.CharField(max_length=20, choices=Side)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)

    history = HistoricalRecords()

    class Meta:
        ordering = ["principle", "side", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["principle", "side", "order"],
                name="expectation_has_its_own_place",
                violation_error_message="Another line of this side already has this place in the order.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class SignKind(models.TextChoices):
    PROGRESS = "progress", "Sign of progress"
    WARNING = "warning", "Warning sign"


class ProgressSign(CuratedModel):
    """How one can tell that a principle is kept, or is not. Empty until the official text is entered."""

    natural_key_fields = ("principle__slug", "kind", "order")

    principle = models.ForeignKey(Principle, on_delete=models.CASCADE, related_name="signs")
    kind = models.CharField(max_length=10, choices=SignKind)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="signs")

    history = HistoricalRecords()

    class Meta:
        ordering = ["principle", "kind", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["principle", "kind", "order"],
                name="sign_has_its_own_place",
                violation_error_message="Another sign of this kind already has this place in the order.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class LCSIFunction(CuratedModel):
    """One of the five functions of local civil society infrastructure, whoever performs it."""

    ref = models.CharField("reference", max_length=10, unique=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    aliases = models.JSONField(
        "other names",
        default=list,
        blank=True,
        help_text="The wordings other papers use for the same function.",
    )
    definition = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)
    usual_principles = models.ManyToManyField(
        Principle, related_name="functions", blank=True, help_text="Offered first when an activity is tagged."
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="functions")

    history = HistoricalRecords(m2m_fields=[usual_principles])

    class Meta:
        ordering = ["order"]
        verbose_name = "LCSI function"

    def __str__(self) -> str:
        return self.name


class Impact(CuratedModel):
    """One of the three broad results the research names."""

    natural_key_fields = ("ref",)

    ref = models.CharField("reference", max_length=10, unique=True)
    text = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="impacts")

    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.text


class Finding(RevisedModel, CuratedModel):
    """One result of public research, tied to the principles and functions it supports."""

    natural_key_fields = ("ref",)
    REVISED_BY = ("title", "text", "source_id", "as_of")

    ref = models.CharField("reference", max_length=10, unique=True, help_text="Such as E4.")
    title = models.CharField("short title", max_length=120)
    text = models.TextField(help_text="One finding in one or two sentences, in our words.")
    principles = models.ManyToManyField(Principle, related_name="findings")
    functions = models.ManyToManyField(
        LCSIFunction,
        related_name="findings",
        blank=True,
        help_text="Leave empty when the finding is about infrastructure as a whole.",
    )
    as_of = models.CharField("as of", max_length=60, blank=True, help_text="The time the finding speaks of.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="findings")
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords(m2m_fields=[principles, functions])

    class Meta:
        ordering = ["order", "ref"]

    def __str__(self) -> str:
        return f"{self.ref}: {self.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('principles:evidence')}#{self.ref}"


class EvidenceUse(CuratedModel):
    """One way to use the research together with the Covenant (U1 to U4)."""

    natural_key_fields = ("ref",)

    ref = models.CharField("reference", max_length=10, unique=True)
    title = models.CharField(max_length=120)
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title


class EquityKind(models.TextChoices):
    ARGUMENT = "argument", "Why equity"
    ENABLER = "enabler", "What helps"
    BARRIER = "barrier", "What gets in the way"
    ACTION = "action", "What government could do"
    RECOMMENDATION = "recommendation", "Recommendations"


class EquityPoint(CuratedModel):
    """A line of the equity lens: argued by Mobilising Community Assets, not in the Covenant."""

    natural_key_fields = ("ref",)

    ref = models.CharField("reference", max_length=10, unique=True)
    kind = models.CharField(max_length=20, choices=EquityKind)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="equity_points")

    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "order"]

    def __str__(self) -> str:
        return f"{self.ref}: {self.title}"


class GuidePage(CuratedModel):
    """A page of guidance in Markdown, such as how evidence is tagged."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=250)
    body = models.TextField(help_text="Markdown. Headings start at ##.")
    order = models.PositiveSmallIntegerField(default=0)
    sources = models.ManyToManyField(Source, related_name="guide_pages", blank=True)

    history = HistoricalRecords(m2m_fields=[sources])

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title


class StartingPoint(CuratedModel):
    """An answer to “where are you?”: where a relationship with a public body stands, and what to do next."""

    slug = models.SlugField(unique=True)
    label = models.CharField("answer", max_length=80, help_text="Such as “We have an agreement”.")
    hint = models.CharField(max_length=160, help_text="Whom this answer is for, in one line.")
    reading = models.TextField("what to read", help_text="Markdown, without headings.")
    evidence = models.TextField(
        "evidence to bring",
        help_text="Markdown, without headings. Three findings of the principle below follow it.",
    )
    letter = models.TextField("what to write in the letter", help_text="Markdown, without headings.")
    principle = models.ForeignKey(
        Principle,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="starting_points",
        help_text="The principle whose evidence helps most from here.",
    )
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return f"{reverse('principles:where-are-you')}?start={self.slug}#next"


class UpdateQuerySet(CuratedQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-happened_on", "title")


class Update(CuratedModel):
    """Something that happened since the Covenant was published."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=160)
    happened_on = models.DateField(help_text="The first day it may have been, when only a month is known.")
    when = models.CharField(
        "when, in words",
        max_length=60,
        blank=True,
        help_text="Such as “autumn 2025”. Empty: the day is shown.",
    )
    text = models.TextField(help_text="Markdown.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="updates")

    history = HistoricalRecords()
    objects = UpdateQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["-happened_on", "title"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ahead(self) -> bool:
        """Whether its day, or the first that it may be, is still to come."""
        return self.happened_on > timezone.localdate()


class GlossaryTerm(CuratedModel):
    """A word of the field and what we mean by it."""

    slug = models.SlugField(unique=True)
    term = models.CharField(max_length=80)
    definition = models.TextField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class Link(CuratedModel):
    """A useful address outside this site, with the day it was last opened by a person."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=160)
    url = models.URLField(
        "web address", max_length=500, blank=True, help_text="Empty until a curator has found it."
    )
    description = models.CharField(max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    checked_on = models.DateField(
        null=True, blank=True, help_text="The day somebody last opened it, or it answered."
    )
    address_problem = address_problem_field()

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title
