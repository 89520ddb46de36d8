"""NAVCA's workplace for people and organisations. Nothing of a member's letters or work can be seen here."""

from typing import Any

from allauth.mfa import admin as _  # noqa: F401 (registers its page, which is taken away below)
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import Count, Max, QuerySet, URLField
from django.http import HttpRequest

from .models import Membership, Organisation, User

# The stock page of allauth shows the secret of a person's second factor.
admin.site.unregister(Authenticator)


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict[str, type[forms.Field]] = {}


class UserForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, type[forms.Field]] = {}


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "organisation")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.choices = list(field.choices)  # type: ignore[arg-type,assignment]  # one query, however many rows
        return field


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    form = UserForm
    add_form = NewUserForm
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("email", "name")
    inlines = (MembershipInline,)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (
            "What this person may do",
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
                "description": "Take the tick from “active” instead of deleting a person.",
            },
        ),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {"classes": ("wide",), "fields": ("email", "name", "usable_password", "password1", "password2")},
        ),
    )

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never from here: the list of what would go with a person belongs to the member."""
        return False


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    list_display = ("name", "place", "profile", "number_of_people", "last_sign_in")
    list_filter = ("sector_term",)
    search_fields = ("name", "short_name", "place")
    prepopulated_fields = {"slug": ("name",)}
    filter_horizontal = ("patch",)
    inlines = (MembershipInline,)
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
        return organisation.last_seen_at  # type: ignore[attr-defined]

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        """Never from here: the page would list the member's letters."""
        return False
