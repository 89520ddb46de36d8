"""What letters wait for: gaps to fill, and complete ones to take away."""

import datetime
from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.formats import date_format

from members.due import Due, DueKind
from members.models import Organisation

from .models import Letter, LetterCopy
from .sheet import sheet_for

# The letters somebody is at work on. Older drafts stand in the table.
MOST = 3
RECENT = datetime.timedelta(days=30)


def due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    """The letters changed last: how many gaps each has, or that it can be downloaded.

    Asks about the first recipient of each, so that a letter to forty costs no more than one.
    """
    for letter in Letter.objects.for_organisation(organisation).for_page()[:MOST]:
        copies = list(letter.copies.all())
        changed_on = timezone.localdate(letter.changed_at)
        if not copies:
            continue
        copies[0].letter = letter
        sheet = sheet_for(copies[0])
        if not sheet.is_complete:
            count = len(sheet.gaps) + len(sheet.problems)
            gaps = f"{count} gap{'' if count == 1 else 's'}"
            yield Due(
                f"Fill {gaps} in your letter to {_addressed_to(copies)}",
                letter.get_download_url(),
                note=f"Last changed {_when(changed_on, day)}. Once filled, you can download it.",
                status=gaps,
            )
        elif day - changed_on <= RECENT:
            yield Due(
                f"Download your letter to {_addressed_to(copies)}",
                letter.get_download_url(),
                kind=DueKind.LATER,
                note=f"It has no gaps. Last changed {_when(changed_on, day)}.",
                status="Ready",
            )


def _addressed_to(copies: Sequence[LetterCopy]) -> str:
    first, *others = copies
    more = f" and {len(others)} other{'' if len(others) == 1 else 's'}" if others else ""
    return f"{first.recipient or 'your local voluntary sector'}{more}"


def _when(then: datetime.date, day: datetime.date) -> str:
    return "today" if then == day else f"on {date_format(then)}"
