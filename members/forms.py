"""The base of every form, the organisation's profile and its patch."""

import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db import transaction
from django.http import QueryDict

from documents.plain_text import clean
from principles.models import StartingPoint
from publicbodies.areas import area_of
from publicbodies.models import PublicBody

from .models import Organisation, Standing
from .patch import note_of


def cleaned_data_of(data: QueryDict | None) -> QueryDict | None:
    """What was typed, without characters that nobody can see and some programs stumble over."""
    if data is None:
        return None
    cleaned = data.copy()
    for key, values in data.lists():
        cleaned.setlist(key, [clean(value) for value in values])
    return cleaned


class PlainForm(forms.BaseForm):
    """A form whose browser checks are off (ours are clearer) and whose optional fields say so."""

    use_required_attribute = False
    # Fields that may be saved empty and then show as gaps in a letter: not “optional” to the reader.
    gaps: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        data = args[0] if args else kwargs.pop("data", None)
        super().__init__(cleaned_data_of(data), *args[1:], **kwargs)
        for name, field in self.fields.items():
            is_box = isinstance(field.widget, forms.CheckboxInput | forms.HiddenInput)
            if not field.required and not is_box and name not in self.gaps:
                field.label = f"{field.label} (optional)"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class NumberedChoiceField(forms.ModelMultipleChoiceField):
    """Rows chosen by their numbers. One that no database could hold is as unknown as any other."""

    longest_number = 18  # figures; a database's largest has 19

    def clean(self, value: Any) -> Any:
        for each in value or ():
            if len(str(each)) > self.longest_number:
                words = self.error_messages["invalid_choice"]
                raise forms.ValidationError(words, "invalid_choice", {"value": each})
        return super().clean(value)


class AddToPatchForm(PlainForm, forms.Form):
    """Bodies to put into the patch: ticked one by one, or a whole area with one tick."""

    area = forms.ModelChoiceField(PublicBody.objects.all(), to_field_name="slug", required=False)
    bodies = forms.ModelMultipleChoiceField(
        PublicBody.objects.none(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": "Tick bodies of the list"},
    )

    def __init__(self, *args: Any, organisation: Organisation, day: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.day = organisation, day
        bodies = self.fields["bodies"]
        assert isinstance(bodies, forms.ModelMultipleChoiceField)  # noqa: S101  (for the type checker)
        bodies.queryset = PublicBody.objects.not_ended_on(day)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("area") and not cleaned.get("bodies"):
            self.add_error("bodies", "Tick the bodies to put into your patch")
        return cleaned

    def save(self) -> list[PublicBody]:
        """Put them in, and return those that were not in yet."""
        area = self.cleaned_data["area"]
        chosen = {*self.cleaned_data["bodies"], *(area_of(area, self.day) if area else ())}
        added = chosen - {*self.organisation.patch.all()}
        self.organisation.patch.add(*added)
        return sorted(added, key=str)


class PatchForm(PlainForm, forms.Form):
    """Where an organisation stands with each body of its patch, and which bodies leave it."""

    leave = forms.ModelMultipleChoiceField(
        PublicBody.objects.none(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": "Tick bodies of your patch"},
    )

    def __init__(self, *args: Any, organisation: Organisation, day: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.bodies = list(
            organisation.patch.in_tiers().select_related("county").prefetch_related("successors")
        )
        self.notes = {body: note_of(body, day) for body in self.bodies}
        stored = dict(organisation.standings.values_list("body_id", "start__slug"))
        self.starts = {start.slug: start for start in StartingPoint.objects.all()}
        for body in self.bodies:
            self.fields[f"point_{body.slug}"] = forms.ChoiceField(
                label=f"Where you are with {body}",
                choices=[("", "Not said yet"), *((slug, start.label) for slug, start in self.starts.items())],
                required=False,
                initial=stored.get(body.pk, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
                error_messages={"invalid_choice": "Select where you are"},
            )
        leave = self.fields["leave"]
        assert isinstance(leave, forms.ModelMultipleChoiceField)  # noqa: S101  (for the type checker)
        leave.queryset = organisation.patch.all()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each body of the patch with its note, where they stand, and whether it is to leave."""
        leaving = self["leave"].value() or []
        return [
            {
                "body": body,
                "note": self.notes[body],
                "point": self[f"point_{body.slug}"],
                "is_leaving": body.slug in leaving,
            }
            for body in self.bodies
        ]

    @transaction.atomic
    def save(self) -> list[PublicBody]:
        """Keep the starting points, take bodies out of the patch and return them."""
        said = {body: self.cleaned_data[f"point_{body.slug}"] for body in self.bodies}
        standings = self.organisation.standings
        standings.filter(body__in=[body for body, point in said.items() if not point]).delete()
        Standing.objects.bulk_create(
            [
                Standing(organisation=self.organisation, body=body, start=self.starts[point])
                for body, point in said.items()
                if point
            ],
            update_conflicts=True,
            unique_fields=["organisation", "body"],
            update_fields=["start"],
        )
        leaving = list(self.cleaned_data["leave"])
        self.organisation.patch.remove(*leaving)
        return leaving
