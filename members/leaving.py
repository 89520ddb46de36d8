"""Who goes when an organisation goes."""

from collections.abc import Sequence

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from .models import Membership, Organisation, User


def people_who_go(organisation: Organisation) -> QuerySet[User]:
    """Its people who belong to no other organisation. NAVCA's staff stay, whatever they belong to."""
    elsewhere = Membership.objects.exclude(organisation=organisation).values("user")
    return User.objects.filter(
        memberships__organisation=organisation, is_staff=False, is_superuser=False
    ).exclude(pk__in=elsewhere)


def forget_sessions(people: Sequence[User]) -> None:
    """Sign people out everywhere, and forget what ended or unfinished sign-ins still say of them."""
    keys = {str(user.pk) for user in people}
    addresses = {user.email for user in people}
    for session in Session.objects.iterator():
        kept = session.get_decoded()
        if kept.get(SESSION_KEY) in keys or any(address in str(kept) for address in addresses):
            session.delete()
