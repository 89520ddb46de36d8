"""Our work as tables for a spreadsheet: written out, and read back in without doubles.

A row is known again by its reference; without one, an activity by its name and a record by all it says.
What goes out and comes in unchanged changes nothing.
"""

import copy
import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone

from documents.spreadsheet import Row, write_table
from principles.models import LCSIFunction, Principle
from publicbodies.models import PublicBody

from .days import DATE_FORMATS, DATE_WORDS
from .importing import Change, Result, TableImport, fault_of
from .models import Organisation
from .work import Activity, ActivityStage, Record, RecordKind, SourceKind
from .work_forms import figure_field

Cells = dict[str, str]

ACTIVITY_HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("Activity", "Name", "Short name"),
    "letter_wording": ("Wording for a letter", "What you do", "Wording"),
    "function": ("Function", "LCSI function"),
    "first_principle": ("First principle", "Principle"),
    "second_principle": ("Second principle",),
    "stage": ("Status", "Stage"),
    "first_on": ("First day", "Start", "Started"),
    "last_on": ("Last day", "End", "Ended"),
    "bodies": ("Public bodies", "Councils and health bodies"),
    "partners": ("Other partners", "Partners"),
    "reference": ("Reference",),
}
RECORD_HEADINGS: dict[str, tuple[str, ...]] = {
    "activity": ("Activity",),
    "kind": ("Kind", "Kind of record"),
    "text": ("In words", "Text"),
    "value": ("Number", "Value"),
    "unit": ("What was counted", "Unit"),
    "period": ("Time it covers", "Period"),
    "method": ("How it was counted", "Method"),
    "partner": ("Who it is with", "Partner"),
    "source_kind": ("Who it comes from",),
    "source": ("Source", "Document"),
    "dated_on": ("Date",),
    "secured_until_on": ("Secured until",),
    "reviewed_on": ("Last reviewed",),
    "consent_by": ("Who agreed to the words",),
    "consent_on": ("Agreed on",),
    "may_be_named": ("May be named",),
    "link": ("Link", "Web address"),
    "reference": ("Reference",),
}
# A file cannot travel in a table: its name is written out and passed over on the way in.
FILE_HEADING = "File"

_YES = {"yes", "y", "true", "1", "x"}
_NO = {"", "no", "n", "false", "0"}
_day = forms.DateField(required=False, input_formats=DATE_FORMATS, error_messages=DATE_WORDS)
_figure = figure_field()
_address = forms.URLField(
    required=False,
    assume_scheme="https",
    error_messages={"invalid": "Enter a web address in the correct format, like https://example.org"},
)


def activities_table(organisation: Organisation) -> bytes:
    """Every activity of an organisation, one on each line, as CSV."""
    rows = (activity_cells(each) for each in Activity.objects.for_organisation(organisation).for_page())
    return _written(ACTIVITY_HEADINGS, rows)


def records_table(organisation: Organisation) -> bytes:
    """Every record of an organisation, one on each line, as CSV."""
    records = Record.objects.for_organisation(organisation).select_related("activity")
    ordered = records.order_by("activity__function__order", "activity__name", "-dated_on", "pk")
    headings = {**RECORD_HEADINGS, "file": (FILE_HEADING,)}
    return _written(headings, ({**record_cells(each), "file": each.file_name} for each in ordered))


def _written(headings: Mapping[str, Sequence[str]], rows: Iterable[Cells]) -> bytes:
    first = [names[0] for names in headings.values()]
    return write_table(first, ([cells[name] for name in headings] for cells in rows))


def activity_cells(activity: Activity) -> Cells:
    """An activity as the table shows it."""
    return {
        "name": activity.name,
        "letter_wording": activity.letter_wording,
        "function": activity.function.name,
        "first_principle": activity.first_principle.name,
        "second_principle": activity.second_principle.name if activity.second_principle else "",
        "stage": str(activity.current_stage.label),
        "first_on": _iso(activity.first_on),
        "last_on": _iso(activity.last_on),
        "bodies": _names(activity.bodies.all()),
        "partners": activity.partners,
        "reference": str(activity.pk),
    }


