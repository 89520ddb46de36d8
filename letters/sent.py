"""A ready letter that has left: marked as sent, in the record of contact, and taken back when it had not."""

import datetime
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property

from documents.html_text import to_text
from members.days import day_field
from members.forms import NumberedChoiceField, PlainForm
from members.models import User
from partnerships.contacts import record_letter_sent
from partnerships.models import Contact, Route

from .fields import FIELDS, Kind
from .member_words import member_block
from .models import FrozenCopy, LetterVersion
from .pieces import Filling


class CopiesField(NumberedChoiceField):
    """Copies of a version by who they are to, with what one should know of them."""

    version: LetterVersion

    @cached_property
    def sent_before(self) -> dict[int | None, Contact]:
        """The last time each recipient was sent an earlier version of the letter."""
        contacts = Contact.objects.filter(
            letter_reference=self.version.letter_id, letter_version__lt=self.version.number
        )
        return {contact.recipient_id: contact for contact in contacts.order_by("letter_version")}

    def label_from_instance(self, copy: FrozenCopy) -> str:  # type: ignore[override]
        label = copy.addressed_to
        if contact := self.sent_before.get(copy.recipient_id):
            sent_on = date_format(contact.happened_on, "j F Y")
            label += f" (was sent version {contact.letter_version} on {sent_on})"
        body = copy.recipient.body if copy.recipient else None
        if body and body.last_on and copy.is_history:
            label += f" (ended on {date_format(body.last_on, 'j F Y')})"
        return label


class SentForm(PlainForm, forms.Form):
    """To whom a letter was sent, when and how. The letter to the sector has no recipients to name."""

    copies = CopiesField(
        queryset=FrozenCopy.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Sent to",
        error_messages=dict.fromkeys(
            ["required", "invalid_choice", "invalid_pk_value"], "Select who it was sent to"
        ),
    )
    on = day_field(label="When", help_text="The day it was posted, emailed or handed over")
    how = forms.ChoiceField(
        choices=Route,
        widget=forms.RadioSelect,
        label="How",
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select how it was sent"),
    )

    def __init__(self, *args: Any, version: LetterVersion, to: str = "", **kwargs: Any) -> None:
        """Offer what was not sent yet, all of it ticked, or only the copy whose number is `to`."""
        super().__init__(*args, **kwargs)
        self.version = version
        copies = version.copies.without_documents().to_send()
        self.fields["on"].initial = timezone.localdate()
        if version.letter.is_for_sector:
            self.sector_copies = copies
            self.fields["on"].help_text = "The day your newsletter, email or post about it went out"
            del self.fields["copies"], self.fields["how"]
            return
        field = self.fields["copies"]
        assert isinstance(field, CopiesField)  # noqa: S101  (for the type checker)
        field.queryset, field.version = copies, version
        there = [copy.pk for copy in copies if not copy.is_history]
        field.initial = [pk for pk in there if str(pk) == to] or there

    def clean_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["on"]
        begun_on = timezone.localdate(self.version.letter.created_at)
        if day > timezone.localdate():
            raise ValidationError("Enter a day that has come")
        if day < begun_on:
            raise ValidationError(
                f"Enter a day on or after {date_format(begun_on, 'j F Y')}, when this letter was begun"
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse that a letter went to a body that was no longer there."""
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("on")
        for copy in cleaned.get("copies") or ():
            body = copy.recipient.body
            if day and body and body.last_on and body.last_on < day:
                ended = date_format(body.last_on, "j F Y")
                self.add_error("copies", f"Untick {copy.addressed_to}: the body ended on {ended}")
        return cleaned

    def save(self, by: User) -> int:
        """Mark as sent what was ticked, and return how many that were not sent before."""
        is_for_sector = self.version.letter.is_for_sector
        chosen = self.sector_copies if is_for_sector else self.cleaned_data["copies"]
        how = self.cleaned_data.get("how", "")
        return mark_sent(self.version, chosen, on=self.cleaned_data["on"], how=how, by=by)


@transaction.atomic
def mark_sent(
    version: LetterVersion, copies: Collection[FrozenCopy], *, on: datetime.date, how: str, by: User
) -> int:
    """Keep that copies of a ready letter left on a day, and return how many that were not sent before.

    `how` is a Route. What goes to a recipient becomes a contact in partnerships/; the sector's copy keeps its
    day itself. Marked twice, it was sent once.
    """
    LetterVersion.objects.select_for_update().get(pk=version.pk)
    to_send = version.copies.to_send().filter(pk__in=[copy.pk for copy in copies])
    count = 0
    for copy in to_send.with_words():
        count += 1
        if copy.recipient is None:
            version.copies.filter(pk=copy.pk).update(sent_on=on, sent_by=by)
            continue
        record_letter_sent(
            recipient=copy.recipient,
            on=on,
            how=how,
            subject=copy.subject,
            asks=asks_of(copy),
            reply_by_on=_day(copy.values.get("reply_by_date")),
            by=by,
            reference=version.letter_id,
            version=version.number,
            person=copy.email_name,
        )
    return count


@transaction.atomic
def take_back(copy: FrozenCopy) -> None:
    """Keep that a copy was not sent after all. Raises CannotUndo when something followed."""
    LetterVersion.objects.select_for_update().get(pk=copy.version_id)
    if copy.recipient_id is None:
        FrozenCopy.objects.filter(pk=copy.pk).update(sent_on=None, sent_by=None)
        return
    contact = Contact.objects.filter(
        recipient=copy.recipient_id,
        letter_reference=copy.version.letter_id,
        letter_version=copy.version.number,
    ).first()
    if contact:
        contact.undo()


def asks_of(copy: FrozenCopy) -> str:
    """What a copy asks for, in words: the main ask, and the others as bullets."""
    dates = {field.attribute for field in FIELDS if field.kind is Kind.DATE}
    values = {name: _day(value) or value if name in dates else value for name, value in copy.values.items()}
    filling = Filling(values)
    main = filling.joined(member_block(copy.values.get("main_ask") or "").pieces)[0]
    further = [
        f"<li>{filling.joined(member_block(words).pieces)[0]}</li>"
        for words in copy.values.get("further_asks") or ()
    ]
    return to_text(f"{main}<ul>{''.join(further)}</ul>" if further else main)


def _day(value: object) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) and value else None
