"""From a letter that was sent to the first review of the agreement that came of it, in one go."""

import datetime
import re
import uuid

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from partnerships.contacts import record_letter_sent
from partnerships.models import Agreement, Contact, Post, Promise, Recipient, Route
from publicbodies.models import PublicBody
from tests.documents.renderer import text_of

from .hands import usual_hand
from .looks import STATE, complaints


def days_ago(count):
    return timezone.localdate() - datetime.timedelta(days=count)


def typed(day):
    return date_format(day, "j F Y")


@pytest.fixture
def letter(harbourside):
    """To the county council, half a year ago."""
    suffolk = PublicBody.objects.get(slug="suffolk")
    harbourside.patch.add(suffolk)
    [recipient] = Recipient.objects.nameless_at({suffolk: Post.usual_at(suffolk)}, harbourside)
    return record_letter_sent(
        recipient=recipient, on=days_ago(180), how=Route.POST, subject="The Covenant", asks="Meet us.",
        reply_by_on=None, by=None, reference=uuid.uuid4(), version=1,
    )  # fmt: skip


class Journey:
    """What the member does, one step after the other, by the words on the pages."""

    def __init__(self, page):
        self.page = page
        self.hand = usual_hand(page)

    def link(self, name):
        return self.page.get_by_role("main").get_by_role("link", name=name).first

    def follow(self, name):
        self.hand.go(self.link(name))

    def press(self, name):
        self.hand.go(self.page.get_by_role("button", name=name))

    def fill(self, label, words):
        self.hand.type(self.page.get_by_label(label).first, words)

    def choose(self, label, option):
        self.hand.select(self.page.get_by_role("combobox", name=label), option)

    def pick(self, label, **more):
        self.hand.pick(self.page.get_by_role("radio", name=label, **more))

    def tick(self, *labels):
        for label in labels:
            self.hand.tick(self.page.get_by_role("checkbox", name=label))

    def sees(self, words):
        expect(self.page.locator("main").get_by_text(words).first).to_be_visible()

    def is_at(self, heading):
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()

    def downloads(self, name):
        return " ".join(text_of(self.hand.file(self.link(name))).split())

    # From the letter to the meeting

    def reply_comes(self, on):
        self.follow("Record a contact")
        self.choose("What it was", "Reply")
        self.fill("When", typed(on))
        self.press("Save contact")
        self.is_at("What came of it?")
        expect(self.page.get_by_role("radio", name="Replied")).to_be_checked()
        self.press("Save what came of it")

    def plan_a_meeting(self, on, subject, people=""):
        self.fill("What it is about", subject)
        self.fill("Day", typed(on))
        self.fill("Who takes part", people)
        self.press("Save meeting")

    def write_up(self, notes, promises=()):
        self.is_at("What became of this meeting?")
        self.pick("It was held")
        self.fill("What was said", notes)
        for number, (side, what) in enumerate(promises, 1):
            row = self.page.get_by_role("group", name=f"Promise {number}")
            self.hand.select(row.get_by_label("Whose promise it is"), side)
            self.hand.type(row.get_by_role("textbox", name="What"), what)
        self.press("Save what became of it")

    # The agreement

    def name_a_lead(self, side, post):
        self.follow("Name a lead")
        self.hand.pick(self.page.get_by_role("group", name="Side").get_by_label(side))
        self.fill("Post", post)
        self.press("Save")

    def go_on_to(self, stage, **days):
        self.follow(f"Go on to: {stage}")
        self.is_at(f"Next: {stage}")
        for label, day in days.items():
            self.fill(label, typed(day))
        self.press(f"Save: {stage}")
        expect(self.page.locator(".steps [aria-current=step]")).to_contain_text(re.compile(stage, re.I))

    def writes_the_text(self):
        self.follow("Write the text")
        self.press("Fill every empty clause with words to begin with")
        page = self.page
        gaps = page.locator("#preview .gaps a")
        expect(gaps.first).to_be_visible()
        # Each gap is a link to its field: somebody fills the brackets there.
        for address in [each.get_attribute("href") for each in gaps.all()]:
            self.hand.choose(page.locator(f"#preview .gaps a[href='{address}']").first)
            words = page.locator(address)
            expect(words).to_be_focused()
            self.hand.type(words, re.sub(r"\[[^\]]*\]", "the forum", words.input_value()))
        purpose = page.locator("#part-purpose").get_by_label("What this agreement is for")
        self.hand.type(purpose, "Residents are heard early.")
        self.hand.go(page.locator(".savebar").get_by_role("button", name="Save and go to versions"))
        self.is_at("Versions")
        expect(page.get_by_text("words in square brackets")).to_have_count(0)

    def makes_a_link(self, who):
        """The address for somebody on the other side."""
        self.follow("Ask for comments")
        self.fill("Who is it for?", who)
        self.press("Make the link")
        self.is_at("The link is made")
        return self.page.get_by_role("region", name="The address").inner_text().strip()


