"""What becomes of values: missing, empty, in lists, and hostile ones."""

import re
from datetime import date

import pytest

from documents.html_text import to_text
from letters.fields import EMPTY, Origin
from letters.merge import (
    compile_template,
    member_block,
)
from tests.letters.merging import body, gaps, problems

pytestmark = pytest.mark.one_database

# Missing, empty and present


def test_a_missing_value_is_a_gap_with_a_mark():
    filled = compile_template("S", "In [place].").fill({})
    assert filled.body_html == '<p>In <mark class="gapf" data-field="place">[Your place]</mark>.</p>'
    (gap,) = filled.gaps
    assert (gap.key, gap.attribute, gap.origin, gap.where) == (
        "place",
        "place",
        Origin.PROFILE,
        "paragraph 1",
    )
    assert not filled.is_complete


def test_gaps_come_in_order_of_appearance_without_doubles():
    assert gaps("[phone] [place] [email] [phone]", subject="[place]") == ["place", "phone", "email"]


def test_a_value_that_looks_like_a_gap_is_none():
    assert gaps("[place]", place='<mark class="gapf">[place]</mark>') == []


@pytest.mark.parametrize("nothing", ["", " \n", EMPTY, [], ["", None, " "], member_block("")])
def test_nothing_is_a_gap_for_an_essential_field_and_empty_for_an_optional_one(nothing):
    assert gaps("[examples]", examples=nothing) == ["examples"]
    assert gaps("[findings]", findings=nothing) == []
    assert gaps("[findings]", findings=None) == ["findings"]


def test_edge_E18_false_is_refused_nought_prints_none_and_an_empty_list_are_missing():
    with pytest.raises(TypeError):
        body("[groups supported]", groups_supported=False)
    with pytest.raises(TypeError):
        body("[findings]", findings=[True])
    assert body("[groups supported]", groups_supported=0) == "<p>0</p>"
    assert gaps("[place] [examples]", place=None, examples=[]) == ["place", "examples"]


def test_a_paragraph_or_item_of_an_empty_field_disappears():
    assert body("A\n\n**[phone]**\n\nB", organisation_phone="") == "<p>A</p><p>B</p>"
    assert body("- a\n- [phone]\n- b", organisation_phone="") == "<ul><li>a</li><li>b</li></ul>"
    assert body("## [phone]\n\nB", organisation_phone="") == "<p>B</p>"


def test_a_line_of_an_empty_field_takes_its_break_along():
    template = "[organisation name]  \n[phone]  \n[email]"
    values = {"organisation_name": "VAW", "organisation_email": "a@example.org"}
    assert body(template, organisation_phone="", **values) == "<p>VAW<br>\na@example.org</p>"


def test_an_optional_clause_goes_when_its_field_is_empty():
    template = "Write to us{ or ring [phone]}. {Our number is [charity number].} Bye{, [email]}"
    full = {
        "organisation_phone": "01632 960123",
        "charity_number": "0000000",
        "organisation_email": "a@example.org",
    }
    assert body(template, **full) == (
        "<p>Write to us or ring 01632 960123. Our number is 0000000. Bye, a@example.org</p>"
    )
    none = dict.fromkeys(full, EMPTY)
    assert body(template, **none) == "<p>Write to us. Bye</p>"
    assert gaps(template, **none) == []
    assert gaps(template, **{**none, "organisation_phone": None}) == ["phone"]


def test_a_clause_with_one_empty_field_names_no_gap_for_its_other():
    assert gaps("Hello{ [phone] [email]}", organisation_email=EMPTY) == []


def test_a_clause_may_hold_bold_words_but_not_cut_them():
    assert body("A{ **b [phone]**}.", organisation_phone="1") == "<p>A <strong>b 1</strong>.</p>"
    assert body("_A_{ [phone]}", organisation_phone="1") == "<p><em>A</em> 1</p>"
    (problem,) = problems("A **b { c** [phone]}")
    assert "middle of bold" in problem.message


@pytest.mark.parametrize(
    "template", ["One { two [phone]", "One { two [phone] { three }", "One { [phone]\n\n}"]
)
def test_a_clause_that_is_not_closed_is_refused(template):
    (problem,) = problems(template)
    assert "closing brace" in problem.message


@pytest.mark.parametrize("literal", ["{{ user }}", "{% now %}", "{ no field }", "}", "{", "{# x #}"])
def test_edge_E39_template_braces_stay_literal(literal):
    assert body(f"A {literal} b.") == f"<p>A {literal} b.</p>"
    assert body("A [place] b.", place=literal) == f"<p>A {literal} b.</p>"


def test_edge_E39_a_field_inside_double_braces_is_filled():
    assert body("A {{ [place] }} b.", place="Wexcombe") == "<p>A {{ Wexcombe }} b.</p>"


