"""Drafts for tests: letters as a member has just begun them."""

from datetime import date

from letters.models import Letter, LetterCopy, LetterTemplate, StarterExample
from partnerships.models import Post, Recipient


def letter_to(organisation, bodies, **values):
    """A letter to the chief executive of each of the bodies."""
    version = LetterTemplate.objects.get(slug="public-body").current_version
    examples = [
        {"ref": row.ref, "title": row.title, "text": row.text, "chosen": False}
        for row in StarterExample.objects.all()
    ]
    letter = Letter.objects.create(
        organisation=organisation, template_version=version, examples=examples,
        main_ask="Meet us in spring.", dated_on=date(2026, 1, 12), **values,
    )  # fmt: skip
    for body in bodies:
        recipient = Recipient.objects.create(
            organisation=organisation,
            body=body,
            post=Post.CHIEF_EXECUTIVE,
            name=f"Jo {body.slug}",
        )
        LetterCopy.objects.create(letter=letter, recipient=recipient)
    return letter