def other_side_comments(chromium, address, base, words):
    """On a machine without an account and without scripts."""
    with chromium.new_context(base_url=base, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator("#s-purpose")).to_contain_text("Residents are heard early.")
        section = page.locator("#s-purpose")
        section.get_by_text("Comment on this section").click()
        section.get_by_label("Your comment").fill(words)
        section.get_by_role("button", name="Send the comment").click()
        expect(page.locator("#s-purpose .comment")).to_contain_text(words)
        assert context.cookies() == []


def other_side_reads(chromium, address, base, answer):
    with chromium.new_context(base_url=base, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator("#s-purpose .comment")).to_contain_text(answer)


def test_from_a_letter_to_the_first_review(member_page, chromium, live_server, axe, letter):
    page, on = member_page, Journey(member_page)
    page.goto("/partnerships/suffolk/")
    on.reply_comes(days_ago(150))
    on.sees("Replied")
    on.follow("Plan a meeting")
    on.plan_a_meeting(days_ago(120), "A seat for the sector", "Chief officer\nHead of Communities")
    on.write_up(
        "Both want a compact.",
        [("We promise", "Send the list of groups"), ("They promise", "Name an officer for the sector")],
    )
    on.sees("2 promises recorded")
    # What was agreed to write.
    on.follow("Add an agreement")
    expect(page.get_by_role("checkbox", name="Suffolk County Council")).to_be_checked()
    on.fill("Name", "Suffolk Compact")
    on.choose("Kind", "Compact")
    on.press("Save agreement")
    on.is_at("Suffolk Compact")
    on.follow("Put them under this one")
    assert complaints(page, axe, STATE) == []
    on.tick("Send the list of groups", "Name an officer for the sector")
    on.press("Save")
    on.sees("Saved.")
    on.name_a_lead("Our side", "Chief officer")
    on.name_a_lead("Their side", "Head of Communities")
    on.go_on_to("leads named", When=days_ago(110))
    on.writes_the_text()
    on.fill("What this version is for", "For the county")
    on.press("Make a version")
    on.is_at("Version 1")
    assert "Residents are heard early." in on.downloads("Download PDF")
    # The other side speaks, the member answers, the other side reads it.
    address = on.makes_a_link("Head of Communities")
    other_side_comments(chromium, address, live_server.url, "Whose residents?")
    on.follow("Back to the agreement")
    on.sees("Whose residents?")
    on.fill("Your answer", "All who live in the county")
    on.press(re.compile("Mark as done"))
    on.sees("Every comment is dealt with.")
    other_side_reads(chromium, address, live_server.url, "All who live in the county")
    # Signed, and what is done in its first year.
    on.go_on_to("draft", When=days_ago(100))
    on.go_on_to("consultation", When=days_ago(90), **{"The consultation closes on": days_ago(50)})
    on.follow("Go on to: signed")
    on.fill("Signed on", typed(days_ago(40)))
    on.tick("Voluntary Action Harbourside", "Suffolk County Council")
    on.press("Save: signed")
    on.sees(f"Signed on {typed(days_ago(40))}.")
    on.follow("Write a year’s plan")
    on.fill("What success looks like", "Every plan asks the forum first.")
    expect(page.get_by_role("checkbox", name="Send the list of groups")).to_be_checked()
    on.hand.untick(page.get_by_role("checkbox", name="Send the list of groups"))
    on.press("Save plan")
    on.sees("Every plan asks the forum first.")
    on.go_on_to("action plan", When=days_ago(30))
    # What became of a promise, and the first review.
    on.follow("Send the list of groups")
    on.follow("Say what became of it")
    on.pick("Kept", exact=True)
    on.fill("When", typed(days_ago(20)))
    on.fill("How you know", "They thanked us for it")
    on.press("Save what became of it")
    on.follow("Suffolk Compact")
    on.follow("Plan the review")
    on.plan_a_meeting(days_ago(1), "First review")
    on.write_up("It works well so far.")
    minutes = on.downloads(re.compile("PDF ?: minutes"))
    for words in ("Suffolk Compact", "It works well so far.", "They thanked us for it", "Name an officer"):
        assert words in minutes
    assert complaints(page, axe, STATE) == []
    on.follow("Record that Suffolk Compact was reviewed")
    on.fill("Note", "One promise of two was kept.")
    on.press("Save: reviewed")
    expect(page.locator(".steps [aria-current=step]")).to_contain_text("Reviewed")
    on.sees("One promise of two was kept.")
    # All of it stands with the body, with the way back to each step.
    on.follow(re.compile("^Everything with Suffolk"))
    for words in ("Suffolk Compact", "First review", "A seat for the sector", "The Covenant"):
        on.sees(words)
    kept = Agreement.objects.get()
    assert (kept.signed_on, kept.reviewed_on) == (days_ago(40), days_ago(1))
    assert {party.signed_on for party in kept.parties.all()} == {days_ago(40)}
    assert Promise.objects.filter(agreement=kept).count() == 2
    assert Contact.objects.get(pk=letter.pk).outcome == "replied"
