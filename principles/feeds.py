"""The updates as an Atom feed."""

import datetime

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from documents.markdown import to_html

from .models import Update

MOST_ENTRIES = 50


class UpdatesFeed(Feed):
    """What happened since the Covenant was published, newest first."""

    feed_type = Atom1Feed
    title = "Covenant Toolkit: updates"
    subtitle = "What has happened since the Civil Society Covenant was published, with sources"
    author_name = "Covenant Toolkit"

    def link(self) -> str:
        return reverse("principles:updates")

    def items(self) -> list[Update]:
        return list(Update.objects.newest_first().select_related("source")[:MOST_ENTRIES])

    def item_title(self, item: Update) -> str:  # type: ignore[override]
        return item.title

    def item_description(self, item: Update) -> str:  # type: ignore[override]
        return to_html(item.text)

    def item_link(self, item: Update) -> str:
        return f"{reverse('principles:updates')}#{item.slug}"

    def item_pubdate(self, item: Update) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(item.happened_on, datetime.time.min))

    item_updateddate = item_pubdate


@login_not_required
@require_safe
def updates_feed(request: HttpRequest) -> HttpResponse:
    """The feed, for readers' programs."""
    return UpdatesFeed()(request)
