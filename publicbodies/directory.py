"""The file of public bodies: one line each, in columns that people can edit in a spreadsheet.

Lists in a cell are parted by semicolons. A successor is its slug with the day, `west-norfolk from
2028-04-01`, or without when the day is not known. An earlier name or code says what it is and its last day:
`name: Shepway District Council until 2018-03-31`, `ons: E08000016`.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from documents.spreadsheet import UnreadableTable, read_table

from .models import BodyKind, EarlierName, PublicBody, Scheme

# The column of the file for each thing that is known of a body.
COLUMNS = {
    "slug": "slug", "kind": "kind", "official_name": "official_name", "short_name": "short_name",
    "style": "style", "region": "region", "county": "county", "strategic_authority": "strategic_authority",
    "icbs": "icbs", "gss_code": "ons_code", "ods_code": "nhs_code", "earlier": "earlier",
    "shadow_on": "shadow_from", "first_on": "first_day", "last_on": "last_day", "successors": "successors",
    "has_elected_mayor": "elected_mayor", "change_note": "change_note", "office_address": "office_address",
    "office_address_checked_on": "office_address_checked_on", "source": "source",
    "checked_on": "checked_on", "needs_checking": "needs_checking", "to_check": "to_check",
}  # fmt: skip
DAYS = {"shadow_on", "first_on", "last_on", "office_address_checked_on", "checked_on"}
POINTERS = {
    "county": BodyKind.COUNTY,
    "strategic_authority": BodyKind.STRATEGIC_AUTHORITY,
    "icbs": BodyKind.ICB,
}
LISTS = {"icbs", "earlier", "successors"}
ON_ITS_OWN = [name for name in COLUMNS if name not in LISTS and name not in POINTERS]

Values = dict[str, Any]


class DirectoryProblem(Exception):
    """A file of public bodies that cannot be loaded. Names each line; nothing was written."""


@dataclass(frozen=True)
class Entry:
    """One body as the file has it, and the line it stands on."""

    line: int
    values: Values = field(compare=False)

    @property
    def slug(self) -> str:
        return str(self.values["slug"])


def read(data: bytes) -> list[Entry]:
    """Return the bodies of a CSV file, in its order.

    Raises DirectoryProblem with every line that is wrong.
    """
    try:
        rows = read_table(data, {name: [heading] for name, heading in COLUMNS.items()}, needed=list(COLUMNS))
    except UnreadableTable as problem:
        raise DirectoryProblem(str(problem)) from problem
    entries, faults = [], []
    for row in rows:
        try:
            if row.fault:
                raise ValueError(row.fault)
            entries.append(Entry(row.line, _values(row.cells)))
        except ValueError as fault:
            faults.append(f"Line {row.line}: {fault}")
    by_slug: dict[str, Entry] = {}
    for entry in entries:
        if by_slug.setdefault(entry.slug, entry) is not entry:
            faults.append(f"Line {entry.line}: “{entry.slug}” stands on line {by_slug[entry.slug].line} too.")
    if not faults:
        faults = [fault for entry in entries for fault in _faults(entry, by_slug)]
    if faults:
        raise DirectoryProblem("\n".join(faults))
    return entries


def _values(cells: Mapping[str, str]) -> Values:
    values: Values = {}
    for name in COLUMNS:
        cell = cells.get(name, "")
        if name in DAYS:
            values[name] = _day(cell) if cell else None
        elif name == "icbs":
            values[name] = sorted(_items(cell))
        elif name == "successors":
            values[name] = sorted((_parted(item, " from ") for item in _items(cell)), key=_first)
        elif name == "earlier":
            values[name] = sorted(_earlier(item) for item in _items(cell))
        elif name == "needs_checking":
            values[name] = _yes_or_no(name, cell)
        elif name == "has_elected_mayor":
            values[name] = _yes_or_no(name, cell) if cell else None
        else:
            values[name] = cell
    body = PublicBody(**{name: values[name] for name in ON_ITS_OWN})
    try:
        body.clean_fields()
    except ValidationError as problem:
        said = "; ".join(
            f"“{COLUMNS[name]}”: {' '.join(texts)}" for name, texts in problem.message_dict.items()
        )
        raise ValueError(said) from problem
    return values


def _faults(entry: Entry, entries: Mapping[str, Entry]) -> Iterator[str]:
    """What is wrong with a line that can be read: it points at nothing, or contradicts itself."""
    values = entry.values
    for name, kind in POINTERS.items():
        for slug in values[name] if name in LISTS else filter(None, [values[name]]):
            if slug not in entries:
                yield f"Line {entry.line}: “{COLUMNS[name]}” names “{slug}”, which is not in the file."
            elif entries[slug].values["kind"] != kind:
                yield f"Line {entry.line}: “{slug}” cannot be the {COLUMNS[name]}: it is of another kind."
    for slug, _ in values["successors"]:
        if slug not in entries:
            yield f"Line {entry.line}: “successors” names “{slug}”, which is not in the file."
        elif slug == entry.slug:
            yield f"Line {entry.line}: a body cannot follow itself."
    if values["first_on"] and values["last_on"] and values["last_on"] < values["first_on"]:
        yield f"Line {entry.line}: the last day must be on or after the first day."
    if values["office_address"] and not values["office_address_checked_on"]:
        yield f"Line {entry.line}: enter the day on which the office address was checked."


def _items(cell: str) -> list[str]:
    return list(dict.fromkeys(item.strip() for item in cell.split(";") if item.strip()))


def _first(pair: tuple[str, datetime.date | None]) -> str:
    return pair[0]


def _parted(item: str, by: str) -> tuple[str, datetime.date | None]:
    """What stands before the word, and the day after it."""
    text, _, day = item.partition(by)
    return text.strip(), _day(day) if day else None


def _earlier(item: str) -> tuple[str, str, datetime.date | None]:
    scheme, colon, rest = item.partition(":")
    value, day = _parted(rest, " until ")
    if not colon or scheme.strip() not in Scheme.values or not value:
        raise ValueError(f"“earlier”: write “{item}” as name, ons or nhs, a colon, and what it was.")
    if len(value) > (EarlierName._meta.get_field("value").max_length or 0):
        raise ValueError(f"“earlier”: “{value}” is too long.")
    return scheme.strip(), value, day


def _day(cell: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(cell.strip())
    except ValueError as problem:
        raise ValueError(f"“{cell}” is not a day. Write it like 2028-03-31.") from problem


def _yes_or_no(name: str, cell: str) -> bool:
    if cell.lower() not in ("yes", "no"):
        raise ValueError(f"“{COLUMNS[name]}” is yes or no, not “{cell}”.")
    return cell.lower() == "yes"
