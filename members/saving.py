"""Storing what a person typed in a page that saves itself, never over words that this person has not seen.

A row that several people write keeps a revision, and the page and its save that stored the words. The form
says the same of itself. So an answer that was lost on the way, a button that was pressed during a save, or a
save that overtakes another is told from a colleague's.

A form is built and checked before its row is locked, since that takes far longer than storing it, and SQLite
lets nobody else write meanwhile. Only when somebody was faster is it checked anew, on what they left.
"""

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from django import forms
from django.db import models, transaction

from .models import User

LARGEST = 2_000_000_000  # what a database holds in an integer
AForm = TypeVar("AForm", bound=forms.BaseModelForm)


class SavedByPages(models.Model):
    """A row whose words pages save.

    `revision` rises with every save that changes something, so that two people who write in one row notice
    each other. `saved_from` and `saved_turn` name the page, as a browser has it open, and its save that
    stored the words: a page whose answer was lost on the way does not take itself for somebody else.
    """

    revision = models.PositiveIntegerField(default=1)
    saved_from = models.CharField(max_length=32, blank=True, editable=False)
    saved_turn = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class PageForm(forms.Form):
    """What a page says of itself when it saves.

    `revision` is the row's when the page was made, `page` a name of the page, and `turn` counts its saves.
    `keep` is somebody else's revision that the person has been shown and wants to replace.
    """

    revision = forms.IntegerField(required=False, max_value=LARGEST)
    page = forms.CharField(required=False, max_length=32)
    turn = forms.IntegerField(required=False, min_value=0, max_value=LARGEST)
    keep = forms.IntegerField(required=False, max_value=LARGEST)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.full_clean()

    def has_seen(self, row: SavedByPages) -> bool:
        """Whether what is stored came from this page, or was on the person's screen.

        A save of this page that overtook a later one counts as somebody else's.
        """
        said = self.cleaned_data
        if row.revision in (said.get("revision"), said.get("keep")):
            return True
        is_own = bool(row.saved_from) and row.saved_from == said.get("page")
        return is_own and (said.get("turn") or 0) > row.saved_turn


class Checked(Generic[AForm]):
    """A form that was checked on its row. What has an error is as it was in the row again.

    `changed` names the columns that it changes.
    """

    def __init__(self, form: AForm) -> None:
        self.form = form
        row = form.instance
        self._held = _columns(row)
        form.full_clean()
        for name in self._held.keys() & form.errors.keys():
            setattr(row, name, self._held[name])
        self.changed = [name for name, value in self._held.items() if getattr(row, name) != value]

    def on(self, row: models.Model, anew: Callable[[Any], AForm]) -> "Checked[AForm]":
        """This, when the row, now locked, holds what it was checked on; else a form anew, checked on that."""
        return self if _columns(row) == self._held else Checked(anew(row))


def _columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def store(row: SavedByPages, columns: Iterable[str], page: PageForm, by: User) -> None:
    """Store these columns as the next revision, by this page and person. The row is to be locked."""
    row.revision += 1
    row.saved_from = page.cleaned_data.get("page", "")
    row.saved_turn = page.cleaned_data.get("turn") or 0
    row.changed_by = by
    marks = ["revision", "saved_from", "saved_turn", "changed_by", "changed_at"]
    row.save(update_fields=[*columns, *marks])


@transaction.atomic
def save(checked: Checked[AForm], page: PageForm, by: User) -> bool:
    """Store what can be stored of the form; what has an error stays as it was. The row is to be locked.

    Returns False, and stores nothing, when that would replace words the person has not seen.
    """
    row = checked.form.instance
    if not checked.changed:
        return True
    if not page.has_seen(row):
        return False
    store(row, checked.changed, page, by)
    return True


class Difference(NamedTuple):
    """A part of a text that two people wrote differently."""

    label: str
    theirs: str
    yours: str


Parts = Iterable[tuple[str, tuple[str, str]]]


def differences(theirs: Parts, yours: Parts) -> list[Difference]:
    """The parts that differ between what is stored and what a person typed, in the order of the text.

    Each part comes with a name that both have for it, its label and its words.
    """
    stored, typed = dict(theirs), dict(yours)
    pairs = [(stored.get(key), typed.get(key)) for key in {**stored, **typed}]
    found = [
        Difference((one or other or ("", ""))[0], one[1] if one else "", other[1] if other else "")
        for one, other in pairs
    ]
    return [part for part in found if part.theirs != part.yours]


def typed_in(field: forms.BoundField) -> str:
    """A field's value as a person reads it."""
    if isinstance(field.field, forms.BooleanField):
        return "Ticked" if field.value() else "Not ticked"
    if isinstance(field.field, forms.ChoiceField | forms.ModelChoiceField):
        chosen = [option.data for option in field.subwidgets if option.data["selected"]]
        return ", ".join(str(option["label"]) for option in chosen if option["value"])
    value = field.field.widget.format_value(field.value())
    return "\n".join(str(value or "").split("\n")).replace("\r", "").strip()
