"""Storing what a person typed in a letter, never over words that this person has not seen."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.db import transaction

from members.models import User

from .forms import LetterForm
from .models import Letter

LARGEST = 2_000_000_000  # what a database holds in an integer


class PageForm(forms.Form):
    """What a page says of itself when it saves.

    `revision` is the letter's when the page was made, `page` a name of the page, and `turn` counts its saves.
    `keep` is somebody else's revision that the person has been shown and wants to replace.
    """

    revision = forms.IntegerField(required=False, max_value=LARGEST)
    page = forms.CharField(required=False, max_length=32)
    turn = forms.IntegerField(required=False, min_value=0, max_value=LARGEST)
    keep = forms.IntegerField(required=False, max_value=LARGEST)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.full_clean()

    def has_seen(self, letter: Letter) -> bool:
        """Whether what is stored came from this page, or was on the person's screen.

        A save of this page that overtook a later one counts as somebody else's.
        """
        said = self.cleaned_data
        if letter.revision in (said.get("revision"), said.get("keep")):
            return True
        is_own = bool(letter.saved_from) and letter.saved_from == said.get("page")
        return is_own and (said.get("turn") or 0) > letter.saved_turn


@transaction.atomic
def save(form: LetterForm, page: PageForm, by: User) -> bool:
    """Store what can be stored of the form; what has an error stays as it was. The row is to be locked.

    Returns False, and stores nothing, when that would replace words the person has not seen.
    """
    letter = form.instance
    stored = {field.attname: getattr(letter, field.attname) for field in letter._meta.concrete_fields}
    form.full_clean()
    for name in stored.keys() & form.errors.keys():
        setattr(letter, name, stored[name])
    changed = [name for name, value in stored.items() if getattr(letter, name) != value]
    taken_out = form.taken_out()
    if not changed and not taken_out:
        return True
    if not page.has_seen(letter):
        return False
    letter.revision += 1
    letter.saved_from = page.cleaned_data.get("page", "")
    letter.saved_turn = page.cleaned_data.get("turn") or 0
    letter.changed_by = by
    marks = ["revision", "saved_from", "saved_turn", "changed_by", "changed_at"]
    letter.save(update_fields=[*changed, *marks])
    letter.citations.filter(pk__in=taken_out).delete()
    return True


class Difference(NamedTuple):
    """A part of the letter that two people wrote differently."""

    label: str
    theirs: str
    yours: str


def differences(theirs: LetterForm, yours: LetterForm) -> list[Difference]:
    """The parts that differ between what is stored and what a person typed, in the order of the letter."""
    pairs = zip(_parts(theirs), _parts(yours), strict=False)
    return [Difference(label, one, two) for (label, one), (_, two) in pairs if one != two]


def _parts(form: LetterForm) -> Iterator[tuple[str, str]]:
    for field in form:
        yield str(field.label), _typed(field)
    for row in form.rows:
        yield row["title"], row["text"].strip() if row["chosen"] else "Not ticked"
    for row in form.cited:
        yield row["title"], "In the letter" if row["kept"] else "Taken out"


def _typed(field: forms.BoundField) -> str:
    """A field's value as a person reads it."""
    value = field.field.widget.format_value(field.value())
    return "\n".join(str(value or "").split("\n")).replace("\r", "").strip()
