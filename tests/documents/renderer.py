"""Ways to look inside a PDF, and to hear the renderer's complaints."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import page
import pypdf
import pypdfium2

from documents import fonts

MM = 25.4 / 72
LETTER_CSS = Path(__file__).resolve().parents[2] / "static" / "css" / "letter.css"


@contextmanager
def renderer_warnings() -> Iterator[list[str]]:
    """Collect what WeasyPrint and fontTools say at warning level or above."""
    said: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    handler = Listening(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield said
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


class Piece(NamedTuple):
    """A run of text on a page: x and baseline in mm from the top left, size in pt."""

    text: str
    x: float
    baseline: float
    size: float
    font: str

    @property
    def top(self) -> float:
        return self.baseline - 0.72 * self.size * MM

    @property
    def bottom(self) -> float:
        return self.baseline + 0.22 * self.size * MM

    @property
    def right(self) -> float:
        return self.x + fonts.width_mm(self.text.strip(), self.size)


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def pieces(pdf: bytes, number: int = 0) -> list[Piece]:
    """The runs of text on one page, in the order they are painted."""
    found: list[Piece] = []
    page_ = reader(pdf).pages[number]
    height = float(page_.mediabox.height)

    def visit(text, cm, tm, font, size):
        if text.strip() and font:
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            scale = abs(tm[3] * cm[3] + tm[2] * cm[1])
            found.append(
                Piece(text.strip("\n"), x * MM, (height - y) * MM, size * scale, str(font["/BaseFont"]))
            )

    page_.extract_text(visitor_text=visit)
    return found


def page_texts(pdf: bytes) -> list[str]:
    """The words of each page of a PDF, white space evened out."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [" ".join(page_.get_textpage().get_text_range().split()) for page_ in opened]


def text_of(pdf: bytes) -> str:
    """All words of a PDF, white space evened out."""
    return " ".join(page_texts(pdf))


def assert_accessible(pdf: bytes) -> None:
    """Every rule of PDF/UA-1 holds."""
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant
    assert report.rules.passed == report.rules.total > 100
