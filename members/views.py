"""An organisation's own pages. The dashboard, which shows more rooms, is composed higher up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from .access import MemberRequest, member_required
from .forms import OrganisationForm


def next_address(request: HttpRequest, otherwise: str) -> str:
    """The address the form was opened from, when it is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else otherwise


@require_http_methods(["GET", "POST"])
@member_required
def profile(request: MemberRequest) -> HttpResponse:
    """Show and change the details that letters use."""
    form = OrganisationForm(request.POST or None, instance=request.organisation)
    if form.is_valid():
        organisation = form.save()
        messages.success(request, "Saved. New letters and drafts use these details.")
        return redirect(next_address(request, organisation.get_absolute_url()))
    context = {"form": form, "next": next_address(request, ""), "organisation": request.organisation}
    return render(request, "members/profile.html", context)
