"""The form that moves an agreement to another stage: it asks what that stage needs, and nothing else."""

import datetime
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from members.changed_fields import ChangedFieldsForm
from members.days import day_field
from members.forms import NumberedChoiceField
from members.models import User
from publicbodies.models import PublicBody

from . import stages
from .agreement_forms import DOCUMENT_WIDGET, month_field
from .models import LONG_WORDS, Agreement, AgreementStage, Party, StageStep, StopReason
from .stages import Facts, Need, NotYet, Signature, Way

# What a move itself decides.
MOVED = (
    "stage", "signed_on", "reviewed_on", "ended_on", "end_reason", "stop_reason", "successors_not_known",
)  # fmt: skip
MEANWHILE = "Somebody changed the stage of this agreement meanwhile. Go back to it and look"

_WHEN = ("happened_on", "note")
_READ = ("document", "link")
ASKED: dict[str, tuple[str, ...]] = {
    AgreementStage.LEADS_NAMED: _WHEN,
    AgreementStage.DRAFT: (*_READ, *_WHEN),
    AgreementStage.CONSULTATION: ("consultation_ends_on", *_READ, *_WHEN),
    AgreementStage.SIGNED: ("signed_on", "signing", *_READ, "review_month", "renew_by_on", "note"),
    AgreementStage.ACTION_PLAN: _WHEN,
    AgreementStage.REVIEWED: ("note",),
    AgreementStage.RENEWED: ("renew_by_on", *_WHEN),
    AgreementStage.LAPSED: ("ended_on", "end_reason"),
    AgreementStage.OVERTAKEN: ("ended_on", "successors", "successors_not_known", "note"),
    AgreementStage.STOPPED: ("stop_reason", "ended_on", "next_step", "next_step_on", "note"),
}


