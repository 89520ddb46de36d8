"""A member's recipients as a table: what a CSV file would change, doing it, and the same columns going out.

Nothing is kept between looking and doing: a plan is made from the file, shown, and made again from the same
file when the member says yes. So a file may be loaded twice and changes nothing the second time.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from documents.plain_text import one_line
from documents.spreadsheet import Row, read_table, write_table
from members.models import Organisation
from publicbodies.models import BodyKind, PublicBody

from .addresses import postcode_problem, window_problems
from .body_names import BodyNames, UnknownBody, shared_names
from .forms import EMAIL_WORDS
from .models import ADDRESS_WORDS, OwnBody, OwnBodyKind, Post, Recipient, Style, bodies_without_recipient

HEADINGS: dict[str, Sequence[str]] = {
    "body": ("Body", "Public body", "Council", "Organisation"),
    "kind": ("Kind of body", "Kind"),
    "place": ("Where it is", "Place"),
    "post": ("Post", "Role", "Job title", "Position"),
    "style": ("Style of address", "Style", "Title"),
    "name": ("Full name", "Name"),
    "salutation": ("Salutation", "Dear"),
    "address": ("Postal address", "Address", "Address line 1", "Address 1"),
    "address_2": ("Address line 2", "Address 2"),
    "address_3": ("Address line 3", "Address 3"),
    "address_4": ("Address line 4", "Address 4"),
    "postcode": ("Postcode", "Post code"),
    "email": ("Email address", "Email", "E-mail", "E-mail address"),
    "phone": ("Telephone", "Phone"),
    "source": ("Where you found it", "Source"),
    "checked_on": ("Checked on", "Checked"),
}
# What the template and the export have; the other columns are read where a file has them.
COLUMNS = [name for name in HEADINGS if not name.startswith("address_") and name != "postcode"]
# What a row may change in a recipient that is in the list already, with the words for it.
DETAILS = {
    "style": "style of address", "name": "full name", "salutation": "salutation", "address": "postal address",
    "email": "email address", "phone": "telephone", "source": "where you found it",
    "checked_on": "checked on",
}  # fmt: skip

_STYLES = {style.label.casefold(): style.value for style in Style} | {
    "cllr": "Councillor", "clr": "Councillor", "prof": "Professor", "doctor": "Dr",
}  # fmt: skip
_POSTS = {post.label.casefold(): post for post in Post if post != Post.OTHER} | {
    "leader": Post.LEADER, "council leader": Post.LEADER, "chief exec": Post.CHIEF_EXECUTIVE,
    "ceo": Post.CHIEF_EXECUTIVE,
}  # fmt: skip
_OWN_KINDS = {kind.label.casefold(): kind for kind in OwnBodyKind}
_PUBLIC_KINDS = {kind.label.casefold(): kind for kind in BodyKind}
_DAYS = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y")

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Fault:
    """A line of the file that cannot be taken in, and what to do about it."""

    line: int
    cells: dict[str, str]
    reasons: list[str]


@dataclass(frozen=True)
class Change:
    """A recipient of the list with its new values, and what differs: label, before, after."""

    recipient: Recipient
    differences: list[tuple[str, str, str]]


@dataclass
class Plan:
    """What a file would do to an organisation's list."""

    added: list[Recipient] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    new_bodies: list[OwnBody] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed)


