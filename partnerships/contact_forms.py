"""The forms of the contact log: one contact, and what came of several."""

import datetime
import json
from collections.abc import Collection
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from members.changed_fields import OPENED_WITH, ChangedFieldsForm, MergingForm, read_opening
from members.days import DATE_WORDS, day_field
from publicbodies.models import PublicBody

from .bodies import Whom, bodies_of, key_of, people_of
from .models import NO_NEXT_STEP, Contact, ContactKind, Outcome, OwnBody, Recipient, Route


class ContactForm(ChangedFieldsForm):
    """Record or change one contact. A letter of the toolkit keeps its recipient and kind."""

    gaps = ("route",)
    together = {"outcome": ("outcome_on",)}
    with_whom = forms.ChoiceField(
        label="With whom",
        help_text="A recipient of yours, or a body when it was somebody else there",
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select who it was with"),
    )
    happened_on = day_field(label="When")
    reply_by_on = day_field(label="Asked for a reply by", required=False)
    waits = forms.BooleanField(
        label="We are waiting for an answer",
        help_text="A letter always is, until you record what came of it",
        required=False,
    )
    chase_due_on = day_field(label="Chase on", required=False)
    next_step_on = day_field(label="Day of the next step", required=False)

    class Meta:
        model = Contact
        fields = [
            "kind", "happened_on", "route", "person", "subject", "notes", "asks", "reply_by_on",
            "chase_due_on", "next_step", "next_step_on",
        ]  # fmt: skip
        widgets = {
            "notes": forms.Textarea(attrs={"rows": 4}),
            "asks": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "route": "Only for a letter",
            "next_step": "Such as “Ring the office to agree a date”",
        }
        error_messages = {"kind": {"required": "Select what it was", "invalid_choice": "Select what it was"}}

    def __init__(self, *args: Any, whom: Whom | None = None, **kwargs: Any) -> None:
        """Offer the organisation's recipients and bodies, and `whom`, who was asked for by name."""
        super().__init__(*args, **kwargs)
        contact = self.instance
        self.rule_before = contact.usual_chase_day if contact.is_waiting else None
        if not contact._state.adding:
            whom = contact.recipient or contact.where
        self.whom_by_key: dict[str, Whom] = {}
        self._offer_whom(whom)
        for name, nothing, choices in (
            ("kind", "Choose what it was", ContactKind),
            ("route", "Choose how", Route),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
            field.choices = [("", nothing), *choices.choices]
        days = contact.organisation.chase_after_days
        self.fields["chase_due_on"].help_text = (
            f"Only when you wait for an answer. Left empty: {days} working days later, or after the day you "
            "asked for a reply by"
        )
        self.fields["waits"].initial = contact.is_waiting
        if contact.outcome and not contact.is_waiting:
            del self.fields["waits"], self.fields["chase_due_on"]
        if contact.letter_reference:
            for name in ("with_whom", "kind", "waits"):
                self.fields.pop(name, None)
            self.fields["route"].help_text = ""
        self.helper.layout = Layout(*self._fieldsets())

    def _offer_whom(self, whom: Whom | None) -> None:
        organisation = self.instance.organisation
        people = people_of(organisation)
        if isinstance(whom, Recipient) and whom not in people:
            people.append(whom)
        bodies = bodies_of(organisation, people)
        if whom and not isinstance(whom, Recipient) and whom not in bodies:
            bodies.append(whom)
        self.whom_by_key = {key_of(each): each for each in [*people, *bodies]}
        field = self.fields["with_whom"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [
            ("", "Choose"),
            ("Your recipients", [(key_of(each), str(each)) for each in people]),
            ("A body, nobody of your list", [(key_of(each), each.official_name) for each in bodies]),
        ]
        field.initial = key_of(whom) if whom else ""

    def _fieldsets(self) -> list[Fieldset]:
        groups = {
            "Who and when": ["with_whom", "person", "kind", "route", "happened_on"],
            "What was said": ["subject", "notes"],
            "What you wait for": ["asks", "reply_by_on", "waits", "chase_due_on"],
            "What you do next": ["next_step", "next_step_on"],
        }
        return [
            Fieldset(title, *[name for name in names if name in self.fields])
            for title, names in groups.items()
        ]

    def _get_validation_exclusions(self) -> set[str]:
        # These are not in the form but set here, and the model's constraints look at them.
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        set_here = {"recipient", "body", "own_body", "outcome", "outcome_on"}
        return exclusions if "with_whom" in self.errors else exclusions - set_here

    def clean_with_whom(self) -> Whom:
        return self.whom_by_key[self.cleaned_data["with_whom"]]

    def clean(self) -> dict[str, Any]:
        """Say from the kind and the tick whether it waits, and fill in the usual day to chase."""
        cleaned = super().clean() or self.cleaned_data
        contact, kind = self.instance, cleaned.get("kind") or self.instance.kind
        if whom := cleaned.get("with_whom"):
            contact.recipient = whom if isinstance(whom, Recipient) else None
            where = whom.where if isinstance(whom, Recipient) else whom
            contact.body = where if isinstance(where, PublicBody) else None
            contact.own_body = where if isinstance(where, OwnBody) else None
        if kind != ContactKind.LETTER:
            cleaned["route"] = ""
        if "chase_due_on" in self.fields:
            self._clean_waiting(cleaned, kind)
        return cleaned

    def _clean_waiting(self, cleaned: dict[str, Any], kind: str) -> None:
        contact = self.instance
        probe = Contact(kind=kind)
        waits = probe.is_letter or (cleaned.get("waits") and not probe.is_incoming)
        if not waits:
            contact.outcome, contact.outcome_on, cleaned["chase_due_on"] = "", None, None
            return
        contact.outcome = contact.outcome or Outcome.OPEN
        if {"happened_on", "reply_by_on", "chase_due_on"} & set(self.errors):
            return
        asked = cleaned.get("chase_due_on")
        if not asked or ("chase_due_on" not in self.changed_data and asked == self.rule_before):
            contact.happened_on, contact.reply_by_on = cleaned["happened_on"], cleaned.get("reply_by_on")
            cleaned["chase_due_on"] = contact.usual_chase_day


class OutcomeForm(MergingForm):
    """What came of one contact or of several, and what the member does next.

    What a colleague has recorded of one of them since the page was opened is not replaced unseen.
    """

    gaps = ("on",)  # needed unless it still waits
    contact = forms.MultipleChoiceField(
        label="From whom",
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Tick at least one contact"),
    )
    outcome = forms.ChoiceField(
        label="What came of it",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select what came of it"),
    )
    on = day_field(
        label="When", help_text="The day of the reply, or when you gave up waiting", required=False
    )
    next_step = forms.CharField(
        label="Next step",
        max_length=200,
        required=False,
        help_text="Such as “Send dates for a meeting”. Left empty, what you noted before stays",
    )
    next_step_on = day_field(label="Day of the next step", required=False)

    def __init__(self, *args: Any, contacts: Collection[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(contact.pk): contact for contact in contacts}
        field = self.fields["contact"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(key, str(contact)) for key, contact in self.by_key.items()]
        self.helper.layout = Layout(
            Fieldset("What you heard", "contact", "outcome", "on"),
            Fieldset("What you do next", "next_step", "next_step_on"),
        )

    def _held(self) -> str:
        """What is known of each contact."""
        return json.dumps({key: _known_of(contact) for key, contact in self.by_key.items()})

    def _take_in(self) -> list[str]:
        data: Any = self.data  # a copy of what was sent
        held = read_opening(data.get(OPENED_WITH, ""))
        ticked = [self.by_key[key] for key in data.getlist("contact") if key in self.by_key]
        self.told_of = [each for each in ticked if held.get(str(each.pk), _known_of(each)) != _known_of(each)]
        data[OPENED_WITH] = self._held()
        return ["contact"] if self.told_of else []

    def _what_is_stored(self, name: str) -> str:
        said = "; ".join(f"{each}: {_known_of(each)}" for each in self.told_of)
        return f"Recorded after you opened the page. {said}. Save again to replace that"

    def clean_contact(self) -> list[Contact]:
        return [self.by_key[key] for key in dict.fromkeys(self.cleaned_data["contact"])]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") != Outcome.OPEN and "on" not in self.errors:
            self._clean_day(cleaned.get("on"), cleaned.get("contact", []))
        if cleaned.get("next_step_on") and not cleaned.get("next_step"):
            self.add_error("next_step", NO_NEXT_STEP)
        return cleaned

    def _clean_day(self, day: datetime.date | None, contacts: Collection[Contact]) -> None:
        too_late = [contact for contact in contacts if day and contact.happened_on > day]
        if day is None:
            self.add_error("on", DATE_WORDS["required"])
        elif day > timezone.localdate():
            self.add_error("on", "Enter a day that has come")
        elif too_late:
            self.add_error("on", f"Enter a day on or after that of each contact. Look at: {too_late[0]}")

    @transaction.atomic
    def save(self) -> list[Contact]:
        """Keep it for every contact that was ticked, and return them."""
        cleaned = self.cleaned_data
        for contact in cleaned["contact"]:
            contact.settle(cleaned["outcome"], cleaned["on"], cleaned["next_step"], cleaned["next_step_on"])
        chosen: list[Contact] = cleaned["contact"]
        return chosen


def _known_of(contact: Contact) -> str:
    """What came of a contact and what is next, such as “Replied, 3 May 2026, Ring the office”."""
    said = [contact.get_outcome_display() or "Nothing", contact.outcome_on, contact.next_step]
    said += [contact.next_step_on, contact.next_step_done_on and "done"]
    return ", ".join(
        date_format(each, "j F Y") if isinstance(each, datetime.date) else each for each in said if each
    )
