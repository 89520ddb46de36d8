"""The first page a member sees: what to do next, and the letters so far."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

import letters.due
import members.profile_due
import members.story_due
import members.work_due
import partnerships.due
from letters.changed_facts import with_new_changes
from letters.models import Letter
from members.access import MemberRequest, member_required
from members.due import Due
from members.models import Organisation
from members.patch import changes_in_patch

ROOMS = (letters.due, members.profile_due, members.story_due, partnerships.due, members.work_due)

MOST_DUE = 5
MOST_LETTERS = 5
MOST_CHANGES = 3


@require_safe
@member_required
def dashboard(request: MemberRequest) -> HttpResponse:
    """Show a member what is due and what has been written; somebody new, the way to a first letter."""
    organisation = request.organisation
    today = timezone.localdate()
    letters = Letter.objects.for_organisation(organisation).for_list()
    latest = with_new_changes(letters[:MOST_LETTERS])
    missing = organisation.missing_details
    context: dict[str, Any] = {
        "organisation": organisation,
        "letters": latest,
        "letters_count": letters.count(),
        "missing_details": organisation.labelled(missing),
        "details_known": len(organisation.LETTER_DETAILS) - len(missing),
        "details_total": len(organisation.LETTER_DETAILS),
        "changes": [row for row in changes_in_patch(organisation, today) if not row.has_happened][
            :MOST_CHANGES
        ],
        "patch_count": organisation.patch.count(),
    }
    if not latest:
        return render(request, "dashboard_new.html", context)
    due = [] if organisation.is_lapsed else due_for(organisation, today)
    context |= {"due": due if "due" in request.GET else due[:MOST_DUE], "due_count": len(due)}
    return render(request, "dashboard.html", context)


def due_for(organisation: Organisation, day: datetime.date) -> list[Due]:
    """What every room asks of the member: first what has a day, the earliest before the others."""
    found = [row for room in ROOMS for row in room.due(organisation, day)]
    return sorted(found, key=lambda row: row.on or datetime.date.max)
