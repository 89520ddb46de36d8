"""The words of a Word file, as Markdown."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from documents.markdown import to_html
from documents.word_text import LONGEST_FILE, UnreadableWord, read_word


def read(document):
    file = BytesIO()
    document.save(file)
    return read_word(file.getvalue())


def add(document, xml):
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def test_headings_lists_and_bold_words_become_markdown():
    document = Document()
    document.add_heading("What we ask", 1)
    paragraph = document.add_paragraph("We help ")
    paragraph.add_run("[place] ").bold = True
    paragraph.add_run("today.")
    for words, style in (("one", "List Bullet"), ("two", "List Bullet"), ("first", "List Number")):
        document.add_paragraph(words, style=style)
    document.add_paragraph("")
    document.add_paragraph("Line\nbreak")
    assert read(document) == (
        "## What we ask\n\nWe help **[place]** today.\n\n- one\n- two\n\n1. first\n\nLine  \nbreak"
    )


def test_what_looks_like_markdown_prints_as_it_was_typed():
    document = Document()
    document.add_paragraph("2 * 3 * 4, snake_case_name, `x`, <b>, back\\slash and [place_name]")
    html = to_html(read(document))
    assert "2 * 3 * 4, snake_case_name, `x`, &lt;b&gt;, back\\slash and [place_name]" in html


def test_a_link_keeps_its_address():
    document = Document()
    key = document.part.relate_to("https://example.org/a(b)", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    add(
        document,
        f"<w:p {nsdecls('w', 'r')}><w:r><w:t>See </w:t></w:r>"
        f'<w:hyperlink r:id="{key}"><w:r><w:t>this</w:t></w:r></w:hyperlink></w:p>',
    )
    assert read(document) == "See [this](https://example.org/a%28b%29)"


def test_tables_text_boxes_and_controls_are_read_and_tracked_changes_accepted():
    document = Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    w = nsdecls("w")
    add(document, f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>control</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    add(
        document,
        f"<w:p {w}><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>",
    )
    box = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
    add(
        document,
        f'<w:p {w} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>around</w:t>'
        f"</w:r><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
    )
    assert read(document).split("\n\n") == ["left", "right", "control", "new", "around", "boxed"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", "words".encode("utf-16")])
def test_another_file_is_refused_with_what_to_do(content):
    with pytest.raises(UnreadableWord, match=r"Save it in Word as \.docx"):
        read_word(content)


def test_another_package_and_a_broken_document_are_refused():
    for name, content in (("mimetype", b"text"), ("word/document.xml", b"<broken")):
        file = BytesIO()
        with zipfile.ZipFile(file, "w") as package:
            package.writestr(name, content)
        with pytest.raises(UnreadableWord):
            read_word(file.getvalue())


def test_a_file_too_large_packed_or_unpacked_is_refused():
    with pytest.raises(UnreadableWord, match="larger than 2 MB"):
        read_word(b"x" * (LONGEST_FILE + 1))
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 31_000_000)
    with pytest.raises(UnreadableWord, match="too large once it is opened"):
        read_word(file.getvalue())
