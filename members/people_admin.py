"""NAVCA's workplace for people: who may sign in, and the way back in for those who lost theirs."""

from typing import Any

from allauth.account import admin as _account_admin  # noqa: F401 (registers its page, which is taken away below)
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _mfa_admin  # noqa: F401 (the same)
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from principles.curation import TableFormSet
from principles.deleting import KeptAdmin

from .inviting import tell_people
from .models import GIVE_ROLES, Membership, User
from .people_forms import ADDRESS_ERRORS
from .security_log import note
from .sessions import end_sessions

# The stock page of allauth shows the secret of a person's second factor; addresses are changed on the page of
# the person, with a reason; and what a role may do is the toolkit's to say, not to be edited here.
for model in (Authenticator, EmailAddress, Group):
    admin.site.unregister(model)


class MembershipForm(forms.ModelForm):
    def validate_constraints(self) -> None:
        """Not row by row: two may swap the tick. The formset sees to it that one main contact is left."""


class MembershipFormSet(TableFormSet):
    """Places in an organisation, of which one at most is the main contact's."""

    def clean(self) -> None:
        super().clean()
        if len(self.main_contacts()) > 1:
            raise forms.ValidationError("Tick one main contact.")

    def main_contacts(self) -> list[forms.ModelForm]:
        """The rows that are ticked as main contact and stay."""
        return [
            form
            for form in self.forms
            if form.cleaned_data.get("is_main_contact") and not form.cleaned_data.get("DELETE")
        ]

    def delete_existing(self, obj: Membership, commit: bool = True) -> None:
        """Take a person out, with invitations that would let them in again."""
        obj.organisation.invitations.waiting_for(obj.user).update(withdrawn_at=timezone.now())
        super().delete_existing(obj, commit)

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk:
            ticked = [form.instance.pk for form in self.main_contacts()]
            rows = Membership.objects.filter(organisation=self.instance, is_main_contact=True)
            rows.exclude(pk__in=ticked).update(is_main_contact=False)
        return super().save(commit)


class MembershipInline(admin.TabularInline):
    """Places in organisations. Nobody is put into one here: a member's people join by invitation only."""

    model = Membership
    formset = TableFormSet
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "organisation")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PeopleInline(MembershipInline):
    """The people on the page of an organisation: name another main contact, or take somebody out."""

    form = MembershipForm
    formset = MembershipFormSet
    fields = ("user", "is_main_contact", "joined_at")
    readonly_fields = ("user", "joined_at")


class PlacesInline(MembershipInline):
    """The organisations on the page of a person, to read."""

    fields = readonly_fields = ("organisation", "is_main_contact", "joined_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NewUserForm(forms.ModelForm):
    """A person signs in by a code first, and may choose a password then: NAVCA never sets one."""

    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


class UserForm(UserChangeForm):
    password = None  # type: ignore[assignment]

    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, type[forms.Field]] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("groups") and not cleaned.get("is_staff"):
            self.add_error("groups", "Tick “staff status” too: only NAVCA’s staff have a role")
        if User.objects.with_all_rights().is_only(self.instance) and not all(
            cleaned.get(name, True) for name in ("is_superuser", "is_staff", "is_active")
        ):
            said = "Give all rights to somebody else first: nobody here could give them any more"
            self.add_error(None, said)
        elif User.objects.who_give_roles().is_only(self.instance) and not self._gives_roles(cleaned):
            said = "Make somebody else an administrator first: nobody here could give a role any more"
            self.add_error(None, said)
        return cleaned

    def _gives_roles(self, cleaned: dict[str, Any]) -> bool:
        """Whether the person could still give roles. What the page did not ask for stays as it is."""
        if not all(cleaned.get(name, True) for name in ("is_staff", "is_active")):
            return False
        groups = cleaned.get("groups")
        has_all_rights = cleaned.get("is_superuser", self.instance.is_superuser)
        return has_all_rights or groups is None or groups.filter(permissions__codename=GIVE_ROLES).exists()


class ReasonForm(forms.Form):
    """Why NAVCA steps in."""

    reason = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="How you made sure that it is this person. It is kept in the history, with your name.",
        error_messages={"required": "Enter how you made sure that it is this person"},
    )


class NewAddressForm(ReasonForm):
    email = forms.EmailField(label="New email address", error_messages=ADDRESS_ERRORS)
    field_order = ("email", "reason")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        taken = User.objects.filter(email=email).exists() or EmailAddress.objects.filter(email=email).exists()
        if taken:
            raise forms.ValidationError("Another account has this address. Enter one that is free")
        return email


def gives_roles(request: HttpRequest) -> bool:
    """Whether somebody at NAVCA may say who works there, and as what."""
    return request.user.has_perm(f"members.{GIVE_ROLES}")


class StaffRequest(HttpRequest):
    """A request by one of NAVCA's staff."""

    user: User


class AskingAdmin(admin.ModelAdmin):
    """An admin with pages of its own that ask something before they do it."""

    def ask(self, request: HttpRequest, form: forms.BaseForm, **context: Any) -> HttpResponse:
        """The page with the form. `title`, `explanation` and `button` say what it is for."""
        context = {**self.admin_site.each_context(request), "form": form, "opts": self.opts, **context}
        return render(request, "admin/members/ask.html", context)

    def get_row(self, request: HttpRequest, pk: int) -> Any:
        """The row of an address, or 404. Raises PermissionDenied for those who may not change it."""
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        return row


