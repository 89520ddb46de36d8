"""A member's own paragraphs, asks and examples: plain text, bullets and gaps."""

import re

import pytest

from letters.merge import TemplateProblems, compile_template, member_block

pytestmark = pytest.mark.one_database


def body(template, **values):
    """The body's HTML, without the white space between blocks."""
    html = compile_template("Subject", template).fill(values).body_html
    return re.sub(r">\s*\n\s*<", "><", html).strip()


def test_edge_E28_a_block_is_plain_text_and_bullets():
    block = member_block(
        "# **Hello** <b>\nsecond line\n\n- one\n- two\n\nEnd [1] [t](https://example.org) {x}"
    )
    (first, bullets, last), missing = block.fill({})
    assert first == "<p># **Hello** &lt;b&gt;<br>\nsecond line</p>"
    assert bullets == "<ul><li>one</li><li>two</li></ul>"
    assert last == "<p>End [1] [t](https://example.org) {x}</p>"
    assert missing == ()


def test_a_block_fills_known_fields_and_names_its_own_gaps():
    block = member_block("In [place] we sit on [name of\nboard] and [Name].")
    (html,), missing = block.fill({"place": "Wex & Co"})
    assert html.startswith('<p>In Wex &amp; Co we sit on <mark class="gapf" data-field="own: name of board">')
    assert [gap.key for gap in missing] == ["own: name of board", "own: Name"]
    (html,), missing = block.fill({"place": "W", "own: name of board": "the <Board>", "own: Name": "Jo"})
    assert html == "<p>In W we sit on the &lt;Board&gt; and Jo.</p>"
    assert missing == ()


def test_gaps_of_a_block_are_gaps_of_the_letter():
    filled = compile_template("S", "Intro.\n\n[main ask]").fill(
        {"main_ask": member_block("On [name of board]")}
    )
    (gap,) = filled.gaps
    assert (gap.key, gap.attribute, gap.where) == ("own: name of board", "own: name of board", "paragraph 2")


def test_a_drafting_note_copied_into_a_block_is_a_gap():
    (gap,) = member_block("(Insert your own examples here)").fill({})[1]
    assert gap.label == "Insert your own examples here"


def test_a_block_stands_as_its_own_paragraphs_or_as_lines():
    block = member_block("One\n\n- a\n- b\n  - c")
    spread = "<p>One</p><ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"
    assert body("[main ask]", main_ask=block) == spread
    assert body("We ask: [main ask] Thanks.", main_ask=block) == "<p>We ask: One<br>a<br>b<br>c Thanks.</p>"
    assert body(
        "- [main ask]", main_ask=block
    ) == f"<ul><li>{spread.removeprefix('<p>').replace('</p>', '')}</li></ul>".replace("One<ul>", "One\n<ul>")


def test_examples_may_be_blocks_typed_with_or_without_a_bullet():
    values = [member_block("Plain"), member_block("- Typed with a bullet"), "just <words>"]
    expected = "<ul><li>Plain</li><li>Typed with a bullet</li><li>just &lt;words&gt;</li></ul>"
    assert body("[examples]", examples=values) == expected


def test_a_block_inside_itself_ends():
    block = member_block("Again: [main ask]")
    assert body("[main ask]", main_ask=block) == "<p>Again: Again: [main ask]</p>"


def test_edge_E59_bullets_straight_after_a_paragraph_and_inside_bullets():
    text = "We ask:\n- one\n  - inner\n    - innermost\n- two\nThat is all."
    nested = "<ul><li>one<ul><li>inner<ul><li>innermost</li></ul></li></ul></li><li>two</li></ul>"
    assert body("[main ask]", main_ask=member_block(text)) == f"<p>We ask:</p>{nested}<p>That is all.</p>"
    html = re.sub(r"\s*\n\s*", "", body(text.removesuffix("\nThat is all.")))
    assert html == f"<p>We ask:</p>{nested}"


def test_edge_E62_crlf_paste_makes_the_same_letter():
    text = "One [place]\r\n\r\n- a\r\n- b [name of board]\r\n"
    assert member_block(text).pieces == member_block(text.replace("\r\n", "\n")).pieces
    template = "One [place]\r\n\r\n- a\r\n- b\r\n"
    assert body(template, place="x") == body(template.replace("\r\n", "\n"), place="x")
    with pytest.raises(TemplateProblems, match="Line 3"):
        compile_template("S", "a\r\n\r\n[bb cc]")


def test_edge_E63_word_paste_brings_bullets_and_soft_hyphens():
    text = "Our work:\n•\tpart\u00adnership\n· advice\no\tinner\n\uf0b7\tlast"
    (intro, bullets), _ = member_block(text).fill({})
    assert intro == "<p>Our work:</p>"
    assert bullets == "<ul><li>partnership</li><li>advice<ul><li>inner</li></ul></li><li>last</li></ul>"
    assert body("Our work:\n•\tpart\u00adnership\n•\t[pla\u00adce]", place="x") == (
        "<p>Our work:</p><ul><li>partnership</li><li>x</li></ul>"
    )
