"""What passed between the demonstration member and some bodies: letters sent, a reply, a call, a meeting."""

import datetime
from uuid import uuid4

from django.utils import timezone

from letters.duplicating import duplicate
from letters.freezing import make_ready
from letters.models import Letter
from letters.sent import mark_sent
from members.models import Organisation
from partnerships.models import Contact, ContactKind, Outcome, Route
from partnerships.working_days import working_days_after

SENT_TO = {"suffolk": Route.POST, "ipswich": Route.EMAIL, "babergh": Route.POST}


def make_contacts(organisation: Organisation, letter: Letter) -> None:
    """Give the member a contact log, once: it begins with a letter that says what another says."""
    if organisation.contacts.exists():
        return
    today = timezone.localdate()
    people = {person.body.slug: person for person in organisation.recipients.with_bodies() if person.body}
    _send_letter(letter, today - datetime.timedelta(days=40))
    replied_on = today - datetime.timedelta(days=12)
    organisation.contacts.get(body=people["ipswich"].body).settle(
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


def _send_letter(draft: Letter, day: datetime.date) -> None:
    """A letter with the words of a draft, ready and sent to some of its recipients on a day."""
    by = draft.changed_by
    assert by is not None  # noqa: S101  (the demonstration member wrote it)
    letter = duplicate(draft, None, key=uuid4(), by=by).letter
    letter.dated_on, letter.reply_by_on = day, working_days_after(day, 10)
    letter.save()
    letter.copies.exclude(recipient__body__slug__in=SENT_TO).delete()
    version = make_ready(Letter.objects.for_page().get(pk=letter.pk), revision=letter.revision, by=by)
    for slug, route in SENT_TO.items():
        mark_sent(version, version.copies.filter(recipient__body__slug=slug), on=day, how=route, by=by)
