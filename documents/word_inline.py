"""The words inside a paragraph of a Word file: bold, gaps, links and line breaks."""

from collections.abc import Iterator
from typing import Any

from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents import plain_text

# Elements whose text is not for readers.
LEFT_OUT = {"head", "meta", "link", "base", "script", "style", "title", "svg", "img"}


class Marks:
    """How the text inside the open inline elements looks."""

    def __init__(self, *, bold: bool = False, gap: bool = False, link: str = "") -> None:
        self.bold, self.gap, self.link = bold, gap, link

    def inside(self, element: Any) -> "Marks":
        """The marks of what stands in an element that stands in text with these."""
        href = plain_text.one_line(element.get("href", "")) if element.tag == "a" else ""
        gap = element.tag == "mark" and "gapf" in (element.get("class") or "").split()
        return Marks(
            bold=self.bold or element.tag in ("strong", "b"),
            gap=self.gap or gap,
            link=href if href.startswith(("http://", "https://", "mailto:")) else self.link,
        )


def pieces(parent: Any) -> Iterator[tuple[str, Any]]:
    """Yield the text and the elements directly inside an element, in order."""
    if parent.text:
        yield parent.text, None
    for child in parent:
        if isinstance(child.tag, str):
            yield "", child
        if child.tail:
            yield child.tail, None


def inline(paragraph: Any, element: Any, marks: Marks | None = None) -> None:
    """Add the words inside an element to a paragraph, with the marks given and those of elements in it."""
    marks = marks or Marks()
    if "l-org" in (element.get("class") or "") or "l-signer" in (element.get("class") or ""):
        marks = Marks(bold=True)
    _inline_with(paragraph, element, marks)
    trim_end(paragraph)


def inline_element(paragraph: Any, element: Any, marks: Marks) -> None:
    """Add one inline element: a line break, or its words with its own marks added."""
    if element.tag in LEFT_OUT:
        return
    if element.tag == "br":
        trim_end(paragraph)
        paragraph.add_run().add_break()
        return
    _inline_with(paragraph, element, marks.inside(element))


def _inline_with(paragraph: Any, element: Any, marks: Marks) -> None:
    for text, child in pieces(element):
        if child is None:
            add_text(paragraph, text, marks)
        else:
            inline_element(paragraph, child, marks)


def add_text(paragraph: Any, text: str, marks: Marks | None = None) -> None:
    """Add text as a browser would show it: runs of white space are one space, but not a hard space."""
    marks = marks or Marks()
    words = _collapse(plain_text.clean(text))  # again: "&#1;" is a control character only after parsing
    if _last(paragraph) is None or _ends_with_break(paragraph):
        words = words.lstrip(" ")
    if not words:
        return
    run = paragraph.add_run(words)
    if marks.bold:
        run.bold = True
    if marks.gap:
        run.bold = True
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    if marks.link:
        run.font.underline = True
        _wrap_in_link(paragraph, run, marks.link)


def _collapse(text: str) -> str:
    collapsed: list[str] = []
    for character in text:
        if character in " \t\n\f":
            if not (collapsed and collapsed[-1] == " "):
                collapsed.append(" ")
        else:
            collapsed.append(character)
    return "".join(collapsed)


def _last(paragraph: Any) -> Any:
    """Return the run or link that a paragraph ends with, or None."""
    return next(paragraph._p.iterchildren(qn("w:r"), qn("w:hyperlink"), reversed=True), None)


def _ends_with_break(paragraph: Any) -> bool:
    last = _last(paragraph)
    return last is not None and last.find(qn("w:br")) is not None


def trim_end(paragraph: Any) -> None:
    """Take the white space off a paragraph's or a line's end, as a browser does."""
    last = _last(paragraph)
    if last is not None and last.tag == qn("w:r") and not _ends_with_break(paragraph):
        last.text = last.text.rstrip(" ")


def _wrap_in_link(paragraph: Any, run: Any, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._r.addprevious(link)
    link.append(run._r)
