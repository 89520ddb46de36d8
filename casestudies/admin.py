"""NAVCA's workplace for case studies."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from principles.curation import (
    PROVENANCE,
    CuratedAdmin,
    LongPartInline,
    PartAdmin,
    PartInline,
    mark_as_reviewed,
)

from . import models
from .searching import renew, touched

CONSENT = ("told_by_member", "consent_on", "consent_withdrawn_on")


class CaseStudyForm(forms.ModelForm):
    """Ticks for the kinds of agreement instead of a list typed as JSON."""

    agreement_kinds = forms.MultipleChoiceField(
        label="Kinds of agreement",
        choices=models.AgreementKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class FigureInline(LongPartInline):
    model = models.Figure
    fields = (
        ("value", "unit", "slug"),
        "meaning",
        ("as_of", "source", "order"),
        ("needs_checking", "reviewed_on"),
    )


class PartnerInline(PartInline):
    model = models.Partner
    fields = ("name", "part", "order", "needs_checking", "reviewed_on")


class UpdateInline(LongPartInline):
    model = models.CaseStudyUpdate
    fields = (("happened_on", "when", "slug"), "text", "source", ("needs_checking", "reviewed_on"))


class TagInline(PartInline):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("case_study", self.tagged)

    tagged: str


class FunctionTagInline(TagInline):
    model = models.FunctionTag
    tagged = "function"
    fields = ("function", "is_arguable", "needs_checking", "reviewed_on")


class SuccessFactorTagInline(TagInline):
    model = models.SuccessFactorTag
    tagged = "success_factor"
    fields = ("success_factor", "is_arguable", "needs_checking", "reviewed_on")


def step(status: models.Status, words: str, description: str) -> Any:
    """An action that takes case studies one step on, and says of each that cannot why not."""

    @admin.action(description=description, permissions=["change"])
    def take(
        modeladmin: "CaseStudyAdmin", request: HttpRequest, queryset: QuerySet[models.CaseStudy]
    ) -> None:
        for study in queryset.prefetch_related("principles", "function_tags"):
            try:
                study.move_to(status)
            except ValidationError as refusal:
                text = f"“{study}” was not {words}. {' '.join(refusal.messages)}"
                modeladmin.message_user(request, text, messages.WARNING)
            else:
                renew(touched(study))
                modeladmin.log_change(request, study, f"{status.label}.")
                modeladmin.message_user(request, f"“{study}” is {words}.", messages.SUCCESS)

    take.__name__ = status.name.lower()
    return take


STEPS = [
    step(models.Status.IN_REVIEW, "in review", "Send for review"),
    step(models.Status.PUBLISHED, "published", "Publish"),
    step(models.Status.WITHDRAWN, "withdrawn", "Withdraw"),
    step(models.Status.DRAFT, "a draft again", "Make a draft again"),
]


@admin.register(models.CaseStudy)
class CaseStudyAdmin(CuratedAdmin):
    form = CaseStudyForm
    actions: ClassVar[list[Any]] = [*STEPS, mark_as_reviewed]
    list_display = ("title", "place", "status", "for_principles", "review_by", "checked_on")
    list_filter = (
        "status", "principles", "functions", "region",
        ("checked_on", admin.EmptyFieldListFilter), *CuratedAdmin.list_filter,
    )  # fmt: skip
    search_fields = ("title", "place", "lead_organisation")
    markdown_fields = ("the_place", "what_they_did", "what_changed")
    filter_horizontal = ("principles", "public_bodies")
    readonly_fields = ("revision",)
    prepopulated_fields = {"slug": ("place",)}
    inlines = (FigureInline, PartnerInline, FunctionTagInline, SuccessFactorTagInline, UpdateInline)
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "letter_sentence", "revision")}),
        (
            "The place",
            {
                "fields": (
                    "place", "lead_organisation", "region", "place_kind", "agreement_kinds", "period",
                    "theme", "public_bodies",
                )
            },
        ),
        ("The story", {"fields": ("the_place", "what_they_did", "what_changed", "principles")}),
        ("Source", {"fields": ("source", "source_line", "checked_on")}),
        ("Consent", {"fields": ("told_by_member", ("consent_on", "consent_withdrawn_on"))}),
        ("Publication", {"fields": ("status", "published_on", "review_by", "order")}),
        PROVENANCE,
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.CaseStudy]:
        return super().get_queryset(request).prefetch_related("principles")

    def get_readonly_fields(self, request: HttpRequest, obj: models.CaseStudy | None = None) -> Any:
        """Consent is the member's to give where it told the story on this site."""
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, *CONSENT) if obj and obj.from_story else fixed

    @admin.display(description="principles")
    def for_principles(self, study: models.CaseStudy) -> str:
        return ", ".join(str(principle.number) for principle in study.principles.all())


@admin.register(models.SuccessFactor)
class SuccessFactorAdmin(CuratedAdmin):
    list_display = ("ref", "name", "question")
    list_display_links = ("name",)
    search_fields = ("name", "question")
    fieldsets = ((None, {"fields": ("ref", "name", "slug", "question", "order")}), PROVENANCE)


class CaseStudyPartAdmin(PartAdmin):
    list_select_related: tuple[str, ...] = ("case_study",)


@admin.register(models.Figure)
class FigureAdmin(CaseStudyPartAdmin):
    list_display = ("value", "unit", "as_of", "case_study")
    search_fields = ("value", "unit", "meaning")
    fieldsets = (
        (None, {"fields": ("case_study", "slug", "value", "unit", "meaning", "as_of", "source", "order")}),
        PROVENANCE,
    )


@admin.register(models.Partner)
class PartnerAdmin(CaseStudyPartAdmin):
    list_display = ("name", "part", "case_study")
    search_fields = ("name",)
    fieldsets = ((None, {"fields": ("case_study", "name", "part", "order")}), PROVENANCE)


@admin.register(models.CaseStudyUpdate)
class CaseStudyUpdateAdmin(CaseStudyPartAdmin):
    list_display = ("case_study", "happened_on", "when", "text")
    markdown_fields = ("text",)
    search_fields = ("text",)
    fieldsets = (
        (None, {"fields": ("case_study", "slug", "happened_on", "when", "text", "source")}),
        PROVENANCE,
    )


@admin.register(models.FunctionTag)
class FunctionTagAdmin(CaseStudyPartAdmin):
    list_display = ("case_study", "function", "is_arguable")
    list_select_related = ("case_study", "function")
    fieldsets = ((None, {"fields": ("case_study", "function", "is_arguable")}), PROVENANCE)


@admin.register(models.SuccessFactorTag)
class SuccessFactorTagAdmin(CaseStudyPartAdmin):
    list_display = ("case_study", "success_factor", "is_arguable")
    list_select_related = ("case_study", "success_factor")
    fieldsets = ((None, {"fields": ("case_study", "success_factor", "is_arguable")}), PROVENANCE)
