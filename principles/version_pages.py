"""The history of a curated row in the admin: what each save changed, word by word, and the way back to it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin

from .searching import renew, touched
from .versions import Versions

PER_PAGE = 50


class VersionedAdmin(SimpleHistoryAdmin):
    """A row whose history page shows every version of it and of the parts edited on its page."""

    def versions_of(self, row: models.Model) -> Versions:
        """The versions of a row with the parts that its page edits and that keep a history."""
        parts = [inline.model for inline in self.inlines if hasattr(inline.model, "history")]
        return Versions(row, parts)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every version, newest first, with who made it and what it changed."""
        row = self._row(request, object_id)
        newest_first = self.versions_of(row).all[::-1]
        page = Paginator(newest_first, PER_PAGE).get_page(request.GET.get("page"))
        context = {**self._context(request, row, "History"), "page_obj": page}
        return render(request, "admin/versions.html", {**context, **(extra_context or {})})

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What one version changed. By POST the row goes back to it, as a new version."""
        row = self._row(request, object_id)
        versions = self.versions_of(row)
        version = versions.get(version_id)
        if version is None:
            raise Http404
        problems: list[str] = []
        if request.method == "POST":
            if not self.has_change_permission(request, row):
                raise PermissionDenied
            before = touched(row)
            try:
                versions.restore(version)
            except ValidationError as refusal:
                problems = refusal.messages
            except IntegrityError:
                problems = ["What it held cannot stand beside what is here now. Copy the words you need."]
            else:
                renew([*before, *touched(row)])
                self.log_change(request, row, f"Back to version {version.number}.")
                self.message_user(
                    request, f"“{row}” says again what version {version.number} said. Nothing is lost."
                )
                return redirect(self._address("history", row))
            # What was tried stands in the instance, and not in the database.
            row = self._row(request, object_id)
        context = {
            **self._context(request, row, f"Version {version.number}"),
            "version": version,
            "before": versions.before(version),
            "is_newest": version == versions.all[-1],
            "problems": problems,
            "may_restore": self.has_change_permission(request, row),
        }
        return render(request, "admin/version.html", {**context, **(extra_context or {})})

    def _row(self, request: HttpRequest, object_id: str) -> Any:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row

    def _address(self, page: str, *args: Any) -> str:
        opts = self.model._meta
        pks = [getattr(arg, "pk", arg) for arg in args]
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=pks)

    def _context(self, request: HttpRequest, row: Any, here: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": f"{here}: {row}",
            "here": here,
            "opts": self.model._meta,
            "row": row,
            "list_url": self._address("changelist"),
            "change_url": self._address("change", row),
            "history_url": self._address("history", row),
        }
