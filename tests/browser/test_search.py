"""The search page in a real browser, in each of its states."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from .looks import STATE, complaints


@pytest.mark.everywhere
def test_every_state_is_accessible(page, axe):
    for asked in ("", "?q=549", "?q=council&in=Guide", "?q=calderdale+zebra", f"?q={'zebra' * 60}"):
        assert page.goto(reverse("search") + asked).status == 200
        assert complaints(page, axe, STATE) == []


def test_a_figure_is_two_clicks_from_the_box(page):
    page.goto(reverse("search"))
    page.get_by_label("Search the toolkit").fill("549")
    page.get_by_role("button", name="Search").click()
    page.locator(".hits a", has_text="£549.5 million").first.click()
    expect(page.locator(":target")).to_have_text(re.compile(r"^\s*£549\.5 million"))
