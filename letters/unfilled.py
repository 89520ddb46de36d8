"""Square brackets that wait for words in what letters print as it was typed.

Asks, examples and paragraphs are read for their brackets when they are filled. Names, addresses, enclosures
and the like are values and printed as they stand: here they are read, too, so that none leaves with a blank.
"""

from collections.abc import Iterator

from django.urls import reverse

from partnerships.models import Recipient

from .brackets import Mark, tokens_of_member
from .models import Letter
from .values import copies_to

# Each value of the letter: its box on the page, the field that prints it if one has to, and how it is called.
_OF_LETTER = (
    ("contact", "contact", "Who answers their questions"),
    ("meeting_dates", "meeting dates", "Days you offer for a meeting"),
    ("signer_name", "", "Name under the letter"),
    ("signer_role", "", "Job title under the letter"),
    ("co_signatories", "", "Who signs with you"),
    ("enclosures", "", "What is enclosed"),
)
# The same of the profile, whose name, address and signer are in every letter.
_OF_PROFILE = (
    ("name", "", "Your organisation’s name"),
    ("short_name", "organisation short name", "Its short name"),
    ("place", "place", "Your place"),
    ("groups_supported", "groups supported", "Groups you support"),
    ("signer_name", "", "Who signs your letters"),
    ("signer_role", "", "Their job title"),
    ("address", "", "Your address"),
)
_OF_SIGNER = ("signer_name", "signer_role")
_OF_RECIPIENT = ("name", "salutation", "other_post", "address")


def brackets_in(text: str) -> list[str]:
    """The words in square brackets that stand for something still to come.

    A number, `[sic]` and an address of the web are ordinary text, as in all of a member's own words.
    """
    if "[" not in text:
        return []
    fields = (token for token in tokens_of_member(text) if token.mark is Mark.FIELDS)
    return [" ".join(token.text.strip("[]").split()) for token in fields]


def unfilled(letter: Letter, recipient: Recipient | None) -> Iterator[tuple[str, str]]:
    """Each bracket in the values of one recipient's letter: what it is called, and where it is filled."""
    printed = letter.template_version.compiled().fields
    here, organisation = letter.get_absolute_url(), letter.organisation
    for row, parts in ((letter, _OF_LETTER), (organisation, _OF_PROFILE)):
        for name, field, label in parts:
            gives_way = row is organisation and name in _OF_SIGNER and getattr(letter, name)
            if gives_way or (field and field not in printed):
                continue
            for words in brackets_in(getattr(row, name)):
                profile = f"{reverse('members:profile')}?organisation={organisation.slug}&next={here}"
                yield f"{label}: {words}", f"{here if row is letter else profile}#id_{name}"
    if recipient is None:
        return
    for line in copies_to(letter):
        for words in brackets_in(line):
            yield f"Copies: {words}", f"{here}#id_copies_to"
    for name in _OF_RECIPIENT:
        for words in brackets_in(getattr(recipient, name)):
            details = reverse("partnerships:recipient", args=[recipient.pk])
            yield f"{recipient}: {words}", f"{details}?next={here}#id_{name}"
    for words in brackets_in(recipient.own_body.name if recipient.own_body else ""):
        body = reverse("partnerships:own-body", args=[recipient.own_body_id])
        yield f"Name of the body: {words}", f"{body}?next={here}#id_name"
