"""Suggestions while somebody types the name of a public body, and the same search without a script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from .looks import PHONE

BOX = "Name of a place or body"


@pytest.fixture
def box(page):
    """The search box of the directory, on a phone."""
    page.set_viewport_size(PHONE)
    page.goto(reverse("publicbodies:bodies"))
    return page.get_by_role("combobox", name=BOX)


def test_a_body_is_found_and_opened_with_the_keyboard_alone(page, axe, box):
    expect(box).to_have_attribute("aria-expanded", "false")
    box.focus()
    page.keyboard.type("suff")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_contain_text("Suffolk County Council County council, ends 31 March 2028")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[data-typeahead-status]")).to_have_text("12 suggestions")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for option in options.all():
        assert option.bounding_box()["height"] >= 44
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("suff")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/public-bodies/suffolk/")


def test_enter_on_what_was_typed_lists_it_and_a_tap_opens_it(page, box):
    box.fill("kc")
    option = page.get_by_role("option", name=re.compile("Kensington and Chelsea"))
    expect(option).to_be_visible()
    box.press("Enter")
    page.wait_for_url("**/public-bodies/?q=kc**")
    expect(page.get_by_text("with the name “kc”")).to_be_visible()
    box.fill("kensington")
    option.click()
    page.wait_for_url("**/public-bodies/kensington-and-chelsea/")


def test_without_a_script_the_box_is_a_form_that_lists(chromium, live_server):
    profile = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    page = profile.new_page()
    page.goto(reverse("publicbodies:bodies"))
    page.get_by_label(BOX).fill("suffolk")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".bodies h2").first).to_have_text("Suffolk County Council")
    profile.close()
