"""The files of a ready letter: made once, from what was frozen, and stored with their hash.

A row stands for each file before the file is there. Whoever makes it leases the row, writes the file, and
names it in the row only when it is whole. So whatever stops the work, at any point, leaves rows without a
file, which are taken up again when their lease is over, and at most a file that no row names.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.text import slugify

from documents import email_draft, pdf, word
from members.frozen_files import LEASE, FileChanged, NoRoom

from .files import LETTER_CSS, PDF, WORD
from .models import FrozenCopy, FrozenFile, FrozenKind, LetterVersion
from .print_file import print_volume, volumes
from .words import email_text

logger = logging.getLogger(__name__)

PRINT_KINDS: Final = (FrozenKind.PRINT, FrozenKind.PRINT_BOTH_SIDES)
CONTENT_TYPES: Final[Mapping[str, str]] = {
    FrozenKind.WORD: WORD,
    FrozenKind.LARGE_PRINT_WORD: WORD,
    FrozenKind.EMAIL: email_draft.CONTENT_TYPE,
    FrozenKind.EMAIL_TO_ALL: email_draft.CONTENT_TYPE,
}
_ENDINGS: Final[Mapping[str, str]] = {
    FrozenKind.PDF: ".pdf",
    FrozenKind.LARGE_PRINT: "-large-print.pdf",
    FrozenKind.WORD: ".docx",
    FrozenKind.LARGE_PRINT_WORD: "-large-print.docx",
    FrozenKind.EMAIL: ".eml",
    FrozenKind.EMAIL_TO_ALL: "-with-copies.eml",
}


class FileNotMade(Exception):
    """A file that cannot be had now. The message says what to do, and that the letter is safe."""

    stops_all = False


class NoFilesAtAll(FileNotMade):
    """What would keep every other file from being made as well."""

    stops_all = True


@dataclass(frozen=True)
class Progress:
    """How far the files of some kinds are."""

    prepared: int
    total: int
    problem: str = ""

    @property
    def is_complete(self) -> bool:
        return self.prepared >= self.total

    def __str__(self) -> str:
        return f"{self.prepared:,} of {self.total:,} prepared"


def content_type(kind: str) -> str:
    """The content type of a frozen file of this kind."""
    return CONTENT_TYPES.get(kind, PDF)


def main_kinds(version: LetterVersion) -> tuple[FrozenKind, FrozenKind]:
    """The PDF and the Word file in the size that the organisation used."""
    if version.is_large_print:
        return FrozenKind.LARGE_PRINT, FrozenKind.LARGE_PRINT_WORD
    return FrozenKind.PDF, FrozenKind.WORD


def progress(version: LetterVersion) -> dict[str, Progress]:
    """How far the files of each kind are. A kind that no recipient's letter can have is left out."""
    stored = dict(
        version.files.stored().order_by().values_list("kind").annotate(number=Count("pk"))
    )  # fmt: skip
    return {kind: Progress(stored.get(kind, 0), total) for kind, total in _expected(version).items() if total}


def prepare(version: LetterVersion, kinds: Sequence[FrozenKind], *, seconds: float) -> Progress:
    """Make and store what is missing, for about so many seconds and at least one file.

    Two who prepare at once share the work. A file that cannot be made is passed over for a minute.
    """
    for kind in kinds:
        _place_rows(version, kind)
    until = time.monotonic() + seconds
    problem = ""
    missing = version.files.filter(kind__in=kinds)
    while file := missing.lease():
        try:
            _make_and_store(version, file)
        except FileNotMade as stopped:
            problem = str(stopped)
            if stopped.stops_all:
                FrozenFile.objects.not_stored().filter(pk=file.pk).update(leased_until=None)
                break
        if time.monotonic() >= until:
            break
    counts = missing.aggregate(total=Count("pk"), prepared=Count("pk", filter=~Q(file="")))
    return Progress(counts["prepared"], counts["total"], problem)


