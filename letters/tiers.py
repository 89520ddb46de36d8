"""What public bodies of each tier answer for, and the paragraph a letter may speak of it with."""

from django.core.validators import MaxLengthValidator
from django.db import models
from simple_history.models import HistoricalRecords

from principles.provenance import CuratedModel, CuratedQuerySet
from publicbodies.models import BodyKind


class Tier(models.TextChoices):
    """The kinds of public body that a letter speaks to in the same words."""

    COUNTY = "county", "County councils"
    DISTRICT = "district", "District councils"
    WHOLE = "whole", "Councils that run every service"
    STRATEGIC_AUTHORITY = "strategic-authority", "Strategic authorities"
    ICB = "icb", "Integrated care boards"

    @classmethod
    def of(cls, kind: str) -> "Tier | None":
        """The tier of a kind of public body; None for a body of a member's own."""
        if kind not in BodyKind.values:
            return None
        return cls(kind) if kind in cls.values else cls.WHOLE


# What each tier answers for, as a letter names it. From the Local Government Acts.
COMPETENCES: dict[Tier, list[str]] = {
    Tier.COUNTY: ["social care", "public health"],
    Tier.DISTRICT: ["housing", "planning", "leisure"],
    Tier.WHOLE: ["social care", "public health", "housing", "planning", "leisure"],
    Tier.STRATEGIC_AUTHORITY: ["transport", "skills", "growth"],
    Tier.ICB: ["health services", "health inequalities"],
}


class TierParagraph(CuratedModel):
    """What NAVCA offers a member to say to every body of one tier. The member may change it."""

    natural_key_fields = ("tier",)

    tier = models.CharField(max_length=20, choices=Tier, unique=True)
    text = models.TextField(
        validators=[MaxLengthValidator(1_000, "Shorten this to 1,000 characters or fewer")],
        help_text="Two or three sentences in plain text. May hold fields such as [place].",
    )

    objects = CuratedQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords()

    class Meta:
        ordering = ["tier"]

    def __str__(self) -> str:
        return self.get_tier_display()
