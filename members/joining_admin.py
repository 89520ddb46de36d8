"""NAVCA's workplace for bringing organisations in: from a file, by invitation, after a request for access."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from documents.spreadsheet import UnreadableTable

from .invitations import AccessRequest, Invitation
from .inviting import send, send_many, tell_people
from .models import Organisation, User
from .organisation_import import COLUMNS, HereAlready, add_organisation, import_organisations
from .people_admin import AskingAdmin, StaffRequest
from .people_forms import InvitationForm, NewOrganisationForm
from .security_log import note


class SendingAdmin(AskingAdmin):
    """An admin that sends invitations."""

    def send_and_say(self, request: HttpRequest, invitation: Invitation) -> None:
        """Send it, and say whether the mail server took it."""
        try:
            send(invitation, request)
        except OSError:
            self.message_user(
                request, "The mail server did not take it. Send it again later.", messages.ERROR
            )
        else:
            self.message_user(request, f"Invitation sent to {invitation.email}.", messages.SUCCESS)


class ImportForm(forms.Form):
    file = forms.FileField(
        label="CSV file",
        help_text="The first line names the columns: "
        + ", ".join(headings[0] for headings in COLUMNS.values())
        + ". Organisation and Email are needed.",
        error_messages={"required": "Choose the file"},
    )


class InvitingAdmin(SendingAdmin):
    """The part of an organisation's admin that brings its people in."""

    change_list_template = "admin/members/organisation_list.html"
    change_form_template = "admin/members/organisation_form.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("import/", wrap(self.import_file), name="members_organisation_import"),
            path("<int:pk>/invite/", wrap(self.invite), name="members_organisation_invite"),
        ]
        return own + super().get_urls()

    def import_file(self, request: StaffRequest) -> HttpResponse:
        """Add NAVCA's members from a CSV file. Their invitations are sent afterwards."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        context: dict[str, Any] = {}
        if form.is_valid():
            try:
                context["result"] = import_organisations(form.cleaned_data["file"].read(), request.user)
            except UnreadableTable as problem:
                form.add_error("file", str(problem))
            except IntegrityError:
                said = "Somebody added one of these organisations at the same moment. Choose the file again"
                form.add_error("file", said)
        return self.ask(
            request,
            form,
            title="Add organisations from a file",
            explanation="Organisations that are here already stay as they are: load a corrected file again.",
            button="Add the organisations",
            **context,
        )

    def tell_everybody(
        self, request: HttpRequest, organisation: Organisation, what: str, also: Sequence[User] = ()
    ) -> None:
        """Mail the organisation's people, and `also` some who left, what was done with who belongs to it."""
        if not tell_people(request, organisation, what, also=also):
            self.message_user(
                request, "Not everybody there could be told by mail. Tell them.", messages.WARNING
            )

    def invite(self, request: StaffRequest, pk: int) -> HttpResponse:
        """Invite a person to an organisation, as its main contact while it has none."""
        organisation = self.get_row(request, pk)
        form = InvitationForm(request.POST or None, organisation=organisation, invited_by=request.user)
        if organisation.is_lapsed:
            said = "Its membership has ended, so nobody can join. Change the last day first."
            self.message_user(request, said, messages.ERROR)
            return redirect("admin:members_organisation_change", organisation.pk)
        if form.is_valid():
            form.instance.is_for_main_contact = organisation.main_contact is None
            if invitation := form.keep():
                self.send_and_say(request, invitation)
                self.tell_everybody(request, organisation, f"{invitation.email} was invited to join.")
                return redirect("admin:members_organisation_change", organisation.pk)
        explanation = "They get a link that works once, for 14 days."
        if organisation.main_contact is None:
            explanation += " Whoever joins first becomes the main contact, who then invites the others."
        if organisation.memberships.exists():
            explanation += " Everybody at the organisation is told by mail that NAVCA has invited them."
        return self.ask(
            request,
            form,
            title=f"Invite somebody to {organisation}",
            explanation=explanation,
            button="Send the invitation",
        )


