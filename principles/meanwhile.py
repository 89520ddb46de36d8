"""Two people with one page of the admin open: whoever saves second is told, and loses no word.

The page says which state it shows. When a save finds a newer one, nothing is written: each field that only
the other person changed takes their words, each that both changed keeps the words typed here, and the page
shows what the other saved. Saving again is a choice then.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from .merging import merge
from .version_pages import VersionedAdmin
from .versions import Change, Event

OPENED_AT = "_opened_at"
MOST_PARTS = 1_000  # what Django takes of a formset


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else saved since a page was opened, and which fields both changed."""

    who: str
    at: datetime.datetime
    changes: list[Change]
    collisions: list[str]

    @property
    def words(self) -> str:
        both = f" You both changed: {', '.join(self.collisions)}." if self.collisions else ""
        return (
            f"{self.who} saved this page at {localtime(self.at):%H:%M on %-d %B}, after you opened it. "
            f"Nothing of yours is saved yet: your words stand below.{both} Compare, then save again."
        )


class WarnedAdmin(VersionedAdmin):
    """A page that is not saved over what somebody else saved meanwhile without saying so."""

    def _changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None,
        form_url: str,
        extra_context: dict[str, Any] | None,
    ) -> HttpResponse:
        """Django calls this inside the transaction of the save."""
        context: dict[str, Any] = {"opened_at_name": OPENED_AT}
        row = self.get_object(request, unquote(object_id)) if object_id else None
        if row is not None and self.has_view_or_change_permission(request, row):
            if request.method == "POST":
                # Whoever saves at the same moment waits here, and is told like anybody who comes later.
                type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
            opened_at = _moment(request.POST.get(OPENED_AT, ""))
            meanwhile = self._meanwhile(request, row, opened_at) if opened_at else None
            request.meanwhile = context["meanwhile"] = meanwhile  # type: ignore[attr-defined]
            if meanwhile or not opened_at:
                opened_at = self.versions_of(row).newest_at()
            context["opened_at"] = opened_at.isoformat() if opened_at else ""
        context |= extra_context or {}
        response: HttpResponse = super()._changeform_view(request, object_id, form_url, context)  # type: ignore[misc]
        return response

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        meanwhile: Meanwhile | None = getattr(request, "meanwhile", None)
        if meanwhile is None:
            return form

        words = meanwhile.words

        class Held(form):  # type: ignore[valid-type,misc]
            def clean(self) -> Any:
                cleaned = super().clean()
                self.add_error(None, words)
                return cleaned

        return Held

    def _meanwhile(self, request: HttpRequest, row: Any, opened_at: datetime.datetime) -> Meanwhile | None:
        versions = self.versions_of(row)
        newest = versions.newest_at()
        if newest is None or newest <= opened_at:
            return None
        before, after = versions.as_of(opened_at), versions.as_of(newest)
        changes = versions.changes(before, after)
        if not changes:
            return None
        data = request.POST.copy()
        collisions = list(self._merge(request, row, before, data))
        request.POST = data  # type: ignore[assignment]
        events = versions.since(opened_at)
        people = dict.fromkeys(
            str(event.record.history_user or event.record.history_change_reason or "Somebody")
            for event in events
        )
        return Meanwhile(" and ".join(people), events[-1].record.history_date, changes, collisions)

    def _merge(self, request: HttpRequest, row: Any, before: Any, data: QueryDict) -> Iterator[str]:
        """Put into the posted fields what only the other person changed. Yield the labels of the others."""
        form = self.get_form(request, row, change=True)
        if base := before.get((type(row), row.pk)):
            yield from _merged(form, row, base, data, "")
        for formset, inline in self.get_formsets_with_inlines(request, row):
            prefix = formset.get_default_prefix()
            here = {part.pk: part for part in inline.get_queryset(request).filter(**_of(formset, row))}
            for number in range(min(_whole_number(data.get(f"{prefix}-INITIAL_FORMS")), MOST_PARTS)):
                name = f"{prefix}-{number}"
                pk = _whole_number(data.get(f"{name}-id"))
                if pk not in here:
                    data[f"{name}-DELETE"] = "on"  # the other person removed it
                elif base := before.get((inline.model, pk)):
                    yield from _merged(formset.form, here[pk], base, data, name)


def _of(formset: Any, row: Any) -> dict[str, Any]:
    return {formset.fk.name: row}


def _moment(text: str) -> datetime.datetime | None:
    """The moment a page was opened at, or None when it does not say one."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _whole_number(text: Any) -> int:
    return int(text) if str(text).isdecimal() and len(str(text)) < 12 else 0


def _merged(form: Any, theirs: Any, base: Event, data: QueryDict, prefix: str) -> Iterator[str]:
    of_theirs = form(instance=theirs, prefix=prefix or None)
    of_base = form(instance=base.record.instance, prefix=prefix or None)
    started_from = {
        name: base.many.get(name, of_base.initial.get(name, field.initial))
        for name, field in of_theirs.fields.items()
    }
    for name in merge(of_theirs, started_from, data):
        label = str(of_theirs.fields[name].label or name)
        yield f"{label} of {theirs}" if prefix else label