def stored_file(
    version: LetterVersion, kind: FrozenKind, copy: FrozenCopy | None = None, number: int = 1
) -> FrozenFile:
    """One file, made and stored now when it is missing.

    Raises FrozenFile.DoesNotExist for a file that the letter cannot have, such as an email draft to somebody
    without an address, and FileNotMade.
    """
    rows = version.files.filter(kind=kind, copy=copy, number=number)
    file = rows.first()
    if file is None:
        _place_rows(version, kind, copy)
        file = rows.get()
    if not file.file:
        FrozenFile.objects.not_stored().filter(pk=file.pk).update(leased_until=timezone.now() + LEASE)
        try:
            file = _make_and_store(version, file)
        except FileNotMade:
            FrozenFile.objects.not_stored().filter(pk=file.pk).update(leased_until=None)
            raise
    return file


def content_of(file: FrozenFile) -> bytes:
    """The bytes of a stored file, which are those of the day it was made. Raises FileNotMade."""
    try:
        return file.content
    except FileChanged as problem:
        raise FileNotMade(
            "This file is gone from our store or was changed there. Your letter is kept: download it as "
            "another kind of file, and tell NAVCA, who can bring this one back from a backup."
        ) from problem


def made_anew(version: LetterVersion, kind: FrozenKind, copy: FrozenCopy) -> bytes:
    """What the file of one recipient's letter holds, without storing it. Raises FileNotMade."""
    return _make(version, FrozenFile(version=version, copy=copy, kind=kind))


def file_name(copy: FrozenCopy, kind: str) -> str:
    """Such as “strengthening-partnerships-to-suffolk-county-council.pdf”."""
    return f"{copy.file_stem}{_ENDINGS[kind]}"


def print_parts(version: LetterVersion) -> list[tuple[int, str]]:
    """The parts of the print file: the number of each, and which letters it holds, such as “1 to 25”."""
    found, first = [], 1
    for number, part in enumerate(_volumes(version), 1):
        last = first + len(part) - 1
        found.append((number, f"{first} to {last}"))
        first = last + 1
    return found


def zip_name(version: LetterVersion, kinds: Sequence[str]) -> str:
    """Such as “to-a-council-or-health-body-version-1-pdf.zip”."""
    stem = slugify(version.template_version.template.title)[:60].strip("-") or "letter"
    return f"{stem}-version-{version.number}-{'-'.join(kinds)[:40]}.zip"


def _expected(version: LetterVersion) -> dict[FrozenKind, int]:
    """How many files of each kind there are once all are made."""
    counts = version.copies.order_by().aggregate(
        usual=Count("pk", filter=~Q(html="")),
        large=Count("pk", filter=~Q(large_print_html="")),
        emailed=Count("pk", filter=~Q(email="")),
    )
    main = counts["large" if version.is_large_print else "usual"]
    parts = len(volumes(range(main))) if main > 1 else 0
    return {
        FrozenKind.PDF: counts["usual"],
        FrozenKind.LARGE_PRINT: counts["large"],
        FrozenKind.WORD: counts["usual"],
        FrozenKind.LARGE_PRINT_WORD: counts["large"],
        FrozenKind.EMAIL: counts["emailed"],
        FrozenKind.EMAIL_TO_ALL: counts["emailed"] if counts["emailed"] > 1 else 0,
        FrozenKind.PRINT: parts,
        FrozenKind.PRINT_BOTH_SIDES: parts,
    }


def _place_rows(version: LetterVersion, kind: FrozenKind, only: FrozenCopy | None = None) -> None:
    """Add the rows of a kind that are not there yet. They may be added by somebody else at the same time."""
    if kind in PRINT_KINDS:
        rows = _volume_rows(version, kind)
    else:
        copies = version.copies.without_documents().that_can_have(kind).exclude(files__kind=kind)
        if only:
            copies = copies.filter(pk=only.pk)
        rows = [
            FrozenFile(version=version, copy=copy, kind=kind, file_name=file_name(copy, kind))
            for copy in copies
        ]
    if rows:
        FrozenFile.objects.bulk_create(rows, ignore_conflicts=True, batch_size=100)


