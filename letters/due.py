"""What letters wait for: gaps to fill, complete ones to make ready, and ready ones to send."""

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
    """The letters changed last: how many gaps each has, that it can be made ready, or that it can be sent.

    Asks about the first recipient of each, so that a letter to forty costs no more than one. Recipients
    whose body has ended are passed over.
    """
    for letter in Letter.objects.for_organisation(organisation).for_page()[:MOST]:
        copies = [copy for copy in letter.copies.all() if not copy.is_history]
        changed_on = timezone.localdate(letter.changed_at)
        if not copies:
            continue
        if version := letter.current_version:
            ready_on = timezone.localdate(version.made_ready_at)
            if day - ready_on <= RECENT:
                yield Due(
                    f"Download and send your letter to {_addressed_to(copies)}",
                    letter.get_download_url(),
                    kind=DueKind.LATER,
                    note=f"Made ready {_when(ready_on, day)}.",
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
                status="Complete",
            )


def _addressed_to(copies: Sequence[LetterCopy]) -> str:
    first, *others = copies
    more = f" and {len(others)} other{'' if len(others) == 1 else 's'}" if others else ""
    return f"{first.recipient or 'your local voluntary sector'}{more}"


def _when(then: datetime.date, day: datetime.date) -> str:
    return "today" if then == day else f"on {date_format(then)}"
