import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image

from documents import word


def made(html, **options):
    return docx.Document(io.BytesIO(word.render(html, title="A title", **options)))


def styled(document):
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def test_is_an_a4_page_with_our_margins():
    section = made("<p>a</p>").sections[0]
    margins = [section.left_margin, section.right_margin, section.top_margin, section.bottom_margin]
    assert [round(length.mm, 1) for length in (section.page_width, section.page_height)] == [210, 297]
    assert [round(length.mm, 1) for length in margins] == [25] * 4


def test_is_in_british_english_and_arial():
    document = made("<p>a</p>", author="Harbourside Voluntary Action")
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert defaults.find(".//" + qn("w:rFonts")).get(qn("w:ascii")) == "Arial"
    properties = document.core_properties
    assert (properties.title, properties.author) == ("A title", "Harbourside Voluntary Action")
    assert properties.language == "en-GB"


@pytest.mark.parametrize(("large_print", "half_points"), [(False, "25"), (True, "36")])
def test_text_size(large_print, half_points):
    document = made("<p>a</p>", large_print=large_print)
    size = document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:sz')}")
    assert size.get(qn("w:val")) == half_points


def test_has_only_our_styles_and_parts():
    content = word.render("<p>a</p>", title="A title")
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name for name in names if "theme" in name or "thumbnail" in name or "custom" in name] == []
    assert len(docx.Document(io.BytesIO(content)).styles) < 20


def test_headings_lists_and_links_are_real():
    document = made(
        "<h1>One</h1><h2>Two</h2><p>Text with <a href='https://example.org/?a=1&amp;b=2'>a link</a>.</p>"
        "<ul><li>a<ul><li>b</li></ul></li></ul><ol><li>c</li></ol><blockquote><p>q</p></blockquote>"
    )
    assert styled(document) == [
        ("Heading 1", "One"),
        ("Heading 2", "Two"),
        ("Normal", "Text with a link."),
        ("List Bullet", "a"),
        ("List Bullet", "b"),
        ("List Number", "c"),
        ("Quote", "q"),
    ]
    link = document.paragraphs[2].hyperlinks[0]
    assert (link.address, link.text) == ("https://example.org/?a=1&b=2", "a link")


def numbering_of(paragraph):
    properties = paragraph._p.pPr.numPr
    return (properties.ilvl.val, properties.numId.val)


def test_every_numbered_list_starts_again():
    document = made("<ol><li>a</li><li>b</li></ol><p>x</p><ol start='3'><li>c</li></ol>")
    first, second, third = (document.paragraphs[number] for number in (0, 1, 3))
    assert numbering_of(first) == numbering_of(second) != numbering_of(third)
    starts = document.part.numbering_part.element.findall(f".//{qn('w:startOverride')}")
    assert [start.get(qn("w:val")) for start in starts] == ["1", "3"]


def test_edge_E59_nested_lists_keep_their_levels():
    document = made("<ul><li>a<ul><li>b<ol><li>c</li></ol></li><li>d</li></ul></li><li>e</li></ul>")
    assert [paragraph.text for paragraph in document.paragraphs] == list("abcde")
    assert [numbering_of(document.paragraphs[number])[0] for number in (1, 2, 3)] == [1, 2, 1]


def test_a_list_ends_with_the_space_of_a_paragraph():
    document = made("<p>x</p><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><p>y</p>")
    spaces = [paragraph.paragraph_format.space_after for paragraph in document.paragraphs]
    assert spaces == [None, None, None, Pt(9), None]  # 12.5 pt text; the other list lines stand closer


def test_an_address_keeps_its_lines_close_together():
    document = made("<address><p>Civic Centre</p><p>ZZ1 2ZZ</p></address><p>12 January 2026</p>")
    assert [text for _, text in styled(document)] == ["Civic Centre", "ZZ1 2ZZ", "12 January 2026"]
    assert document.paragraphs[0].paragraph_format.space_after == Pt(0)
    assert document.paragraphs[1].paragraph_format.space_after > Pt(0)


def test_edge_E64_the_sign_off_is_kept_together_and_tied_to_the_text():
    document = made(
        "<p>Text</p><div class='l-close'><p>Yours sincerely</p><p>A</p><p>B</p></div><p>Copies</p>"
    )
    assert [p.paragraph_format.keep_with_next for p in document.paragraphs] == [True, True, True, False, None]


def test_a_gap_is_highlighted():
    document = made("<p>At <mark class='gapf'>[name of board]</mark> we</p>")
    run = document.paragraphs[0].runs[1]
    assert (run.text, run.font.highlight_color) == ("[name of board]", WD_COLOR_INDEX.YELLOW)
    assert document.paragraphs[0].text == "At [name of board] we"


def test_line_breaks_and_white_space_are_those_of_a_browser():
    document = made("<p> a\n  b <strong> c</strong><br>\n d&nbsp;&nbsp;e </p>")
    assert document.paragraphs[0].text.replace("  ", " ") == "a b c\nd\u00a0\u00a0e"


def test_tables_name_their_header_row():
    table = made("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>").tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["A", "B"], ["1", "2"]]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_edge_E41_control_characters_never_stop_it():
    document = made("<p>a\x00\x02\x0b&#1;&#x1f;&#xfffe;b \ud800 Ŵyr Łódź</p><p>&#0;</p>", author="x\x03y")
    assert document.paragraphs[0].text.startswith("a")
    assert document.paragraphs[0].text.endswith("Ŵyr Łódź")
    assert document.core_properties.author == "xy"


def test_edge_E36_scripts_and_styles_leave_nothing():
    assert styled(made("<style>@page{}</style><script>x</script><p>a</p>")) == [("Normal", "a")]


