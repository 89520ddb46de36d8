"""Complete letters to as many recipients as a test needs."""

import datetime

from letters.models import Letter, LetterCopy, LetterTemplate
from partnerships.models import Post, Recipient
from publicbodies.models import PublicBody


def letter_to(organisation, *names, slug="suffolk", email=True):
    """A letter without a gap to these people, all at one body."""
    letter = Letter.objects.create(
        organisation=organisation,
        template_version=LetterTemplate.objects.get(slug="public-body").current_version,
        main_ask="Meet us & four groups.",
        examples=[{"ref": "LA1", "title": "One", "text": "Advice for groups.", "chosen": True}],
        dated_on=datetime.date(2026, 1, 12),
        reply_by_on=datetime.date(2026, 2, 2),
    )
    add_copies(letter, *names, slug=slug, email=email)
    return loaded(letter)


def add_copies(letter, *names, slug="suffolk", email=True):
    body = PublicBody.objects.get(slug=slug)
    recipients = [
        Recipient(
            organisation=letter.organisation, body=body, post=Post.LEADER, style="Councillor", name=name,
            address=f"{number} Test Lane\nIpswich\nZZ1 1AA",
            email=f"{slug}-{number}@example.org" if email else "",
        )
        for number, name in enumerate(names, 1)
    ]  # fmt: skip
    Recipient.objects.bulk_create(recipients)
    LetterCopy.objects.bulk_create(LetterCopy(letter=letter, recipient=row) for row in recipients)


def sector_letter(organisation):
    version = LetterTemplate.objects.get(slug="sector").current_version
    letter = Letter.objects.create(organisation=organisation, template_version=version)
    LetterCopy.objects.create(letter=letter)
    return loaded(letter)


def loaded(letter):
    """The letter as it stands in the database now, as the pages load it."""
    return Letter.objects.for_page().get(pk=letter.pk)
