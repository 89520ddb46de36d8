"""Bring the content that ships with the toolkit into the database, without touching what NAVCA edited.

Each row of fixtures/*.yaml is compared, by its natural key, with the row here and with what was loaded last
time (`ShippedRow`):

* a row that is not here is added, unless it was shipped before: then NAVCA deleted it, and it stays deleted;
* a row that still is as it was loaded takes the shipped correction;
* a row that was edited here is left alone, a review by NAVCA included;
* `overwrite` takes the shipped values all the same, and brings deleted rows back. History is kept.

The public bodies come first, from a file of their own that NAVCA can replace (publicbodies/loading.py).
Everything happens in one transaction, so a run that is stopped leaves nothing half done.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction

from publicbodies import directory as public_bodies
from publicbodies import loading

from . import searching
from .fixture_rows import (
    FixtureProblem,
    Row,
    Values,
    columns_of,
    current_values,
    default,
    instance_of,
    key_of,
    messages,
    read_fixtures,
    references,
)
from .models import ShippedRow

__all__ = ["FixtureProblem", "Outcome", "Report", "load"]

CHANGE_REASON = loading.Origin.TOOLKIT.value
PUBLIC_BODIES = "public_bodies.csv"


class Outcome(Enum):
    """What became of a row, in the words of the summary."""

    ADDED = "added"
    CORRECTED = "corrected"
    REPLACED = "edited here and replaced"
    EDITED_HERE = "edited here and left alone"
    DELETED_HERE = "deleted here and left out"
    LEFT_OUT = "left out because a row it points at was deleted here"
    REFUSED = "shipped with a change that cannot be made"
    UNCHANGED = "unchanged"


WRITTEN = {Outcome.ADDED, Outcome.CORRECTED, Outcome.REPLACED}
ALWAYS_COUNTED = (Outcome.ADDED, Outcome.CORRECTED, Outcome.EDITED_HERE, Outcome.UNCHANGED)


@dataclass(frozen=True)
class Change:
    """What became of one row. `differences` are (field, value here, value shipped)."""

    row: Row
    outcome: Outcome
    differences: tuple[tuple[str, Any, Any], ...] = ()
    reason: str = ""

    def lines(self) -> Iterator[str]:
        """Say it in words, the values in full."""
        yield f"{self.row.name} ({self.row.place}): {self.reason or self.outcome.value}"
        for name, here, shipped in self.differences:
            label = self.row.model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            if self.outcome is not Outcome.ADDED:
                yield f"    {label}, here: {_in_words(here)}"
            yield f"    {label}, shipped: {_in_words(shipped)}"


@dataclass
class Report:
    """What a run did, or with `dry_run` would do."""

    changes: list[Change] = field(default_factory=list)
    bodies: loading.Report = field(default_factory=loading.Report)

    def count(self, outcome: Outcome) -> int:
        """How many rows became this."""
        return sum(change.outcome is outcome for change in self.changes)

    @property
    def has_written(self) -> bool:
        return bool(self.bodies.written) or any(change.outcome in WRITTEN for change in self.changes)

    def summary(self) -> str:
        """Such as “12 added, 3 corrected, 1 edited here and left alone, 80 unchanged”."""
        counts = Counter(change.outcome for change in self.changes)
        shown = [outcome for outcome in Outcome if outcome in ALWAYS_COUNTED or counts[outcome]]
        return ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in shown)

    def lines(self) -> Iterator[str]:
        """Each row that is not simply as shipped, with its differences."""
        yield from self.bodies.lines()
        for change in self.changes:
            if change.outcome is not Outcome.UNCHANGED:
                yield from change.lines()

    def notices(self) -> Iterator[str]:
        """What somebody should know after an ordinary run: shipped changes that were not made."""
        for change in self.changes:
            if change.outcome is Outcome.REFUSED:
                yield next(change.lines())


def load(directory: Path | None = None, *, dry_run: bool = False, overwrite: bool = False) -> Report:
    """Bring the fixtures of a directory (else of the project) into the database.

    Raises FixtureProblem, with nothing written, when a fixture is wrong.
    """
    directory = directory or Path(settings.FIXTURE_DIRS[0])
    entries, rows = _read_bodies(directory / PUBLIC_BODIES), read_fixtures(directory)
    with transaction.atomic():
        bodies = loading.load(entries, loading.Origin.TOOLKIT, overwrite=overwrite)
        report = _Load(overwrite=overwrite).take(rows)
        report.bodies = bodies
        if dry_run:
            transaction.set_rollback(True)
        else:
            # Also when nothing was written: an earlier release may have indexed words that nobody may read.
            searching.rebuild()
    return report


def _read_bodies(path: Path) -> list[public_bodies.Entry]:
    try:
        return public_bodies.read(path.read_bytes()) if path.exists() else []
    except public_bodies.DirectoryProblem as problem:
        raise FixtureProblem(f"{path.name}: {problem}") from problem


class _Load:
    """One run: the rows here, what was shipped before, and the changes so far."""

    def __init__(self, *, overwrite: bool) -> None:
        self.overwrite = overwrite
        self.here: dict[type[models.Model], dict[str, models.Model]] = {}
        self.shipped = {(row.model, row.key): row.values for row in ShippedRow.objects.all()}
        self.to_record: dict[tuple[str, str], Row] = {}

    def take(self, rows: list[Row]) -> Report:
        """Take the rows in order."""
        report = Report([self._one(row) for row in rows])
        if self.to_record:
            ShippedRow.objects.bulk_create(
                [
                    ShippedRow(model=row.label, key=row.key, values=row.values)
                    for row in self.to_record.values()
                ],
                update_conflicts=True,
                unique_fields=["model", "key"],
                update_fields=["values", "loaded_at"],
            )
        return report

    def _one(self, row: Row) -> Change:
        deleted = self._points_at_deleted(row)
        instance = self._rows(row.model).get(row.key)
        recorded = self.shipped.get((row.label, row.key))
        if instance is None:
            if recorded is not None and not self.overwrite:
                return Change(row, Outcome.DELETED_HERE)
            if deleted:
                return Change(row, Outcome.LEFT_OUT)
            return self._add(row)
        here = current_values(instance)
        differences = tuple(
            (name, here[name], row.values[name]) for name in here if here[name] != row.values[name]
        )
        if not differences:
            self._record(row)
            return Change(row, Outcome.UNCHANGED)
        edited = recorded is None or not _is_as_loaded(row.model, here, recorded)
        if edited and not self.overwrite:
            return Change(row, Outcome.EDITED_HERE, differences)
        if deleted:
            return Change(row, Outcome.LEFT_OUT, differences)
        return self._change(row, instance, differences, Outcome.REPLACED if edited else Outcome.CORRECTED)

    def _rows(self, model: type[models.Model]) -> dict[str, models.Model]:
        """Every row of a model by its key, in a fixed number of queries."""
        if model not in self.here:
            columns = list(columns_of(model))
            keys = [column.name for column in columns if isinstance(column, models.ForeignKey)]
            many = [column.name for column in columns if isinstance(column, models.ManyToManyField)]
            queryset = model._default_manager.select_related(*keys).prefetch_related(*many)
            self.here[model] = {json.dumps(key_of(instance)): instance for instance in queryset}
        return self.here[model]

    def _points_at_deleted(self, row: Row) -> bool:
        """Whether a row points at one that NAVCA deleted. Raises FixtureProblem when it points at nothing."""
        is_deleted = False
        for column, target_key in references(row):
            target = column.related_model
            if target_key in self._rows(target):
                continue
            if (target._meta.label_lower, target_key) not in self.shipped:
                raise FixtureProblem(
                    f"{row.place}, {row.name}: “{column.name}” points at {target_key}, "
                    "which is neither here nor above."
                )
            is_deleted = True
        return is_deleted

    def _add(self, row: Row) -> Change:
        instance, related = instance_of(row)
        _check(row, instance)
        self._save(instance)
        self._set_related(instance, related)
        self._rows(row.model)[row.key] = instance
        self._record(row)
        return Change(row, Outcome.ADDED, _worth_showing(row))

    def _change(
        self,
        row: Row,
        instance: models.Model,
        differences: tuple[tuple[str, Any, Any], ...],
        outcome: Outcome,
    ) -> Change:
        shipped, related = instance_of(row)
        changed = {name for name, _, _ in differences}
        for column in columns_of(row.model):
            if column.name in changed and not isinstance(column, models.ManyToManyField):
                setattr(instance, column.attname, getattr(shipped, column.attname))
        _check(row, instance)
        try:
            self._save(instance)
        except ValidationError as refusal:
            instance.refresh_from_db()
            return Change(row, Outcome.REFUSED, differences, " ".join(refusal.messages))
        self._set_related(instance, {name: keys for name, keys in related.items() if name in changed})
        self._record(row)
        return Change(row, outcome, differences)

    @staticmethod
    def _save(instance: models.Model) -> None:
        instance._change_reason = CHANGE_REASON  # type: ignore[attr-defined]
        instance.save()

    @staticmethod
    def _set_related(instance: models.Model, related: dict[str, list[Any]]) -> None:
        for name, keys in related.items():
            if keys or getattr(instance, name).exists():
                getattr(instance, name).set(keys)

    def _record(self, row: Row) -> None:
        if self.shipped.get((row.label, row.key)) != row.values:
            self.shipped[row.label, row.key] = row.values
            self.to_record[row.label, row.key] = row


def _check(row: Row, instance: models.Model) -> None:
    try:
        instance.full_clean()
    except ValidationError as problem:
        raise FixtureProblem(f"{row.place}, {row.name}: {messages(problem)}") from problem


def _is_as_loaded(model: type[models.Model], here: Values, recorded: Values) -> bool:
    """Whether a row still has the values it was loaded with.

    A field that did not exist then counts as untouched while it holds its default.
    """
    defaults = {column.name: default(column) for column in columns_of(model) if column.name not in recorded}
    return all(here[name] == recorded.get(name, defaults.get(name)) for name in here)


def _worth_showing(row: Row) -> tuple[tuple[str, Any, Any], ...]:
    """The values of a new row that say something."""
    return tuple(
        (name, None, value) for name, value in row.values.items() if value not in (None, "", [], False)
    )


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        items = [
            " / ".join(str(part) for part in item) if isinstance(item, list) else str(item) for item in value
        ]
        return ", ".join(items) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value in (None, "") else f"“{value}”"
