"""What came back through private links: comments to deal with, and polls to begin and close."""

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from members.access import MemberRequest, member_required

from .agreement_views import get_agreement
from .models import Comment, Poll
from .models.contacts import LONG_WORDS


@require_POST
@member_required
def comment_settle(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer a comment and mark it as done, or take it up again."""
    rows = Comment.objects.for_user(request.user).select_related("version__agreement__organisation", "link")
    found = get_object_or_404(rows, pk=pk)
    agreement = found.version.agreement
    request.organisation = agreement.organisation
    back = redirect(f"{agreement.get_absolute_url()}#comment-{found.pk}")
    if "again" in request.POST:
        found.open_again()
        return back
    answer = request.POST.get("answer", "")
    if len(answer) > LONG_WORDS.limit_value:
        messages.error(request, f"Your answer was not kept. {LONG_WORDS.message}.")
        return back
    if found.settle(answer, by=request.user):
        messages.success(request, f"Done: the comment of {found.who}.")
    else:
        kept = f" Your answer was not kept: “{answer}”" if answer.strip() else ""
        messages.info(request, f"A colleague was faster: this comment is dealt with.{kept}")
    return back


@require_POST
@member_required
def poll_new(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Begin a round of the poll, unless one is open."""
    agreement = get_agreement(request, uuid)
    try:
        with transaction.atomic():
            Poll.objects.create(agreement=agreement, made_by=request.user)
    except IntegrityError:
        messages.info(request, "A poll is open already.")
    else:
        messages.success(request, "A poll has begun. Make a link for each person you want to ask.")
    return redirect(f"{agreement.get_absolute_url()}#polls")


@require_POST
@member_required
def poll_close(request: MemberRequest, pk: int) -> HttpResponse:
    """Close a round: its answers stay as they are, but for those that are taken back."""
    found = get_object_or_404(Poll.objects.for_user(request.user).select_related("agreement"), pk=pk)
    request.organisation = found.agreement.organisation
    if found.is_open:
        found.closed_on = max(timezone.localdate(), found.opened_on)
        found.save(update_fields=["closed_on"])
    messages.success(request, f"Closed: {found}.")
    return redirect(f"{found.agreement.get_absolute_url()}#polls")
