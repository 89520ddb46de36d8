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
from members.days import months_after
from members.models import Organisation, User
from members.private_files import PrivateFileField, checked_kind, file_name
from partnerships.disagreement import steps_in
from partnerships.stages import (
    BEFORE,
    ENDED,
    IN_FORCE,
    RENEWED_FOR_MONTHS,
    AgreementStage,
    Facts,
    Signature,
    StopReason,
    stage_on,
)
from publicbodies.models import PublicBody

from .contacts import LONG_WORDS
from .parties import LeadKind, Party
from .places import Side
from .recipients import OwnBody


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def for_user(self, user: User) -> Self:
        return self.filter(organisation__memberships__user=user)

    def for_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def for_page(self) -> Self:
        """With the parties that a page names, in a fixed number of queries."""
        return self.select_related("organisation").prefetch_related("parties__body", "parties__own_body")

    def with_facts(self) -> Self:
        """With all that decides about their stage, and what is due, in a fixed number of queries."""
        version: Any = self.model._meta.get_field("versions").related_model
        return self.for_page().prefetch_related(
            "leads", "promises", "meetings", "successors",
            models.Prefetch("versions", version.objects.for_list()),
        )  # fmt: skip

    def with_due(self) -> Self:
        """With all that may be due about them, in a fixed number of queries."""
        return self.with_facts().prefetch_related(
            "notice_clauses__counted", "concerns__steps", "parties__body__successors"
        )

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
    consultation_ends_on = models.DateField("consultation closes on", null=True, blank=True)
    ended_on = models.DateField("ended on", null=True, blank=True)
    end_reason = models.TextField("why it lapsed", blank=True, validators=[LONG_WORDS])
    stop_reason = models.CharField("why it stopped", max_length=12, choices=StopReason, blank=True)
    successors = models.ManyToManyField(
        PublicBody, related_name="+", blank=True, verbose_name="bodies that follow"
    )
    successors_not_known = models.BooleanField("it is not known yet which bodies follow", default=False)
    disagreement_steps = models.TextField(
        "steps of disagreement", blank=True, validators=[LONG_WORDS], help_text="One step on each line"
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
            models.CheckConstraint(
                condition=~Q(stage=AgreementStage.REVIEW_DUE),
                name="review_due_is_not_stored",
                violation_error_message="The clock says when a review is due",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=ENDED) | Q(ended_on__isnull=False),
                name="agreement_that_ended_has_its_day",
                violation_error_message="Enter the day it ended",
            ),
            models.CheckConstraint(
                condition=~Q(stage=AgreementStage.STOPPED) | ~Q(stop_reason=""),
                name="stopped_agreement_has_its_reason",
                violation_error_message="Select why it stopped",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:agreement", args=[self.uuid])

    def clean(self) -> None:
        self.name, self.next_step = one_line(self.name), one_line(self.next_step)
        for name in ("purpose", "end_reason", "disagreement_steps"):
            setattr(self, name, clean(getattr(self, name)).strip())
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

    def facts(self, day: datetime.date) -> Facts:
        """What is known of it on a day, as far as its stages ask. Cheap after `with_facts()`."""
        leads = [lead for lead in self.leads.all() if lead.is_there_on(day)]
        theirs = {lead.kind for lead in leads if lead.side == Side.THEIRS}
        bodies = [party.body for party in self.parties.all() if party.body]
        held = [each.meets_on for each in self.meetings.all() if each.is_review and each.is_held]
        return Facts(
            day=day,
            stage=AgreementStage(self.stage),
            we_have_lead=any(lead.side == Side.OURS for lead in leads),
            they_have_political_lead=LeadKind.POLITICAL in theirs,
            they_have_officer_lead=LeadKind.OFFICER in theirs,
            they_have_other_lead=bool(theirs - {LeadKind.POLITICAL, LeadKind.OFFICER}),
            has_text=self.has_text,
            consultation_ends_on=self.consultation_ends_on,
            signed_on=self.signed_on,
            signatures=tuple(
                Signature(party.side == Side.OURS, party.signed_on) for party in self.parties.all()
            ),
            promises=len(self.promises.all()),
            review_month=self.review_month,
            review_held_on=max((each for each in held if each <= day), default=None),
            reviewed_on=self.reviewed_on,
            renew_by_on=self.renew_by_on,
            renewed_before_on=self.renew_by_on,
            a_body_ends=any(body.last_on for body in bodies),
            successors=len(self.successors.all()) if self.pk else 0,
            successors_not_known=self.successors_not_known,
            stop_reason=self.stop_reason,
            ended_on=self.ended_on,
            end_reason=self.end_reason,
            has_next_step=bool(self.next_step),
        )

    def stage_on(self, day: datetime.date) -> AgreementStage:
        """The stage on a day: a review may have fallen due by itself."""
        return stage_on(self.facts(day))

    @property
    def current_stage(self) -> AgreementStage:
        return self.stage_on(timezone.localdate())

    @property
    def has_text(self) -> bool:
        """Whether there is something to read: a document, a web address, or a version written here."""
        return bool(self.document or self.link or self.versions.all())

    @property
    def last_renewal_day(self) -> datetime.date | None:
        """By when it is to be renewed: as agreed, or else six years after the signature."""
        if self.renew_by_on or self.signed_on is None:
            return self.renew_by_on
        return months_after(self.signed_on, RENEWED_FOR_MONTHS)

    @property
    def steps_of_disagreement(self) -> list[str]:
        """How both sides settle what they disagree about.

        The steps that were entered, or those of the text that was written here, or else the usual ones.
        """
        text: Any = getattr(self, "text", None)
        written = text.clauses.get("disagreement", "") if text else ""
        return steps_in(self.disagreement_steps or ("" if "[" in written else written))

    @property
    def both_sides(self) -> list[tuple[str, list[Party]]]:
        """The parties of each side, under its name."""
        return [(str(Side.OURS.label), self.ours), (str(Side.THEIRS.label), self.others)]

    @property
    def is_before_signature(self) -> bool:
        return self.stage in BEFORE

    @property
    def ours(self) -> list[Party]:
        """The parties on the member's side."""
        return [party for party in self.parties.all() if party.is_ours]

    @property
    def others(self) -> list[Party]:
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
