"""Narrowing a list of what belongs to bodies: to one of them, and to a view that the page offers."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

from publicbodies.models import PublicBody

from .bodies import Where, key_of
from .models import OwnBody
from .models.places import AtBodyQuerySet

AtBodyRows = TypeVar("AtBodyRows", bound=AtBodyQuerySet)
Rows = TypeVar("Rows", bound=QuerySet)


def bodies_in(rows: AtBodyQuerySet) -> dict[str, Where]:
    """The bodies of some rows by their key, by name."""
    found: set[Where] = {
        *PublicBody.objects.filter(pk__in=rows.values("body")),
        *OwnBody.objects.filter(pk__in=rows.values("own_body")),
    }
    return {key_of(body): body for body in sorted(found, key=lambda body: body.official_name)}


def at_chosen_body(request: HttpRequest, rows: AtBodyRows) -> tuple[AtBodyRows, dict[str, Any]]:
    """The rows at the body that the address names, else all; and what a page shows to choose another."""
    bodies = bodies_in(rows)
    body = bodies.get(request.GET.get("body", ""))
    shown = {"bodies": bodies, "body": body, "body_key": key_of(body) if body else ""}
    return rows.at(body) if body else rows, shown


def in_chosen_view(
    request: HttpRequest, views: Mapping[str, tuple[str, Rows]]
) -> tuple[Rows, dict[str, Any]]:
    """The rows of the view that the address names, else of "", the usual one; and what a page shows of all.

    A view has a name, a label and its rows. Each is counted.
    """
    show = request.GET.get("show", "")
    show = show if show in views else ""
    counts = {name: rows.count() for name, (_, rows) in views.items()}
    choices = [(name, f"{label} ({counts[name]})") for name, (label, _) in views.items()]
    return views[show][1], {"show": show, "counts": counts, "choices": choices}
