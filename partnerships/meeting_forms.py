"""The forms of meetings: one that is planned or was held, and what became of it."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db import models
from django.utils import timezone

from members.days import DATE_WORDS, day_field
from members.forms import PlainForm

from .bodies import Where
from .body_forms import AtBodyForm, bodies_agreeing
from .clock import ClockField
from .models import NO_NEXT_STEP, Meeting
from .models.contacts import LONG_WORDS

PEOPLE_HINT = "One on each line, with the post. From both sides"


class MeetingForm(AtBodyForm):
    """Plan a meeting, or change one. What was said is asked for once it was held."""

    gaps = ("starts_at", "ends_at", "place", "people", "agenda")
    meets_on = day_field(label="Day")
    starts_at = ClockField(label="Starts at", required=False, help_text="Left empty, it takes the whole day")
    ends_at = ClockField(label="Ends at", required=False, help_text="Left empty, calendars show one hour")

    class Meta:
        model = Meeting
        fields = [
            "subject", "meets_on", "starts_at", "ends_at", "place", "people", "agenda", "notes", "agreement",
            "is_review",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("people", "agenda", "notes")}
        labels = {"is_review": "It is a review of this agreement"}
        help_texts = {
            "people": PEOPLE_HINT,
            "place": "An address, a room or a link",
        }
        error_messages = {"subject": {"required": "Enter what the meeting is about"}}

    def __init__(self, *args: Any, where: Where | None = None, **kwargs: Any) -> None:
        """`where` is the body that was asked for by name."""
        super().__init__(*args, **kwargs)
        meeting = self.instance
        agreeing = bodies_agreeing(meeting.agreement) if meeting.agreement else []
        if not meeting._state.adding:
            where = meeting.where
        self.offer_bodies(meeting.organisation, where or next(iter(agreeing), None), agreeing)
        self.offer_agreements(meeting.organisation)
        if "agreement" not in self.fields:
            del self.fields["is_review"]
        if not meeting.is_held:
            del self.fields["notes"]
        groups = {
            "Who and what": ["with_body", "subject"],
            "When and where": ["meets_on", "starts_at", "ends_at", "place"],
            "Who takes part and what to talk about": ["people", "agenda", "notes"],
            "Part of an agreement": ["agreement", "is_review"],
        }
        shown = {title: [name for name in names if name in self.fields] for title, names in groups.items()}
        self.helper.layout = Layout(*[Fieldset(title, *names) for title, names in shown.items() if names])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("is_review") and not cleaned.get("agreement") and "agreement" not in self.errors:
            self.add_error("agreement", "Choose the agreement that is reviewed")
        return cleaned


class Became(models.TextChoices):
    """What became of a planned meeting."""

    HELD = "held", "It was held"
    MOVED = "moved", "It is moved to another day"
    CALLED_OFF = "called-off", "It is called off"


class WriteUpForm(PlainForm, forms.Form):
    """What became of a meeting: held with notes and a next step, moved, or called off."""

    gaps = ("moved_to", "people")
    was_changed_meanwhile = False
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    became = forms.ChoiceField(
        label="What became of it",
        choices=Became.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select what became of it"),
    )
    moved_to = day_field(label="The new day", required=False, help_text="Only when it is moved")
    starts_at = ClockField(label="Starts at", required=False)
    ends_at = ClockField(label="Ends at", required=False)
    people = forms.CharField(
        label="Who took part", widget=forms.Textarea(attrs={"rows": 4}), required=False,
        validators=[LONG_WORDS], help_text=PEOPLE_HINT,
    )  # fmt: skip
    notes = forms.CharField(
        label="What was said", widget=forms.Textarea(attrs={"rows": 6}), required=False,
        validators=[LONG_WORDS], help_text="Or why it was moved or called off",
    )  # fmt: skip
    next_step = forms.CharField(
        label="Next step", max_length=200, required=False,
        help_text="What you do next, if it is not one of the promises below",
    )  # fmt: skip
    next_step_on = day_field(label="Day of the next step", required=False)

    def __init__(
        self, *args: Any, meeting: Meeting, typed: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """`typed` is shown again as it was, without a word about what is wrong with it."""
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        contact = meeting.contact
        self.initial = {
            "revision": meeting.revision,
            "became": Became.HELD if meeting.is_held else "",
            "starts_at": meeting.starts_at,
            "ends_at": meeting.ends_at,
            "people": meeting.people,
            "notes": meeting.notes,
            "next_step": contact.next_step if contact else "",
            "next_step_on": contact.next_step_on if contact else None,
            **(typed or {}),
        }
        self.helper.layout = Layout(
            "revision",
            Fieldset("The meeting", "became", "moved_to", "starts_at", "ends_at"),
            Fieldset("What was said", "people", "notes"),
            Fieldset("What you do next", "next_step", "next_step_on"),
        )

    @property
    def was_held(self) -> bool:
        return bool(self.cleaned_data["became"] == Became.HELD)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        today, became = timezone.localdate(), cleaned.get("became")
        if cleaned.get("revision") not in (None, self.meeting.revision):
            self._refuse_over_a_colleague()
        if became == Became.HELD and self.meeting.meets_on > today:
            self.add_error("became", "Its day has not come yet. If it was held earlier, change its day first")
        if became == Became.MOVED and "moved_to" not in self.errors:
            self._clean_new_day(cleaned)
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if ends and not starts and "starts_at" not in self.errors:
            self.add_error("starts_at", "Enter when it starts, or take out when it ends")
        elif starts and ends and ends <= starts:
            self.add_error("ends_at", "Enter a time after the start")
        if cleaned.get("next_step_on") and not cleaned.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", NO_NEXT_STEP)
        return cleaned

    def _refuse_over_a_colleague(self) -> None:
        """Show what a colleague has saved meanwhile, and let the next save go through."""
        self.was_changed_meanwhile = True
        self.data = {**self.data.dict(), "revision": str(self.meeting.revision)}  # type: ignore[attr-defined]
        words = "Somebody changed this meeting while you were writing. Compare with what is saved, then save"
        self.add_error(None, words)

    def _clean_new_day(self, cleaned: dict[str, Any]) -> None:
        day = cleaned.get("moved_to")
        if day is None:
            self.add_error("moved_to", DATE_WORDS["required"])
        elif day < timezone.localdate():
            self.add_error("moved_to", "Enter a day that is still to come, or say that it was held")
