"""What belongs to an agreement: its stage, who agrees, who looks after it, and the four success factors."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from members.access import MemberRequest, member_required
from members.changed_fields import is_stored

from . import stages
from .agreement_part_forms import (
    FactorsForm,
    LeadForm,
    LeavingForm,
    PartyForm,
    PromisesUnderForm,
)
from .agreement_views import get_agreement
from .models import Agreement, AgreementStage, Lead, Party, Side
from .stage_forms import StageForm
from .stages import NotYet, Way


@require_http_methods(["GET", "POST"])
@member_required
def agreement_stage(request: MemberRequest, uuid: UUID, to: str) -> HttpResponse:
    """Move an agreement to another stage, once it has what that stage needs."""
    found = get_agreement(request, uuid)
    way = stages.way_to(to, AgreementStage(found.stage))
    if way is None:
        messages.error(request, "An agreement at this stage cannot go there.")
        return redirect(found)
    wanted = AgreementStage(to)
    form = StageForm(
        request.POST or None, request.FILES or None, instance=found, to=wanted, by=request.user
    )  # fmt: skip
    if form.is_valid():
        try:
            form.save()
        except NotYet as problem:
            messages.error(request, f"{problem}.")
        else:
            messages.success(request, f"{found}: {wanted.label.lower()}.")
        return redirect(found)
    titles = {Way.FORWARD: f"Next: {wanted.label.lower()}", Way.END: ENDS.get(wanted, ""),
              Way.BACK: f"Back to: {wanted.label.lower()}"}  # fmt: skip
    context = {
        "form": form,
        "title": titles[way],
        "agreement": Agreement.objects.get(pk=found.pk),
        "to": wanted,
        "organisation": found.organisation,
        "next": found.get_absolute_url(),
    }
    return render(request, "partnerships/agreement_stage.html", context)


ENDS = {
    AgreementStage.STOPPED: "Stop before it is signed",
    AgreementStage.LAPSED: "It has lapsed",
    AgreementStage.OVERTAKEN: "Reorganisation has overtaken it",
}


def edit_part(
    request: MemberRequest,
    agreement: Agreement,
    form: forms.BaseForm,
    title: str,
    *,
    said: str = "",
    to: str = "",
    **context: Any,
) -> HttpResponse:
    """Show the form of something that belongs to an agreement, save it, and go back to the agreement."""
    back = to or agreement.get_absolute_url()
    if form.is_valid() and is_stored(form):
        messages.success(request, said or "Saved.")
        return redirect(back)
    context |= {
        "form": form,
        "title": title,
        "agreement": agreement,
        "organisation": agreement.organisation,
        "next": back,
    }
    return render(request, "partnerships/agreement_part_form.html", context)


def ask_and_remove(request: MemberRequest, agreement: Agreement, row: Model, doing: str) -> HttpResponse:
    """Ask once, then take a row away that belongs to an agreement. `doing` is what the button says."""
    if request.method == "POST":
        row.delete()
        messages.success(request, f"Done: {row}.")
        return redirect(agreement)
    context = {
        "row": row,
        "doing": doing,
        "organisation": agreement.organisation,
        "next": agreement.get_absolute_url(),
    }
    return render(request, "partnerships/agreement_part_remove.html", context)


def _at(name: str, pk: int) -> str:
    return reverse(f"partnerships:{name}", args=[pk])


# Who agrees


def get_party(request: MemberRequest, pk: int) -> Party:
    """A party of an agreement of one of the person's organisations, or 404."""
    rows = Party.objects.filter(agreement__organisation__memberships__user=request.user)
    found = get_object_or_404(rows.select_related("agreement__organisation", "body", "own_body"), pk=pk)
    request.organisation = found.agreement.organisation
    return found


@require_http_methods(["GET", "POST"])
@member_required
def party_new(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Add somebody who agrees."""
    found = get_agreement(request, uuid)
    form = PartyForm(
        request.POST or None, instance=Party(agreement=found), initial={"side": Side.THEIRS}
    )  # fmt: skip
    return edit_part(request, found, form, "Add who agrees")


@require_http_methods(["GET", "POST"])
@member_required
def party(request: MemberRequest, pk: int) -> HttpResponse:
    """Change on which side somebody agrees, and the day they signed."""
    found = get_party(request, pk)
    form = PartyForm(request.POST or None, instance=found)
    return edit_part(request, found.agreement, form, str(found), remove=_at("party-remove", pk))


@require_http_methods(["GET", "POST"])
@member_required
def party_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Take somebody out of those who agree."""
    found = get_party(request, pk)
    return ask_and_remove(request, found.agreement, found, "Take out")


# Who looks after it


def get_lead(request: MemberRequest, pk: int) -> Lead:
    """A lead of an agreement of one of the person's organisations, or 404."""
    rows = Lead.objects.filter(agreement__organisation__memberships__user=request.user)
    found = get_object_or_404(rows.select_related("agreement__organisation"), pk=pk)
    request.organisation = found.agreement.organisation
    return found


@require_http_methods(["GET", "POST"])
@member_required
def lead_new(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Name a post that looks after an agreement, perhaps instead of somebody who left."""
    found = get_agreement(request, uuid)
    initial = {name: request.GET.get(name, "") for name in ("side", "kind")}
    form = LeadForm(request.POST or None, instance=Lead(agreement=found), initial=initial)
    return edit_part(request, found, form, "Name a lead")


@require_http_methods(["GET", "POST"])
@member_required
def lead(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a lead."""
    found = get_lead(request, pk)
    form = LeadForm(request.POST or None, instance=found)
    leaves = _at("lead-leaves", pk)
    return edit_part(request, found.agreement, form, str(found), remove=_at("lead-remove", pk), leaves=leaves)


@require_http_methods(["GET", "POST"])
@member_required
def lead_leaves(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep that a lead leaves. Somebody is asked for the next, unless nobody follows."""
    found = get_lead(request, pk)
    form = LeavingForm(request.POST or None, instance=found)
    said = "Saved."
    if form.is_valid() and not form.cleaned_data["nobody_follows"]:
        said = "Saved. Now ask who follows, and name them here."
    return edit_part(request, found.agreement, form, f"{found} leaves", said=said)


@require_http_methods(["GET", "POST"])
@member_required
def lead_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Take out a lead that was named by mistake."""
    found = get_lead(request, pk)
    return ask_and_remove(request, found.agreement, found, "Take out")


@require_http_methods(["GET", "POST"])
@member_required
def agreement_promises(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Put promises that were made before, with the bodies that agree, under an agreement."""
    found = get_agreement(request, uuid)
    form = PromisesUnderForm(request.POST or None, agreement=found)
    to = f"{found.get_absolute_url()}#promises"
    return edit_part(request, found, form, "Promises made before", to=to)


@require_http_methods(["GET", "POST"])
@member_required
def factors(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Say which of the four success factors hold for an agreement, and why."""
    found = get_agreement(request, uuid)
    form = FactorsForm(request.POST or None, agreement=found)
    return edit_part(request, found, form, "What makes agreements last")