def _volume_rows(version: LetterVersion, kind: FrozenKind) -> list[FrozenFile]:
    if version.files.filter(kind=kind).exists():
        return []
    extra = "-both-sides" if kind == FrozenKind.PRINT_BOTH_SIDES else ""
    return [
        FrozenFile(
            version=version, kind=kind, number=number,
            file_name=f"letters-{which.replace(' ', '-')}{extra}.pdf",
        )
        for number, which in print_parts(version)
    ]  # fmt: skip


def _volumes(version: LetterVersion) -> list[Sequence[int]]:
    """The keys of the copies in each volume of the print file. One letter needs none."""
    pdf_kind, _ = main_kinds(version)
    keys = list(version.copies.that_can_have(pdf_kind).values_list("pk", flat=True))
    return volumes(keys) if len(keys) > 1 else []


def _make_and_store(version: LetterVersion, file: FrozenFile) -> FrozenFile:
    """Make the file and keep it, unless somebody else was faster: then theirs is the file."""
    content = _make(version, file)
    try:
        file.keep(content)
    except NoRoom as error:
        raise NoFilesAtAll(
            "There is no room to keep the file. Your letter is saved and ready, and what was prepared so far "
            "can be downloaded. Tell NAVCA, then try again."
        ) from error
    return file


def _make(version: LetterVersion, file: FrozenFile) -> bytes:
    whose = f" for {file.copy.addressed_to}" if file.copy else ""
    try:
        return _content(version, file)
    except pdf.PDFLibrariesMissing as error:
        logger.exception("PDFs cannot be made")
        raise NoFilesAtAll(
            "PDFs cannot be made on this site at the moment. Your letter is saved and ready. "
            "Download Word, and tell NAVCA."
        ) from error
    except pdf.PDFNotMade as error:
        logger.exception("The PDF of row %s was not made", file.pk)
        raise FileNotMade(
            f"We could not make the PDF{whose}. Your letter is saved and ready. Try again, or download Word."
        ) from error
    except email_draft.AddressNotUsable as error:
        raise FileNotMade(
            f"{error}, so that there is no email draft{whose}. Mend the address of the recipient, then make "
            "the letter ready anew."
        ) from error


def _content(version: LetterVersion, file: FrozenFile) -> bytes:
    copy = file.copy
    if copy is None:
        return _print_file(version, file)
    if file.kind in (FrozenKind.EMAIL, FrozenKind.EMAIL_TO_ALL):
        return _email(version, copy, to_all=file.kind == FrozenKind.EMAIL_TO_ALL)
    is_large = file.kind in (FrozenKind.LARGE_PRINT, FrozenKind.LARGE_PRINT_WORD)
    html = copy.large_print_html if is_large else copy.html
    if file.kind in (FrozenKind.WORD, FrozenKind.LARGE_PRINT_WORD):
        return word.render(
            html,
            title=copy.title,
            author=version.organisation_name,
            large_print=is_large,
            images=version.images,
        )
    return pdf.render(html, stylesheets=[LETTER_CSS], images=version.images)


def _email(version: LetterVersion, copy: FrozenCopy, *, to_all: bool) -> bytes:
    pdf_kind, _ = main_kinds(version)
    attached = stored_file(version, pdf_kind, copy)
    others = version.copies.without_documents().that_can_have(FrozenKind.EMAIL).exclude(pk=copy.pk)
    cc = [each.mailbox for each in others if not each.is_history] if to_all else []
    return email_draft.draft(
        copy.subject,
        email_text(copy.main_html),
        to=[copy.mailbox],
        cc=cc,
        attachments={attached.file_name: content_of(attached)},
    )


def _print_file(version: LetterVersion, file: FrozenFile) -> bytes:
    copies = version.copies.filter(pk__in=_volumes(version)[file.number - 1])
    on_both_sides = file.kind == FrozenKind.PRINT_BOTH_SIDES
    which = f"letters {dict(print_parts(version))[file.number]}{', for both sides' if on_both_sides else ''}"
    return print_volume(
        (copy.main_html for copy in copies),
        title=f"{version.template_version.template.title}: {which}",
        images=version.images,
        on_both_sides=on_both_sides,
    )
