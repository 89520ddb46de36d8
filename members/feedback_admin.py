"""NAVCA's queue of what it is told: read it, give it a theme, note something. The words stay the sender's."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from documents.spreadsheet import write_table
from principles.curation import PROVENANCE, CuratedAdmin
from principles.deleting import RefusingAdmin

from .feedback import Feedback, FeedbackKind, FeedbackState, FeedbackTheme
from .importing import csv_file

PUBLIC = "Nobody knows: sent without an account"
SHORT_KINDS: dict[str, str] = {
    FeedbackKind.WORKING: "Works well",
    FeedbackKind.BARRIER: "In the way",
    FeedbackKind.OPPORTUNITY: "Chance",
    FeedbackKind.TOOLKIT: "Toolkit",
}


class ThemeActionForm(ActionForm):
    """The list of actions, with the theme that one of them gives."""

    theme = forms.ModelChoiceField(
        FeedbackTheme.objects.all(), required=False, label="Theme:", empty_label="No theme chosen"
    )


class SenderFilter(admin.SimpleListFilter):
    title = "sent by"
    parameter_name = "sender"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("members", "Members"), ("public", "Nobody known")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Feedback]) -> QuerySet[Feedback]:
        match self.value():
            case "members":
                return rows.filter(organisation__isnull=False)
            case "public":
                return rows.filter(organisation__isnull=True)
        return rows


@admin.register(Feedback)
class FeedbackAdmin(RefusingAdmin, admin.ModelAdmin):
    instead = "Only the member takes it back, on its own page. Mark it as read, or give it a theme."
    list_display = ("excerpt", "state", "themed", "short_kind", "sender", "sent_on")
    list_filter = (
        "state", "kind", "themes", "principle", "function", "region", "body_kind", "may_quote", SenderFilter,
    )  # fmt: skip
    list_select_related = ("organisation",)
    list_per_page = 50
    view_on_site = False  # the page is the member's
    show_facets = admin.ShowFacets.NEVER  # the pages of numbers count, and hide what is small
    search_fields = ("text", "place", "organisation__name", "note")
    ordering = ("sent_at",)
    actions = ("give_theme", "mark_as_read", "download", "delete_from_the_public")
    action_form = ThemeActionForm
    filter_horizontal = ("themes",)
    readonly_fields = (
        "text", "kind", "sender", "principle", "function", "body_kind", "place", "region", "may_quote",
        "email", "sent_at", "state",
    )  # fmt: skip
    fieldsets = (
        (
            "What they say",
            {
                "fields": (
                    *("text", "kind", "principle", "function", "body_kind", "place", "region"),
                    *("sender", "may_quote", "email", "sent_at"),
                )
            },
        ),
        (
            "What NAVCA makes of it",
            {
                "fields": ("themes", "note", "state"),
                "description": "Saving marks it as read, or as themed with a theme. A member that takes "
                "its data away gets the themes and the note too.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        return super().get_queryset(request).prefetch_related("themes")

    @admin.display(description="message")
    def excerpt(self, row: Feedback) -> str:
        return Truncator(row.text).words(16)

    @admin.display(description="kind", ordering="kind")
    def short_kind(self, row: Feedback) -> str:
        return SHORT_KINDS[row.kind]

    @admin.display(description="sent", ordering="sent_at")
    def sent_on(self, row: Feedback) -> str:
        return date_format(timezone.localtime(row.sent_at), "j M Y")

    @admin.display(description="sent by", ordering="organisation__name", empty_value=PUBLIC)
    def sender(self, row: Feedback) -> Any:
        return row.organisation

    @admin.display(description="themes")
    def themed(self, row: Feedback) -> str:
        return ", ".join(theme.name for theme in row.themes.all())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """From the site only."""
        return False

    def reasons_to_keep(self, rows: list[Feedback]) -> Iterator[str]:
        """Only what came without an account is deleted, when it is rubbish."""
        if any(row.organisation_id for row in rows):
            yield "A member’s message is its own"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # it would take members' messages too
        return actions

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.settle()

    @admin.action(description="Give the theme chosen beside", permissions=["change"])
    def give_theme(self, request: HttpRequest, chosen: QuerySet[Feedback]) -> None:
        theme = FeedbackTheme.objects.filter(pk=int(request.POST.get("theme") or 0)).first()
        if theme is None:
            self.message_user(request, "Choose a theme beside the action first.", messages.WARNING)
            return
        rows = list(chosen)
        theme.feedback.add(*rows)
        Feedback.objects.filter(pk__in=[row.pk for row in rows]).update(state=FeedbackState.THEMED)
        for row in rows:
            self.log_change(request, row, f"Given the theme “{theme}”")
        self.message_user(request, f"{len(rows)} under “{theme}”.", messages.SUCCESS)

    @admin.action(description="Mark as read", permissions=["change"])
    def mark_as_read(self, request: HttpRequest, chosen: QuerySet[Feedback]) -> None:
        read = chosen.filter(state=FeedbackState.NEW).update(state=FeedbackState.READ)
        self.message_user(request, f"{read} marked as read.", messages.SUCCESS)

    @admin.action(description="Download as CSV", permissions=["view"])
    def download(self, request: HttpRequest, chosen: QuerySet[Feedback]) -> HttpResponse:
        """The chosen messages as a table. Each row says whether it may be quoted."""
        headings = [
            *("Sent", "Kind", "Words", "Principle", "Function", "Kind of body", "Place", "Region"),
            *("Sent by", "May be quoted", "State", "Themes", "Note"),
        ]
        rows = chosen.for_page()  # type: ignore[attr-defined]
        table = write_table(headings, ([*_cells(row)] for row in rows))
        return csv_file(table, f"messages-to-navca-{timezone.localdate():%Y-%m-%d}.csv")

    @admin.action(description="Delete those sent without an account", permissions=["delete"])
    def delete_from_the_public(self, request: HttpRequest, chosen: QuerySet[Feedback]) -> None:
        rows = list(chosen.filter(organisation__isnull=True))
        self.log_deletions(request, Feedback.objects.filter(pk__in=[row.pk for row in rows]))
        Feedback.objects.filter(pk__in=[row.pk for row in rows]).delete()
        left = chosen.count()
        self.message_user(request, f"{len(rows)} deleted.", messages.SUCCESS)
        if left:
            words = f"{left} left: a member’s message is its own, and only the member takes it back."
            self.message_user(request, words, messages.WARNING)


def _cells(row: Feedback) -> list[object]:
    return [
        f"{timezone.localtime(row.sent_at):%Y-%m-%d}", row.get_kind_display(), row.text,
        row.principle, row.function, row.get_body_kind_display(), row.place, row.get_region_display(),
        row.organisation or PUBLIC, row.get_may_quote_display(), row.get_state_display(),
        "; ".join(theme.name for theme in row.themes.all()), row.note,
    ]  # fmt: skip


@admin.register(FeedbackTheme)
class FeedbackThemeAdmin(CuratedAdmin):
    instead = "Give those messages another theme first."
    list_display = ("name", "kind", "order", "is_used")
    list_filter = ("kind", *CuratedAdmin.list_filter)
    search_fields = ("name", "description")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind", "description", "point", "order")}),
        PROVENANCE,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[FeedbackTheme]:
        rows: QuerySet[FeedbackTheme] = super().get_queryset(request)
        used = Feedback.themes.through.objects.filter(feedbacktheme=OuterRef("pk"))
        return rows.annotate(used=Exists(used))

    @admin.display(description="in use", boolean=True)
    def is_used(self, theme: FeedbackTheme) -> bool:
        return theme.used  # type: ignore[attr-defined,no-any-return]

    def count_of_members(self, using: QuerySet[Feedback]) -> Iterator[str]:
        """Its messages, also those of nobody known: without it NAVCA's sorting would be lost."""
        if count := using.count():
            yield f"{count} message{' stands' if count == 1 else 's stand'} under it"
