"""Make a letter ready: from then on it says the same for ever, whatever becomes of what it was made from."""

import datetime
import hashlib
import html
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.html import strip_tags
from django.utils.text import Truncator

from members.models import Organisation, User
from members.pictures import PLACES
from partnerships.models import Recipient

from .changed_facts import printed
from .citing import cited_rows
from .fields import EMPTY
from .files import LetterHasGaps, document_html, images_of
from .merge import MemberBlock, Value
from .models import Citation, FrozenCopy, FrozenPicture, Letter, LetterCopy, LetterVersion
from .sheet import Sheet, sheet_for

_MOST_NAMED: Final = 5


class LetterChanged(Exception):
    """Somebody changed the letter after it was looked at."""


@dataclass(frozen=True)
class _Copy:
    """One recipient's letter in both sizes, before it is stored."""

    copy: LetterCopy
    usual: Sheet
    large: Sheet


def make_ready(letter: Letter, *, revision: int, by: User) -> LetterVersion:
    """Keep the letter as it is at this revision, for every recipient whose body has not ended.

    Asked twice, it answers with the same version. Raises LetterHasGaps that says what is missing, and
    LetterChanged when the letter has another revision by now.
    """
    if letter.revision != revision:
        raise LetterChanged
    if made := letter.versions.filter(revision=revision).first():
        return made
    # Hundreds of letters take a second: they are laid out before anybody is kept from writing.
    drafts = [_drafted(letter, copy) for copy in letter.copies.all() if not copy.is_history]
    is_large = letter.organisation.large_print
    _refuse_gaps(drafts, is_large=is_large)
    images = images_of(drafts[0].usual)
    version = LetterVersion(
        letter=letter,
        template_version=letter.template_version,
        revision=revision,
        words=letter.words,
        cited=_cited(letter),
        is_large_print=is_large,
        organisation_name=letter.organisation.name,
        made_ready_by=by,
    )
    copies = [_frozen(version, draft, images, is_large=is_large) for draft in drafts]
    _tell_files_apart(copies, drafts)
    return _stored(version, copies, images)


@transaction.atomic
def go_back(letter: Letter, *, by: User) -> LetterVersion | None:
    """Make the letter say again what it said when it was made ready last; None when it never was.

    What was typed, who it is to and what it cites since is gone. The version is not touched but for the
    revision that says the same.
    """
    stored = Letter.objects.select_for_update().get(pk=letter.pk)
    version = stored.latest_version
    if version is None or version.revision == stored.revision:
        return version
    stored.say(version.words)
    stored.template_version = version.template_version
    stored.revision += 1
    stored.changed_by = by
    stored.save()
    stored.copy_to(version.words, Recipient.objects.all())
    recipients = set(version.copies.values_list("recipient", flat=True))
    for copy in stored.copies.all():
        if copy.recipient_id in recipients:
            recipients.remove(copy.recipient_id)
        else:
            copy.delete()
    LetterCopy.objects.bulk_create(LetterCopy(letter=stored, recipient_id=key) for key in recipients)
    stored.citations.all().delete()
    Citation.objects.bulk_create(
        Citation(letter=stored, kind=row["kind"], reference=row["reference"], revision=row["revision"])
        for row in version.cited
    )
    version.revision = stored.revision
    version.save(update_fields=["revision"])
    return version


def _drafted(letter: Letter, copy: LetterCopy) -> _Copy:
    copy.letter = letter
    return _Copy(copy, sheet_for(copy, large_print=False), sheet_for(copy, large_print=True))


def _refuse_gaps(drafts: Sequence[_Copy], *, is_large: bool) -> None:
    """Raise LetterHasGaps unless every letter is complete in the size that the organisation uses."""
    sheets = [draft.large if is_large else draft.usual for draft in drafts]
    gaps = dict.fromkeys(gap.label for sheet in sheets for gap in sheet.gaps)
    missing = [*gaps, *dict.fromkeys(problem for sheet in sheets for problem in sheet.problems)]
    if not drafts:
        missing = ["nobody is left whom it could go to"]
    if missing:
        more = len(missing) - _MOST_NAMED
        raise LetterHasGaps("; ".join(missing[:_MOST_NAMED]) + (f"; and {more} more" if more > 0 else ""))


def _frozen(version: LetterVersion, draft: _Copy, images: Iterable[str], *, is_large: bool) -> FrozenCopy:
    recipient = draft.copy.recipient
    main = draft.large if is_large else draft.usual
    names = list(images)
    return FrozenCopy(
        version=version,
        recipient=recipient,
        addressed_to=Truncator(str(recipient or "Your local voluntary sector")).chars(300),
        email=recipient.email if recipient else "",
        email_name=(recipient.full_name or recipient.post_label) if recipient else "",
        address=recipient.address if recipient else "",
        title=main.title,
        subject=" ".join(html.unescape(strip_tags(main.subject)).split()),
        file_stem=main.file_stem,
        values={name: _plain(value) for name, value in main.values.items()},
        options={"offset_mm": main.offset_mm, "fold_ticks": main.fold_ticks},
        # An address may fit the window in one size only; the letter is not made in the other.
        html=document_html(draft.usual, names) if draft.usual.is_complete else "",
        large_print_html=document_html(draft.large, names) if draft.large.is_complete else "",
    )


def _tell_files_apart(copies: Sequence[FrozenCopy], drafts: Sequence[_Copy]) -> None:
    """Name the person or the post in the names of files to several people at one body."""
    times = Counter(copy.file_stem for copy in copies)
    for copy, draft in zip(copies, drafts, strict=True):
        if times[copy.file_stem] > 1 and copy.recipient:
            who = copy.recipient.full_name or copy.recipient.post_label
            copy.file_stem = (draft.large if copy.version.is_large_print else draft.usual).file_stem_for(who)


@transaction.atomic
def _stored(version: LetterVersion, copies: Sequence[FrozenCopy], images: dict[str, bytes]) -> LetterVersion:
    """Store all of it, unless the letter was changed or made ready in the meantime."""
    letter = Letter.objects.select_for_update().filter(pk=version.letter_id).first()
    if letter is None or letter.revision != version.revision:
        raise LetterChanged
    if made := letter.versions.filter(revision=version.revision).first():
        return made
    version.number = (letter.versions.aggregate(newest=Max("number"))["newest"] or 0) + 1
    for name in PLACES:
        if content := images.get(name):
            setattr(version, name, _kept(content, name, version.letter.organisation))
    version.save()
    FrozenCopy.objects.bulk_create(copies, batch_size=50)
    return version


def _kept(content: bytes, name: str, organisation: Organisation) -> FrozenPicture:
    ending = "png" if content.startswith(b"\x89PNG") else "jpg"
    picture, _ = FrozenPicture.objects.get_or_create(
        organisation=organisation,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={"file": ContentFile(content, f"{name}.{ending}")},
    )
    return picture


def _cited(letter: Letter) -> list[dict[str, Any]]:
    """What the letter cites as it is printed, with the revision that says so."""
    return [
        {
            "kind": citation.kind,
            "reference": citation.reference,
            "revision": row.revision,
            "title": str(row),
            "text": printed(row),
        }
        for citation, row in cited_rows(letter)
    ]


def _plain(value: Value) -> Any:
    """A value of a field as JSON keeps it: text, number, list, or nothing when it was left empty."""
    if value is EMPTY or value is None:
        return ""
    if isinstance(value, MemberBlock):
        return value.source
    if isinstance(value, str | int):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    return [_plain(item) for item in value]
