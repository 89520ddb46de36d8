"""An agreement written in a browser, and a private link opened in another one, with scripts off."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import AgreementText, Comment, Poll, PollAnswer
from tests.partnerships.drafts import agreement_of, link_to, text_for, version_of

from .looks import STATE, complaints


@pytest.fixture
def agreement(harbourside):
    row = agreement_of(harbourside)
    text_for(row)
    return row


def test_words_are_saved_at_a_pause_and_shown_beside(member_page, axe, agreement):
    page = member_page
    page.goto(reverse("partnerships:agreement-text", args=[agreement.pk]))
    assert complaints(page, axe, STATE) == []
    page.get_by_label("Equity clause").fill("Begin with those nobody asks")
    expect(page.locator("#preview")).to_contain_text("Begin with those nobody asks")
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"Saved at \d\d:\d\d"))
    # One button puts words to begin with into the field. Every part of the form is open by now.
    page.get_by_role("button", name="Use these words for Money and contracts").click()
    expect(page.get_by_label("Money and contracts").first).to_have_value(re.compile("full cost of the work"))
    assert AgreementText.objects.get().clauses["equity"] == "Begin with those nobody asks"


def test_the_other_side_answers_without_an_account_or_a_script(chromium, live_server, axe, agreement):
    poll = Poll.objects.create(agreement=agreement)
    (_, comments), (_, poll_path) = link_to(version_of(agreement)), link_to(poll)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(comments)
    section = page.locator("#s-equity")
    section.get_by_text("Comment on this section").click()
    section.get_by_label("Your comment").fill("Whose need is greatest?")
    section.get_by_role("button", name="Send the comment").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(page.locator("#s-equity .comment")).to_contain_text("Whose need is greatest?")
    page.goto(poll_path)
    page.get_by_role("group", name="The other side gives its reasons").get_by_label("Mostly").check()
    page.get_by_role("button", name="Send your answers").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    assert context.cookies() == []
    context.close()
    assert Comment.objects.get().text == "Whose need is greatest?"
    assert PollAnswer.objects.get().told_reasons == 4
    with chromium.new_context(base_url=live_server.url) as scripted:
        page = scripted.new_page()
        for path in (comments, poll_path):
            page.goto(path)
            assert complaints(page, axe, STATE) == []


@pytest.mark.everywhere
def test_versions_comments_links_and_polls_are_for_everybody(member_page, client, axe, agreement):
    version, poll = version_of(agreement), Poll.objects.create(agreement=agreement)
    (link, comments), (_, poll_path) = link_to(version), link_to(poll)
    client.post(comments, {"section": "equity", "equity-text": "Whose need?", "equity-name": "Jo"})
    client.post(poll_path, {"told_reasons": 4, "works_well": "We talk"})
    of_agreement = [agreement.pk]
    for address in (
        agreement.get_absolute_url(),
        reverse("partnerships:agreement-versions", args=of_agreement),
        version.get_absolute_url(),
        f"{reverse('partnerships:link-new', args=of_agreement)}?version=1",
        link.get_absolute_url(),
    ):
        member_page.goto(address)
        assert complaints(member_page, axe, STATE) == []
