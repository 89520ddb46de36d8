"""Tell NAVCA what helps or hinders: members with what they have sent, strangers by a short form."""

from uuid import UUID

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from .access import MemberRequest, member_required, works_when_lapsed
from .feedback import Feedback
from .feedback_forms import FeedbackForm, PublicFeedbackForm, usual_for
from .models import Organisation
from .security_log import REFUSED, note

ON_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def feedback(request: HttpRequest) -> HttpResponse:
    """The one address: a member's page for whoever belongs to an organisation, else the short form."""
    if request.user.is_authenticated and Organisation.objects.for_user(request.user).exists():
        return from_member(request)
    return from_the_public(request)


@rate_limit(action="feedback")
def from_the_public(request: HttpRequest) -> HttpResponse:
    """Keep a stranger's message. Needs no account."""
    form = PublicFeedbackForm(request.POST or None)
    if form.is_valid():
        if form.is_from_a_machine:
            note("feedback by a machine", REFUSED)
        elif not form.instance.sent_before():
            form.save()
        return redirect("feedback-sent")
    return render(request, "members/feedback_public.html", {"form": form})


@require_safe
@login_not_required
def feedback_sent(request: HttpRequest) -> HttpResponse:
    """Say that NAVCA has the message, the same to everybody."""
    return render(request, "members/feedback_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@rate_limit(action="feedback_by_member")
def from_member(request: MemberRequest) -> HttpResponse:
    """Show what the organisation has sent, and keep one more message."""
    organisation = request.organisation
    initial = usual_for(organisation, request.GET.dict())
    form = FeedbackForm(request.POST or None, organisation=organisation, initial=initial)
    if form.is_valid():
        if not form.instance.sent_before():
            form.instance.sent_by = request.user
            form.save()
        messages.success(request, "NAVCA has it. You find it below, and can take it back at any time.")
        return redirect(_page_of(organisation))
    sent = Feedback.objects.for_organisation(organisation).for_page()
    context = {
        "form": form,
        "organisation": organisation,
        "page_obj": Paginator(sent, ON_A_PAGE).get_page(request.GET.get("page")),
        "query": urlencode({"organisation": organisation.slug}),
    }
    return render(request, "members/feedback.html", context)


@require_http_methods(["GET", "POST"])
@member_required
@works_when_lapsed
def feedback_withdraw(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Take a message back, after asking: it is deleted, and NAVCA no longer sees or counts it."""
    found = get_object_or_404(Feedback.objects.for_user(request.user).for_page(), pk=uuid)
    assert found.organisation is not None  # noqa: S101  (it was found by it)
    request.organisation = found.organisation
    if request.method == "POST":
        with transaction.atomic():
            kind = ContentType.objects.get_for_model(Feedback)
            LogEntry.objects.filter(content_type=kind, object_id=str(found.pk)).delete()
            found.delete()
        messages.success(request, "Taken back. NAVCA no longer sees or counts it.")
        return redirect(_page_of(request.organisation))
    context = {"row": found, "organisation": request.organisation, "next": _page_of(request.organisation)}
    return render(request, "members/feedback_withdraw.html", context)


def _page_of(organisation: Organisation) -> str:
    return f"{reverse('feedback')}?organisation={organisation.slug}"
