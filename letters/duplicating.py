"""A new draft with the words of another letter, to the same recipients as far as they are there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from members.models import User
from partnerships.models import Recipient
from publicbodies.models import PublicBody

from .changed_facts import current_facts
from .models import Citation, Letter, LetterCopy, LetterVersion


class NobodyLeft(Exception):
    """Nobody of the letter can be written to any more."""


@dataclass(frozen=True)
class Duplicate:
    """A new draft, and whose copies it leaves out."""

    letter: Letter
    left_out: Sequence[Recipient]

    @property
    def successors(self) -> list[PublicBody]:
        """The bodies that follow those which have ended."""
        return successors_of(self.left_out)


def successors_of(recipients: Iterable[Recipient]) -> list[PublicBody]:
    """The bodies that follow the recipients' bodies which have ended, each once, by name."""
    ended = [recipient.body_id for recipient in recipients if recipient.has_ended]
    today = timezone.localdate()
    follow = PublicBody.objects.can_be_written_to_on(today).filter(predecessors__in=ended)
    return list(follow.distinct().order_by("official_name"))


@transaction.atomic
def duplicate(letter: Letter, version: LetterVersion | None, *, key: UUID, by: User) -> Duplicate:
    """Begin a letter with the words of another, or of one of its versions, dated today.

    `key` becomes the new letter's: asked twice with the same, there is one. A reply-by date that has passed
    is left open. Raises NobodyLeft.
    """
    recipients = recipients_of(letter, version)
    today = timezone.localdate()
    there = set(
        Recipient.objects.can_be_written_to_on(today)
        .filter(pk__in=[recipient.pk for recipient in recipients if recipient])
        .values_list("pk", flat=True)
    )
    left_out = [recipient for recipient in recipients if recipient and recipient.pk not in there]
    goes_to = [recipient for recipient in recipients if recipient is None or recipient.pk in there]
    if not goes_to:
        raise NobodyLeft
    source = version or letter
    new = Letter(uuid=key, organisation=letter.organisation, template_version=source.template_version)
    new.say(source.words)
    new.dated_on = today
    if new.reply_by_on and new.reply_by_on <= today:
        new.reply_by_on = None
    new.changed_by = by
    new.save(force_insert=True)
    new.copy_to(source.words, Recipient.objects.can_be_written_to_on(today))
    LetterCopy.objects.bulk_create(LetterCopy(letter=new, recipient=recipient) for recipient in goes_to)
    cited = (
        [(row["kind"], row["reference"]) for row in version.cited]
        if version
        else list(letter.citations.values_list("kind", "reference"))
    )
    facts = current_facts(cited)
    Citation.objects.bulk_create(
        Citation(letter=new, kind=kind, reference=reference, revision=facts[kind, reference].revision)
        for kind, reference in cited
        if (kind, reference) in facts
    )
    return Duplicate(new, left_out)


def recipients_of(letter: Letter, version: LetterVersion | None) -> list[Recipient | None]:
    """To whom a letter or one of its versions is, in its order; None is the local voluntary sector."""
    copies = version.copies.without_documents() if version else letter.copies.all()
    return [copy.recipient for copy in copies]
