"""Rows from a spreadsheet in three steps: choose the file, see what would change, save what is right.

Nothing is kept between the steps. The file travels with the person's answer and is checked again, so that
what is saved is right at that moment, and an answer given twice changes nothing.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from documents.spreadsheet import MOST_BYTES, Row, UnreadableTable, read_table, write_table

from .access import MemberRequest
from .forms import PlainForm
from .models import Organisation

# The columns that a file to mend has beside ours. They are passed over when it is loaded again.
LINE, MEND = "Line", "What to mend"


class Change(StrEnum):
    """What saving a row would do."""

    NEW = "to add"
    CHANGED = "to change"
    SAME = "here already"


@dataclass(frozen=True)
class Result:
    """One row of the file, checked: what is wrong with it, or the object as it would be saved."""

    line: int
    cells: Mapping[str, str]
    fault: str = ""
    change: Change = Change.NEW
    instance: models.Model | None = None


class TableImport:
    """A kind of row that members load from a spreadsheet. A room derives its own and says what is right.

    `headings` and `needed` are those of `read_table`; `notes` says what a column may hold; `shown` names the
    columns of the preview, the first of which tells rows apart.
    """

    noun: ClassVar[str]
    nouns: ClassVar[str]
    headings: ClassVar[Mapping[str, Sequence[str]]]
    needed: ClassVar[Sequence[str]] = ()
    notes: ClassVar[Mapping[str, str]] = {}
    shown: ClassVar[Sequence[str]]

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation

    def check(self, rows: Sequence[Row]) -> list[Result]:
        """Say of every row what is wrong with it or what saving it would do. Writes nothing."""
        raise NotImplementedError

    def save(self, results: Sequence[Result]) -> None:
        """Write the rows that are to be added or changed, none of which has a fault."""
        raise NotImplementedError

    @classmethod
    def columns(cls) -> list[tuple[str, bool, str]]:
        """Each column's heading, whether a file must have it, and what it may hold."""
        return [(all_[0], name in cls.needed, cls.notes.get(name, "")) for name, all_ in cls.headings.items()]

    @classmethod
    def mending(cls, results: Sequence[Result]) -> bytes:
        """The rows with a fault as a CSV file that can be mended and loaded again."""
        headings = [LINE, MEND, *(names[0] for names in cls.headings.values())]
        rows = [
            [result.line, result.fault, *(result.cells.get(name, "") for name in cls.headings)]
            for result in results
            if result.fault
        ]
        return write_table(headings, rows)


class TableForm(PlainForm, forms.Form):
    """The file itself, chosen by the person or carried along from the step before."""

    gaps = ("file",)
    file = forms.FileField(
        label="CSV file",
        required=False,
        help_text=f"Saved from a spreadsheet as CSV, smaller than {MOST_BYTES // 1024 // 1024} MB",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"empty": "The file is empty. Choose another"},
    )
    table = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: TableImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.rows: list[Row] = []
        self.carried = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        file, carried = cleaned.get("file"), cleaned.get("table", "")
        if not file and not carried:
            self.add_error("file", "Choose a CSV file")
            return cleaned
        try:
            data = file.read(MOST_BYTES + 1) if file else base64.b64decode(carried, validate=True)
            self.rows = read_table(data, self.kind.headings, self.kind.needed)
        except UnreadableTable as problem:
            self.add_error("file", str(problem))
            return cleaned
        except binascii.Error:
            self.add_error("file", "Choose the CSV file again")
            return cleaned
        if not self.rows:
            self.add_error("file", "The file has headings and no rows. Add a row below the headings")
        self.carried = base64.b64encode(data).decode("ascii")
        return cleaned


@dataclass(frozen=True)
class Preview:
    """What saving a file would do, for a page to show."""

    kind: TableImport
    results: Sequence[Result]

    @property
    def faulty(self) -> list[Result]:
        return [result for result in self.results if result.fault]

    def with_change(self, change: Change) -> list[Result]:
        return [result for result in self.results if not result.fault and result.change == change]

    @property
    def to_save(self) -> list[Result]:
        return [*self.with_change(Change.NEW), *self.with_change(Change.CHANGED)]

    @property
    def counts(self) -> list[tuple[int, str]]:
        """How many rows there are of each change, such as (960, "to add"), and how many to mend."""
        counts = [(len(self.with_change(change)), change.value) for change in Change]
        return [*counts, (len(self.faulty), "to mend first")]

    @property
    def headings(self) -> list[str]:
        return [self.kind.headings[name][0] for name in self.kind.shown]

    @property
    def first_rows(self) -> list[tuple[Result, list[tuple[str, str]]]]:
        """The first ten rows that would be saved, with the heading and text of the cells that are shown."""
        return [
            (each, [(heading, each.cells.get(name, "")) for heading, name in self._shown()])
            for each in self.to_save[:10]
        ]

    def _shown(self) -> list[tuple[str, str]]:
        return list(zip(self.headings, self.kind.shown, strict=True))

    @property
    def faulty_rows(self) -> list[tuple[Result, str]]:
        """The rows to mend, each with the cell that tells it apart."""
        return [(each, each.cells.get(self.kind.shown[0], "")) for each in self.faulty]


def import_page(
    request: MemberRequest, kind: TableImport, *, template: str, done_url: str, **context: Any
) -> HttpResponse:
    """Answer every step of loading a spreadsheet: the form, the preview, the rows to mend, the saving."""
    data = request.POST if request.method == "POST" else None
    form = TableForm(data, request.FILES or None, kind=kind)
    context |= {"form": form, "kind": kind, "organisation": request.organisation, "done_url": done_url}
    if not form.is_valid():
        return render(request, template, context)
    if "save" in request.POST:
        preview = _save(kind, form.rows)
        messages.success(request, _said(preview))
        return redirect(done_url)
    preview = Preview(kind, kind.check(form.rows))
    if "mend" in request.POST:
        response = HttpResponse(kind.mending(preview.results), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{kind.nouns}-to-mend.csv"'
        return response
    return render(request, template, {**context, "preview": preview})


@transaction.atomic
def _save(kind: TableImport, rows: Sequence[Row]) -> Preview:
    # One at a time for each organisation: two answers to the same form would both find nothing there.
    Organisation.objects.select_for_update().get(pk=kind.organisation.pk)
    preview = Preview(kind, kind.check(rows))
    kind.save(preview.to_save)
    return preview


def _said(preview: Preview) -> str:
    """What a person reads after saving."""

    def counted(number: int) -> str:
        return f"{number:,} {preview.kind.noun if number == 1 else preview.kind.nouns}"

    parts = []
    for change, verb in ((Change.NEW, "added"), (Change.CHANGED, "changed")):
        if found := preview.with_change(change):
            parts.append(f"{counted(len(found))} {verb}")
    said = " and ".join(parts) or "Nothing to change: every row is here already"
    if left := len(preview.faulty):
        said += f". {left:,} {'row was' if left == 1 else 'rows were'} left out: mend and load them again"
    return f"{said}."


def fault_of(problem: ValidationError, headings: Mapping[str, Sequence[str]]) -> str:
    """What is wrong with a row in one line, each fault with the heading of its column."""
    if not hasattr(problem, "error_dict"):
        return "; ".join(problem.messages)
    faults = []
    for name, found in problem.message_dict.items():
        prefix = "" if name == NON_FIELD_ERRORS or name not in headings else f"{headings[name][0]}: "
        faults += [f"{prefix}{message}" for message in found]
    return "; ".join(faults)
