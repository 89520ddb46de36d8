"""What a person typed is what the PDF and the Word file say, wherever it stands."""

import html
import io
import re
import unicodedata

import docx
import pytest
from django.template.loader import render_to_string
from django.utils.html import escape
from docx.oxml.ns import qn
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from documents import fonts, pdf, word
from documents.plain_text import clean, one_line
from letters.merge import compile_template
from tests.documents.renderer import LETTER_CSS, renderer_warnings, text_of

from .sheets import PNG, sheet
from .test_merge_properties import POSITIONS, TEXTS, can_be_seen

pytestmark = pytest.mark.one_database

INLINE = re.compile(r"</?(?:strong|em|a|code)\b[^>]*>")
MARK = "\u2016"  # stands between two positions, in no value


def bodies(field, attribute, value):
    """The body of a letter for each position of a field."""
    for position in POSITIONS.values():
        filled = compile_template("Subject", position.format(f"[{field}]", f"[{field}]")).fill(
            {attribute: value}
        )
        yield filled.body_html


def shown(body):
    """The words of HTML as a reader sees them: which white space parts them does not count."""
    return html.unescape(re.sub(r"<[^>]*>", " ", INLINE.sub("", body))).split()


def words_of(document):
    """The words of a Word file from its first paragraph to its last, those of tables in their place."""
    parts = []
    for element in document.element.body.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:p")):
        parts.append(element.text or "" if element.tag == qn("w:t") else "\n")
    return "".join(parts)


def check_word(field, attribute, value, cleaned):
    if not can_be_seen(cleaned) or MARK in cleaned:
        return
    made = word.render(f"<p>{MARK}</p>".join(bodies(field, attribute, value)), title="A title")
    found = [part.split() for part in words_of(docx.Document(io.BytesIO(made))).split(MARK)]
    plain = bodies(field, attribute, "PLAIN")
    assert found == [shown(body.replace("PLAIN", escape(cleaned))) for body in plain]


QUICK = settings(max_examples=30, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


@given(value=TEXTS)
@example(value="\x02klzzwxh:0000\x03 **b** # x & <i>")
@QUICK
def test_one_line_reads_back_from_word_in_every_position(value):
    check_word("place", "place", value, one_line(value))


@given(value=TEXTS)
@example(value="a\n\n- b\r\n# c\t\u00a0d  e")
@QUICK
def test_long_text_reads_back_from_word_in_every_position(value):
    check_word("case study", "case_study", value, clean(value).strip())


def on_every_line(value):
    """A sheet that holds the value wherever a value can stand, and how often."""
    safe = escape(value)
    lines = {"subject": safe, "greeting": safe, "signer_name": safe, "signer_role": safe}
    lines |= {"signer_organisation": safe, "date": value, "sign_off": value, "org_name": value}
    lines |= {"sender_lines": [value] * 2, "address_lines": [value], "cc": [value], "enclosures": [value]}
    body = "".join(bodies("place", "place", value))
    times = len(lines) + 1 + sum(value.count("PLAIN") or 1 for value in bodies("place", "place", "PLAIN"))
    values = sheet(**lines, legal_line=value, body=body, logo_alt="Logo")
    return render_to_string("letters/document.html", {"sheet": values}), times + 1


LETTERS = [
    chr(code)
    for code in (
        *range(0x21, 0x250),
        *range(0x370, 0x460),
        *range(0x1E00, 0x1F00),
        *range(0x2010, 0x2027),
        0x20AC,
    )
    if unicodedata.category(chr(code))[0] in "LNPS"
    and unicodedata.is_normalized("NFKC", chr(code))
    and not fonts.missing_glyphs(chr(code))
]
TYPED = st.lists(st.text(st.sampled_from(LETTERS), min_size=2, max_size=8), min_size=1, max_size=3).map(
    " ".join
)


def spaceless(text):
    return "".join(text.split())


@given(value=TYPED)
@example(value="<b>AT&T</b> &copy; **O'Brien’s** [place]")
@example(value="Siân Ŵyn fi ffl Łódź")
@settings(QUICK, max_examples=6)
def test_every_line_of_the_sheet_reads_back_from_pdf_and_word(value):
    letter, times = on_every_line(value)
    with renderer_warnings() as said:
        made = pdf.render(letter, stylesheets=[LETTER_CSS], images={"logo": PNG})
    assert said == []
    assert spaceless(text_of(made)).count(spaceless(value)) >= times
    document = docx.Document(io.BytesIO(word.render(letter, title=value)))
    assert document.core_properties.title == value
    assert document.sections[0].first_page_footer.paragraphs[0].text == value
    found = " ".join(words_of(document).split())
    assert found.count(value) >= times - 1


def test_the_sheet_has_a_value_in_every_place():
    assert on_every_line("x")[1] > 25


def test_word_in_large_print_says_the_same():
    letter, _ = on_every_line("Ŵyn & Co")
    usual, large = (word.render(letter, title="A", large_print=size) for size in (False, True))
    assert words_of(docx.Document(io.BytesIO(usual))) == words_of(docx.Document(io.BytesIO(large)))
