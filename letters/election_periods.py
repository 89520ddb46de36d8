"""The weeks before an election, in which public bodies take care what they say: as far as they are known."""

import datetime
from collections.abc import Iterable
from typing import Self

from django.db import models
from simple_history.models import HistoricalRecords

from principles.provenance import CuratedModel, CuratedQuerySet
from publicbodies.models import BodyKind, PublicBody

# Councils publish the notice of election, with which the period begins, about six weeks before the poll.
USUAL_LENGTH = datetime.timedelta(weeks=6)


class PreElectionPeriodQuerySet(CuratedQuerySet):
    def holding(self, days: Iterable[datetime.date]) -> Self:
        """Periods in which one of the days falls. The polling day is included."""
        falls_in = models.Q()
        for day in days:
            falls_in |= models.Q(first_on__lte=day, polling_on__gte=day)
        return self.filter(falls_in)

    def of_year(self, year: int) -> Self:
        """Those whose polling day lies in a year."""
        return self.filter(polling_on__year=year)


class PreElectionPeriod(CuratedModel):
    """One election, the weeks before it and whom it binds. NAVCA keeps the table."""

    natural_key_fields = ("name",)

    name = models.CharField(
        max_length=120, unique=True, help_text="As a sentence would name it: “the elections of 6 May 2027”."
    )
    first_on = models.DateField("first day", help_text="Usually the day the notice of election is published.")
    polling_on = models.DateField("polling day")
    kinds = models.JSONField("kinds of body", default=list, blank=True)
    regions = models.JSONField(default=list, blank=True)
    bodies = models.ManyToManyField(
        PublicBody,
        related_name="+",
        blank=True,
        help_text="When only some bodies vote. They count besides the kinds and regions above.",
    )
    source = models.CharField(max_length=300)
    checked_on = models.DateField()

    objects = PreElectionPeriodQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords(m2m_fields=[bodies])

    class Meta:
        ordering = ["-polling_on", "name"]
        verbose_name = "pre-election period"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(polling_on__gte=models.F("first_on")),
                name="pre_election_period_ends_with_the_poll",
                violation_error_message="Enter a polling day that is on or after the first day.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def concerns(self, body: PublicBody) -> bool:
        """Whether the period binds a body: one that is named, or one of the kinds in one of the regions.

        Without any of these it binds every body that is elected.
        """
        named = {each.pk for each in self.bodies.all()}
        if body.pk in named:
            return True
        if named and not self.kinds and not self.regions:
            return False
        of_kind = body.kind in self.kinds if self.kinds else is_elected(body)
        return of_kind and (not self.regions or body.region in self.regions)


def is_elected(body: PublicBody) -> bool:
    """Whether voters choose a body: all kinds but integrated care boards."""
    return body.kind != BodyKind.ICB


def usual_polling_day(year: int) -> datetime.date:
    """The first Thursday of May, on which councils are elected."""
    first = datetime.date(year, 5, 1)
    return first + datetime.timedelta(days=(3 - first.weekday()) % 7)


def usual_period_holding(day: datetime.date) -> datetime.date | None:
    """The usual polling day of the year when the day falls in the weeks before it."""
    polling = usual_polling_day(day.year)
    return polling if polling - USUAL_LENGTH <= day <= polling else None
