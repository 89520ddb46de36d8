"""What our work waits for: records that have aged, agreements to review, agreements that run out."""

import datetime
from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format

from .due import Due
from .models import Organisation
from .records import Record


def due(organisation: Organisation, day: datetime.date) -> Iterable[Due]:
    """One line for each kind of thing to do, in three queries."""
    records = Record.objects.for_organisation(organisation).select_related("activity")
    ending = list(records.ending_soon(day).order_by("secured_until_on"))
    if ending:
        first = ending[0]
        yield Due(
            text=_one_or_many(ending, "Plan what follows “{}”", "Plan what follows {} agreements"),
            url=_address(ending, organisation),
            on=first.secured_until_on,
            note=f"Secured until {date_format(first.secured_until_on)}. A renewal takes about nine months.",
            status="Ends soon",
        )
    unreviewed = list(records.due_for_review(day))
    if unreviewed:
        yield Due(
            text=_one_or_many(unreviewed, "Review “{}” together", "Review {} agreements together"),
            url=_address(unreviewed, organisation),
            note="Nobody has looked at it with the partner for a year. Do, then enter the day.",
        )
    ageing = [record for record in records.ageing(day) if record not in unreviewed]
    if ageing:
        yield Due(
            text=_one_or_many(ageing, "Renew the record for “{}”", "Renew {} records of your work"),
            url=_address(ageing, organisation),
            note="Older than two years, so it counts for less. Look for newer figures or words.",
        )


def _one_or_many(records: list[Record], one: str, many: str) -> str:
    return one.format(records[0].activity) if len(records) == 1 else many.format(len(records))


def _address(records: list[Record], organisation: Organisation) -> str:
    """Where to do it: the record itself, or the page that marks every one of them."""
    if len(records) == 1:
        return records[0].get_absolute_url()
    return f"{reverse('members:work')}?organisation={organisation.slug}"
