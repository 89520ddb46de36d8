"""Choosing on a phone: a newcomer gets from signing in to the editor of letters to a whole county."""

import re

import pytest
from playwright.sync_api import expect

from letters.models import Letter
from partnerships.models import Post, Recipient
from publicbodies.models import PublicBody

from .conftest import PHONE


class Hand:
    """Does what a person does, and counts it."""

    def __init__(self):
        self.count = 0

    def __call__(self, action, *args):
        self.count += 1
        action(*args)


@pytest.fixture
def phone(page):
    page.set_viewport_size(PHONE)
    return page


def test_S1_suffolk_from_signing_in_to_the_editor(phone, member, axe):
    hand = Hand()
    phone.goto("/letters/new/")
    main = phone.get_by_role("main")
    hand(phone.get_by_label("Email address").fill, member.email)
    hand(phone.get_by_label("Password", exact=False).first.fill, "a long password")
    hand(main.get_by_role("button", name="Sign in", exact=True).first.click)
    assert axe(phone) == []
    box = phone.get_by_role("combobox", name="Find a place")
    hand(box.press_sequentially, "suff")
    hand(phone.get_by_role("option", name=re.compile("^Suffolk County Council")).click)
    phone.wait_for_url("**/letters/new/#found")
    expect(phone.locator("#found")).to_be_in_viewport()
    assert axe(phone) == []
    hand(phone.get_by_text(re.compile("^All 7 in Suffolk")).click)
    assert phone.locator("[name=bodies]:checked").count() == 7
    expect(phone.get_by_label("Goes to whom at Suffolk County Council")).to_be_visible()
    assert axe(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    hand(phone.get_by_role("button", name="Continue").click)
    expect(phone.get_by_label("What you ask for first")).to_be_visible()
    assert Letter.objects.get().copies.count() == 7
    print(f"Suffolk on a phone: {hand.count} interactions from signing in to the editor")  # noqa: T201
    assert hand.count <= 7


def test_one_box_ticks_many_and_keeps_up_with_them(member_page, harbourside, axe):
    for slug in ("suffolk", "ipswich", "norfolk-and-suffolk-icb"):
        harbourside.patch.add(PublicBody.objects.get(slug=slug))
    county = PublicBody.objects.get(slug="suffolk")
    Recipient.objects.create(organisation=harbourside, body=county, post=Post.LEADER, name="Jo Ferris")
    member_page.goto("/letters/new/?q=Suffolk")
    everyone = member_page.get_by_label("Everyone below (3)")
    councils = member_page.get_by_label("All 2 under Councils")
    area = member_page.get_by_label("All 7 in Suffolk")
    councils.press("Space")
    member_page.get_by_role("checkbox", name="NHS Norfolk and Suffolk Integrated Care Board").press("Space")
    expect(everyone).to_be_checked()
    member_page.get_by_role("checkbox", name="Ipswich Borough Council").press("Space")
    expect(everyone).not_to_be_checked()
    expect(councils).not_to_be_checked()
    area.press("Space")
    expect(councils).to_be_checked()  # those of the list are ticked where they stand
    member_page.get_by_role("checkbox", name="Babergh District Council").press("Space")
    expect(area).not_to_be_checked()
    member_page.get_by_text("Add someone new").click()
    assert axe(member_page) == []
    # A letter to the sector is to nobody in particular, and the question goes away.
    member_page.get_by_label("To the local voluntary sector").press("Space")
    expect(everyone).to_be_hidden()
    member_page.get_by_label("To a council or health body").press("Space")
    member_page.get_by_role("button", name="Continue").click()
    assert Letter.objects.get().copies.count() == 6
