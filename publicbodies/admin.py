"""NAVCA's workplace for public bodies."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from . import searching
from .models import EarlierName, PublicBody, Succession


class SuccessionInline(admin.StackedInline):
    model = Succession
    fk_name = "body"
    fields = (("successor", "starts_on"),)
    autocomplete_fields = ("successor",)
    extra = 0
    verbose_name = "successor"
    verbose_name_plural = "who follows"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Succession]:
        return super().get_queryset(request).select_related("body", "successor")


class EarlierNameInline(admin.StackedInline):
    model = EarlierName
    fields = (("scheme", "value", "last_on"),)
    extra = 0
    verbose_name_plural = "names and codes it had before"


@admin.register(PublicBody)
class PublicBodyAdmin(SimpleHistoryAdmin):
    list_display = ("official_name", "kind", "region", "first_on", "last_on", "checked_on", "needs_checking")
    list_filter = ("kind", "region", "needs_checking", ("last_on", admin.EmptyFieldListFilter))
    search_fields = ("official_name", "short_name", "gss_code", "ods_code", "earlier__value")
    autocomplete_fields = ("county", "strategic_authority", "icbs")
    prepopulated_fields = {"slug": ("short_name",)}
    inlines = (SuccessionInline, EarlierNameInline)
    save_on_top = True
    fieldsets = (
        (None, {"fields": ("official_name", "short_name", "style", "slug", "kind", "has_elected_mayor")}),
        (
            "Where it is",
            {"fields": ("region", "county", "strategic_authority", "icbs", "gss_code", "ods_code")},
        ),
        ("When it lives", {"fields": ("shadow_on", "first_on", "last_on", "change_note")}),
        ("Office", {"fields": ("office_address", "office_address_checked_on")}),
        ("Source", {"fields": ("source", "checked_on", "needs_checking", "to_check")}),
    )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Let the body be found by the names that were just saved with it."""
        super().save_related(request, form, formsets, change)
        body: PublicBody = form.instance
        # Worked out from what history keeps already, and no edit of its own.
        PublicBody.objects.filter(pk=body.pk).update(words=body.searched_words())
        searching.renew([body.slug])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: old letters are addressed to bodies that have ended. Enter a last day instead."""
        return False
