"""The meeting pack: everything for one meeting in one ZIP file."""

import io
import logging
from collections.abc import Iterator

from documents.archive import write_archive
from partnerships.agreement_versions import FileNotMade, content_of, file_name
from partnerships.models import Agreement, AgreementFileKind

from .deck import deck_for
from .history import history_pdf
from .occasion import Occasion
from .picture_document import picture_pdf, picture_text
from .standing import going_on
from .talking_document import talking_pdf, talking_word

logger = logging.getLogger(__name__)


def pack_files(occasion: Occasion) -> Iterator[tuple[str, bytes]]:
    """Each file of the pack by its name, in the order of use. Raises what documents.pdf raises."""
    yield "1-one-page-picture.pdf", picture_pdf(occasion.picture)
    yield "1-one-page-picture-in-words.txt", picture_text(occasion.picture)
    yield "2-slides.pptx", deck_for(occasion)
    yield "3-talking-points.pdf", talking_pdf(occasion)
    yield "3-talking-points.docx", talking_word(occasion)
    yield "4-history.pdf", history_pdf(occasion)
    for agreement in going_on(occasion.organisation, occasion.where):
        yield from _on_the_table(agreement)


def _on_the_table(agreement: Agreement) -> Iterator[tuple[str, bytes]]:
    """The agreement's document as it was uploaded, and the newest version that was written here."""
    if agreement.document:
        try:
            with agreement.document.open("rb") as stored:
                yield f"5-{agreement.document_name}", stored.read()
        except OSError:
            logger.exception("The document of agreement %s is gone from the store", agreement.pk)
    if version := agreement.versions.first():
        for kind in (AgreementFileKind.PDF, AgreementFileKind.WORD):
            try:
                yield f"5-{file_name(version, kind)}", content_of(version, kind)
            except FileNotMade:
                logger.exception("Version %s of agreement %s could not be made", version.pk, agreement.pk)


def pack_zip(occasion: Occasion) -> bytes:
    """The pack. The same records give the same bytes."""
    target = io.BytesIO()
    write_archive(target, pack_files(occasion))
    return target.getvalue()
