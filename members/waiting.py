"""What waits at NAVCA's desk from members and from those who want to be one."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone

from principles.waiting import Waiting, days_since

from .feedback import Feedback
from .invitations import AccessRequest, Invitation
from .stories import Story


def waiting(user: AbstractUser, day: datetime.date) -> Iterator[Waiting]:
    """Stories, messages, requests for access and invitations that nobody has dealt with."""
    kinds: list[tuple[str, QuerySet[Any], str, tuple[str, str], str]] = [
        ("story", Story.objects.waiting_for_navca(), "sent_at", ("story", "stories"), ""),
        (
            "feedback", Feedback.objects.waiting(), "sent_at",
            ("message that nobody has read", "messages that nobody has read"), "?state__exact=new",
        ),
        (
            "accessrequest", AccessRequest.objects.filter(state=AccessRequest.State.WAITING), "created_at",
            ("request for access", "requests for access"), "?state__exact=waiting",
        ),
        (
            "invitation", Invitation.objects.unsent(), "created_at",
            ("invitation to send", "invitations to send"), "?state=unsent",
        ),
    ]  # fmt: skip
    for model, rows, moment, names, query in kinds:
        if user.has_perm(f"members.view_{model}"):
            found = rows.order_by().aggregate(count=Count("pk"), oldest=Min(moment))
            if found["count"]:
                url = f"{reverse(f'admin:members_{model}_changelist')}{query}"
                days = days_since(timezone.localdate(found["oldest"]), day)
                yield Waiting(found["count"], *names, url, days)
