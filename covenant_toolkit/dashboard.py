"""The first page a member sees: what to do next, and the letters so far."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from letters.models import Letter
from members.access import MemberRequest, member_required
from partnerships.models import Recipient


@require_safe
@member_required
def dashboard(request: MemberRequest) -> HttpResponse:
    """Show a member what is due and what has been written."""
    organisation = request.organisation
    letters = Letter.objects.for_organisation(organisation).for_page()
    missing = organisation.missing_details
    context = {
        "organisation": organisation,
        "letters": letters,
        "missing_details": organisation.labelled(missing),
        "details_known": len(organisation.LETTER_DETAILS) - len(missing),
        "details_total": len(organisation.LETTER_DETAILS),
        "recipients_count": Recipient.objects.for_organisation(organisation).count(),
    }
    return render(request, "dashboard.html", context)
