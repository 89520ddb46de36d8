"""What is kept about one person, for somebody who asks to see it: found in every table there is.

A row is given whole when it is the person's own, or is a record of their address. Where they only did
something, or their address stands among other words, the row is named and not printed: the words are an
organisation's. Names are not looked for, since several people share one.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone

from members.export import heading, readable
from members.leaving import sessions_of
from members.models import User
from partnerships.models import Recipient

from . import limit_counts
from .deletion import addresses_of
from .personal_data import kinds_of
from .private_rows import path_to_organisation, private_models

# What opens a door, or would let somebody guess at a password.
SECRET: Final = {
    "members.user.password", "mfa.authenticator.data", "account.emailconfirmation.key",
    "members.invitation.token_hash", "partnerships.privatelink.token_hash",
}  # fmt: skip
WORDS: Final = (models.CharField, models.TextField, models.JSONField)
DAYS: Final = (models.DateField, models.DateTimeField)

Found = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody by their addresses, with their account if they have one."""

    addresses: frozenset[str]
    account: User | None = None
    recipients: frozenset[int] = frozenset()

    @property
    def spellings(self) -> list[str]:
        """How a database may hold their addresses: JSON writes letters beyond ASCII as numbers."""
        return sorted({spelling for each in self.addresses for spelling in (each, json.dumps(each)[1:-1])})

    def is_address(self, value: object) -> bool:
        return str(value).casefold() in self.addresses

    def is_said_in(self, value: object) -> bool:
        """Whether an address of theirs stands in some words, and not as the end of a longer one."""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        return any(
            re.search(rf"(?<![\w.+%-]){re.escape(each)}(?![\w-]|\.\w)", text, re.IGNORECASE)
            for each in self.addresses
        )


def person_with(address: str) -> Person:
    """Who has an address, as an account or in what members keep."""
    known = EmailAddress.objects.filter(email__iexact=address).values("user")
    account = User.objects.filter(Q(email__iexact=address) | Q(pk__in=known)).first()
    addresses = {address, *(addresses_of(account) if account else ())}
    named = Q()
    for each in addresses:
        named |= Q(email__iexact=each)
    recipients = Recipient.objects.filter(named).values_list("pk", flat=True)
    return Person(frozenset(map(str.casefold, addresses)), account, frozenset(recipients))


def about(address: str, security_log: Iterable[str] = ()) -> Found:
    """Everything kept about who has an address, with what the lines of a security log say of them."""
    person = person_with(address)
    number = person.account.pk if person.account else None
    sessions = sessions_of([person.account] if person.account else [], person.addresses)
    return {
        "asked for": address,
        "looked at": readable_moment(timezone.now()),
        "number of the account": number,
        "addresses": sorted(person.addresses),
        "rows": [row for model in tables() for row in rows_in(model, person)],
        "signed in, or on the way, until": [readable_moment(session.expire_date) for session in sessions],
        "rows that count how often they tried lately": limit_counts.count_of_person(number, person.addresses),
        "security log": list(lines_about(number, security_log)),
    }


def tables() -> Iterator[type[models.Model]]:
    """Every table that could say something about a person. Sessions are packed, and read on their own."""
    return (model for model in apps.get_models(include_auto_created=True) if model is not Session)


def rows_in(model: type[models.Model], person: Person) -> Iterator[Found]:
    """The rows of a table that are about the person, each with why."""
    named, packed = Q(), {}
    for field in model._meta.concrete_fields:
        named |= _by_key(field, person)
        if isinstance(field, WORDS):
            column = field.name
            if isinstance(field, models.JSONField):
                column = f"{field.name}_as_text"
                packed[column] = Cast(field.name, models.TextField())
            for spelling in person.spellings:
                named |= Q(**{f"{column}__icontains": spelling})
    if person.account and model is LogEntry:
        named |= _noted_of(person.account)
    if not named:
        return
    is_private = model in private_models()
    path = path_to_organisation(model) if is_private else None
    for row in model._base_manager.annotate(**packed).filter(named).distinct().iterator():
        if why := _why(row, person):
            yield _told(row, why, whole=_is_theirs(row, person), path=path)


def _by_key(field: Any, person: Person) -> Q:
    """The rows whose key leads to the person."""
    if field.primary_key and field.model is User and person.account:
        return Q(pk=person.account.pk)
    if field.related_model is User and person.account:
        return Q(**{field.name: person.account.pk})
    if field.related_model is EmailAddress and person.account:
        return Q(**{f"{field.name}__user": person.account.pk})
    if field.related_model is Recipient and person.recipients:
        return Q(**{f"{field.name}__in": person.recipients})
    return Q()


def _noted_of(account: User) -> Q:
    return Q(content_type=ContentType.objects.get_for_model(User), object_id=str(account.pk))


def _why(row: models.Model, person: Person) -> list[str]:
    """The columns by which a row is about the person."""
    found = []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if _leads_to(field, value, person) or (isinstance(field, WORDS) and person.is_said_in(value)):
            found.append(heading(field))
    if not found and isinstance(row, LogEntry):
        found = ["What was done to the account"]
    return found


def _leads_to(field: Any, value: Any, person: Person) -> bool:
    account = person.account
    if field.related_model is Recipient:
        return value in person.recipients
    if account and field.related_model is EmailAddress:
        return EmailAddress.objects.filter(pk=value, user=account).exists()
    is_key_to_people = field.related_model is User or (field.primary_key and field.model is User)
    return bool(account and is_key_to_people and value == account.pk)


def _is_theirs(row: models.Model, person: Person) -> bool:
    """Whether a row is the person's own: it goes with the account, or is a record of their address."""
    if isinstance(row, User | LogEntry):
        return True
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        goes_with = field.remote_field is not None and field.remote_field.on_delete is models.CASCADE
        if isinstance(field, models.EmailField) and person.is_address(value):
            return True
        if goes_with and field.related_model is not Recipient and _leads_to(field, value, person):
            return True
    return False


def _told(row: models.Model, why: list[str], *, whole: bool, path: str | None) -> Found:
    """A row as somebody can read it."""
    kinds = kinds_of(type(row))
    said: Found = {
        "table": row._meta.label_lower,
        "number": str(row.pk),
        "kept as": [kind.what for kind in kinds],
        "kept for": [kind.kept for kind in kinds],
        "found by": why,
    }
    if path:
        owner: Any = row
        for step in path.split("__"):
            owner = owner and getattr(owner, step)
        said["of"] = str(owner or "")
    shown = [field for field in row._meta.concrete_fields if whole or isinstance(field, DAYS)]
    said["row"] = {
        heading(field): "kept, and not shown"
        if f"{row._meta.label_lower}.{field.name}" in SECRET
        else _plain(readable(field, row))
        for field in shown
    }
    return said


def _plain(value: Any) -> Any:
    """A value as JSON has it: words and numbers, and what is made of them."""
    return value if isinstance(value, str | int | float | dict | list | None) else str(value)


def readable_moment(moment: Any) -> str:
    """A moment on the clock here, such as 2026-11-29 14:05."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def lines_about(number: int | None, lines: Iterable[str]) -> Iterator[Found]:
    """What the security log says of an account, by its number: no line of it has a name or an address."""
    for line in lines:
        if number is None or not line.startswith("{"):
            continue
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, dict) and number in (said.get("who"), said.get("user")):
            yield said
