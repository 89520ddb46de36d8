"""The forms of promises: several at once, one to change, and what became of one."""

import datetime
from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone

from members.changed_fields import ChangedFieldsForm
from members.days import DATE_WORDS, day_field
from members.forms import PlainForm
from members.models import Organisation, User

from .bodies import Where
from .body_forms import AtBodyForm, bodies_agreeing
from .models import Agreement, Meeting, Promise, PromiseState, Side
from .models.places import at

ROWS = 3
MOST_ROWS = 30
SIDES = [("", "Choose"), (Side.OURS, "We promise"), (Side.THEIRS, "They promise")]
PROMISE_WORDS = {
    "side": dict.fromkeys(["required", "invalid_choice"], "Select whose promise it is"),
    "what": {"required": "Enter what was promised"},
}
HOW_KNOWN = "Such as “The list came by email”"
WHO_HINT = "A post or a name, such as “Head of grants”"


def _choose_side(form: forms.BaseForm) -> None:
    field = form.fields["side"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
    field.choices = SIDES


class PromiseRow(PlainForm, forms.ModelForm):
    """One of several promises. Nothing typed is no promise."""

    due_on = day_field(label="By when", required=False)

    class Meta:
        model = Promise
        fields = ["side", "who", "what", "due_on"]
        help_texts = {"who": WHO_HINT}
        error_messages = PROMISE_WORDS

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"promise-{number}", empty_permitted=True, **kwargs)
        self.named = f"Promise {number}"  # which of them an error is about
        _choose_side(self)
        self.helper.layout = Layout(Fieldset(self.named, "side", "who", "what", "due_on"))


class PromiseRows:
    """Several promises in one form, without a script: a button asks for more rows and loses no word."""

    def __init__(self, data: Mapping[str, str] | None, *, made_on: datetime.date | None) -> None:
        """As many rows as were sent. `made_on` is the day of all of them, when it is known."""
        wanted = (data or {}).get("rows", "")
        count = min(int(wanted), MOST_ROWS) if wanted.isdecimal() and len(wanted) < 4 else 0
        count = count or ROWS
        self.asks_for_more = bool(data) and "more" in (data or {})
        numbers = range(1, count + 1)
        if data and self.asks_for_more:
            # Shown again as typed. What is wrong is said when they are saved.
            numbers = range(1, min(count + ROWS, MOST_ROWS) + 1)
            names = PromiseRow.base_fields
            self.forms = [
                PromiseRow(
                    number=each, initial={name: data.get(f"promise-{each}-{name}", "") for name in names}
                )
                for each in numbers
            ]
        else:
            promises = [Promise() for _ in numbers]
            for promise in promises:
                # Without a day for all of them nothing is compared with it.
                promise.made_on = made_on  # type: ignore[assignment]
            self.forms = [
                PromiseRow(data, number=each, instance=row)
                for each, row in zip(numbers, promises, strict=True)
            ]
        self.can_have_more = len(self.forms) < MOST_ROWS

    @property
    def filled(self) -> list[PromiseRow]:
        """The rows in which something was typed."""
        return [form for form in self.forms if form.has_changed()]

    def is_valid(self) -> bool:
        # Each is asked, so that each says what is wrong with it.
        faulty = [form for form in self.forms if not form.is_valid()]
        return not faulty

    def ask_for_one(self) -> None:
        """Say that nothing was typed."""
        first = self.forms[0]
        first.empty_permitted = False
        first.full_clean()

    def save(
        self,
        *,
        organisation: Organisation,
        where: Where,
        agreement: Agreement | None,
        meeting: Meeting | None,
        by: User,
    ) -> list[Promise]:
        """Keep those that were filled in, and return them."""
        kept = []
        for form in self.filled:
            promise = form.save(commit=False)
            promise.organisation, promise.recorded_by = organisation, by
            promise.agreement, promise.meeting = agreement, meeting
            for name, body in at(where).items():
                setattr(promise, name, body)
            promise.save()
            kept.append(promise)
        return kept


class PromisesForm(AtBodyForm):
    """What several promises have in common: the body, the day and perhaps an agreement."""

    made_on = day_field(label="Promised on")

    class Meta:
        model = Promise
        fields = ["made_on", "agreement"]

    def __init__(
        self, *args: Any, where: Where | None = None, typed_body: str | None = None, **kwargs: Any
    ) -> None:
        """`typed_body` is the key of the body that was chosen before more rows were asked for."""
        super().__init__(*args, **kwargs)
        promise = self.instance
        agreeing = bodies_agreeing(promise.agreement) if promise.agreement else []
        self.offer_bodies(promise.organisation, where or next(iter(agreeing), None), agreeing)
        if typed_body is not None:
            self.initial["with_body"] = typed_body
        self.offer_agreements(promise.organisation)
        names = ("with_body", "made_on", "agreement")
        self.helper.layout = Layout(
            Fieldset("With whom and when", *[name for name in names if name in self.fields])
        )


class PromiseForm(AtBodyForm):
    """Change one promise."""

    made_on = day_field(label="Promised on")
    due_on = day_field(label="By when", required=False)

    class Meta:
        model = Promise
        fields = ["side", "who", "what", "made_on", "due_on", "agreement", "principle"]
        help_texts = {"who": WHO_HINT}
        error_messages = PROMISE_WORDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        promise = self.instance
        self.offer_bodies(promise.organisation, promise.where)
        self.offer_agreements(promise.organisation)
        _choose_side(self)
        principle = self.fields["principle"]
        assert isinstance(principle, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        principle.empty_label = "None"
        groups = {
            "What was promised": ["side", "who", "what"],
            "With whom and when": ["with_body", "made_on", "due_on"],
            "Where it belongs": ["agreement", "principle"],
        }
        self.helper.layout = Layout(
            *[
                Fieldset(title, *[each for each in names if each in self.fields])
                for title, names in groups.items()
            ]
        )


class SettleForm(ChangedFieldsForm):
    """What became of one promise, on which day, and how the member knows."""

    gaps = ("settled_on",)  # needed unless it is still open
    settled_on = day_field(
        label="When", required=False, help_text="The day it was done, or when you found that it was not"
    )

    class Meta:
        model = Promise
        fields = ["state", "settled_on", "evidence", "link"]
        widgets = {"state": forms.RadioSelect, "evidence": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "evidence": HOW_KNOWN,
            "link": "If it can be read somewhere, such as the minutes",
        }
        error_messages = {
            "state": dict.fromkeys(["required", "invalid_choice"], "Select what became of it"),
            "link": {"invalid": "Enter a web address, like https://example.org/minutes"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)  # noqa: S101  (for the type checker)
        choices = [each for each in PromiseState.choices if each[0] != PromiseState.OPEN]
        if not self.instance.is_open:
            choices.append((PromiseState.OPEN.value, "Still open"))
        state.choices = choices
        self.helper.layout = Layout(
            Fieldset("What you found", "state", "settled_on"), Fieldset("How you know", "evidence", "link")
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day = cleaned.get("settled_on")
        if cleaned.get("state") == PromiseState.OPEN:
            cleaned["settled_on"] = None
        elif "settled_on" not in self.errors:
            if day is None:
                self.add_error("settled_on", DATE_WORDS["required"])
            elif day > timezone.localdate():
                self.add_error("settled_on", "Enter a day that has come")
            elif day < self.instance.made_on:
                self.add_error("settled_on", "Enter a day on or after the promise")
        return cleaned
