"""The people of an organisation: who they are, inviting, removing and handing over."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from .access import MemberRequest, member_required, works_when_lapsed
from .invitations import Invitation
from .inviting import send
from .models import Membership, Organisation
from .people_forms import InvitationForm
from .security_log import note


def page_of(organisation: Organisation) -> str:
    """The address of the page with an organisation's people."""
    return f"{reverse('members:people')}?organisation={organisation.slug}"


def only_main_contact(request: MemberRequest) -> None:
    """Raise PermissionDenied for everybody else."""
    if not request.organisation.memberships.filter(user=request.user, is_main_contact=True).exists():
        raise PermissionDenied


def get_membership(request: MemberRequest, pk: int) -> Membership:
    """A person's place in one of the organisations of whoever asks, or 404. It decides the organisation."""
    rows = Membership.objects.for_user(request.user).select_related("user", "organisation")
    membership = get_object_or_404(rows, pk=pk)
    request.organisation = membership.organisation
    return membership


def get_invitation(request: MemberRequest, pk: int) -> Invitation:
    """A waiting invitation that the main contact may act on, or 404. It decides the organisation."""
    rows = Invitation.objects.for_user(request.user).waiting().select_related("organisation", "invited_by")
    invitation = get_object_or_404(rows, pk=pk)
    request.organisation = invitation.organisation
    only_main_contact(request)
    return invitation


@require_http_methods(["GET", "POST"])
@rate_limit(action="invite")
@member_required
def people(request: MemberRequest) -> HttpResponse:
    """Show everybody in the organisation; the main contact invites more."""
    organisation = request.organisation
    form = InvitationForm(request.POST or None, organisation=organisation, invited_by=request.user)
    if request.method == "POST":
        only_main_contact(request)
        if form.is_valid() and (invitation := form.keep()):
            send_and_say(request, invitation)
            return redirect(page_of(organisation))
    context = {
        "organisation": organisation,
        "memberships": organisation.memberships.select_related("user").order_by("joined_at"),
        "invitations": organisation.invitations.waiting(),
        "mine": organisation.memberships.get(user=request.user),
        "form": form,
    }
    return render(request, "members/people.html", context)


def send_and_say(request: MemberRequest, invitation: Invitation) -> None:
    """Send an invitation and tell the person how that went."""
    try:
        send(invitation, request)
    except OSError:
        messages.error(request, "The email could not be sent. The invitation is kept: send it again later.")
    else:
        messages.success(request, f"Sent to {invitation.email}. The link works once, for 14 days.")


@require_POST
@rate_limit(action="invite")
@member_required
def send_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Send a new link to somebody who was invited. The old link stops working."""
    send_and_say(request, get_invitation(request, pk))
    return redirect(page_of(request.organisation))


@require_POST
@member_required
@works_when_lapsed
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an invitation back. Its link stops working."""
    invitation = get_invitation(request, pk)
    invitation.withdraw()
    note("invitation withdrawn", who=request.user, invitation=invitation.pk)
    messages.success(request, f"The invitation to {invitation.email} is withdrawn.")
    return redirect(page_of(request.organisation))


@require_http_methods(["GET", "POST"])
@member_required
@works_when_lapsed
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask, then take a person out: at once they see nothing of the organisation. Anybody may leave."""
    membership = get_membership(request, pk)
    is_me = membership.user == request.user
    if not is_me:
        only_main_contact(request)
    if membership.is_main_contact or (request.method == "POST" and not membership.leave()):
        messages.error(request, "Hand over to somebody else first: an organisation needs a main contact.")
        return redirect(page_of(request.organisation))
    if request.method == "POST":
        note(
            "person removed",
            who=request.user,
            user=membership.user_id,
            organisation=membership.organisation_id,
        )
        if is_me:
            messages.success(request, f"You have left {membership.organisation}.")
            return redirect("dashboard")
        messages.success(request, f"{membership.user} is removed and can no longer open your pages.")
        return redirect(page_of(request.organisation))
    context = {
        "membership": membership,
        "is_me": is_me,
        "organisation": request.organisation,
        "next": page_of(request.organisation),
    }
    return render(request, "members/person_remove.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask, then make another person the main contact."""
    membership = get_membership(request, pk)
    only_main_contact(request)
    if request.method == "POST":
        if not membership.make_main_contact():
            messages.error(
                request, f"{membership.user} is no longer one of your people. Nothing has changed."
            )
            return redirect(page_of(request.organisation))
        note(
            "main contact changed",
            who=request.user,
            user=membership.user_id,
            organisation=membership.organisation_id,
        )
        messages.success(request, f"{membership.user} is the main contact now.")
        return redirect(page_of(request.organisation))
    context = {
        "membership": membership,
        "organisation": request.organisation,
        "next": page_of(request.organisation),
    }
    return render(request, "members/person_hand_over.html", context)
