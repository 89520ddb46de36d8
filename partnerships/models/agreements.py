"""Agreements with public bodies: from an idea to a signed text that is kept, reviewed and renewed."""

import datetime
import uuid
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from casestudies.models import AgreementKind, SuccessFactor
from documents.plain_text import clean, one_line
from members.models import Organisation, User
from members.private_files import PrivateFileField, checked_kind, file_name
from publicbodies.models import PublicBody

from .contacts import LONG_WORDS
from .places import Side
from .recipients import OwnBody


class AgreementStage(models.TextChoices):
    """How far an agreement is, in the usual order. Any stage before the signature may stop."""

    IDEA = "idea", "Idea"
    LEADS_NAMED = "leads-named", "Leads named"
    DRAFT = "draft", "Draft"
    CONSULTATION = "consultation", "Consultation"
    SIGNED = "signed", "Signed"
    ACTION_PLAN = "action-plan", "Action plan"
    REVIEW_DUE = "review-due", "Review due"
    REVIEWED = "reviewed", "Reviewed"
    RENEWED = "renewed", "Renewed"
    LAPSED = "lapsed", "Lapsed"
    OVERTAKEN = "overtaken", "Overtaken by reorganisation"
    STOPPED = "stopped", "Stopped before it was signed"


# Both sides are bound by it.
IN_FORCE = (
    AgreementStage.SIGNED, AgreementStage.ACTION_PLAN, AgreementStage.REVIEW_DUE, AgreementStage.REVIEWED,
    AgreementStage.RENEWED,
)  # fmt: skip
ENDED = (AgreementStage.LAPSED, AgreementStage.OVERTAKEN, AgreementStage.STOPPED)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def for_page(self) -> Self:
        """With the parties that a page names, in a fixed number of queries."""
        return self.select_related("organisation").prefetch_related("parties__body", "parties__own_body")

    def at(self, where: PublicBody | OwnBody) -> Self:
        """Agreements to which a body is a party."""
        key = "parties__body" if isinstance(where, PublicBody) else "parties__own_body"
        return self.filter(**{key: where}).distinct()

    def in_force(self) -> Self:
        return self.filter(stage__in=IN_FORCE)

    def going_on(self) -> Self:
        """Agreements that have not ended, signed or not."""
        return self.exclude(stage__in=ENDED)


class Agreement(models.Model):
    """One agreement between the local sector and public bodies, whoever began it. Private to the member."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=30, choices=AgreementKind)
    name = models.CharField("its own name", max_length=200)
    stage = models.CharField(
        max_length=20, choices=AgreementStage, default=AgreementStage.IDEA, editable=False
    )
    we_began_it = models.BooleanField("we began it", default=True)
    purpose = models.TextField("what it is for", blank=True, validators=[LONG_WORDS])
    signed_on = models.DateField("signed on", null=True, blank=True)
    document = PrivateFileField("the document", upload_to="agreements", blank=True)
    document_name = models.CharField(max_length=100, blank=True, editable=False)
    link = models.URLField("web address of the document", max_length=500, blank=True)
    review_month = models.PositiveSmallIntegerField(
        "month of the yearly review",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    reviewed_on = models.DateField("last reviewed on", null=True, blank=True)
    renew_by_on = models.DateField("to be renewed by", null=True, blank=True)
    next_step = models.CharField("next step", max_length=200, blank=True)
    next_step_on = models.DateField("day of the next step", null=True, blank=True)
    successors = models.ManyToManyField(
        PublicBody, related_name="+", blank=True, verbose_name="bodies that follow"
    )
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["name", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage__in=IN_FORCE) | Q(signed_on__isnull=False),
                name="agreement_in_force_is_signed",
                violation_error_message="Enter the day it was signed",
            ),
            models.CheckConstraint(
                condition=Q(review_month__isnull=True) | Q(review_month__range=(1, 12)),
                name="review_month_is_a_month",
                violation_error_message="Select a month",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:agreement", args=[self.uuid])

    def clean(self) -> None:
        self.name, self.next_step = one_line(self.name), one_line(self.next_step)
        self.purpose = clean(self.purpose).strip()
        today = timezone.localdate()
        faults = {}
        for name in ("signed_on", "reviewed_on"):
            if (day := getattr(self, name)) and day > today:
                faults[name] = "Enter a day that has come"
        if self.next_step_on and not self.next_step:
            faults["next_step"] = "Enter the next step, or take its date out"
        if self.document and not self.document._committed:  # type: ignore[attr-defined]
            faults |= self._check_document()
        elif not self.document:
            self.document_name = ""
        if faults:
            raise ValidationError(faults)

    def _check_document(self) -> dict[str, Any]:
        """Name a document that has just arrived after what it holds, or say what is wrong with it."""
        try:
            kind = checked_kind(self.document)
        except ValidationError as problem:
            return {"document": problem.messages}
        self.document_name = file_name(str(self.document.name), kind)
        self.document.name = self.document_name
        return {}

    @property
    def others(self) -> list["Party"]:
        """The parties on the other side."""
        return [party for party in self.parties.all() if party.side == Side.THEIRS]

    @property
    def latest_steps(self) -> "models.QuerySet[StageStep]":
        """Its history, the latest stage first."""
        return self.steps.select_related("recorded_by").reverse()

    @property
    def may_be_deleted(self) -> bool:
        """Whether it was no more than an idea: what was begun together is kept, with its history."""
        return self.stage in (AgreementStage.IDEA, AgreementStage.STOPPED)

    @property
    def is_in_force(self) -> bool:
        return self.stage in IN_FORCE

    @property
    def has_ended(self) -> bool:
        return self.stage in ENDED


class StageStep(models.Model):
    """One change of an agreement's stage: its history, oldest first."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=20, choices=AgreementStage)
    happened_on = models.DateField(default=timezone.localdate)
    note = models.TextField("why", blank=True, validators=[LONG_WORDS])
    recorded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["happened_on", "created_at", "pk"]

    def __str__(self) -> str:
        return self.get_stage_display()


