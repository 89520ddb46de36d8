"""Records as a table for a spreadsheet: written out, and read back in without doubles."""

import copy
from collections.abc import Sequence
from typing import Any

from django import forms

from documents.spreadsheet import Row

from .days import DAY_CELL
from .importing import Change, Result
from .models import Organisation
from .records import Record, RecordKind, SourceKind
from .work import Activity
from .work_forms import figure_field
from .work_tables import Cells, Reading, WorkImport, bulk_change, choices, iso, plain, written

HEADINGS: dict[str, tuple[str, ...]] = {
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
_figure = figure_field()
_address = forms.URLField(
    required=False,
    assume_scheme="https",
    error_messages={"invalid": "Enter a web address in the correct format, like https://example.org"},
)


def records_table(organisation: Organisation) -> bytes:
    """Every record of an organisation, one on each line, as CSV."""
    records = Record.objects.for_organisation(organisation).select_related("activity")
    ordered = records.order_by("activity__function__order", "activity__name", "-dated_on", "pk")
    headings = {**HEADINGS, "file": (FILE_HEADING,)}
    return written(headings, ({**record_cells(each), "file": each.file_name} for each in ordered))


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
        "dated_on": iso(record.dated_on),
        "secured_until_on": iso(record.secured_until_on),
        "reviewed_on": iso(record.reviewed_on),
        "consent_by": record.consent_by,
        "consent_on": iso(record.consent_on),
        "may_be_named": "yes" if record.may_be_named else "",
        "link": record.link,
        "reference": str(record.pk),
    }


class RecordImport(WorkImport):
    """Records of activities that are there already, one on each line."""

    noun, nouns = "record", "records"
    headings = HEADINGS
    needed = ("activity", "kind", "dated_on")
    shown = ("activity", "kind", "text")
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
        self.activities = {plain(activity.name): activity for activity in activities}
        self.kinds = choices(RecordKind)
        self.source_kinds = choices(SourceKind)
        stored = Record.objects.for_organisation(self.organisation).select_related("activity")
        self.stored = {record.pk: record for record in stored}
        self.contents = {_content(record) for record in self.stored.values()}
        self.seen: dict[Any, int] = {}

    def read(self, row: Row) -> tuple[Record, Cells | None, Cells]:
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
        after = record_cells(record)
        if stored:
            return record, record_cells(stored), after
        return record, after if content in self.contents else None, after

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
            setattr(record, name, reading.value(name, DAY_CELL))
        if "value" in cells:
            record.value = reading.value("value", _figure)
        if "link" in cells:
            record.link = reading.value("link", _address) or ""
        if "may_be_named" in cells:
            said = plain(cells["may_be_named"])
            if said not in _YES | _NO:
                reading.fault("may_be_named", "Enter yes or no")
            record.may_be_named = said in _YES

    def save(self, results: Sequence[Result]) -> None:
        Record.objects.bulk_create(each.instance for each in results if each.change == Change.NEW)  # type: ignore[misc]
        changed = [each.instance for each in results if each.change == Change.CHANGED]
        bulk_change(changed, [name for name in HEADINGS if name != "reference"])


def _content(record: Record) -> tuple[str, ...]:
    """All that a record says, to know it again."""
    return tuple(value for name, value in record_cells(record).items() if name != "reference")
