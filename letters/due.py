"""What letters wait for: gaps to fill, complete ones to make ready, and ready ones to send."""

import datetime
from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from members.due import Due, DueKind
from members.models import Organisation

from .changed_facts import with_new_changes
from .citing import changed_in_drafts, gone_from_drafts, named
from .models import Citation, Letter, LetterCopy
from .sheet import sheet_for

# The letters somebody is at work on. Older drafts stand in the table.
MOST = 3
RECENT = datetime.timedelta(days=30)


def due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    """The letters changed last: how many gaps each has, that it can be made ready, or that it can be sent.

    Asks about the first recipient of each, so that a letter to forty costs no more than one. Recipients
    whose body has ended are passed over.
    """
    yield from _changed(organisation)
    yield from _gone(organisation)
    yield from _changed_in_drafts(organisation)
    for letter in Letter.objects.for_organisation(organisation).for_page()[:MOST]:
        copies = [copy for copy in letter.copies.all() if not copy.is_history]
        changed_on = timezone.localdate(letter.changed_at)
        if not copies:
            continue
        if version := letter.current_version:
            ready_on = timezone.localdate(version.made_ready_at)
            if version.count_left and day - ready_on <= RECENT:
                sent = version.sent_in_words or "Mark it as sent once it has left"
                yield Due(
                    f"Download and send your letter to {_addressed_to(copies)}",
                    letter.get_download_url(),
                    kind=DueKind.LATER,
                    note=f"Made ready {_when(ready_on, day)}. {sent}.",
                    status="Ready",
                )
            continue
        copies[0].letter = letter
        sheet = sheet_for(copies[0])
        if not sheet.is_complete:
            count = len(sheet.gaps) + len(sheet.problems)
            gaps = f"{count} gap{'' if count == 1 else 's'}"
            yield Due(
                f"Fill {gaps} in your letter to {_addressed_to(copies)}",
                letter.get_download_url(),
                note=f"Last changed {_when(changed_on, day)}. Once filled, you can make it ready.",
                status=gaps,
            )
        elif day - changed_on <= RECENT:
            yield Due(
                f"Make your letter to {_addressed_to(copies)} ready",
                letter.get_download_url(),
                kind=DueKind.LATER,
                note=f"It has no gaps. Last changed {_when(changed_on, day)}.",
                status="Draft",
            )


def _changed(organisation: Organisation) -> Iterator[Due]:
    """Letters that say something which is no longer so."""
    letters = Letter.objects.for_organisation(organisation).with_versions()
    found = [letter for letter in with_new_changes(letters) if letter.new_changes]
    if len(found) > MOST:
        yield Due(
            f"Look at {len(found)} letters in which a fact changed",
            f"{reverse('letters:letters')}?organisation={organisation.slug}",
            note="What they cite was corrected or withdrawn since they were made ready.",
            status="Changed",
        )
        return
    for letter in found:
        version = letter.new_changes[0].version
        yield Due(
            f"A fact changed since your letter of {date_format(letter.dated_on, 'j F Y')}",
            version.get_page_url(),
            note=f"{letter.new_changes[0].title}. {version.sent_in_words or 'Not sent yet'}.",
            status="Changed",
        )


def _gone(organisation: Organisation) -> Iterator[Due]:
    """Drafts that can no longer say what they cited."""
    rows = list(gone_from_drafts(organisation))
    letters = list({row.letter_id: row.letter for row in rows}.values())
    if len(letters) > MOST:
        yield Due(
            f"Look at {len(letters)} drafts that cited what was withdrawn",
            f"{reverse('letters:letters')}?organisation={organisation.slug}",
            note="What was withdrawn is no longer in them. Choose something else to cite.",
            status="Withdrawn",
        )
        return
    titles = named(rows)
    for letter in letters:
        said = ", ".join(titles[row.pk] for row in rows if row.letter_id == letter.pk)
        yield Due(
            f"Something that your draft of {date_format(letter.dated_on, 'j F')} cites was withdrawn",
            f"{letter.get_absolute_url()}#citations",
            note=f"{said} is no longer in it. Choose something else to cite.",
            status="Withdrawn",
        )


def _changed_in_drafts(organisation: Organisation) -> Iterator[Due]:
    """Drafts whose facts say something else since they were chosen."""
    letters: dict[Letter, list[Citation]] = {}
    for row in changed_in_drafts(organisation):
        letters.setdefault(row.letter, []).append(row)
    if len(letters) > MOST:
        yield Due(
            f"Look at {len(letters)} drafts in which a fact changed",
            f"{reverse('letters:letters')}?organisation={organisation.slug}",
            note="They say what they cite in its new words.",
            status="Changed",
        )
        return
    for letter, rows in letters.items():
        yield Due(
            f"A fact that your draft of {date_format(letter.dated_on, 'j F')} cites was changed",
            f"{letter.get_absolute_url()}#citations",
            note=f"{', '.join(str(row) for row in rows)}: read the new words.",
            status="Changed",
        )


def _addressed_to(copies: Sequence[LetterCopy]) -> str:
    first, *others = copies
    more = f" and {len(others)} other{'' if len(others) == 1 else 's'}" if others else ""
    return f"{first.recipient or 'your local voluntary sector'}{more}"


def _when(then: datetime.date, day: datetime.date) -> str:
    return "today" if then == day else f"on {date_format(then)}"
