"""Recording what came of several letters at once, with the keyboard."""

import datetime
import re
import uuid

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partnerships.contacts import record_letter_sent
from partnerships.models import Contact, Outcome, Post, Recipient, Route
from publicbodies.models import PublicBody

from .looks import STATE, complaints


@pytest.fixture
def letters(harbourside):
    """A letter to three bodies, two months ago."""
    today = timezone.localdate()
    posts = {body: Post.usual_at(body) for body in PublicBody.objects.live_on(today)[:3]}
    recipients = Recipient.objects.nameless_at(posts, harbourside)
    return [
        record_letter_sent(
            recipient=recipient, on=today - datetime.timedelta(days=60),
            how=Route.POST, subject="The Covenant", asks="Meet us.", reply_by_on=None, by=None,
            reference=uuid.uuid4(), version=1,
        )
        for recipient in recipients
    ]  # fmt: skip


@pytest.mark.everywhere
def test_two_of_three_have_replied(member_page, axe, letters):
    page = member_page
    page.goto("/partnerships/contacts/?show=chase")
    assert complaints(page, axe, STATE) == []
    for letter in letters[:2]:
        page.get_by_role("checkbox", name=letter.with_whom).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Record what came of them").press("Enter")
    assert complaints(page, axe, STATE) == []
    page.get_by_role("button", name="Save what came of it").press("Enter")
    page.get_by_role("alert").wait_for()
    expect(page).to_have_title(re.compile("^Error: "))
    assert complaints(page, axe, STATE) == []
    page.get_by_role("radio", name="Replied").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save what came of it").press("Enter")
    page.get_by_text("Replied: ").wait_for()
    expect(page.get_by_role("checkbox")).to_have_count(1)
    assert Contact.objects.filter(outcome=Outcome.REPLIED).count() == 2
