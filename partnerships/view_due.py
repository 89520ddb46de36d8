"""What the other side said of the benchmark, while it is new."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from members.due import Due, DueKind
from members.models import Organisation

from .models import OtherSideView

NEW_FOR = datetime.timedelta(weeks=4)


def views_due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    """One line for the answers of the last four weeks."""
    rows = OtherSideView.objects.for_organisation(organisation).with_answers()
    views = list(rows.changed_since(day - NEW_FOR))
    if not views:
        return
    names = sorted({view.link.where.official_name for view in views})
    who = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
    yield Due(
        f"Look at how {who} see{'s' if len(names) == 1 else ''} your work",
        f"{reverse('benchmark')}?organisation={organisation.slug}#other-side",
        kind=DueKind.LATER,
        note="Where they differ from your records is what to talk about.",
        status="New",
    )
