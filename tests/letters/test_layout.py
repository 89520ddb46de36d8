"""The sheet, measured: where things stand on the page a letter prints."""

import math
import re

import pytest
from django.template.loader import render_to_string

from documents import fonts
from documents.markdown import to_html
from tests.documents.renderer import (
    MM,
    assert_accessible,
    page_texts,
    pieces,
    reader,
    renderer_warnings,
    text_of,
)

from .sheets import BODY, PARAGRAPH, addressed, letter, sheet

pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True, scope="module")
def faces():
    fonts.build(fonts.folder())


@pytest.fixture(autouse=True)
def renderer():
    """E100: no warning may come from the renderer."""
    with renderer_warnings() as said:
        yield
    assert said == []


@pytest.fixture(scope="module")
def long_letter(faces):
    return letter(body=BODY * 60)


@pytest.mark.parametrize(
    ("changes", "pages"),
    [
        ({"body": PARAGRAPH}, 1),
        ({"body": BODY * 2}, 2),
        ({"large_print": True, "body": BODY}, 2),
        ({"draft": True, "body": PARAGRAPH, "cc": ["Ann Example"], "enclosures": ["Our review"]}, 1),
        ({"draft": True, "large_print": True, "fold_ticks": False, "body": BODY}, 2),
        ({"address_lines": [], "body": PARAGRAPH, "logo_url": ""}, 1),
        ({"body": to_html("- one\n\n- two\n\n    more\n\n1. a\n\n    > b\n\n2. c")}, 1),
    ],
    ids=["one page", "two pages", "large print", "draft", "large draft", "to nobody", "loose lists"],
)
def test_edge_E97_every_kind_of_letter_is_accessible_titled_and_british(changes, pages):
    made = letter(**changes)
    assert_accessible(made)
    root = reader(made).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    draft = "Draft: " if changes.get("draft") else ""  # the watermark is an artifact
    assert reader(made).metadata.title == f"{draft}{sheet().title}"
    assert len(reader(made).pages) == pages


def test_edge_E65_a_letter_of_24_pages_is_accessible(long_letter):
    assert len(reader(long_letter).pages) >= 24
    assert_accessible(long_letter)


@pytest.mark.parametrize("offset", [-10, -3, 0, 4, 10])
@pytest.mark.parametrize("count", [3, 4, 5, 6, 7])
def test_address_is_inside_the_window_and_the_zone_is_clear(count, offset):
    block, made = addressed(count, offset_mm=offset)
    found = pieces(made)
    lines = [piece for piece in found if piece.text in block.lines and piece.x < 110 and piece.baseline < 95]
    assert [piece.text for piece in lines] == list(block.lines)
    for piece in lines:
        assert math.isclose(piece.x, 25, abs_tol=0.1)
        assert piece.right <= 100
        assert piece.top >= 46 + offset
        assert piece.bottom <= 79 + offset
        assert piece.size == pytest.approx(block.size_pt, abs=0.01)
    assert lines[-1].bottom > 79 + offset - 3, "the last line stands on the bottom of the window"
    for piece in found:
        if piece not in lines:
            inside = (
                piece.x < 115 and piece.right > 10 and piece.top < 97 + offset and piece.bottom > 41 + offset
            )
            assert not inside, piece
    body = next(piece for piece in found if piece.text == "12 January 2026")
    assert body.top >= max(100, 100 + offset)
    assert body.top < max(100, 100 + offset) + 4


@pytest.mark.parametrize("count", [5, 6, 7])
def test_address_in_large_print_is_inside_the_window(count):
    block, made = addressed(count, large_print=True)
    lines = [piece for piece in pieces(made) if piece.text in block.lines and 46 < piece.baseline < 80]
    lines = [piece for piece in lines if piece.x < 100]
    assert [piece.text for piece in lines] == list(block.lines)
    assert lines[0].top >= 46
    assert lines[-1].bottom <= 79
    assert {round(piece.size, 1) for piece in lines} == {12}


@pytest.mark.parametrize("offset", [-10, -1, 0, 1, 10])
def test_logo_begins_at_13_and_ends_above_the_zone(offset):
    tall = letter(offset_mm=offset)
    placed = []

    def visit(operator, operands, cm, tm):
        if operator == b"Do":
            placed.append(cm)

    reader(tall).pages[0].extract_text(visitor_operand_before=visit)
    (matrix,) = placed
    height = float(reader(tall).pages[0].mediabox.height)
    edges = sorted((height - y) * MM for y in (matrix[5], matrix[5] + matrix[3]))
    assert edges[0] == pytest.approx(13, abs=0.1)
    assert edges[1] <= 40 + offset + 0.05


