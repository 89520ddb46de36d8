"""Public bodies in England: who they are, when they live, and who follows them."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords


class Region(models.TextChoices):
    NORTH_EAST = "north-east", "North East"
    NORTH_WEST = "north-west", "North West"
    YORKSHIRE_AND_THE_HUMBER = "yorkshire-and-the-humber", "Yorkshire and the Humber"
    EAST_MIDLANDS = "east-midlands", "East Midlands"
    WEST_MIDLANDS = "west-midlands", "West Midlands"
    EAST_OF_ENGLAND = "east-of-england", "East of England"
    LONDON = "london", "London"
    SOUTH_EAST = "south-east", "South East"
    SOUTH_WEST = "south-west", "South West"


class BodyKind(models.TextChoices):
    COUNTY = "county", "County council"
    DISTRICT = "district", "District council"
    UNITARY = "unitary", "Unitary council"
    METROPOLITAN = "metropolitan", "Metropolitan borough council"
    LONDON_BOROUGH = "london-borough", "London borough council"
    CITY_OF_LONDON = "city-of-london", "City of London Corporation"
    ISLES_OF_SCILLY = "isles-of-scilly", "Council of the Isles of Scilly"
    STRATEGIC_AUTHORITY = "strategic-authority", "Strategic authority"
    ICB = "icb", "Integrated care board"


class Stage(models.TextChoices):
    PLANNED = "planned", "Planned"
    SHADOW = "shadow", "Shadow authority"
    LIVE = "live", "Live"
    ENDED = "ended", "Ended"


class PublicBodyQuerySet(models.QuerySet["PublicBody"]):
    def get_by_natural_key(self, slug: str) -> "PublicBody":
        return self.get(slug=slug)

    def live_on(self, day: datetime.date) -> Self:
        """Bodies that run services on a day. The last day is included."""
        return self.filter(
            Q(first_on__isnull=False) & Q(first_on__lte=day),
            Q(last_on__isnull=True) | Q(last_on__gte=day),
        )

    def can_be_written_to_on(self, day: datetime.date) -> Self:
        """Bodies that are live, or elected and preparing, on a day."""
        shadow = Q(shadow_on__isnull=False) & Q(shadow_on__lte=day)
        return self.filter(
            Q(first_on__isnull=False) & Q(first_on__lte=day) | shadow,
            Q(last_on__isnull=True) | Q(last_on__gte=day),
        )


class PublicBody(models.Model):
    """A council, strategic authority or integrated care board.

    The slug is ours and never changes: official codes name an area and are reissued. `last_on` is the
    last day the body exists: a district that ends in March 2028 has 31 March 2028 here, and its
    successors are offered from the day after.
    """

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=BodyKind)
    official_name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=100)
    region = models.CharField(max_length=30, choices=Region)
    county = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="districts",
        help_text="The county council of the same area, for a district.",
    )  # fmt: skip
    strategic_authority = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="constituents"
    )
    icbs = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="councils")
    gss_code = models.CharField("ONS code", max_length=9, blank=True)
    ods_code = models.CharField("NHS code", max_length=10, blank=True)
    shadow_on = models.DateField("shadow authority from", null=True, blank=True)
    first_on = models.DateField("first day", null=True, blank=True, help_text="Empty while only planned.")
    last_on = models.DateField("last day", null=True, blank=True, help_text="The last day is included.")
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")
    change_note = models.TextField(
        blank=True, help_text="What is about to change, in a sentence that a letter may use."
    )
    office_address = models.TextField(
        blank=True, help_text="The office’s public address, never a person’s. One line for each part."
    )
    office_address_checked_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    checked_on = models.DateField()
    needs_checking = models.BooleanField(default=True)

    objects = PublicBodyQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[icbs, successors])

    class Meta:
        ordering = ["short_name"]
        verbose_name_plural = "public bodies"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__isnull=True)
                | Q(first_on__isnull=True)
                | Q(last_on__gte=models.F("first_on")),
                name="public_body_ends_after_it_begins",
                violation_error_message="The last day must be on or after the first day.",
            )
        ]

    def __str__(self) -> str:
        return self.official_name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def stage_on(self, day: datetime.date) -> Stage:
        """Where this body stands on a day."""
        if self.last_on and self.last_on < day:
            return Stage.ENDED
        if self.first_on and self.first_on <= day:
            return Stage.LIVE
        if self.shadow_on and self.shadow_on <= day:
            return Stage.SHADOW
        return Stage.PLANNED

    @property
    def stage(self) -> Stage:
        return self.stage_on(timezone.localdate())

    @property
    def is_changing(self) -> bool:
        """Whether the last day is known and still to come."""
        return self.last_on is not None and self.last_on >= timezone.localdate()
