"""What promises ask a member to do: keep its own in time, and ask after theirs."""

import datetime
from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.formats import date_format

from members.due import Due, DueKind
from members.models import Organisation

from .models import Promise, Side

MOST = 3
# Our own are said before their day, so that there is time to keep them.
AHEAD = datetime.timedelta(days=7)


def promises_due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    """Our promises of the next seven days and before, and theirs whose day has come."""
    rows = list(Promise.objects.for_organisation(organisation).due_on(day + AHEAD).for_page())
    ours = [row for row in rows if row.is_ours]
    theirs = [row for row in rows if not row.is_ours and row.due_on and row.due_on <= day]
    address = f"{reverse('partnerships:promises')}?organisation={organisation.slug}&show="
    yield from _lines(ours, f"Keep {len(ours)} promises", f"{address}{Side.OURS}", DueKind.TODO, day)
    yield from _lines(
        theirs, f"Ask after {len(theirs)} promises to you", f"{address}{Side.THEIRS}", DueKind.WAITING, day
    )


def _lines(
    promises: Sequence[Promise], summed_up: str, address: str, kind: DueKind, day: datetime.date
) -> Iterator[Due]:
    if len(promises) > MOST:
        yield Due(
            summed_up, address, on=promises[0].due_on, kind=kind, note=_whom(promises), status="Promised"
        )
        return
    for promise in promises:
        assert promise.due_on  # noqa: S101  (the query asked for those with a day)
        verb = "was due" if promise.due_on < day else "is due"
        ask = "" if promise.is_ours else " Ask whether it is done, and say what became of it."
        yield Due(
            f"{'You' if promise.is_ours else 'They'} promised: {promise.what}",
            promise.get_absolute_url(),
            on=promise.due_on,
            kind=kind,
            note=f"{promise.where.official_name}. It {verb} on {date_format(promise.due_on, 'j F')}.{ask}",
            status="Promised",
        )


def _whom(promises: Sequence[Promise]) -> str:
    names = list(dict.fromkeys(promise.where.short_name for promise in promises))
    return f"With {', '.join(names[:MOST])}{' and others' if len(names) > MOST else ''}."
