"""NAVCA's workplace for public bodies."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from . import searching
from .models import BodyKind, EarlierName, PublicBody, Succession

# What a body may lie in: the kind of body, and what it calls those that do.
ABOVE = {
    "county": (BodyKind.COUNTY, "districts"),
    "strategic_authority": (BodyKind.STRATEGIC_AUTHORITY, "constituents"),
    "icbs": (BodyKind.ICB, "councils"),
}


class SuccessionInline(admin.StackedInline):
    model = Succession
    fk_name = "body"
    fields = (("successor", "starts_on"),)
    extra = 0
    verbose_name = "successor"
    verbose_name_plural = "who follows"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Succession]:
        return super().get_queryset(request).select_related("body", "successor")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """One query for the choices, however many rows there are."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.choices = list(field.choices)
        return field


class EarlierNameInline(admin.StackedInline):
    model = EarlierName
    fields = (("scheme", "value", "last_on"),)
    extra = 0
    verbose_name_plural = "names and codes it had before"


@admin.register(PublicBody)
class PublicBodyAdmin(SimpleHistoryAdmin):
    list_display = ("official_name", "kind", "region", "first_on", "last_on", "checked_on", "is_checked")
    list_filter = ("kind", "region", "needs_checking", ("last_on", admin.EmptyFieldListFilter))
    search_fields = ("official_name", "short_name", "gss_code", "ods_code", "earlier__value")
    filter_horizontal = ("icbs",)
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

    @admin.display(description="checked", ordering="needs_checking", boolean=True)
    def is_checked(self, body: PublicBody) -> bool:
        return not body.needs_checking

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **self._of_its_kind(db_field), **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **self._of_its_kind(db_field), **kwargs)

    def _of_its_kind(self, db_field: Any) -> dict[str, Any]:
        """The bodies to choose from: those of the kind, and whatever stands there already."""
        if db_field.name not in ABOVE:
            return {}
        kind, below = ABOVE[db_field.name]
        found = PublicBody.objects.filter(Q(kind=kind) | Q(**{f"{below}__isnull": False})).distinct()
        return {"queryset": found.order_by("official_name")}

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
