"""Looking at recipients again: asking for it after elections, and going through them one by one."""

import hashlib

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members.access import MemberRequest, member_required

from .forms import AskForCheckForm
from .models import Recipient
from .views import get_recipient, list_address


@require_http_methods(["GET", "POST"])
@member_required
def overview(request: MemberRequest) -> HttpResponse:
    """Show how many recipients need a look, and ask for one at whole bodies."""
    today = timezone.localdate()
    rows = Recipient.objects.for_organisation(request.organisation).can_be_written_to_on(today)
    form = AskForCheckForm(request.POST if request.method == "POST" else None, recipients=rows)
    if form.is_valid():
        asked = Recipient.objects.filter(pk__in=form.chosen().values("pk")).update(check_asked_on=today)
        messages.success(request, f"{asked} to check. Start when you like: the list remembers.")
        return redirect(f"{reverse('partnerships:check')}?organisation={request.organisation.slug}")
    due = Recipient.objects.for_organisation(request.organisation).due_for_check(today)
    context = {
        "form": form,
        "organisation": request.organisation,
        "due_count": due.count(),
        "first": due.first(),
        "next": list_address(request.organisation),
    }
    return render(request, "partnerships/check.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def check(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one recipient to look at. “Still right” and “left” lead on to the one after it."""
    row = get_recipient(request, pk)
    today = timezone.localdate()
    due = list(
        Recipient.objects.for_organisation(row.organisation).due_for_check(today).values_list("pk", flat=True)
    )
    place = due.index(pk) if pk in due else -1
    after = due[place + 1] if place + 1 < len(due) else None
    onward = (
        reverse("partnerships:recipient-check", args=[after])
        if after
        else f"{reverse('partnerships:check')}?organisation={row.organisation.slug}"
    )
    answer = request.POST.get("answer", "")
    shown = "\n".join([row.full_name, row.post_label, row.salutation, row.address, row.email, row.phone])
    seen = hashlib.sha256(shown.encode()).hexdigest()[:16]
    if answer and request.POST.get("seen", seen) != seen:
        messages.error(request, f"A colleague has changed {row} after you opened the page. Look once more.")
        return redirect("partnerships:recipient-check", row.pk)
    if answer == "right":
        row.mark_checked(today)
        messages.success(request, f"Still right: {row}.")
        return redirect(onward)
    if answer == "left":
        messages.success(request, f"Letters go to the post now: {row.return_to_post(today)}.")
        return redirect(onward)
    context = {
        "recipient": row,
        "seen": seen,
        "organisation": row.organisation,
        "number": place + 1,
        "due_count": len(due),
        "onward": onward,
    }
    return render(request, "partnerships/recipient_check.html", context)
