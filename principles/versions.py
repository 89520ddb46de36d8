"""What a curated row and its parts said, save by save: read from the history, compared, and brought back.

Nothing is kept for it but the history itself. A save in the admin writes several history rows, one for the
page and one for each part; those that follow each other at once and are by one person are one version.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.db import models, transaction
from django.utils.dateformat import format as format_date

from documents.comparing import Passage, compare

# Rows of one save follow each other within milliseconds; a slow machine may take longer.
ONE_SAVE = datetime.timedelta(seconds=2)
NEVER_BROUGHT_BACK = {"id", "revision"}

Key = tuple[type[models.Model], int]


class Event(NamedTuple):
    """A row of the history: of which row, and what it pointed at in its lists of others."""

    key: Key
    record: Any
    many: Mapping[str, frozenset[int]]

    @property
    def is_removal(self) -> bool:
        return bool(self.record.history_type == "-")


@dataclass(frozen=True)
class Difference:
    """One field before and after, in words."""

    name: str
    label: str
    before: str
    after: str

    @property
    def passages(self) -> list[Passage]:
        """What was taken out and what was put in."""
        return compare(self.before, self.after)


@dataclass(frozen=True)
class Change:
    """What became of one row: of the page itself, or of the part that `of` names."""

    key: Key
    kind: str  # added, changed, removed
    of: str
    differences: tuple[Difference, ...]

    @property
    def in_short(self) -> str:
        """Such as “Summary, What changed” or “Figure “£5 million” removed”."""
        if self.of and self.kind != "changed":
            return f"{self.of} {self.kind}"
        fields = ", ".join(difference.label for difference in self.differences)
        return f"{self.of}: {fields}" if self.of else fields


@dataclass(frozen=True)
class Version:
    """How a page stood after one save: when, by whom, and what that save changed."""

    number: int
    events: Sequence[Event]
    changes: Sequence[Change]
    rows: Mapping[Key, Event] = field(repr=False)

    @property
    def key(self) -> str:
        """A name for its address that later saves do not change."""
        (model, _), record, _ = self.events[0]
        return f"{model._meta.model_name}-{record.history_id}"

    @property
    def at(self) -> datetime.datetime:
        when: datetime.datetime = self.events[-1].record.history_date
        return when

    @property
    def by(self) -> Any:
        return self.events[-1].record.history_user

    @property
    def who(self) -> str:
        """The person, or what wrote it when nobody did."""
        return str(self.by or self.reason or "Nobody signed in")

    @property
    def reason(self) -> str:
        """What was noted with the last row of the save."""
        return self.events[-1].record.history_change_reason or ""

    @property
    def in_short(self) -> list[str]:
        return [change.in_short for change in self.changes]


class Versions:
    """Every version of a row together with its parts, oldest first."""

    def __init__(self, row: models.Model, parts: Sequence[type[models.Model]] = ()) -> None:
        self.row = row
        self.parts = parts
        self.key: Key = (type(row), row.pk)
        self._others: dict[Key, models.Model | None] = {}

    @cached_property
    def events(self) -> list[Event]:
        """Every history row of the page and its parts, as they were written."""
        found = list(_events(type(self.row), {"id": self.row.pk}))
        for part in self.parts:
            found += _events(part, {_key_to(part, type(self.row)).attname: self.row.pk})
        return sorted(found, key=lambda event: (event.record.history_date, event.record.history_id))

    @cached_property
    def all(self) -> list[Version]:
        """The versions, without saves that changed nothing."""
        versions: list[Version] = []
        rows: dict[Key, Event] = {}
        for events in self._saves():
            before = dict(rows)
            rows |= {event.key: event for event in events}
            if changes := self.changes(before, rows):
                versions.append(Version(len(versions) + 1, events, changes, dict(rows)))
        return versions

    def newest_at(self) -> datetime.datetime | None:
        """When anything of it was last written, without reading it all."""
        newest = [
            type(self.row).history.filter(id=self.row.pk).aggregate(at=models.Max("history_date"))["at"],  # type: ignore[attr-defined]
            *(
                part.history.filter(**self._of_row(part)).aggregate(at=models.Max("history_date"))["at"]  # type: ignore[attr-defined]
                for part in self.parts
            ),
        ]
        return max(filter(None, newest), default=None)

    def get(self, key: str) -> Version | None:
        """A version by its key, or by the number of a history row of the page itself."""
        for version in self.all:
            names = {f"{event.key[0]._meta.model_name}-{event.record.history_id}" for event in version.events}
            if key in names or f"{type(self.row)._meta.model_name}-{key}" in names:
                return version
        return None

    def before(self, version: Version) -> Version | None:
        """The version that this one changed; None of the first."""
        return self.all[version.number - 2] if version.number > 1 else None

    def as_of(self, moment: datetime.datetime) -> dict[Key, Event]:
        """What stood at a moment, each row by its key."""
        return {event.key: event for event in self.events if event.record.history_date <= moment}

    def since(self, moment: datetime.datetime) -> list[Event]:
        """What was saved after a moment."""
        return [event for event in self.events if event.record.history_date > moment]

    def changes(self, before: Mapping[Key, Event], after: Mapping[Key, Event]) -> list[Change]:
        """What differs between two states, the page first."""
        keys = sorted(after, key=lambda key: (key != self.key, key[0]._meta.model_name or "", key[1]))
        return [change for key in keys if (change := self._change(key, before.get(key), after[key]))]

    def restore(self, version: Version) -> None:
        """Bring back what the page and its parts said, as a new version.

        Its address, and whether readers see it, stay as they are. Raises ValidationError, with nothing
        written, when it would no longer keep its own rules.
        """
        reason = f"Back to version {version.number}"
        with transaction.atomic():
            self._bring_back(self.row, version.rows[self.key], reason)
            for part in self.parts:
                here = {row.pk: row for row in part._default_manager.filter(**self._of_row(part))}
                wanted = {
                    pk: event
                    for (model, pk), event in version.rows.items()
                    if model is part and not event.is_removal
                }
                for pk in here.keys() - wanted.keys():
                    here[pk]._change_reason = reason  # type: ignore[attr-defined]
                    here[pk].delete()
                for pk, event in wanted.items():
                    self._bring_back(here.get(pk) or part(pk=pk), event, reason)
            if check := getattr(self.row, "check_whole", None):
                check()

    def _of_row(self, part: type[models.Model]) -> dict[str, int]:
        return {_key_to(part, type(self.row)).attname: self.row.pk}

    def _bring_back(self, row: Any, event: Event, reason: str) -> None:
        model = type(row)
        kept = {
            *NEVER_BROUGHT_BACK,
            *(
                name
                for name in getattr(model, "natural_key_fields", ())
                if "__" not in name and row is self.row
            ),
            *getattr(model, "KEPT_WHEN_RESTORED", ()),
        }
        is_new, is_other = row._state.adding, False
        for column in event.record.tracked_fields:
            if column.name not in kept and (column.editable or row is not self.row):
                value = getattr(event.record, column.attname)
                here = getattr(row, column.attname)
                is_other |= value != (here.name if isinstance(here, models.fields.files.FieldFile) else here)
                setattr(row, column.attname, value)
        if is_new or is_other:
            row._change_reason = reason
            row.full_clean()
            row.save()
        for name, pks in event.many.items():
            related = model._meta.get_field(name).related_model._base_manager.filter(pk__in=pks)  # type: ignore[union-attr]
            if {each.pk for each in related} != set(getattr(row, name).values_list("pk", flat=True)):
                row._change_reason = reason
                getattr(row, name).set(related)

    def _saves(self) -> Iterator[list[Event]]:
        save: list[Event] = []
        for event in self.events:
            record = event.record
            if save and (
                record.history_date - save[-1].record.history_date > ONE_SAVE
                or record.history_user_id != save[-1].record.history_user_id
                or (record.history_change_reason or "") != (save[-1].record.history_change_reason or "")
            ):
                yield save
                save = []
            save.append(event)
        if save:
            yield save

    def _change(self, key: Key, before: Event | None, after: Event) -> Change | None:
        if before is after:
            return None
        old = {} if before is None or before.is_removal else self._words(before)
        new = {} if after.is_removal else self._words(after)
        differences = tuple(
            Difference(name, label, old.get((name, label), ""), new.get((name, label), ""))
            for name, label in (new or old)
            if old.get((name, label), "") != new.get((name, label), "")
        )
        if not differences:
            return None
        kind = "removed" if not new else "changed" if old else "added"
        return Change(key, kind, "" if key == self.key else self._name(after), differences)

    def _name(self, event: Event) -> str:
        """Such as “Figure “£549.5 million””."""
        model, pk = event.key
        row = model(pk=pk)
        for column in event.record.tracked_fields:
            setattr(row, column.attname, getattr(event.record, column.attname))
            if isinstance(column, models.ForeignKey) and (other := self._other(event, column)):
                setattr(row, column.name, other)
        words = str(row).removeprefix(f"{self.row}: ")
        return f"{str(model._meta.verbose_name).capitalize()} “{words}”"

    def _words(self, event: Event) -> dict[tuple[str, str], str]:
        """The fields that a person can change, by name and label, in words."""
        words = {}
        for column in event.record.tracked_fields:
            if column.name in NEVER_BROUGHT_BACK or not column.editable:
                continue
            if isinstance(column, models.ForeignKey) and column.related_model is type(self.row):
                continue
            words[column.name, _label(column)] = self._in_words(event, column)
        model = event.key[0]
        for name, pks in event.many.items():
            target: Any = model._meta.get_field(name).related_model
            rows = (self._row(target, pk) for pk in sorted(pks))
            words[name, _label(model._meta.get_field(name))] = ", ".join(str(row) for row in rows if row)
        return words

    def _in_words(self, event: Event, column: Any) -> str:
        value = getattr(event.record, column.attname)
        if isinstance(column, models.ForeignKey):
            return str(self._other(event, column) or "a row that is gone" if value else "")
        if column.choices:
            return str(dict(column.flatchoices).get(value, value))
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, datetime.date):
            return format_date(value, "j F Y")
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return "" if value is None else str(value)

    def _other(self, event: Event, column: Any) -> models.Model | None:
        value = getattr(event.record, column.attname)
        return self._row(column.related_model, value) if value else None

    def _row(self, model: type[models.Model], pk: int) -> models.Model | None:
        if (model, pk) == self.key:
            return self.row
        if (model, pk) not in self._others:
            self._others[model, pk] = model._base_manager.filter(pk=pk).first()
        return self._others[model, pk]


def _events(model: Any, of: dict[str, int]) -> Iterator[Event]:
    records = list(model.history.filter(**of).select_related("history_user"))
    lists: dict[str, dict[int, set[int]]] = {}
    for column in model.history.model._history_m2m_fields:
        rows = getattr(model.history.model, column.name).model._base_manager.filter(
            history_id__in=[record.history_id for record in records]
        )
        found = lists.setdefault(column.name, {})
        for history_id, pk in rows.values_list("history_id", f"{column.m2m_reverse_field_name()}_id"):
            found.setdefault(history_id, set()).add(pk)
    for record in records:
        many = {name: frozenset(found.get(record.history_id, ())) for name, found in lists.items()}
        yield Event((model, record.id), record, many)


def _key_to(part: type[models.Model], whole: type[models.Model]) -> Any:
    """The key of a part that names the page it belongs to."""
    for column in part._meta.concrete_fields:
        if isinstance(column, models.ForeignKey) and column.related_model is whole:
            return column
    raise LookupError(f"{part} has no key to {whole}")


def _label(column: Any) -> str:
    words = str(column.verbose_name)
    return words[:1].upper() + words[1:]
