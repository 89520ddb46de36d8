"""The form of what an organisation says of a function itself, and what of it may be shown outside."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from .changed_fields import ChangedFieldsForm
from .function_notes import FunctionNote, WhoDoesIt

SHOWN = "This may be shown outside"


class FunctionNoteForm(ChangedFieldsForm):
    """Three questions about a function. Each answer stays inside until its box is ticked."""

    gaps = ("whose", "who_does_it", "weak", "not_reaching")

    class Meta:
        model = FunctionNote
        fields = [
            "whose", "who_does_it", "who_may_be_shown", "weak", "weak_may_be_shown",
            "not_reaching", "not_reaching_may_be_shown",
        ]  # fmt: skip
        widgets = {
            "whose": forms.RadioSelect,
            "weak": forms.Textarea(attrs={"rows": 3}),
            "not_reaching": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "whose": "Is it yours?",
            "who_does_it": "Who does it?",
            "who_may_be_shown": SHOWN,
            "weak": "What is weak?",
            "weak_may_be_shown": SHOWN,
            "not_reaching": "Who are we not reaching?",
            "not_reaching_may_be_shown": SHOWN,
        }
        help_texts = {
            "whose": "That nobody does it is an answer too: it shows what the place lacks",
            "who_does_it": "When somebody else does. A name, or several",
            "weak": "What you would not want to be asked about, and what you do about it",
            "not_reaching": "Communities, places or groups that get less of this than they need",
        }

    def _is_new(self) -> bool:
        """Never: a function has one note, which a colleague may have begun since the page was opened."""
        return False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whose = self.fields["whose"]
        assert isinstance(whose, forms.ChoiceField)  # noqa: S101  (for the type checker)
        whose.choices = [("", "We do it, or plan to"), *WhoDoesIt.choices]
        self.helper.layout = Layout(
            Fieldset("Who does it here", "whose", "who_does_it", "who_may_be_shown"),
            Fieldset("What is weak", "weak", "weak_may_be_shown"),
            Fieldset("Who is not reached", "not_reaching", "not_reaching_may_be_shown"),
        )