def record_cells(record: Record) -> Cells:
    """A record as the table shows it."""
    return {
        "activity": record.activity.name,
        "kind": RecordKind(record.kind).label,
        "text": record.text,
        "value": "" if record.value is None else f"{record.value:.2f}".removesuffix(".00"),
        "unit": record.unit,
        "period": record.period,
        "method": record.method,
        "partner": record.partner,
        "source_kind": SourceKind(record.source_kind).label if record.source_kind else "",
        "source": record.source,
        "dated_on": _iso(record.dated_on),
        "secured_until_on": _iso(record.secured_until_on),
        "reviewed_on": _iso(record.reviewed_on),
        "consent_by": record.consent_by,
        "consent_on": _iso(record.consent_on),
        "may_be_named": "yes" if record.may_be_named else "",
        "link": record.link,
        "reference": str(record.pk),
    }


def _names(bodies: Iterable[PublicBody]) -> str:
    """Their official names in the order of the alphabet: the order in which they were typed means nothing."""
    return "; ".join(sorted({body.official_name for body in bodies}))


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


class Reading:
    """One row on its way to an object: the faults found, each under its column."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.faults: dict[str, list[str]] = {}

    def fault(self, name: str, words: str) -> None:
        self.faults.setdefault(name, []).append(words)

    def value(self, name: str, field: forms.Field) -> Any:
        """What a form's field makes of a cell; None, and a fault, when it cannot be read."""
        try:
            return field.clean(self.cells[name])
        except ValidationError as problem:
            self.fault(name, " ".join(problem.messages))
            return None

    def chosen(self, name: str, known: Mapping[str, Any], words: str) -> Any:
        """The thing that a cell names; None, and a fault, when nothing is called so."""
        key = _plain(self.cells[name])
        if key and key not in known:
            self.fault(name, f"{words}. “{self.cells[name][:60]}” is not one")
        return known.get(key)

    def checked(self, instance: models.Model, keys: set[str]) -> None:
        """Add what the model itself says. What could not be read is not “missing” as well.

        The keys are not looked up again, and no row has to be the only one: the import sees to both.
        """
        try:
            instance.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)
            instance.validate_constraints(exclude={"organisation"})
        except ValidationError as problem:
            for name, found in problem.message_dict.items():
                if name == NON_FIELD_ERRORS or name not in self.faults:
                    self.faults.setdefault(name, []).extend(found)

    def raise_faults(self) -> None:
        if self.faults:
            raise ValidationError(self.faults)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _choices(kinds: type[models.TextChoices]) -> dict[str, Any]:
    return {_plain(str(name)): kind for kind in kinds for name in (kind.value, kind.label)}


class WorkImport(TableImport):
    """What both kinds of row share: known again by reference, compared as the table shows them."""

    def check(self, rows: Sequence[Row]) -> list[Result]:
        self.begin()
        return [self._result(row) for row in rows]

    def begin(self) -> None:
        """Read once what every row is compared with."""
        raise NotImplementedError

    def read(self, row: Row) -> tuple[models.Model, Change]:
        """The object of a row and what saving it would do. Raises ValidationError."""
        raise NotImplementedError

    def _result(self, row: Row) -> Result:
        if row.fault:
            return Result(row.line, row.cells, row.fault)
        try:
            instance, change = self.read(row)
        except ValidationError as problem:
            return Result(row.line, row.cells, fault_of(problem, self.headings))
        return Result(row.line, row.cells, change=change, instance=instance)

    def _known(self, row: Row, stored: Mapping[UUID, Any]) -> Any:
        """The object that the row's reference names; None without one. Raises ValidationError."""
        reference = row.cells.get("reference", "")
        if not reference:
            return None
        try:
            return stored[UUID(reference)]
        except (ValueError, KeyError):
            words = "This is not a reference of yours. Empty the cell to add the row as a new one"
            raise ValidationError({"reference": words}) from None

    def _once(self, seen: dict[Any, int], key: Any, line: int) -> None:
        """Raises ValidationError when an earlier line was about the same thing."""
        if key in seen:
            raise ValidationError(f"The same {self.noun} stands on line {seen[key]}. Take one of them out")
        seen[key] = line


