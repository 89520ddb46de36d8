"""The five functions of local infrastructure, and the findings and evidence about them."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from principles.provenance import CuratedModel, RevisedModel

from .covenant import Principle
from .sources import Source


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
    """The five lists in which points on equity stand."""

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
