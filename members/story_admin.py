"""NAVCA's queue of stories: what was sent, and what becomes of it. Drafts are never here."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format

from casestudies.models import Status
from principles.deleting import KeptAdmin

from . import story_steps
from .people_admin import AskingAdmin, StaffRequest
from .stories import AS_QUEUED, WITH_NAVCA, Story, StoryPicture, StoryStatus
from .story_drafting import draft_case_study
from .story_mail import tell_member
from .story_picture_views import shown
from .story_words import StoryWords

# What a member reads about where its words are now.
NOT_TOLD = "Done, but not everybody there could be told by mail."


class StateFilter(admin.SimpleListFilter):
    """Where the stories are; what is published stands in its case study."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        sent = [each for each in StoryStatus if each != StoryStatus.DRAFT]
        return [
            ("waiting", "Waiting for NAVCA"),
            *((str(each.value), str(each.label)) for each in sent),
            ("published", "Published"),
        ]

    def queryset(self, request: HttpRequest, stories: QuerySet[Story]) -> QuerySet[Story]:
        chosen = self.value()
        if chosen == "waiting":
            return stories.filter(status__in=WITH_NAVCA)
        if chosen == "published":
            return stories.filter(case_study__status=Status.PUBLISHED)
        return stories.filter(status=chosen) if chosen else stories


class ChangesForm(forms.Form):
    note = forms.CharField(
        label="What the member is asked to change",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter what the member is asked to change"},
        help_text="Everybody at the organisation gets it by mail, and reads it beside the story.",
    )


class FinalForm(forms.Form):
    note = forms.CharField(
        label="A note to the member",
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Goes with the mail that asks them to read the final text.",
    )


