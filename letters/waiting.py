"""What waits at NAVCA's desk for letter templates."""

import datetime
from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.urls import reverse

from principles.waiting import Waiting

from .models import LetterTemplateVersion


def waiting(user: AbstractUser, day: datetime.date) -> Iterator[Waiting]:
    """Versions of letter templates that are drafts."""
    drafts = LetterTemplateVersion.objects.filter(published_at__isnull=True)
    if user.has_perm("letters.change_lettertemplateversion") and (count := drafts.count()):
        yield Waiting(
            count,
            "draft of a letter template",
            "drafts of letter templates",
            f"{reverse('admin:letters_lettertemplateversion_changelist')}?published_at__isempty=1",
        )
