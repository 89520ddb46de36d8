"""What keeps a signed agreement alive: times to count with, successes, and concerns with their steps."""

import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from documents.plain_text import clean, one_line
from members.days import months_after
from members.models import Organisation, User
from members.stories import Story
from partnerships.working_days import working_days_after

from .agreements import Agreement
from .contacts import LONG_WORDS

NOT_COME_YET = "Enter a day that has come"


class OfAgreementQuerySet(models.QuerySet[models.Model]):
    """Rows that hang on an agreement."""

    def for_user(self, user: User) -> Self:
        return self.filter(agreement__organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(agreement__organisation=organisation)


class NoticeSort(models.TextChoices):
    """What a promised time is for."""

    NOTICE = "notice", "Notice before something happens"
    CONSULTATION = "consultation", "Time to answer a consultation"


class Length(models.TextChoices):
    """In what a promised time is counted."""

    MONTHS = "months", "calendar months"
    WEEKS = "weeks", "weeks"
    WORKING_DAYS = "working-days", "working days"


class NoticeClause(models.Model):
    """A time that an agreement promises, such as three months’ notice of a cut, as a rule to count with."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="notice_clauses")
    sort = models.CharField("what the time is for", max_length=12, choices=NoticeSort)
    what = models.CharField("what it is about", max_length=160)
    count = models.PositiveSmallIntegerField(
        "how many",
        validators=[
            MinValueValidator(1, "Enter a number from 1 to 400"),
            MaxValueValidator(400, "Enter a number from 1 to 400"),
        ],
    )
    length = models.CharField("counted in", max_length=12, choices=Length, default=Length.MONTHS)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "promised time"
        constraints = [
            models.CheckConstraint(
                condition=Q(count__range=(1, 400)),
                name="promised_time_can_be_counted",
                violation_error_message="Enter a number from 1 to 400",
            )
        ]

    def __str__(self) -> str:
        word = "consultation on" if self.sort == NoticeSort.CONSULTATION else "notice of"
        return f"{self.time} {word} {self.what}"

    def clean(self) -> None:
        self.what = one_line(self.what)

    @property
    def time(self) -> str:
        """Such as “3 months’” or “1 week’s”, as it stands before “notice”."""
        unit = "month" if self.length == Length.MONTHS else self.get_length_display()[:-1]
        return f"{self.count} {unit}’s" if self.count == 1 else f"{self.count} {unit}s’"

    def ends_on(self, given_on: datetime.date) -> datetime.date:
        """The day the time is over when it began on a day, which is not counted.

        Months end on the same day of a later month, or on its last.
        """
        if self.length == Length.MONTHS:
            return months_after(given_on, self.count)
        if self.length == Length.WEEKS:
            return given_on + datetime.timedelta(weeks=self.count)
        return working_days_after(given_on, self.count)


class NoticeOutcome(models.TextChoices):
    """What became of a time that was counted."""

    RUNNING = "running", "Running"
    KEPT = "kept", "The time was kept"
    TOO_SHORT = "too-short", "The time was not kept"
    WITHDRAWN = "withdrawn", "The plan was withdrawn"


class NoticeGivenQuerySet(models.QuerySet["NoticeGiven"]):
    def for_user(self, user: User) -> Self:
        return self.filter(clause__agreement__organisation__memberships__user=user)

    def running(self) -> Self:
        """Times that are still being counted."""
        return self.filter(outcome=NoticeOutcome.RUNNING)


class NoticeGiven(models.Model):
    """One time that is counted: notice was given, or a consultation opened, on a day."""

    clause = models.ForeignKey(NoticeClause, on_delete=models.CASCADE, related_name="counted")
    about = models.CharField("which plan", max_length=200)
    given_on = models.DateField("notice was given on")
    planned_on = models.DateField("they plan it for", null=True, blank=True)
    outcome = models.CharField(
        "what became of it", max_length=10, choices=NoticeOutcome, default=NoticeOutcome.RUNNING
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NoticeGivenQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        verbose_name = "counted time"

    def __str__(self) -> str:
        return f"{self.about}: {self.earliest_in_words}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:notice-given", args=[self.pk])

    def clean(self) -> None:
        self.about = one_line(self.about)
        if self.given_on and self.given_on > timezone.localdate():
            raise ValidationError({"given_on": NOT_COME_YET})

    @property
    def earliest_on(self) -> datetime.date:
        """The first day on which it may happen, or the last on which a consultation must be open."""
        return self.clause.ends_on(self.given_on)

    @property
    def earliest_in_words(self) -> str:
        day = date_format(self.earliest_on, "j F Y")
        is_consultation = self.clause.sort == NoticeSort.CONSULTATION
        return f"open until {day} at least" if is_consultation else f"not before {day}"

    @property
    def is_running(self) -> bool:
        return self.outcome == NoticeOutcome.RUNNING

    @property
    def is_planned_too_early(self) -> bool:
        """Whether the other side plans it for a day before the time is over."""
        return self.planned_on is not None and self.planned_on < self.earliest_on


class Success(models.Model):
    """Something that went well because of an agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="successes")
    happened_on = models.DateField("when", default=timezone.localdate)
    what = models.TextField("what went well", validators=[LONG_WORDS])
    link = models.URLField("web address that shows it", max_length=500, blank=True)
    for_a_story = models.BooleanField("begin a story from it", default=False)
    story = models.ForeignKey(
        Story, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name_plural = "successes"

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        self.what = clean(self.what).strip()
        if self.happened_on and self.happened_on > timezone.localdate():
            raise ValidationError({"happened_on": NOT_COME_YET})


class Cause(models.TextChoices):
    """Why an agreement was not kept, as far as one can tell."""

    SHORT_NOTICE = "short-notice", "Less notice than promised"
    LATE = "late", "A decision came too late"
    CONSULTATION = "consultation", "A consultation was too short, or there was none"
    NOT_KNOWN = "not-known", "People did not know that the agreement binds them"
    PEOPLE_CHANGED = "people-changed", "The people who knew it have moved on"
    MONEY = "money", "There was no money or time for it"
    OTHER = "other", "Something else"


class Concern(models.Model):
    """Something that was not as agreed. A note of the member’s own until it is raised, step by step."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="concerns")
    noticed_on = models.DateField("noticed on", default=timezone.localdate)
    what = models.TextField("what is not as agreed", validators=[LONG_WORDS])
    cause = models.CharField("the cause, as far as you can tell", max_length=16, choices=Cause, blank=True)
    settled_on = models.DateField("settled on", null=True, blank=True)
    outcome = models.TextField("what came of it", blank=True, validators=[LONG_WORDS])
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        ordering = [models.F("settled_on").desc(nulls_first=True), "-noticed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | ~Q(outcome=""),
                name="settled_concern_has_its_outcome",
                violation_error_message="Enter what came of it",
            )
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("partnerships:concern", args=[self.pk])

    def clean(self) -> None:
        self.what, self.outcome = clean(self.what).strip(), clean(self.outcome).strip()
        today = timezone.localdate()
        faults = {
            name: NOT_COME_YET
            for name in ("noticed_on", "settled_on")
            if (day := getattr(self, name)) and day > today
        }
        if self.settled_on and not self.outcome:
            faults["outcome"] = "Enter what came of it"
        if faults:
            raise ValidationError(faults)

    @property
    def is_settled(self) -> bool:
        return self.settled_on is not None

    @property
    def is_private(self) -> bool:
        """Whether nobody on the other side has been told."""
        return not self.is_settled and not self.steps.all()

    @property
    def status(self) -> str:
        if self.is_settled:
            return "Settled"
        return "Not raised yet" if self.is_private else "Raised"

    @property
    def next_step(self) -> str:
        """The first of the agreement’s steps of disagreement that is still to take, or empty."""
        taken = {step.step for step in self.steps.all()}
        return next((step for step in self.agreement.steps_of_disagreement if step not in taken), "")


class ConcernStepQuerySet(models.QuerySet["ConcernStep"]):
    def for_user(self, user: User) -> Self:
        return self.filter(concern__agreement__organisation__memberships__user=user)


class ConcernStep(models.Model):
    """One step of disagreement that was taken about a concern, in the words it had then."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField("which step", max_length=300)
    happened_on = models.DateField("when", default=timezone.localdate)
    answer_by_on = models.DateField("an answer is asked for by", null=True, blank=True)
    outcome = models.TextField("what came of this step", blank=True, validators=[LONG_WORDS])
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConcernStepQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "pk"]

    def __str__(self) -> str:
        return self.step

    def clean(self) -> None:
        self.step, self.outcome = one_line(self.step), clean(self.outcome).strip()
        faults = {}
        if self.happened_on and self.happened_on > timezone.localdate():
            faults["happened_on"] = NOT_COME_YET
        if self.happened_on and self.answer_by_on and self.answer_by_on < self.happened_on:
            faults["answer_by_on"] = "Enter a day on or after the step"
        if faults:
            raise ValidationError(faults)
