"""What passed between the demonstration member and some bodies: letters sent, a reply, a call, a meeting."""

import datetime
import uuid

from django.utils import timezone

from members.models import Organisation
from partnerships.contacts import record_letter_sent
from partnerships.models import Contact, ContactKind, Outcome, Route

SUBJECT = "Working together under the Civil Society Covenant"
ASKS = "An hour’s meeting about how the council and local groups work together."


def make_contacts(organisation: Organisation) -> None:
    """Give the member a contact log, once."""
    if organisation.contacts.exists():
        return
    today = timezone.localdate()
    people = {person.body.slug: person for person in organisation.recipients.with_bodies() if person.body}
    reference = uuid.uuid4()
    letters = {
        slug: record_letter_sent(
            recipient=people[slug], on=today - datetime.timedelta(days=40), how=route, subject=SUBJECT,
            asks=ASKS, reply_by_on=None, by=None, reference=reference, version=1,
        )
        for slug, route in (("suffolk", Route.POST), ("ipswich", Route.EMAIL), ("babergh", Route.POST))
    }  # fmt: skip
    replied_on = today - datetime.timedelta(days=12)
    letters["ipswich"].settle(
        Outcome.REPLIED, replied_on, "Send three dates for a meeting", today + datetime.timedelta(days=5)
    )
    for slug, kind, days, person, notes in (
        ("ipswich", ContactKind.REPLY, 12, "", "Glad to meet. Asks for dates before the end of the month."),
        ("suffolk", ContactKind.CALL, 3, "The leader’s office", "The letter has arrived. They will look."),
        ("norfolk-and-suffolk-icb", ContactKind.MEETING, 60, "", "Talked about a seat on the place board."),
    ):
        Contact.objects.create(
            organisation=organisation, recipient=people[slug], kind=kind, person=person, notes=notes,
            happened_on=today - datetime.timedelta(days=days), subject="The Covenant in Suffolk",
        )  # fmt: skip
