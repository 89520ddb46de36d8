"""Forms of the patch: put bodies in, say where the organisation stands with each, take bodies out."""

import datetime
from typing import Any

from django import forms
from django.db import transaction

from principles.models import StartingPoint
from publicbodies.areas import area_of
from publicbodies.models import PublicBody

from .changed_fields import MergingForm
from .forms import PlainForm
from .models import Organisation, Standing
from .patch import note_of


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


class PatchForm(MergingForm):
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
        """Keep the starting points, take bodies out of the patch and return them.

        Nothing is said of a body that the page did not have, because a colleague has put it in since.
        """
        said = {
            body: self.cleaned_data[name]
            for body in self.bodies
            if (name := f"point_{body.slug}") in self.data
        }
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
