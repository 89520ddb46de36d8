"""The rows of the fixtures, and the rows of the database in the same form, so that the two compare."""

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

# Rows may point only at rows of their own file or of a file above it.
ORDER = (
    "sources", "sources_guide", "sources_research", "principles", "functions", "findings", "evidence_uses",
    "case_studies", "guide", "updates", "equity", "glossary", "links", "letter_templates",
    "starter_examples",
)  # fmt: skip
Values = dict[str, Any]


class FixtureProblem(Exception):
    """A fixture that cannot be loaded. Names the file and the row; nothing was written."""


@dataclass(frozen=True)
class Row:
    """One row of a fixture: where it stands, which row it is, and its values in a form that compares."""

    place: str
    model: type[models.Model]
    key: str
    values: Values

    @property
    def name(self) -> str:
        parts = [
            str(part)
            for value in json.loads(self.key)
            for part in (value if isinstance(value, list) else [value])
        ]
        return f"{self.model._meta.verbose_name} {' / '.join(parts)}"

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


def read_fixtures(directory: Path) -> list[Row]:
    """The rows of every YAML file of a directory, in the order in which they can be loaded.

    Raises FixtureProblem.
    """
    order = {stem: number for number, stem in enumerate(ORDER)}
    paths = sorted(directory.glob("*.yaml"), key=lambda path: (order.get(path.stem, len(ORDER)), path.stem))
    rows = [row for path in paths for row in _rows_of_file(path)]
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        other = seen.setdefault((row.label, row.key), row)
        if other is not row:
            raise FixtureProblem(f"{row.place}: {row.name} stands in {other.place} already.")
    return rows


def current_values(instance: models.Model) -> Values:
    """The values of a row of the database in the form in which fixtures are compared."""
    values: Values = {}
    for column in columns_of(type(instance)):
        if isinstance(column, models.ManyToManyField):
            values[column.name] = sorted(key_of(target) for target in getattr(instance, column.name).all())
        elif isinstance(column, models.ForeignKey):
            target = getattr(instance, column.name)
            values[column.name] = key_of(target) if target else None
        else:
            values[column.name] = _plain(getattr(instance, column.attname))
    return values


# Reading a fixture


def _rows_of_file(path: Path) -> Iterator[Row]:
    node: Any
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        records = loader.construct_document(node) if node else None
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise FixtureProblem(f"{path.name} cannot be read as YAML: {problem}") from problem
    if records is None:
        return
    if not isinstance(records, list):
        raise FixtureProblem(f"{path.name}: a fixture is a list of rows.")
    for number, record in enumerate(records, 1):
        line = node.value[number - 1].start_mark.line + 1
        place = f"{path.name}, row {number} (line {line})"
        try:
            yield _row(record, place)
        except (KeyError, TypeError, ValueError, LookupError, FieldDoesNotExist) as problem:
            words = problem.args[0] if problem.args else "this row cannot be read"
            raise FixtureProblem(f"{place}: {words}") from problem
        except ValidationError as problem:
            raise FixtureProblem(f"{place}: {messages(problem)}") from problem


def _row(record: Any, place: str) -> Row:
    if (
        not isinstance(record, dict)
        or set(record) != {"model", "fields"}
        or not isinstance(record["fields"], dict)
    ):
        raise ValueError("a row has “model” and “fields”, and nothing else.")
    model = apps.get_model(record["model"])
    if not hasattr(model, "natural_key"):
        raise ValueError(f"{record['model']} is not a model of content.")
    columns = {column.name: column for column in columns_of(model)}
    if unknown := set(record["fields"]) - set(columns):
        raise ValueError(f"{record['model']} has no field “{min(unknown)}”.")
    values = {name: _value(column, record["fields"]) for name, column in columns.items()}
    return Row(place, model, json.dumps(_key_in_fixture(model, values)), values)


def _value(column: Any, fields: dict[str, Any]) -> Any:
    given = column.name in fields
    raw = fields.get(column.name)
    if isinstance(column, models.ManyToManyField):
        keys = raw or []
        if not isinstance(keys, list) or not all(isinstance(key, list) for key in keys):
            raise ValueError(f"“{column.name}” is a list of keys, such as [[a-slug], [another-slug]].")
        if not keys and not column.blank:
            raise ValueError(f"“{column.name}” names no row.")
        return sorted(keys)
    if isinstance(column, models.ForeignKey):
        if raw is None and column.null:
            return None
        if not isinstance(raw, list):
            raise ValueError(f"“{column.name}” is a key, such as [a-slug].")
        return raw
    try:
        return _plain(column.to_python(raw) if given else column.get_default())
    except ValidationError as problem:
        raise ValueError(f"“{column.name}”: {messages(problem)}") from problem


def _key_in_fixture(model: type[models.Model], values: Values) -> list[Any]:
    """The natural key that the values of a fixture spell, such as ["calderdale", "total-value"]."""
    key = []
    for name in getattr(model, "natural_key_fields", ("slug",)):
        first, *rest = name.split("__")
        value = values[first]
        if rest:
            target: Any = model._meta.get_field(first).related_model
            value = value[list(getattr(target, "natural_key_fields", ("slug",))).index("__".join(rest))]
        key.append(value)
    return key


def columns_of(model: type[models.Model]) -> Iterator[Any]:
    """The fields of a model that content is compared by: all that an editor can change."""
    column: Any
    for column in model._meta.get_fields():
        if column.auto_created or not isinstance(column, (models.Field, models.ManyToManyField)):
            continue
        if isinstance(column, models.ManyToManyField) and not column.remote_field.through._meta.auto_created:  # type: ignore[union-attr]
            continue
        if column.editable and not column.primary_key:
            yield column


def references(row: Row) -> Iterator[tuple[Any, str]]:
    """Each field of a row that points at another, with the key it points at."""
    for column in columns_of(row.model):
        value = row.values[column.name]
        if isinstance(column, models.ManyToManyField):
            yield from ((column, json.dumps(key)) for key in value)
        elif isinstance(column, models.ForeignKey) and value is not None:
            yield column, json.dumps(value)


def instance_of(row: Row) -> tuple[models.Model, dict[str, list[Any]]]:
    """The row as an instance that is not saved, and the primary keys of its many-to-many rows."""
    record = {"model": row.label, "fields": row.values}
    try:
        deserialised = next(iter(serializers.deserialize("python", [record])))
    except serializers.base.DeserializationError as problem:
        raise FixtureProblem(f"{row.place}, {row.name}: {problem}") from problem
    return deserialised.object, {name: list(keys) for name, keys in (deserialised.m2m_data or {}).items()}


# Comparing


def key_of(instance: Any) -> list[Any]:
    """The natural key of a row, such as ["calderdale", "total-value"]."""
    return list(instance.natural_key())


def _plain(value: Any) -> Any:
    """A value as JSON keeps it. Line ends and outer white space, which a browser changes, do not count."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, datetime.datetime) and value.tzinfo:
        value = value.astimezone(datetime.UTC)
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def default(column: Any) -> Any:
    """What a field holds when nobody says otherwise, in the form that compares."""
    return [] if isinstance(column, models.ManyToManyField) else _plain(column.get_default())


def messages(problem: ValidationError) -> str:
    """What a validation says, on one line, with the names of the fields."""
    if hasattr(problem, "error_dict"):
        return " ".join(f"“{name}”: {' '.join(texts)}" for name, texts in problem.message_dict.items())
    return " ".join(problem.messages)
