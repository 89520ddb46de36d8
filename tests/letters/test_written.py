"""What a written letter is like on paper: whole, without holes, and as long as it should be."""

import re
from io import BytesIO

import pytest
from django.utils.html import strip_tags
from docx import Document
from pypdf import PdfReader

from letters.advice import estimated_pages
from letters.citing import cite
from letters.files import KINDS, make
from letters.models import Letter, LetterTemplate
from letters.sheet import sheet_for
from partnerships.models import OwnBody, OwnBodyKind, Post, Recipient
from publicbodies.models import PublicBody
from tests.documents.renderer import pieces

from .writing import activity_of, example, letter_to, save, three_recipients

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def recipients(harbourside):
    return three_recipients(harbourside)


@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize("slug", ["public-body", "health-system", "reorganisation", "new-leader", "chaser"])
def test_edge_E20_none_one_and_many_leave_no_hole(harbourside, recipients, slug, count):
    lines = "\n".join(f"Line {number}" for number in range(count))
    letter = letter_to(
        harbourside,
        recipients,
        slug,
        further_asks=lines,
        meeting_dates=lines,
        enclosures=lines,
        copies_to=lines,
        co_signatories=lines,
        contact="Kit" if count else "",
        tier_paragraphs={"district": {"chosen": bool(count), "text": "Yours: housing."}},
        own_paragraphs=[{"place": "before-close", "text": " "}] * count,
        names_other_recipients=bool(count),
    )
    letter = Letter.objects.for_page().get(pk=letter.pk)
    for copy in letter.copies.all():
        copy.letter = letter
        sheet = sheet_for(copy)
        assert not re.search(r"<(p|li|ul|h2)>\s*</\1>", sheet.body)
        assert not re.search(r":\s*</p>\s*(<p>|<h2>|$)", sheet.body), "an introduction without its list"
        assert not re.search(r"[^\S\n]{2}| [.,]|\(\)|\{|\}", strip_tags(sheet.body))
        assert not sheet.problems


PAGES = {
    "public-body": 2, "health-system": 2, "reorganisation": 2, "cut-proposed": 2, "new-leader": 2,
    "chaser": 1, "thank-you": 1,
}  # fmt: skip


@pytest.mark.parametrize("slug", PAGES)
def test_a_full_letter_asks_first_names_a_day_and_keeps_to_its_length(harbourside, recipients, slug):
    """With what a busy member puts in: three examples, the findings suggested, two days, a named contact."""
    version = LetterTemplate.objects.get(slug=slug).versions.order_by("-number").first()
    work = "We met all 12 parish groups on the health board and told them what carers see every single day."
    main_ask, further_asks = (
        re.sub(r"\[(?!place\])[^\]]*\]", "1 May", words) for words in (version.main_ask, version.further_asks)
    )
    letter = letter_to(
        harbourside, recipients, slug, main_ask=main_ask, further_asks=further_asks,
        meeting_dates="Tuesday 20 January\nThursday 22 January, in the morning",
        contact="Kit Lane on 01632 960124",
        examples=[example(f"own:{n}", work, chosen=True) for n in (1, 2, 3)],
    )  # fmt: skip
    cite(letter, version.template.suggested_findings.all())
    sheet = sheet_for(Letter.objects.for_page().get(pk=letter.pk).copies.first())
    words = strip_tags(sheet.body).split()
    opening = " ".join(words[: max(70, len(words) // 3)])
    assert version.main_ask.split("[")[0].split(".")[0] in opening
    assert "by 2 February 2026" in opening
    assert "Kit Lane on 01632 960124" in opening
    assert len(PdfReader(BytesIO(make(sheet, KINDS["pdf"]))).pages) == PAGES[slug]
    assert estimated_pages(sheet) <= 2


def test_S8_long_names_and_long_words_are_printed_as_typed(member_client, harbourside):
    """A name of 90 letters with an ampersand, an apostrophe and a circumflex; an example of 300 words."""
    activity_of(harbourside)
    name = "St Mary’s & Tŷ Coed Joint Committee for the Wards of North, South and Upper Harbourside-on-Sea"
    body = OwnBody.objects.create(organisation=harbourside, name=name, kind=OwnBodyKind.OTHER)
    chair = Recipient.objects.create(
        organisation=harbourside, own_body=body, post=Post.OTHER, other_post="Chair", name="Siân O’Brien",
        address="Harbourside\nZZ1 1AA",
    )  # fmt: skip
    other = Recipient.objects.create(
        organisation=harbourside, body=PublicBody.objects.get(slug="babergh"), post=Post.LEADER
    )
    letter = letter_to(harbourside, [chair, other], further_asks="One\nTwo")
    long_example = " ".join(f"Group {number} & O'Brien's club," for number in range(60))
    assert len(long_example.split()) == 300
    typed = {
        "example_1_text": long_example,
        "meeting_dates": "Tuesday 20 January",
        "contact": "Kit **Lane** on 01632 960124",
        "co_signatories": "Ŵern Friends <of> 'x'",
        "enclosures": "{{ user }} on a page",
        "copies_to": "=The chair; of scrutiny",
        "paragraph_0_text": "A paragraph [place] of mine & yours.",
    }
    response, letter = save(member_client, letter, **typed)
    assert response.status_code == 302
    sheet = sheet_for(letter.copies.first())
    assert sheet.is_complete, (sheet.gaps, sheet.problems)
    made = make(sheet, KINDS["pdf"])
    pdf = PdfReader(BytesIO(made))
    # Each line of the address is printed, inside the envelope's window.
    address = [piece for piece in pieces(made) if piece.x < 110 and piece.baseline < 95]
    assert [piece.text for piece in address] == list(sheet.address_lines)
    for piece in address:
        assert 46 <= piece.top < piece.bottom <= 79
        assert 24.9 <= piece.x < piece.right <= 100
    word = Document(BytesIO(make(sheet, KINDS["word"])))
    printed = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    written = " ".join(" ".join(paragraph.text for paragraph in word.paragraphs).split())
    for text in (printed, written):
        for words in typed.values():
            as_read = words.replace("[place]", "Harbourside")
            assert as_read.split()[0] in text
            if words is not long_example:
                assert as_read in text
        assert "I am writing to Babergh District Council as well." in text
    assert long_example in written
    assert len(pdf.pages) == estimated_pages(sheet)
