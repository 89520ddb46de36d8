"""Choosing who a letter is to: boxes that tick many."""

from playwright.sync_api import expect

from letters.models import Letter
from partnerships.models import Post, Recipient
from publicbodies.models import PublicBody


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
