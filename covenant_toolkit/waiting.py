"""What waits at NAVCA's desk, put together from all rooms."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from casestudies.waiting import waiting as case_studies
from letters.waiting import waiting as letter_templates
from members.waiting import waiting as members
from partnerships.waiting import waiting as office_addresses
from principles.waiting import Waiting

from .to_check import waiting as content


def waiting(user: AbstractUser) -> Iterator[Waiting]:
    """What waits for somebody at NAVCA, as far as they may see it."""
    for room in (members, case_studies, office_addresses, letter_templates, content):
        yield from room(user, timezone.localdate())
