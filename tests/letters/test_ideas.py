"""The toolkit's eight ideas, taken up as activities in one tick."""

import pytest
from django.urls import reverse

from letters.models import StarterExample
from members.work import Activity

pytestmark = pytest.mark.django_db

IDEAS = reverse("work-ideas")


def test_every_idea_says_where_it_belongs():
    assert StarterExample.objects.to_take_up().count() == StarterExample.objects.count() == 8


def test_ticked_ideas_become_activities_once(member_client, harbourside, other_client):
    page = member_client.get(IDEAS).text
    assert page.count('type="checkbox"') == 8
    ticked = ["alliance", "seat-on-a-board"]
    for _ in range(2):
        said = member_client.post(IDEAS, {"ideas": ticked}, follow=True).text
        assert Activity.objects.for_organisation(harbourside).count() == 2
    assert "these are in your work already" in said

    idea = StarterExample.objects.get(slug="seat-on-a-board")
    activity = Activity.objects.get(idea=idea.slug)
    assert (activity.name, activity.letter_wording) == (idea.title, idea.text)
    assert (activity.function, activity.principles) == (
        idea.function,
        [idea.first_principle, idea.second_principle],
    )
    assert activity.current_stage == "running"
    assert not activity.is_described  # its gaps are the member's to fill

    page = member_client.get(IDEAS).text
    assert page.count('type="checkbox"') == 6
    assert f'href="{activity.get_absolute_url()}"' in page
    assert other_client.get(IDEAS).text.count('type="checkbox"') == 8

    member_client.post(IDEAS, {"ideas": [idea.slug for idea in StarterExample.objects.all()]})
    assert Activity.objects.count() == 8
    assert "Add to our work" not in member_client.get(IDEAS).text


def test_an_activity_of_that_name_stands_for_the_idea(member_client, harbourside):
    idea = StarterExample.objects.get(slug="alliance")
    mine = Activity(organisation=harbourside, name=idea.title.upper(), function=idea.function)
    mine.full_clean()
    mine.save()
    member_client.post(IDEAS, {"ideas": ["alliance"]})
    assert Activity.objects.get() == mine


@pytest.mark.parametrize("ideas", [[], ["no-such-idea"]])
def test_nothing_ticked_is_said(member_client, ideas):
    page = member_client.post(IDEAS, {"ideas": ideas} if ideas else {"organisation": "harbourside"}).text
    assert "Tick at least one" in page or "Tick ideas from the list" in page
    assert not Activity.objects.exists()


def test_an_idea_without_a_function_is_not_offered(member_client):
    StarterExample.objects.filter(slug="alliance").update(function=None)
    assert member_client.get(IDEAS).text.count('type="checkbox"') == 7
