"""What a story brings by mail: to the member's people, and to NAVCA's address."""

import logging

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from .stories import Story

logger = logging.getLogger(__name__)


def tell_member(request: HttpRequest, story: Story, subject: str, what: str, note: str = "") -> bool:
    """Mail everybody at the organisation what NAVCA did with its story. Returns whether all was taken."""
    link = request.build_absolute_uri(story.get_absolute_url())
    context = {"story": story, "subject": subject, "what": what, "note": note, "link": link}
    is_taken = True
    for person in story.organisation.people.filter(is_active=True):
        try:
            get_adapter(request).render_mail("members/email/story", person.email, context).send()
        except OSError:
            is_taken = False
            logger.exception("Somebody was not told about story %s", story.pk)
    return is_taken


def tell_navca(request: HttpRequest, subject: str, what: str, note: str = "") -> None:
    """Mail NAVCA's address, where one is set. The queue of stories in the admin says it in any case."""
    if not settings.REQUESTS_TO:
        return
    link = request.build_absolute_uri(reverse("admin:members_story_changelist"))
    context = {"subject": subject, "what": what, "note": note, "link": link}
    try:
        get_adapter(request).render_mail("members/email/story_navca", settings.REQUESTS_TO, context).send()
    except OSError:
        logger.exception("NAVCA was not told about a story")
