"""A template is compiled once and filled for everybody; no value becomes formatting."""

import pickle
import re

import pytest

from documents.html_text import to_text
from letters.fields import EMPTY, sample_values
from letters.merge import (
    Problem,
    TemplateProblems,
    compile_template,
    gap_mark,
    member_block,
)
from tests.letters.merging import body, gaps, problems

pytestmark = pytest.mark.one_database

# What is a field, and what is not


def test_edge_E01_unclosed_bracket_stays_literal():
    assert (
        body("Come to [place and see [place] now.", place="Wexcombe")
        == "<p>Come to [place and see Wexcombe now.</p>"
    )
    assert body("Come to [place\n\nor] stay.") == "<p>Come to [place</p><p>or] stay.</p>"


def test_edge_E03_double_bracket_keeps_the_outer_one():
    assert body("In [[place]].", place="Wexcombe") == "<p>In [Wexcombe].</p>"


@pytest.mark.parametrize("written", ["[organisation\nname]", "[organisation  name]", "[ Organisation name ]"])
def test_edge_E05_newline_or_two_spaces_inside_the_bracket(written):
    assert body(f"We are {written}.", organisation_name="VAW") == "<p>We are VAW.</p>"


def test_edge_E06_names_with_special_characters_print_as_typed():
    name = "Arts & Crafts <Wexcombe> \"North\" / 'South'"
    filled = compile_template("[organisation name]", "**[organisation name]**").fill(
        {"organisation_name": name}
    )
    assert filled.subject_text == name
    assert to_text(filled.body_html) == name
    assert "&lt;Wexcombe&gt;" in filled.body_html


def test_edge_E08_name_means_the_reader_after_dear_and_the_writer_after_the_sign_off():
    closing = "Yours sincerely,\n\n[Name]\n\n[Job title]\n\n[Organisation name]"
    template = f"From: [Name]\n\nDear [Name],\n\nWords.\n\n{closing}"
    html = body(
        template,
        salutation_name="Councillor Ferris",
        sender_name="Alex Morgan",
        sender_role="Chief officer",
        organisation_name="VAW",
    )
    assert "<p>From: Alex Morgan</p><p>Dear Councillor Ferris,</p>" in html
    assert html.endswith("<p>Alex Morgan</p><p>Chief officer</p><p>VAW</p>")


@pytest.mark.parametrize("name", ["Name", "Role", "Job title"])
def test_edge_E08_name_and_role_are_refused_elsewhere(name):
    (problem,) = problems(f"First line.\n\nThis is [{name}].")
    assert problem.line == 3
    assert "the reader or the writer" in problem.message
    assert "[sender" in problem.message


def test_three_fields_in_one_bracket_are_joined_with_commas():
    template = compile_template("S", "From: [Your name/your role/your organisation name]")
    assert template.fields == {"sender name", "sender role", "organisation name"}
    values = {"sender_name": "Alex", "sender_role": "Chief officer", "organisation_name": "VAW"}
    assert template.fill(values).body_html == "<p>From: Alex, Chief officer, VAW</p>"


def test_edge_E09_one_field_in_every_position():
    template = "# In [place]\n\n[place] and **[place]**, _[place]_\n\n- [place]\n\n[about [place]](https://example.org)"
    html = body(template, place="A*b*c & d")
    assert html.count("A*b*c &amp; d") == 6
    assert '<a href="https://example.org" rel="noopener">about A*b*c &amp; d</a>' in html
    assert gaps(template) == ["place"]


@pytest.mark.parametrize(
    "literal",
    [
        "[1]", "[sic]", "[x]", "[ ]", "[]", "[…]", "[2026]", r"\[place\]", "[text][ref]", "[place", "place]",
        "[name@example.org]",
    ],
)  # fmt: skip
def test_edge_E10_other_brackets_are_literal(literal):
    assert body(f"See {literal} here.") == f"<p>See {literal.replace(chr(92), '')} here.</p>"


def test_edge_E10_a_link_is_not_a_field():
    assert (
        body("[place](https://example.org)")
        == '<p><a href="https://example.org" rel="noopener">place</a></p>'
    )
    linked = body(
        "See [the text][ref] or [place][].\n\n[ref]: https://example.org/a\n[place]: https://example.org/b"
    )
    assert 'href="https://example.org/a"' in linked
    assert 'href="https://example.org/b"' in linked


