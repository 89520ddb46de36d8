"""A Word file as somebody hears it: what its structure leaves unsaid."""

import io
import re

import docx
from docx.oxml.ns import qn

TYPED_LIST = re.compile(r"^\s*([•·–—*-]|\d+[.)])\s")


def faults(content):
    """Everything that is wrong for a screen reader, in words. An empty list is a good file."""
    return list(_faults(docx.Document(io.BytesIO(content))))


def _faults(document):
    properties = document.core_properties
    if not properties.title.strip():
        yield "no title"
    if properties.language != "en-GB":
        yield "no language"
    if {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} != {"en-GB"}:
        yield "another language"
    headings = [
        (int(each.style.name[-1]), each.text)
        for each in document.paragraphs
        if re.fullmatch(r"Heading \d", each.style.name)
    ]
    if [level for level, _ in headings].count(1) != 1:
        yield "not one heading of the first level"
    for (before, _), (level, words) in zip([(0, ""), *headings], headings, strict=False):
        if level > before + 1:
            yield f"a level is left out before “{words}”"
        if not words.strip():
            yield "an empty heading"
    for paragraph in document.paragraphs:
        if TYPED_LIST.match(paragraph.text) and not paragraph.style.name.startswith("Heading"):
            yield f"a list that is only typed: “{paragraph.text[:40]}”"
    for table in document.tables:
        properties_of_row = table.rows[0]._tr.trPr
        if properties_of_row is None or properties_of_row.find(qn("w:tblHeader")) is None:
            yield f"a table without a head: “{table.rows[0].cells[0].text[:40]}”"
    for shape in document.element.body.iter(qn("wp:docPr")):
        if not shape.get("descr"):
            yield "a picture without words"
