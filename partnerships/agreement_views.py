"""Agreements: their list, the page of one, and what is known of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members.access import MemberRequest, member_required
from members.models import Organisation
from members.private_files import private_file
from members.views import next_address

from .agreement_forms import AgreementForm, NewAgreementForm
from .models import Agreement


def agreements_address(organisation: Organisation) -> str:
    """The list of an organisation's agreements."""
    return f"{reverse('partnerships:agreements')}?organisation={organisation.slug}"


def get_agreement(request: MemberRequest, uuid: UUID) -> Agreement:
    """An agreement of one of the person's organisations, or 404. It decides the organisation."""
    found: Agreement = get_object_or_404(Agreement.objects.for_user(request.user).for_page(), pk=uuid)
    request.organisation = found.organisation
    return found


@require_safe
@member_required
def agreements(request: MemberRequest) -> HttpResponse:
    """Show all agreements: those with something to do first, those that ended last."""
    rows = Agreement.objects.for_organisation(request.organisation).for_page()
    context = {"agreements": list(rows), "organisation": request.organisation}
    return render(request, "partnerships/agreements.html", context)


@require_safe
@member_required
def agreement(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Show an agreement: what is due, who, the text, promises, the log and its history."""
    found = get_agreement(request, uuid)
    context = {
        "agreement": found,
        "versions": found.versions.for_list(),
        "organisation": found.organisation,
        "back": agreements_address(found.organisation),
    }
    return render(request, "partnerships/agreement.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def agreement_new(request: MemberRequest) -> HttpResponse:
    """Begin an agreement, or record one that exists, with the body that the address names."""
    row = Agreement(organisation=request.organisation, recorded_by=request.user)
    initial = {"bodies": request.GET.getlist("body")}
    form = NewAgreementForm(request.POST or None, request.FILES or None, instance=row, initial=initial)
    if form.is_valid():
        saved = form.save()
        messages.success(request, f"Saved: {saved}.")
        return redirect(saved)
    back = next_address(request, agreements_address(request.organisation))
    context = {"form": form, "title": "Add an agreement", "organisation": request.organisation, "next": back}
    return render(request, "partnerships/agreement_form.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def agreement_change(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Change what is known of an agreement."""
    found = get_agreement(request, uuid)
    name = found.name
    form = AgreementForm(request.POST or None, request.FILES or None, instance=found)
    if form.is_valid():
        messages.success(request, f"Saved: {form.save()}.")
        return redirect(found)
    context = {
        "form": form,
        "title": f"Change “{name}”",
        "agreement": found,
        "organisation": found.organisation,
        "next": found.get_absolute_url(),
    }
    return render(request, "partnerships/agreement_form.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def agreement_delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Ask, then delete an agreement that never went beyond an idea, or was stopped."""
    found = get_agreement(request, uuid)
    if not found.may_be_deleted:
        messages.error(request, "Only an idea or an agreement that was stopped can be deleted.")
        return redirect(found)
    if request.method == "POST":
        found.delete()
        messages.success(request, f"Deleted: {found}.")
        return redirect(agreements_address(found.organisation))
    context = {"agreement": found, "organisation": found.organisation, "next": found.get_absolute_url()}
    return render(request, "partnerships/agreement_delete.html", context)


@require_safe
@member_required
def agreement_document(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Download the document of an agreement."""
    found = get_agreement(request, uuid)
    if not found.document:
        raise Http404("This agreement has no document.")
    return private_file(found.document, found.document_name)  # type: ignore[return-value]
