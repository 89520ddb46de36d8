"""Meetings with a body: planned, held, or called off."""

import datetime
import uuid
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from documents.plain_text import clean, one_line
from members.models import Organisation, User

from .agreements import Agreement
from .contacts import LONG_WORDS, Contact
from .places import ONE_BODY, AtBody, AtBodyQuerySet

if TYPE_CHECKING:
    from .promises import Promise

NOT_HELD_YET = "Enter a day that has come, or leave the meeting as planned"
ENDS_BEFORE = "Enter a time after the start"


class MeetingState(models.TextChoices):
    """What became of a meeting. One whose day has come stays planned until it is written up."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CALLED_OFF = "called-off", "Called off"


class MeetingQuerySet(AtBodyQuerySet):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def for_page(self) -> Self:
        return self.select_related("organisation", "body", "own_body", "agreement", "recorded_by")

    def planned(self) -> Self:
        return self.filter(state=MeetingState.PLANNED)

    def held(self) -> Self:
        return self.filter(state=MeetingState.HELD)

    def called_off(self) -> Self:
        return self.filter(state=MeetingState.CALLED_OFF)

    def coming_on(self, day: datetime.date) -> Self:
        """Planned meetings of a day and after it, the next first."""
        return (
            self.planned()
            .filter(meets_on__gte=day)
            .order_by("meets_on", F("starts_at").asc(nulls_first=True))
        )

    def to_write_up_on(self, day: datetime.date) -> Self:
        """Meetings whose day has gone by and that nobody has said are held or called off."""
        return self.planned().filter(meets_on__lt=day).order_by("meets_on", "created_at")


class Meeting(AtBody):
    """One meeting with a body, or one review of an agreement. Private to the organisation.

    Once held it stands in the contact log, as the contact it names. Times are those of clocks in England.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="meetings")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings"
    )
    is_review = models.BooleanField("a review of the agreement", default=False)
    subject = models.CharField("what it is about", max_length=200)
    state = models.CharField(max_length=12, choices=MeetingState, default=MeetingState.PLANNED)
    meets_on = models.DateField("day")
    starts_at = models.TimeField("starts at", null=True, blank=True)
    ends_at = models.TimeField("ends at", null=True, blank=True)
    place = models.CharField("where", max_length=200, blank=True)
    people = models.TextField("who takes part", blank=True, validators=[LONG_WORDS])
    agenda = models.TextField("what to talk about", blank=True, validators=[LONG_WORDS])
    notes = models.TextField("what was said", blank=True, validators=[LONG_WORDS])
    contact = models.OneToOneField(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="meeting"
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    promises: "models.Manager[Promise]"

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-meets_on", "-created_at"]
        constraints = [
            ONE_BODY,
            models.CheckConstraint(
                condition=Q(is_review=False) | Q(agreement__isnull=False),
                name="review_of_an_agreement",
                violation_error_message="Choose the agreement that is reviewed",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="meeting_ends_after_its_start",
                violation_error_message=ENDS_BEFORE,
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=True) | Q(state=MeetingState.HELD),
                name="only_a_held_meeting_is_logged",
                violation_error_message="Only a meeting that was held stands in the contact log",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {date_format(self.meets_on, 'j F Y')}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:meeting", args=[self.uuid])

    def clean(self) -> None:
        for name in ("subject", "place"):
            setattr(self, name, one_line(getattr(self, name)))
        for name in ("people", "agenda", "notes"):
            setattr(self, name, clean(getattr(self, name)).strip())
        faults = {}
        if self.state == MeetingState.HELD and self.meets_on and self.meets_on > timezone.localdate():
            faults["meets_on"] = NOT_HELD_YET
        if self.ends_at and not self.starts_at:
            faults["starts_at"] = "Enter when it starts, or take out when it ends"
        elif self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            faults["ends_at"] = ENDS_BEFORE
        if faults:
            raise ValidationError(faults)

    @property
    def when(self) -> str:
        """Such as “Tuesday 8 December 2026, 14:00 to 15:30”."""
        words = date_format(self.meets_on, "l j F Y")
        if self.starts_at:
            words += f", {self.starts_at:%H:%M}"
        return f"{words} to {self.ends_at:%H:%M}" if self.ends_at else words

    @property
    def is_to_write_up(self) -> bool:
        """The same rule as the QuerySet's to_write_up_on today, for one meeting that is at hand."""
        return self.is_planned and self.meets_on < timezone.localdate()

    @property
    def can_be_held(self) -> bool:
        """Whether its day has come."""
        return self.is_planned and self.meets_on <= timezone.localdate()

    @property
    def is_planned(self) -> bool:
        return self.state == MeetingState.PLANNED

    @property
    def is_called_off(self) -> bool:
        return self.state == MeetingState.CALLED_OFF

    @property
    def is_held(self) -> bool:
        return self.state == MeetingState.HELD

    @property
    def is_to_take_in(self) -> bool:
        """Whether this review was held and its agreement does not know of it yet."""
        agreement = self.agreement
        if not (self.is_review and self.is_held and agreement and agreement.is_in_force):
            return False
        is_of_it = bool(agreement.signed_on and agreement.signed_on <= self.meets_on)
        return is_of_it and (agreement.reviewed_on is None or agreement.reviewed_on < self.meets_on)
