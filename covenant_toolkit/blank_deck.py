"""The blank slide deck for any reader: made once for each version of the content, then kept in memory."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefings.blank_deck import blank_deck as made
from documents.slides import CONTENT_TYPE

from .content_version import version_for

KEPT_FOR = 24 * 60 * 60  # seconds


@require_safe
@login_not_required
def blank_deck(request: HttpRequest) -> HttpResponse:
    """The deck with brackets to fill, as a PowerPoint file."""
    day = timezone.localdate()
    key = f"blank-deck-{version_for(request)}-{day}"
    content = caches["pages"].get(key)
    if content is None:
        content = made(day)
        caches["pages"].set(key, content, KEPT_FOR)
    return HttpResponse(
        content,
        content_type=CONTENT_TYPE,
        headers={
            "Content-Disposition": 'attachment; filename="covenant-slides.pptx"',
            "Cache-Control": "no-cache",  # a browser asks whether there is a newer one
        },
    )
