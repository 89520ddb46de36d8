"""Slide decks: they are read back as a presentation program and a screen reader find them."""

import datetime
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont

from documents import slides
from documents.arial import width_pt
from documents.slide_fit import Box, Paragraph, divided, height_of, wrapped
from documents.slides import Cards, Columns, Notes, Opening, Picture, Table, Words

from .decks import Deck

NOTES = Notes(("Say this.",), ("A source, 2025",))
DAY = datetime.date(2026, 11, 29)
LONG = "A very long name of a borough that goes on and on, " * 4
LIBERATION = Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf")


def picture(size=(400, 120)):
    target = io.BytesIO()
    Image.new("RGB", size, "#0b4650").save(target, "PNG")
    return Picture(target.getvalue(), "A blue board")


def lines(count, words="Something that is worth saying to a whole room, in one sentence. "):
    return [Paragraph(f"{number} {words * 3}") for number in range(count)]


def a_deck(**changes):
    given = [
        Opening("The Covenant here", ["Voluntary Action", "For a council", "29 November 2026"], NOTES),
        Words("In short", lines(2), NOTES),
        Words("At length", lines(20), NOTES),
        Cards("Four", [(f"{number} Heading", "A sentence.") for number in range(1, 5)], NOTES),
        Columns("Both sides", ("We", lines(1)), ("You", lines(1)), NOTES),
        Table(
            "Figures", ["Function", "What", "Shown by"], [["Convening", "A forum", LONG]] * 9, [2, 3, 5],
            NOTES, "What is done and what shows it",
        ),
        Words("With a picture", lines(3), NOTES, picture()),
        *changes.pop("more", []),
    ]  # fmt: skip
    values = {"title": "A deck", "author": "Voluntary Action", "footer": "Voluntary Action", "day": DAY}
    return slides.render(given, **{**values, **changes})


def test_a_date_is_not_torn_apart():
    page, *_ = slides.paged(
        [Words("When", [Paragraph("Signed on 1 March 2025, as given in May 2025")], NOTES)]
    )
    (_, (paragraph,)) = page.texts[10]
    assert paragraph.words == "Signed on 1\u00a0March\u00a02025, as given in May\u00a02025"


def test_whoever_opens_it_finds_titles_layouts_notes_and_properties():
    deck = Deck(a_deck())
    assert deck.faults() == []
    assert (deck.file.slide_width, deck.file.slide_height) == (12_192_000, 6_858_000)
    properties = deck.file.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "A deck", "Voluntary Action", "en-GB",
    )  # fmt: skip
    assert properties.created.date() == DAY
    layouts = [slide.slide_layout.name for slide in deck.slides]
    assert {
        "Opening", "Title and text", "Four principles", "Two columns", "Title and table", "Text and picture",
    } == {*layouts}  # fmt: skip
    assert deck.notes(0) == "Talking points\n– Say this.\n\nSources\n– A source, 2025"


def test_its_master_carries_our_colours_and_arial_for_whoever_edits_it():
    with zipfile.ZipFile(io.BytesIO(a_deck())) as parts:
        theme = parts.read("ppt/theme/theme1.xml").decode()
        assert not [name for name in parts.namelist() if "printer" in name or "thumbnail" in name]
        assert 'lang="en-US"' not in "".join(
            parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")
        )
    for colour in ("0B4650", "7A1D56", "1F5C34", "853506", "2C3F8F"):
        assert colour in theme
    assert theme.count('typeface="Arial"') == 2
    assert 'clrScheme name="Covenant Toolkit"' in theme


def test_what_is_too_long_goes_on_under_a_title_of_its_own():
    titles = Deck(a_deck()).titles
    assert titles[2:5] == ["At length", "At length (continued)", "At length (continued 2)"]
    assert len({*titles}) == len(titles)


def test_two_slides_of_one_title_are_told_apart():
    assert Deck(a_deck(more=[Words("In short", lines(1), NOTES)])).titles[-1] == "In short (2)"


def test_rows_are_spread_over_slides_without_one_alone():
    rows = [[f"{number} {'Words that fill a cell. ' * 9}", "y"] for number in range(7)]
    pages = slides.paged([Table("Many", ["A", "B"], rows, [3, 1], NOTES, "Many rows")])
    counts = [len(page.grid.rows) - 1 for page in pages]
    assert sum(counts) == 7
    assert len(counts) > 1
    assert max(counts) - min(counts) <= 1
    assert [row[0][0] for page in pages for row in page.grid.rows[1:]] == [*"0123456"]


