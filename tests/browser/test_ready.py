"""A letter to many is prepared by one click, with two calls at a time, and downloaded."""

import re
import zipfile

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from letters import offers, version_views
from letters.freezing import make_ready
from letters.models import FrozenFile
from tests.letters.letters_to import letter_to, sector_letter


def test_one_click_prepares_all_of_them(member_page, harbourside, member, monkeypatch, axe):
    monkeypatch.setattr(offers, "FEW", 2)
    monkeypatch.setattr(version_views, "SECONDS_FOR_A_SCRIPT", 0)
    letter = letter_to(harbourside, *(f"Person {number}" for number in range(9)))
    version = make_ready(letter, revision=letter.revision, by=member)
    member_page.goto(letter.get_download_url())
    assert axe(member_page) == []
    download = member_page.get_by_role("link", name=re.compile("Download Word"))
    expect(download).to_be_hidden()
    form = member_page.locator('form[data-prepare="word"]')
    form.get_by_role("button").click()
    download.wait_for()
    expect(form.get_by_text("9 of 9 prepared")).to_be_visible()
    assert version.files.stored().count() == FrozenFile.objects.count() == 9
    assert download.evaluate("link => link === document.activeElement")
    assert axe(member_page) == []
    with member_page.expect_download() as sent:
        download.click()
    assert len(zipfile.ZipFile(sent.value.path()).namelist()) == 9


def test_a_server_that_is_gone_for_a_while_or_a_session_that_ends_stops_nothing_for_good(
    context, member_page, harbourside, member, monkeypatch, heard
):
    monkeypatch.setattr(offers, "FEW", 2)
    monkeypatch.setattr(version_views, "SECONDS_FOR_A_SCRIPT", 0)
    letter = letter_to(harbourside, *(f"Person {number}" for number in range(9)))
    version = make_ready(letter, revision=letter.revision, by=member)
    member_page.goto(letter.get_download_url())
    form = member_page.locator('form[data-prepare="word"]')
    cookies = context.cookies()
    # Signed out: what to do is said, and after signing in again, as anybody does in another tab, it goes on,
    # even while the second of the two calls has not come back.
    late = []
    member_page.route("**/prepare/", lambda route: route.continue_() if late else late.append(route))
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    form.get_by_role("button").click()
    expect(form.get_by_text("You are signed out. What was prepared is kept.")).to_be_visible()
    context.add_cookies(cookies)
    with context.new_page() as tab:
        tab.goto(letter.get_download_url())
        expect(tab.get_by_role("heading", name="Download and send")).to_be_visible()
    # Nobody answers for a while, as when the server is stopped and started: the page goes on by itself.
    calls = []

    def answer(route):
        calls.append(route)
        if len(calls) in (2, 3):
            route.abort("connectionrefused")
        elif len(calls) == 4:
            route.fulfill(status=503, body="The site is busy.")
        else:
            route.continue_()

    member_page.route("**/prepare/", answer)
    form.get_by_role("button").click()
    expect(form.get_by_text("The site does not answer. What was prepared is kept.")).to_be_visible()
    late[0].fulfill(status=401, body="You are signed out.")
    expect(form.get_by_text("9 of 9 prepared")).to_be_visible()
    assert version.files.stored().count() == 9
    heard.problems.clear()


def test_the_words_for_a_newsletter_are_copied_with_their_lines(
    context, member_page, harbourside, member, axe
):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    version = make_ready(sector_letter(harbourside), revision=1, by=member)
    member_page.goto(reverse("letters:version-words", args=[version.letter_id, version.number]))
    assert axe(member_page) == []
    member_page.get_by_role("button", name="Copy").first.click()
    member_page.get_by_text("Copied", exact=True).wait_for()
    assert "\n\n• " in member_page.evaluate("navigator.clipboard.readText()")
