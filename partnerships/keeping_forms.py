"""The forms of keeping an agreement: times to count with, successes, concerns and their steps."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone

from members.changed_fields import ChangedFieldsForm
from members.days import day_field

from .models import (
    Agreement,
    Cause,
    Concern,
    ConcernStep,
    NoticeClause,
    NoticeGiven,
    NoticeOutcome,
    NoticeSort,
    Success,
)

LINK_WORDS = {"invalid": "Enter a web address in the correct format, like https://example.org"}


class NoticeClauseForm(ChangedFieldsForm):
    """A time that the agreement promises."""

    class Meta:
        model = NoticeClause
        fields = ["sort", "what", "count", "length"]
        widgets = {
            "sort": forms.RadioSelect,
            "length": forms.RadioSelect,
            "count": forms.NumberInput(attrs={"class": "input-short"}),
        }
        labels = {"what": "Of what, or on what"}
        help_texts = {
            "what": "Such as “a cut in funding” or “changes to grants”",
            "count": "Such as 3, when it says three months",
        }
        error_messages = {
            "sort": {"required": "Select what the time is for"},
            "what": {"required": "Enter what it is about"},
            "count": dict.fromkeys(["required", "invalid"], "Enter a number from 1 to 400"),
            "length": {"required": "Select in what it is counted"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sort"].choices = NoticeSort.choices  # type: ignore[attr-defined]


class NoticeGivenForm(ChangedFieldsForm):
    """That notice was given or a consultation opened, on which day the count begins."""

    given_on = day_field(label="Notice was given on")
    planned_on = day_field(label="They plan it for", required=False)

    class Meta:
        model = NoticeGiven
        fields = ["about", "given_on", "planned_on", "outcome"]
        widgets = {"outcome": forms.RadioSelect}
        help_texts = {"about": "Such as “End of the food alliance grant”"}
        error_messages = {"about": {"required": "Enter which plan it is about"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["outcome"]
            self.fields["given_on"].initial = timezone.localdate()
        if self.instance.clause.sort == NoticeSort.CONSULTATION:
            self.fields["given_on"].label = "It opened on"
            self.fields["planned_on"].label = "They say it closes on (optional)"
            if "outcome" in self.fields:
                named = [("withdrawn", "It was withdrawn")]
                kept = [each for each in NoticeOutcome.choices if each[0] != NoticeOutcome.WITHDRAWN]
                self.fields["outcome"].choices = [*kept, *named]  # type: ignore[attr-defined]


class SuccessForm(ChangedFieldsForm):
    """Something that went well."""

    happened_on = day_field(label="When")

    class Meta:
        model = Success
        fields = ["what", "happened_on", "link", "for_a_story"]
        widgets = {"what": forms.Textarea(attrs={"rows": 3})}
        labels = {"for_a_story": "Begin a story for NAVCA from it. Nobody else sees it until you send it"}
        error_messages = {"what": {"required": "Enter what went well"}, "link": LINK_WORDS}


class ConcernForm(ChangedFieldsForm):
    """Something that is not as agreed: a private note first."""

    noticed_on = day_field(label="Noticed on")

    class Meta:
        model = Concern
        fields = ["what", "noticed_on", "cause"]
        widgets = {"what": forms.Textarea(attrs={"rows": 4})}
        labels = {"cause": "The cause, as far as you can tell"}
        help_texts = {"what": "No names are needed. Say what was agreed and what happened instead"}
        error_messages = {"what": {"required": "Enter what is not as agreed"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [("", "Not known yet"), *Cause.choices]  # type: ignore[attr-defined]


class ConcernStepForm(ChangedFieldsForm):
    """A step of the disagreement that was taken, and what came of it."""

    step = forms.ChoiceField(
        label="Which step",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select a step"),
    )
    happened_on = day_field(label="When")
    answer_by_on = day_field(
        label="An answer is asked for by", required=False, help_text="Then you are reminded on that day"
    )

    class Meta:
        model = ConcernStep
        fields = ["step", "happened_on", "answer_by_on", "outcome"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"outcome": "Left empty, it is still open"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        steps = row.concern.agreement.steps_of_disagreement
        if row.step and row.step not in steps:
            steps = [row.step, *steps]
        self.fields["step"].choices = [(step, step) for step in steps]  # type: ignore[attr-defined]
        if row._state.adding:
            self.initial["step"] = row.concern.next_step


class SettledForm(ChangedFieldsForm):
    """That a concern is settled, and what came of it."""

    gaps = ("outcome",)  # the model asks for it
    settled_on = day_field(label="Settled on")

    class Meta:
        model = Concern
        fields = ["outcome", "settled_on"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"outcome": "Also when it settled itself, or when you let it rest"}


class DisagreementForm(ChangedFieldsForm):
    """The agreement's own steps of disagreement."""

    class Meta:
        model = Agreement
        fields = ["disagreement_steps"]
        widgets = {"disagreement_steps": forms.Textarea(attrs={"rows": 8})}
        labels = {"disagreement_steps": "Steps, one on each line"}
        help_texts = {
            "disagreement_steps": "As your agreement has them, the mildest first. Emptied, the usual steps "
            "come back"
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["disagreement_steps"] = "\n".join(self.instance.steps_of_disagreement)
        self.helper.layout = Layout(Fieldset("How you settle what you disagree about", "disagreement_steps"))
