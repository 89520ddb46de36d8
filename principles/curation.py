"""How NAVCA's staff edit curated rows in the admin: shared by every room that holds some."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from documents.markdown import changes_made_by_sanitiser

from .deleting import InUseAdmin
from .meanwhile import WarnedAdmin
from .official import OfficialAdmin
from .provenance import CuratedModel
from .searching import renew, touched

# An address typed without its scheme is taken as https.
ADDRESSES = {models.URLField: {"assume_scheme": "https"}}
PROVENANCE_FIELDS = ("provenance", "needs_checking", "reviewed_on", "editors_note")
PROVENANCE = (
    "Where the words come from",
    {
        "fields": PROVENANCE_FIELDS,
        "description": "Shown beside the text. Enter a day under “reviewed on” once you have approved it.",
    },
)


class MarkdownTextarea(forms.Textarea):
    """A box for Markdown with a button that shows how it will look. Without JavaScript it is a plain box."""

    preview = "markdown-preview"

    class Media:
        js = ("js/markdown-preview.js",)
        css: ClassVar[dict[str, Sequence[str]]] = {"all": ("css/admin.css",)}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-markdown-preview": reverse(self.preview),
            "class": "vLargeTextField",
            "rows": 14,
        }
        return context


class FewQueries:
    """Mix into an inline: one query for the choices of each key, however many rows there are."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        field: ModelChoiceField | None = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None:
            field.choices = list(field.choices)  # type: ignore[assignment,arg-type]
        return field


class Part(FewQueries):
    """Mix into an inline: rows that belong to the page, with a link to each row's own page and history."""

    extra = 0
    show_change_link = True

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.TextField):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3, "cols": 50})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Four buttons beside every list would push the row off the screen.
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field


class TableFormSet(forms.BaseInlineFormSet):
    """Rows in a table, whose fields say their names to those who do not see its head."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            # A list of other rows stands in a wrapper, which passes nothing on.
            widget = (
                field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget
            )
            widget.attrs["aria-label"] = field.label


class PartInline(Part, admin.TabularInline):
    """Short rows, in a table."""

    formset = TableFormSet


class LongPartInline(Part, admin.StackedInline):
    """Rows of many fields, one below the other."""


@admin.action(description="Mark as reviewed today")
def mark_as_reviewed(modeladmin: "CuratedAdmin", request: HttpRequest, queryset: QuerySet[Any]) -> None:
    """Set the day on each row by itself, so that history says who did it."""
    rows = list(queryset)
    for row in rows:
        row.reviewed_on = timezone.localdate()
        row.save()
    modeladmin.message_user(request, f"{len(rows)} marked as reviewed today.", messages.SUCCESS)


class SearchedAdmin(WarnedAdmin, InUseAdmin):
    """A row with its history, whose words a search finds as soon as they are saved."""

    change_form_template = "admin/curated_form.html"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.say_what_is_left_out(request, form)
        # A part may move from one page to another.
        before = touched(*self.model._base_manager.filter(pk=obj.pk)) if change else []
        super().save_model(request, obj, form, change)
        renew([*before, *touched(obj)])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for row in formset.forms:
            if row.has_changed() and row not in formset.deleted_forms:
                self.say_what_is_left_out(request, row)

    def say_what_is_left_out(self, request: HttpRequest, form: Any) -> None:
        """Tell what of the Markdown just typed readers will not see as it was typed, here or in a part."""
        admin_of_row = self.admin_site._registry.get(form._meta.model, self)
        for name in set(form.changed_data) & {*getattr(admin_of_row, "markdown_fields", ())}:
            label = form.fields[name].label
            if form.instance._meta.model is not self.model:
                label = f"{form.instance._meta.verbose_name.capitalize()}, {label.lower()}"
            for words in changes_made_by_sanitiser(form.cleaned_data[name]):
                self.message_user(request, f"{label}: {words}", messages.WARNING)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        renew(touched(form.instance))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        places = touched(obj)
        super().delete_model(request, obj)
        renew(places)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        places = touched(*queryset)
        super().delete_queryset(request, queryset)
        renew(places)


class CuratedAdmin(OfficialAdmin, SearchedAdmin):
    """A curated row: its words with previews, where they come from, and its history."""

    markdown_fields: tuple[str, ...] = ()
    actions: ClassVar[list[Any]] = [mark_as_reviewed]
    list_filter: Sequence[Any] = ("provenance", "needs_checking", ("reviewed_on", admin.EmptyFieldListFilter))
    provenance_columns: tuple[str, ...] = ("words_are", "is_checked", "reviewed_on")
    save_on_top = True

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.markdown_fields:
            kwargs.setdefault("widget", MarkdownTextarea)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="words", ordering="provenance")
    def words_are(self, row: CuratedModel) -> str:
        return "Official" if row.is_official else "Ours"

    @admin.display(description="checked", ordering="needs_checking", boolean=True)
    def is_checked(self, row: CuratedModel) -> bool:
        """The mark turned round, so that a green tick is good news."""
        return not row.needs_checking

    def get_list_display(self, request: HttpRequest) -> Sequence[Any]:
        return (*super().get_list_display(request), *self.provenance_columns)


class PartAdmin(CuratedAdmin):
    """A row that is edited on the page it belongs to; its own page is for its history."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False
