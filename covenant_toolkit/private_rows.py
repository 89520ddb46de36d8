"""Which rows belong to a member: found from the models' own keys, so that a new model cannot be forgotten."""

from collections import deque
from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import models

from members.models import Organisation, User
from principles.provenance import CuratedModel

PRIVATE_ROOMS = ("members", "partnerships", "briefings", "letters")


def private_models() -> list[type[models.Model]]:
    """Every model of the private rooms, except NAVCA's own texts, and people, who may join several."""
    return [
        model
        for room in PRIVATE_ROOMS
        for model in apps.get_app_config(room).get_models()
        if model is not User
        and not issubclass(model, CuratedModel)
        and model._meta.pk.name not in ("history_id", "m2m_history_id")
    ]


def path_to_organisation(model: type[models.Model]) -> str | None:
    """How a query goes from a row to its organisation, such as `letter__organisation`; empty for itself.

    None when no key leads there. Keys that may be empty are followed only when no others lead there.
    """
    if model is Organisation:
        return ""
    return _path(model, may_be_empty=False) or _path(model, may_be_empty=True)


def _path(model: type[models.Model], *, may_be_empty: bool) -> str | None:
    waiting: deque[tuple[type[models.Model], str]] = deque([(model, "")])
    seen = {model}
    while waiting:
        here, path = waiting.popleft()
        for field in _keys(here):
            if field.null and not may_be_empty:
                continue
            target: Any = field.related_model
            if target is Organisation:
                return f"{path}{field.name}"
            if target not in seen:
                seen.add(target)
                waiting.append((target, f"{path}{field.name}__"))
    return None


def rows_of(organisation: Organisation) -> Iterator[models.QuerySet[Any]]:
    """Every member's model with the rows of one organisation, in an order in which they can be deleted.

    Rows that point at others come before those, whom they might keep from going, and the organisation last.
    """
    found = {model: path_to_organisation(model) for model in private_models()}
    before: dict[type[models.Model], set[type[models.Model]]] = {model: set() for model in found}
    for model in found:
        for field in _keys(model):
            target: Any = field.related_model
            if target in before and target is not model and field.remote_field.on_delete != models.SET_NULL:
                before[target].add(model)
    before[Organisation] = set(found) - {Organisation}
    for model in TopologicalSorter(before).static_order():
        if (path := found[model]) is not None:
            yield model._base_manager.filter(**{path or "pk": organisation.pk})


def _keys(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.many_to_one or field.one_to_one]
