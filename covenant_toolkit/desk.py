"""NAVCA's desk: the admin by subjects in NAVCA's words, with what waits on its first page."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse

from letters.uses import uses as uses_by_letters
from members.uses import uses as uses_by_stories
from principles.deleting import UsesSite

from .subjects import OTHERS, SUBJECTS
from .waiting import waiting


class Desk(UsesSite):
    """The admin's pages. What belongs to no room is put together here."""

    site_header = site_title = "Covenant Toolkit"
    index_title = "NAVCA’s desk"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What somebody may work on, by subject. The page of one room stays as Django has it."""
        rooms = super().get_app_list(request, app_label)
        if app_label is not None:
            return rooms
        shown = {row["object_name"]: row for room in rooms for row in room["models"]}
        named = {name for names in SUBJECTS.values() for name in names}
        subjects = {**SUBJECTS, OTHERS: tuple(sorted(shown.keys() - named))}
        return [
            {"name": subject, "app_label": f"subject-{number}", "app_url": "", "models": rows}
            for number, (subject, names) in enumerate(subjects.items())
            if (rows := [shown[name] for name in names if name in shown])
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The first page, with what waits for this person."""
        context = {"waiting": list(waiting(request.user)), **(extra_context or {})}  # type: ignore[arg-type]
        return super().index(request, context)

    def uses_elsewhere(self, rows: Iterable[Any]) -> Iterator[str]:
        """What uses rows by their reference, without a key to them."""
        rows = list(rows)
        yield from uses_by_letters(rows)
        yield from uses_by_stories(rows)
