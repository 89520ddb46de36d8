"""NAVCA's workplace for letter templates and starter examples. Members' letters are not here."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from members.models import User
from principles.curation import PROVENANCE, CuratedAdmin, MarkdownTextarea
from publicbodies.models import BodyKind, Region

from . import curation
from .election_periods import PreElectionPeriod
from .models import LetterTemplate, LetterTemplateVersion, StarterExample
from .tiers import TierParagraph
from .uses import uses_of_versions

MOST_FINDINGS = 3


class LetterTemplateForm(forms.ModelForm):
    def clean_suggested_findings(self) -> QuerySet[Any]:
        findings: QuerySet[Any] = self.cleaned_data["suggested_findings"]
        if len(findings) > MOST_FINDINGS:
            raise ValidationError("Choose three findings at most: a letter with more is not read.")
        return findings


@admin.register(LetterTemplate)
class LetterTemplateAdmin(CuratedAdmin):
    form = LetterTemplateForm
    change_form_template = "admin/letters/template_form.html"
    instead = (
        "Archive it: members are not offered it any more, and what they wrote from it stays as it is. "
        "A template of which no version was published can be deleted."
    )
    list_display = ("title", "audience", "situation", "version_in_use", "drafts", "archived")
    list_filter = ("audience", "situation", "is_archived", *CuratedAdmin.list_filter)
    search_fields = ("title", "description")
    provenance_columns = ("is_checked", "reviewed_on")
    prepopulated_fields = {"slug": ("title",)}
    formfield_overrides: ClassVar = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    readonly_fields = ("version_table",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "description", "audience", "situation", "order", "is_archived")}),
        ("Its words", {"fields": ("version_table",)}),
        (
            "For the writer",
            {"fields": ("timing", ("timing_days", "timing_event"), "suggested_findings")},
        ),
        PROVENANCE,
    )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = path("<int:pk>/paste/", wrap(curation.paste), name="letters_lettertemplate_paste")
        return [own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LetterTemplate]:
        versions = LetterTemplateVersion.objects.select_related("published_by")
        return super().get_queryset(request).prefetch_related(Prefetch("versions", queryset=versions))

    @admin.display(description="version in use")
    def version_in_use(self, template: LetterTemplate) -> str:
        numbers = [version.number for version in template.versions.all() if version.published_at]
        return str(max(numbers)) if numbers else "none yet"

    @admin.display(description="drafts", empty_value="–")
    def drafts(self, template: LetterTemplate) -> str | None:
        numbers = [str(version.number) for version in template.versions.all() if not version.published_at]
        return f"version {', '.join(numbers)}" if numbers else None

    @admin.display(ordering="is_archived", empty_value="–")
    def archived(self, template: LetterTemplate) -> str | None:
        return "archived" if template.is_archived else None

    @admin.display(description="versions")
    def version_table(self, template: LetterTemplate) -> str:
        if not template.pk:
            return "Save the template first, then write its first version or paste it from Word."
        return render_to_string("admin/letters/_versions.html", {"versions": template.versions.all()})

    def uses_by_key(self, rows: list[LetterTemplate]) -> Iterator[str]:
        """Its published versions, and the letters written from them. Drafts go with it."""
        return uses_of_versions(LetterTemplateVersion.objects.filter(template__in=rows))


class LetterTextarea(MarkdownTextarea):
    """A box for the body of a letter, whose preview has samples in its fields."""

    preview = "admin:letters_lettertemplateversion_preview_of_words"


class LetterTemplateVersionForm(forms.ModelForm):
    def _post_clean(self) -> None:
        """Refuse what saving would refuse: an old draft of a published version, opened from its history."""
        super()._post_clean()  # type: ignore[misc]
        try:
            self.instance.refuse_change_of_published()
        except ValidationError as refusal:
            self.add_error(None, refusal)

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
    markdown_fields = ("body",)
    instead = (
        "Make a new version and publish it: new letters are then written from that one. "
        "Archive the template to offer the letter no more. A draft can be deleted."
    )
    list_display = ("template", "number", "subject", "published_at", "published_by")
    list_display_links = ("template", "number")
    list_filter = (
        "template", "template__is_archived", ("published_at", admin.EmptyFieldListFilter),
        *CuratedAdmin.list_filter,
    )  # fmt: skip
    list_select_related = ("template", "published_by")
    search_fields = ("subject", "body")
    provenance_columns = ("is_checked", "reviewed_on")
    fieldsets = (
        (None, {"fields": ("template", "number", "publication")}),
        (
            "The words",
            {
                "fields": ("subject", "greeting", "body", "main_ask", "further_asks", "sign_off"),
                "description": "Fields stand in square brackets, such as [place]. "
                "A clause in braces goes when its field is empty.",
            },
        ),
        ("For the writer", {"fields": ("notes",)}),
        PROVENANCE,
    )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = "letters_lettertemplateversion"
        own = [
            path("<int:pk>/new-version/", wrap(require_POST(self.new_version)), name=f"{name}_new"),
            path("<int:pk>/publish/", wrap(require_POST(self.publish)), name=f"{name}_publish"),
            path("<int:pk>/preview/", wrap(curation.preview), name=f"{name}_preview"),
            path("<int:pk>/compare/", wrap(curation.comparison), name=f"{name}_compare"),
            path("preview/", wrap(curation.preview_of_words), name=f"{name}_preview_of_words"),
        ]
        return own + super().get_urls()

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "body":
            kwargs["widget"] = LetterTextarea
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(
        self, request: HttpRequest, obj: LetterTemplateVersion | None = None
    ) -> tuple[str, ...]:
        always = ("number", "publication")
        if obj is None:
            return always
        return ("template", *always, *(LetterTemplateVersion.WORDS if obj.published_at else ()))

    def uses_by_key(self, rows: list[LetterTemplateVersion]) -> Iterator[str]:
        """Only drafts may go: letters are written from what is published."""
        return uses_of_versions(LetterTemplateVersion.objects.filter(pk__in=[row.pk for row in rows]))

    @admin.display(description="published")
    def publication(self, version: LetterTemplateVersion) -> str:
        if not version.published_at:
            return "Not yet: a draft, which members do not see"
        when = localtime(version.published_at)
        by = f" by {version.published_by}" if version.published_by else ""
        return f"{when:%-d %B %Y}, {when:%H:%M}{by}"

    def response_change(self, request: HttpRequest, obj: LetterTemplateVersion) -> HttpResponse:
        return self._preview(request, obj) or super().response_change(request, obj)

    def response_add(
        self, request: HttpRequest, obj: LetterTemplateVersion, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._preview(request, obj) or super().response_add(request, obj, post_url_continue)

    def _preview(self, request: HttpRequest, version: LetterTemplateVersion) -> HttpResponse | None:
        if "_preview" not in request.POST:
            return None
        return redirect("admin:letters_lettertemplateversion_preview", version.pk)

    def new_version(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Copy a version into a draft with the next number, and open it."""
        version = self._version(request, pk)
        draft = version.template.new_version(version.words)
        self.log_addition(request, draft, f"Copied from version {version.number}")
        self.message_user(request, f"Version {draft.number} is a draft. Members see it once you publish it.")
        return redirect("admin:letters_lettertemplateversion_change", draft.pk)

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put a draft into use. From now on its words stay as they are."""
        version = self._version(request, pk)
        assert isinstance(request.user, User)  # noqa: S101  (the admin is for people signed in)
        try:
            version.publish(request.user)
        except ValidationError as problem:
            self.message_user(request, f"Not published. {' '.join(problem.messages)}", messages.ERROR)
        else:
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


@admin.register(TierParagraph)
class TierParagraphAdmin(CuratedAdmin):
    list_display = ("tier", "text")
    search_fields = ("text",)
    fieldsets = ((None, {"fields": ("tier", "text")}), PROVENANCE)


class PreElectionPeriodForm(forms.ModelForm):
    """Ticks for kinds and regions instead of lists typed as JSON."""

    kinds = forms.MultipleChoiceField(
        label="Kinds of body",
        choices=[choice for choice in BodyKind.choices if choice[0] != BodyKind.ICB],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="None ticked: every kind that is elected.",
    )
    regions = forms.MultipleChoiceField(
        choices=Region.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="None ticked: everywhere.",
    )


@admin.register(PreElectionPeriod)
class PreElectionPeriodAdmin(CuratedAdmin):
    form = PreElectionPeriodForm
    list_display = ("name", "first_on", "polling_on", "checked_on")
    search_fields = ("name", "source")
    filter_horizontal = ("bodies",)
    date_hierarchy = "polling_on"
    fieldsets = (
        (None, {"fields": ("name", "first_on", "polling_on")}),
        ("Whom it concerns", {"fields": ("kinds", "regions", "bodies")}),
        ("Where it was read", {"fields": ("source", "checked_on")}),
        PROVENANCE,
    )
