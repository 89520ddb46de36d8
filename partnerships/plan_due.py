"""The yearly action plan, as a line of the first page."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from members.due import Due, DueKind
from members.models import Organisation

from .models import ActionPlan, Agreement


def plans_due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    """A line for the agreements in force that have no plan for this year, in one query."""
    planned = ActionPlan.objects.filter(year=day.year).values("agreement")
    # What was signed this year may take its time; its plan comes with the first review.
    rows = Agreement.objects.for_organisation(organisation).in_force().exclude(pk__in=planned)
    found = list(rows.filter(signed_on__year__lt=day.year))
    if not found:
        return
    what = str(found[0]) if len(found) == 1 else f"{len(found)} agreements"
    url = (
        reverse("partnerships:plan-new", args=[found[0].pk])
        if len(found) == 1
        else f"{reverse('partnerships:agreements')}?organisation={organisation.slug}"
    )
    yield Due(
        f"Write this year’s action plan for {what}",
        url,
        kind=DueKind.LATER,
        note="One paragraph on what success looks like, and who does what by when.",
        status="Can wait",
    )
