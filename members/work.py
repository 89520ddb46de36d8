"""Our work: what an organisation does, under functions and principles. Private to the organisation."""

import datetime
import re
import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from documents.plain_text import clean, one_line
from principles.models import LCSIFunction, Principle
from publicbodies.models import PublicBody

from .days import months_after
from .models import Organisation, User

FRESH_MONTHS = 24  # how long a record counts

WORDING = MaxLengthValidator(1_000, "Shorten this to 1,000 characters or fewer")

# What clean() says beside the field; the constraints keep the same rules behind it.
ENDS_BEFORE_IT_BEGINS = "Enter a last day that is on or after the first day"
NO_LAST_DAY = "Enter the last day, or the nearest you know"
SAME_PRINCIPLE = "Choose two different principles, or leave the second empty"


def said(words: str) -> dict[str, str]:
    """The error messages of a model's field, and of its form field, when nothing was entered."""
    return dict.fromkeys(("blank", "null", "required"), words)


class ActivityStage(models.TextChoices):
    RUNNING = "running", "Running"
    PLANNED = "planned", "Planned"
    ENDED = "ended", "Ended"


class ActivityQuerySet(models.QuerySet["Activity"]):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def running_on(self, day: datetime.date) -> Self:
        return self.filter(_not_over(day) & _begun(day))

    def planned_on(self, day: datetime.date) -> Self:
        return self.filter(_not_over(day) & ~_begun(day))

    def ended_on(self, day: datetime.date) -> Self:
        return self.filter(~_not_over(day))

    def for_page(self) -> Self:
        """With the function, principles and bodies that a page shows, in a fixed number of queries."""
        return self.select_related(
            "organisation", "function", "first_principle", "second_principle"
        ).prefetch_related("bodies")

    def with_counts(self, day: datetime.date) -> Self:
        """With `records_count`, and `ageing_count` for those older than they may be."""
        return self.annotate(
            records_count=Count("records"),
            ageing_count=Count("records", filter=has_aged(day, "records__")),
        ).order_by(*self.model._meta.ordering)  # which a query that counts would forget


def _not_over(day: datetime.date) -> Q:
    return Q(last_on__isnull=True) | Q(last_on__gte=day)


def _begun(day: datetime.date) -> Q:
    """Whether the first day has come or, where nobody knows it, whether it is said to be only planned."""
    known = Q(first_on__isnull=False)
    return (known & Q(first_on__lte=day)) | (~known & ~Q(stage=ActivityStage.PLANNED))


def has_aged(day: datetime.date, path: str = "") -> Q:
    """Whether a record, and the last look at it with the partner, are older than they may be."""
    fresh = Q(**{f"{path}dated_on__gte": oldest_fresh_day(day)})
    looked_at = Q(**{f"{path}reviewed_on__isnull": False, f"{path}reviewed_on__gte": oldest_fresh_day(day)})
    return Q(**{f"{path}pk__isnull": False}) & ~fresh & ~looked_at


def oldest_fresh_day(day: datetime.date) -> datetime.date:
    """The first day of the two years before a day."""
    return months_after(day, -FRESH_MONTHS)


