"""NAVCA's workplace for case studies."""

import datetime
from collections.abc import Collection, Iterator, Mapping
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import FileField, QuerySet
from django.forms import FileInput
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from principles.admin import SourceAdmin
from principles.curation import (
    PROVENANCE,
    CuratedAdmin,
    LongPartInline,
    PartAdmin,
    PartInline,
    mark_as_reviewed,
)
from principles.models import Source

from . import models
from .coverage import coverage
from .curation import (
    STEPS,
    CaseStudyForm,
    FunctionTagFormSet,
    NeedsFilter,
    ShownInCaseStudies,
    finish,
    left_without_function,
    warn_of_old_figure,
)
from .forgetting import forgotten
from .pictures import handed_out
from .publication import steps
from .searching import renew, touched
from .views import preview_page

# A plain box: the files have no address of their own for Django's to name.
FILES: Mapping[type[Any], Mapping[str, Any]] = {
    FileField: {"widget": FileInput(attrs={"accept": "image/png,image/jpeg"})}
}
CONSENT = ("told_by_member", "consent_on", "consent_withdrawn_on")


class FigureInline(LongPartInline):
    model = models.Figure
    fields = (
        ("value", "unit", "slug"),
        "meaning",
        ("as_of", "source", "order"),
        ("needs_checking", "reviewed_on"),
    )


def thumbnail(picture: models.CaseStudyPicture) -> str:
    """A stored picture, small, for the page that edits it."""
    if not picture.pk:
        return "Not saved yet"
    name = "admin:casestudies_casestudy_picture"
    return format_html(
        '<img class="thumbnail" src="{}" alt="{}" width="{}" height="{}">',
        reverse(name, args=[picture.case_study_id, picture.pk]), picture.alt, picture.width, picture.height,
    )  # fmt: skip


class PictureInline(LongPartInline):
    model = models.CaseStudyPicture
    formfield_overrides = FILES
    readonly_fields = ("shown",)
    fields = ("shown", "file", "alt", ("caption", "credit", "order"), ("needs_checking", "reviewed_on"))

    @admin.display(description="now")
    def shown(self, picture: models.CaseStudyPicture) -> str:
        return thumbnail(picture)


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
    formset = FunctionTagFormSet
    tagged = "function"
    fields = ("function", "is_arguable", "needs_checking", "reviewed_on")


class SuccessFactorTagInline(TagInline):
    model = models.SuccessFactorTag
    tagged = "success_factor"
    fields = ("success_factor", "is_arguable", "needs_checking", "reviewed_on")


