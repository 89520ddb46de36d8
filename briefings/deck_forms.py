"""Which slides a deck has, for whom and for when: a form that only reads."""

from typing import Any

from django import forms
from django.http import QueryDict

from .deck_parts import Part
from .forms import BriefingForm


class DeckForm(BriefingForm):
    """Choose a meeting or a body, and tick the slides. All are ticked until somebody has chosen."""

    slides = forms.MultipleChoiceField(
        label="Which slides",
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="The opening with your name and logo is always there",
        error_messages={
            "required": "Tick at least one slide",
            "invalid_choice": "Tick slides from the list",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("slides", Part.values)
        if self.is_bound and "chosen" not in self.data:
            # A link from elsewhere names the body and leaves the slides to us.
            assert isinstance(self.data, QueryDict)  # noqa: S101  (for the type checker)
            self.data.setlist("slides", Part.values)

    @property
    def parts(self) -> list[str]:
        """The parts that are wanted, once the form is valid."""
        chosen: list[str] = self.cleaned_data["slides"]
        return chosen
