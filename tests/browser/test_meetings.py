"""A meeting from its plan to what was promised there, with the keyboard."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partnerships.models import Meeting, Promise
from publicbodies.models import PublicBody

from .looks import STATE, complaints


@pytest.fixture
def meeting(harbourside):
    """One whose day was yesterday."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    return Meeting.objects.create(
        organisation=harbourside,
        body=PublicBody.objects.get(slug="suffolk"),
        subject="A seat",
        meets_on=yesterday,
    )


@pytest.mark.everywhere
def test_a_meeting_is_written_up(member_page, axe, meeting):
    page = member_page
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name="Write it up").press("Enter")
    what = page.locator("[name=promise-1-what]")
    what.fill("Send the figures")
    # Enter saves, and does not ask for more rows.
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("link", name="Promise 1: Select whose promise it is")).to_be_visible()
    assert complaints(page, axe, STATE) == []
    page.get_by_role("radio", name="It was held").focus()
    page.keyboard.press("Space")
    page.locator("[name=promise-1-side]").select_option("ours")
    page.get_by_role("button", name="Add more rows").press("Enter")
    page.get_by_role("group", name="Promise 6").wait_for()
    expect(what).to_have_value("Send the figures")
    expect(page.get_by_role("radio", name="It was held")).to_be_checked()
    page.get_by_role("button", name="Save what became of it").press("Enter")
    page.get_by_text("1 promise recorded").wait_for()
    expect(page.get_by_role("link", name="Send the figures")).to_be_visible()
    assert Promise.objects.get().meeting == meeting
    assert complaints(page, axe, STATE) == []
