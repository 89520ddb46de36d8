"""Our work: what an organisation does, and the records that show it. Private to the organisation."""

import datetime
import re
import uuid
from typing import Any, Self

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
from .private_files import PrivateFileField, checked_kind, file_name

# A record counts for two years. An agreement is looked at with the partner every year, and its end needs
# nine months' notice, which is what a renewal takes.
FRESH_MONTHS = 24
REVIEW_MONTHS = 12
NOTICE_MONTHS = 9

WORDING = MaxLengthValidator(1_000, "Shorten this to 1,000 characters or fewer")
OWN_WORDS = MaxLengthValidator(3_000, "Shorten this to 3,000 characters or fewer")


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
            ageing_count=Count("records", filter=_ageing(day, "records__")),
        ).order_by(*self.model._meta.ordering)  # which a query that counts would forget


def _not_over(day: datetime.date) -> Q:
    return Q(last_on__isnull=True) | Q(last_on__gte=day)


def _begun(day: datetime.date) -> Q:
    """Whether the first day has come or, where nobody knows it, whether it is said to be only planned."""
    known = Q(first_on__isnull=False)
    return (known & Q(first_on__lte=day)) | (~known & ~Q(stage=ActivityStage.PLANNED))


def _ageing(day: datetime.date, path: str = "") -> Q:
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
                violation_error_message="Enter a last day that is on or after the first day",
            ),
            models.CheckConstraint(
                condition=~Q(stage=ActivityStage.ENDED) | Q(last_on__isnull=False),
                name="ended_activity_has_its_last_day",
                violation_error_message="Enter the last day, or the nearest you know",
            ),
            models.CheckConstraint(
                condition=Q(second_principle__isnull=True) | ~Q(second_principle=models.F("first_principle")),
                name="activity_principles_differ",
                violation_error_message="Choose two different principles, or leave the second empty",
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
        has_ended = self.stage == ActivityStage.ENDED
        if has_ended and self.last_on and self.last_on >= timezone.localdate():
            raise ValidationError({"last_on": "Enter a day that has passed, or choose “Running”"})

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


class RecordKind(models.TextChoices):
    """What kind of record it is. Together they make the steps from “we do it” to “it is secured”."""

    COUNT = "count", "A count"
    FEEDBACK = "feedback", "Feedback"
    QUOTE = "quote", "A quote"
    INDEPENDENT = "independent", "Independent data"
    AGREEMENT = "agreement", "An agreement"
    CONTRACT = "contract", "A contract or grant"
    STRATEGY = "strategy", "A strategy that names it"


# Kinds by which somebody else confirms the work, and those by which a partner agrees to it.
CONFIRMING = (RecordKind.FEEDBACK, RecordKind.QUOTE, RecordKind.INDEPENDENT)
AGREED = (RecordKind.AGREEMENT, RecordKind.CONTRACT, RecordKind.STRATEGY)


class SourceKind(models.TextChoices):
    OURS = "ours", "Your own records"
    GROUPS = "groups", "Groups you support"
    PARTNER = "partner", "A partner, such as a council or health body"
    INDEPENDENT = "independent", "Somebody independent, such as a university"


# Who a kind of record comes from when nobody says otherwise.
USUAL_SOURCE: dict[str, SourceKind] = {
    RecordKind.COUNT: SourceKind.OURS,
    **dict.fromkeys(AGREED, SourceKind.PARTNER),
}

# What each kind cannot do without, and what to say when it is not there.
_PARTNER_NEEDED = {"partner": "Enter who it is with"}
NEEDS: dict[str, dict[str, str]] = {
    RecordKind.COUNT: {
        "value": "Enter the number",
        "unit": "Enter what was counted, for example “groups advised”",
        "period": "Enter the time it covers, for example “2025/26”",
        "method": "Enter how it was counted",
    },
    RecordKind.FEEDBACK: {"text": "Enter what they said, in your own words"},
    RecordKind.QUOTE: {
        "text": "Enter the exact words",
        "consent_by": "Enter who agreed that you may use the words",
        "consent_on": "Enter the day they agreed",
    },
    RecordKind.INDEPENDENT: {"text": "Enter what was found"},
    RecordKind.AGREEMENT: _PARTNER_NEEDED,
    RecordKind.CONTRACT: _PARTNER_NEEDED,
    RecordKind.STRATEGY: {"partner": "Enter whose strategy it is"},
}


class RecordQuerySet(models.QuerySet["Record"]):
    def for_user(self, user: User) -> Self:
        return self.filter(activity__organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(activity__organisation=organisation)

    def ageing(self, day: datetime.date) -> Self:
        """Records older than two years, which count for less."""
        return self.filter(_ageing(day))

    def fresh(self, day: datetime.date) -> Self:
        return self.filter(~_ageing(day))

    def due_for_review(self, day: datetime.date) -> Self:
        """Agreements still in force that nobody has looked at with the partner for a year."""
        year_ago = months_after(day, -REVIEW_MONTHS)
        reviewed = Q(reviewed_on__gte=year_ago) | Q(reviewed_on__isnull=True, dated_on__gte=year_ago)
        return self.in_force(day).exclude(reviewed)

    def ending_soon(self, day: datetime.date) -> Self:
        """Agreements in force whose last secured day is less than nine months away."""
        return self.in_force(day).filter(secured_until_on__lte=months_after(day, NOTICE_MONTHS))

    def in_force(self, day: datetime.date) -> Self:
        """Agreements, contracts and strategies that have not run out."""
        runs_on = Q(secured_until_on__isnull=True) | Q(secured_until_on__gte=day)
        return self.filter(runs_on, kind__in=AGREED)


class Record(models.Model):
    """One piece that shows an activity: a number, what somebody said, or what a partner agreed to.

    `dated_on` is the day it was true, and `reviewed_on` the day it was last found true with the partner; two
    years later it counts for less and says so.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=12, choices=RecordKind)
    text = models.TextField("in words", blank=True, validators=[OWN_WORDS])
    value = models.DecimalField("number", max_digits=15, decimal_places=2, null=True, blank=True)
    unit = models.CharField("what was counted", max_length=80, blank=True)
    period = models.CharField("time it covers", max_length=60, blank=True)
    method = models.CharField("how it was counted", max_length=200, blank=True)
    partner = models.CharField("who it is with", max_length=160, blank=True)
    source_kind = models.CharField("who it comes from", max_length=12, choices=SourceKind, blank=True)
    source = models.CharField(
        "source", max_length=200, error_messages=said("Enter the source, such as the name of a document")
    )
    dated_on = models.DateField("date", error_messages=said("Enter a date, like 12 January 2026"))
    secured_until_on = models.DateField("secured until", null=True, blank=True)
    reviewed_on = models.DateField("last reviewed with the partner", null=True, blank=True)
    consent_by = models.CharField("who agreed that you may use the words", max_length=120, blank=True)
    consent_on = models.DateField("the day they agreed", null=True, blank=True)
    may_be_named = models.BooleanField("they agreed to be named", default=False)
    link = models.URLField(max_length=500, blank=True)
    file = PrivateFileField(upload_to="work", blank=True)
    file_name = models.CharField(max_length=100, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-dated_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source_kind=""),
                name="record_says_who_it_comes_from",
                violation_error_message="Choose who it comes from",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RecordKind.COUNT) | Q(value__isnull=False),
                name="count_has_its_number",
                violation_error_message="Enter the number",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RecordKind.QUOTE) | Q(consent_on__isnull=False) & ~Q(consent_by=""),
                name="quote_has_consent",
                violation_error_message="Enter who agreed that you may use the words, and when",
            ),
            models.CheckConstraint(
                condition=Q(secured_until_on__isnull=True) | Q(secured_until_on__gte=models.F("dated_on")),
                name="record_secured_after_its_date",
                violation_error_message="Enter a day it is secured until that is not before its date",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.uuid])

    def clean(self) -> None:
        for name in ("unit", "period", "method", "partner", "source", "consent_by"):
            setattr(self, name, one_line(getattr(self, name)))
        self.text = clean(self.text).strip()
        if self.kind != RecordKind.QUOTE:
            self.consent_by, self.consent_on, self.may_be_named = "", None, False
        self.source_kind = self.source_kind or USUAL_SOURCE.get(self.kind, "")
        faults = {name: words for name, words in NEEDS.get(self.kind, {}).items() if self._lacks(name)}
        if self.kind in CONFIRMING and self.source_kind in ("", SourceKind.OURS):
            faults["source_kind"] = "Choose who it comes from, other than your own records"
        today = timezone.localdate()
        for name in ("dated_on", "consent_on", "reviewed_on"):
            day = getattr(self, name)
            if day and day > today:
                faults[name] = "Enter a day that has passed"
        if self.file and not self.file._committed:  # type: ignore[attr-defined]
            faults |= self._check_file()
        elif not self.file:
            self.file_name = ""
        if faults:
            raise ValidationError(faults)

    def _lacks(self, name: str) -> bool:
        return getattr(self, name) in ("", None)

    def _check_file(self) -> dict[str, Any]:
        """Name a file that has just arrived after what it holds, or say what is wrong with it."""
        try:
            kind = checked_kind(self.file)
        except ValidationError as problem:
            return {"file": problem.messages}
        self.file_name = file_name(str(self.file.name), kind)
        self.file.name = self.file_name
        return {}

    @property
    def figure(self) -> str:
        """The number with what it counts: “212 groups advised”, or “£30,000 a year” when the unit has a £."""
        if self.value is None:
            return ""
        number = f"{self.value:,.2f}".removesuffix(".00")
        if self.unit.startswith("£"):
            return f"£{number} {self.unit[1:].strip()}".strip()
        number = number.rstrip("0") if "." in number else number
        return f"{number}{'' if self.unit.startswith('%') else ' '}{self.unit}".strip()

    @property
    def headline(self) -> str:
        """What the record shows, in one line."""
        if self.kind == RecordKind.COUNT:
            return ", ".join(filter(None, [self.figure, self.period]))
        if self.kind in AGREED:
            return ", ".join(filter(None, [f"{self.source} with {self.partner}", self.figure]))
        return f"“{self.text}”" if self.kind == RecordKind.QUOTE else self.text

    @property
    def attribution(self) -> str:
        """Who may be named beside it: nobody, for a quote by somebody who did not agree to be named."""
        return "" if self.kind == RecordKind.QUOTE and not self.may_be_named else self.source

    @property
    def comes_from(self) -> str:
        """Who it comes from, in two or three words."""
        return self.get_source_kind_display().split(",")[0].lower()

    @property
    def is_agreed(self) -> bool:
        return self.kind in AGREED

    def is_ageing_on(self, day: datetime.date) -> bool:
        """Whether it, and the last look at it with the partner, are older than two years on a day."""
        return max(self.dated_on, self.reviewed_on or self.dated_on) < oldest_fresh_day(day)

    @property
    def is_ageing(self) -> bool:
        return self.is_ageing_on(timezone.localdate())

    @property
    def has_run_out(self) -> bool:
        return self.secured_until_on is not None and self.secured_until_on < timezone.localdate()
