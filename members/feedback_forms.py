"""Forms by which members and strangers tell NAVCA something."""

from collections.abc import Mapping
from typing import Any

from django import forms

from principles.models import LCSIFunction, Principle

from .feedback import Feedback, FeedbackKind, MayQuote
from .forms import PlainForm
from .models import Organisation
from .people_forms import ADDRESS_ERRORS

WORDS = forms.Textarea(attrs={"rows": 7})


class FeedbackForm(PlainForm, forms.ModelForm):
    """A member's message."""

    kind = forms.ChoiceField(
        label="What is it about?",
        choices=FeedbackKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about"},
    )
    may_quote = forms.ChoiceField(
        label="May NAVCA quote you?",
        choices=MayQuote.choices,
        widget=forms.RadioSelect,
        help_text="In reports and in talks with government",
        error_messages={"required": "Choose whether NAVCA may quote you"},
    )

    class Meta:
        model = Feedback
        fields = ["kind", "text", "principle", "function", "body_kind", "place", "region", "may_quote"]
        labels = {
            "text": "In your words",
            "principle": "Principle it touches",
            "function": "Function it touches",
            "body_kind": "Kind of body",
            "place": "Place",
            "region": "Region",
        }
        help_texts = {
            "text": "What happens, where, and what it leads to. Leave out names of people",
            "body_kind": "The council, health body or other body it is about",
        }
        widgets = {"text": WORDS}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        self.organisation = organisation
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        for name in ("principle", "function"):
            self.fields[name].empty_label = "None in particular"  # type: ignore[attr-defined]
        for name in ("body_kind", "region"):
            field: Any = self.fields[name]
            field.choices = [("", "None in particular"), *field.choices[1:]]


class PublicFeedbackForm(PlainForm, forms.ModelForm):
    """A stranger's message. The last field is a trap: people do not meet it, machines fill it in."""

    kind = forms.ChoiceField(
        label="What is it about?",
        choices=FeedbackKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about"},
    )
    # A name that no browser knows from another form, or it would fill it in for people.
    anything_else = forms.CharField(
        required=False, label="Leave this empty", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    class Meta:
        model = Feedback
        fields = ["kind", "text", "email"]
        labels = {"text": "In your words", "email": "Your email address"}
        help_texts = {
            "text": "Leave out names of people",
            "email": "Only if you would like an answer",
        }
        widgets = {"text": WORDS, "email": forms.EmailInput(attrs={"autocomplete": "email"})}
        error_messages = {"email": ADDRESS_ERRORS}

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the box was filled in that people do not see."""
        return bool(self.cleaned_data["anything_else"])


def usual_for(organisation: Organisation, query: Mapping[str, str]) -> dict[str, Any]:
    """What a member's form begins with: its place, its region, and what the page it came from is about."""
    region = organisation.patch.order_by("slug").values_list("region", flat=True).first()
    return {
        "place": organisation.place,
        "region": region or "",
        "principle": Principle.objects.filter(slug=query.get("principle", "").replace("\0", "")).first(),
        "function": LCSIFunction.objects.filter(slug=query.get("function", "").replace("\0", "")).first(),
    }
