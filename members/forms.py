"""The base of every form, and the organisation's profile."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.http import QueryDict

from documents.plain_text import clean

from .models import Organisation


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


class OrganisationForm(PlainForm, forms.ModelForm):
    """The ten details that letters use, and three that make them better. Empty ones are gaps, not errors."""

    gaps = ("place", "signer_name", "signer_role")

    class Meta:
        model = Organisation
        fields = [
            "name", "place", "sector_term", "groups_supported", "signer_name", "signer_role",
            "address", "email", "phone", "website", "charity_number", "envelope_offset_mm",
        ]  # fmt: skip
        widgets = {
            "address": forms.Textarea(attrs={"rows": 5, "autocomplete": "street-address"}),
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "signer_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "signer_role": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }
        error_messages = {
            "name": {"required": "Enter your organisation’s name"},
            "email": {"invalid": "Enter an e-mail address in the correct format, like name@example.org"},
            "website": {"invalid": "Enter a web address in the correct format, like https://example.org"},
            "envelope_offset_mm": {
                "min_value": "Enter a number from -10 to 10",
                "max_value": "Enter a number from -10 to 10",
                "invalid": "Enter a whole number of millimetres from -10 to 10",
                "required": "Enter a number from -10 to 10; 0 is the usual place",
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset("Your organisation", "name", "place", "sector_term", "groups_supported"),
            Fieldset("Signing letters", "signer_name", "signer_role"),
            Fieldset("At the top of every letter", "address", "email", "phone", "website", "charity_number"),
            Fieldset("Window envelopes", "envelope_offset_mm"),
        )
