"""An organisation's own pages. The dashboard, which shows more rooms, is composed higher up."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import get_text_list
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from publicbodies.models import PublicBody

from .access import MemberRequest, member_required
from .models import Organisation
from .patch import changes_in_patch, follow, offer
from .patch_forms import AddToPatchForm, PatchForm
from .pictures import content_type, stored_bytes
from .profile_forms import OrganisationForm


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
    organisation = request.organisation
    missing = organisation.labelled(organisation.missing_details)
    form = OrganisationForm(request.POST or None, request.FILES or None, instance=organisation)
    if form.is_valid():
        form.save()
        messages.success(request, "Saved. New letters and drafts use these details.")
        return redirect(next_address(request, organisation.get_absolute_url()))
    context = {
        "form": form,
        "next": next_address(request, ""),
        "organisation": organisation,
        "missing_details": missing,
        "details_total": len(organisation.LETTER_DETAILS),
        "details_known": len(organisation.LETTER_DETAILS) - len(missing),
    }
    return render(request, "members/profile.html", context)


@require_safe
@member_required
def picture(request: MemberRequest, slug: str, name: str) -> HttpResponse:
    """The logo or the signature of one of the person's organisations, to look at."""
    organisation = get_object_or_404(Organisation.objects.for_user(request.user), slug=slug)
    stored = getattr(organisation, name)
    content = stored_bytes(stored)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=content_type(stored.name))
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def patch_page(request: MemberRequest, **forms: Any) -> HttpResponse:
    """The patch with what changes in it, and what a search offers; the forms that were not sent are fresh."""
    organisation, day = request.organisation, timezone.localdate()
    asked = request.POST.get("q") or request.GET.get("q") or ""
    form = forms.get("form") or AddToPatchForm(organisation=organisation, day=day)
    patch_form = forms.get("patch_form") or PatchForm(organisation=organisation, day=day)
    changes = changes_in_patch(organisation, day)
    context = {
        "organisation": organisation,
        "asked": asked,
        "asked_nothing": "q" in request.GET and not asked.strip(),
        "offer": offer(asked, organisation, day),
        "form": form,
        "ticked": form["bodies"].value() or [],
        "patch_form": patch_form,
        "due": [change for change in changes if change.has_happened],
        "coming": [change for change in changes if not change.has_happened],
    }
    return render(request, "members/patch.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def patch(request: MemberRequest) -> HttpResponse:
    """Show the patch, look a place up, and put its bodies in."""
    if request.method != "POST":
        return patch_page(request)
    form = AddToPatchForm(request.POST, organisation=request.organisation, day=timezone.localdate())
    if not form.is_valid():
        return patch_page(request, form=form)
    added = form.save()
    messages.success(
        request,
        f"In your patch now: {listed(added)}. Next, add who you write to under Recipients."
        if added
        else "They were in your patch already.",
    )
    return redirect(request.organisation.get_patch_url())


@require_POST
@member_required
def change_patch(request: MemberRequest) -> HttpResponse:
    """Keep where the organisation stands with each body, and take bodies out."""
    with transaction.atomic():
        # A colleague who saves at this moment waits, and is compared with what is stored then.
        Organisation.objects.select_for_update().get(pk=request.organisation.pk)
        form = PatchForm(request.POST, organisation=request.organisation, day=timezone.localdate())
        left = form.save() if form.is_valid() else None
    if left is None:
        return patch_page(request, patch_form=form)
    messages.success(request, f"Your patch is saved. {left_words(left)}".strip())
    return redirect(request.organisation.get_patch_url())


@require_POST
@member_required
def follow_change(request: MemberRequest) -> HttpResponse:
    """Put the successors of one change into the patch, and take out what has ended."""
    changes = changes_in_patch(request.organisation, timezone.localdate())
    change = next((each for each in changes if each.key == request.POST.get("change")), None)
    if change is None:
        messages.info(request, "This change has been made already. Your patch is below.")
        return redirect(request.organisation.get_patch_url())
    follow(change, request.organisation)
    added = f"In your patch now: {listed(change.to_add)}. " if change.to_add else ""
    left = left_words(change.bodies) if change.has_happened else ""
    messages.success(request, f"{added}{left}".strip())
    return redirect(request.organisation.get_patch_url())


def listed(bodies: Iterable[PublicBody]) -> str:
    """Such as “Babergh District Council, Ipswich Borough Council and Suffolk County Council”."""
    return get_text_list([str(body) for body in bodies], "and")


def left_words(bodies: Sequence[PublicBody]) -> str:
    """What a person reads when bodies have left the patch: above all, what stays."""
    if not bodies:
        return ""
    whose = "it" if len(bodies) == 1 else "them"
    return f"Out of your patch: {listed(bodies)}. The recipients and letters you have for {whose} stay."
