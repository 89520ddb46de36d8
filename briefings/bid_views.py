"""A bid paragraph: tick what goes in, and copy the text with its sources.

What was ticked is sent in the form, not in the address: an address holds some two hundred ticks at most, and
stays in histories and logs.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from members.access import MemberRequest, member_required, works_when_lapsed

from .bid import bid_text
from .bid_forms import BidForm

FIELDS = ("records", "findings", "figures")


@require_http_methods(["GET", "POST"])
@member_required
@works_when_lapsed
def bid(request: MemberRequest) -> HttpResponse:
    """Show what can be cited, and the text of what was ticked."""
    has_chosen = any(name in request.POST for name in FIELDS)
    form = BidForm(request.POST if has_chosen else None, organisation=request.organisation)
    text = bid_text(request.organisation, **form.chosen) if form.is_valid() else None
    context = {
        "form": form,
        "text": text.as_text if text else "",
        "asked": request.method == "POST" and not has_chosen,
        "organisation": request.organisation,
    }
    return render(request, "briefings/bid.html", context)
