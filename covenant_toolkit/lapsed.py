"""Organisations whose membership ended long ago: their people are told three times, then everything goes.

Each notice leaves its full time: one that is sent late moves the day. Nothing is deleted of whom nobody could
be told, and a membership that is renewed in between ends it all.
"""

import datetime
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format

from members.models import Organisation
from members.security_log import note

from .deletion import delete_everything
from .models import LapseNotice

logger = logging.getLogger(__name__)

DAYS_BEFORE = (60, 30, 7)


@dataclass(frozen=True)
class Step:
    """What is to be done with an organisation: tell its people of a day, or, told of it, delete it."""

    organisation: Organisation
    goes_on: datetime.date
    days_before: int  # 0: the day has come


def next_step(organisation: Organisation, notice: LapseNotice | None, day: datetime.date) -> Step | None:
    """What comes next for an organisation, or None when nothing does today."""
    earliest = organisation.kept_until
    if earliest is None:
        return None
    # A notice from before the membership was prolonged counts no more.
    told = notice if notice and notice.goes_on >= earliest else None
    goes_on = told.goes_on if told else earliest
    later = [days for days in DAYS_BEFORE if told is None or days < told.days_before]
    days = later[0] if later else 0
    if day < goes_on - datetime.timedelta(days=days):
        return None
    return Step(organisation, max(goes_on, day + datetime.timedelta(days=days)), days)


def steps(day: datetime.date) -> Iterator[Step]:
    """What is to be done on a day with organisations whose membership has ended."""
    notices = {notice.organisation_id: notice for notice in LapseNotice.objects.all()}
    for organisation in Organisation.objects.lapsed_before(day).order_by("pk"):
        if step := next_step(organisation, notices.get(organisation.pk), day):
            yield step


def tell(step: Step) -> bool:
    """Mail its people, and NAVCA's address, and keep that it was done. False when nobody could be told."""
    organisation = step.organisation
    query = f"?organisation={organisation.slug}"
    context = {
        "organisation": organisation,
        "goes_on": step.goes_on,
        "take_url": urljoin(settings.SITE_ADDRESS, reverse("take-everything") + query),
        "delete_url": urljoin(settings.SITE_ADDRESS, reverse("delete-organisation") + query),
    }
    people = organisation.people.filter(is_active=True).order_by("pk").values_list("email", flat=True)
    addresses = [*people, *([settings.REQUESTS_TO] if settings.REQUESTS_TO else [])]
    subject = f"{settings.SITE_NAME}: everything is deleted on {date_format(step.goes_on, 'j F Y')}"
    words = render_to_string("email/lapse_notice.txt", context)
    told = sum([_send(subject, words, address, organisation) for address in addresses])
    if told:
        LapseNotice.objects.update_or_create(
            organisation=organisation,
            defaults={"goes_on": step.goes_on, "days_before": step.days_before},
        )
    return bool(told)


def _send(subject: str, words: str, address: str, organisation: Organisation) -> bool:
    message = EmailMessage(subject, words, to=[address], headers={"Auto-Submitted": "auto-generated"})
    try:
        message.send()
    except OSError as reason:
        # Its class alone: what a mail server answers says the address.
        logger.error("Organisation %s was not told of its end: %s", organisation.pk, type(reason).__name__)
        return False
    return True


@transaction.atomic
def delete(step: Step, day: datetime.date) -> bool:
    """Delete it, unless it was renewed or told of another day in the meantime: then False, and nothing."""
    found = Organisation.objects.select_for_update().filter(pk=step.organisation.pk).first()
    notice = LapseNotice.objects.filter(organisation=found).first() if found else None
    now = next_step(found, notice, day) if found else None
    if now is None or now.days_before:
        return False
    key = now.organisation.pk
    delete_everything(now.organisation)
    transaction.on_commit(
        partial(note, "organisation deleted", organisation=key, reason="membership ended long ago")
    )
    return True
