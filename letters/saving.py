"""Storing what a person typed in a letter, never over words that this person has not seen."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.db import transaction

from members.models import User

from .citing import cite
from .examples import keep_wordings
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
    taken_out, brought_in = form.taken_out(), form.brought_in()
    copied_to = form.chosen_copies()
    is_copied_anew = copied_to is not None and {*copied_to} != {*letter.copied_to.all()}
    if not changed and not taken_out and not brought_in and not is_copied_anew:
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
    cite(letter, brought_in)
    if copied_to is not None:
        letter.copied_to.set(copied_to)
    if form.examples:
        keep_wordings(letter.organisation, form.examples.wordings_to_keep())
    return True


class Difference(NamedTuple):
    """A part of the letter that two people wrote differently."""

    label: str
    theirs: str
    yours: str


def differences(theirs: LetterForm, yours: LetterForm) -> list[Difference]:
    """The parts that differ between what is stored and what a person typed, in the order of the letter."""
    stored, typed = dict(_parts(theirs)), dict(_parts(yours))
    pairs = [(stored.get(key), typed.get(key)) for key in {**stored, **typed}]
    found = [
        Difference((one or other or ("", ""))[0], one[1] if one else "", other[1] if other else "")
        for one, other in pairs
    ]
    return [part for part in found if part.theirs != part.yours]


def _parts(form: LetterForm) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each part of a letter by a name that both forms have for it, with its label and its words."""
    in_rows = {field.name for section in form.sections for row in section.rows for field in row.fields}
    for field in form:
        if field.name not in in_rows:
            yield field.name, (str(field.label), _typed(field))
    for section in form.sections:
        for row in section.rows:
            words = _typed(row.text) if row.is_chosen else "Not ticked"
            yield f"{section.prefix} {row.ref or row.index}", (row.title, words)
    for cited in form.cited:
        yield f"cited {cited['pk']}", (cited["title"], "In the letter" if cited["kept"] else "Taken out")


def _typed(field: forms.BoundField) -> str:
    """A field's value as a person reads it."""
    if isinstance(field.field, forms.BooleanField):
        return "Ticked" if field.value() else "Not ticked"
    if isinstance(field.field, forms.ChoiceField | forms.ModelChoiceField):
        chosen = [option.data for option in field.subwidgets if option.data["selected"]]
        return ", ".join(str(option["label"]) for option in chosen if option["value"])
    value = field.field.widget.format_value(field.value())
    return "\n".join(str(value or "").split("\n")).replace("\r", "").strip()
