"""NAVCA's workplace for public bodies."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from .models import PublicBody


@admin.register(PublicBody)
class PublicBodyAdmin(SimpleHistoryAdmin):
    list_display = ("official_name", "kind", "region", "first_on", "last_on", "checked_on", "needs_checking")
    list_filter = ("kind", "region", "needs_checking", ("last_on", admin.EmptyFieldListFilter))
    search_fields = ("official_name", "short_name", "gss_code", "ods_code")
    filter_horizontal = ("icbs", "successors")
    prepopulated_fields = {"slug": ("short_name",)}
    save_on_top = True
    fieldsets = (
        (None, {"fields": ("official_name", "short_name", "slug", "kind")}),
        (
            "Where it is",
            {"fields": ("region", "county", "strategic_authority", "icbs", "gss_code", "ods_code")},
        ),
        ("When it lives", {"fields": ("shadow_on", "first_on", "last_on", "successors", "change_note")}),
        ("Source", {"fields": ("source", "checked_on", "needs_checking")}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: old letters are addressed to bodies that have ended. Enter a last day instead."""
        return False
