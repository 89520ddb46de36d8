"""The Covenant's four principles: what they expect, and how one sees that they are kept."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from principles.provenance import CuratedModel

from .sources import Source


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
    """Who a line speaks to. It is not the side of an agreement, which is ours or theirs."""

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
    """Whether a sign tells that a principle is kept, or that it is not."""

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
