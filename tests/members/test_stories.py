"""A member tells a story: nothing typed is lost, and it comes to the site and off it again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from casestudies.models import CaseStudy
from members.stories import Story, StoryStatus
from members.story_due import due
from members.story_steps import NotNow, delete
from tests.interleaving import before_the_lock

from .stories import WORDS, address, agree, begun, desk, photograph, publish, published, sent

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _navca(settings):
    settings.REQUESTS_TO = "navca@example.org"


# Writing


def test_a_draft_is_there_at_once_and_saves_whatever_is_known(member_client, harbourside):
    started = member_client.post(reverse("stories:story-new"))
    story = Story.objects.get()
    assert started.url == address(story, "write")
    assert (story.place, story.status) == ("Harbourside", StoryStatus.DRAFT)
    saved = member_client.post(
        started.url,
        {"title": "A key", "place": "", "changed": "x" * 30_000, "revision": "1", "page": "p", "turn": "2"},
    )
    assert saved.status_code == 302
    story.refresh_from_db()
    assert (story.title, story.place, len(story.changed)) == ("A key", "", 30_000)
    page = member_client.get(address(story, "send"))
    assert "Say what the problem was" in page.text
    assert "Tick that NAVCA may publish it" in page.text
    # Nor does it go as long as something is missing, whoever asks.
    member_client.post(address(story, "send"), {"note": "Now"})
    story.refresh_from_db()
    assert story.status == StoryStatus.DRAFT


def test_everything_that_was_typed_comes_back(member_client):
    story = begun(member_client)
    assert story.figures == [
        {"value": "212", "unit": "people who use it each week", "as_of": "March 2026",
         "source": "Our count of passengers"}
    ]  # fmt: skip
    assert [row["agreed"] for row in story.partners] == [True, False]
    page = member_client.get(address(story, "write")).text
    for typed in (
        "How a compact saved the minibus",
        "Three groups came along.",
        "Our count of passengers",
        "Shy Trust",
    ):
        assert typed in page
    assert story.may_publish_on == story.may_name_on == timezone.localdate()


def test_two_people_who_write_at_once_are_told(member_client, colleague_client):
    story = begun(member_client)
    theirs = WORDS | {
        "revision": story.revision,
        "page": "q",
        "turn": "2",
        "problem": "The colleague’s words",
    }
    assert colleague_client.post(address(story, "write"), theirs).status_code == 302
    mine = WORDS | {"revision": story.revision, "page": "p", "turn": "3", "problem": "My own words"}
    refused = member_client.post(address(story, "write"), mine)
    assert refused.status_code == 409
    assert "Kit Colleague changed this story" in refused.text
    assert "My own words" in refused.text
    assert "The colleague’s words" in refused.text
    story.refresh_from_db()
    assert story.problem == "The colleague’s words"
    kept = member_client.post(address(story, "write"), mine | {"keep": story.revision})
    assert kept.status_code == 302
    story.refresh_from_db()
    assert story.problem == "My own words"
    # Also when the colleague's come after mine were checked, and before mine are stored.
    mine |= {"revision": story.revision, "turn": "4", "problem": "My last words"}
    theirs |= {"revision": story.revision, "turn": "5"}
    with before_the_lock(lambda: colleague_client.post(address(story, "write"), theirs)):
        assert member_client.post(address(story, "write"), mine).status_code == 409
    story.refresh_from_db()
    assert story.problem == "The colleague’s words"
    mine |= {"revision": story.revision}
    with before_the_lock(lambda: colleague_client.post(address(story, "send"), {"note": ""})):
        page = member_client.post(address(story, "write"), mine)
    assert (page.status_code, "My last words" in page.text) == (409, True)
    story.refresh_from_db()
    assert (story.problem, story.status) == ("The colleague’s words", "sent")


def test_words_that_come_after_it_was_sent_are_not_lost(member_client):
    story = sent(member_client)
    late = WORDS | {"revision": story.revision, "page": "p", "turn": "9", "problem": "One more thing"}
    page = member_client.post(address(story, "write"), late)
    assert page.status_code == 409
    assert "One more thing" in page.text
    live = member_client.post(address(story, "write"), late, headers={"X-Live": "1"})
    assert (live.status_code, live.headers["Content-Type"]) == (403, "text/plain")
    story.refresh_from_db()
    assert story.problem == WORDS["problem"]


@pytest.mark.one_database
def test_a_figure_without_its_source_is_asked_for(member_client):
    story = begun(member_client, **{"figure-1-source": ""})
    assert "Figure 1: enter the number, when and the source" in member_client.get(address(story, "send")).text


def test_more_rows_lose_no_word(member_client):
    member_client.post(reverse("stories:story-new"))
    story = Story.objects.get()
    answer = member_client.post(
        address(story, "write"), WORDS | {"revision": "1", "page": "p", "turn": "2", "more": "1"}
    )
    page = member_client.get(answer.url)
    assert page.text.count("<legend>Figure ") == 5
    assert "Our count of passengers" in page.text


# Pictures


def test_a_picture_needs_words_and_the_right_to_it_and_stays_private(
    member_client, other_client, client, curator_client, tmp_path, settings
):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    story = begun(member_client)
    new = address(story, "picture-new")
    refused = member_client.post(new, {"file": photograph()})
    for said in (
        "Say what it shows",
        "Enter who took it",
        "Tick that you have the right",
        "Choose the picture again",
    ):
        assert said in refused.text
    whole = {"alt": "The bus at the pier", "credit": "Ada Lens", "may_use": "on"}
    wrong = member_client.post(new, whole | {"file": photograph(name="bus.svg", size=(40, 40))})
    assert "at least 400 pixels" in wrong.text
    assert member_client.post(new, whole | {"file": photograph((4000, 2000))}).status_code == 302
    picture = story.pictures.get()
    file = address(story, "picture-file", picture.pk)
    shown = member_client.get(file)
    assert (shown.headers["Content-Type"], shown.headers["Cache-Control"]) == (
        "image/jpeg",
        "private, no-store",
    )
    assert other_client.get(file).status_code == 404
    assert client.get(file).status_code == 302
    # NAVCA sees it with the story, and not before.
    at_the_desk = reverse("admin:members_story_picture", args=[story.pk, picture.pk])
    assert curator_client.get(at_the_desk).status_code == 404
    member_client.post(address(story, "send"), {"note": ""})
    assert curator_client.get(at_the_desk).status_code == 200
    member_client.post(address(story, "picture", picture.pk), {"remove": "1"})
    assert story.pictures.exists()  # sent stories do not change


# The way to the site and back


def test_the_whole_way(member_client, curator_client, client, mailoutbox, member, harbourside):
    story = sent(member_client)
    assert mailoutbox[-1].to == ["navca@example.org"]
    desk(curator_client, story, "review")
    desk(curator_client, story, "changes", note="Who paid for it?")
    assert (mailoutbox[-1].to, "Who paid for it?" in mailoutbox[-1].body) == ([member.email], True)
    assert [row.text for row in due(harbourside, timezone.localdate())] == [
        "Answer NAVCA about “How a compact saved the minibus”"
    ]
    assert "Who paid for it?" in member_client.get(address(story)).text
    member_client.post(address(story, "send"), {"note": "The council did."})
    story.refresh_from_db()
    assert story.status == StoryStatus.SENT

    assert "casestudies" in desk(curator_client, story, "draft").url
    study = story.case_study
    assert (study.status, study.lead_organisation, study.told_by_member) == ("draft", str(harbourside), True)
    refused = publish(curator_client, story)
    assert "has not agreed to its publication" in refused.text
    desk(curator_client, story, "final", note="Here it is")
    assert "Read the final text" in mailoutbox[-1].subject
    assert [row.status for row in due(harbourside, timezone.localdate())] == ["Agree"]
    final = member_client.get(address(story, "final"))
    assert "212 people use it each week" in final.text
    assert client.get(study.get_absolute_url()).status_code == 404

    assert agree(member_client, story).status_code == 302
    assert "is published" in publish(curator_client, story).text
    assert client.get(study.get_absolute_url()).status_code == 200
    assert "Published" in member_client.get(reverse("stories:stories")).text

    member_client.post(address(story, "withdraw"), {"note": "The council asked us"})
    assert client.get(study.get_absolute_url()).status_code == 404
    assert "minibus" not in client.get(reverse("casestudies:case-studies")).text
    assert study.get_absolute_url() not in client.get(reverse("search"), {"q": "minibus"}).text
    assert ("Consent withdrawn" in mailoutbox[-1].subject, "The council asked us" in mailoutbox[-1].body) == (
        True,
        True,
    )
    study.refresh_from_db()
    assert (study.status, study.lead_organisation, study.source.publisher) == (
        "withdrawn",
        "",
        "A member of NAVCA",
    )
    # Nor does it come back by itself.
    curator_client.post(
        reverse("admin:casestudies_casestudy_changelist"), {"action": "draft", "_selected_action": [study.pk]}
    )
    assert "withdrawn its consent" in publish(curator_client, story).text
    assert client.get(study.get_absolute_url()).status_code == 404
    steps = [str(step) for step in story.steps.all()]
    assert steps == [
        "Sent to NAVCA", "Taken for review", "Changes asked", "Sent again", "Case study drafted",
        "Final text shown", "Agreed to the final text", "Withdrawn",
    ]  # fmt: skip


def test_the_member_may_want_other_words(member_client, curator_client, mailoutbox):
    story = sent(member_client)
    desk(curator_client, story, "draft")
    desk(curator_client, story, "final")
    empty = member_client.post(address(story, "final"), {"changes": "1", "note": ""})
    assert "Say what has to change" in empty.text
    member_client.post(address(story, "final"), {"changes": "1", "note": "It was two groups."})
    assert "It was two groups." in mailoutbox[-1].body
    assert "has not agreed" in publish(curator_client, story).text
    page = curator_client.get(reverse("admin:members_story_change", args=[story.pk]))
    assert "It was two groups." in page.text


@pytest.mark.one_database
def test_scripts_end_as_text_in_every_field(member_client, curator_client, client):
    typed = {
        name: f"{value} {SCRIPT}"
        for name, value in WORDS.items()
        if not name.endswith(("-rows", "-agreed"))
        and name not in ("region", "place_kind", "principles", "functions", "may_publish", "may_name")
    }
    story = published(member_client, curator_client, **typed, summary=f"Short {SCRIPT}")
    pages = [
        member_client.get(address(story)),
        member_client.get(address(story, "look")),
        member_client.get(address(story, "final")),
        client.get(story.case_study.get_absolute_url()),
        client.get(reverse("casestudies:case-studies")),
        curator_client.get(reverse("admin:members_story_change", args=[story.pk])),
        curator_client.get(reverse("admin:members_story_changelist")),
    ]
    for page in pages:
        assert page.status_code == 200
        assert SCRIPT not in page.text
        assert "alert(1)" in page.text


def test_share_is_no_case_study(curator_client):
    study = CaseStudy.objects.first()
    study.slug = "share"
    with pytest.raises(Exception, match="another page"):
        study.clean()


def test_what_was_sent_meanwhile_is_not_deleted(member_client):
    with pytest.raises(NotNow):
        delete(sent(member_client))
    delete(begun(member_client))
    assert Story.objects.get().status == StoryStatus.SENT