def test_a_field_followed_by_a_numbered_note_is_a_field():
    assert body("[place][1]", place="Wexcombe") == "<p>Wexcombe[1]</p>"


def test_edge_E14_a_value_is_never_expanded():
    values = {"place": "[organisation name] {[phone]} (Insert this)", "organisation_name": "VAW"}
    filled = compile_template("S", "In [place].").fill(values)
    assert filled.body_html == "<p>In [organisation name] {[phone]} (Insert this).</p>"
    assert filled.is_complete


def test_edge_E16_a_subject_is_one_line_of_text():
    filled = compile_template('Work "in" [place] - **now**', "x").fill({"place": "Wex\r\ncombe & <b>\x00"})
    assert filled.subject_text == "Work “in” Wex combe & <b> – **now**"
    assert filled.subject_html == "Work “in” Wex combe &amp; &lt;b&gt; – **now**"


def test_a_subject_holds_lists_long_text_and_optional_clauses():
    template = compile_template("Asks: [further asks]{ in [our reference]}, [main ask]", "x")
    values = {"further_asks": ["a", "b"], "our_reference": EMPTY, "main_ask": member_block("- one\n- two")}
    assert template.fill(values).subject_text == "Asks: a and b, - one - two"


# What an editor may not save


def test_an_unknown_field_is_refused_with_its_line_and_the_nearest_name():
    (problem,) = problems("One.\n\nTwo [plcae].")
    assert problem == Problem(3, problem.message)
    assert "[plcae]" in problem.message
    assert "[place]" in problem.message


def test_a_bracket_of_words_that_is_no_field_is_refused():
    (problem,) = problems("We sit on [name of board].")
    assert "not a field" in problem.message
    assert r"\[name of board\]" in problem.message


def test_every_problem_is_named_at_once():
    found = problems("[aaa bbb]\n[Name]\n(Insert words", subject="[ccc ddd]")
    assert [problem.line for problem in found] == [1, 1, 2, 3]
    assert any(problem.message.startswith("In the subject:") for problem in found)


@pytest.mark.parametrize(
    "template",
    [
        "[read](https://example.org/[place])",
        "[read]([website])",
        '[read](https://example.org "about [place]")',
        "<https://example.org/[place]>",
        "[read](javascript:[place])",
        "![a picture of [place]](https://example.org/a.png)",
        "[a]: https://example.org/[place]",
    ],
)
def test_a_field_in_an_address_or_attribute_is_refused(template):
    (problem,) = problems(f"One.\n\n{template}")
    assert problem.line == 3
    assert problem.message.startswith(("[place]", "[website]"))


def test_a_refusal_survives_pickling():
    refusal = TemplateProblems([Problem(2, "b"), Problem(1, "a")])
    assert str(pickle.loads(pickle.dumps(refusal))) == "Line 1: a\nLine 2: b"  # noqa: S301


def test_a_drafting_note_never_prints_and_becomes_help():
    template = compile_template(
        "S",
        "Examples:\n\n(Insert your own (two or three) examples – see below)\n\n[examples]\n\n*(Insert more)*",
    )
    assert template.notes == ("Insert your own (two or three) examples – see below", "Insert more")
    html = template.fill({"examples": ["One"]}).body_html
    assert "Insert" not in html
    assert "*" not in html


# The pieces themselves


def test_a_compiled_template_is_shared_frozen_and_survives_pickling():
    words = ("In [place]", "Hello [email].\n\n{Ring [phone].}\n\n[examples]")
    template = compile_template(*words)
    assert compile_template(*words) is template
    assert template.fields == {"place", "email", "phone", "examples"}
    copy = pickle.loads(pickle.dumps(template))  # noqa: S301
    assert copy == template
    assert copy.fill(sample_values()) == template.fill(sample_values())
    with pytest.raises(AttributeError):
        template.subject = ()


def test_no_slot_is_left_in_a_compiled_template():
    template = compile_template("[place]", "[place] **{ [phone] }** [x [place]](https://example.org)")
    assert not re.search(r"slot[0-9a-f]|\ue000", repr(template))


def test_a_gap_outside_the_template_is_marked_the_same_way():
    gap, html = gap_mark("sender_name")
    assert gap.key == "sender name"
    assert html == '<mark class="gapf" data-field="sender name">[Your name]</mark>'
