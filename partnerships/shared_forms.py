"""What somebody with a private link can fill in: a comment, and the answers to a poll."""

from typing import Any

from django import forms

from members.forms import PlainForm

from .models import Comment, HowOften, PollAnswer

NOTHING_SAID = "Answer at least one question, or close this page"


class CommentForm(PlainForm, forms.ModelForm):
    """A comment on a section. Several stand on one page, each with a prefix of its own."""

    class Meta:
        model = Comment
        fields = ["text", "name"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"text": {"required": "Write your comment, or leave this section"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class PollForm(PlainForm, forms.ModelForm):
    """Five questions with five answers each, and two in own words. Each may be left out."""

    gaps = (*PollAnswer.QUESTIONS, *PollAnswer.OPEN_QUESTIONS)

    class Meta:
        model = PollAnswer
        fields = [*PollAnswer.QUESTIONS, *PollAnswer.OPEN_QUESTIONS]
        widgets = {
            **dict.fromkeys(PollAnswer.QUESTIONS, forms.RadioSelect),
            **{name: forms.Textarea(attrs={"rows": 3}) for name in PollAnswer.OPEN_QUESTIONS},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PollAnswer.QUESTIONS:
            self.fields[name] = forms.TypedChoiceField(
                label=self.fields[name].label,
                choices=[*HowOften.choices, ("", "I would rather not say")],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Select one of the answers"},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            self.add_error(PollAnswer.QUESTIONS[0], NOTHING_SAID)
        return cleaned