def test_a_table_has_its_header_on_every_slide_and_a_description():
    deck = Deck(a_deck(more=[Table("Many", ["A", "B"], [["x", "y"]] * 60, [1, 2], NOTES, "Many rows")]))
    tables = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) > 3
    for shape in tables:
        assert shape.is_placeholder
        assert shape.table.first_row
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr") in (
            "Many rows",
            "What is done and what shows it",
        )
        assert shape.table.cell(0, 0).text in ("Function", "A")
    many = [shape.table for shape in tables if shape.table.cell(0, 0).text == "A"]
    assert sum(len(table.rows) - 1 for table in many) == 60


def test_a_picture_keeps_its_proportions_and_has_words():
    deck = Deck(a_deck(more=[Opening("With a logo", ["We"], NOTES, picture((90, 900)))]))
    pictures = [shape for slide in deck.slides for shape in slide.shapes if hasattr(shape, "image")]
    assert [shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures] == ["A blue board"] * 2
    assert [round(shape.width / shape.height, 2) for shape in pictures] == [3.33, 0.1]
    assert {shape.crop_left + shape.crop_top for shape in pictures} == {0}


def test_what_is_no_picture_is_left_out():
    good = picture()
    assert Picture.of(good.content, "x") == Picture(good.content, "x")
    assert Picture.of(None, "x") is None
    assert Picture.of(b"no picture", "x") is None


def test_names_of_any_length_stay_on_their_slide():
    deck = Deck(
        a_deck(
            footer=LONG,
            more=[
                Opening(LONG, [LONG, LONG, LONG, "29 November 2026"], NOTES, picture()),
                Words(LONG * 2, [Paragraph("x" * 3000)], NOTES),
                Columns("Too long for columns", (LONG, lines(9)), ("You", lines(9)), NOTES),
                Cards(LONG, [(LONG, LONG * 3)] * 4, NOTES),
                Table("Long cells", [LONG, "B"], [[LONG, LONG * 9]] * 3, [1, 3], NOTES, "Long cells"),
            ],
        )
    )
    assert deck.faults() == []


def test_the_same_slides_give_the_same_bytes():
    assert a_deck() == a_deck()
    assert a_deck() != a_deck(title="Another")


def test_what_people_type_cannot_become_markup():
    words = "<a:t>&amp; \x00\ud800 “quoted” \u202e</p:sp>"
    deck = Deck(a_deck(title=words, footer=words, more=[Words(words, [Paragraph(words)], NOTES)]))
    assert deck.titles[-1] == "<a:t>&amp; “quoted” </p:sp>"
    assert deck.faults() == []


@given(st.lists(st.text(min_size=1, max_size=400), min_size=1, max_size=12), st.integers(60, 340))
@settings(max_examples=60, deadline=None)
def test_dividing_loses_no_word_and_overflows_nowhere(texts, height):
    box = Box(400, height, (28, 24, 20))
    given_words = [Paragraph(words) for text in texts if (words := " ".join(text.split()))]
    parts = divided(given_words, box) if given_words else []
    said = "".join(each.words.replace(" ", "") for _, part in parts for each in part)
    assert said == "".join(each.words.replace(" ", "") for each in given_words)
    for size, part in parts:
        assert height_of(part, box.width, size) <= box.height


@pytest.mark.skipif(not LIBERATION.exists(), reason="Liberation Sans is not on this machine")
def test_widths_are_those_of_the_face():
    face = ImageFont.truetype(str(LIBERATION), 1000)
    for words in ("Voluntary Action Harbourside", "£1.2m won by 64 groups, 2025/26", "Ynys Môn, São"):
        assert width_pt(words, 20) >= face.getlength(words, features=["-kern"]) / 50 * 0.995
        assert width_pt(words, 20) <= face.getlength(words, features=["-kern"]) / 50 * 1.02


def test_a_word_wider_than_its_line_is_broken():
    assert "".join(wrapped("W" * 40, 200, 20)) == "W" * 40
    assert all(width_pt(line, 20) <= 200 for line in wrapped("W" * 40, 200, 20))
