"""NAVCA's workplace for principles, functions, findings and the pages around them."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from . import models
from .curation import (
    ADDRESSES,
    PROVENANCE,
    CuratedAdmin,
    LongPartInline,
    PartAdmin,
    PartInline,
    SearchedAdmin,
)

ADDRESS_FILTERS = (
    ("url", admin.EmptyFieldListFilter),
    ("checked_on", admin.EmptyFieldListFilter),
    ("address_problem", admin.EmptyFieldListFilter),
)


@admin.register(models.Source)
class SourceAdmin(SearchedAdmin):
    formfield_overrides = ADDRESSES
    list_display = (
        "publisher",
        "title",
        "published_on",
        "published_note",
        "has_address",
        "checked_on",
        "address_problem",
    )
    list_display_links = ("title",)
    list_filter = ADDRESS_FILTERS
    search_fields = ("publisher", "title", "url")
    prepopulated_fields = {"slug": ("publisher", "title")}
    readonly_fields = ("address_problem",)
    fieldsets = (
        (None, {"fields": ("publisher", "title", "slug", "url", "address_problem")}),
        ("When", {"fields": ("published_on", "published_note", "checked_on", "editors_note")}),
    )

    @admin.display(boolean=True, description="address")
    def has_address(self, source: models.Source) -> bool:
        return bool(source.url)


class PointInline(PartInline):
    model = models.PrinciplePoint
    fields = ("ref", "order", "text", "provenance", "needs_checking", "reviewed_on")


class ExpectationInline(PartInline):
    model = models.Expectation
    fields = ("side", "order", "text", "provenance", "needs_checking", "reviewed_on")


class SignInline(LongPartInline):
    model = models.ProgressSign
    fields = (("kind", "order"), "text", "source", ("provenance", "needs_checking", "reviewed_on"))


@admin.register(models.Principle)
class PrincipleAdmin(CuratedAdmin):
    official_texts = ("explanation", "summary")
    list_display = ("number", "name", "summary")
    list_display_links = ("name",)
    list_select_related = ("source",)
    search_fields = ("name", "summary", "explanation")
    markdown_fields = ("explanation", "evidence_use")
    inlines = (PointInline, ExpectationInline, SignInline)
    fieldsets = (
        (None, {"fields": ("number", "name", "slug", "summary")}),
        ("The text", {"fields": ("explanation", "evidence_use", "letter_paragraph", "source")}),
        PROVENANCE,
    )


@admin.register(models.PrinciplePoint)
class PrinciplePointAdmin(PartAdmin):
    official_texts = ("text",)
    list_display = ("ref", "text", "principle")
    list_select_related = ("principle",)
    search_fields = ("ref", "text")
    fieldsets = ((None, {"fields": ("ref", "principle", "order", "text")}), PROVENANCE)


@admin.register(models.Expectation)
class ExpectationAdmin(PartAdmin):
    official_texts = ("text",)
    list_display = ("text", "side", "principle")
    list_select_related = ("principle",)
    search_fields = ("text",)
    fieldsets = ((None, {"fields": ("principle", "side", "order", "text")}), PROVENANCE)


@admin.register(models.ProgressSign)
class ProgressSignAdmin(PartAdmin):
    official_texts = ("text",)
    list_display = ("text", "kind", "principle")
    list_select_related = ("principle",)
    search_fields = ("text",)
    fieldsets = ((None, {"fields": ("principle", "kind", "order", "text", "source")}), PROVENANCE)


@admin.register(models.LCSIFunction)
class LCSIFunctionAdmin(CuratedAdmin):
    official_texts = ("definition",)
    list_display = ("ref", "name", "definition")
    list_display_links = ("name",)
    search_fields = ("ref", "name", "definition")
    filter_horizontal = ("usual_principles",)
    fieldsets = (
        (None, {"fields": ("ref", "name", "slug", "order", "aliases")}),
        ("The text", {"fields": ("definition", "usual_principles", "source")}),
        PROVENANCE,
    )


@admin.register(models.Impact)
class ImpactAdmin(CuratedAdmin):
    official_texts = ("text",)
    list_display = ("ref", "text")
    search_fields = ("ref", "text")
    fieldsets = ((None, {"fields": ("ref", "text", "order", "source")}), PROVENANCE)


@admin.register(models.Finding)
class FindingAdmin(CuratedAdmin):
    official_texts = ("text",)
    provenance_columns = ("is_checked",)
    list_display = ("ref", "text", "for_principles", "for_functions", "source")
    list_display_links = ("ref", "text")
    list_filter = ("principles", "functions", "source", *CuratedAdmin.list_filter)
    list_select_related = ("source",)
    search_fields = ("ref", "title", "text")
    filter_horizontal = ("principles", "functions")
    readonly_fields = ("revision",)
    fieldsets = (
        (None, {"fields": ("ref", "title", "text", "as_of", "source", "order", "revision")}),
        ("What it supports", {"fields": ("principles", "functions")}),
        PROVENANCE,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Finding]:
        return super().get_queryset(request).prefetch_related("principles", "functions")

    @admin.display(description="principles")
    def for_principles(self, finding: models.Finding) -> str:
        return ", ".join(principle.name for principle in finding.principles.all())

    @admin.display(description="functions")
    def for_functions(self, finding: models.Finding) -> str:
        return ", ".join(function.name for function in finding.functions.all())


@admin.register(models.EvidenceUse)
class EvidenceUseAdmin(CuratedAdmin):
    list_display = ("ref", "title")
    list_display_links = ("title",)
    search_fields = ("ref", "title", "text")
    markdown_fields = ("text",)
    fieldsets = ((None, {"fields": ("ref", "title", "text", "order")}), PROVENANCE)


@admin.register(models.EquityPoint)
class EquityPointAdmin(CuratedAdmin):
    official_texts = ("text",)
    list_display = ("ref", "kind", "title")
    list_display_links = ("title",)
    list_filter = ("kind", *CuratedAdmin.list_filter)
    search_fields = ("ref", "title", "text")
    fieldsets = ((None, {"fields": ("ref", "kind", "title", "text", "order", "source")}), PROVENANCE)


@admin.register(models.GuidePage)
class GuidePageAdmin(CuratedAdmin):
    official_texts = ("body",)
    list_display = ("title", "summary", "source_count")
    search_fields = ("title", "summary", "body")
    markdown_fields = ("body",)
    filter_horizontal = ("sources",)
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "order")}),
        ("The page", {"fields": ("body", "sources")}),
        PROVENANCE,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.GuidePage]:
        return super().get_queryset(request).annotate(number_of_sources=Count("sources"))

    @admin.display(description="sources")
    def source_count(self, page: models.GuidePage) -> int:
        return page.number_of_sources  # type: ignore[attr-defined,no-any-return]


@admin.register(models.StartingPoint)
class StartingPointAdmin(CuratedAdmin):
    list_display = ("label", "hint", "principle")
    list_select_related = ("principle",)
    search_fields = ("label", "hint", "reading", "evidence", "letter")
    markdown_fields = ("reading", "evidence", "letter")
    prepopulated_fields = {"slug": ("label",)}
    fieldsets = (
        ("The answer", {"fields": ("label", "slug", "hint", "order")}),
        ("What to do next", {"fields": ("reading", "evidence", "principle", "letter")}),
        PROVENANCE,
    )


@admin.register(models.Update)
class UpdateAdmin(CuratedAdmin):
    official_texts = ("text",)
    list_display = ("title", "happened_on", "when", "source")
    list_select_related = ("source",)
    date_hierarchy = "happened_on"
    search_fields = ("title", "text")
    markdown_fields = ("text",)
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = ((None, {"fields": ("title", "slug", "happened_on", "when", "text", "source")}), PROVENANCE)


@admin.register(models.GlossaryTerm)
class GlossaryTermAdmin(CuratedAdmin):
    markdown_fields = ("definition",)
    official_texts = ("definition",)
    list_display = ("term", "definition")
    search_fields = ("term", "definition")
    prepopulated_fields = {"slug": ("term",)}
    fieldsets = ((None, {"fields": ("term", "slug", "definition")}), PROVENANCE)


@admin.register(models.Link)
class LinkAdmin(CuratedAdmin):
    formfield_overrides = ADDRESSES
    list_display = ("title", "url", "checked_on", "address_problem")
    list_filter = (*ADDRESS_FILTERS, *CuratedAdmin.list_filter)
    readonly_fields = ("address_problem",)
    search_fields = ("title", "url", "description")
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("title", "slug", "url", "address_problem", "description", "order", "checked_on")}),
        PROVENANCE,
    )
