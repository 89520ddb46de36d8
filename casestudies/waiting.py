"""What waits at NAVCA's desk for case studies."""

import datetime
from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils import timezone

from principles.waiting import Waiting, days_since

from .models import CaseStudy, Status


def waiting(user: AbstractUser, day: datetime.date) -> Iterator[Waiting]:
    """Case studies in review."""
    if user.has_perm("casestudies.change_casestudy") and (since := in_review_since()):
        yield Waiting(
            len(since),
            "case study in review",
            "case studies in review",
            f"{reverse('admin:casestudies_casestudy_changelist')}?status__exact={Status.IN_REVIEW.value}",
            days_since(min(since.values()), day),
        )


def in_review_since() -> dict[int, datetime.date]:
    """Since when each case study in review is there. Two queries."""
    keys = list(CaseStudy.objects.filter(status=Status.IN_REVIEW).values_list("pk", flat=True))
    rows = CaseStudy.history.filter(id__in=keys).order_by("history_date", "history_id")  # type: ignore[attr-defined]
    since: dict[int, datetime.date] = {}
    for key, status, at in rows.values_list("id", "status", "history_date"):
        if status == Status.IN_REVIEW:
            since.setdefault(key, timezone.localdate(at))
        else:
            since.pop(key, None)
    return {key: since.get(key, timezone.localdate()) for key in keys}
