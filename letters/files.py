"""A letter's files: PDF, large print and Word, final or draft."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from documents import pdf, word
from members.pictures import stored_bytes

from .sheet import Sheet

LETTER_CSS = Path(settings.BASE_DIR) / "static" / "css" / "letter.css"


@dataclass(frozen=True)
class Kind:
    """One way a letter leaves: its ending, its type, and how the sheet is set."""

    ending: str
    content_type: str
    large_print: bool | None = False  # None: as the profile says
    draft: bool = False


PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {
    "large-print-word": Kind("docx", WORD, large_print=True),
    "pdf": Kind("pdf", PDF),
    "large-print": Kind("pdf", PDF, large_print=True),
    "word": Kind("docx", WORD, large_print=None),
    "draft-pdf": Kind("pdf", PDF, large_print=None, draft=True),
    "draft-word": Kind("docx", WORD, large_print=None, draft=True),
}


class LetterHasGaps(ValueError):
    """A final letter was asked for while something is missing. Says what."""


def make(sheet: Sheet, kind: Kind) -> bytes:
    """The bytes of one letter in one kind.

    Raises LetterHasGaps when a final is asked for and the sheet is not complete, and whatever
    documents.pdf raises when no PDF can be made.
    """
    if not kind.draft and not sheet.is_complete:
        raise LetterHasGaps(", ".join([*(gap.label for gap in sheet.gaps), *sheet.problems]))
    images = images_of(sheet)
    html = document_html(sheet, images)
    if kind.ending == "pdf":
        return pdf.render(html, stylesheets=[LETTER_CSS], images=images)
    return word.render(
        html, title=sheet.title, author=sheet.org_name, large_print=sheet.large_print, images=images
    )


def page_count(sheet: Sheet) -> int | None:
    """How many pages the letter has; None when no PDF can be made."""
    images = images_of(sheet)
    try:
        return pdf.page_count(document_html(sheet, images), stylesheets=[LETTER_CSS], images=images)
    except pdf.PDFNotMade:
        return None


def document_html(sheet: Sheet, images: Collection[str]) -> str:
    """The letter as a whole document that shows the pictures of these names, as documents.pdf wants it."""
    addresses = {name: f"{pdf.SCHEME}:{name}" for name in images}
    printed = replace(sheet, logo_url=addresses.get("logo", ""), signature_url=addresses.get("signature", ""))
    return render_to_string("letters/document.html", {"sheet": printed})


def images_of(sheet: Sheet) -> dict[str, bytes]:
    """The bytes of the sheet's pictures by name. A file that is gone is left out: the letter still leaves."""
    read = {name: stored_bytes(stored) for name, stored in sheet.stored_pictures.items()}
    return {name: content for name, content in read.items() if content is not None}


def file_name(sheet: Sheet, kind: Kind) -> str:
    """Such as “strengthening-partnerships-to-suffolk-county-council.pdf”."""
    extra = ("-large-print" if sheet.large_print else "") + ("-draft" if kind.draft else "")
    return f"{sheet.file_stem}{extra}.{kind.ending}"
