"""The words of a Word file as Markdown: paragraphs, headings, lists, bold words and links."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

LONGEST_FILE: Final = 2_000_000  # bytes; a letter has 20,000
LONGEST_UNPACKED: Final = 30_000_000  # bytes
_DEEPEST: Final = 50  # styles based on styles; a circle of them would have no end
# What Markdown would read as formatting. Square brackets and braces are merge fields and stay.
_MARKUP: Final = str.maketrans({character: f"\\{character}" for character in "\\*_`"})


class UnreadableWord(ValueError):
    """A file that cannot be read as a Word file. Says what to do."""


def read_word(content: bytes) -> str:
    """Return the text of a .docx file as Markdown, with a blank line between paragraphs.

    Text in tables, text boxes and content controls is read where it stands; headers, footers and comments
    are not. Insertions that Word tracks count as accepted, deletions as gone.
    Raises UnreadableWord.
    """
    document = _opened(content)
    numbering = _Numbering(document)
    text = last = ""
    for paragraph in document.element.body.iter(qn("w:p")):
        if any(ancestor.tag == _FALLBACK for ancestor in paragraph.iterancestors()):
            continue  # the same text box again, for old programs
        words = _words(paragraph, document).strip()
        if not words:
            continue
        mark = numbering.mark_of(paragraph)
        follows = mark.strip() in _ITEMS and mark.strip() == last
        text += ("\n" if follows else "\n\n") if text else ""
        text += mark + words
        last = mark.strip()
    return text


_ITEMS: Final = {"-", "1."}
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _opened(content: bytes) -> Any:
    if len(content) > LONGEST_FILE:
        raise UnreadableWord("This file is larger than 2 MB. Take the pictures out, or paste the words.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if sum(entry.file_size for entry in package.infolist()) > LONGEST_UNPACKED:
                raise UnreadableWord("This file is too large once it is opened. Paste the words instead.")
        return docx.Document(BytesIO(content))
    # Broken XML is a SyntaxError; a part that is missing or of another kind a KeyError or ValueError.
    except (zipfile.BadZipFile, PackageNotFoundError, SyntaxError, KeyError, ValueError) as problem:
        if isinstance(problem, UnreadableWord):
            raise
        raise UnreadableWord(
            "This is not a Word file we can read. Save it in Word as .docx, or paste the words."
        ) from problem


def _words(paragraph: Any, document: Any) -> str:
    """Return the paragraph's own words; a text box in it is a paragraph of its own."""
    text = ""
    stretch, was_bold, was_link = "", False, ""
    for run in paragraph.iter(qn("w:r")):
        if next(run.iterancestors(qn("w:p"))) is not paragraph:
            continue
        bold, link = _is_bold(run), _address(run, document)
        if (bold, link) != (was_bold, was_link):
            text += _formatted(stretch, bold=was_bold, link=was_link)
            stretch, was_bold, was_link = "", bold, link
        stretch += _words_of_run(run)
    return text + _formatted(stretch, bold=was_bold, link=was_link)


def _words_of_run(run: Any) -> str:
    text = ""
    for part in run:
        if part.tag == qn("w:t"):
            text += (part.text or "").translate(_MARKUP)
        elif part.tag in {qn("w:br"), qn("w:cr")}:
            text += "  \n"
        elif part.tag == qn("w:tab"):
            text += " "
        elif part.tag == qn("w:noBreakHyphen"):
            text += "\u2011"
    return text


def _formatted(words: str, *, bold: bool, link: str) -> str:
    """Return words with their formatting, the white space around them outside of it."""
    inner = words.strip()
    if not inner or not (bold or link):
        return words
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    if link:
        inner = f"[{inner}]({link})"
    return f"{before}**{inner}**{after}" if bold else f"{before}{inner}{after}"


def _is_bold(run: Any) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return found is not None and found.get(qn("w:val")) not in {"0", "false", "off"}


def _address(run: Any, document: Any) -> str:
    """Return where the link around a run leads, without brackets that would end it."""
    link = run.getparent()
    key = link.get(qn("r:id")) if link.tag == qn("w:hyperlink") else None
    relation = document.part.rels.get(key) if key else None
    return relation.target_ref.replace("(", "%28").replace(")", "%29").replace(" ", "%20") if relation else ""


class _Numbering:
    """What stands before a paragraph: a heading's marks, a bullet or a number."""

    def __init__(self, document: Any) -> None:
        self._styles = {
            style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))
        }
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")),
            None,
        )
        root = part.element if part is not None else ()
        levels = {
            (kind.get(qn("w:abstractNumId")), level.get(qn("w:ilvl"))): level.find(qn("w:numFmt"))
            for kind in root if kind.tag == qn("w:abstractNum")
            for level in kind.iter(qn("w:lvl"))
        }  # fmt: skip
        self._formats = {
            (number.get(qn("w:numId")), level): form.get(qn("w:val"))
            for number in root if number.tag == qn("w:num")
            for (kind, level), form in levels.items()
            if form is not None and kind == number.find(qn("w:abstractNumId")).get(qn("w:val"))
        }  # fmt: skip

    def mark_of(self, paragraph: Any) -> str:
        """Return "## ", "- ", "1. " or nothing, an inner item indented by four spaces."""
        properties = list(self._properties(paragraph))
        for found in properties:
            level = found.find(qn("w:outlineLvl"))
            if level is not None and int(level.get(qn("w:val"))) < 9:
                return "#" * min(4, int(level.get(qn("w:val"))) + 2) + " "
        number = level = None
        for found in properties:
            numbers = found.find(qn("w:numPr"))
            if numbers is not None:
                number = number or _value(numbers, "w:numId")
                level = level or _value(numbers, "w:ilvl")
        form = self._formats.get((number, level or "0"))
        if form is None or form == "none":
            return ""
        return "    " * int(level or 0) + ("- " if form == "bullet" else "1. ")

    def _properties(self, paragraph: Any) -> Iterator[Any]:
        """Yield the paragraph's own properties, then those of its style and of the styles beneath it."""
        own = paragraph.find(qn("w:pPr"))
        if own is not None:
            yield own
        key = _value(own, "w:pStyle") if own is not None else None
        for _ in range(_DEEPEST):
            style = self._styles.get(key)
            if style is None:
                return
            found = style.find(qn("w:pPr"))
            if found is not None:
                yield found
            key = _value(style, "w:basedOn")


def _value(element: Any, name: str) -> str | None:
    found = element.find(qn(name))
    value: str | None = found.get(qn("w:val")) if found is not None else None
    return value