def test_the_signature_stands_in_the_room_for_a_pen():
    """Nothing below it moves, and it is kept with the sign-off."""

    def close(made):
        words = ("Yours sincerely", "Amina Yusuf", "Chief executive")
        return [piece.baseline for piece in pieces(made) if piece.text in words]

    by_hand, signed = letter(body=PARAGRAPH), letter(body=PARAGRAPH, signature_url="ours:signature")
    assert len(reader(signed).pages[0].images) == 2
    assert close(signed) == pytest.approx(close(by_hand), abs=0.1)
    assert_accessible(signed)


def test_S5_reading_order_is_sender_recipient_date_greeting_subject_body():
    words = [
        *("The Old Custom House", "Councillor Jo Ferris", "12 January 2026", "Dear Councillor Ferris"),
        *("Strengthening partnerships", "We would like", "Yours sincerely", "Amina Yusuf"),
    ]
    text = page_texts(letter(body=PARAGRAPH))[0]
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def test_sender_stands_right_of_125():
    for piece in pieces(letter())[:5]:
        assert piece.x >= 124.9
        assert piece.right <= 185.1
        assert piece.top >= 13


@pytest.mark.parametrize(
    "changes", [{}, {"body": BODY * 3}, {"draft": True}, {"enclosures": ["a"], "cc": ["b"]}]
)
def test_nothing_is_under_12_points(changes):
    made = letter(**changes)
    for number in range(len(reader(made).pages)):
        for piece in pieces(made, number):
            assert piece.size >= 11.99, piece


def test_large_print_is_18_points_but_for_the_window():
    made = letter(large_print=True, body=BODY)
    for number in range(len(reader(made).pages)):
        for piece in pieces(made, number):
            in_window = number == 0 and piece.x < 100 and 46 < piece.baseline < 79
            assert piece.size >= (11.99 if in_window else 17.99), piece


def test_margins_are_25_mm():
    made = letter(body=BODY * 3)
    for number in range(len(reader(made).pages)):
        for piece in pieces(made, number):
            assert piece.x >= 24.9, piece
            assert piece.right <= 185.5, piece


def test_a_line_holds_about_70_characters():
    made = letter(body=PARAGRAPH * 8)
    lines = [len(piece.text) for piece in pieces(made) if piece.text.startswith("We would like")]
    assert 65 <= sum(lines) / len(lines) <= 78


def test_edge_E65_a_single_page_has_no_number():
    made = letter(body=PARAGRAPH)
    assert len(reader(made).pages) == 1
    assert not re.search(r"Page \d", text_of(made))
    assert "Registered charity 0000000" in text_of(made)


def test_edge_E65_pages_are_numbered_from_the_second(long_letter):
    texts = page_texts(long_letter)
    assert not re.search(r"Page \d", texts[0])
    for number, text in enumerate(texts[1:], start=2):
        assert f"Page {number} of {len(texts)}" in text
        assert "Harbourside Voluntary Action, letter to Harbourside Borough Council" in text
        assert "Registered charity" not in text


SIGN_OFF = ["Yours sincerely", "Amina Yusuf", "Chief executive"]


@pytest.mark.parametrize(
    "last",
    [
        "<p>One short line to end.</p>",
        PARAGRAPH.replace("</p>", " " + "And more words to fill the paragraph. " * 6 + "</p>"),
        "<p>We ask for:</p><ul><li>One thing</li><li>Another thing</li></ul>",
        "<h2>A heading</h2><p>Short.</p>",
    ],
    ids=["short", "long paragraph", "list", "heading"],
)
@pytest.mark.long
def test_edge_E64_sign_off_is_whole_and_never_alone(last):
    """Line by line over the page's end (E65: one line over)."""
    seen = set()
    for lines in range(9, 22):
        body = "<p>" + "<br>".join(f"Line {number}" for number in range(lines)) + "</p>" + last
        texts = page_texts(letter(body=body, enclosures=[], fold_ticks=False))
        seen.add(len(texts))
        holding = [text for text in texts if SIGN_OFF[0] in text]
        assert len(holding) == 1
        assert all(word in holding[0] for word in SIGN_OFF)
        before = holding[0].split(SIGN_OFF[0])[0]
        assert len(before.split()) >= 2, (lines, texts)
        assert not before.strip().endswith("A heading")
        for text in texts[:-1]:
            assert not re.search(r"A heading( Registered charity 0000000)?$", text)
    assert seen == {1, 2}


