"""What the talk about agreements asks a member to do."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Max, Q

from members.due import Due
from members.models import Organisation

from .models import Agreement


def comments_due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    """Comments that came through private links and that nobody has dealt with."""
    waiting = Q(versions__comments__settled_at=None, versions__comments__isnull=False)
    rows = Agreement.objects.for_organisation(organisation).annotate(
        count=Count("versions__comments", filter=waiting),
        latest=Max("versions__comments__created_at", filter=waiting),
    )
    for agreement in rows.filter(count__gt=0).order_by("latest"):
        count = agreement.count
        yield Due(
            f"Look at {count} comment{'' if count == 1 else 's'} on {agreement}",
            f"{agreement.get_absolute_url()}#comments",
            note="Take over what you agree with, answer, and mark each as done.",
            status="Comment",
        )