class Party(models.Model):
    """Somebody who agrees: a public body, a body of the member's own, or another organisation by its name."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(max_length=6, choices=Side)
    body = models.ForeignKey(
        PublicBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="public body",
    )  # fmt: skip
    own_body = models.ForeignKey(
        OwnBody, on_delete=models.RESTRICT, null=True, blank=True, related_name="parties",
        verbose_name="a body of your own",
    )  # fmt: skip
    name = models.CharField("another organisation", max_length=160, blank=True)
    signed_on = models.DateField("signed on", null=True, blank=True)

    class Meta:
        ordering = ["side", "pk"]
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False, own_body__isnull=True, name="")
                | Q(body__isnull=True, own_body__isnull=False, name="")
                | (Q(body__isnull=True, own_body__isnull=True) & ~Q(name="")),
                name="party_is_one_body_or_name",
                violation_error_message="Choose a body or enter a name",
            ),
            models.UniqueConstraint(
                fields=["agreement", "body"],
                name="body_agrees_once",
                violation_error_message="This body is a party already",
            ),
            models.UniqueConstraint(
                fields=["agreement", "own_body"],
                name="own_body_agrees_once",
                violation_error_message="This body is a party already",
            ),
        ]

    def __str__(self) -> str:
        return self.name or (self.body or self.own_body).official_name  # type: ignore[union-attr]

    def clean(self) -> None:
        self.name = one_line(self.name)


class Lead(models.Model):
    """A post that looks after an agreement on one side: its champion. One who has left stays as history."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="leads")
    side = models.CharField(max_length=6, choices=Side)
    post = models.CharField(max_length=160)
    name = models.CharField("name, if you wish", max_length=120, blank=True)
    role = models.CharField("what they do for the agreement", max_length=300, blank=True)
    since_on = models.DateField("since", null=True, blank=True)
    left_on = models.DateField("left on", null=True, blank=True)

    class Meta:
        ordering = ["side", "left_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(since_on__isnull=True)
                | Q(left_on__gte=models.F("since_on")),
                name="lead_leaves_after_coming",
                violation_error_message="Enter a day on or after they began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.post}" if self.name else self.post

    def clean(self) -> None:
        for name in ("post", "name", "role"):
            setattr(self, name, one_line(getattr(self, name)))

    def is_there_on(self, day: datetime.date) -> bool:
        return self.left_on is None or self.left_on >= day


class FactorTick(models.Model):
    """Whether one of the four success factors (X1 to X4) holds for an agreement, and why we say so."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="ticks")
    factor = models.ForeignKey(SuccessFactor, on_delete=models.PROTECT, related_name="+")
    holds = models.BooleanField(default=False)
    reason = models.TextField(blank=True, validators=[LONG_WORDS])

    class Meta:
        ordering = ["factor__order"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "factor"], name="one_tick_each_factor"),
            models.CheckConstraint(
                condition=Q(holds=False) | ~Q(reason=""),
                name="tick_has_its_reason",
                violation_error_message="Enter why it holds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.factor}: {'yes' if self.holds else 'no'}"