@admin.register(User)
class UserAdmin(KeptAdmin, AskingAdmin, DjangoUserAdmin):
    why_kept = "What somebody wrote for an organisation belongs to it, and still says who wrote it"
    instead = (
        "Take the tick from “active”: the person can no longer sign in. "
        "To take somebody out of an organisation, open the page of the organisation."
    )
    form = UserForm
    add_form = NewUserForm
    change_form_template = "admin/members/user_form.html"
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "roles", "is_active", "last_login")
    list_filter = ("is_staff", "groups", "is_superuser", "is_active")
    filter_horizontal = ()
    search_fields = ("email", "name")
    inlines = (PlacesInline,)
    fieldsets = (
        (None, {"fields": ("email", "name")}),
        (
            "What this person may do",
            {
                "fields": ("is_active", "is_staff", "groups"),
                "description": "Take the tick from “active” instead of deleting a person.",
            },
        ),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("email", "name"),
                "description": "For NAVCA’s own staff. Invite members on the page of their organisation.",
            },
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path(
                "<int:pk>/reset-second-step/",
                wrap(self.reset_second_step),
                name="members_user_reset_second_step",
            ),
            path("<int:pk>/change-address/", wrap(self.change_address), name="members_user_change_address"),
        ]
        return own + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="roles", empty_value="–")
    def roles(self, user: User) -> str | None:
        return ", ".join(group.name for group in user.groups.all()) or None

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Roles to tick for whoever gives them, to read for others."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        shown = list(fieldsets[1][1]["fields"])
        if not gives_roles(request):
            shown[shown.index("groups")] = "roles"
        if request.user.is_superuser:
            shown.append("is_superuser")
        return [fieldsets[0], (fieldsets[1][0], {**fieldsets[1][1], "fields": shown}), *fieldsets[2:]]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only an administrator makes staff, or staff could make themselves administrators."""
        fixed = ("last_login", "date_joined", "roles") + (("email",) if obj else ())
        return fixed if gives_roles(request) else (*fixed, "is_staff")

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs |= {
                "queryset": Group.objects.order_by("pk"),
                "label": "Roles",
                "help_text": "A curator looks after the content, a bodies editor after public bodies, "
                "member support after organisations and people. An administrator does all of it "
                "and gives these roles.",
                "widget": forms.CheckboxSelectMultiple,
            }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Staff are changed by those who give roles, and whoever has all rights only by another who has."""
        may = super().has_change_permission(request, obj)
        if not may or obj is None or not obj.is_staff:
            return may
        return request.user.is_superuser if obj.is_superuser else gives_roles(request)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Note who gave which rights to whom. The history of the person says it in words."""
        super().save_related(request, form, formsets, change)
        if changed := {"is_active", "is_staff", "is_superuser", "groups"} & set(form.changed_data):
            rights = ", ".join(sorted(changed))
            note("rights changed", who=request.user, user=form.instance.pk, rights=rights)  # type: ignore[arg-type]

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Never: whoever knows a member's password can read its letters."""
        raise PermissionDenied

    def reset_second_step(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let a person who lost app, key and recovery codes sign in with the first step only."""
        user = self.get_row(request, pk)
        form = ReasonForm(request.POST or None)
        if not form.is_valid():
            return self.ask(
                request,
                form,
                title=f"Reset the second step of {user}",
                explanation="The person’s app, keys and recovery codes stop working. The person is signed "
                "out everywhere and told by mail. NAVCA’s staff set up a new second step when they sign in.",
                button="Reset the second step",
            )
        with transaction.atomic():
            user.authenticator_set.all().delete()
            end_sessions(user)
            self.log_change(request, user, f"Second step reset. Reason: {form.cleaned_data['reason']}")
        note("second step reset", who=request.user, user=user.pk)
        self.tell(request, "members/email/second_step_reset", user, [user.email])
        self.tell_colleagues(
            request, user, f"{user} ({user.email}) can sign in without the second step that was lost."
        )
        return redirect("admin:members_user_change", user.pk)

    def change_address(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give a person who lost the mailbox another address to sign in with."""
        user = self.get_row(request, pk)
        form = NewAddressForm(request.POST or None)
        if not form.is_valid():
            return self.ask(
                request,
                form,
                title=f"Change the email address of {user}",
                explanation="The person is signed out everywhere, and told at the old and the new address. "
                "At the next sign-in a code goes to the new one.",
                button="Change the address",
            )
        old = user.email
        with transaction.atomic():
            user.email = form.cleaned_data["email"]
            user.save()
            user.emailaddress_set.all().delete()
            user.emailaddress_set.create(email=user.email, primary=True, verified=False)
            end_sessions(user)
            self.log_change(
                request,
                user,
                f"Address changed from {old} to {user.email}. Reason: {form.cleaned_data['reason']}",
            )
        note("address changed", who=request.user, user=user.pk)
        self.tell(request, "members/email/address_changed", user, [old, user.email])
        self.tell_colleagues(request, user, f"{user} signs in as {user.email} now, and no more as {old}.")
        return redirect("admin:members_user_change", user.pk)

    def tell_colleagues(self, request: HttpRequest, user: User, what: str) -> None:
        """Mail the others of a person's organisations: whoever signs in as this person reads it all."""
        for organisation in user.organisations.all():
            if not tell_people(request, organisation, what, besides=user):
                self.message_user(
                    request, f"Not everybody at {organisation} could be told by mail.", messages.WARNING
                )

    def tell(self, request: HttpRequest, template: str, user: User, addresses: list[str]) -> None:
        """Mail a person at each address what NAVCA has done."""
        for address in addresses:
            try:
                get_adapter(request).render_mail(template, address, {"user": user}).send()
            except OSError:
                self.message_user(
                    request, f"Done, but the email to {address} was not taken. Tell them.", messages.WARNING
                )
            else:
                self.message_user(request, f"Done. {address} was told by mail.", messages.SUCCESS)
