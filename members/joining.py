"""The way in, for people without an account or an organisation: accept an invitation, ask for access."""

from allauth.account.adapter import get_adapter
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from .invitations import Invitation
from .inviting import tell_navca, tell_people
from .models import User
from .people_forms import AccessRequestForm, NewPersonForm
from .security_log import REFUSED, note


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@rate_limit(action="invitation", limit_get=True)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation, and accept it by POST only: mail scanners open every link."""
    found = Invitation.objects.with_token(token).select_related("organisation", "invited_by").first()
    if found is None or not found.is_open:
        context = {"invitation": found}
        return render(request, "members/invitation_closed.html", context, status=410 if found else 404)
    person = request.user if request.user.is_authenticated else found.known_person()
    if person and found.is_refused_to(person):
        note("invitation accepted", REFUSED, who=person, invitation=found.pk, reason="works at NAVCA")
        return render(request, "members/invitation_of_navca.html", {"invitation": found}, status=403)
    if not request.user.is_authenticated:
        if found.known_person():
            return render(request, "members/invitation_sign_in.html", {"invitation": found})
        return join_as_new(request, found)
    if not found.is_for(request.user):
        if request.method == "POST":
            note(
                "invitation accepted",
                REFUSED,
                who=request.user,
                invitation=found.pk,
                reason="sent to another",
            )
        return render(request, "members/invitation_of_another.html", {"invitation": found}, status=403)
    if request.method == "POST":
        return join(request, found, request.user)
    return render(request, "members/invitation.html", {"invitation": found})


def join(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    """Add a person who is signed in to the organisation."""
    was_in = found.organisation.memberships.filter(user=user).exists()
    if not found.accept(user):
        return redirect(request.path)
    note("invitation accepted", who=user, invitation=found.pk)
    if not was_in:
        tell_of_joining(request, found, user)
    said = "You belong to {} already." if was_in else "You have joined {}."
    messages.success(request, said.format(found.organisation))
    return redirect(found.organisation)


def join_as_new(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Ask a new person for a name, make the account and sign the person in."""
    form = NewPersonForm(request.POST or None, email=found.email, initial={"name": found.name})
    if form.is_valid():
        user = found.accept_as_new(form.cleaned_data["name"], form.cleaned_data["password"])
        if user is None:
            return redirect(request.path)
        note("invitation accepted", who=user, invitation=found.pk, account="new")
        tell_of_joining(request, found, user)
        get_adapter(request).login(request, user)
        messages.success(request, f"Your account is made, and you have joined {found.organisation}.")
        return redirect(found.organisation)
    return render(request, "members/invitation.html", {"invitation": found, "form": form})


def tell_of_joining(request: HttpRequest, found: Invitation, user: User) -> None:
    """Nobody whom NAVCA invited joins without the others being told."""
    if found.is_from_navca:
        tell_people(request, found.organisation, f"{user.name} ({user.email}) has joined.", besides=user)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@rate_limit(action="request_access")
def request_access(request: HttpRequest) -> HttpResponse:
    """Keep the request of an organisation that wants an account, and tell NAVCA."""
    form = AccessRequestForm(request.POST or None)
    if form.is_valid():
        if form.is_from_a_machine:
            note("access request by a machine", REFUSED)
        else:
            tell_navca(form.save(), request)
        return redirect("request-access-sent")
    return render(request, "members/request_access.html", {"form": form})


@require_safe
@login_not_required
def request_access_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next, the same to everybody."""
    return render(request, "members/request_access_sent.html")
