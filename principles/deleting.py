"""Refuse in words to delete what has to stay: what uses it, members' rows by number only, and what to do."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from simple_history.admin import SimpleHistoryAdmin

MOST_NAMED = 10


class UsesSite(AdminSite):
    """A site that also knows what uses a row without a key to it."""

    def uses_elsewhere(self, rows: Iterable[Any]) -> Iterable[str]:
        return []


class InUseNow(Exception):
    """Somebody has begun to use a row since the question was asked."""


class Reasons(list[str]):
    """Why rows stay, a line for each reason, with what to do instead of deleting them."""

    def __init__(self, reasons: Iterable[str], instead: str) -> None:
        super().__init__(reasons)
        self.instead = instead


class RefusingAdmin:
    """Mix into an admin: it says on a page why a row stays, whether one was to be deleted or many at once."""

    model: Any
    instead = ""

    def reasons_to_keep(self, rows: list[Any]) -> Iterator[str]:
        """Why any of these rows has to stay, in words that name nothing of a member's."""
        raise NotImplementedError

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], Any, set[str], list[Any]]:
        """What Django asks before it deletes. Whatever is `protected` stops it, on the page and when sent."""
        rows = list(objs)
        if reasons := Reasons(self.reasons_to_keep(rows), self.instead):
            return [], {}, set(), reasons
        return super().get_deleted_objects(rows, request)  # type: ignore[misc,no-any-return]

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page that asks. When somebody has just begun to use the row, it is asked anew and says so."""
        try:
            return super().delete_view(request, *args, **kwargs)  # type: ignore[misc,no-any-return]
        except InUseNow:
            return redirect(request.path)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changelist_view(request, *args, **kwargs)  # type: ignore[misc,no-any-return]
        except InUseNow:
            messages.error(request, "Nothing was deleted: somebody has just begun to use one of them.")
            return redirect(request.path)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            self._hold([obj])
            super().delete_model(request, obj)  # type: ignore[misc]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            self._hold(list(queryset))
            super().delete_queryset(request, queryset)  # type: ignore[misc]

    def _hold(self, rows: list[Any]) -> None:
        """Let nobody begin to use these rows now, and look once more.

        Raises InUseNow when somebody has begun since the question was asked.
        """
        keys = [row.pk for row in rows]
        list(self.model._base_manager.select_for_update().filter(pk__in=keys).values_list("pk"))
        if any(self.reasons_to_keep(rows)):
            raise InUseNow


class KeptAdmin(RefusingAdmin):
    """Mix into an admin whose rows always stay. Whoever may change one is told what to do instead."""

    why_kept: str

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether somebody may ask. Nothing goes: there is always a reason."""
        return self.has_change_permission(request, obj)  # type: ignore[attr-defined,no-any-return]

    def reasons_to_keep(self, rows: list[Any]) -> Iterator[str]:
        yield self.why_kept


class InUseAdmin(RefusingAdmin, SimpleHistoryAdmin):
    """An admin whose rows are deleted only when nothing uses them."""

    instead = (
        "Change what uses it first. What members use is theirs: correct the row instead of deleting it, "
        "and they are told."
    )

    def reasons_to_keep(self, rows: list[Any]) -> Iterator[str]:
        """What uses these rows, in words. A fixed number of queries."""
        if not rows:
            return
        yield from self.uses_by_key(rows)
        if isinstance(self.admin_site, UsesSite):
            yield from self.admin_site.uses_elsewhere(rows)

    def uses_by_key(self, rows: list[Any]) -> Iterator[str]:
        """What has a key to these rows: public rows by name, members' counted."""
        for relation in self._relations():
            related, field = relation.related_model, relation.field
            using = related._base_manager.filter(**{f"{field.name}__in": rows}).distinct()
            if related is self.model:
                using = using.exclude(pk__in=[row.pk for row in rows])
            # History is kept of public rows alone, so this tells them from what is a member's.
            if hasattr(related, "history"):
                yield from _named(using)
            else:
                yield from self.count_of_members(using)

    def count_of_members(self, using: QuerySet[Any]) -> Iterator[str]:
        """How many rows of members these are, if any."""
        if count := using.count():
            opts = using.model._meta
            yield f"{count} {opts.verbose_name if count == 1 else opts.verbose_name_plural} of members"

    def _relations(self) -> Iterator[Any]:
        """The keys and lists that lead here, but those of the parts that go with a row, and of history."""
        parts = {(inline.model, inline.fk_name) for inline in self.inlines}
        found = [
            relation
            for relation in self.model._meta.get_fields(include_hidden=True)
            if relation.auto_created and relation.is_relation and not relation.concrete
        ]
        between = {relation.through for relation in found if relation.many_to_many}
        for relation in found:
            related = relation.related_model
            is_part = (related, None) in parts or (related, relation.field.name) in parts
            is_history = hasattr(related, "history_type") or hasattr(related, "m2m_history_id")
            if not (is_part or is_history or related in between or related._meta.auto_created):
                yield relation


def _named(using: QuerySet[Any]) -> Iterator[str]:
    rows = list(using[: MOST_NAMED + 1])
    for row in rows[:MOST_NAMED]:
        yield f"{str(row._meta.verbose_name).capitalize()} “{row}”"
    if len(rows) > MOST_NAMED:
        name = using.model._meta.verbose_name_plural
        yield f"{using.count() - MOST_NAMED} more {name}"
