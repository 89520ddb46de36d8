"""Delete our organisation: everything a member keeps here goes, and only counts without a name stay."""

import json
import logging
from collections import Counter
from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.files.storage import Storage
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from letters.models import (
    Citation,
    FrozenCopy,
    FrozenFile,
    FrozenPicture,
    Letter,
    LetterCopy,
    LetterVersion,
)
from members.invitations import AccessRequest, Invitation
from members.leaving import forget_sessions, people_who_go
from members.models import Membership, Organisation, Standing, User
from members.stories import StoryStep
from members.story_steps import take_back_all
from partnerships.models import FactorTick, Lead, Party, StageStep, ViewLine, ViewSign
from search.index import forget_for_good

from . import limit_counts, toolkit_pdf
from .models import Departures
from .private_rows import private_models, rows_of

logger = logging.getLogger(__name__)

StoredFile = tuple[Storage, str]

# What nobody thinks of as something of its own.
PARTS = (
    LetterCopy, Citation, LetterVersion, FrozenCopy, FrozenFile, FrozenPicture,
    Standing, Party, Lead, FactorTick, StageStep, ViewLine, ViewSign, StoryStep,
)  # fmt: skip


def what_goes(organisation: Organisation) -> list[tuple[str, int]]:
    """What would be deleted besides the details, the people and the parts of things, as words with counts.

    What there is none of is left out.
    """
    kept = list(rows_of(organisation))
    counts = [
        (rows.model._meta.verbose_name if count == 1 else rows.model._meta.verbose_name_plural, count)
        for rows in reversed(kept)
        if rows.model not in (Organisation, Membership, *PARTS) and (count := rows.count())
    ]
    if files := sum(len(_files(rows)) for rows in kept):
        counts.append(("file" if files == 1 else "files", files))
    return [(str(name), count) for name, count in counts]


@transaction.atomic
def delete_everything(organisation: Organisation) -> list[str]:
    """Delete an organisation with its rows, its files and the people who belong to no other.

    What it told leaves the site, because its consent goes with it; the titles that were published are
    returned. Files leave the storage once the rows are gone for good. When that is interrupted, what is left
    has no row, and `tidy_files` takes it away.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    unpublished = take_back_all(organisation)
    people = list(people_who_go(organisation))
    files = [file for rows in rows_of(organisation) for file in _files(rows)]
    _count(organisation)
    _forget_in_the_log(organisation, people)
    forget_sessions(people)
    for rows in rows_of(organisation):
        rows.delete()
    for person in people:
        _delete_account(person)
    transaction.on_commit(lambda: _delete_files(files))
    # What was made from the rows goes with them.
    transaction.on_commit(toolkit_pdf.remove_outdated, robust=True)
    transaction.on_commit(caches["pages"].clear, robust=True)
    if unpublished:
        forget_for_good()
    transaction.on_commit(_empty_the_write_ahead_log, robust=True)
    return unpublished


@transaction.atomic
def delete_person(person: User) -> None:
    """Delete the account of somebody, with invitations to them and what the admin's log says of them.

    What they did stays with their organisations, without their name.
    """
    _forget(_about([person]))
    forget_sessions([person])
    _delete_account(person)
    transaction.on_commit(_empty_the_write_ahead_log, robust=True)


def _delete_account(person: User) -> None:
    """Delete a person's row with what hangs on it, and what names the person by an address only."""
    addresses = addresses_of(person)
    named = Q()
    for address in addresses:
        named |= Q(email__iexact=address)
    AccessRequest.objects.filter(named).delete()
    Invitation.objects.filter(named).delete()
    limit_counts.forget_person(person.pk, addresses)
    person.delete()


def addresses_of(person: User) -> set[str]:
    """Every address of somebody, those not confirmed yet included."""
    return {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}


def _empty_the_write_ahead_log() -> None:
    """Let SQLite put what it has written into its file: the log beside it still holds what is deleted."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _count(organisation: Organisation) -> None:
    """Add what was done here to the year's totals."""
    Departures.objects.get_or_create(year=timezone.localdate().year)
    totals = Departures.objects.select_for_update().get(year=timezone.localdate().year)
    totals.members += 1
    if organisation.may_be_counted:
        letters = Letter.objects.for_organisation(organisation)
        kinds = Counter(letters.values_list("template_version__template__audience", flat=True))
        totals.people += organisation.memberships.count()
        totals.letters = dict(sorted((Counter(totals.letters) + kinds).items()))
        totals.copies += LetterCopy.objects.filter(letter__in=letters).count()
    totals.save()


def _files(rows: models.QuerySet[Any]) -> list[StoredFile]:
    return [
        (field.storage, name)
        for field in rows.model._meta.concrete_fields
        if isinstance(field, models.FileField)
        for name in rows.values_list(field.name, flat=True)
        if name
    ]


def _delete_files(files: Sequence[StoredFile]) -> None:
    for storage, name in files:
        try:
            storage.delete(name)
        except OSError:
            logger.exception("A deleted member's file could not be removed; tidy_files will try again")


def _forget_in_the_log(organisation: Organisation, people: Sequence[User]) -> None:
    """Take what NAVCA's staff did with the organisation and its people out of the admin's log.

    Its entries hold names as text, and no key leads from there to a row.
    """
    named = _about(people)
    for rows in rows_of(organisation):
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        named |= Q(content_type=_kind(rows.model), object_id__in=keys)
    kinds = _kinds()
    # A member chooses its own name: “e”, or another member's, must not take out what is said of others.
    if not Organisation.objects.filter(name=organisation.name).exclude(pk=organisation.pk).exists():
        name = organisation.name
        represented = Q(object_repr__endswith=f" to {name}") | Q(object_repr__startswith=f"{name} (")
        placed = Q(change_message__contains=f" at {json.dumps(name)[1:]}")
        placed |= Q(change_message__contains=f" at {json.dumps(name, ensure_ascii=False)[1:]}")
        named |= (represented | placed) & Q(content_type__in=kinds)
    _forget(named)


def _about(people: Sequence[User]) -> Q:
    """Entries of the admin's log about people, or that say an address of theirs."""
    named = Q(content_type=_kind(User), object_id__in=[str(person.pk) for person in people])
    for person in people:
        for word in addresses_of(person):
            named |= _said(word) & Q(content_type__in=_kinds())
    return named


def _forget(named: Q) -> None:
    LogEntry.objects.filter(named).delete()


def _kinds() -> list[ContentType]:
    """What entries of the admin's log may be about that are a member's."""
    return [_kind(User), *(_kind(model) for model in private_models())]


def _said(word: str) -> Q:
    """Entries that hold a word. The messages are JSON, where letters beyond ASCII are written as numbers."""
    spellings = {word, json.dumps(word)[1:-1]}
    return Q(
        *[
            (f"{column}__contains", each)
            for column in ("object_repr", "change_message")
            for each in spellings
        ],
        _connector=Q.OR,
    )


def _kind(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model)