class _Reading:
    """One row on its way to a recipient: its values, and the reasons why it cannot become one."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.reasons = [row.fault] if row.fault else []
        self.values: dict[str, object] = {}
        self.body: PublicBody | OwnBody | None = None
        self.post, self.other_post = Post.OTHER, ""

    def cell(self, name: str) -> str:
        return one_line(self.row.cells.get(name, ""))

    @property
    def key(self) -> Key:
        post = self.other_post if self.post == Post.OTHER else self.post.label
        return key_of(self.body, post, str(self.values.get("name", "")))


def key_of(body: PublicBody | OwnBody | None, post: str, name: str) -> Key:
    """What makes a recipient the same one: body, post and name, whatever the capitals."""
    where = ""
    if isinstance(body, PublicBody):
        where = body.slug
    elif body:
        where = f"{body.name}, {body.place}"
    return where.casefold(), post.casefold(), name.casefold()


def plan_for(organisation: Organisation, data: bytes, day: datetime.date) -> Plan:
    """Return what the CSV file would add and change, and its faulty lines.

    Raises UnreadableTable when the file is no such table.
    """
    rows = read_table(data, HEADINGS, needed=["body", "post"])
    names = BodyNames(organisation, day)
    readings = [_read(row, names, day) for row in rows]
    listed = list(Recipient.objects.for_organisation(organisation).in_list().with_bodies())
    known = {key_of(row.where, row.post_label, row.name): row for row in listed}
    in_file = {reading.key for reading in readings if not reading.reasons}
    plan, lines = Plan(), dict[Key, int]()
    for reading in readings:
        if not reading.reasons and reading.key in lines:
            reading.reasons.append(f"Take this line out: line {lines[reading.key]} is the same recipient")
        if not reading.reasons:
            lines[reading.key] = reading.row.line
            nameless = (*reading.key[:2], "")
            found = known.get(reading.key)
            if found is None and nameless not in in_file:
                # The post is in the list and the file knows who holds it.
                found = known.pop(nameless, None)
            _take_in(reading, found, organisation, names, plan)
        if reading.reasons:
            plan.faults.append(Fault(reading.row.line, reading.row.cells, reading.reasons))
    used = {id(row.own_body) for row in plan.added}
    plan.new_bodies = [body for body in names.new_bodies if id(body) in used]
    return plan


def carry_out(organisation: Organisation, data: bytes, day: datetime.date) -> Plan:
    """Take in what the file holds and return what was done. Faulty lines are left out."""
    with transaction.atomic():
        # Two clicks at once: the second one waits here and finds nothing left to do.
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        plan = plan_for(organisation, data, day)
        for body in plan.new_bodies:
            body.save()
        for recipient in plan.added:
            recipient.own_body = recipient.own_body  # the body has its number now
        Recipient.objects.bulk_create(plan.added, batch_size=500)
        changed = [change.recipient for change in plan.changed]
        Recipient.objects.bulk_update(changed, [*DETAILS, "check_asked_on"], batch_size=200)
    return plan


def table_of(recipients: Iterable[Recipient]) -> bytes:
    """Return recipients as a CSV file that, loaded again, changes nothing."""
    shared = shared_names()
    return write_table(
        [HEADINGS[name][0] for name in COLUMNS], (list(_cells(row, shared)) for row in recipients)
    )


def template_for(organisation: Organisation, day: datetime.date) -> bytes:
    """Return the columns to fill, with a line for each body of the patch that has nobody yet."""
    rows = [
        Recipient(organisation=organisation, body=body, post=Post.usual_for(body.kind))
        for body in bodies_without_recipient(organisation, day)
    ]
    return table_of(rows)


def faults_table(faults: Iterable[Fault]) -> bytes:
    """Return the faulty lines as a CSV file, each with what to do. Mended, it can be loaded as it is."""
    names = [name for name in HEADINGS if name in COLUMNS or any(fault.cells.get(name) for fault in faults)]
    return write_table(
        ["What to do", "Line", *(HEADINGS[name][0] for name in names)],
        (
            [". ".join(fault.reasons), fault.line, *(fault.cells.get(name, "") for name in names)]
            for fault in faults
        ),
    )


def _cells(recipient: Recipient, shared: set[str]) -> Iterator[object]:
    where = recipient.where
    yield (
        where.slug if isinstance(where, PublicBody) and where.official_name in shared else where.official_name
    )
    yield where.get_kind_display()
    yield where.place if isinstance(where, OwnBody) else ""
    yield recipient.post_label
    for name in COLUMNS[COLUMNS.index("post") + 1 :]:
        yield getattr(recipient, name)


def _read(row: Row, names: BodyNames, day: datetime.date) -> _Reading:
    """Turn the cells into values, and say what is wrong with them."""
    reading = _Reading(row)
    kind = reading.cell("kind").casefold()
    if kind and kind not in _OWN_KINDS and kind not in _PUBLIC_KINDS:
        known = ", ".join(OwnBodyKind.labels)
        reading.reasons.append(
            f"Change the kind of body: use one of {known}, or leave it empty for a council"
        )
    else:
        try:
            reading.body = names.find(
                reading.cell("body"), _OWN_KINDS.get(kind), _PUBLIC_KINDS.get(kind), reading.cell("place")
            )
        except UnknownBody as unknown:
            reading.reasons.append(str(unknown))
    post = reading.cell("post")
    if not post:
        reading.reasons.append("Enter the post, for example Leader of the Council")
    reading.post = _POSTS.get(post.casefold(), Post.OTHER)
    reading.other_post = post if reading.post == Post.OTHER else ""
    style = reading.cell("style").rstrip(".").casefold()
    if style and style not in _STYLES:
        reading.reasons.append(f"Change the style of address: use one of {', '.join(Style.labels)}")
    reading.values = {
        "style": _STYLES.get(style, ""),
        "address": _address(row),
        **{name: reading.cell(name) for name in ("name", "salutation", "email", "phone", "source")},
    }
    if typed := reading.cell("checked_on"):
        _read_day(reading, typed, day)
    _measure(reading)
    return reading


def _read_day(reading: _Reading, typed: str, day: datetime.date) -> None:
    found = _day(typed)
    if found is None:
        reading.reasons.append("Enter the day you checked it as a real date, like 12 January 2026")
    elif found > day:
        reading.reasons.append("Change the day you checked it: it is still to come")
    reading.values["checked_on"] = found


def _day(typed: str) -> datetime.date | None:
    try:
        if found := parse_date(typed):
            return found
    except ValueError:
        return None
    for form in _DAYS:
        try:
            return datetime.datetime.strptime(typed, form).date()  # noqa: DTZ007  (a day has no time zone)
        except ValueError:
            continue
    return None


def _measure(reading: _Reading) -> None:
    """Say what is too long, and what is no email address."""
    for name in ("other_post", "name", "salutation", "phone", "source"):
        longest = getattr(Recipient._meta.get_field(name), "max_length", 0)
        if len(str(reading.values.get(name, reading.other_post))) > longest:
            label = "post" if name == "other_post" else DETAILS[name]
            reading.reasons.append(f"Shorten “{label}” to {longest} characters or fewer")
    try:
        ADDRESS_WORDS(reading.values["address"])
    except ValidationError as too_long:
        reading.reasons.extend(too_long.messages)
    try:
        if email := reading.cell("email"):
            validate_email(email)
    except ValidationError:
        reading.reasons.append(EMAIL_WORDS)


def _address(row: Row) -> str:
    """The lines of the address: those of one cell or of several. Commas part a single line."""
    names = ("address", "address_2", "address_3", "address_4", "postcode")
    cells = [cell for name in names if (cell := row.cells.get(name, ""))]
    if len(cells) > 1 or "\n" in "".join(cells):
        return "\n".join(cells)
    # The comma behind the number of a house is no end of a line: “12, High Street”.
    parts = re.split(r"(?<!\d),\s*|(?<=\d\d\d\d),\s*", "".join(cells))
    return "\n".join(part for part in parts if part)


def _shown(value: object) -> str:
    """A value on one line, as a person reads it."""
    return (
        date_format(value, "j F Y")
        if isinstance(value, datetime.date)
        else ", ".join(str(value or "").splitlines())
    )


def _take_in(
    reading: _Reading, found: Recipient | None, organisation: Organisation, names: BodyNames, plan: Plan
) -> None:
    """Put the reading among what is added, changed or unchanged, or find a last reason against it."""
    body = reading.body
    values = {name: value for name, value in reading.values.items() if value}
    if (
        found
        and values.get("address")
        and one_line(found.address) == one_line(reading.row.cells.get("address", ""))
    ):
        values["address"] = found.address  # as it stands in the list, commas and all
    recipient = found or Recipient(
        organisation=organisation,
        body=body if isinstance(body, PublicBody) else None,
        own_body=body if isinstance(body, OwnBody) else None,
        post=reading.post,
        other_post=reading.other_post,
    )
    differences = [
        (label, _shown(getattr(recipient, name)), _shown(values[name]))
        for name, label in DETAILS.items()
        if name in values and getattr(recipient, name) != values[name]
    ]
    if found and not differences:
        plan.unchanged += 1
        return
    for name, value in values.items():
        setattr(recipient, name, value)
    if isinstance(body, PublicBody) and (reason := names.why_not(body)):
        reading.reasons.append(reason)
    if not found or {"postal address", "full name", "style of address"} & {
        label for label, *_ in differences
    }:
        problems = [postcode_problem(recipient.address), *window_problems(recipient.address_lines)]
        reading.reasons.extend(problem for problem in problems if problem)
    if reading.reasons:
        return
    if found:
        if "checked_on" in values:
            recipient.check_asked_on = None
        plan.changed.append(Change(recipient, differences))
    else:
        plan.added.append(recipient)
