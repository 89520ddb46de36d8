"""A bid paragraph: tick what goes in, and copy the text with its sources."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.access import MemberRequest, member_required

from .bid import bid_text
from .bid_forms import BidForm

FIELDS = ("records", "findings", "figures")


@require_safe
@member_required
def bid(request: MemberRequest) -> HttpResponse:
    """Show what can be cited, and the text of what was ticked."""
    has_chosen = any(name in request.GET for name in FIELDS)
    form = BidForm(request.GET if has_chosen else None, organisation=request.organisation)
    text = bid_text(request.organisation, **form.chosen) if form.is_valid() else None
    context = {
        "form": form,
        "text": text.as_text if text else "",
        "asked": "make" in request.GET and not has_chosen,
        "organisation": request.organisation,
    }
    return render(request, "briefings/bid.html", context)
