"""The base of forms whose rows two colleagues may change at the same time.

The page sends along what its fields held when it was opened. What only a colleague changed since then is
kept; where both changed one field, the page says what is stored and saves nothing until it is sent again.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import Truncator

from principles.merging import merge, posted

from .forms import PlainForm

OPENED_WITH = "opened_with"
LONGEST_SHOWN = 400  # letters of a colleague's words in a message


class OpenedWithField(forms.CharField):
    """What the other fields held when the page was opened, as JSON: nothing that is asked or changed."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Never: it is no answer of the person."""
        return False


class MergingForm(PlainForm, forms.Form):
    """A form that tells apart what its sender changed and what a colleague did after the page was opened."""

    opened_with = OpenedWithField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.render_hidden_fields = True
        if self._is_new():
            del self.fields[OPENED_WITH]
        else:
            # Asked for when the page is drawn: a form fills its choices after this.
            self.fields[OPENED_WITH].initial = self._held

    def _is_new(self) -> bool:
        return False

    def _clean_fields(self) -> None:
        both_changed = self._take_in() if OPENED_WITH in self.fields else []
        super()._clean_fields()  # type: ignore[misc]
        for name in both_changed:
            self.add_error(name, self._what_is_stored(name))

    def _take_in(self) -> list[str]:
        """Put a colleague's changes into what was sent. The fields that both changed are returned."""
        data: Any = self.data  # a copy of what was sent
        held = read_opening(data.get(self.add_prefix(OPENED_WITH), ""))
        base = {}
        for name, field in self._compared().items():
            # What is not as this page writes it says nothing.
            if type(held.get(name)) is type(posted(field, self.initial.get(name, field.initial))):
                base[name] = _understood(field, held[name])
        both_changed = [*merge(self, base, data), *self._files_changed_twice(held)]
        data[self.add_prefix(OPENED_WITH)] = self._held()
        return both_changed

    def _compared(self) -> dict[str, forms.Field]:
        return {
            name: field
            for name, field in self.fields.items()
            if not isinstance(field, forms.FileField | OpenedWithField)
        }

    def _held(self) -> str:
        """What is stored, as the fields show it."""
        held = {
            name: posted(field, self.initial.get(name, field.initial))
            for name, field in self._compared().items()
        }
        return json.dumps(held | self._files(), ensure_ascii=False)

    def _files(self) -> dict[str, str]:
        """A mark of each file that is stored. Not its name, which stays with the storage."""
        names = [name for name, field in self.fields.items() if isinstance(field, forms.FileField)]
        stored = {name: str(self.stored_file(name) or "") for name in names}
        return {name: hashlib.sha256(kept.encode()).hexdigest()[:16] for name, kept in stored.items()}

    def stored_file(self, name: str) -> Any:
        """The file of a field that is kept now, if any."""
        return self.initial.get(name)

    def _files_changed_twice(self, held: dict[str, Any]) -> Iterator[str]:
        """The files that were chosen or taken away here, and by a colleague since the page was opened."""
        for name, mark in self._files().items():
            widget, whole = self.fields[name].widget, self.add_prefix(name)
            sent = widget.value_from_datadict(self.data, self.files, whole)  # type: ignore[attr-defined]
            if sent is not None and isinstance(held.get(name), str) and held[name] != mark:
                yield name

    def _what_is_stored(self, name: str) -> str:
        field = self.fields[name]
        if isinstance(field, forms.FileField):
            label = str(field.label).removesuffix(" (optional)")
            return f"{label}: changed after you opened the page. Look at it, then choose once more what to do"
        value = posted(field, self.initial.get(name, field.initial))
        words = Truncator(_in_words(field, value)).chars(LONGEST_SHOWN)
        label = str(field.label).removesuffix(" (optional)")
        return f"{label}: changed after you opened the page. It says {words} now. Save again to replace that"


class ChangedFieldsForm(MergingForm, forms.ModelForm):
    """A form that saves what was changed and nothing else: a colleague may change the rest at this moment."""

    # What is saved along with a field, for a constraint that looks at both.
    together: ClassVar[dict[str, tuple[str, ...]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = type(self.instance)._meta.concrete_fields
        self.before = {field.attname: getattr(self.instance, field.attname) for field in fields}

    def _is_new(self) -> bool:
        return bool(self.instance._state.adding)

    def save(self, commit: bool = True) -> Any:
        """The row as it is kept now. A row that counts its revisions counts one more when it was changed."""
        row = super().save(commit=False)
        if row._state.adding:
            row.save()
            self._save_m2m()  # type: ignore[attr-defined]
            return row
        changed = [name for name, value in self.before.items() if getattr(row, name) != value]
        changed += [more for name in changed for more in self.together.get(name, ())]
        if changed:
            if "revision" in self.before:
                row.revision = F("revision") + 1
                changed.append("revision")
            row.save(update_fields=[*changed, *(name for name in ("changed_at",) if name in self.before)])
            if "revision" in self.before:
                row.refresh_from_db(fields=["revision"])
        self._save_m2m()  # type: ignore[attr-defined]
        return row


def is_stored(form: Any, save: Callable[[], Any] | None = None) -> bool:
    """Save a valid form. False, with the reason in the form, when the same was stored at this moment.

    A double click sends a form twice at once: both find that the row is not there yet, and one is let in.
    """
    try:
        with transaction.atomic():
            (save or form.save)()
    except IntegrityError:
        form.full_clean()
        if form.is_valid():
            raise
        return False
    return True


def read_opening(text: str) -> dict[str, Any]:
    """What a page says it was opened with; nothing when it does not say so in the way it was told."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def _understood(field: forms.Field, value: Any) -> Any:
    """A value that was sent, as the field compares it."""
    if isinstance(value, bool | list) or isinstance(field, forms.ChoiceField):
        return value
    try:
        return field.to_python(value)
    except ValidationError:
        return value


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return "ticked" if value else "not ticked"
    chosen = value if isinstance(value, list) else [value]
    if isinstance(field, forms.ChoiceField):
        chosen = [label for key, label in _flat(field.choices) if key in chosen and key]
    chosen = [str(each) for each in chosen if each]
    return ", ".join(f"“{each}”" for each in chosen) or "nothing"


def _flat(choices: Any) -> list[tuple[str, Any]]:
    """Choices without their groups."""
    flat = []
    for key, label in choices:
        flat += _flat(label) if isinstance(label, list | tuple) else [(str(key), label)]
    return flat
