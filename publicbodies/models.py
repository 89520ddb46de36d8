"""Public bodies in England: who they are, when they live, and who follows them."""

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Case, Q, SmallIntegerField, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from simple_history.models import HistoricalRecords

from .names import asked_words, searched_words


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
    """The kinds of body, in the order of their tiers: lists are sorted by it."""

    COUNTY = "county", "County council"
    DISTRICT = "district", "District council"
    UNITARY = "unitary", "Unitary council"
    METROPOLITAN = "metropolitan", "Metropolitan borough council"
    LONDON_BOROUGH = "london-borough", "London borough council"
    CITY_OF_LONDON = "city-of-london", "City of London Corporation"
    ISLES_OF_SCILLY = "isles-of-scilly", "Council of the Isles of Scilly"
    STRATEGIC_AUTHORITY = "strategic-authority", "Strategic authority"
    ICB = "icb", "Integrated care board"


# The kinds of council: all but strategic authorities and health bodies.
COUNCILS = [kind for kind in BodyKind if kind not in (BodyKind.STRATEGIC_AUTHORITY, BodyKind.ICB)]


class Stage(models.TextChoices):
    """Where a body stands on a day. A shadow authority is elected and prepares; it runs no services."""

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

    def changing_on(self, day: datetime.date) -> Self:
        """Bodies that are live on a day and whose last day is known."""
        return self.live_on(day).filter(last_on__isnull=False)

    def coming_on(self, day: datetime.date) -> Self:
        """Bodies that on a day are planned, or elected and preparing."""
        return self.filter(Q(first_on__isnull=True) | Q(first_on__gt=day))

    def ended_on(self, day: datetime.date) -> Self:
        """Bodies whose last day is over on a day."""
        return self.filter(last_on__lt=day)

    def not_ended_on(self, day: datetime.date) -> Self:
        """Bodies that live on a day or are still to come."""
        return self.filter(Q(last_on__isnull=True) | Q(last_on__gte=day))

    def with_successors(self) -> "PublicBodyQuerySet":
        """These bodies and all that follow them. Ask on for those that can be written to on a day."""
        these = self.order_by().values("pk")
        followers = Succession.objects.order_by().filter(body__in=these).values("successor")
        return PublicBody.objects.filter(Q(pk__in=these) | Q(pk__in=followers))

    def councils(self) -> Self:
        return self.filter(kind__in=COUNCILS)

    def in_tiers(self) -> Self:
        """The county first, then its districts, other councils, strategic authorities, health boards."""
        tiers = [When(kind=kind, then=number) for number, kind in enumerate(BodyKind)]
        return self.order_by(Case(*tiers, output_field=SmallIntegerField()), "short_name", "slug")

    def named_like(self, text: str) -> Self:
        """Bodies for which every word typed begins a word of a name, a code, or the name of the county.

        Accents, apostrophes, capitals and “and” or “&” do not count. Initials are enough: “kc” finds
        Kensington and Chelsea. Nothing is found for a text without a letter or figure.
        """
        words = asked_words(text)
        if not words:
            return self.none()
        every = Q()
        for word in words:
            in_county = Q(county__short_name__istartswith=word) | Q(county__short_name__icontains=f" {word}")
            every &= Q(words__contains=f" {word}") | in_county
        return self.filter(every | Q(words__contains=f" {''.join(words)} "))


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
    style = models.CharField(
        "style of the place",
        max_length=120,
        blank=True,
        help_text="When the place has one of its own, such as “City and County of Bristol”.",
    )
    region = models.CharField(max_length=30, choices=Region)
    county = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="districts",
        help_text="The county council of the same area, for a district.",
    )  # fmt: skip
    strategic_authority = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="constituents"
    )
    icbs = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="councils",
        verbose_name="integrated care boards",
    )
    gss_code = models.CharField("ONS code", max_length=9, blank=True)
    ods_code = models.CharField("NHS code", max_length=10, blank=True)
    shadow_on = models.DateField("shadow authority from", null=True, blank=True)
    first_on = models.DateField(
        "first day", null=True, blank=True, help_text="In its present form. Empty while only planned."
    )
    last_on = models.DateField("last day", null=True, blank=True, help_text="The last day is included.")
    successors = models.ManyToManyField(
        "self", through="Succession", symmetrical=False, blank=True, related_name="predecessors"
    )
    has_elected_mayor = models.BooleanField(
        "has an elected mayor",
        null=True,
        blank=True,
        help_text="Whether a mayor whom people elected is in office now. It decides who a letter goes to. "
        "Unknown: to the leader of a council, to the mayor of a strategic authority.",
    )
    change_note = models.TextField(
        blank=True, help_text="What is about to change, in a sentence that a letter may use."
    )
    office_address = models.TextField(
        blank=True,
        help_text="Of the office, never of a person. One line for each part, postcode last. "
        "Empty until somebody has checked it.",
    )
    office_address_checked_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    checked_on = models.DateField()
    needs_checking = models.BooleanField(default=True)
    to_check = models.CharField(
        "what to check",
        max_length=300,
        blank=True,
        help_text="The facts that were worked out by hand or could not be read in a source.",
    )
    words = models.TextField(editable=False, default="", help_text="What a search by name looks through.")

    objects = PublicBodyQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[icbs], excluded_fields=["words"])

    class Meta:
        ordering = ["short_name", "slug"]
        verbose_name_plural = "public bodies"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__isnull=True)
                | Q(first_on__isnull=True)
                | Q(last_on__gte=models.F("first_on")),
                name="public_body_ends_after_it_begins",
                violation_error_message="The last day must be on or after the first day.",
            ),
            models.CheckConstraint(
                condition=Q(office_address="") | Q(office_address_checked_on__isnull=False),
                name="public_body_address_was_checked",
                violation_error_message="Enter the day on which the office address was checked.",
            ),
        ]

    def __str__(self) -> str:
        return self.official_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.words = self.searched_words()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("publicbodies:body", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def searched_words(self, earlier: Iterable[str] | None = None) -> str:
        """What `named_like` looks through: every name and code this body has or had."""
        if earlier is None:
            earlier = [row.value for row in self.earlier.all()] if self.pk else []
        return searched_words(
            [self.short_name, self.official_name, self.style], [self.gss_code, self.ods_code, *earlier]
        )

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
    def is_council(self) -> bool:
        return self.kind in COUNCILS

    @property
    def has_an_area(self) -> bool:
        """Whether other councils lie within this one's area, so that all can be taken together."""
        return self.kind in (BodyKind.COUNTY, BodyKind.STRATEGIC_AUTHORITY, BodyKind.ICB)

    @property
    def kind_and_county(self) -> str:
        """Such as “District council in Suffolk”."""
        return self.get_kind_display() + (f" in {self.county.short_name}" if self.county else "")

    def change_on(self, day: datetime.date) -> str:
        """What a list says of a body that is not simply there: “ends 31 March 2028”, “planned”."""
        stage = self.stage_on(day)
        if stage in (Stage.PLANNED, Stage.SHADOW):
            return stage.label.lower()
        if self.last_on is None:
            return ""
        return f"{'ended' if stage is Stage.ENDED else 'ends'} {date_format(self.last_on, 'j F Y')}"

    @property
    def is_changing(self) -> bool:
        """Whether the last day is known and still to come."""
        return self.last_on is not None and self.last_on >= timezone.localdate()


class Scheme(models.TextChoices):
    """Which of its names or codes a body had before."""

    NAME = "name", "Official name"
    ONS = "ons", "ONS code"
    NHS = "nhs", "NHS code"


class EarlierName(models.Model):
    """An official name or code that a body had before: names change, and codes are issued anew."""

    body = models.ForeignKey(PublicBody, on_delete=models.CASCADE, related_name="earlier")
    scheme = models.CharField("what", max_length=10, choices=Scheme)
    value = models.CharField("name or code", max_length=160)
    last_on = models.DateField(
        "in use until", null=True, blank=True, help_text="The last day. Empty when it is not known."
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["scheme", "-last_on", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "scheme", "value"],
                name="earlier_name_once",
                violation_error_message="This name or code is listed already.",
            )
        ]

    def __str__(self) -> str:
        return self.value


class Succession(models.Model):
    """That one body follows another, wholly or in part, and from which day."""

    body = models.ForeignKey(PublicBody, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="inheritances")
    starts_on = models.DateField("from", null=True, blank=True, help_text="Empty when it is not known yet.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["starts_on", "successor__short_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "successor"],
                name="succession_once",
                violation_error_message="This successor is listed already.",
            ),
            models.CheckConstraint(
                condition=~Q(body=models.F("successor")),
                name="nobody_follows_itself",
                violation_error_message="A body cannot follow itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.successor} follows {self.body}"
