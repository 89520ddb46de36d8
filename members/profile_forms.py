"""The form of an organisation's profile."""

from functools import partial
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from .changed_fields import ChangedFieldsForm
from .models import Organisation
from .pictures import LOGO, PLACES, SIGNATURE, Place, prepared


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
    """A field for the picture of a place on the sheet: chosen, kept or taken away."""
    what = place.label[0].lower() + place.label[1:]
    return forms.FileField(
        label=place.label,
        help_text=help_text,
        required=False,
        allow_empty_file=True,  # refused with the other unusable files, in the same words
        widget=PictureInput(f"Take the {what} away"),
        error_messages={"contradiction": f"Choose a new {what} or tick to take it away, not both"},
    )


class OrganisationForm(ChangedFieldsForm):
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
        """Keep what was changed, and delete a picture that was replaced once that is certain."""
        with transaction.atomic():
            stored = Organisation.objects.select_for_update().values(*PLACES).get(pk=self.instance.pk)
            organisation: Organisation = super().save()
            for name in PLACES:
                if name in self.changed_data and stored[name]:
                    transaction.on_commit(partial(default_storage.delete, stored[name]))
        return organisation
