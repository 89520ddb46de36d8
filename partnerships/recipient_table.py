"""A member's recipients as a table for a spreadsheet: written out, and read back in without doubles."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import date_format

from documents.plain_text import one_line
from documents.spreadsheet import Row, write_table
from members.days import DAY_CELL
from members.importing import Change, Difference, Result, TableImport
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
# What a row may change in a recipient that is in the list already.
DETAILS = ("style", "name", "salutation", "address", "email", "phone", "source", "checked_on")

_STYLES = {style.label.casefold(): style.value for style in Style} | {
    "cllr": "Councillor", "clr": "Councillor", "prof": "Professor", "doctor": "Dr",
}  # fmt: skip
_POSTS = {post.label.casefold(): post for post in Post if post != Post.OTHER} | {
    "leader": Post.LEADER, "council leader": Post.LEADER, "chief exec": Post.CHIEF_EXECUTIVE,
    "ceo": Post.CHIEF_EXECUTIVE,
}  # fmt: skip
_OWN_KINDS = {kind.label.casefold(): kind for kind in OwnBodyKind}
_PUBLIC_KINDS = {kind.label.casefold(): kind for kind in BodyKind}

Key = tuple[str, str, str]


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


class RecipientImport(TableImport):
    """Recipients, one on each line."""

    noun, nouns = "recipient", "recipients"
    headings = HEADINGS
    needed = ("body", "post")
    shown = ("name", "post", "body")
    notes = {
        "body": "The official or short name, or the ONS code.",
        "kind": f"A body of your own needs it: {', '.join(OwnBodyKind.labels)}.",
        "place": "For a body of your own, where two have the same name.",
        "post": "Such as Leader of the Council. The letter goes to it when there is no name.",
        "style": f"{', '.join(Style.labels)}, or empty.",
        "name": "The name without the style of address.",
        "salutation": "What follows “Dear”. Empty: made from style and name.",
        "address": "A line for each part in the cell, or commas between the parts, postcode last. "
        "Columns “Address line 1” to “Address line 4” and “Postcode” work too.",
        "email": "Such as leader@example.org.",
        "phone": "Such as 01632 960101.",
        "source": "Such as the address of the web page.",
        "checked_on": "Such as 12/01/2026 or 12 January 2026.",
    }

    def __init__(self, organisation: Organisation, day: datetime.date) -> None:
        super().__init__(organisation)
        self.day = day

    def check(self, rows: Sequence[Row]) -> list[Result]:
        self.names = BodyNames(self.organisation, self.day)
        readings = [_read(row, self.names, self.day) for row in rows]
        listed = Recipient.objects.for_organisation(self.organisation).in_list().with_bodies()
        self.known = {key_of(row.where, row.post_label, row.name): row for row in listed}
        self.in_file = {reading.key for reading in readings if not reading.reasons}
        self.lines: dict[Key, int] = {}
        return [self._result(reading) for reading in readings]

    def save(self, results: Sequence[Result]) -> None:
        added, changed = (
            [cast(Recipient, each.instance) for each in results if each.change == change]
            for change in (Change.NEW, Change.CHANGED)
        )
        for body in self._new_bodies(results):
            body.save()
        for recipient in added:
            recipient.own_body = recipient.own_body  # the body has its number now
        Recipient.objects.bulk_create(added, batch_size=500)
        Recipient.objects.bulk_update(changed, [*DETAILS, "check_asked_on"], batch_size=200)

    def besides(self, results: Sequence[Result]) -> str:
        if not (bodies := self._new_bodies(results)):
            return ""
        names = ", ".join(body.name for body in bodies[:10])
        more = f" and {len(bodies) - 10} more" if len(bodies) > 10 else ""
        return f"Adds {'a body' if len(bodies) == 1 else f'{len(bodies)} bodies'} of your own: {names}{more}."

    def _new_bodies(self, results: Sequence[Result]) -> list[OwnBody]:
        """The bodies that are not stored yet and have somebody to write to."""
        used = {id(cast(Recipient, each.instance).own_body) for each in results}
        return [body for body in self.names.new_bodies if id(body) in used]

    def _result(self, reading: _Reading) -> Result:
        row, key = reading.row, reading.key
        if not reading.reasons and key in self.lines:
            reading.reasons.append(f"Take this line out: line {self.lines[key]} is the same recipient")
        if not reading.reasons:
            self.lines[key] = row.line
            nameless = (*key[:2], "")
            found = self.known.get(key)
            if found is None and nameless not in self.in_file:
                # The post is in the list and the file knows who holds it.
                found = self.known.pop(nameless, None)
            result = self._taken_in(reading, found)
        if reading.reasons:
            return Result(row.line, row.cells, ". ".join(reading.reasons))
        return result

    def _taken_in(self, reading: _Reading, found: Recipient | None) -> Result:
        """What the reading would add or change, unless there is a last reason against it."""
        row, body = reading.row, reading.body
        values = {name: value for name, value in reading.values.items() if value}
        if (
            found
            and values.get("address")
            and one_line(found.address) == one_line(row.cells.get("address", ""))
        ):
            values["address"] = found.address  # as it stands in the list, commas and all
        recipient = found or Recipient(
            organisation=self.organisation,
            body=body if isinstance(body, PublicBody) else None,
            own_body=body if isinstance(body, OwnBody) else None,
            post=reading.post,
            other_post=reading.other_post,
        )
        changed = {
            name: Difference(HEADINGS[name][0], _shown(getattr(recipient, name)), _shown(values[name]))
            for name in DETAILS
            if name in values and getattr(recipient, name) != values[name]
        }
        if found and not changed:
            return Result(row.line, row.cells, change=Change.SAME, instance=found)
        for name, value in values.items():
            setattr(recipient, name, value)
        if isinstance(body, PublicBody) and (reason := self.names.why_not(body)):
            reading.reasons.append(reason)
        if not found or {"address", "name", "style"} & changed.keys():
            problems = [postcode_problem(recipient.address), *window_problems(recipient.address_lines)]
            reading.reasons.extend(problem for problem in problems if problem)
        if found and "checked_on" in values:
            recipient.check_asked_on = None
        return Result(
            row.line,
            row.cells,
            change=Change.CHANGED if found else Change.NEW,
            instance=recipient,
            differences=list(changed.values()) if found else (),
        )


def table_of(recipients: Iterable[Recipient]) -> bytes:
    """Return recipients as a CSV file that, loaded again, changes nothing."""
    shared = shared_names()
    return write_table(
        [HEADINGS[name][0] for name in COLUMNS], (list(_cells(row, shared)) for row in recipients)
    )


def template_for(organisation: Organisation, day: datetime.date) -> bytes:
    """Return the columns to fill, with a line for each body of the patch that has nobody yet."""
    rows = [
        Recipient(organisation=organisation, body=body, post=Post.usual_at(body))
        for body in bodies_without_recipient(organisation, day)
    ]
    return table_of(rows)


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
    try:
        found = DAY_CELL.clean(typed)
    except ValidationError:
        reading.reasons.append("Enter the day you checked it as a real date, like 12 January 2026")
        return
    if found > day:
        reading.reasons.append("Change the day you checked it: it is still to come")
    reading.values["checked_on"] = found


def _measure(reading: _Reading) -> None:
    """Say what is too long, and what is no email address."""
    for name in ("other_post", "name", "salutation", "phone", "source"):
        longest = getattr(Recipient._meta.get_field(name), "max_length", 0)
        if len(str(reading.values.get(name, reading.other_post))) > longest:
            label = HEADINGS["post" if name == "other_post" else name][0]
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
