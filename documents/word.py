"""Semantic HTML to a Word file: A4, British English, real heading and list styles.

The same HTML gives the same bytes: times inside the file and inside its zip container are fixed.
"""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import lxml.html  # type: ignore[import-untyped]
from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.image.image import Image
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from documents import plain_text, word_base
from documents.fonts import FIXED_TIME
from documents.pdf import SCHEME
from documents.word_inline import LEFT_OUT, Marks, add_text, inline, inline_element, pieces, trim_end
from documents.word_letterhead import LOGO_MM, Letterhead

BODY_PT = 12.5
LARGE_PRINT_PT = 18.0

# The boxes that pictures of a letter fill, width and height in mm, by the class around them.
PICTURE_BOXES_MM = {"l-logo": LOGO_MM, "l-signature": (60, 18)}

# How high a row of a table `.a-room` is.
ROOM_TO_SIGN_MM = 16

BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "ul", "ol", "li", "address", "table", "blockquote", "hr"}
CONTAINERS = {"html", "body", "main", "article", "section", "header", "footer", "div"}


def render(
    html: str,
    *,
    title: str,
    author: str = "",
    large_print: bool = False,
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the HTML as a .docx file.

    html may be a fragment or a whole document: h1–h4, p, br, nested ul and ol, strong, em, a, address,
    blockquote, simple tables, `table.a-room` (rows to sign in), `mark.gapf` (highlighted) and `.l-close`
    (kept on one page). Inside `.l-logo` and `.l-signature` an `<img src="ours:logo">` shows images["logo"],
    PNG or JPEG, with its alternative text; other pictures are left out. The parts of `.l-head` have their
    places on the sheet, the address behind the window of an envelope. An article's data-running stands under
    its pages with their numbers, from the second one on, or on each with data-footer="every-page". Text is
    12.5 pt, or 18 pt in large print; margins are 25 mm.
    """
    document = word_base.new_document(LARGE_PRINT_PT if large_print else BODY_PT)
    properties = document.core_properties
    properties.title = plain_text.one_line(title)[:255]
    properties.author = plain_text.one_line(author)[:255]
    _Writer(document, images or {}).write(_parse(html))
    return _save(document)


def _parse(html: str) -> Any:
    # A fragment with several roots needs one around it; a whole document is found inside by its parser.
    return lxml.html.document_fromstring(f"<html><body>{plain_text.clean(html)}</body></html>")


class _Writer:
    """Walks the HTML and adds a paragraph for every block."""

    def __init__(self, document: Any, images: Mapping[str, bytes]) -> None:
        self.document = document
        self.images = images
        self.legal = self.running = ""
        self.is_numbered_throughout = False
        self.head = Letterhead()
        self.below_head = 0

    def write(self, root: Any) -> None:
        for article in root.iter("article"):
            self.running = plain_text.one_line(article.get("data-running", ""))
            self.legal = plain_text.one_line(article.get("data-legal", ""))
            self.is_numbered_throughout = article.get("data-footer") == "every-page"
            self.head = Letterhead.of((article.get("class") or "").split())
        self._blocks(root)
        if 0 < self.below_head < len(self.document.paragraphs):
            self.head.place_body(self.document.paragraphs[self.below_head])
        if self.is_numbered_throughout:
            word_base.add_footer(self.document, self.running)
        elif self.running or self.legal:
            word_base.add_footers(self.document, first=self.legal, later=self.running)

    def _blocks(self, parent: Any, *, keep: bool = False) -> None:
        """Write the blocks inside an element; stray text and inline elements become a paragraph."""
        paragraph = None
        for text, element in pieces(parent):
            if element is None or element.tag not in BLOCKS | CONTAINERS | LEFT_OUT:
                if element is None and not text.strip():
                    continue
                paragraph = paragraph or self.document.add_paragraph()
                if element is None:
                    add_text(paragraph, text)
                else:
                    inline_element(paragraph, element, Marks())
                continue
            paragraph = None
            if element.tag not in LEFT_OUT:
                self._block(element, keep=keep)

    def _block(self, element: Any, *, keep: bool) -> None:
        tag, classes = element.tag, (element.get("class") or "").split()
        if "l-legal" in classes and self.legal:
            return  # it stands in the footer
        box = next((PICTURE_BOXES_MM[name] for name in classes if name in PICTURE_BOXES_MM), None)
        if "l-close" in classes:
            self._kept_together(element)
        elif "l-head" in classes:
            self._letterhead(element)
        elif box:
            self._pictures(element, box)
        elif tag in ("h1", "h2", "h3", "h4"):
            inline(self.document.add_paragraph(style=f"Heading {tag[1]}"), element)
        elif tag == "p":
            self._paragraph(element, keep=keep)
        elif tag in ("ul", "ol"):
            self._list(element, level=0)
            if element.find("li") is not None:
                word_base.end_list(self.document.paragraphs[-1])
        elif tag == "address":
            self._lines(element)
        elif tag == "table":
            self._table(element)
        elif tag == "blockquote":
            for paragraph in self._added_by(element):
                if paragraph.style.name == "Normal":
                    paragraph.style = "Quote"
        elif tag == "hr":
            self.document.add_paragraph()
        else:
            self._blocks(element, keep=keep)

    def _letterhead(self, element: Any) -> None:
        """Write sender, logo and address at their places on the sheet, and whatever else as it comes."""
        for part in element:
            before = len(self.document.paragraphs)
            classes = (part.get("class") or "").split()
            if "l-logo" in classes:
                self._pictures(part, self.head.logo_mm)
                self.head.place_logo(self.document.paragraphs[before:])
                continue
            self._block(part, keep=False)
            if "l-from" in classes:
                self.head.place_sender(self.document.paragraphs[before:])
            elif "l-to" in classes:
                self.head.place_address(self.document.paragraphs[before:])
        self.below_head = len(self.document.paragraphs)

    def _pictures(self, element: Any, box_mm: tuple[float, float]) -> None:
        """Write the pictures inside an element, each as large as the box allows."""
        for image in element.iter("img"):
            content = self.images.get(image.get("src", "").removeprefix(f"{SCHEME}:"), b"")
            try:
                size = Image.from_blob(content)
            except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError):
                continue  # not handed over, or no picture
            scale = min(box_mm[0] / size.px_width, box_mm[1] / size.px_height)
            paragraph = self.document.add_paragraph()
            shape = paragraph.add_run().add_picture(
                io.BytesIO(content), Mm(size.px_width * scale), Mm(size.px_height * scale)
            )
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(4)
            shape._inline.docPr.set("descr", plain_text.one_line(image.get("alt", "")))
            for side in "TBLR":
                shape._inline.set(f"dist{side}", "0")  # else some programs leave 3 mm around it

    def _paragraph(self, element: Any, *, keep: bool) -> None:
        paragraph = self.document.add_paragraph()
        inline(paragraph, element)
        following = element.getnext()
        paragraph.paragraph_format.keep_with_next = (
            True if keep or (following is not None and following.tag in ("ul", "ol")) else None
        )

    def _added_by(self, element: Any) -> list[Any]:
        before = len(self.document.paragraphs)
        self._blocks(element)
        return self.document.paragraphs[before:]

    def _kept_together(self, element: Any) -> None:
        """Write the sign-off in one piece, with room to sign, and tie it to the paragraph before it."""
        if self.document.paragraphs:
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        paragraphs = self._added_by(element)
        for index, paragraph in enumerate(paragraphs):
            layout = paragraph.paragraph_format
            layout.keep_together = True
            layout.keep_with_next = index < len(paragraphs) - 1
            layout.space_after = layout.space_after if _has_picture(paragraph) else Pt(0)
        if paragraphs:
            paragraphs[0].paragraph_format.space_before = Pt(14)
            paragraphs[-1].paragraph_format.space_after = Pt(14)
            if len(paragraphs) > 1 and not any(map(_has_picture, paragraphs)):
                paragraphs[0].paragraph_format.space_after = Mm(18)  # room for a pen

    def _lines(self, element: Any) -> None:
        """Write an address: one plain paragraph a line, no space between them, a gap after the last."""
        paragraphs = self._added_by(element)
        for paragraph in paragraphs:
            paragraph.paragraph_format.space_after = Pt(0)
        if paragraphs:
            paragraphs[-1].paragraph_format.space_after = Pt(24)

    def _list(self, element: Any, *, level: int) -> None:
        ordered = element.tag == "ol"
        numbers = None
        if ordered:
            numbers = word_base.new_numbering(self.document, level, start=_start(element))
        style = "List Number" if ordered else "List Bullet"
        for item in element:
            if item.tag != "li":
                continue
            paragraph = self.document.add_paragraph(style=style)
            word_base.place_in_list(paragraph, level, numbers if ordered else None)
            begun = False
            for text, child in pieces(item):
                if child is None:
                    add_text(paragraph, text if begun else text.lstrip())
                    begun = begun or bool(text.strip())
                elif child.tag in ("ul", "ol"):
                    self._list(child, level=min(level + 1, word_base.LIST_LEVELS - 1))
                    begun = True
                elif child.tag in ("p", "div"):
                    if begun:
                        paragraph = self.document.add_paragraph()
                        paragraph.paragraph_format.left_indent = Mm(word_base.LIST_STEP_MM * (level + 1))
                    inline(paragraph, child)
                    begun = True
                elif child.tag not in LEFT_OUT:
                    inline_element(paragraph, child, Marks())
                    begun = True
            trim_end(paragraph)

    def _table(self, element: Any) -> None:
        rows = [[cell for cell in row if cell.tag in ("th", "td")] for row in element.iter("tr")]
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return
        table = self.document.add_table(rows=len(rows), cols=columns, style="Table Grid")
        for row, made in zip(rows, table.rows, strict=True):
            made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, place in zip(row, made.cells, strict=False):
                inline(place.paragraphs[0], cell, Marks(bold=cell.tag == "th"))
        if all(cell.tag == "th" for cell in rows[0]):
            properties = table.rows[0]._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:tblHeader"))
        if "a-room" in (element.get("class") or "").split():
            self._give_room(table)
        self.document.add_paragraph()

    def _give_room(self, table: Any) -> None:
        """Make the rows of a table high enough to sign by hand, and keep them together."""
        for row in table.rows[1:]:
            row.height = Mm(ROOM_TO_SIGN_MM)
        for row in table.rows[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True


def _start(element: Any) -> int:
    start = element.get("start") or ""
    return int(start) if start.isascii() and start.isdigit() else 1


def _has_picture(paragraph: Any) -> bool:
    return bool(paragraph._p.xpath(".//w:drawing"))


def _save(document: Any) -> bytes:
    """Write the file with one fixed time for the document and for every entry of its container."""
    moment = datetime.fromtimestamp(FIXED_TIME, UTC)
    document.core_properties.created = document.core_properties.modified = moment.replace(tzinfo=None)
    written, fixed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, moment.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(entry))
    return fixed.getvalue()
