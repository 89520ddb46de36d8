"""What a member asks of each body, and what each kind of body cares for most: the same in every paper."""

from typing import Any, Self

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from simple_history.models import HistoricalRecords

from documents.plain_text import clean, one_line
from members.models import Organisation, User
from partnerships.models import OwnBody
from partnerships.models.places import ONE_BODY, AtBody, AtBodyQuerySet, at
from principles.models import Finding
from principles.provenance import CuratedModel, CuratedQuerySet
from publicbodies.models import BodyKind, PublicBody

LONGEST = 1_000
MOST_PRIORITIES = 3


class BodyAsksQuerySet(AtBodyQuerySet):
    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)


class BodyAsks(AtBody):
    """What one organisation asks of one body, one ask on each line. Empty when it was taken out again.

    `revision` rises with every change, so that two people who write in one row notice each other.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="asks_of_bodies")
    # The rooms below know nothing of these, so that they do not keep a body from being taken out.
    own_body = models.ForeignKey(
        OwnBody, on_delete=models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name="a body of your own",
    )  # fmt: skip
    text = models.TextField(
        "what you ask of them",
        blank=True,
        validators=[MaxLengthValidator(LONGEST, "Shorten this to 1,000 characters or fewer")],
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = BodyAsksQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = "list of asks"
        verbose_name_plural = "lists of asks"
        constraints = [
            ONE_BODY,
            *(
                models.UniqueConstraint(
                    fields=["organisation", name],
                    name=f"asks_once_for_each_{name}",
                    violation_error_message="What you ask of this body is kept already",
                )
                for name in ("body", "own_body")
            ),
        ]

    def __str__(self) -> str:
        return f"Asked of {self.where.official_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.text = clean(self.text).strip()
        super().save(*args, **kwargs)

    @classmethod
    def of(cls, organisation: Organisation, where: PublicBody | OwnBody) -> "BodyAsks":
        """What is kept for a body, or a new row that is not stored yet."""
        rows = cls.objects.for_organisation(organisation).at(where)
        return rows.select_related("changed_by").first() or cls(organisation=organisation, **at(where))


class PriorityTier(models.TextChoices):
    """The kinds of public body whose priorities differ."""

    COUNTY = "county", "County councils"
    DISTRICT = "district", "District councils"
    WHOLE = "whole", "Councils that run every service"
    STRATEGIC_AUTHORITY = "strategic-authority", "Strategic authorities"
    ICB = "icb", "Integrated care boards"
    ANY = "any", "Any other body, and the slides for everybody"

    @classmethod
    def of(cls, where: PublicBody | OwnBody) -> "PriorityTier":
        """Whose priorities a body has."""
        if not isinstance(where, PublicBody) or where.kind not in BodyKind.values:
            return cls.ANY
        return cls(where.kind) if where.kind in cls.values else cls.WHOLE


class TierPriorityQuerySet(CuratedQuerySet):
    def of_tier(self, tier: PriorityTier) -> Self:
        """The priorities of one kind of body, with the finding that speaks to each."""
        rows = self.filter(tier=tier).select_related("finding__source")
        return rows.prefetch_related("finding__functions")


class TierPriority(CuratedModel):
    """A priority of one kind of public body, with the research that speaks to it. Each has three at most."""

    natural_key_fields = ("tier", "place")

    tier = models.CharField("kind of body", max_length=20, choices=PriorityTier)
    place = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PRIORITIES)],
        help_text="1, 2 or 3: the page has room for three.",
    )
    about = models.CharField(
        "the priority",
        max_length=60,
        help_text="A few words, as somebody of any party in office there would name it.",
    )
    finding = models.ForeignKey(
        Finding,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="What research says to it. Its words and its source stand beside the priority, and what "
        "the member does under the finding’s functions.",
    )

    objects = TierPriorityQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords()

    class Meta:
        ordering = ["tier", "place"]
        verbose_name = "priority of a kind of body"
        verbose_name_plural = "priorities of kinds of bodies"
        constraints = [
            models.UniqueConstraint(
                fields=["tier", "place"],
                name="one_priority_each_place",
                violation_error_message="This kind of body has a priority at this place. Change that one",
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=MOST_PRIORITIES),
                name="three_priorities_at_most",
                violation_error_message="Enter 1, 2 or 3",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tier_display()}: {self.about}"

    @property
    def origin(self) -> str:
        """Who says that bodies of this kind care for it, and who has looked at that, for a note on paper."""
        said = (
            "Priorities in official wording"
            if self.is_official
            else "Priorities named by the Covenant Toolkit, from what bodies of this kind answer for"
        )
        looked = "not reviewed by NAVCA yet"
        if self.reviewed_on and self.is_reviewed:
            looked = f"reviewed by NAVCA on {date_format(self.reviewed_on, 'j F Y')}"
        marks = [looked, "needs checking" if self.needs_checking else ""]
        return ". ".join(filter(None, [", ".join(filter(None, [said, *marks])), one_line(self.editors_note)]))
