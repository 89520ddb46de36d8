"""What somebody with a private link can fill in: a comment, the answers to a poll, a view of a benchmark."""

from collections.abc import Sequence
from typing import Any

from django import forms

from documents.plain_text import clean
from members.forms import PlainForm
from principles.models import LCSIFunction, ProgressSign

from .models import (
    SHORT_WORDS,
    Comment,
    HowImportant,
    HowOften,
    OtherSideView,
    PollAnswer,
    Seen,
    ViewLine,
)

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


THEIR_RUNGS = (
    ("", "I cannot say"),
    (0, "It is not theirs here"),
    (1, "1. They do it"),
    (2, "2. They count it"),
    (3, "3. Others confirm it"),
    (4, "4. It is agreed with a partner"),
    (5, "5. It is agreed and paid for beyond a year"),
)
RATHER_NOT = ("", "I would rather not say")


class OtherSideForm(PlainForm, forms.Form):
    """Each function with a rung and three short questions, then the official signs. All may be left out."""

    def __init__(
        self,
        *args: Any,
        functions: Sequence[LCSIFunction],
        signs: Sequence[ProgressSign],
        view: OtherSideView | None = None,
        **kwargs: Any,
    ) -> None:
        """`view` is what was answered before."""
        super().__init__(*args, **kwargs)
        self.functions, self.signs = functions, signs
        lines = {row.function_id: row for row in view.lines.all()} if view else {}
        seen = {row.sign_id: row.seen for row in view.signs.all()} if view else {}
        for function in functions:
            row = lines.get(function.pk) or ViewLine()
            for name, field in self._questions(row).items():
                self.fields[f"{name}-{function.slug}"] = field
        for sign in signs:
            self.fields[f"sign-{sign.pk}"] = forms.ChoiceField(
                label=sign.text,
                choices=[*Seen.choices, RATHER_NOT],
                required=False,
                initial=seen.get(sign.pk, ""),
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Select one of the answers"},
            )

    def _questions(self, row: ViewLine) -> dict[str, forms.Field]:
        """The four questions of a function, with what was answered before."""
        wrong = {"invalid_choice": "Select one of the answers"}
        return {
            "rung": forms.TypedChoiceField(
                label="Where would you put them?",
                choices=THEIR_RUNGS,
                coerce=int,
                empty_value=None,
                required=False,
                initial=row.rung,
                error_messages=wrong,
            ),
            "important": forms.ChoiceField(
                label="Is it important to you?",
                choices=[RATHER_NOT, *HowImportant.choices],
                required=False,
                initial=row.important,
                error_messages=wrong,
            ),
            "seen": forms.ChoiceField(
                label="Do you see it happening?",
                choices=[RATHER_NOT, *Seen.choices],
                required=False,
                initial=row.seen,
                error_messages=wrong,
            ),
            "would_help": forms.CharField(
                label="What would help?",
                required=False,
                initial=row.would_help,
                validators=[SHORT_WORDS],
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
        }

    def of(self, function: LCSIFunction) -> list[forms.BoundField]:
        """The questions of one function."""
        return [self[f"{name}-{function.slug}"] for name in ("rung", "important", "seen", "would_help")]

    def of_sign(self, sign: ProgressSign) -> forms.BoundField:
        return self[f"sign-{sign.pk}"]

    @property
    def lines(self) -> dict[LCSIFunction, dict[str, Any]]:
        """What was answered of each function."""
        answers = self.cleaned_data
        return {
            function: {
                "rung": answers[f"rung-{function.slug}"],
                "important": answers[f"important-{function.slug}"],
                "seen": answers[f"seen-{function.slug}"],
                "would_help": clean(answers[f"would_help-{function.slug}"]).strip(),
            }
            for function in self.functions
        }

    @property
    def seen_signs(self) -> dict[ProgressSign, str]:
        return {sign: self.cleaned_data[f"sign-{sign.pk}"] for sign in self.signs}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and all(value in ("", None) for value in cleaned.values()):
            self.add_error(next(iter(self.fields)), NOTHING_SAID)
        return cleaned
