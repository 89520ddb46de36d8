"""Rows from a spreadsheet in three steps: choose the file, see what would change, save what is right.

Nothing is kept between the steps. The file travels with the person's answer and is checked again under a
lock, so that what is saved is right at that moment, and an answer given twice changes nothing. It needs no
signature: it goes where the person may choose any other file as well.
"""

import base64
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
class Difference:
    """What saving a row would change in one column, as a person reads it."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Result:
    """One row of the file, checked: what is wrong with it, or the object as it would be saved."""

    line: int
    cells: Mapping[str, str]
    fault: str = ""
    change: Change = Change.NEW
    instance: models.Model | None = None
    differences: Sequence[Difference] = ()


class TableImport:
    """A kind of row that members load from a spreadsheet. A room derives its own and says what is right.

    `headings` and `needed` are those of `read_table`; `notes` says what a column may hold; `shown` names the
    columns that tell rows apart.
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

    def besides(self, results: Sequence[Result]) -> str:
        """A sentence on what saving the rows brings with it; empty when it brings nothing else."""
        return ""

    @classmethod
    def columns(cls) -> list[tuple[str, bool, str]]:
        """Each column's heading, whether a file must have it, and what it may hold."""
        return [
            (all_[0], name in cls.needed, cls.notes.get(name, ""))
            for name, all_ in cls.headings.items()
            if name in cls.needed or name in cls.notes
        ]

    @classmethod
    def mending(cls, results: Sequence[Result]) -> bytes:
        """The rows with a fault, in the columns of their file, as a CSV to mend and load again."""
        faulty = [result for result in results if result.fault]
        # A column more would be empty, and an empty cell can mean “take it away”.
        names = [name for name in cls.headings if any(name in result.cells for result in faulty)]
        rows = [
            [result.line, result.fault, *(result.cells.get(name, "") for name in names)] for result in faulty
        ]
        return write_table([LINE, MEND, *(cls.headings[name][0] for name in names)], rows)


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
            self.add_error("file", str(problem).rstrip("."))
            return cleaned
        except ValueError:  # it was not carried along as the page gave it
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
    is_saved: bool = False

    @property
    def faulty(self) -> list[Result]:
        return [result for result in self.results if result.fault]

    def with_change(self, change: Change) -> list[Result]:
        """The rows without a fault to which saving would do this."""
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
    def besides(self) -> str:
        """What saving brings with it, in a sentence; mostly empty."""
        return self.kind.besides(self.to_save)

    @property
    def headings(self) -> list[str]:
        return [self.kind.headings[name][0] for name in self.kind.shown]

    @property
    def first_new_rows(self) -> list[tuple[Result, list[tuple[str, str]]]]:
        """The first ten rows that would be added, with the heading and text of the cells that are shown."""
        return [
            (each, [*zip(self.headings, (each.cells.get(name, "") for name in self.kind.shown), strict=True)])
            for each in self.with_change(Change.NEW)[:10]
        ]

    @property
    def changed_rows(self) -> list[tuple[Result, str]]:
        return self._named(self.with_change(Change.CHANGED))

    @property
    def faulty_rows(self) -> list[tuple[Result, str]]:
        return self._named(self.faulty)

    def _named(self, results: Sequence[Result]) -> list[tuple[Result, str]]:
        """The rows, each with the text of the cells that tell it apart."""
        return [
            (each, ", ".join(cell for name in self.kind.shown if (cell := each.cells.get(name, ""))))
            for each in results
        ]


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
        preview = save_rows(kind, form.rows)
        messages.success(request, _said(preview))
        if not preview.faulty:
            return redirect(done_url)
        # The page stays with what is left to mend: here is the last chance to download it.
        return render(request, template, {**context, "preview": preview})
    preview = Preview(kind, kind.check(form.rows))
    if "mend" in request.POST:
        return csv_file(kind.mending(preview.results), f"{kind.nouns}-to-mend.csv")
    return render(request, template, {**context, "preview": preview})


@transaction.atomic
def save_rows(kind: TableImport, rows: Sequence[Row]) -> Preview:
    """Check the rows again, save those without a fault, and return what was done."""
    # One at a time for each organisation: two answers to the same form would both find nothing there.
    Organisation.objects.select_for_update().get(pk=kind.organisation.pk)
    preview = Preview(kind, kind.check(rows), is_saved=True)
    kind.save(preview.to_save)
    return preview


def csv_file(data: bytes, name: str) -> HttpResponse:
    """A table to download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)


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
