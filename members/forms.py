"""The base of every form, the organisation's profile and its patch."""

import datetime
from functools import partial
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict

from documents.plain_text import clean
from principles.models import StartingPoint
from publicbodies.areas import area_of
from publicbodies.models import PublicBody

from .models import Organisation, Standing
from .patch import note_of
from .pictures import LOGO, PLACES, SIGNATURE, Place, prepared


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


class PictureInput(forms.ClearableFileInput):
    """A file field that shows the picture which is kept, also when a new one was refused."""

    def __init__(self, remove_label: str) -> None:
        super().__init__(attrs={"accept": "image/png,image/jpeg"})
        self.remove_label = remove_label
        self.picture_url = self.picture_alt = ""

    def is_initial(self, value: Any) -> bool:
        return bool(self.picture_url)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "remove_label": self.remove_label,
            "picture_url": self.picture_url,
            "picture_alt": self.picture_alt,
        }
        return context


def picture_field(place: Place, help_text: str) -> forms.FileField:
    what = place.label[0].lower() + place.label[1:]
    return forms.FileField(
        label=place.label,
        help_text=help_text,
        required=False,
        allow_empty_file=True,  # refused with the other unusable files, in the same words
        widget=PictureInput(f"Take the {what} away"),
        error_messages={"contradiction": f"Choose a new {what} or tick to take it away, not both"},
    )


class OrganisationForm(PlainForm, forms.ModelForm):
    """The ten details that letters use, and what makes letters better. Empty ones are gaps, not errors."""

    gaps = ("place", "signer_name", "signer_role", "own_term_in_full")
    logo = picture_field(LOGO, "PNG or JPEG, up to 2 MB. It prints up to 95 mm wide and 26 mm high")
    signature = picture_field(
        SIGNATURE,
        "A picture of it, PNG or JPEG, up to 2 MB. Without one there is room to sign by hand",
    )

    class Meta:
        model = Organisation
        fields = [
            "name", "short_name", "place", "sector_term", "own_term_in_full", "own_term", "groups_supported",
            "signer_name", "signer_role", "signature", "logo", "address", "email", "phone", "website",
            "charity_number", "large_print", "envelope_offset_mm", "chase_after_days", "may_be_counted",
        ]  # fmt: skip
        widgets = {
            "address": forms.Textarea(attrs={"rows": 5, "autocomplete": "street-address"}),
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "signer_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "signer_role": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "envelope_offset_mm": forms.NumberInput(attrs={"class": "input-short"}),
            "chase_after_days": forms.NumberInput(attrs={"class": "input-short"}),
        }
        error_messages = {
            "name": {"required": "Enter your organisation’s name"},
            "email": {"invalid": "Enter an email address in the correct format, like name@example.org"},
            "website": {"invalid": "Enter a web address in the correct format, like https://example.org"},
            "envelope_offset_mm": {
                "min_value": "Enter a number from -10 to 10",
                "max_value": "Enter a number from -10 to 10",
                "invalid": "Enter a whole number of millimetres from -10 to 10",
                "required": "Enter a number from -10 to 10; 0 is the usual place",
            },
            "chase_after_days": dict.fromkeys(
                ("min_value", "max_value", "invalid"),
                "Enter a number of working days from 1 to 100; 15 is usual",
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PLACES:
            widget = self.fields[name].widget
            assert isinstance(widget, PictureInput)  # noqa: S101  (for the type checker)
            widget.picture_url, widget.picture_alt = self.instance.picture(name)
        self.helper.layout = Layout(
            Fieldset(
                "Your organisation",
                "name", "short_name", "place", "sector_term",
                Div("own_term_in_full", "own_term", css_class="own-words"),
                "groups_supported",
            ),
            Fieldset("Signing letters", "signer_name", "signer_role", "signature"),
            Fieldset("On every letter", "logo", "address", "email", "phone", "website", "charity_number"),
            Fieldset("How letters are printed", "large_print", "envelope_offset_mm"),
            Fieldset("Following letters up", "chase_after_days"),
            Fieldset("Being counted", "may_be_counted"),
        )  # fmt: skip

    def clean_chase_after_days(self) -> int:
        """The days that were entered, or the usual number."""
        days: int | None = self.cleaned_data["chase_after_days"]
        usual: int = Organisation._meta.get_field("chase_after_days").get_default()
        return usual if days is None else days

    def clean_logo(self) -> Any:
        return self._picture("logo")

    def clean_signature(self) -> Any:
        return self._picture("signature")

    def _picture(self, name: str) -> Any:
        """The picture as it will be printed; what is kept when none was chosen; False to take it away."""
        chosen = self.cleaned_data[name]
        return prepared(chosen, PLACES[name]) if isinstance(chosen, UploadedFile) else chosen

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for name, place in PLACES.items():
            if self.errors and name in self.files and name not in self.errors:
                self.add_error(
                    name,
                    f"{place.label}: choose the file again. The page cannot keep it while you mend the rest",
                )

    def save(self, commit: bool = True) -> Organisation:
        """Keep what was changed and nothing else: a colleague may have changed the rest meanwhile.

        A picture that was replaced or taken away is deleted as soon as that is certain.
        """
        organisation: Organisation = super().save(commit=False)
        pictures = [name for name in PLACES if name in self.changed_data]
        with transaction.atomic():
            stored = Organisation.objects.select_for_update().values(*PLACES).get(pk=organisation.pk)
            organisation.save(update_fields=self.changed_data)
            for name in pictures:
                if stored[name]:
                    transaction.on_commit(partial(default_storage.delete, stored[name]))
        return organisation


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
