"""The papers of a briefing: what each is called and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from documents import archive, slides

from .deck import deck_for
from .history import history_pdf
from .occasion import Occasion
from .pack import pack_zip
from .picture_document import picture_pdf, picture_text
from .talking_document import talking_pdf, talking_word

PDF: Final = "application/pdf"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class PaperKind:
    """One paper that can be downloaded."""

    kind: str
    label: str
    stem: str
    ending: str
    content_type: str
    content: Callable[[Occasion], bytes]
    what: str = ""


FILES: Final = {
    each.kind: each
    for each in (
        PaperKind(
            "pack", "Download the whole pack (ZIP)", "meeting-pack", "zip", archive.CONTENT_TYPE, pack_zip
        ),
        PaperKind(
            "picture", "One-page picture (PDF)", "one-page-picture", "pdf", PDF,
            lambda occasion: picture_pdf(occasion.picture),
            "To hand over. One page, prints in black and white",
        ),
        PaperKind(
            "picture-text", "The picture in words (text)", "one-page-picture", "txt", TEXT,
            lambda occasion: picture_text(occasion.picture),
            "The same in full, one sentence on each line. For screen readers and email",
        ),
        PaperKind(
            "slides", "Slides (PowerPoint)", "slides", "pptx", slides.CONTENT_TYPE, deck_for,
            "To show. With your figures, and talking points in the notes",
        ),
        PaperKind(
            "talking-points", "Talking points (PDF)", "talking-points", "pdf", PDF, talking_pdf,
            "For you: whom you meet, what you want, what they may ask",
        ),
        PaperKind(
            "talking-points-word", "Talking points (Word)", "talking-points", "docx", WORD, talking_word,
            "The same, to change",
        ),
        PaperKind(
            "history", "History with this body (PDF)", "history", "pdf", PDF, history_pdf,
            "For you: contacts, meetings, promises",
        ),
    )
}  # fmt: skip


def make(occasion: Occasion, paper: PaperKind) -> bytes:
    """The bytes of a paper. Raises what documents.pdf raises when no PDF can be made."""
    return paper.content(occasion)


def file_name(occasion: Occasion, paper: PaperKind) -> str:
    """Such as “one-page-picture-suffolk-county-council-2026-12-08.pdf”."""
    return f"{paper.stem}-{occasion.stem}.{paper.ending}"
