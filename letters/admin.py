"""NAVCA's workplace for letter templates and starter examples. Members' letters are not here."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from principles.curation import PROVENANCE, CuratedAdmin

from .models import LetterTemplate, LetterTemplateVersion, StarterExample


@admin.register(LetterTemplate)
class LetterTemplateAdmin(CuratedAdmin):
    list_display = ("title", "audience", "version_in_use", "is_archived")
    list_filter = ("audience", "is_archived", *CuratedAdmin.list_filter)
    search_fields = ("title", "description")
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = ("version_links",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "description", "audience", "order", "is_archived")}),
        ("Its words", {"fields": ("version_links",)}),
        PROVENANCE,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[LetterTemplate]:
        return super().get_queryset(request).prefetch_related("versions")

    @admin.display(description="version in use")
    def version_in_use(self, template: LetterTemplate) -> str:
        numbers = [version.number for version in template.versions.all() if version.published_at]
        return str(max(numbers)) if numbers else "none yet"

    @admin.display(description="versions")
    def version_links(self, template: LetterTemplate) -> str:
        if not template.pk:
            return "Save the template first, then add its first version."
        links = [
            format_html(
                '<a href="{}">Version {}</a> ({})',
                reverse("admin:letters_lettertemplateversion_change", args=[version.pk]),
                version.number,
                "published" if version.published_at else "draft",
            )
            for version in template.versions.all()
        ]
        return format_html(", ".join(["{}"] * len(links)), *links) if links else "none yet"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: letters were written from it. Archive it instead."""
        return False


class LetterTemplateVersionForm(forms.ModelForm):
    def _update_errors(self, errors: ValidationError) -> None:
        """Show what the model says about a field that this page only displays above the form."""
        if hasattr(errors, "error_dict"):
            hidden = [
                name for name in errors.error_dict if name not in self.fields and name != NON_FIELD_ERRORS
            ]
            for name in hidden:
                errors.error_dict.setdefault(NON_FIELD_ERRORS, []).extend(errors.error_dict.pop(name))
        super()._update_errors(errors)  # type: ignore[misc]


@admin.register(LetterTemplateVersion)
class LetterTemplateVersionAdmin(CuratedAdmin):
    form = LetterTemplateVersionForm
    change_form_template = "admin/letters/version_form.html"
    list_display = ("template", "number", "subject", "published_at")
    list_display_links = ("template", "number")
    list_filter = ("template", ("published_at", admin.EmptyFieldListFilter), *CuratedAdmin.list_filter)
    list_select_related = ("template",)
    search_fields = ("subject", "body")
    markdown_fields = ("body",)
    fieldsets = (
        (None, {"fields": ("template", "number", "published_at")}),
        (
            "The words",
            {
                "fields": ("subject", "greeting", "body", "main_ask", "further_asks", "sign_off"),
                "description": "Fields stand in square brackets, such as [place]. "
                "A clause in braces goes when its field is empty.",
            },
        ),
        PROVENANCE,
    )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = "letters_lettertemplateversion"
        own = [
            path("<int:pk>/new-version/", wrap(require_POST(self.new_version)), name=f"{name}_new"),
            path("<int:pk>/publish/", wrap(require_POST(self.publish)), name=f"{name}_publish"),
        ]
        return own + super().get_urls()

    def get_readonly_fields(
        self, request: HttpRequest, obj: LetterTemplateVersion | None = None
    ) -> tuple[str, ...]:
        if obj and obj.published_at:
            return ("template", "number", "published_at", *LetterTemplateVersion.WORDS)
        return ("published_at",)

    def has_delete_permission(self, request: HttpRequest, obj: LetterTemplateVersion | None = None) -> bool:
        """Only a draft, and one at a time: letters were written from what is published."""
        return obj is not None and not obj.published_at and super().has_delete_permission(request, obj)

    def new_version(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Copy a version into a draft with the next number, and open it."""
        version = self._version(request, pk)
        newest = version.template.versions.aggregate(newest=Max("number"))["newest"]
        words = {name: getattr(version, name) for name in LetterTemplateVersion.WORDS}
        draft = LetterTemplateVersion.objects.create(template=version.template, number=newest + 1, **words)
        self.log_addition(request, draft, f"Copied from version {version.number}")
        self.message_user(request, f"Version {draft.number} is a draft. Members see it once you publish it.")
        return redirect("admin:letters_lettertemplateversion_change", draft.pk)

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put a draft into use. From now on its words stay as they are."""
        version = self._version(request, pk)
        try:
            version.full_clean()
        except ValidationError as problem:
            self.message_user(request, f"Not published. {' '.join(problem.messages)}", messages.ERROR)
        else:
            version.published_at = version.published_at or timezone.now()
            version.save()
            self.log_change(request, version, "Published")
            self.message_user(
                request, f"Version {version.number} is in use for new letters.", messages.SUCCESS
            )
        return redirect("admin:letters_lettertemplateversion_change", version.pk)

    def _version(self, request: HttpRequest, pk: int) -> LetterTemplateVersion:
        version: LetterTemplateVersion = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, version):
            raise PermissionDenied
        return version


@admin.register(StarterExample)
class StarterExampleAdmin(CuratedAdmin):
    list_display = ("ref", "title", "text", "function")
    list_display_links = ("title",)
    list_select_related = ("function",)
    search_fields = ("ref", "title", "text")
    fieldsets = (
        (None, {"fields": ("ref", "title", "slug", "text", "order")}),
        ("As an activity of a member", {"fields": ("function", "first_principle", "second_principle")}),
        PROVENANCE,
    )