class ActivityImport(WorkImport):
    """Activities, one on each line."""

    noun, nouns = "activity", "activities"
    headings = ACTIVITY_HEADINGS
    needed = ("name", "function")
    shown = ("name", "function", "first_principle", "stage")
    notes = {
        "name": "A short name, such as “Food alliance”. A row with a name you have already changes that one.",
        "letter_wording": "A sentence or two. Square brackets such as [name of partner] stay gaps to fill.",
        "function": "The name of one of the five functions.",
        "first_principle": "The name or number of a principle. Empty: the usual ones for the function.",
        "second_principle": "The same, or empty.",
        "stage": "Running, planned or ended. The days decide where you give them.",
        "first_on": "Such as 12/01/2026 or 12 January 2026.",
        "last_on": "The same. An activity that ended needs it.",
        "bodies": "Their official names, with semicolons between them.",
        "partners": "Other names, with commas between them.",
        "reference": "Leave it as it is in a table that came from here, so that names can be changed.",
    }

    def begin(self) -> None:
        functions = LCSIFunction.objects.prefetch_related("usual_principles")
        self.functions = {
            _plain(name): each
            for each in functions
            for name in (each.name, each.ref, each.slug, *each.aliases)
        }
        self.principles = {
            _plain(name): each
            for each in Principle.objects.all()
            for name in (each.name, str(each.number), each.slug, str(each), each.name.replace("&", "and"))
        }
        self.stages = _choices(ActivityStage)
        bodies = list(PublicBody.objects.all())
        self.bodies = {_plain(body.short_name): body for body in bodies}
        self.bodies |= {_plain(name): body for body in bodies for name in (body.slug, body.official_name)}
        self.bodies_of: dict[UUID, list[PublicBody]] = {}
        stored = Activity.objects.for_organisation(self.organisation).for_page()
        self.stored = {activity.pk: activity for activity in stored}
        self.by_name = {_plain(activity.name): activity for activity in self.stored.values()}
        self.seen: dict[Any, int] = {}

    def read(self, row: Row) -> tuple[Activity, Change]:
        name = _plain(row.cells["name"])
        stored = self._known(row, self.stored) or self.by_name.get(name)
        activity = copy.copy(stored) if stored else Activity(organisation=self.organisation)
        before = activity_cells(activity) if stored else {}
        reading = Reading(row.cells)
        self._fill(activity, reading)
        reading.checked(activity, {"organisation", "function", "first_principle", "second_principle"})
        owner = self.by_name.get(name)
        if owner and owner.pk != activity.pk:
            reading.fault("name", "Another activity of yours has this name")
        reading.raise_faults()
        self._once(self.seen, name, row.line)
        self._once(self.seen, activity.pk, row.line)
        if not stored:
            return activity, Change.NEW
        after = activity_cells(activity)
        if activity.pk in self.bodies_of:
            after["bodies"] = _names(self.bodies_of[activity.pk])
        return activity, Change.SAME if after == before else Change.CHANGED

    def _fill(self, activity: Activity, reading: Reading) -> None:
        cells = reading.cells
        for name in {"name", "letter_wording", "partners"} & cells.keys():
            setattr(activity, name, cells[name])
        for name, known, words in (
            ("function", self.functions, "Choose one of the five functions"),
            ("first_principle", self.principles, "Choose one of the four principles"),
            ("second_principle", self.principles, "Choose one of the four principles"),
        ):
            if name in cells:
                setattr(activity, name, reading.chosen(name, known, words))
        if not cells["function"]:
            reading.fault("function", "Choose one of the five functions")
        if cells.get("stage"):
            words = "Choose running, planned or ended"
            activity.stage = reading.chosen("stage", self.stages, words) or activity.stage
        for name in {"first_on", "last_on"} & cells.keys():
            setattr(activity, name, reading.value(name, _day))
        if "bodies" in cells:
            self.bodies_of[activity.pk] = self._bodies(reading)

    def _bodies(self, reading: Reading) -> list[PublicBody]:
        names = [name.strip() for name in reading.cells["bodies"].split(";") if name.strip()]
        unknown = [name for name in names if _plain(name) not in self.bodies]
        for name in unknown:
            reading.fault(
                "bodies", f"“{name[:60]}” is not a public body we know. Put it under Other partners"
            )
        return [self.bodies[_plain(name)] for name in names if name not in unknown]

    def save(self, results: Sequence[Result]) -> None:
        new = [each.instance for each in results if each.change == Change.NEW]
        changed = [each.instance for each in results if each.change == Change.CHANGED]
        Activity.objects.bulk_create(new)  # type: ignore[arg-type]
        bulk_change(changed, [name for name in ACTIVITY_HEADINGS if name not in ("bodies", "reference")])
        through = Activity.bodies.through
        written = [each.pk for each in (*new, *changed) if each and each.pk in self.bodies_of]
        through.objects.filter(activity__in=written).delete()
        through.objects.bulk_create(
            through(activity_id=pk, publicbody_id=body.pk)
            for pk in written
            for body in dict.fromkeys(self.bodies_of[pk])
        )


