"""The agenda and the minutes of a review, to download."""

import logging
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from documents import pdf
from members.access import MemberRequest, member_required

from .meeting_views import get_meeting
from .review_document import PDF, WORD, ReviewFile, file_name, make

logger = logging.getLogger(__name__)


@require_safe
@member_required
def review_file(request: MemberRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The agenda or the minutes of a review, as PDF or Word. Minutes are of a review that was held."""
    meeting = get_meeting(request, uuid)
    if kind not in [*ReviewFile] or not (meeting.is_review and meeting.agreement):
        raise Http404
    wanted = ReviewFile(kind)
    if wanted.is_minutes and not meeting.is_held:
        raise Http404
    try:
        content = make(meeting, wanted)
    except pdf.PDFNotMade:
        logger.exception("The %s of review %s could not be made", wanted, meeting.pk)
        messages.error(request, "We could not make the PDF. Download Word instead, and tell NAVCA.")
        return redirect(meeting)
    disposition = content_disposition_header(True, file_name(meeting, wanted))
    return HttpResponse(
        content,
        content_type=WORD if wanted.is_word else PDF,
        headers={"Content-Disposition": disposition or "attachment", "Cache-Control": "private, no-store"},
    )
