"""Who goes when an organisation goes."""

from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from .models import Membership, Organisation, User


def people_who_go(organisation: Organisation) -> QuerySet[User]:
    """Its people who belong to no other organisation. NAVCA's staff stay, whatever they belong to."""
    elsewhere = Membership.objects.exclude(organisation=organisation).values("user")
    return User.objects.filter(
        memberships__organisation=organisation, is_staff=False, is_superuser=False
    ).exclude(pk__in=elsewhere)


def end_sessions(people: Iterable[User]) -> int:
    """Sign people out everywhere, and forget what a sign-in that was never finished kept of them."""
    keys = {str(user.pk) for user in people}
    addresses = {user.email for user in people}
    ended = 0
    for session in Session.objects.iterator():
        kept = session.get_decoded()
        if kept.get("_auth_user_id") in keys or any(address in str(kept) for address in addresses):
            ended += session.delete()[0]
    return ended
