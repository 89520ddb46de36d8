"""What a member can take away. The rooms above offer theirs in the same form, and one ZIP joins them.

A room that keeps a member's rows has an `export.py` with `export(organisation) -> Iterable[ExportFile]` and
`EXPORTED`, the models whose rows are in those files.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from documents.spreadsheet import write_table

from .activity_table import activities_table
from .feedback import Feedback
from .function_notes import FunctionNote
from .invitations import AccessRequest, Invitation
from .models import Membership, Organisation, Standing, User
from .record_table import records_table
from .records import Record
from .stories import Story, StoryPicture, StoryStep
from .work import Activity

EXPORTED: tuple[type[models.Model], ...] = (
    Organisation, Membership, User, Standing, Invitation, AccessRequest, Activity, Record, Feedback,
    FunctionNote, Story, StoryStep, StoryPicture,
)  # fmt: skip

CHUNK = 256 * 1024  # bytes of a stored file in memory at a time


@dataclass(frozen=True)
class ExportFile:
    """One file of the ZIP: its name with folder, what it is, and its content, made when its turn comes."""

    name: str
    about: str
    content: Callable[[], Iterable[bytes]]


def table(
    name: str,
    about: str,
    rows: models.QuerySet[Any],
    *,
    leave_out: Iterable[str] = (),
    more: Mapping[str, Callable[[Any], object]] | None = None,
) -> ExportFile:
    """A CSV file of rows with every field they have, so that a field added later is not forgotten.

    Numbers that mean something to the database only are not in it, nor the organisation, whose rows they all
    are, nor files, which have their own place. `more` adds columns: what is not a field of the row itself.
    """
    columns: dict[str, Callable[[Any], object]] = {
        heading(field): partial(readable, field)
        for field in [*rows.model._meta.concrete_fields, *rows.model._meta.many_to_many]
        if not field.primary_key
        and not isinstance(field, models.FileField)
        and field.related_model is not Organisation
        and field.name not in leave_out
    } | dict(more or {})
    return ExportFile(
        name,
        about,
        lambda: [write_table([*columns], ([cell(row) for cell in columns.values()] for row in rows))],
    )


def stored(folder: str, about: str, file: FieldFile, name: str = "") -> ExportFile:
    """A file that was uploaded, as it is kept, under the name it came with or has in the storage."""
    return ExportFile(f"{folder}/{name or PurePosixPath(str(file.name)).name}", about, partial(_read, file))


def export(organisation: Organisation) -> Iterator[ExportFile]:
    """The organisation's details with their pictures, and its people."""
    yield table(
        "organisation.csv", "Your organisation’s details and its patch.",
        Organisation.objects.filter(pk=organisation.pk),
        leave_out=("slug",),
    )  # fmt: skip
    yield table(
        "starting-points.csv", "Where you stand with the bodies of your patch.",
        Standing.objects.filter(organisation=organisation).select_related("body", "start"),
    )  # fmt: skip
    for field in organisation._meta.concrete_fields:
        if isinstance(field, models.FileField) and (file := getattr(organisation, field.name)):
            yield stored("pictures", f"{heading(field)}.", file)
    yield table(
        "people.csv", "The people who can sign in for your organisation. No passwords.",
        organisation.memberships.select_related("user").order_by("user__name"),
        more={"Email address": lambda row: row.user.email},
    )  # fmt: skip

    yield from _work(organisation)
    yield from _stories(organisation)
    yield table(
        "feedback.csv", "What you told NAVCA, and what NAVCA noted about it.",
        Feedback.objects.for_organisation(organisation).for_page(),
        leave_out=("email",),
    )  # fmt: skip
    yield table(
        "invitations.csv", "Whom you invited, and what became of it.",
        Invitation.objects.filter(organisation=organisation).select_related("invited_by"),
        leave_out=("token_hash",),
    )  # fmt: skip
    if (asked := AccessRequest.objects.filter(organisation=organisation)).exists():
        yield table("access-request.csv", "How you asked NAVCA for access.", asked)


def _work(organisation: Organisation) -> Iterator[ExportFile]:
    yield ExportFile(
        "work/activities.csv", "What you do. “Our work” can load this table again.",
        lambda: [activities_table(organisation)],
    )  # fmt: skip
    yield ExportFile(
        "work/records.csv", "What shows it. “Our work” can load this table again.",
        lambda: [records_table(organisation)],
    )  # fmt: skip
    yield table(
        "work/notes-on-functions.csv", "Who else does it, what is weak and whom you do not reach.",
        FunctionNote.objects.for_organisation(organisation).select_related("function"),
    )  # fmt: skip
    for record in Record.objects.for_organisation(organisation).exclude(file="").select_related("activity"):
        yield stored("work/files", f"{record.activity}: {record}.", record.file, record.file_name)


def _stories(organisation: Organisation) -> Iterator[ExportFile]:
    stories = Story.objects.for_organisation(organisation).select_related("case_study", "changed_by")
    yield table(
        "stories/stories.csv", "What you told NAVCA, or began to, with what you agreed to and when.",
        stories,
        leave_out=("figures", "partners", "sent_words", "saved_from", "saved_turn"),
        more={
            "Figures": lambda row: "; ".join(_said(figure) for figure in row.figures),
            "Partners": lambda row: "; ".join(_said(partner) for partner in row.partners),
        },
    )  # fmt: skip
    yield table(
        "stories/steps.csv", "What passed between you and NAVCA about them.",
        StoryStep.objects.filter(story__in=stories).select_related("story", "recorded_by"),
        more={"Who": lambda row: row.who}, leave_out=("recorded_by",),
    )  # fmt: skip
    pictures = StoryPicture.objects.filter(story__in=stories).select_related("story", "added_by")
    yield table("stories/pictures.csv", "What is said of their pictures.", pictures)
    for picture in pictures:
        yield stored("stories/pictures", f"{picture.story}: {picture}.", picture.file)


def _said(row: Mapping[str, object]) -> str:
    """A figure or a partner of a story in one line."""
    named = {"agreed": "agreed to be named"}
    return ", ".join(str(value) if value is not True else named[name] for name, value in row.items() if value)


def heading(field: Any) -> str:
    """What a field is called, as the head of a column."""
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def readable(field: Any, row: models.Model) -> object:
    """A field's value as a person reads it."""
    if field.many_to_many:
        return "; ".join(str(target) for target in getattr(row, field.name).all())
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return value


def _read(file: FieldFile) -> Iterator[bytes]:
    with file.open("rb") as opened:
        yield from opened.chunks(CHUNK)
