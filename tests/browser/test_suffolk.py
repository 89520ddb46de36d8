"""The Suffolk case: from signing in to correct letters to the county, its five districts and its health body.

Once by keyboard alone, and once on a phone with two recipients' addresses. What a person does is printed.
"""

import io
import re
import zipfile

from django.urls import reverse
from docx import Document
from playwright.sync_api import expect

from letters.models import FrozenCopy, Letter
from partnerships.models import Post, Recipient
from tests.documents.renderer import text_of

from .hands import Finger, Keyboard
from .looks import PHONE

SUFFOLK = (
    *("suffolk", "babergh", "ipswich", "mid-suffolk", "east-suffolk", "west-suffolk"),
    "norfolk-and-suffolk-icb",
)  # fmt: skip
PASSWORD = "a long password"
REPLY_BY = "2 February 2027"
EXAMPLES = {
    "LA14": "With four councils we are writing a joint agreement on how we work with each other.",
    "LA16": "We speak for 640 local groups on the health and wellbeing board.",
    "LA17": "We meet the director of public health every six weeks.",
}  # fmt: skip


def sign_in(hand, member):
    main = hand.page.get_by_role("main")
    hand.type(hand.page.get_by_label("Email address"), member.email)
    hand.type(hand.page.get_by_label("Password", exact=False).first, PASSWORD)
    hand.choose(main.get_by_role("button", name="Sign in", exact=True).first)


def unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def words_of(content):
    return " ".join("\n".join(row.text for row in Document(io.BytesIO(content)).paragraphs).split())


def assert_correct(pdf, word, copy):
    """The file is this recipient's letter: whom it greets, where it goes, what it says, and no gap."""
    recipient = copy.recipient
    dear = f"Dear Councillor {recipient.name.split()[-1]}" if recipient.name else "Dear Leader"
    if recipient.post == Post.ICB_CHAIR and not recipient.name:
        dear = "Dear Chair"
    for text in (pdf, word):
        for expected in (
            dear, recipient.where.official_name, *recipient.address.splitlines(),
            "Yours sincerely" if recipient.name else "Yours faithfully",
            "Harbourside", "Rowan Ashdown", REPLY_BY, *EXAMPLES.values(),
        ):  # fmt: skip
            assert expected in text, (recipient, expected)
        assert text.count("Dear ") == 1
        assert not re.search(r"\[|\]|Draft", text), recipient
    assert pdf.startswith("Voluntary Action Harbourside")


def assert_all_correct(letter, pdfs, words):
    copies = {copy.recipient.body.slug: copy for copy in letter.copies.select_related("recipient__body")}
    assert set(copies) == set(SUFFOLK)
    assert len(pdfs) == len(words) == 7
    for copy in copies.values():
        stem = FrozenCopy.objects.get(recipient=copy.recipient).file_stem
        assert_correct(text_of(pdfs[f"{stem}.pdf"]), words_of(words[f"{stem}.docx"]), copy)


def edit(hand, page):
    """The letter's form: by when to answer, and three of the examples on offer with their brackets filled."""
    hand.type(page.get_by_label("Reply by"), REPLY_BY)
    for ref, words in EXAMPLES.items():
        row = page.locator(f"#id_example_{ref}_text")
        hand.tick(page.locator("li", has=row).locator("[name$=_chosen]"))
        hand.type(row, words)
    hand.choose(page.locator(".savebar").get_by_role("button", name="Save and continue"))
    page.wait_for_url("**/download/", timeout=30_000)  # the first PDF of a process brings its libraries along
    expect(page.get_by_text("No gaps left")).to_be_visible()


def test_suffolk_by_keyboard_alone(page, member):
    hand = Keyboard(page)
    page.goto("/letters/new/")
    sign_in(hand, member)
    # Choose.
    place = page.get_by_role("combobox", name="Find a place")
    hand.type(place, "Suffolk")
    hand.suggestion(place)
    page.wait_for_url("**/letters/new/#found")
    hand.tick(page.get_by_label("All 7 in Suffolk"))
    expect(page.locator("[name=bodies]:checked")).to_have_count(7)
    hand.choose(page.get_by_role("button", name="Continue"))
    # Edit.
    edit(hand, page)
    # Check and download.
    hand.choose(page.get_by_role("button", name="Make ready"))
    pdfs = unzipped(hand.file(page.get_by_role("link", name="Download PDFs")))
    words = unzipped(hand.file(page.get_by_role("link", name="Download Word")))
    one = hand.file(page.get_by_role("link", name=re.compile("^PDF for Leader.*Ipswich")))
    print(hand.said("Suffolk by keyboard"))  # noqa: T201
    assert one in pdfs.values()
    assert_all_correct(Letter.objects.get(), pdfs, words)
    assert len(hand.screens) == 3
    assert hand.interactions <= 20
    assert hand.addresses == 0


def test_S1_suffolk_on_a_phone_with_two_addresses(page, member, harbourside, axe):
    page.set_viewport_size(PHONE)
    hand = Finger(page)
    page.goto("/letters/new/")
    sign_in(hand, member)
    assert axe(page) == []
    place = page.get_by_role("combobox", name="Find a place")
    hand.type(place, "Suffolk")
    hand.suggestion(place)
    page.wait_for_url("**/letters/new/#found")
    expect(page.locator("#found")).to_be_in_viewport()
    hand.tick(page.get_by_label("All 7 in Suffolk"))
    expect(page.locator("[name=bodies]:checked")).to_have_count(7)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    hand.choose(page.get_by_role("button", name="Continue"))
    edit(hand, page)
    counted = hand.interactions
    # Two of the letters go by post and by email; the others are handed over. What is typed is typed once.
    for number, slug in enumerate(("suffolk", "norfolk-and-suffolk-icb"), 1):
        recipient = Recipient.objects.get(body__slug=slug)
        hand.choose(page.locator(f'a[href^="{reverse("partnerships:recipient", args=[recipient.pk])}"]'))
        if number == 1:
            hand.select(page.get_by_label("Style of address"), "Councillor")
            hand.type(page.get_by_label("Full name"), "Jo Ferris")
        hand.address(page.get_by_label("Postal address"), f"{number} Test Lane\nIpswich\nZZ1 {number}AA")
        hand.address(page.get_by_label("Email address"), f"office-{number}@example.org")
        hand.choose(page.get_by_role("button", name="Save recipient"))
        page.wait_for_url("**/download/")
    hand.choose(page.get_by_role("button", name="Make ready"))
    pdfs = unzipped(hand.file(page.get_by_role("link", name="Download PDFs")))
    words = unzipped(hand.file(page.get_by_role("link", name="Download Word")))
    print(hand.said(f"Suffolk on a phone, {counted} interactions before the addresses"))  # noqa: T201
    assert axe(page) == []
    assert_all_correct(Letter.objects.get(), pdfs, words)
    assert len(hand.screens) == 3
    assert (counted, hand.addresses) == (15, 4)
    # The next letter offers everybody, and both addresses with nothing to type.
    page.goto("/letters/new/")
    page.get_by_text("Everyone below (7)").click()
    expect(page.locator("[name=to]:checked")).to_have_count(7)
    expect(page.get_by_text("No postal address yet")).to_have_count(5)
