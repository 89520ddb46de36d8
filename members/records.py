"""The records of our work: numbers, what others say of it, what a partner agreed to. Private too."""

import datetime
import uuid
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from documents.plain_text import clean, one_line

from .days import months_after
from .models import Organisation, User
from .private_files import PrivateFileField, checked_kind, file_name
from .work import Activity, has_aged, oldest_fresh_day, said

# An agreement is looked at with the partner every year; its renewal takes nine months.
REVIEW_MONTHS = 12
NOTICE_MONTHS = 9

OWN_WORDS = MaxLengthValidator(3_000, "Shorten this to 3,000 characters or fewer")
SECURED_BEFORE_ITS_DATE = "Enter a day until which it is secured that is not before its date"


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
    """Whose words or numbers a record holds."""

    OURS = "ours", "Your own records"
    GROUPS = "groups", "Groups you support"
    PARTNER = "partner", "A partner, such as a council or health body"
    INDEPENDENT = "independent", "Somebody independent, such as a university"


# What to call somebody outside who did not agree to be named.
UNNAMED: dict[str, str] = {
    SourceKind.OURS: "our own records",
    SourceKind.GROUPS: "a group we support",
    SourceKind.PARTNER: "a partner",
    SourceKind.INDEPENDENT: "somebody independent",
}

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
        return self.filter(has_aged(day))

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
                violation_error_message=SECURED_BEFORE_ITS_DATE,
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
        if self.secured_until_on and self.dated_on and self.secured_until_on < self.dated_on:
            faults["secured_until_on"] = SECURED_BEFORE_ITS_DATE
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
    def sentence(self) -> str:
        """What the record shows, who says so and from when: “212 groups advised, 2025/26 (log, May 2026)”."""
        origin = self.attribution if self.kind not in AGREED else ""
        if self.kind == RecordKind.QUOTE and not origin:
            origin = UNNAMED[self.source_kind]
        if self.kind not in AGREED and self.kind != RecordKind.COUNT and self.figure:
            figure = f"{self.headline.removesuffix('.')}, {self.figure}"
        else:
            figure = self.headline
        return f"{figure} ({', '.join(filter(None, [origin, date_format(self.dated_on, 'F Y')]))})"

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
        """Whether what was agreed is over. What has no last day never is."""
        return self.secured_until_on is not None and self.secured_until_on < timezone.localdate()