class StateFilter(admin.SimpleListFilter):
    """What became of the invitations."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("unsent", "Not sent yet"),
            ("waiting", "Waiting or too old"),
            ("accepted", "Accepted"),
            ("withdrawn", "Withdrawn"),
        ]

    def queryset(self, request: HttpRequest, invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
        match self.value():
            case "unsent":
                return invitations.filter(pk__in=Invitation.objects.unsent())
            case "waiting":
                return invitations.filter(pk__in=Invitation.objects.waiting().exclude(sent_at=None))
            case "accepted":
                return invitations.exclude(accepted_at=None)
            case "withdrawn":
                return invitations.exclude(withdrawn_at=None)
        return invitations


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    list_display = ("email", "organisation", "is_for_main_contact", "state", "sent_at")
    list_filter = (StateFilter,)
    list_select_related = ("organisation",)
    search_fields = ("email", "organisation__name")
    actions = ("send", "withdraw")
    fields = readonly_fields = (
        "email", "name", "organisation", "is_for_main_contact", "invited_by",
        "created_at", "sent_at", "expires_at", "accepted_at", "withdrawn_at",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """From the page of the organisation."""
        return False

    @admin.action(description="Send, or send again", permissions=["change"])
    def send(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        waiting = chosen.waiting().select_related("organisation", "invited_by")  # type: ignore[attr-defined]
        # What was never sent comes first, so that a second try goes on where the first one stopped.
        found = list(waiting.order_by("sent_at", "pk"))
        rows = [row for row in found if not row.organisation.is_lapsed]
        rows.sort(key=lambda row: row.sent_at is not None)
        try:
            sent = send_many(rows, request)
        except OSError:
            self.message_user(
                request, "The mail server did not take all of them. Try again later.", messages.ERROR
            )
            return
        self.message_user(request, f"{sent} sent.", messages.SUCCESS)
        if left := len(rows) - sent:
            self.message_user(request, f"{left} are left: choose “Send” again for them.", messages.WARNING)
        if lapsed := len(found) - len(rows):
            said = f"{lapsed} not sent: the membership of the organisation has ended."
            self.message_user(request, said, messages.WARNING)

    @admin.action(description="Withdraw", permissions=["change"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        for invitation in chosen.waiting():  # type: ignore[attr-defined]
            invitation.withdraw()
            note("invitation withdrawn", who=request.user, invitation=invitation.pk)
        self.message_user(request, "Withdrawn.", messages.SUCCESS)


@admin.register(AccessRequest)
class AccessRequestAdmin(SendingAdmin):
    change_form_template = "admin/members/accessrequest_form.html"
    list_display = ("organisation_name", "place", "name", "email", "state", "created_at")
    list_filter = ("state",)
    search_fields = ("organisation_name", "place", "name", "email")
    actions = ("decline",)
    fields = readonly_fields = (
        "organisation_name", "place", "charity_number", "name", "email", "message", "state", "organisation",
        "created_at",
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [path("<int:pk>/invite/", wrap(self.invite), name="members_accessrequest_invite")]
        return own + super().get_urls()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """From the public page only."""
        return False

    def invite(self, request: StaffRequest, pk: int) -> HttpResponse:
        """Add the organisation that asked, and invite the person."""
        asked = self.get_row(request, pk)
        initial = {
            "name": asked.organisation_name,
            "place": asked.place,
            "charity_number": asked.charity_number,
            "person_name": asked.name,
            "person_email": asked.email,
        }
        form = NewOrganisationForm(request.POST or None, initial=initial)
        if form.is_valid():
            try:
                with transaction.atomic():
                    invitation = add_organisation(form.cleaned_data, request.user)
                    asked.state, asked.organisation = AccessRequest.State.INVITED, invitation.organisation
                    asked.save()
                    self.log_change(request, asked, "Organisation added, person invited")
            except HereAlready as known:
                form.add_error("name", f"{known} is here already. Open it, and invite the person from there")
            else:
                self.send_and_say(request, invitation)
                return redirect("admin:members_organisation_change", invitation.organisation.pk)
        return self.ask(
            request,
            form,
            title=f"Add {asked.organisation_name} and invite {asked.name}",
            explanation="Check that the organisation is a member of NAVCA, and that the address is its own.",
            button="Add and invite",
        )

    @admin.action(description="Decline", permissions=["change"])
    def decline(self, request: HttpRequest, chosen: QuerySet[AccessRequest]) -> None:
        for asked in chosen.filter(state=AccessRequest.State.WAITING):
            asked.state = AccessRequest.State.DECLINED
            asked.save()
            self.log_change(request, asked, "Declined")
        self.message_user(request, "Declined. Nobody was told by mail.", messages.SUCCESS)
