"""Our work as tables for a spreadsheet: written out, and read back in without doubles.

A row is known again by its reference; without one, an activity by its name and a record by all it says.
What goes out and comes in unchanged changes nothing.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone

from documents.spreadsheet import Row, write_table

from .importing import Change, Difference, Result, TableImport, fault_of

Cells = dict[str, str]


def written(headings: Mapping[str, Sequence[str]], rows: Iterable[Cells]) -> bytes:
    """A table as a CSV file, with the first name of each heading."""
    first = [names[0] for names in headings.values()]
    return write_table(first, ([cells[name] for name in headings] for cells in rows))


def iso(day: datetime.date | None) -> str:
    """A day as 2026-11-29, or nothing."""
    return day.isoformat() if day else ""


class Reading:
    """One row on its way to an object: the faults found, each under its column."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.faults: dict[str, list[str]] = {}

    def fault(self, name: str, words: str) -> None:
        """Note what is wrong with a cell."""
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
        key = plain(self.cells[name])
        if key and key not in known:
            self.fault(name, f"{words}. “{self.cells[name][:60]}” is not one")
        return known.get(key)

    def checked(self, instance: models.Model, keys: set[str]) -> None:
        """Add what the model itself says. What could not be read is not “missing” as well.

        The keys are not looked up again and the database is not asked: the import has seen to that.
        """
        try:
            instance.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)
        except ValidationError as problem:
            for name, found in problem.message_dict.items():
                if name == NON_FIELD_ERRORS or name not in self.faults:
                    self.faults.setdefault(name, []).extend(found)

    def raise_faults(self) -> None:
        """Raise ValidationError with every fault under its column, if there is any."""
        if self.faults:
            raise ValidationError(self.faults)


def plain(text: str) -> str:
    """Words in a form in which capitals and spaces make no difference."""
    return " ".join(text.casefold().split())


def choices(kinds: type[models.TextChoices]) -> dict[str, Any]:
    """Every way to write a choice, plain, with what it means."""
    return {plain(str(name)): kind for kind in kinds for name in (kind.value, kind.label)}


class WorkImport(TableImport):
    """What both kinds of row share: known again by reference, compared as the table shows them."""

    def check(self, rows: Sequence[Row]) -> list[Result]:
        self.begin()
        return [self._result(row) for row in rows]

    def begin(self) -> None:
        """Read once what every row is compared with."""
        raise NotImplementedError

    def read(self, row: Row) -> tuple[models.Model, Cells | None, Cells]:
        """The object of a row, its cells as they stand and as they would be; None and anything for a new one.

        Raises ValidationError.
        """
        raise NotImplementedError

    def _result(self, row: Row) -> Result:
        if row.fault:
            return Result(row.line, row.cells, row.fault)
        try:
            instance, before, after = self.read(row)
        except ValidationError as problem:
            return Result(row.line, row.cells, fault_of(problem, self.headings))
        if before is None:
            return Result(row.line, row.cells, instance=instance)
        differences = [
            Difference(names[0], before[name], after[name])
            for name, names in self.headings.items()
            if before[name] != after[name]
        ]
        change = Change.CHANGED if differences else Change.SAME
        return Result(row.line, row.cells, change=change, instance=instance, differences=differences)

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


def bulk_change(rows: Sequence[Any], names: Sequence[str]) -> None:
    """Write the named fields of rows that are there already, all of one model, with the time."""
    for row in rows:
        row.changed_at = timezone.now()
    if rows:
        type(rows[0])._default_manager.bulk_update(rows, [*names, "changed_at"], batch_size=100)