def test_edge_E32_only_web_and_mail_addresses_become_links():
    document = made(
        "<p><a href='javascript:x'>a</a> <a href='/x'>b</a> <a href='mailto:c@example.org'>c</a></p>"
    )
    assert document.paragraphs[0].text == "a b c"
    assert [link.address for link in document.paragraphs[0].hyperlinks] == ["mailto:c@example.org"]


def test_a_letters_lines_under_the_page():
    document = made(
        '<article data-running="Us, letter to you" data-legal="Registered charity 1234567"><p>a</p>'
        '<p class="l-legal">Registered charity 1234567</p></article>'
    )
    section = document.sections[0]
    assert section.first_page_footer.paragraphs[0].text == "Registered charity 1234567"
    assert section.footer.paragraphs[0].text.startswith("Us, letter to you\tPage ")
    fields = section.footer.paragraphs[0]._p.findall(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]
    assert styled(document) == [("Normal", "a")]


def test_same_input_gives_the_same_bytes():
    html = "<h1>a</h1><ol><li>b</li></ol><p><a href='https://example.org'>c</a></p>"
    first = word.render(html, title="A title")
    assert word.render(html, title="A title") == first
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {
        (2026, 1, 1, 0, 0, 0)
    }


def png(width, height):
    written = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(written, "PNG")
    return written.getvalue()


LETTER = """<article>
<header class="l-head"><address><p>Us</p></address>
<div class="l-logo"><img src="ours:logo" alt="Harbourside & Co"></div></header>
<p>Words <img src="ours:logo" alt="not here"></p>
<div class="l-close"><p>Yours sincerely</p>
<p class="l-signature"><img src="ours:signature" alt="Signature of A"></p>
<p class="l-signer">A</p></div></article>"""


def test_the_logo_stands_in_the_head_and_the_signature_above_the_name():
    document = made(LETTER, images={"logo": png(400, 100), "signature": png(100, 100)})
    sizes = [(round(shape.width.mm), round(shape.height.mm)) for shape in document.inline_shapes]
    assert sizes == [(95, 24), (18, 18)]
    alts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert alts == ["Harbourside & Co", "Signature of A"]
    assert [p.text for p in document.paragraphs] == ["Us", "", "Words", "Yours sincerely", "", "A"]
    assert document.paragraphs[3].paragraph_format.space_after == Pt(0), "no room for a pen as well"
    assert all(p.paragraph_format.keep_with_next for p in document.paragraphs[2:5])


def test_a_picture_that_was_not_handed_over_or_is_none_is_left_out():
    images = {"logo": png(400, 100), "signature": png(100, 100)[:20]}
    document = made(LETTER.replace("ours:logo", "file:///etc/hostname"), images=images)
    assert len(document.inline_shapes) == 0
    assert [p.text for p in document.paragraphs] == ["Us", "Words", "Yours sincerely", "A"]
    assert document.paragraphs[2].paragraph_format.space_after.mm == pytest.approx(18, abs=0.1)


def frames(document):
    """The text of each paragraph that has a place on the sheet, with its left, top and width in mm."""
    for paragraph in document.paragraphs:
        for frame in paragraph._p.iter(qn("w:framePr")):
            assert frame.get(qn("w:hAnchor")) == frame.get(qn("w:vAnchor")) == "page"
            yield paragraph.text, *(round(int(frame.get(qn(f"w:{side}"))) / 1440 * 25.4) for side in "xyw")


def headed(classes, lines):
    address = "".join(f"<p>{line}</p>" for line in lines)
    to = f"<address class='l-to'>{address}</address>" if lines else ""
    return (
        f"<article class='letter {classes}'><header class='l-head'>"
        "<address class='l-from'><p>Us</p></address>"
        f"<div class='l-logo'><img src='ours:logo' alt='Us'></div>{to}</header>"
        "<div class='l-body'><p>12 January 2026</p><p>Dear</p></div></article>"
    )


@pytest.mark.parametrize("offset", [-10, 0, 10])
@pytest.mark.parametrize(
    ("classes", "count", "size", "leading"),
    [("", 3, 12, 14), ("compact-address", 7, 11, 13), ("large-print compact-address", 7, 12, 13)],
)
def test_the_address_stands_behind_the_window_as_in_the_pdf(classes, count, size, leading, offset):
    lines = [f"Line {number}" for number in range(count)]
    moved = f"offset-{offset}".replace("--", "-m") if offset else ""
    document = made(headed(f"{classes} {moved}", lines), images={"logo": png(100, 100)})
    (sender, left, top, _), (logo, *place, _), *address = frames(document)
    assert (sender, left, top, logo, place) == ("Us", 125, 13, "", [25, 13])
    assert [text for text, *_ in address] == lines
    assert {row[1:] for row in address} == {(25, round(79 + offset - count * leading * 25.4 / 72), 85)}
    assert round(document.inline_shapes[0].height.mm) == min(26, 27 + offset)
    for paragraph in document.paragraphs[2 : 2 + count]:
        layout = paragraph.paragraph_format
        assert (layout.line_spacing, layout.space_after) == (Pt(leading), Pt(0))
        assert paragraph.runs[0].font.size == Pt(size)
    date = document.paragraphs[2 + count]
    assert date.text == "12 January 2026"
    assert round(date.paragraph_format.space_before.mm) + 25 == 100 + max(0, offset)


def test_a_letter_to_nobody_in_particular_begins_higher():
    document = made(headed("no-address", []))
    assert document.paragraphs[1].text == "12 January 2026"
    assert round(document.paragraphs[1].paragraph_format.space_before.mm) + 25 == 60
