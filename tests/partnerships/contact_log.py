"""The contact log, for tests: who is written to, and when."""

import uuid
from datetime import date

from partnerships.contacts import record_letter_sent
from partnerships.models import (
    OwnBody,
    OwnBodyKind,
    Post,
    Recipient,
    Route,
)
from publicbodies.models import PublicBody

SENT = date(2026, 11, 3)  # a Tuesday


CHASE = date(2026, 11, 24)  # three weeks later


LOG = "/partnerships/contacts/"


NEW = f"{LOG}new/"


def leader_of_suffolk(organisation):
    body = PublicBody.objects.get(slug="suffolk")
    return Recipient.objects.create(
        organisation=organisation, body=body, post=Post.LEADER, style="Councillor", name="Rowan Ashdown"
    )


def clerk_of_a_town(organisation):
    town = OwnBody.objects.create(
        organisation=organisation, name="Quay Town Council", kind=OwnBodyKind.PARISH
    )
    return Recipient.objects.create(organisation=organisation, own_body=town, post=Post.CLERK)


def sent(recipient, on=SENT, reference=None, version=1, **more):
    values = {
        "how": Route.POST,
        "subject": "The Covenant",
        "asks": "Meet us.",
        "reply_by_on": None,
        "by": None,
    }
    return record_letter_sent(
        recipient=recipient, on=on, reference=reference or uuid.uuid4(), version=version, **values | more
    )
