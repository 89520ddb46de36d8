"""No value can become formatting: proved for every field position, with whatever text hypothesis finds."""

import html
import re
import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from documents.html_text import to_text
from documents.plain_text import clean, one_line
from letters.merge import TemplateProblems, compile_template, import_letter, member_block

# How "[place]" (one line) or "[case study]" (long text) stands in a body.
POSITIONS = {
    "paragraph": "{}",
    "sentence": 'We work in {} - "every" day.',
    "list item": "Intro:\n\n- first\n- {}\n- last",
    "numbered item": "1. {}\n2. two",
    "inner item": "- a\n    - {}",
    "bold": "**{}** and *{}*",
    "heading": "## {}\n\nText",
    "link text": "[see {} here](https://example.org/)",
    "quotation": "> {}",
    "table cell": "| a | b |\n|---|---|\n| {} | c |",
    "line": "one  \n{}  \nthree",
    "clause": "Hello{{ in {}}}.",
    "code": "`{}`",
}
NASTY = [
    "\x02klzzwxh:0000\x03", "[place]", "[case study](javascript:x)", "<b>", "</p><script>", "&amp;", "**",
    "- ", "# ", "1. ", "***", "\n\n", "\r\n", "\t", "\u202e", "\u00ad", "\u2028", "{", "}", "`", "|",
    "![a](file:///etc/passwd)", "\\", "(Insert x)", "'", '"', "--", "https://example.org", "\ue000", "slot",
    "e\u0301", "\u200d", "\x00",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=8)), max_size=6).map("".join)
QUICK = settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


def tags(text):
    return [tag for tag in re.findall(r"<[^>]*>", text) if tag != "<br>"]


def words(text):
    return html.unescape(re.sub(r"<[^>]*>", "", text.replace("<br>\n", "<br>").replace("<br>", "\n")))


def can_be_seen(text):
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)


def check(position, field, attribute, value, cleaned):
    template = compile_template("Subject", POSITIONS[position].format(f"[{field}]", f"[{field}]"))
    plain = template.fill({attribute: "PLAIN"})
    filled = template.fill({attribute: value})
    assert filled.is_complete
    assert tags(filled.body_html) == tags(plain.body_html)
    assert words(filled.body_html) == words(plain.body_html).replace("PLAIN", cleaned)


@pytest.mark.parametrize("position", POSITIONS)
@given(value=TEXTS)
@example(value="\x02klzzwxh:0000\x03")
@example(value="x\x02wzxhzdk:0\x03\x02amp\x03y")
@QUICK
def test_one_line_prints_as_typed_in_every_position(position, value):
    cleaned = one_line(value)
    if can_be_seen(cleaned):
        check(position, "place", "place", value, cleaned)


@pytest.mark.parametrize("position", POSITIONS)
@given(value=TEXTS)
@example(value="a\n\n- b\r\n# c\x02klzzwxh:0000\x03")
@QUICK
def test_long_text_prints_as_typed_in_every_position(position, value):
    cleaned = clean(value).strip()
    if can_be_seen(cleaned):
        check(position, "case study", "case_study", value, cleaned)


@given(value=TEXTS)
@example(value="\x02klzzwxh:0000\x03")
@QUICK
def test_a_subject_prints_as_typed_on_one_line(value):
    cleaned = one_line(value)
    filled = compile_template("About [place] & [case study].", "x").fill(
        {"place": value, "case_study": value}
    )
    if can_be_seen(cleaned):
        assert filled.subject_text == f"About {cleaned} & {cleaned}."
        assert tags(filled.subject_html) == []
        assert html.unescape(filled.subject_html).isprintable() or "\n" not in filled.subject_text


@given(items=st.lists(TEXTS, max_size=4))
@QUICK
def test_a_list_has_one_item_for_each_value_that_can_be_seen(items):
    seen = [clean(item).strip() for item in items if can_be_seen(clean(item).strip())]
    filled = compile_template("S", "Intro:\n\n[findings]\n\nEnd.").fill({"findings": items})
    found = re.findall(r"<li>(.*?)</li>", filled.body_html, re.DOTALL)
    assert [words(item) for item in found] == seen
    assert ("Intro" in filled.body_html) == bool(seen)


@given(text=TEXTS)
@QUICK
def test_a_members_block_never_becomes_formatting(text):
    pieces, gaps = member_block(text).fill({"place": "<i>", "case_study": "<i>"})
    found = re.sub(r'<mark class="gapf" data-field="[^"<>]*">|</mark>', "", "".join(pieces))
    assert set(re.findall(r"<[^>]*>", found)) <= {"<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<br>"}
    assert all(gap.key.startswith("own: ") for gap in gaps)


@given(value=st.one_of(st.none(), st.just(""), st.integers(), st.dates(), TEXTS, st.lists(TEXTS, max_size=3)))
@QUICK
def test_a_letter_is_complete_or_names_what_is_missing(value):
    template = compile_template("S", "[place]\n\n{Ring [phone].}\n\n- [examples]")
    filled = template.fill(dict.fromkeys(["place", "organisation_phone", "examples"], value))
    assert filled.is_complete == ("<mark" not in filled.body_html)
    assert filled.body_html.count("<mark") == len(filled.gaps)


@given(text=TEXTS)
@example(text="\x02klzzwxh:0000\x03 [place] {")
@QUICK
def test_any_template_compiles_or_is_refused_in_words(text):
    try:
        template = compile_template(text, text)
    except TemplateProblems as refusal:
        lines = [problem.line for problem in refusal.problems]
        assert lines == sorted(lines)
        return
    filled = template.fill({"place": "P", "case_study": date(2026, 1, 2)})
    assert not re.search(r"slot[0-9a-f]{16}|<script|<img", filled.body_html)
    to_text(filled.body_html)
    import_letter(text)