# Lists


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], "<p>End.</p>"),
        (["one"], "<p>We found:</p><ul><li>one</li></ul><p>End.</p>"),
        (
            ("one", 2, "th<ree"),
            "<p>We found:</p><ul><li>one</li><li>2</li><li>th&lt;ree</li></ul><p>End.</p>",
        ),
    ],
)
def test_edge_E20_list_of_none_one_and_many(values, expected):
    assert body("We found:\n\n[findings]\n\nEnd.", findings=values) == expected
    assert body("We found:\n\n- [findings]\n\nEnd.", findings=values) == expected


@pytest.mark.parametrize(
    ("values", "expected"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_edge_E20_inside_a_sentence_a_list_reads_as_one(values, expected):
    assert body("You decide on [competences].", competences=values) == f"<p>You decide on {expected}.</p>"


def test_the_introduction_of_an_empty_list_names_no_gaps():
    template = "In [place] we found:\n\n[findings]\n\nOn [date]."
    assert gaps(template, findings=EMPTY) == ["date"]
    assert gaps(template) == ["place", "findings", "date"]


def test_an_introduction_without_a_colon_stays():
    assert "What we found." in body("What we found.\n\n[findings]", findings=[])


def test_dates_in_a_list_are_printed_in_words():
    values = [date(2026, 2, 3), date(2026, 2, 10)]
    assert (
        body("On [meeting dates]?", meeting_dates=values) == "<p>On 3 February 2026 and 10 February 2026?</p>"
    )


# Values are words, whatever they hold


@pytest.mark.parametrize(
    ("edge", "value"),
    [
        ("E23", "# x"),
        ("E24", "* x"),
        ("E25", "2024. A year"),
        ("E26", "***"),
        ("E28", "**b** and snake_case_name"),
        ("E32", "[t](javascript:x)"),
        ("E33", "![a](file:///etc/passwd)"),
        ("E36", "<script>x</script><style>@page{}</style>"),
        ("E37", "AT&T &copy; &#65;"),
        ("E39", "{{ user }} {% now %}"),
        ("E46", "O'Brien and D’Arcy"),
    ],
)
def test_edge_E23_E24_E25_E26_E28_E32_E33_E36_E37_E39_E46_a_value_prints_as_typed(edge, value):
    for template in ("[place]", "- [place]", "**[place]**", "# [place]"):
        plain, filled = (
            compile_template("[place]", template).fill({"place": words}) for words in ("x", value)
        )
        assert to_text(filled.body_html).removeprefix("• ") == value, edge
        assert filled.subject_text == value, edge
        assert re.findall(r"<[^>]*>", filled.body_html) == re.findall(r"<[^>]*>", plain.body_html), edge


def test_edge_E25_a_year_at_the_start_of_an_ask_stays_a_year():
    assert body("[main ask]", main_ask=member_block("2024. A year")) == "<p>2024. A year</p>"


def test_edge_E33_E36_a_template_fetches_nothing_and_runs_nothing():
    html = body(
        "![a](file:///etc/passwd) <script>x</script> <style>@page{}</style> ![b](https://example.org/b.png)"
    )
    assert not re.search(r"<(?:img|script|style)|file:", html)


def test_edge_E32_a_link_of_a_template_leads_to_the_web_only():
    assert "<a" not in body("[t](javascript:x)")


def test_edge_E37_ampersands_of_a_template_print_as_typed():
    filled = compile_template("S", "AT&T &copy; [place]").fill({"place": "&amp;"})
    assert to_text(filled.body_html) == "AT&T &copy; &amp;"


def test_edge_E40_markdown_placeholders_in_a_value_do_no_harm():
    hang = "a\x02klzzwxh:0000\x03b"
    assert (
        body("**[place]** `code`", place=hang) == "<p><strong>aklzzwxh:0000b</strong> <code>code</code></p>"
    )
    assert "klzzwxh:0000" in body(f"[place] {hang}", place="x")


def test_edge_E41_nul_and_controls_are_taken_out():
    assert body("[place]", place="W\x00e\x08x\x7fc\x85om\tbe") == "<p>Wexcom be</p>"


def test_edge_E45_right_to_left_override_is_taken_out():
    assert body("[place]", place="abc\u202edef\u2066") == "<p>abcdef</p>"


def test_edge_E52_accents_are_composed_and_joiners_kept():
    assert body("[place]", place="W\u0302 y\u0302 Łódź") == "<p>Ŵ ŷ Łódź</p>"
    assert body("[place]", place="a\u200db") == "<p>a\u200db</p>"


def test_a_long_text_keeps_its_lines():
    assert (
        body("[organisation address]", organisation_address="1 Row\r\nWex & Co")
        == "<p>1 Row<br>Wex &amp; Co</p>"
    )


def test_typography_is_for_the_templates_own_words():
    html = body(
        'It\'s "[place]" - "so **"big"**" --- `"x" - y`. [t](https://example.org/a-b\'c)', place="\"p\" - 'q'"
    )
    assert html.startswith("<p>It’s “&quot;p&quot; - &#x27;q&#x27;” – “so <strong>“big”</strong>” — ")
    assert '<code>"x" - y</code>' in html
    assert "a-b'c" in html
