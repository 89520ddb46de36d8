"""The base of forms of something at one body: a meeting, a promise."""

from collections.abc import Iterable
from typing import Any

from django import forms

from members.changed_fields import ChangedFieldsForm
from members.forms import PlainForm
from members.models import Organisation
from publicbodies.models import PublicBody

from .bodies import Where, bodies_of, key_of, people_of
from .models import Agreement, OwnBody, Party


class WithBodyForm(PlainForm, forms.Form):
    """Asks which body, of those the organisation has to do with."""

    with_body = forms.ChoiceField(
        label="With which body",
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select a body"),
    )

    def offer_bodies(
        self, organisation: Organisation, chosen: Where | None, also: Iterable[Where] = ()
    ) -> None:
        """Fill the choice, with the body that is chosen already."""
        more = [*also, *([chosen] if chosen else [])]
        bodies = bodies_of(organisation, people_of(organisation), more)
        self.by_key = {key_of(body): body for body in bodies}
        field = self.fields["with_body"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", "Choose"), *((key, body.official_name) for key, body in self.by_key.items())]
        field.initial = key_of(chosen) if chosen else ""

    def clean_with_body(self) -> Where:
        return self.by_key[self.cleaned_data["with_body"]]


class AtBodyForm(WithBodyForm, ChangedFieldsForm):
    """A row at one body, and perhaps under one of the organisation's agreements."""

    def offer_agreements(self, organisation: Organisation) -> None:
        """Fill the choice of agreements, or take it out of the form when there is none to choose."""
        field = self.fields["agreement"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        rows = Agreement.objects.for_organisation(organisation)
        field.queryset = rows.going_on() | rows.filter(pk=self.instance.agreement_id)
        field.empty_label = "None"
        if not field.queryset.exists():
            del self.fields["agreement"]

    def clean(self) -> dict[str, Any]:
        """Put the row at the body that was chosen."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if where := cleaned.get("with_body"):
            self.instance.body = where if isinstance(where, PublicBody) else None
            self.instance.own_body = where if isinstance(where, OwnBody) else None
        return cleaned


def bodies_agreeing(agreement: Agreement) -> list[Where]:
    """The bodies that are parties to an agreement."""
    parties = Party.objects.filter(agreement=agreement).select_related("body", "own_body")
    found = [party.body or party.own_body for party in parties]
    return [body for body in found if body]