class Activity(models.Model):
    """Something an organisation does, under one of the five functions and one or two principles.

    The days decide whether it is planned, running or ended; `stage` is what the member said and counts only
    while the first day is not known. The last day is included.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="activities")
    name = models.CharField(
        "short name",
        max_length=80,
        help_text="Such as “Food alliance”",
        error_messages=said("Enter a short name, such as “Food alliance”"),
    )
    letter_wording = models.TextField(
        "what you do, as a letter would say it",
        blank=True,
        validators=[WORDING],
        help_text="A sentence or two. Square brackets such as [name of partner] stay gaps to fill",
    )
    function = models.ForeignKey(
        LCSIFunction,
        on_delete=models.PROTECT,
        related_name="+",
        error_messages=said("Choose the function it belongs to"),
    )
    first_principle = models.ForeignKey(Principle, on_delete=models.PROTECT, related_name="+", blank=True)
    second_principle = models.ForeignKey(
        Principle, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    stage = models.CharField("status", max_length=10, choices=ActivityStage, default=ActivityStage.RUNNING)
    first_on = models.DateField("first day", null=True, blank=True)
    last_on = models.DateField("last day", null=True, blank=True)
    bodies = models.ManyToManyField(
        PublicBody, related_name="+", blank=True, verbose_name="public bodies you do it with"
    )
    partners = models.CharField(
        "other partners", max_length=300, blank=True, help_text="Names, with commas between them"
    )
    # The name of the toolkit's idea this was adopted from, so that no idea is adopted twice.
    idea = models.SlugField(max_length=50, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["function__order", Lower("name")]
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="activity_name_once",
                violation_error_message="You have an activity with this name already. Choose another name",
            ),
            models.UniqueConstraint(
                fields=["organisation", "idea"],
                condition=~Q(idea=""),
                name="idea_adopted_once",
                violation_error_message="You have taken up this idea already",
            ),
            models.CheckConstraint(
                condition=Q(first_on__isnull=True)
                | Q(last_on__isnull=True)
                | Q(last_on__gte=models.F("first_on")),
                name="activity_ends_after_it_begins",
                violation_error_message=ENDS_BEFORE_IT_BEGINS,
            ),
            models.CheckConstraint(
                condition=~Q(stage=ActivityStage.ENDED) | Q(last_on__isnull=False),
                name="ended_activity_has_its_last_day",
                violation_error_message=NO_LAST_DAY,
            ),
            models.CheckConstraint(
                condition=Q(second_principle__isnull=True) | ~Q(second_principle=models.F("first_principle")),
                name="activity_principles_differ",
                violation_error_message=SAME_PRINCIPLE,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:activity", args=[self.uuid])

    def clean(self) -> None:
        self.name, self.partners = one_line(self.name), one_line(self.partners)
        self.letter_wording = clean(self.letter_wording).strip()
        if self.function_id and not self.first_principle_id:
            self._take_usual_principles()
        faults = {}
        if self.first_on and self.last_on and self.last_on < self.first_on:
            faults["last_on"] = ENDS_BEFORE_IT_BEGINS
        elif self.stage == ActivityStage.ENDED and not self.last_on:
            faults["last_on"] = NO_LAST_DAY
        elif self.stage == ActivityStage.ENDED and self.last_on and self.last_on >= timezone.localdate():
            faults["last_on"] = "Enter a day that has passed, or choose “Running”"
        if self.first_principle_id and self.first_principle_id == self.second_principle_id:
            faults["second_principle"] = SAME_PRINCIPLE
        if faults:
            raise ValidationError(faults)

    def _take_usual_principles(self) -> None:
        """Fill in the principles that the function usually shows, keeping a second one that was chosen."""
        usual = [each for each in self.function.usual_principles.all() if each.pk != self.second_principle_id]
        if not usual:
            raise ValidationError({"first_principle": "Choose the principle it shows best"})
        self.first_principle = usual[0]
        if not self.second_principle_id and len(usual) > 1:
            self.second_principle = usual[1]

    def stage_on(self, day: datetime.date) -> ActivityStage:
        """Where the activity stands on a day."""
        if self.last_on and self.last_on < day:
            return ActivityStage.ENDED
        has_begun = self.first_on <= day if self.first_on else self.stage != ActivityStage.PLANNED
        return ActivityStage.RUNNING if has_begun else ActivityStage.PLANNED

    @property
    def current_stage(self) -> ActivityStage:
        return self.stage_on(timezone.localdate())

    @property
    def principles(self) -> list[Principle]:
        return [each for each in (self.first_principle, self.second_principle) if each]

    @property
    def is_described(self) -> bool:
        """Whether it says what is done, with no gap left."""
        return bool(self.letter_wording) and not re.search(r"\[[^\]]*\]", self.letter_wording)

    @property
    def all_partners(self) -> list[str]:
        """The names of the public bodies, then of the others."""
        others = [name.strip() for name in self.partners.split(",")]
        return [*(body.official_name for body in self.bodies.all()), *filter(None, others)]
