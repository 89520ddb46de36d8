"""The list of recipients, and adding or changing one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members.access import MemberRequest, member_required
from members.views import next_address

from .forms import RecipientForm
from .models import Recipient


@require_safe
@member_required
def recipients(request: MemberRequest) -> HttpResponse:
    """Show everyone the organisation writes to."""
    rows = Recipient.objects.for_organisation(request.organisation).select_related("body")
    context = {"recipients": rows, "organisation": request.organisation}
    return render(request, "partnerships/recipients.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def recipient_new(request: MemberRequest) -> HttpResponse:
    """Add a recipient."""
    return _edit(request, Recipient(organisation=request.organisation), "Add a recipient")


@require_http_methods(["GET", "POST"])
@member_required
def recipient(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a recipient of the member's organisation."""
    row = get_object_or_404(
        Recipient.objects.for_user(request.user).select_related("body", "organisation"), pk=pk
    )
    request.organisation = row.organisation
    return _edit(request, row, f"Change {row}")


def _edit(request: MemberRequest, row: Recipient, title: str) -> HttpResponse:
    form = RecipientForm(request.POST or None, instance=row, organisation=request.organisation)
    back = next_address(
        request, f"{reverse('partnerships:recipients')}?organisation={request.organisation.slug}"
    )
    if form.is_valid():
        saved = form.save()
        messages.success(request, f"Saved: {saved}.")
        return redirect(back)
    context = {"form": form, "title": title, "organisation": request.organisation, "next": back}
    return render(request, "partnerships/recipient_form.html", context)