class StageForm(ChangedFieldsForm):
    """Move an agreement to another stage. The rules are those of partnerships.stages."""

    # The stages say what is needed, in their own words.
    gaps = ("consultation_ends_on", "signed_on", "signing", "renew_by_on", "ended_on", "end_reason",
            "successors", "stop_reason", "next_step")  # fmt: skip
    happened_on = day_field(label="When")
    consultation_ends_on = day_field(label="The consultation closes on", required=False)
    signed_on = day_field(label="Signed on", required=False)
    renew_by_on = day_field(
        label="To be renewed by", required=False, help_text="Six years are the longest, three are common"
    )
    ended_on = day_field(label="When", required=False)
    next_step_on = day_field(label="Day of the next step", required=False)
    review_month = month_field()
    signing = NumberedChoiceField(
        queryset=Party.objects.none(),
        label="Who signed on that day",
        help_text="Give others their own day under “Who agrees”",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    successors = NumberedChoiceField(
        queryset=PublicBody.objects.none(),
        label="Bodies that follow",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label="Note", required=False, validators=[LONG_WORDS], widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = Agreement
        fields = [
            "consultation_ends_on", "signed_on", "document", "link", "review_month", "renew_by_on",
            "stop_reason", "ended_on", "end_reason", "successors", "successors_not_known", "next_step",
            "next_step_on",
        ]  # fmt: skip
        widgets = {"document": DOCUMENT_WIDGET, "end_reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"next_step": "Such as “Write again after the elections in May”"}
        error_messages = {
            "link": {"invalid": "Enter a web address in the correct format, like https://example.org"},
            "document": {"empty": "The file is empty. Choose another"},
        }

    def __init__(self, *args: Any, to: AgreementStage, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to, self.by = to, by
        agreement = self.instance
        self.facts_before = agreement.facts(timezone.localdate())
        self.way = way = stages.way_to(to, self.facts_before.stage)
        asked = _WHEN if way == Way.BACK else ASKED[to]
        if way != Way.BACK and agreement.has_text:
            asked = tuple(name for name in asked if name not in _READ)
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        self.order_fields(asked)
        if "happened_on" in self.fields:
            self.fields["happened_on"].initial = timezone.localdate()
        if "document" in self.fields:
            self.fields["document"].max_length = None  # type: ignore[attr-defined]
        if way == Way.BACK:
            self.fields["note"].label = "Why you go back"
        self._offer()

    def _offer(self) -> None:
        """Fill the choices that hang on the agreement."""
        agreement = self.instance
        if "signing" in self.fields:
            unsigned = agreement.parties.filter(signed_on=None).select_related("body", "own_body")
            self.fields["signing"].queryset = unsigned  # type: ignore[attr-defined]
            if not unsigned:
                del self.fields["signing"]
        if "successors" in self.fields:
            bodies = PublicBody.objects.filter(pk__in=agreement.parties.values("body"))
            following = bodies.with_successors().exclude(pk__in=bodies)
            self.fields["successors"].queryset = following  # type: ignore[attr-defined]
            if not following:
                del self.fields["successors"]
        if "stop_reason" in self.fields:
            self.fields["stop_reason"].choices = [("", "Choose"), *StopReason.choices]  # type: ignore[attr-defined]
        if self.to == AgreementStage.STOPPED:
            # What was to be done before it stopped is no longer next.
            self.initial["next_step"], self.initial["next_step_on"] = "", None
        if "ended_on" in self.fields:
            self.initial["ended_on"] = self.initial.get("ended_on") or timezone.localdate()

    @property
    def lacks(self) -> list[Need]:
        """What the stage needs that this form does not ask for: to be done before."""
        try:
            stages.move(self.facts(), self.to, reason="asked below")
        except NotYet as problem:
            return [need for need in problem.needs if self._field_of(need) is None]
        return []

    def _field_of(self, need: Need) -> str | None:
        """The field of this form beside which a need is said."""
        if need.field == "successors" and "successors_not_known" in self.fields:
            return need.field if need.field in self.fields else "successors_not_known"
        return need.field if need.field in self.fields else None

    @property
    def advice(self) -> list[str]:
        """What is wise before this move, without being needed for it."""
        return stages.advice(self.facts_before, self.to)

    def facts(self) -> Facts:
        """What is known once this form is saved."""
        agreement, before = self.instance, self.facts_before
        cleaned = getattr(self, "cleaned_data", {})
        signing = {party.pk for party in cleaned.get("signing", [])}
        signatures = tuple(
            Signature(party.is_ours, agreement.signed_on if party.pk in signing else party.signed_on)
            for party in agreement.parties.all()
        )
        now = agreement.facts(before.day)
        return replace(
            now,
            stage=before.stage,
            renewed_before_on=before.renew_by_on,
            signatures=signatures,
            successors=len(cleaned.get("successors", [])),
        )

    def clean_happened_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise ValidationError("Enter a day that has come")
        return day

    def _post_clean(self) -> None:
        """Ask the stages once the values are in the row, and put what they say beside its field."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            self.after = stages.move(self.facts(), self.to, self.cleaned_data.get("note", ""))
        except NotYet as problem:
            for need in problem.needs:
                self.add_error(self._field_of(need), need.text)

    @transaction.atomic
    def save(self, commit: bool = True) -> Agreement:
        """Make the move and keep it in the history. Raises NotYet when a colleague was quicker."""
        agreement, cleaned, after = self.instance, self.cleaned_data, self.after
        stored = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if stored.stage != self.facts_before.stage:
            raise NotYet([Need("", MEANWHILE)])
        for name in MOVED:
            setattr(agreement, name, getattr(after, name))
        saved: Agreement = super().save()
        if self.to == AgreementStage.OVERTAKEN:
            saved.successors.set(cleaned.get("successors", []))
        elif self.facts_before.stage == AgreementStage.OVERTAKEN:
            saved.successors.clear()
        for party in cleaned.get("signing", []):
            party.signed_on = saved.signed_on
            party.save(update_fields=["signed_on"])
        words = [
            StopReason(after.stop_reason).label if self.to == AgreementStage.STOPPED else "",
            after.end_reason,
            cleaned.get("note", ""),
        ]
        StageStep.objects.create(
            agreement=saved,
            stage=self.to,
            happened_on=self._day_of_move(),
            note="\n".join(filter(None, words)),
            recorded_by=self.by,
        )
        return saved

    def _day_of_move(self) -> datetime.date:
        """The day that the stage itself has, or else the one that was entered."""
        after = self.after
        days = {AgreementStage.SIGNED: after.signed_on, AgreementStage.REVIEWED: after.reviewed_on}
        own = None if self.way == Way.BACK else after.ended_on or days.get(self.to)
        return own or self.cleaned_data.get("happened_on") or after.day