class RecordImport(WorkImport):
    """Records of activities that are there already, one on each line."""

    noun, nouns = "record", "records"
    headings = RECORD_HEADINGS
    needed = ("activity", "kind", "dated_on")
    shown = ("activity", "kind", "text", "value", "dated_on")
    notes = {
        "activity": "The short name of an activity of yours.",
        "kind": "Count, feedback, quote, independent, agreement, contract or strategy.",
        "text": "The words of a quote, or what was said, found or agreed.",
        "value": "A count needs it. Figures only, such as 212.",
        "unit": "A count needs it. Such as “groups advised”, or “£ won by 64 groups” for money.",
        "period": "A count needs it. Such as “2025/26”.",
        "method": "A count needs it.",
        "partner": "An agreement, contract or strategy needs it.",
        "source_kind": "Ours, groups, partner or independent.",
        "source": "The name of the survey, database, report or document, or who said it.",
        "dated_on": "Such as 12/01/2026 or 12 January 2026. For an agreement the day it was signed.",
        "secured_until_on": "The last day it is funded or agreed.",
        "reviewed_on": "The day you last looked at an agreement with the partner.",
        "consent_by": "A quote needs it.",
        "consent_on": "A quote needs it.",
        "may_be_named": "Yes or no.",
        "link": "Where others can read it. Files are added on the page of the activity.",
        "reference": "Leave it as it is in a table that came from here, so that a record can be changed.",
    }
    DAYS = ("dated_on", "secured_until_on", "reviewed_on", "consent_on")

    def begin(self) -> None:
        activities = Activity.objects.for_organisation(self.organisation)
        self.activities = {_plain(activity.name): activity for activity in activities}
        self.kinds = _choices(RecordKind)
        self.source_kinds = _choices(SourceKind)
        stored = Record.objects.for_organisation(self.organisation).select_related("activity")
        self.stored = {record.pk: record for record in stored}
        self.contents = {_content(record) for record in self.stored.values()}
        self.seen: dict[Any, int] = {}

    def read(self, row: Row) -> tuple[Record, Change]:
        stored = self._known(row, self.stored)
        record = copy.copy(stored) if stored else Record()
        reading = Reading(row.cells)
        self._fill(record, reading)
        if not reading.faults:
            reading.checked(record, {"activity"})
        reading.raise_faults()
        content = _content(record)
        self._once(self.seen, content, row.line)
        self._once(self.seen, record.pk, row.line)
        if stored:
            return record, Change.SAME if content == _content(stored) else Change.CHANGED
        return record, Change.SAME if content in self.contents else Change.NEW

    def _fill(self, record: Record, reading: Reading) -> None:
        cells = reading.cells
        for name in {"text", "unit", "period", "method", "partner", "source", "consent_by"} & cells.keys():
            setattr(record, name, cells[name])
        words = "Load the activity first, or use the short name it has here"
        activity = reading.chosen("activity", self.activities, words)
        kind = reading.chosen(
            "kind", self.kinds, "Choose count, feedback, quote, independent, agreement, contract or strategy"
        )
        if activity:
            record.activity = activity
        elif not cells["activity"]:
            reading.fault("activity", "Enter the short name of an activity of yours")
        record.kind = kind or record.kind
        if not cells["kind"]:
            reading.fault("kind", "Enter the kind of record, such as count")
        if "source_kind" in cells:
            words = "Choose ours, groups, partner or independent"
            record.source_kind = reading.chosen("source_kind", self.source_kinds, words) or ""
        for name in set(self.DAYS) & cells.keys():
            setattr(record, name, reading.value(name, _day))
        if "value" in cells:
            record.value = reading.value("value", _figure)
        if "link" in cells:
            record.link = reading.value("link", _address) or ""
        if "may_be_named" in cells:
            said = _plain(cells["may_be_named"])
            if said not in _YES | _NO:
                reading.fault("may_be_named", "Enter yes or no")
            record.may_be_named = said in _YES

    def save(self, results: Sequence[Result]) -> None:
        Record.objects.bulk_create(each.instance for each in results if each.change == Change.NEW)  # type: ignore[misc]
        changed = [each.instance for each in results if each.change == Change.CHANGED]
        bulk_change(changed, [name for name in RECORD_HEADINGS if name != "reference"])


def _content(record: Record) -> tuple[str, ...]:
    """All that a record says, to know it again."""
    return tuple(value for name, value in record_cells(record).items() if name != "reference")


def bulk_change(rows: Sequence[Any], names: Sequence[str]) -> None:
    """Write the named fields of rows that are there already, all of one model, with the time."""
    for row in rows:
        row.changed_at = timezone.now()
    if rows:
        type(rows[0])._default_manager.bulk_update(rows, [*names, "changed_at"], batch_size=100)
