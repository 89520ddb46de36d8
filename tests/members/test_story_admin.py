"""NAVCA's queue: what was sent, the oldest first, and never a draft."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy
from members.stories import Story, StoryStatus

from .stories import address, begun, desk, sent

pytestmark = pytest.mark.django_db

QUEUE = "admin:members_story_changelist"


def titles(page):
    return re.findall(r'field-heading"><a [^>]*>([^<]*)<', page.text)


def do(client, action, *stories):
    form = {"action": action, "_selected_action": [str(story.pk) for story in stories]}
    return client.post(reverse(QUEUE), form, follow=True)


def test_drafts_are_nowhere_at_the_desk(member_client, curator_client):
    story = begun(member_client, title="Only ours")
    assert titles(curator_client.get(reverse(QUEUE))) == []
    assert curator_client.get(reverse(QUEUE), {"q": "Only"}).text.count("Only ours") == 0
    for step in ("review", "changes", "draft", "final"):
        assert curator_client.post(reverse(f"admin:members_story_{step}", args=[story.pk])).status_code == 404
    assert (
        "Only ours"
        not in curator_client.get(reverse("admin:members_story_change", args=[story.pk]), follow=True).text
    )


def test_a_story_is_the_members_to_delete_and_the_page_says_so(member_client, curator_client):
    story = sent(member_client, title="Ours")
    place = reverse("admin:members_story_delete", args=[story.pk])
    for answer in (curator_client.get, curator_client.post):
        page = answer(place)
        assert page.status_code == 200
        assert "It is the member’s own" in page.text
        assert "Ask the member for changes, or to withdraw it" in page.text
    assert Story.objects.filter(pk=story.pk).exists()


def test_the_oldest_waits_first_and_what_is_settled_comes_last(member_client, curator_client):
    made = [sent(member_client, title=title) for title in ("New", "Old", "Back")]
    for story, days in zip(made, (1, 30, 60), strict=True):
        Story.objects.filter(pk=story.pk).update(sent_at=timezone.now() - timedelta(days=days))
    desk(curator_client, made[2], "changes", note="More")
    page = curator_client.get(reverse(QUEUE))
    assert titles(page) == ["Old", "New", "Back"]
    assert re.findall(r'field-days_waiting">([^<]*)<', page.text) == ["30", "1", "-"]
    assert "Given, by name" in page.text
    assert titles(curator_client.get(reverse(QUEUE), {"status": "waiting"})) == ["Old", "New"]
    assert titles(curator_client.get(reverse(QUEUE), {"q": "old"})) == ["Old"]


def test_what_a_member_changes_is_seen_when_it_is_sent_again(member_client, curator_client):
    story = sent(member_client)
    desk(curator_client, story, "changes", note="More")
    member_client.post(
        address(story, "write"),
        {"title": "Half a thought", "revision": story.revision, "page": "x", "turn": "1"},
    )
    page = curator_client.get(reverse("admin:members_story_change", args=[story.pk]))
    assert "Half a thought" not in page.text
    assert "The minibus was to go in April." in page.text


def test_several_at_once(member_client, curator_client):
    one, two = sent(member_client, title="One"), sent(member_client, title="Two")
    assert "is in review" in do(curator_client, "take_for_review", one, two).text
    assert set(Story.objects.values_list("status", flat=True)) == {StoryStatus.IN_REVIEW}
    # Another curator was faster: it is said, and nothing happens twice.
    assert "another place now" in do(curator_client, "take_for_review", one).text
    assert "Choose one story" in do(curator_client, "ask_for_changes", one, two).text
    assert "What the member is asked to change" in do(curator_client, "ask_for_changes", one).text
    before = CaseStudy.objects.count()
    do(curator_client, "draft_the_case_study", one)
    assert "another place now" in do(curator_client, "draft_the_case_study", one, two).text
    assert CaseStudy.objects.count() == before + 2


def test_asking_for_changes_needs_a_note(member_client, curator_client):
    story = sent(member_client)
    page = curator_client.post(reverse("admin:members_story_changes", args=[story.pk]), {"note": " "})
    assert "Enter what the member is asked to change" in page.text
    story.refresh_from_db()
    assert story.status == StoryStatus.SENT


def test_one_action_drafts_all_of_it(member_client, curator_client, harbourside):
    story = sent(member_client, title="Share", problem="# Not a head\n*not* bold", may_name="")
    desk(curator_client, story, "draft")
    study = story.case_study
    assert study.slug == "share-2"  # the address “share” is taken
    assert (study.place, study.region, study.place_kind) == ("Harbourside", "south-west", "unitary")
    figure = study.figures.get()
    assert (figure.value, figure.as_of, figure.source.title) == (
        "212",
        "March 2026",
        "Our count of passengers",
    )
    assert [partner.name for partner in study.partners.all()] == ["Harbourside Council"]
    assert [row.slug for row in study.principles.all()] == ["partnership-and-collaboration"]
    assert [tag.function.slug for tag in study.function_tags.all()] == ["convening"]
    assert study.source.publisher == figure.source.publisher == "A member of NAVCA"
    assert (study.told_by_member, study.consent_on, study.status) == (True, None, "draft")
    assert study.history.latest().history_user.email == "curator@navca.example.org"
    # Its consent is not NAVCA's to enter.
    page = curator_client.get(reverse("admin:casestudies_casestudy_change", args=[study.pk]))
    assert page.status_code == 200
    assert 'name="consent_on"' not in page.text
    its_story = f"{reverse(QUEUE)}?case_study__id__exact={study.pk}"
    assert its_story in page.text
    assert titles(curator_client.get(its_story)) == ["Share"]
    study.delete()
    story.refresh_from_db()
    assert (
        "Draft the case study again"
        in curator_client.get(reverse("admin:members_story_change", args=[story.pk])).text
    )
    desk(curator_client, story, "draft")
    assert story.case_study is not None


def test_the_queue_asks_as_often_for_many_as_for_few(member_client, curator_client, harbourside):
    story = sent(member_client)
    with CaptureQueriesContext(
        connection,
    ) as few:
        curator_client.get(reverse(QUEUE))
    Story.objects.bulk_create(
        Story(
            organisation=harbourside, title=f"Story {number}", sent_title=f"Story {number}", status="sent",
            sent_at=timezone.now(), sent_words=story.sent_words,
        )
        for number in range(300)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        page = curator_client.get(reverse(QUEUE))
    assert "301 stories" in page.text
    assert len(many) <= len(few) + 1
