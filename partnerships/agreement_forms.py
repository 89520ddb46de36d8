"""The forms of an agreement: one that begins, one that exists already, and what is known of it."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format

from casestudies.models import AgreementKind
from members.changed_fields import ChangedFieldsForm
from members.days import day_field, months_after
from members.private_files import KINDS, MOST_BYTES
from publicbodies.models import PublicBody

from .bodies import bodies_of, key_of, people_of
from .models import Agreement, AgreementStage, OwnBody, Party, Side, StageStep
from .stages import RENEWED_FOR_MONTHS

DOCUMENT_HINT = (
    f"PDF, PNG, JPEG, Word or Excel, smaller than {MOST_BYTES // 1024 // 1024} MB. "
    "Only your organisation can open it"
)
DOCUMENT_WIDGET = forms.ClearableFileInput(attrs={"accept": ",".join(KINDS)})
BEGINS, EXISTS = "begins", "exists"


def month_field() -> forms.TypedChoiceField:
    """A field for a month, 1 to 12, which may stay open."""
    return forms.TypedChoiceField(
        label="Month of the yearly review",
        choices=[("", "Not chosen"), *MONTHS.items()],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Select a month"},
    )


class AgreementForm(ChangedFieldsForm):
    """What is known of an agreement. Its stage moves on a page of its own."""

    signed_on = day_field(label="Signed on", required=False)
    renew_by_on = day_field(
        label="To be renewed by", required=False, help_text="Six years after it was signed at the latest"
    )
    next_step_on = day_field(label="Day of the next step", required=False)
    review_month = month_field()

    class Meta:
        model = Agreement
        fields = [
            "name", "kind", "we_began_it", "purpose", "signed_on", "document", "link", "review_month",
            "renew_by_on", "next_step", "next_step_on",
        ]  # fmt: skip
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "document": DOCUMENT_WIDGET,
        }
        help_texts = {
            "name": "As people there call it, such as “Suffolk Compact”",
            "purpose": "In one or two sentences of your own",
            "document": DOCUMENT_HINT,
            "link": "Where others can read it",
            "next_step": "Such as “Ask the leader who signs”",
        }
        error_messages = {
            "name": {"required": "Enter the agreement’s name"},
            "kind": {"required": "Select a kind", "invalid_choice": "Select a kind"},
            "link": {"invalid": "Enter a web address in the correct format, like https://example.org"},
            "document": {"empty": "The file is empty. Choose another"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101  (for the type checker)
        kind.choices = [("", "Choose a kind"), *AgreementKind.choices]
        # The name under which a file is stored is ours and short, however long its own is.
        self.fields["document"].max_length = None  # type: ignore[attr-defined]
        self.lay_out()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        latest = months_after(timezone.localdate(), RENEWED_FOR_MONTHS)
        if (day := cleaned.get("renew_by_on")) and day > latest:
            self.add_error("renew_by_on", f"Enter a day up to {date_format(latest, 'j F Y')}, in six years")
        return cleaned

    def lay_out(self) -> None:
        """Only what may be known at its stage: an agreement that is not signed has no day of signing."""
        if not self.instance.signed_on:
            del self.fields["signed_on"]
        else:
            self.fields["signed_on"].required = True
            self.fields["signed_on"].label = "Signed on"
        signed = ["signed_on"] if "signed_on" in self.fields else []
        self.helper.layout = Layout(
            Fieldset("What it is", "name", "kind", "we_began_it", "purpose"),
            Fieldset("Where it can be read", "document", "link"),
            Fieldset("Dates", *signed, "review_month", "renew_by_on"),
            Fieldset("What you do next", "next_step", "next_step_on"),
        )


class NewAgreementForm(AgreementForm):
    """Begin an agreement, or record one that both sides have signed already."""

    # One that exists needs them.
    gaps = ("signed_on", "bodies", "document", "link")

    start = forms.ChoiceField(
        label="How far is it?",
        choices=[(BEGINS, "It begins now, as an idea"), (EXISTS, "It exists: both sides have signed it")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select how far it is"),
    )
    bodies = forms.MultipleChoiceField(
        label="With which bodies",
        help_text="You can add others later",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select bodies of the list"},
    )

    def lay_out(self) -> None:
        self.fields["start"].initial = BEGINS
        organisation = self.instance.organisation
        bodies = bodies_of(organisation, people_of(organisation))
        self.body_by_key = {key_of(body): body for body in bodies}
        for name in ("next_step", "next_step_on"):
            del self.fields[name]
        choice = self.fields["bodies"]
        assert isinstance(choice, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        choice.choices = [(key, body.official_name) for key, body in self.body_by_key.items()]
        if not bodies:
            del self.fields["bodies"]
        self.helper.layout = Layout(
            "start",
            Fieldset("What it is", "name", "kind", "we_began_it", "purpose"),
            Fieldset("Who agrees", *(["bodies"] if bodies else [])),
            Fieldset(
                "If it is signed already", "signed_on", "document", "link", "review_month", "renew_by_on"
            ),
        )

    @property
    def exists(self) -> bool:
        return self.cleaned_data.get("start") == EXISTS

    def clean_bodies(self) -> list[str]:
        """Each body once, however often it was sent."""
        return list(dict.fromkeys(self.cleaned_data["bodies"]))

    def clean(self) -> dict[str, Any]:
        """An agreement that exists has a day, somebody on the other side and something to read."""
        cleaned = super().clean() or self.cleaned_data
        if not self.exists:
            cleaned["signed_on"] = None
            return cleaned
        if not cleaned.get("signed_on") and "signed_on" not in self.errors:
            self.add_error("signed_on", "Enter the day it was signed")
        if not cleaned.get("bodies") and "bodies" in self.fields and "bodies" not in self.errors:
            self.add_error("bodies", "Select at least one body that signed it")
        if not (cleaned.get("document") or cleaned.get("link")) and not {"document", "link"} & {*self.errors}:
            self.add_error("link", "Choose the document or enter a web address where it can be read")
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Agreement:
        """Keep the agreement with its parties, the member itself among them, and its first stage."""
        row = self.instance
        row.stage = AgreementStage.SIGNED if self.exists else AgreementStage.IDEA
        agreement: Agreement = super().save()
        day = agreement.signed_on
        Party.objects.create(
            agreement=agreement, side=Side.OURS, name=agreement.organisation.name[:160], signed_on=day
        )
        for key in self.cleaned_data.get("bodies", []):
            body = self.body_by_key[key]
            Party.objects.create(
                agreement=agreement,
                side=Side.THEIRS,
                body=body if isinstance(body, PublicBody) else None,
                own_body=body if isinstance(body, OwnBody) else None,
                signed_on=day,
            )
        step = StageStep(agreement=agreement, stage=agreement.stage, recorded_by=agreement.recorded_by)
        if day:
            step.happened_on = day
        step.save()
        return agreement
