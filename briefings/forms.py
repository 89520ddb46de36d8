"""For whom a briefing is and for which day, which only reads; and what is asked there, which is kept."""

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from members.days import day_field
from members.forms import PlainForm
from members.models import Organisation
from members.saving import LARGEST
from partnerships.bodies import Where, bodies_of, body_named, key_of, people_of
from partnerships.models import Meeting

from .asks import MOST, lines_of
from .models import LONGEST, BodyAsks

LONGEST_ASK = 200


class MeetingField(forms.ModelChoiceField):
    """A meeting, named by its day, what it is about and with whom."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:  # also of what is no number of a meeting at all
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice") from error

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.when}: {obj.subject}, {obj.where.official_name}"


class BriefingForm(PlainForm, forms.Form):
    """Choose a planned meeting, or a body and a day."""

    # Which of these has to be filled depends on the others, so that none is called optional.
    gaps = ("meeting", "body")
    meeting = MeetingField(
        Meeting.objects.none(),
        label="A meeting you have planned",
        required=False,
        empty_label="None of these",
        error_messages={"invalid_choice": "Select a meeting from the list"},
    )
    body = forms.ChoiceField(
        label="Which body",
        required=False,
        error_messages={"invalid_choice": "Select a body from the list"},
    )
    day = day_field(label="For which day", required=False, help_text="Left empty, it is for today")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        meetings = Meeting.objects.for_organisation(organisation).for_page()
        named = str(self.data.get("meeting") or "")
        coming = meetings.coming_on(timezone.localdate())
        field = self.fields["meeting"]
        assert isinstance(field, MeetingField)  # noqa: S101  (for the type checker)
        # A link from the page of any meeting leads here, planned or not.
        field.queryset = meetings if named else coming
        also = [meeting.where for meeting in coming]
        # A link from the page of any body leads here, in the patch or not.
        if asked := body_named(organisation, str(self.data.get("body") or "")):
            also.append(asked)
        self.by_key = {key_of(each): each for each in bodies_of(organisation, people_of(organisation), also)}
        body = self.fields["body"]
        assert isinstance(body, forms.ChoiceField)  # noqa: S101  (for the type checker)
        body.choices = [("", "Choose"), *((key, each.official_name) for key, each in self.by_key.items())]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        meeting, key = cleaned.get("meeting"), cleaned.get("body")
        if not meeting and not key and not {"meeting", "body"} & {*self.errors}:
            self.add_error("body", "Select a body, or a meeting")
        return cleaned

    @property
    def where(self) -> Where:
        """The body of the meeting, or the one that was chosen."""
        meeting: Meeting | None = self.cleaned_data["meeting"]
        return meeting.where if meeting else self.by_key[self.cleaned_data["body"]]

    @property
    def chosen_day(self) -> datetime.date:
        """The day of the meeting, else the day that was typed, else today."""
        meeting: Meeting | None = self.cleaned_data["meeting"]
        if meeting:
            return meeting.meets_on
        day: datetime.date | None = self.cleaned_data["day"]
        return day or timezone.localdate()


class AsksForm(PlainForm, forms.Form):
    """What is asked of a body from now on, unless a colleague has said something else meanwhile."""

    gaps = ("asks",)
    was_changed_meanwhile = False
    revision = forms.IntegerField(required=False, max_value=LARGEST, widget=forms.HiddenInput)
    asks = forms.CharField(
        label="What you ask of them",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[MaxLengthValidator(LONGEST, "Shorten this to 1,000 characters or fewer")],
        help_text="One on each line, three at most, the most important first. "
        "Left empty, what your last letter to them asked stands there",
    )

    def __init__(self, *args: Any, kept: BodyAsks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        self.initial = {"revision": kept.revision, "asks": kept.text}

    def clean_asks(self) -> str:
        text: str = self.cleaned_data["asks"].strip()
        asks = lines_of(text)
        if len(asks) > MOST:
            raise forms.ValidationError("Keep to three asks: each more makes the others weaker")
        if any(len(ask) > LONGEST_ASK for ask in asks):
            raise forms.ValidationError(f"Shorten each ask to {LONGEST_ASK} characters or fewer")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_another = cleaned.get("asks") not in (None, self.kept.text)
        if is_another and cleaned.get("revision") != self.kept.revision:
            self.refuse_over_a_colleague(self.kept)
        return cleaned

    def refuse_over_a_colleague(self, kept: BodyAsks) -> None:
        """Show what a colleague has kept meanwhile, and let the next save go through."""
        self.was_changed_meanwhile, self.kept = True, kept
        self.data = {**self.data.dict(), "revision": str(kept.revision)}  # type: ignore[attr-defined]
        words = "Somebody changed what you ask while you were writing. Compare with what is saved, then save"
        self.add_error("asks", words)