def test_heading_and_intro_line_are_never_last_on_a_page():
    seen = set()
    for lines in range(6, 18):
        body = "<p>" + "<br>".join(f"Line {number}" for number in range(lines)) + "</p>"
        body += "<h2>A heading</h2><p>We ask for:</p><ul><li>One thing that we ask for</li><li>Two</li></ul>"
        texts = [text.replace(" Registered charity 0000000", "") for text in page_texts(letter(body=body))]
        seen.add(len(texts))
        for text in texts[:-1]:
            assert not text.endswith(("A heading", "We ask for:"))
    assert seen == {1, 2}


def test_edge_E55_a_word_of_120_letters_wraps():
    word = "abcdefghij" * 12
    made = letter(body=f"<p>{word}</p><ul><li>{word}</li></ul>")
    assert text_of(made).replace(" ", "").count(word) == 2
    assert all(piece.right <= 185.5 for piece in pieces(made))


def test_edge_E56_an_organisation_name_of_140_characters():
    name = ("Harbourside and District Council for Voluntary Service " * 3)[:140].strip()
    made = letter(
        org_name=name, running_title=f"{name}, letter to Harbourside Borough Council", body=BODY * 3
    )
    assert_accessible(made)
    texts = page_texts(made)
    assert name in texts[0]
    assert f"{name}, letter to" in texts[1]
    assert "Page 2 of" in texts[1]
    for number in range(len(texts)):
        for piece in pieces(made, number):
            assert piece.bottom <= 294
            assert piece.x >= 24.9
            assert piece.right <= 186 or "Bold" in piece.font


def test_edge_E66_a_sender_of_twenty_lines_pushes_the_body_down():
    made = letter(sender_lines=[f"Sender line {number}" for number in range(20)], body=PARAGRAPH)
    found = pieces(made)
    last = next(piece for piece in found if piece.text == "Sender line 19")
    date = next(piece for piece in found if piece.text == "12 January 2026")
    assert date.top > last.bottom
    assert_accessible(made)


def test_edge_E52_every_word_reads_back_as_typed():
    values = ["Siân Ŵyn-Łódź", "Àngel D’Arcy O'Brien", "Ünïted & <Sons> “quoted”", "Cafe\u0301 W\u0302yr"]
    composed = ["Siân Ŵyn-Łódź", "Àngel D’Arcy O'Brien", "Ünïted & <Sons> “quoted”", "Café Ŵyr"]
    made = letter(org_name=values[0], date=values[1], sign_off=values[2], sender_lines=values, cc=values)
    text = text_of(made)
    for value in composed:
        assert text.count(value) >= 2


def test_a_draft_says_so_on_every_page_and_a_letter_does_not():
    drafted = letter(draft=True, body=BODY * 3)
    assert all("Draft" in text for text in page_texts(drafted))
    assert "Draft" not in text_of(letter(body=BODY * 3))


def test_fold_ticks_can_be_switched_off():
    def ticks(made):
        content = reader(made).pages[0].get_contents().get_data().decode("latin-1")
        return content.count("Artifact")

    assert ticks(letter()) > ticks(letter(fold_ticks=False))


def test_edge_E99_same_letter_gives_the_same_bytes():
    assert letter(body=BODY * 2) == letter(body=BODY * 2)


def test_edge_E98_faces_are_embedded_and_none_is_type_3():
    for font in reader(letter(draft=True)).pages[0]["/Resources"]["/Font"].values():
        font = font.get_object()
        assert font["/Subtype"] == "/Type0"
        assert re.match(r"/[A-Z]{6}\+(Letter-Sans|Noto-Sans)", font["/BaseFont"])


def test_markup_has_no_style_of_its_own():
    html = render_to_string("letters/document.html", {"sheet": sheet(offset_mm=-7, draft=True)})
    assert "style=" not in html
    assert "<style" not in html
    assert "offset-m7" in html
    assert html.lstrip().startswith("<!doctype html>")


@pytest.mark.parametrize("large", [False, True])
def test_a_long_email_address_goes_on_where_it_reads_well(large):
    """The sender's column is 60 mm wide, and an address is often longer."""
    typed = "enquiries@community-action-harbourside.example.org"
    made = letter(org_name="VAH", sender_lines=[typed], large_print=large)
    lines = [piece.text.strip() for piece in pieces(made) if piece.x > 124 and piece.baseline < 60][1:]
    assert "".join(lines) == typed
    assert lines[0] == "enquiries@"
    assert lines[-1].startswith(".")
    assert "\u200b" not in text_of(made)
