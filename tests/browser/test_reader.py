"""A reader looks for a case study by keyboard alone, from the first Tab of the home page."""

from playwright.sync_api import expect

from casestudies.models import CaseStudy

from .hands import Keyboard


def test_a_reader_finds_a_case_study_by_keyboard_alone(page, content):
    study = CaseStudy.objects.get(slug="calderdale")
    hand = Keyboard(page)
    page.goto("/")
    skip = page.get_by_role("link", name="Skip to main content")
    # The first Tab meets the way past what every page begins with, and it is seen then.
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    hand.go(page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Case studies"))
    hand.type(page.get_by_role("searchbox", name="Search case studies"), "council")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=council**")
    # The filters are shut until somebody asks for them; each choice is said and shown without a new page.
    filters = page.locator("summary", has_text="Filters")
    if not page.get_by_label("Region").is_visible():
        hand.choose(filters)
    hand.select(page.get_by_label("Region"), study.region)
    hand.go(page.get_by_role("button", name="Apply filters"))
    page.wait_for_url(f"**region={study.region}**")
    expect(page.get_by_role("link", name=study.title)).to_be_visible()
    hand.go(page.get_by_role("link", name=study.title))
    expect(page.get_by_role("heading", level=1, name=study.title)).to_be_visible()
    # What is folded up opens with a key, and everything on the page can be reached and left again.
    copy = page.get_by_text("Copy with source").first
    hand.choose(copy)
    expect(page.get_by_role("button", name="Copy").first).to_be_visible()
    hand.go(page.get_by_role("contentinfo").get_by_role("link", name="Accessibility"))
    expect(page.get_by_role("heading", level=1, name="Accessibility")).to_be_visible()
