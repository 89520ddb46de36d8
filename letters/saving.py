"""Storing what a person typed in a letter, never over words that this person has not seen."""

from collections.abc import Iterator

from django.db import transaction

from members.models import User
from members.saving import Checked, Difference, PageForm, store, typed_in
from members.saving import differences as differing_parts
from partnerships.models import Recipient

from .citing import cite, see_changes
from .examples import keep_wordings
from .forms import LetterForm


@transaction.atomic
def save(checked: Checked[LetterForm], page: PageForm, by: User) -> bool:
    """Store what can be stored of the form; what has an error stays as it was. The row is to be locked.

    Returns False, and stores nothing, when that would replace words the person has not seen.
    """
    form, changed = checked.form, checked.changed
    letter = form.instance
    see_changes(letter, form.seen_changes())
    taken_out, brought_in = form.taken_out(), form.brought_in()
    copied_to = form.chosen_copies()
    is_copied_anew = copied_to is not None and {*copied_to} != {*letter.copied_to.all()}
    if not changed and not taken_out and not brought_in and not is_copied_anew:
        return True
    if not page.has_seen(letter):
        return False
    store(letter, changed, page, by)
    letter.citations.filter(pk__in=taken_out).delete()
    cite(letter, brought_in)
    if copied_to is not None and is_copied_anew:
        # Somebody may have been deleted since the form was checked.
        letter.copied_to.set(Recipient.objects.filter(pk__in=[recipient.pk for recipient in copied_to]))
    if form.examples:
        keep_wordings(letter.organisation, form.examples.wordings_to_keep())
    return True


def differences(theirs: LetterForm, yours: LetterForm) -> list[Difference]:
    """The parts that differ between what is stored and what a person typed, in the order of the letter."""
    return differing_parts(_parts(theirs), _parts(yours))


def _parts(form: LetterForm) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each part of a letter by a name that both forms have for it, with its label and its words."""
    in_rows = {field.name for section in form.sections for row in section.rows for field in row.fields}
    for field in form:
        if field.name not in in_rows:
            yield field.name, (str(field.label), typed_in(field))
    for section in form.sections:
        for row in section.rows:
            words = typed_in(row.text) if row.is_chosen else "Not ticked"
            yield f"{section.prefix} {row.ref or row.index}", (row.title, words)
    for cited in form.cited:
        yield f"cited {cited['pk']}", (cited["title"], "In the letter" if cited["kept"] else "Taken out")
