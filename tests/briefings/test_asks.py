"""What is asked of a body: kept once, the same in every paper, in no address, never over a colleague."""

import datetime
import re

import pytest
from django.urls import reverse

from briefings.asks import keep_asks
from briefings.models import BodyAsks
from briefings.occasion import Occasion
from partnerships.models import OwnBody
from publicbodies.models import PublicBody

from .members import DAY, ask, typical

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.time_machine("2026-12-01T10:00Z", tick=False),
]


def papers(client, name="briefings:briefings", **chosen):
    return client.get(reverse(name), chosen)


def save_asks(client, asks, revision=0, body="suffolk", **more):
    address = reverse("briefings:briefings", query={"body": body, "day": "8 December 2026"})
    return client.post(address, {"asks": asks, "revision": revision} | more)


def test_more_than_three_asks_are_refused(member_client, harbourside):
    page = save_asks(member_client, "One\nTwo\nThree\nFour")
    assert "Keep to three asks" in page.text
    assert "One\nTwo\nThree\nFour" in page.text
    assert "Shorten each ask" in save_asks(member_client, "x" * 201).text
    assert not BodyAsks.objects.exists()


def test_what_is_asked_is_kept_for_the_body_and_stands_in_no_address(member_client, harbourside):
    suffolk = typical(harbourside)
    response = save_asks(member_client, "1. A seat on the board\n\n- Name a lead\u202e")
    assert response.status_code == 302
    page = member_client.get(response.url)
    addresses = re.findall(r'(?:href|action)="([^"]*)"', page.text)
    assert not [each for each in [response.url, *addresses] if "seat" in each or "asks=" in each]
    assert "You ask first: <strong>A seat on the board</strong>" in page.text
    assert Occasion(harbourside, suffolk, DAY).asks == ["A seat on the board", "Name a lead"]
    read = papers(member_client, "briefings:picture", body="suffolk", asks="Something else")
    assert "A seat on the board" in read.text
    assert "Something else" not in read.text
    # Another body is asked something else, and an empty answer is what the last letter asked.
    assert "A seat on the board" not in papers(member_client, "briefings:picture", body="ipswich").text
    save_asks(member_client, " ", revision=1)
    assert Occasion(harbourside, suffolk, DAY).asks == [
        "Meet us before Easter",
        "Keep the small grants panel",
    ]


def test_what_a_body_of_ones_own_is_asked_goes_with_it(member_client, harbourside):
    trust = OwnBody.objects.create(organisation=harbourside, name="Harbour Trust", kind="funder")
    save_asks(member_client, "A room on Tuesdays", body=f"own-{trust.pk}")
    assert BodyAsks.objects.get().own_body == trust
    trust.delete()
    assert not BodyAsks.objects.exists()


def test_two_people_at_once_keep_each_others_asks(member_client, colleague_client, harbourside):
    save_asks(colleague_client, "A seat on the board")
    page = save_asks(member_client, "Name a lead")
    assert "Somebody changed what you ask while you were writing" in page.text
    assert "A seat on the board" in page.text
    assert "Name a lead</textarea>" in page.text
    assert 'name="revision" value="1"' in page.text
    assert BodyAsks.objects.get().text == "A seat on the board"
    # The same words are no quarrel, and what was compared is kept.
    assert save_asks(member_client, "A seat on the board").status_code == 302
    assert save_asks(member_client, "Both", revision=BodyAsks.objects.get().revision).status_code == 302
    assert BodyAsks.objects.get().text == "Both"


def test_whoever_was_faster_since_the_page_was_read_is_not_overwritten(harbourside, member):
    suffolk = PublicBody.objects.get(slug="suffolk")
    seen = BodyAsks.of(harbourside, suffolk)
    assert keep_asks(seen, "A seat on the board", member)
    assert not keep_asks(seen, "Name a lead", member)
    assert BodyAsks.objects.get().text == "A seat on the board"


def test_a_lapsed_member_reads_the_papers_and_changes_nothing(member_client, harbourside):
    ask(harbourside, PublicBody.objects.get(slug="suffolk"), "A seat on the board")
    harbourside.membership_ends_on = datetime.date(2026, 11, 30)
    harbourside.save()
    page = papers(member_client, body="suffolk")
    assert "A seat on the board" in page.text
    assert "Save what you ask" not in page.text
    assert save_asks(member_client, "Name a lead", revision=0).status_code == 403
    assert BodyAsks.objects.get().text == "A seat on the board"
