"""The forms of what belongs to an agreement: who agrees, who looks after it, and the four success factors."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from casestudies.models import SuccessFactor
from members.changed_fields import ChangedFieldsForm, MergingForm
from members.days import day_field
from members.forms import PlainForm
from publicbodies.models import PublicBody

from .bodies import bodies_of, key_of, people_of
from .models import LONG_WORDS, Agreement, FactorTick, Lead, LeadKind, OwnBody, Party, Promise, Side

OTHER = "other"


class PartyForm(ChangedFieldsForm):
    """Who agrees: a body of the directory, one of the member's own, or an organisation by its name."""

    who = forms.ChoiceField(
        label="Who it is",
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select who it is"),
    )
    signed_on = day_field(label="Signed on", required=False)

    class Meta:
        model = Party
        fields = ["side", "name", "signed_on"]
        widgets = {"side": forms.RadioSelect}
        help_texts = {"name": "Only for an organisation that is not in the list"}
        error_messages = {"side": {"required": "Select a side", "invalid_choice": "Select a side"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party = self.instance
        self.fields["name"].label = "Its name, if it is another organisation"
        self.fields["side"].choices = Side.choices  # type: ignore[attr-defined]
        if not party._state.adding:
            # Who it is stays: what was signed by one cannot become another's.
            del self.fields["who"]
            if not party.name:
                del self.fields["name"]
            else:
                self.fields["name"].label = "Name"
        else:
            self._offer()
        self.order_fields(["who", "name", "side", "signed_on"])

    def _offer(self) -> None:
        organisation = self.instance.agreement.organisation
        there = {party.body or party.own_body for party in self.instance.agreement.parties.all()}
        bodies = [body for body in bodies_of(organisation, people_of(organisation)) if body not in there]
        self.body_by_key = {key_of(body): body for body in bodies}
        choices = [(key, body.official_name) for key, body in self.body_by_key.items()]
        self.fields["who"].choices = [("", "Choose"), *choices, (OTHER, "Another organisation")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        party = self.instance
        if who := cleaned.get("who"):
            body = self.body_by_key.get(who)
            party.body = body if isinstance(body, PublicBody) else None
            party.own_body = body if isinstance(body, OwnBody) else None
            cleaned["name"] = "" if body else cleaned.get("name", "")
        is_nobody = not (party.body or party.own_body or cleaned.get("name"))
        if is_nobody and "name" in self.fields and not {"who", "name"} & {*self.errors}:
            self.add_error("name", "Enter its name")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # Set here, and the model's constraints look at them. Two people may add the same body at once.
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions if self.errors else exclusions - {"agreement", "body", "own_body"}


class LeadForm(ChangedFieldsForm):
    """A post that looks after the agreement, and what it does for it."""

    since_on = day_field(label="Since", required=False)

    class Meta:
        model = Lead
        fields = ["side", "kind", "post", "name", "role", "since_on"]
        widgets = {"side": forms.RadioSelect}
        labels = {"post": "Post", "name": "Name", "role": "What they do for the agreement"}
        help_texts = {
            "post": "Such as “Cabinet member for communities”. A post outlasts the person in it",
            "name": "Only when they are glad to be named",
            "role": "Such as “Sees that grants decisions come with three months’ notice”",
        }
        error_messages = {
            "side": {"required": "Select a side", "invalid_choice": "Select a side"},
            "post": {"required": "Enter the post"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = Side.choices  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "Another sort"), *LeadKind.choices]  # type: ignore[attr-defined]


class LeavingForm(ChangedFieldsForm):
    """That a lead has left or is going to leave, and whether somebody follows."""

    left_on = day_field(label="Last day", help_text="It may be still to come")

    class Meta:
        model = Lead
        fields = ["left_on", "nobody_follows"]
        labels = {"nobody_follows": "Nobody follows in this part. Do not ask me to name the next"}

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Today where no day is stored. It is only proposed: no colleague's word, and not kept as one."""
        found = super().get_initial_for_field(field, field_name)  # type: ignore[misc]
        return found or timezone.localdate() if field_name == "left_on" else found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, since = cleaned.get("left_on"), self.instance.since_on
        if day and since and day < since:
            self.add_error("left_on", "Enter a day on or after they began")
        return cleaned


class PromisesUnderForm(PlainForm, forms.Form):
    """Which of the open promises with the bodies that agree belong to an agreement, of those under none."""

    promises = forms.ModelMultipleChoiceField(
        queryset=Promise.objects.none(),
        label="Promises that belong to it",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one promise"},
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        field, rows = self.fields["promises"], Promise.objects.for_agreement_to_take(agreement)
        field.queryset = rows  # type: ignore[attr-defined]
        if not rows.exists():
            field.help_text = "Every open promise with those who agree stands under an agreement already"

    def save(self) -> None:
        """Put those that are ticked under the agreement."""
        chosen = [promise.pk for promise in self.cleaned_data["promises"]]
        Promise.objects.filter(pk__in=chosen, agreement=None).update(
            agreement=self.agreement, revision=F("revision") + 1, changed_at=timezone.now()
        )


class FactorsForm(MergingForm):
    """The four success factors: whether each holds for an agreement, and why we say so."""

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.factors = list(SuccessFactor.objects.all())
        ticks = {tick.factor_id: tick for tick in agreement.ticks.all()}
        for factor in self.factors:
            tick = ticks.get(factor.pk)
            self.fields[f"holds_{factor.slug}"] = forms.BooleanField(
                label=factor.question, required=False, initial=bool(tick and tick.holds)
            )
            self.fields[f"reason_{factor.slug}"] = forms.CharField(
                label="Why you say so",
                required=False,
                initial=tick.reason if tick else "",
                validators=[LONG_WORDS],
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.helper.layout = Layout(
            *[
                # A heading is read as a template: the name comes in as a value, which is escaped.
                Fieldset(
                    f"{{{{ form.factors.{number}.name }}}}", f"holds_{factor.slug}", f"reason_{factor.slug}"
                )
                for number, factor in enumerate(self.factors)
            ]
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for factor in self.factors:
            if cleaned.get(f"holds_{factor.slug}") and not cleaned.get(f"reason_{factor.slug}"):
                self.add_error(f"reason_{factor.slug}", f"Enter why you say so: {factor.name.lower()}")
        return cleaned

    @transaction.atomic
    def save(self) -> None:
        """Keep the ticks that were given, and the reasons of those that were not."""
        for factor in self.factors:
            values = {
                "holds": self.cleaned_data[f"holds_{factor.slug}"],
                "reason": self.cleaned_data[f"reason_{factor.slug}"],
            }
            FactorTick.objects.update_or_create(agreement=self.agreement, factor=factor, defaults=values)
