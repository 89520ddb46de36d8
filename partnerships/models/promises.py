"""Promises: what one side said it would do, by when, and whether it was kept."""

import datetime
import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from documents.plain_text import clean, one_line
from members.models import Organisation, User
from principles.models import Principle

from .agreements import Agreement
from .contacts import LONG_WORDS
from .meetings import Meeting
from .places import ONE_BODY, AtBody, AtBodyQuerySet, Side
from .plans import ActionPlan

SETTLED_TOO_EARLY = "Enter a day that has come"


class PromiseState(models.TextChoices):
    OPEN = "open", "Open"
    KEPT = "kept", "Kept"
    PARTLY = "partly", "Partly kept"
    NOT_KEPT = "not-kept", "Not kept"
    RELEASED = "released", "No longer needed"


class PromiseQuerySet(AtBodyQuerySet):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def for_page(self) -> Self:
        return self.select_related(
            "organisation", "body", "own_body", "agreement", "meeting", "plan", "principle"
        )

    def open(self) -> Self:
        return self.filter(state=PromiseState.OPEN)

    def settled(self) -> Self:
        """Promises kept or not, those found out last first."""
        return self.exclude(state=PromiseState.OPEN).order_by("-settled_on", "-changed_at")

    def for_agreement_to_take(self, agreement: Agreement) -> Self:
        """Open promises under no agreement, with the bodies that are parties to this one."""
        parties = agreement.parties.all()
        bodies = Q(body__in=[each.body_id for each in parties if each.body_id])
        own = Q(own_body__in=[each.own_body_id for each in parties if each.own_body_id])
        rows = self.for_organisation(agreement.organisation).open().filter(agreement=None)
        return rows.filter(bodies | own)

    def of_side(self, side: Side) -> Self:
        return self.filter(side=side)

    def due_on(self, day: datetime.date) -> Self:
        """Open promises that are to be kept by a day, the oldest first."""
        return self.open().filter(due_on__lte=day).order_by("due_on", "created_at")


class Promise(AtBody):
    """Who does what by when. Private to the organisation.

    Made at a meeting, in an agreement, or neither. `settled_on` is the day it was found kept or not.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="promises")
    side = models.CharField("whose promise it is", max_length=6, choices=Side)
    who = models.CharField("who", max_length=160, blank=True, help_text="A post or a name")
    what = models.CharField("what", max_length=300)
    made_on = models.DateField("promised on", default=timezone.localdate)
    due_on = models.DateField("by when", null=True, blank=True)
    state = models.CharField(
        "what became of it", max_length=10, choices=PromiseState, default=PromiseState.OPEN
    )
    settled_on = models.DateField("day of that", null=True, blank=True)
    evidence = models.TextField("how you know", blank=True, validators=[LONG_WORDS])
    link = models.URLField("web address of the evidence", max_length=500, blank=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="promises"
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.SET_NULL, null=True, blank=True, related_name="promises"
    )
    plan = models.ForeignKey(
        ActionPlan, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="promises"
    )
    principle = models.ForeignKey(
        Principle, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = [models.F("due_on").asc(nulls_last=True), "created_at"]
        constraints = [
            ONE_BODY,
            models.CheckConstraint(
                condition=Q(state=PromiseState.OPEN, settled_on__isnull=True)
                | (~Q(state=PromiseState.OPEN) & Q(settled_on__isnull=False)),
                name="settled_promise_has_its_day",
                violation_error_message="Enter the day it was kept or not",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("partnerships:promise", args=[self.uuid])

    def clean(self) -> None:
        for name in ("who", "what"):
            setattr(self, name, one_line(getattr(self, name)))
        self.evidence = clean(self.evidence).strip()
        today = timezone.localdate()
        faults = {}
        if self.made_on and self.made_on > today:
            faults["made_on"] = SETTLED_TOO_EARLY
        if self.made_on and self.due_on and self.due_on < self.made_on:
            faults["due_on"] = "Enter a day on or after the promise"
        if self.settled_on and self.settled_on > today:
            faults["settled_on"] = SETTLED_TOO_EARLY
        if faults:
            raise ValidationError(faults)

    @property
    def is_open(self) -> bool:
        return self.state == PromiseState.OPEN

    @property
    def by_whom(self) -> str:
        """Who promised it: the post or name, or else the side."""
        return self.who or ("We" if self.is_ours else self.where.official_name)

    @property
    def is_overdue(self) -> bool:
        """Whether its day has gone by and nobody has said what became of it."""
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def is_ours(self) -> bool:
        return self.side == Side.OURS
