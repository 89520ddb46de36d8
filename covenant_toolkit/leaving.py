"""The pages on which a member deletes its organisation, which ask twice, and a person the own account."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents.plain_text import one_line
from members.access import MemberRequest, member_required, works_when_lapsed
from members.days import period
from members.forms import PlainForm
from members.leaving import people_who_go
from members.models import Organisation, User
from members.security_log import note
from members.stories import Story
from members.story_mail import tell_navca

from .deletion import delete_everything, delete_person, what_goes


class PersonRequest(HttpRequest):
    """A request by somebody who is signed in."""

    user: User


class NameAgainForm(PlainForm, forms.Form):
    """The organisation's name, typed by somebody who means it."""

    name = forms.CharField(label="The name of your organisation", strip=True)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        self.organisation = organisation
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = self._what_to_type
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if _as_spoken(name) != _as_spoken(self.organisation.name):
            raise forms.ValidationError(self._what_to_type)
        return name

    @property
    def _what_to_type(self) -> str:
        return f"Enter the name as it stands here: {self.organisation.name}"


def _as_spoken(name: str) -> str:
    """A name without what a keyboard may lack: capitals and curled apostrophes."""
    return one_line(name).casefold().replace("’", "'").replace("‘", "'")


@require_http_methods(["GET", "POST"])
@member_required
@works_when_lapsed
def delete_organisation(request: MemberRequest) -> HttpResponse:
    """Say what would go, ask for the name, and delete everything. For the main contact only."""
    organisation = request.organisation
    main_contact = organisation.main_contact
    going = people_who_go(organisation)
    context: dict[str, Any] = {
        "organisation": organisation,
        "main_contact": main_contact,
        "may_delete": main_contact == request.user,
    }
    if not context["may_delete"]:
        return render(request, "members/delete_organisation.html", context, status=403)
    form = NameAgainForm(request.POST or None, organisation=organisation)
    if form.is_valid():
        accounts = going.count()
        goes_too = going.filter(pk=request.user.pk).exists()
        name = organisation.name
        pk, who = organisation.pk, request.user.pk
        unpublished = delete_everything(organisation)
        note("organisation deleted", organisation=pk, user=who, accounts=accounts)
        if unpublished:
            titles = "\n".join(unpublished)
            what = f"{name} has left. These case studies that it told are off the site:\n\n{titles}"
            tell_navca(request, f"Case studies of {name} are off the site", what)
        if goes_too:
            logout(request)
        messages.success(request, f"{organisation.name} and everything it kept here is deleted.")
        return redirect("home" if goes_too else "dashboard")
    if request.method == "POST" or "sure" in request.GET:
        context |= {"form": form, "next": organisation.get_absolute_url()}
        return render(request, "members/delete_organisation_sure.html", context)
    going_count = going.count()
    context |= {
        "told": Story.objects.for_organisation(organisation).published().count(),
        "goes": what_goes(organisation),
        "people": going_count,
        "people_who_stay": organisation.memberships.count() - going_count,
    }
    return render(request, "members/delete_organisation.html", context)


@require_http_methods(["GET", "POST"])
@reauthentication_required
def delete_account(request: PersonRequest) -> HttpResponse:
    """Ask, then delete the person's account. What was done for an organisation stays there, without a name.

    A main contact hands over or deletes the organisation first. NAVCA's staff leave through an administrator,
    and what they did stays noted for as long as it is for others.
    """
    person = request.user
    main_contact_of = Organisation.objects.led_by(person)
    is_staff = person.is_staff or person.is_superuser
    has_trail = not User.objects.without_trail().contains(person)
    may_delete = not (is_staff or has_trail or main_contact_of)
    if request.method == "POST" and may_delete:
        pk = person.pk
        delete_person(person)
        note("account deleted", user=pk)
        logout(request)
        messages.success(request, "Your account is deleted.")
        return redirect("home")
    context = {
        "main_contact_of": main_contact_of,
        "is_staff": is_staff,
        "is_last_with_all_rights": User.objects.with_all_rights().is_only(person),
        "has_trail": has_trail,
        "may_delete": may_delete,
        "log_is_kept": period(settings.KEEP["ADMIN_LOG"]),
        "account_is_kept": period(settings.KEEP["ACCOUNTS"]),
    }
    status = 200 if may_delete or request.method == "GET" else 403
    return render(request, "account/delete.html", context, status=status)
