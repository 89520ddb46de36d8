"""What waits at NAVCA's desk from members' recipients: office addresses that they offer."""

import datetime
from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.db.models import Count, Min
from django.urls import reverse

from principles.waiting import Waiting, days_since

from .models.office_addresses import OfferState, OfficeAddress


def waiting(user: AbstractUser, day: datetime.date) -> Iterator[Waiting]:
    """Office addresses to confirm."""
    if not user.has_perm("partnerships.change_officeaddress"):
        return
    state = OfferState.WAITING
    found = OfficeAddress.objects.filter(state=state).aggregate(count=Count("pk"), oldest=Min("offered_on"))
    if found["count"]:
        url = f"{reverse('admin:partnerships_officeaddress_changelist')}?state__exact={state.value}"
        yield Waiting(
            found["count"],
            "office address to confirm",
            "office addresses to confirm",
            url,
            days_since(found["oldest"], day),
        )
