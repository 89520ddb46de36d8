"""Everything that happened with one body, in one list by its day: the newest first."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.formats import date_format

from members.models import Organisation
from publicbodies.models import PublicBody

from .models import Agreement, Contact, Meeting, MeetingState, Move, OwnBody, Promise, PromiseState, StageStep

ON_A_PAGE = 20


@dataclass(frozen=True)
class Event:
    """One line of the list."""

    on: datetime.date
    what: str
    text: str
    url: str = ""
    note: str = ""


def timeline(
    organisation: Organisation, where: PublicBody | OwnBody, page: str | None
) -> tuple[Page[Any], list[Event]]:
    """A page of what happened with a body.

    The database joins and sorts the days of all kinds, and only the rows of the page are read: one query to
    count, one for the page, and one for each kind that is on it.
    """
    first, *others = _days(organisation, where)
    joined = first.union(*others, all=True).order_by("-on", "-at", "key")
    page_obj = Paginator(joined, ON_A_PAGE).get_page(page)
    wanted = list(page_obj.object_list)
    keys: dict[str, list[str]] = {}
    for row in wanted:
        keys.setdefault(_model_of(row["event"]), []).append(row["key"])
    rows = {name: _read(name, found) for name, found in keys.items()}
    events = [
        _EVENTS[row["event"]](rows[_model_of(row["event"])][_plain(row["key"])], row["on"]) for row in wanted
    ]
    return page_obj, events


def _days(organisation: Organisation, where: PublicBody | OwnBody) -> list[QuerySet[Any]]:
    """For each kind of event: its day, when it was recorded, the kind and the number of its row."""
    meetings = Meeting.objects.for_organisation(organisation).at(where)
    promises = Promise.objects.for_organisation(organisation).at(where)
    agreements = Agreement.objects.for_organisation(organisation).at(where).order_by().values("pk")
    found = [
        _dated(Contact.objects.for_organisation(organisation).at(where), "contact", "happened_on"),
        # A meeting that was held stands in the list as the contact it became.
        _dated(
            meetings.filter(Q(state=MeetingState.HELD, contact=None) | Q(state=MeetingState.CALLED_OFF)),
            "meeting",
            "meets_on",
        ),
        _dated(promises, "promise", "made_on"),
        _dated(promises.exclude(state=PromiseState.OPEN), "promise-settled", "settled_on", "changed_at"),
        _dated(StageStep.objects.filter(agreement__in=agreements), "stage", "happened_on"),
    ]
    if isinstance(where, PublicBody):
        found.append(_dated(Move.objects.for_organisation(organisation).at(where), "move", "moved_on"))
    return found


def _dated(rows: Any, kind: str, on: str, at: str = "created_at") -> QuerySet[Any]:
    found: QuerySet[Any] = (
        rows.order_by()
        .annotate(on=F(on), at=F(at), event=Value(kind, CharField()), key=Cast("pk", CharField()))
        .values("on", "at", "key", "event")
    )
    return found


_MODELS: dict[str, Callable[[], Any]] = {
    "contact": lambda: Contact.objects.for_page(),
    "meeting": lambda: Meeting.objects.for_page(),
    "promise": lambda: Promise.objects.for_page(),
    "stage": lambda: StageStep.objects.select_related("agreement"),
    "move": lambda: Move.objects.for_page(),
}


def _model_of(kind: str) -> str:
    return kind.partition("-")[0]


def _read(name: str, keys: Iterable[str]) -> dict[str, Any]:
    """The rows of one kind by their number, as `_plain` writes it."""
    rows = _MODELS[name]().filter(pk__in=[_number(key) for key in keys])
    return {_plain(str(row.pk)): row for row in rows}


def _number(key: str) -> int | UUID:
    return int(key) if key.isdecimal() and len(key) < 20 else UUID(key)


def _plain(key: str) -> str:
    """A number as both databases write it: one puts hyphens into it, the other does not."""
    return key.replace("-", "")


# What each kind says


def _contact(row: Contact, on: datetime.date) -> Event:
    said = [row.subject, row.get_outcome_display() if row.outcome else ""]
    return Event(
        on, row.get_kind_display(), row.with_whom, row.get_absolute_url(), ". ".join(filter(None, said))
    )


def _meeting(row: Meeting, on: datetime.date) -> Event:
    return Event(on, f"Meeting, {row.get_state_display().lower()}", row.subject, row.get_absolute_url())


def _promise(row: Promise, on: datetime.date) -> Event:
    due = f"By {date_format(row.due_on, 'j F Y')}" if row.due_on else ""
    return Event(on, f"Promised by {_whose(row)}", row.what, row.get_absolute_url(), due)


def _settled(row: Promise, on: datetime.date) -> Event:
    what = f"Promise by {_whose(row)}: {row.get_state_display().lower()}"
    return Event(on, what, row.what, row.get_absolute_url(), row.evidence)


def _whose(row: Promise) -> str:
    return row.who or ("you" if row.is_ours else "them")


def _stage(row: StageStep, on: datetime.date) -> Event:
    what = f"Agreement: {row.get_stage_display().lower()}"
    return Event(on, what, row.agreement.name, row.agreement.get_absolute_url(), row.note)


def _move(row: Move, on: datetime.date) -> Event:
    where = f"went to {row.successor}" if row.successor else "ended here"
    return Event(on, f"{row.get_kind_display()} {where}", row.what)


_EVENTS: dict[str, Callable[[Any, datetime.date], Event]] = {
    "contact": _contact,
    "meeting": _meeting,
    "promise": _promise,
    "promise-settled": _settled,
    "stage": _stage,
    "move": _move,
}
