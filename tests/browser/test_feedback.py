"""Telling NAVCA something, in a browser: a stranger's short form, and what a member sends and takes back."""

import pytest
from playwright.sync_api import expect

from members.feedback import Feedback

from .looks import LOOKS, STATE, complaints


def test_a_stranger_is_told_what_is_missing_and_meets_no_trap(page, axe):
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Tell NAVCA what helps or hinders").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tell NAVCA what helps or hinders")
    expect(page.locator("[name=anything_else]")).to_be_hidden()
    expect(page.get_by_role("textbox")).to_have_count(2)  # nor is it there for a screen reader
    page.get_by_role("button", name="Send to NAVCA").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter what you want to tell NAVCA")
    assert complaints(page, axe, STATE) == []
    page.get_by_label("About this toolkit itself").check()
    page.get_by_label("In your words").fill("A dead link")
    page.get_by_role("button", name="Send to NAVCA").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("NAVCA has your message")
    assert complaints(page, axe, STATE) == []


@pytest.mark.everywhere
def test_a_member_sends_a_message_and_takes_it_back(member_page, axe, harbourside):
    page = member_page
    Feedback.objects.create(
        organisation=harbourside, kind="working", text="x" * 300 + "\nA board that listens", state="read"
    )
    page.goto("/principles/transparency-and-data/")
    page.get_by_role("main").get_by_role("link", name="Tell NAVCA what helps or hinders").click()
    expect(page.get_by_label("Principle it touches")).to_contain_text("Transparency")
    page.get_by_label("Something that gets in the way").check()
    page.get_by_label("In your words").fill("Too short a notice")
    page.get_by_label("Yes, without our name").check()
    page.get_by_role("button", name="Send to NAVCA").click()
    sent = page.get_by_role("region", name="What you have sent")
    expect(sent).to_contain_text("Too short a notice")
    assert complaints(page, axe, LOOKS) == []
    sent.get_by_role("listitem").filter(has_text="Too short a notice").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take this message back?")
    assert complaints(page, axe, STATE) == []
    page.get_by_role("button", name="Take it back").click()
    expect(sent).not_to_contain_text("Too short a notice")
    expect(sent).to_contain_text("A board that listens")
