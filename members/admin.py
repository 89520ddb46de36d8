"""NAVCA's workplace for people and organisations. Nothing of a member's letters or work can be seen here."""

from typing import Any

from django.contrib import admin
from django.db import IntegrityError
from django.db.models import Count, Max, QuerySet, URLField
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from principles.deleting import KeptAdmin

from . import feedback_admin as feedback_admin
from . import story_admin as story_admin
from .joining_admin import InvitingAdmin
from .models import Organisation
from .people_admin import PeopleInline


@admin.register(Organisation)
class OrganisationAdmin(KeptAdmin, InvitingAdmin):
    why_kept = "Its letters, contacts and work are its own, and would go with it"
    instead = (
        "Enter the last day of its NAVCA membership: from the next day its people read and download only. "
        "Its main contact can delete it with all it has, under “Delete our organisation”."
    )
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    list_display = ("name", "place", "profile", "number_of_people", "last_sign_in", "member_until")
    list_filter = ("sector_term", "membership_ends_on")
    search_fields = ("name", "short_name", "place")
    prepopulated_fields = {"slug": ("name",)}
    filter_horizontal = ("patch",)
    inlines = (PeopleInline,)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "name",
                    "short_name",
                    "slug",
                    "place",
                    "sector_term",
                    "own_term_in_full",
                    "own_term",
                    "patch",
                )
            },
        ),
        (
            "On its letters",
            {"fields": ("signer_name", "signer_role", "address", "email", "phone", "website")},
        ),
        ("NAVCA membership", {"fields": ("membership_ends_on",)}),
        ("More details", {"fields": ("charity_number", "groups_supported", "envelope_offset_mm")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        return (
            super()
            .get_queryset(request)
            .annotate(people_count=Count("memberships"), last_seen_at=Max("memberships__user__last_login"))
        )

    @admin.display(description="profile")
    def profile(self, organisation: Organisation) -> str:
        total = len(organisation.LETTER_DETAILS)
        return f"{total - len(organisation.missing_details)} of {total} details"

    @admin.display(description="people", ordering="people_count")
    def number_of_people(self, organisation: Organisation) -> int:
        return organisation.people_count  # type: ignore[attr-defined,no-any-return]

    @admin.display(description="last sign-in", ordering="last_seen_at")
    def last_sign_in(self, organisation: Organisation) -> Any:
        seen_at = organisation.last_seen_at  # type: ignore[attr-defined]
        return localdate(seen_at) if seen_at else None

    @admin.display(description="member until", ordering="membership_ends_on")
    def member_until(self, organisation: Organisation) -> Any:
        return organisation.membership_ends_on

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Keep who is the main contact and who was taken out, and what its people are to be told of it."""
        super().save_formset(request, form, formset, change)
        gone = [row.user for row in formset.deleted_objects]
        said = [f"{user} ({user.email}) was removed." for user in gone]
        said += [
            f"{row.user} ({row.user.email}) is the main contact now."
            for row, _ in formset.changed_objects
            if row.is_main_contact
        ]
        if said:
            request.to_tell = form.instance, "\n".join(said), gone  # type: ignore[attr-defined]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Django saves in one transaction: nobody is told before it is over.

        When somebody else took the slug while it was stored, the form says so at the second look.
        """
        response: HttpResponse
        try:
            response = super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            response = super().changeform_view(request, *args, **kwargs)
        if told := getattr(request, "to_tell", None):
            organisation, what, also = told
            self.tell_everybody(request, organisation, what, also=also)
        return response
