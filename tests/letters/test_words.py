"""The letter's words, copied into an email or a newsletter."""

import pytest
from django.template.loader import render_to_string

from documents.markdown import to_html
from letters.words import email_text, newsletter_html, newsletter_text

from .sheets import sheet

pytestmark = pytest.mark.one_database

BODY = to_html(
    "We ask you to:\n\n- meet **us** & others\n"
    "- read [the report](https://example.org/?a=1&b=2)\n    - soon\n\n"
    "## Our work\n\nLine one  \nLine <two>"
)


@pytest.fixture(scope="module")
def letter():
    values = sheet(body=BODY, enclosures=["Our review"], cc=["Ann Example, ICB"], draft=True)
    return render_to_string("letters/document.html", {"sheet": values})


def test_html_to_copy_is_semantic_and_bare(letter):
    assert newsletter_html(letter).split("\n") == [
        "<h2>Strengthening partnerships</h2>",
        "<p>Dear Councillor Ferris</p>",
        "<p>We ask you to:</p>",
        "<ul>",
        "<li>meet <strong>us</strong> &amp; others</li>",
        '<li>read <a href="https://example.org/?a=1&amp;b=2">the report</a><ul>',
        "<li>soon</li>",
        "</ul>",
        "</li>",
        "</ul>",
        "<h3>Our work</h3>",
        "<p>Line one<br>",
        "Line &lt;two&gt;</p>",
        "<p>Yours sincerely</p>",
        "<p>Amina Yusuf<br>Chief executive<br>Harbourside Voluntary Action</p>",
    ]


def test_text_to_copy_has_real_bullets(letter):
    assert newsletter_text(letter) == (
        "Strengthening partnerships\n\nDear Councillor Ferris\n\nWe ask you to:\n\n• meet us & others\n"
        "• read the report (https://example.org/?a=1&b=2)\n  • soon\n\nOur work\n\nLine one\nLine <two>\n\n"
        "Yours sincerely\n\nAmina Yusuf\nChief executive\nHarbourside Voluntary Action"
    )


def test_an_email_reads_like_the_letter_and_names_what_is_attached(letter):
    text = email_text(letter)
    assert text.startswith("Dear Councillor Ferris\n\nWe ask you to:\n\n• meet us & others\n")
    assert text.endswith(
        "Harbourside Voluntary Action\n\nEnclosed:\n\n• Our review\n\nCopies to:\n\n• Ann Example, ICB\n\n"
        "The letter is attached as a PDF."
    )
    assert "Strengthening partnerships" not in text, "the subject stands in the header"
    assert "12 January 2026" not in text
    assert "Old Custom House" not in text


@pytest.mark.parametrize("typed", ["<b>x</b> & &amp; [place]", "# x", "• x", "javascript:x", "O'Brien “Ŵ”"])
def test_copies_hold_what_was_typed(typed):
    html = render_to_string("letters/document.html", {"sheet": sheet(sign_off=typed, cc=[typed])})
    assert email_text(html).count(typed) == 2
    assert f"\n\n{typed}\n\n" in newsletter_text(html)
