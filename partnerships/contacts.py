"""A letter that left, as the record of contact it becomes."""

import datetime
from uuid import UUID

from django.utils.text import Truncator

from documents.plain_text import one_line
from members.models import User

from .models import Contact, ContactKind, Outcome, Recipient

KEYS = ("organisation", "recipient", "body", "own_body", "recorded_by")


def record_letter_sent(
    *,
    recipient: Recipient,
    on: datetime.date,
    how: str,
    subject: str,
    asks: str,
    reply_by_on: datetime.date | None,
    by: User | None,
    reference: UUID,
    version: int,
    person: str = "",
) -> Contact:
    """Keep that a version of a letter left for a recipient, what it asked and when to chase.

    `how` is a Route, `person` who was written to when that is not who the recipient is by
    now. The same recipient, letter and version are recorded once: a second call returns what is there and
    changes nothing. Raises ValidationError for a day that has not come.
    """
    values = {
        "organisation": recipient.organisation,
        "body": recipient.body,
        "own_body": recipient.own_body,
        "kind": ContactKind.LETTER,
        "happened_on": on,
        "route": how,
        "person": person or recipient.full_name or recipient.post_label,
        "subject": Truncator(one_line(subject)).chars(300),
        "asks": asks,
        "reply_by_on": reply_by_on,
        "outcome": Outcome.OPEN,
        "recorded_by": by,
    }
    contact = Contact(recipient=recipient, **values)
    contact.chase_due_on = contact.usual_chase_day
    # What a database would be asked for is not checked: a letter to the whole country has 373 recipients.
    contact.full_clean(exclude=KEYS, validate_unique=False, validate_constraints=False)
    found, _ = Contact.objects.get_or_create(
        recipient=recipient,
        letter_reference=reference,
        letter_version=version,
        defaults=values | {"chase_due_on": contact.chase_due_on},
    )
    return found
