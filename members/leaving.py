"""Who goes when an organisation goes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from .models import Membership, Organisation, User


def people_who_go(organisation: Organisation) -> QuerySet[User]:
    """Its people who belong to no other organisation.

    NAVCA's staff stay, whatever they belong to, and those who were until its log forgets what they did.
    """
    elsewhere = Membership.objects.exclude(organisation=organisation).values("user")
    return (
        User.objects.without_trail()
        .filter(memberships__organisation=organisation, is_staff=False, is_superuser=False)
        .exclude(pk__in=elsewhere)
    )


def forget_sessions(people: Sequence[User]) -> None:
    """Sign people out everywhere, and forget what ended or unfinished sign-ins still say of them."""
    for session in sessions_of(people, {user.email.casefold() for user in people}):
        session.delete()


def sessions_of(people: Sequence[User], addresses: Collection[str]) -> Iterator[Session]:
    """Where people are signed in, and unfinished sign-ins that name these addresses, in small letters."""
    keys = {str(user.pk) for user in people}
    for session in Session.objects.iterator():
        kept = session.get_decoded()
        if kept.get(SESSION_KEY) in keys or not {*words_in(kept)}.isdisjoint(addresses):
            yield session


def words_in(kept: Any) -> Iterator[str]:
    """Every text in what a session keeps, however deep, in small letters: an address is compared whole."""
    if isinstance(kept, str):
        yield kept.casefold()
    elif isinstance(kept, Mapping):
        for name, value in kept.items():
            yield from words_in(name)
            yield from words_in(value)
    elif isinstance(kept, Sequence):
        for value in kept:
            yield from words_in(value)