@admin.register(Story)
class StoryAdmin(KeptAdmin, AskingAdmin):
    why_kept = "It is the member’s own: its people write it, and take it back or delete it"
    instead = (
        "Ask the member for changes, or to withdraw it. What is published from it stands in its case study, "
        "which can be withdrawn there."
    )
    change_form_template = "admin/members/story_form.html"
    list_display = (
        "heading",
        "sent_place",
        "teller",
        "status_now",
        "sent_on",
        "days_waiting",
        "consent",
    )
    list_display_links = ("heading",)
    list_filter = (StateFilter,)
    list_select_related = ("organisation", "case_study")
    search_fields = ("sent_title", "sent_place", "organisation__name")
    list_per_page = 50
    actions = ("take_for_review", "ask_for_changes", "draft_the_case_study")
    fields = readonly_fields = ("organisation",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        """What was sent. A draft is its writers' own."""
        rows: Any = super().get_queryset(request)
        return rows.sent_to_navca().oldest_first()  # type: ignore[no-any-return]

    def get_ordering(self, request: HttpRequest) -> Any:
        return AS_QUEUED

    def has_add_permission(self, request: HttpRequest) -> bool:
        """From a member only."""
        return False

    def has_draft_permission(self, request: HttpRequest) -> bool:
        """Whether the person may add what is drafted."""
        return self.has_change_permission(request) and request.user.has_perm("casestudies.add_casestudy")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        return actions if self.has_change_permission(request) else {}

    # The columns

    @admin.display(description="title", ordering="sent_title")
    def heading(self, story: Story) -> str:
        return story.sent_title or "Withdrawn"

    @admin.display(description="organisation", ordering="organisation__name")
    def teller(self, story: Story) -> str:
        return str(story.organisation)

    @admin.display(description="status", ordering="status")
    def status_now(self, story: Story) -> str:
        return story.state

    @admin.display(description="sent on", ordering="sent_at")
    def sent_on(self, story: Story) -> str | None:
        return date_format(timezone.localtime(story.sent_at), "j M Y") if story.sent_at else None

    @admin.display(description="days waiting", ordering="sent_at")
    def days_waiting(self, story: Story) -> int | None:
        return story.days_waiting_on(timezone.localdate())

    @admin.display(description="consent")
    def consent(self, story: Story) -> str:
        if story.is_withdrawn:
            return "Withdrawn"
        words = StoryWords(story.sent_words)
        return "Given, by name" if words.may_name else "Given, not by name"

    # One story

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path(f"<uuid:pk>/{name.replace('_', '-')}/", wrap(view), name=f"members_story_{name}")
            for name, view in (
                ("review", self.review_one),
                ("changes", self.changes_one),
                ("draft", self.draft_one),
                ("final", self.final_one),
            )
        ]
        picture = path(
            "<uuid:pk>/pictures/<int:picture>/", wrap(self.picture), name="members_story_picture"
        )  # fmt: skip
        return [*own, picture, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The words that were sent, to read, with what passed, and the steps that can follow."""
        story = self.get_object(request, object_id)
        context: dict[str, Any] = {"show_save": False, "show_save_and_continue": False, "show_close": True}
        if story is not None:
            words = StoryWords.sent(story)
            pictures = [
                (row, reverse("admin:members_story_picture", args=[story.pk, row.pk]))
                for row in words.picture_rows
            ]
            context |= {
                "words": words,
                "may_draft": self.has_draft_permission(request),
                "pictures": pictures,
                "steps": story.steps.select_related("recorded_by", "story"),
                "days": story.days_waiting_on(timezone.localdate()),
                "title": "Story",
                "subtitle": story.sent_title,
            }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def picture(self, request: StaffRequest, pk: Any, picture: int) -> HttpResponse:
        """A picture that was sent with a story."""
        story = self.get_row(request, pk)
        found = get_object_or_404(
            StoryPicture, pk=picture, story=story, pk__in=story.sent_words.get("pictures", [])
        )
        return shown(found)

    # What may be done with it

    @admin.action(description="Take for review", permissions=["change"])
    def take_for_review(self, request: StaffRequest, chosen: QuerySet[Story]) -> None:
        for story in chosen:
            self._try(request, story, "is in review", story_steps.take_for_review)

    @admin.action(description="Ask for changes", permissions=["change"])
    def ask_for_changes(self, request: StaffRequest, chosen: QuerySet[Story]) -> HttpResponse | None:
        rows = list(chosen[:2])
        if len(rows) == 1:
            return redirect("admin:members_story_changes", rows[0].pk)
        self.message_user(request, "Choose one story: each gets a note of its own.", messages.WARNING)
        return None

    @admin.action(description="Draft the case study", permissions=["draft"])
    def draft_the_case_study(self, request: StaffRequest, chosen: QuerySet[Story]) -> HttpResponse | None:
        studies = [
            study for story in chosen if (study := self._try(request, story, "is drafted", draft_case_study))
        ]
        if len(studies) == 1:
            return redirect("admin:casestudies_casestudy_change", studies[0].pk)
        return None

    def _try(self, request: StaffRequest, story: Story, done: str, step: Any, *more: str) -> Any:
        """Take a step and say so, or say why it could not be taken."""
        try:
            result = step(story, request.user, *more)
        except story_steps.NotNow as problem:
            self.message_user(request, f"“{story.sent_title}”: {problem}", messages.WARNING)
            return None
        self.message_user(request, f"“{story.sent_title}” {done}.", messages.SUCCESS)
        return result

    def review_one(self, request: StaffRequest, pk: Any) -> HttpResponse:
        """Take one story for review."""
        story = self.get_row(request, pk)
        if request.method == "POST":
            self._try(request, story, "is in review", story_steps.take_for_review)
            return redirect("admin:members_story_change", story.pk)
        return self.ask(
            request,
            forms.Form(),
            title=f"Take “{story.sent_title}” for review",
            explanation="The member sees that somebody at NAVCA reads it. Nobody is named.",
            button="Take for review",
        )

    def changes_one(self, request: StaffRequest, pk: Any) -> HttpResponse:
        """Give one story back with a note."""
        story = self.get_row(request, pk)
        form = ChangesForm(request.POST or None)
        if form.is_valid():
            note = form.cleaned_data["note"]
            asked = self._try(
                request, story, "is back with its member",
                story_steps.ask_for_changes, note,
            )  # fmt: skip
            if asked:
                what = f"NAVCA has read your story “{asked}” and asks for changes."
                self._tell(request, asked, "NAVCA asks for changes to your story", what, note)
            return redirect("admin:members_story_change", story.pk)
        return self.ask(
            request,
            form,
            title=f"Ask for changes to “{story.sent_title}”",
            explanation="The story goes back to the member. You see the changes once it is sent again.",
            button="Ask for changes",
        )

    def draft_one(self, request: StaffRequest, pk: Any) -> HttpResponse:
        """Draft the case study of one story, and go there."""
        story = self.get_row(request, pk)
        if not self.has_draft_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            study = self._try(
                request, story, "is drafted", draft_case_study
            )  # fmt: skip
            if study:
                return redirect("admin:casestudies_casestudy_change", study.pk)
            return redirect("admin:members_story_change", story.pk)
        return self.ask(
            request,
            forms.Form(),
            title=f"Draft the case study of “{story.sent_title}”",
            explanation="Makes a draft with the story's words, figures, partners, tags, pictures and source. "
            "Who has not agreed to be named is left out.",
            button="Draft the case study",
        )

    def final_one(self, request: StaffRequest, pk: Any) -> HttpResponse:
        """Show the case study as it is now to the member, and ask it to agree."""
        story = self.get_row(request, pk)
        form = FinalForm(request.POST) if request.method == "POST" else FinalForm()
        if form.is_valid():
            note = form.cleaned_data["note"]
            asked = self._try(
                request, story, "is shown to its member",
                story_steps.show_final_text, note,
            )  # fmt: skip
            if asked:
                what = (
                    f"NAVCA has written the case study “{asked.case_study}” from your story. "
                    "Read the final text. It is published only when you agree."
                )
                self._tell(request, asked, "Read the final text of your story", what, note)
            return redirect("admin:members_story_change", story.pk)
        return self.ask(
            request,
            form,
            title=f"Show the final text of “{story.sent_title}” to its member",
            explanation="Do this when the case study is ready. It is published only after the member agreed. "
            "When its words change after that, show it again.",
            button="Show the final text",
        )

    def _tell(self, request: StaffRequest, story: Story, subject: str, what: str, note: str) -> None:
        if not tell_member(request, story, subject, what, note):
            self.message_user(request, NOT_TOLD, messages.WARNING)
