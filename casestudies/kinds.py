"""What a case study may be: its kinds of agreement and place, where it stands, what makes it work."""

from django.db import models
from simple_history.models import HistoricalRecords

from principles.provenance import CuratedModel

# Addresses below /case-studies/ that are not a case study's.
RESERVED_SLUGS = {"share"}
# Why something is not published, and what to do about it.
NO_SOURCE = "Name its source."
NO_PRINCIPLE = "Choose a principle."
NO_FUNCTION = "Tag a function."


class AgreementKind(models.TextChoices):
    ACCORD = "accord", "Accord"
    COMPACT = "compact", "Compact"
    COVENANT = "covenant", "Covenant"
    CONCORDAT = "concordat", "Concordat"
    MEMORANDUM = "memorandum", "Memorandum of understanding"
    PARTNERSHIP_AGREEMENT = "partnership-agreement", "Partnership agreement"
    STRATEGY = "strategy", "Strategy"
    BOARD = "board", "Board"
    CONTRACT = "contract", "Contract"


class PlaceKind(models.TextChoices):
    """What kind of area a case study is about, by the bodies that serve it."""

    COMBINED_AUTHORITY = "combined-authority", "Combined authority area"
    TWO_TIER = "two-tier", "County with districts"
    UNITARY = "unitary", "Unitary council"
    METROPOLITAN = "metropolitan", "Metropolitan borough"
    LONDON_BOROUGH = "london-borough", "London borough"
    ICB = "icb", "Integrated care board area"


class Status(models.TextChoices):
    """Where a case study stands on its way to the site. Readers see what is published, nothing else."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in-review", "In review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def next_steps(self) -> tuple["Status", ...]:
        """Where a case study may go from here. What readers see is withdrawn before it is a draft again."""
        return {
            Status.DRAFT: (Status.IN_REVIEW, Status.PUBLISHED),
            Status.IN_REVIEW: (Status.PUBLISHED, Status.DRAFT),
            Status.PUBLISHED: (Status.WITHDRAWN,),
            Status.WITHDRAWN: (Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED),
        }[self]


# What readers see, or will soon.
READ = [Status.IN_REVIEW.value, Status.PUBLISHED.value]


class SuccessFactor(CuratedModel):
    """One of the four things that make an agreement work (X1 to X4)."""

    ref = models.CharField("reference", max_length=10, unique=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    question = models.CharField(max_length=200, help_text="Asked when an agreement is checked against it.")
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name
