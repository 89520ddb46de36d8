"""A member agrees that a story is published and that it is named in it; both can be taken back."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy, CaseStudyPicture
from casestudies.wording import names
from members.stories import Story, StoryStatus

from .stories import WORDS, address, agree, begun, desk, photograph, publish, published, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _navca(settings):
    settings.REQUESTS_TO = "navca@example.org"


def test_consents_are_two_and_keep_their_own_days(member_client):
    story = begun(member_client)
    Story.objects.update(may_publish_on="2026-01-05", may_name_on="2026-01-05")
    words = WORDS | {"revision": story.revision, "page": "p", "turn": "3", "may_name_by": "Kit Colleague"}
    member_client.post(address(story, "write"), words)
    story.refresh_from_db()
    assert str(story.may_publish_on) == "2026-01-05"
    assert (story.may_name_by, story.may_name_on) == ("Kit Colleague", timezone.localdate())
    del words["may_name"]
    member_client.post(address(story, "write"), words | {"revision": story.revision, "turn": "4"})
    story.refresh_from_db()
    assert (story.may_name, story.may_name_on, story.may_publish) == (False, None, True)


def test_the_member_agrees_to_words_and_not_to_a_blank_sheet(member_client, curator_client):
    story = sent(member_client)
    desk(curator_client, story, "draft")
    desk(curator_client, story, "final")
    seen = member_client.get(address(story, "final")).context["seen"]
    study = story.case_study
    study.what_changed = "The minibus flies."
    study.save()
    answer = member_client.post(address(story, "final"), {"seen": seen}, follow=True)
    assert "NAVCA has just changed the text" in answer.text
    assert "The minibus flies." in answer.text
    agree(member_client, story)
    study.refresh_from_db()
    study.title = "Something else"
    study.save()
    assert "words have changed since the member agreed" in publish(curator_client, story).text
    study.refresh_from_db()
    assert study.status == "draft"
    # The member is asked again, and only then it goes.
    desk(curator_client, story, "final")
    agree(member_client, story)
    assert "is published" in publish(curator_client, story).text


def test_who_has_not_agreed_is_not_named(member_client, curator_client, client, harbourside):
    story = published(member_client, curator_client, may_name="")
    page = client.get(story.case_study.get_absolute_url()).text
    assert "Harbourside Council" in page
    assert "Shy Trust" not in page
    assert str(harbourside) not in page
    assert "Told by a member of NAVCA" in page


def test_taken_back_it_can_be_begun_again(member_client, curator_client):
    story = sent(member_client)
    desk(curator_client, story, "changes", note="Say when")
    member_client.post(address(story, "send"), {"note": "It was our bus in May"})
    desk(curator_client, story, "review")
    seen = reverse("admin:members_story_change", args=[story.pk])
    assert "It was our bus in May" in curator_client.get(seen).text
    member_client.post(address(story, "withdraw"), {"note": "We think again"})
    page = curator_client.get(seen)
    for words in ("The minibus was to go", "It was our bus in May", WORDS["title"]):
        assert words not in page.text
    for words in ("can no longer be read here", "We think again", "Say when"):
        assert words in page.text
    assert WORDS["title"] not in curator_client.get(reverse("admin:members_story_changelist")).text
    member_client.post(address(story, "begin-again"))
    fresh = Story.objects.exclude(pk=story.pk).get()
    assert (fresh.problem, fresh.status, fresh.may_publish) == (WORDS["problem"], StoryStatus.DRAFT, False)
    assert member_client.post(address(fresh, "delete")).status_code == 302
    assert not Story.objects.filter(pk=fresh.pk).exists()


def test_pictures_come_with_the_page_and_go_with_the_consent(
    member_client, other_client, curator_client, client, django_capture_on_commit_callbacks
):
    story = begun(member_client)
    picture = {"file": photograph(), "alt": "The bus at the pier", "credit": "Ada Lens", "may_use": "on"}
    member_client.post(address(story, "picture-new"), picture)
    member_client.post(address(story, "send"), {"note": ""})
    desk(curator_client, story, "draft")
    desk(curator_client, story, "final")
    shown = story.case_study.pictures.get()
    assert (shown.alt, shown.credit, shown.width) == ("The bus at the pier", "Ada Lens", 640)
    # Before it is published only the member and NAVCA see it.
    first_look = address(story, "final-picture", shown.pk)
    assert first_look in member_client.get(address(story, "final")).text
    assert member_client.get(first_look).status_code == 200
    assert other_client.get(first_look).status_code == 404
    assert client.get(shown.get_absolute_url()).status_code == 404
    agree(member_client, story)
    publish(curator_client, story)
    assert client.get(shown.get_absolute_url()).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        member_client.post(address(story, "withdraw"), {"note": ""})
    assert client.get(shown.get_absolute_url()).status_code == 404
    assert not shown.file.storage.exists(shown.file.name)
    assert not CaseStudyPicture.history.filter(case_study_id=story.case_study_id).exists()
    # What NAVCA adds to its own text afterwards is none of the member's.
    added = story.case_study.pictures.create(file=photograph(), alt="A map of NAVCA", width=640, height=480)
    assert member_client.get(address(story, "final-picture", added.pk)).status_code == 404


def test_the_name_can_be_taken_back_alone(member_client, curator_client, client, harbourside, mailoutbox):
    story = published(member_client, curator_client)
    page = story.case_study.get_absolute_url()
    assert str(harbourside) in client.get(page).text
    member_client.post(address(story, "unname"))
    shown = client.get(page)
    assert shown.status_code == 200
    assert str(harbourside) not in shown.text
    assert "Told by a member of NAVCA" in shown.text
    assert "no longer agrees to be named" in mailoutbox[-1].body
    story.refresh_from_db()
    assert (story.may_name, story.may_publish, story.is_agreed) == (False, True, True)


def test_a_page_that_was_open_does_not_bring_the_name_back(member_client, curator_client):
    story = sent(member_client)
    desk(curator_client, story, "changes", note="Shorter, please")
    still_open = WORDS | {"revision": story.revision, "page": "p", "turn": "9"}
    member_client.post(address(story, "unname"))
    answer = member_client.post(address(story, "write"), still_open)
    assert answer.status_code == 409
    assert "NAVCA may name our organisation in it" in answer.text
    story.refresh_from_db()
    assert not story.may_name


def test_a_text_that_says_the_name_goes_until_it_is_written_anew(
    member_client, curator_client, client, harbourside
):
    """Also after the membership has ended: whoever left may take its name along."""
    study = CaseStudy.objects.first()
    study.what_changed = "It has value.\nVA of “Harbourside” came"
    assert names(study, "va", "other")
    assert not names(study, "val", "")
    story = published(member_client, curator_client, changed=f"{harbourside.name.upper()} kept the bus.")
    page = story.case_study.get_absolute_url()
    harbourside.membership_ends_on = datetime.date(2026, 1, 1)
    harbourside.save()
    answer = member_client.post(address(story, "unname"), follow=True)
    assert "off the site until NAVCA has changed it" in answer.text
    assert client.get(page).status_code == 404
    curator_client.post(
        reverse("admin:casestudies_casestudy_changelist"),
        {"action": "draft", "_selected_action": [story.case_study_id]},
    )
    assert "has not agreed" in publish(curator_client, story).text
    # The whole story can be taken back as well.
    member_client.post(address(story, "withdraw"), {"note": ""})
    story.refresh_from_db()
    assert story.is_withdrawn
