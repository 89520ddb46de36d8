"""A letter that saves itself, in real browsers: typing, two editors, signed out, no connection, deleted."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from letters.models import Letter
from publicbodies.models import PublicBody
from tests.letters.drafts import letter_to

from .looks import DESKTOP, PHONE

ASK = "What you ask for first"
SAVED = re.compile(r"^Saved at \d\d:\d\d$")


@pytest.fixture
def letter(harbourside):
    bodies = PublicBody.objects.filter(slug__in=["suffolk", "ipswich"]).order_by("slug")
    return letter_to(harbourside, bodies)


@pytest.fixture
def colleague_page(chromium, live_server, colleague_client):
    profile = chromium.new_context(base_url=live_server.url, viewport=PHONE)
    session = colleague_client.cookies["session"]
    profile.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    yield profile.new_page()
    profile.close()


def said(page):
    return page.locator("[data-saving-status]")


def trouble(page):
    return page.locator("[data-saving-trouble]")


def sign_in_again(page, member):
    page.get_by_label("Email address").fill(member.email)
    page.get_by_label("Password", exact=False).first.fill("a long password")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).first.click()
    page.wait_for_url("**/organisation/**")


def test_typing_saves_and_nothing_jumps(member_page, letter, axe):
    posts = []
    member_page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    member_page.goto(letter.get_absolute_url())
    pane = member_page.locator(".pane-body")
    pane.evaluate("pane => { pane.scrollTop = 150 }")
    ask = member_page.get_by_label(ASK)
    ask.press("End")
    ask.press_sequentially(" And [name of board].", delay=20)
    ask.evaluate("box => box.setSelectionRange(4, 4)")
    expect(member_page.locator("mark.gapf", has_text="name of board")).to_be_visible()
    expect(said(member_page)).to_have_text(SAVED)
    assert len(posts) == 1
    assert ask.evaluate("box => [document.activeElement === box, box.selectionStart]") == [True, 4]
    assert pane.evaluate("pane => pane.scrollTop") == 150
    assert Letter.objects.get().main_ask == "Meet us in spring. And [name of board]."
    assert axe(member_page) == []
    # An impossible day is said and the rest is saved; the next pause says that all is well again.
    member_page.locator("summary", has_text="Date").first.click()
    member_page.get_by_label("Date on the letter").fill("31 February 2026")
    expect(said(member_page)).to_contain_text("Not saved: Date on the letter")
    member_page.get_by_label("Date on the letter").fill("2 March 2026")
    expect(said(member_page)).to_have_text(SAVED)
    # What was written can be moved at once.
    member_page.get_by_label("Further ask 1").fill("One")
    expect(member_page.get_by_role("button", name="Move up")).to_have_count(0)
    member_page.get_by_role("button", name="Add another ask").click()
    member_page.get_by_label("Further ask 2").fill("Two")
    expect(member_page.locator("#asks").get_by_role("button", name="Move up")).to_have_count(1)
    # Another recipient's letter, at once and after a reload, and to read.
    member_page.get_by_label("For", exact=True).select_option(label="Jo suffolk, Suffolk")
    expect(member_page.locator(".l-greeting")).to_have_text("Dear Jo suffolk")
    # A gap leads to its field with the focus, in a closed section too, and the letter shown stays.
    member_page.locator("summary", has_text="What you ask for").first.click()
    member_page.get_by_role("link", name="Name of board").click()
    expect(ask).to_be_focused()
    expect(member_page.locator(".l-greeting")).to_have_text("Dear Jo suffolk")
    assert member_page.get_by_role("link", name="Read as text").get_attribute("href")
    member_page.reload()
    expect(member_page.locator(".l-greeting")).to_have_text("Dear Jo suffolk")
    expect(member_page.locator(".l-date")).to_have_text("2 March 2026")
    member_page.get_by_role("link", name="Read as text").click()
    expect(member_page.get_by_role("heading", level=1)).to_be_visible()
    expect(member_page.locator(".l-greeting")).to_have_text("Dear Jo suffolk")
    member_page.go_back()
    # A button pressed before the pause is over sends the words; a second press changes nothing.
    member_page.get_by_label(ASK).fill("Sent by the button.")
    member_page.get_by_role("button", name="Save and continue").dblclick()
    member_page.wait_for_url("**/download/")
    assert Letter.objects.get().main_ask == "Sent by the button."


def test_what_was_typed_before_the_script_came_is_saved(member_page, letter):
    held = []
    member_page.route("**/saving*.js", lambda route: held.append(route))
    member_page.goto(letter.get_absolute_url(), wait_until="commit")
    member_page.get_by_label(ASK).fill("Meet us on a slow line.")
    member_page.wait_for_function("document.readyState === 'interactive'")
    held[0].continue_()
    expect(member_page.locator(".l-body")).to_contain_text("Meet us on a slow line.")
    assert Letter.objects.get().main_ask == "Meet us on a slow line."


def test_S9_two_editors_lose_nothing(member_page, colleague_page, letter, axe, heard):
    for page in (member_page, colleague_page):
        page.goto(letter.get_absolute_url())
    colleague_page.get_by_label(ASK).fill("Kit’s ask.")
    expect(said(colleague_page)).to_have_text(SAVED)
    member_page.get_by_label(ASK).fill("Sam’s ask.")
    expect(trouble(member_page)).to_contain_text("Kit Colleague changed this letter")
    expect(said(member_page)).to_have_text("Not saved")
    heard.problems.clear()  # the 409
    assert axe(member_page) == []
    member_page.get_by_text("See theirs").click()
    expect(trouble(member_page).get_by_text("Kit’s ask.")).to_be_visible()
    # Nothing more is sent by itself, and what is typed after the warning is kept, too.
    member_page.get_by_label(ASK).fill("Sam’s ask, and Kit’s.")
    member_page.wait_for_timeout(900)
    assert Letter.objects.get().main_ask == "Kit’s ask."
    member_page.get_by_role("button", name="Keep yours").click()
    expect(member_page.get_by_label(ASK)).to_have_value("Sam’s ask, and Kit’s.")
    expect(trouble(member_page)).to_be_empty()
    assert Letter.objects.get().main_ask == "Sam’s ask, and Kit’s."
    # Now Kit, on a phone, is shown Sam's and takes them.
    colleague_page.get_by_label(ASK).press_sequentially(" More.")
    expect(trouble(colleague_page)).to_contain_text("Sam Member changed this letter")
    colleague_page.on("dialog", lambda dialog: dialog.accept())  # the browser asks: words are not saved
    colleague_page.get_by_role("link", name="Use theirs").click()
    expect(colleague_page.get_by_label(ASK)).to_have_value("Sam’s ask, and Kit’s.")


def test_signed_out_while_typing(member_page, member, letter, context, axe, heard):
    member_page.goto(letter.get_absolute_url())
    Session.objects.all().delete()
    member_page.get_by_label(ASK).fill("Typed with care.")
    expect(trouble(member_page)).to_contain_text("You are signed out")
    heard.problems.clear()  # the 401
    assert axe(member_page) == []
    with context.expect_page() as opened:
        member_page.get_by_role("link", name="Sign in in a new tab").click()
    sign_in_again(opened.value, member)
    member_page.get_by_role("button", name="Try again").click()
    expect(said(member_page)).to_have_text(SAVED)
    expect(trouble(member_page)).to_be_empty()
    heard.problems.clear()  # the 403 that brings the new token
    assert Letter.objects.get().main_ask == "Typed with care."


def test_signed_out_without_script(chromium, live_server, member, member_client, letter):
    profile = chromium.new_context(base_url=live_server.url, viewport=DESKTOP, java_script_enabled=False)
    session = member_client.cookies["session"]
    profile.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    page = profile.new_page()
    page.goto(letter.get_absolute_url())
    Session.objects.all().delete()
    page.get_by_label(ASK).fill("Typed with care.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="Sign in to save what you typed")).to_be_visible()
    with profile.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    sign_in_again(opened.value, member)
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("button", name="Try again").click()
    page.wait_for_url("**/download/")
    profile.close()
    assert Letter.objects.get().main_ask == "Typed with care."


def test_no_connection_and_a_deleted_letter(member_page, letter, context, heard):
    member_page.goto(letter.get_absolute_url())
    context.set_offline(True)
    member_page.get_by_label(ASK).fill("Typed in a tunnel.")
    expect(trouble(member_page)).to_contain_text("Check your connection, then choose Try again")
    # Whoever leaves now is asked first.
    with member_page.expect_event("dialog"):
        member_page.close(run_before_unload=True)
    assert any("dialog" in problem for problem in heard.problems)
    heard.problems.clear()
    context.set_offline(False)
    expect(said(member_page)).to_have_text(SAVED)
    assert Letter.objects.get().main_ask == "Typed in a tunnel."
    Letter.objects.all().delete()
    member_page.get_by_label(ASK).fill("Typed for nobody.")
    expect(trouble(member_page)).to_contain_text("Somebody may have deleted this page")
    expect(member_page.get_by_label(ASK)).to_have_value("Typed for nobody.")
    heard.problems.clear()  # the 404
