"""The base of every form."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from documents.plain_text import clean


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