@admin.register(models.CaseStudy)
class CaseStudyAdmin(CuratedAdmin):
    form = CaseStudyForm
    actions: ClassVar[list[Any]] = [*STEPS, mark_as_reviewed]
    change_list_template = "admin/casestudies/casestudy_list.html"
    change_form_template = "admin/casestudies/casestudy_form.html"
    list_display = ("title", "place", "step", "for_principles", "review_by", "source_checked")
    list_filter = (
        "status", NeedsFilter, "principles", "functions", "region", "place_kind",
        ("checked_on", admin.EmptyFieldListFilter), ("reviewed_on", admin.EmptyFieldListFilter),
    )  # fmt: skip
    provenance_columns = ()
    instead = (
        "Withdraw it: readers no longer see it, and members whose letters cite it find that out. "
        "What is not published and not in use can be deleted."
    )
    search_fields = ("title", "place", "lead_organisation")
    markdown_fields = ("the_place", "what_they_did", "what_changed")
    filter_horizontal = ("principles", "public_bodies")
    readonly_fields = ("revision", "steps")
    prepopulated_fields = {"slug": ("place",)}
    inlines = (
        FigureInline,
        PictureInline,
        PartnerInline,
        FunctionTagInline,
        SuccessFactorTagInline,
        UpdateInline,
    )
    fieldsets = (
        (
            "Publication",
            {
                "fields": (("status", "published_on"), "review_by", "steps", "order"),
                "description": "Published means: with a source, a principle, a function and, where a member "
                "told it, the member’s consent.",
            },
        ),
        ("What it says", {"fields": ("title", "slug", "summary", "letter_sentence", "revision")}),
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
        PROVENANCE,
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = "casestudies_casestudy"
        own = [
            path("<int:pk>/preview/", wrap(self.preview), name=f"{name}_preview"),
            path("<int:pk>/pictures/<int:picture_pk>/", wrap(self.picture), name=f"{name}_picture"),
        ]
        return own + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.CaseStudy]:
        studies: models.CaseStudyQuerySet = super().get_queryset(request).prefetch_related("principles")
        return studies.with_last_step()

    def get_readonly_fields(self, request: HttpRequest, obj: models.CaseStudy | None = None) -> Any:
        """Consent is the member's to give where it told the story on this site."""
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, *CONSENT) if obj and obj.from_story else fixed

    def reasons_to_keep(self, rows: list[models.CaseStudy]) -> Iterator[str]:
        """Not while readers see it, and not while something uses it."""
        if any(study.is_published for study in rows):
            yield "Readers see it on the site"
        yield from super().reasons_to_keep(rows)

    def count_of_members(self, using: QuerySet[Any]) -> Iterator[str]:
        """A story that its member took back keeps nothing here: the member may ask for the deletion."""
        yield from super().count_of_members(using.exclude(case_study__consent_withdrawn_on__isnull=False))

    def delete_model(self, request: HttpRequest, obj: models.CaseStudy) -> None:
        with forgotten(models.CaseStudy.objects.filter(pk=obj.pk)):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[models.CaseStudy]) -> None:
        with forgotten(queryset):
            super().delete_queryset(request, queryset)

    def save_model(self, request: HttpRequest, obj: models.CaseStudy, form: Any, change: bool) -> None:
        """Save it where it was: it is published once its parts are saved, which the form has not seen."""
        before = form.initial.get("status") or models.Status.DRAFT
        form.publishes = obj.is_published and before != models.Status.PUBLISHED
        if form.publishes:
            obj.status = before
            if "published_on" not in form.changed_data:
                obj.published_on = form.initial.get("published_on")
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is models.Figure:
            for figure in formset.initial_forms:
                warn_of_old_figure(self, request, form.instance, figure)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if refusal := finish(form.instance, publishes=form.publishes):
            self.message_user(request, refusal, messages.WARNING)
        renew(touched(form.instance))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"coverage": coverage(), **(extra_context or {})}
        response: HttpResponse = super().changelist_view(request, context)
        return response

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A case study as readers would see it, for staff only."""
        study = get_object_or_404(models.CaseStudy.objects.for_page(), pk=pk)
        if not self.has_view_or_change_permission(request, study):
            raise PermissionDenied
        return preview_page(request, study)

    def picture(self, request: HttpRequest, pk: int, picture_pk: int) -> HttpResponseBase:
        """A picture of any case study, for staff only."""
        picture = get_object_or_404(models.CaseStudyPicture, pk=picture_pk, case_study=pk)
        if not self.has_view_or_change_permission(request, picture.case_study):
            raise PermissionDenied
        return handed_out(request, picture, "private, no-store")

    def response_post_save_change(self, request: HttpRequest, obj: models.CaseStudy) -> HttpResponse:
        if "_preview" in request.POST:
            return redirect("admin:casestudies_casestudy_preview", obj.pk)
        return super().response_post_save_change(request, obj)

    def view_on_site(self, obj: models.CaseStudy) -> str | None:
        """Its page, once there is one. Before that there is the preview."""
        return obj.get_absolute_url() if obj.is_published else None

    @admin.display(description="principles")
    def for_principles(self, study: models.CaseStudy) -> str:
        return ", ".join(str(principle.number) for principle in study.principles.all())

    @admin.display(description="status", ordering="status")
    def step(self, study: models.CaseStudy) -> str:
        """Where it stands, since when and by whom."""
        at, by = study.stepped_at, study.stepped_by  # type: ignore[attr-defined]
        since = ", ".join(filter(None, [f"since {localtime(at):%-d %b %Y}", by])) if at else ""
        return format_html('{}<br><span class="quiet">{}</span>', study.get_status_display(), since)

    @admin.display(description="source checked", ordering="checked_on", empty_value="-")
    def source_checked(self, study: models.CaseStudy) -> datetime.date | None:
        return study.checked_on

    @admin.display(description="so far")
    def steps(self, study: models.CaseStudy) -> str:
        if not study.pk:
            return "Not saved yet"
        return format_html_join(
            mark_safe("<br>"),
            "{}, {}, {}",
            ((step.status.label, f"{localtime(step.at):%-d %B %Y, %H:%M}", step.by) for step in steps(study)),
        )


# A source with the case studies whose figures name it, which its own room cannot reach.
admin.site.unregister(Source)


@admin.register(Source)
class CitedSourceAdmin(ShownInCaseStudies, SourceAdmin):
    def case_studies_with(self, rows: Collection[Source]) -> set[int]:
        return {*models.Figure.objects.filter(source__in=rows).values_list("case_study", flat=True)}


@admin.register(models.SuccessFactor)
class SuccessFactorAdmin(CuratedAdmin):
    list_display = ("ref", "name", "question")
    list_display_links = ("name",)
    search_fields = ("name", "question")
    fieldsets = ((None, {"fields": ("ref", "name", "slug", "question", "order")}), PROVENANCE)


class CaseStudyPartAdmin(ShownInCaseStudies, PartAdmin):
    list_filter = ("case_study__status", *PartAdmin.list_filter)
    list_select_related: tuple[str, ...] = ("case_study",)


@admin.register(models.Figure)
class FigureAdmin(CaseStudyPartAdmin):
    list_display = ("value", "unit", "as_of", "case_study")
    search_fields = ("value", "unit", "meaning")
    fieldsets = (
        (None, {"fields": ("case_study", "slug", "value", "unit", "meaning", "as_of", "source", "order")}),
        PROVENANCE,
    )

    def save_model(self, request: HttpRequest, obj: models.Figure, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        warn_of_old_figure(self, request, obj.case_study, form)


@admin.register(models.Partner)
class PartnerAdmin(CaseStudyPartAdmin):
    list_display = ("name", "part", "case_study")
    search_fields = ("name",)
    fieldsets = ((None, {"fields": ("case_study", "name", "part", "order")}), PROVENANCE)


@admin.register(models.CaseStudyPicture)
class CaseStudyPictureAdmin(CaseStudyPartAdmin):
    formfield_overrides = FILES
    list_display = ("alt", "credit", "case_study")
    search_fields = ("alt", "caption", "credit")
    readonly_fields = ("shown",)
    fieldsets = (
        (None, {"fields": ("case_study", "shown", "file", "alt", "caption", "credit", "order")}),
        PROVENANCE,
    )

    @admin.display(description="now")
    def shown(self, picture: models.CaseStudyPicture) -> str:
        return thumbnail(picture)


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
    instead = "Tag another function first, or withdraw the case study."
    list_display = ("case_study", "function", "is_arguable")
    list_select_related = ("case_study", "function")
    fieldsets = ((None, {"fields": ("case_study", "function", "is_arguable")}), PROVENANCE)

    def reasons_to_keep(self, rows: list[models.FunctionTag]) -> Iterator[str]:
        """Not the last ones of a case study that readers see."""
        for study in left_without_function(rows):
            yield f"“{study}” is published, and a published case study needs a function"


@admin.register(models.SuccessFactorTag)
class SuccessFactorTagAdmin(CaseStudyPartAdmin):
    list_display = ("case_study", "success_factor", "is_arguable")
    list_select_related = ("case_study", "success_factor")
    fieldsets = ((None, {"fields": ("case_study", "success_factor", "is_arguable")}), PROVENANCE)
