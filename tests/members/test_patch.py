"""The patch: putting a whole area in, what changes in it, where we are with each body, taking one out."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from letters.models import Letter, LetterCopy, LetterTemplate
from members.changed_fields import OPENED_WITH
from members.models import Membership
from members.patch import changes_in_patch
from partnerships.models import Post, Recipient
from publicbodies.models import PublicBody

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SUFFOLK = ["suffolk", "babergh", "east-suffolk", "ipswich", "mid-suffolk", "west-suffolk"]
FOLLOWING = ["western-suffolk", "central-and-eastern-suffolk", "ipswich-and-south-suffolk"]
ICB = "norfolk-and-suffolk-icb"
LAST_DAY = datetime.date(2028, 3, 31)
NEXT_DAY = datetime.date(2028, 4, 1)


def bodies(*slugs):
    return PublicBody.objects.filter(slug__in=slugs)


def slugs(rows):
    return {row.slug for row in rows}


@pytest.fixture
def suffolk(harbourside):
    harbourside.patch.set(bodies(*SUFFOLK, ICB, "calderdale"))
    return harbourside


def test_bodies_of_an_area_that_end_together_are_one_change(suffolk):
    (change,) = changes_in_patch(suffolk, LAST_DAY)
    assert (change.on, change.follows_on, change.has_happened) == (LAST_DAY, NEXT_DAY, False)
    assert slugs(change.bodies) == set(SUFFOLK)
    assert slugs(change.successors) == set(FOLLOWING)


def test_s2_the_successors_are_offered_from_the_day_after(suffolk):
    (change,) = changes_in_patch(suffolk, NEXT_DAY)
    assert change.has_happened
    assert slugs(change.to_add) == set(FOLLOWING)
    suffolk.patch.add(*bodies(*FOLLOWING[:1]))
    (change,) = changes_in_patch(suffolk, NEXT_DAY)
    assert slugs(change.to_add) == set(FOLLOWING[1:])


def test_a_new_council_is_offered_while_it_prepares_and_its_first_day_is_announced(suffolk):
    bodies("western-suffolk").update(shadow_on=datetime.date(2027, 5, 6))
    (change,) = changes_in_patch(suffolk, datetime.date(2027, 5, 5))
    assert slugs(change.to_add) == set()
    (change,) = changes_in_patch(suffolk, datetime.date(2027, 5, 6))
    assert slugs(change.to_add) == {"western-suffolk"}
    suffolk.patch.set(bodies("western-suffolk"))
    shadow, first = changes_in_patch(suffolk, datetime.date(2027, 5, 5))
    assert (shadow.on, first.on) == (datetime.date(2027, 5, 6), NEXT_DAY)
    assert shadow.is_beginning
    assert first.is_beginning


@pytest.fixture
def client_the_day_after(member):
    """The member signed in on 1 April 2028."""
    with time_machine.travel(datetime.datetime(2028, 4, 1, 12, tzinfo=datetime.UTC)):
        client = Client()
        client.force_login(member)
        yield client


def many_bodies(count):
    return PublicBody.objects.bulk_create(
        PublicBody(
            slug=f"body-{n}", kind="unitary", official_name=f"Body {n}", short_name=f"Body {n}",
            words=f" body {n} ", region="london", first_on="2000-01-01", last_on=LAST_DAY, source="invented",
            checked_on="2026-11-22",
        )
        for n in range(count)
    )  # fmt: skip


def test_changes_cost_three_queries_however_many_bodies(suffolk, django_assert_num_queries):
    suffolk.patch.add(*many_bodies(60))
    with django_assert_num_queries(3):
        assert len(changes_in_patch(suffolk, NEXT_DAY)) == 61


# The page


PATCH = "/organisation/patch/"


def test_s1_a_county_offers_its_districts_and_its_board_in_one_tick(member_client, harbourside):
    page = member_client.get(PATCH, {"q": "suffolk"})
    offer = page.context["offer"]
    assert [row.body.slug for row in offer.area][:6] == SUFFOLK
    assert ICB in {row.body.slug for row in offer.area}
    assert 'name="area" value="suffolk"' in page.text
    assert "District council in Suffolk, ends 31 March 2028" in page.text
    saved = member_client.post(PATCH, {"q": "suffolk", "area": "suffolk"}, follow=True)
    assert slugs(harbourside.patch.all()) == {*SUFFOLK, ICB}
    assert "In your patch now: Babergh District Council, " in saved.text
    assert "ends 31 March 2028, then Western Suffolk" in saved.text
    again = member_client.get(PATCH, {"q": "Suffolk"})
    assert f"All {len(offer.area)} are in your patch" in again.text


def test_bodies_are_ticked_one_by_one_too(member_client, harbourside):
    member_client.post(PATCH, {"q": "suffolk", "bodies": ["ipswich", ICB]})
    assert slugs(harbourside.patch.all()) == {"ipswich", ICB}
    page = member_client.post(PATCH, {"q": "suffolk", "bodies": ["ipswich"]}, follow=True)
    assert "in your patch already" in page.text


def test_nothing_ticked_is_said_on_top_and_at_the_list(member_client):
    page = member_client.post(PATCH, {"q": "suffolk"})
    assert page.text.count("Tick the bodies to put into your patch") == 2
    assert '<a href="#id_bodies">' in page.text
    assert 'value="babergh"' in page.text, "the search is still there"


@pytest.mark.parametrize("typed", ["<script>x", "%%%", '" OR 1=1 --', "no such place", "x" * 5000, "\x00"])
def test_any_search_is_answered(member_client, typed):
    page = member_client.get(PATCH, {"q": typed})
    assert page.status_code == 200
    assert "<script>x" not in page.text


def test_looking_up_nothing_says_what_to_type(member_client):
    assert "Type the name of a place or body" in member_client.get(PATCH, {"q": " "}).text
    assert "Type the name" not in member_client.get(PATCH).text


def test_a_body_that_has_ended_is_not_taken(client_the_day_after, harbourside):
    page = client_the_day_after.post(PATCH, {"q": "suffolk", "bodies": ["babergh"]})
    assert "Tick bodies of the list" in page.text
    assert not harbourside.patch.exists()


def test_s2_a_search_names_what_has_ended_and_offers_who_follows(client_the_day_after, harbourside):
    page = client_the_day_after.get(PATCH, {"q": "Suffolk"})
    assert "Suffolk County Council</strong> on 31 March 2028, now Central and Eastern Suffolk" in page.text
    area = {row.body.slug for row in page.context["offer"].area}
    assert {*FOLLOWING, ICB} <= area
    assert not area & set(SUFFOLK)
    client_the_day_after.post(PATCH, {"q": "Suffolk", "area": "suffolk"})
    assert slugs(harbourside.patch.all()) == area


def test_what_will_change_is_announced_with_who_follows(member_client, suffolk):
    page = member_client.get(PATCH)
    assert page.context["due"] == []
    assert "Last day 31 March 2028" in page.text
    assert "Suffolk County Council, Babergh District Council, " in page.text
    assert "From 1 April 2028: Central and Eastern Suffolk Council, " in page.text


def test_s2_one_click_puts_the_new_in_and_takes_the_old_out_and_letters_stay(client_the_day_after, suffolk):
    client, follow = client_the_day_after, reverse("members:patch-follow")
    recipient = Recipient.objects.create(
        organisation=suffolk, body=bodies("babergh").get(), post=Post.LEADER, name="Mina O’Dell"
    )
    letter = Letter.objects.create(
        organisation=suffolk,
        template_version=LetterTemplate.objects.get(slug="public-body").current_version,
    )
    LetterCopy.objects.create(letter=letter, recipient=recipient)
    page = client.get(PATCH)
    (change,) = page.context["due"]
    assert "6 bodies of your patch ended on 31 March 2028" in page.text
    assert "Put 3 new in, take 6 old out" in page.text
    done = client.post(follow, {"change": change.key}, follow=True)
    assert "The recipients and letters you have for them stay" in done.text
    assert slugs(suffolk.patch.all()) == {*FOLLOWING, ICB, "calderdale"}
    twice = client.post(follow, {"change": change.key}, follow=True)
    assert "has been made already" in twice.text
    assert letter.copies.get().recipient == recipient


def test_where_we_are_with_a_body_is_kept_even_while_it_is_out_of_the_patch(member_client, suffolk):
    change = reverse("members:patch-change")
    member_client.post(change, {"point_ipswich": "formal", "point_babergh": "none"})
    points = dict(suffolk.standings.values_list("body__slug", "start__slug"))
    assert points == {"ipswich": "formal", "babergh": "none"}
    done = member_client.post(
        change, {"point_ipswich": "informal", "point_babergh": "", "leave": ["ipswich"]}, follow=True
    )
    assert "Out of your patch: Ipswich Borough Council." in done.text
    assert "The recipients and letters you have for it stay." in done.text
    assert "ipswich" not in slugs(suffolk.patch.all())
    member_client.post(PATCH, {"bodies": ["ipswich"]})
    assert member_client.get(PATCH).text.count('value="informal" selected') == 1
    assert suffolk.standings.count() == 1, "“Not said yet” takes a starting point away"


def test_two_colleagues_keep_each_others_starting_points(member_client, colleague_client, suffolk):
    change = reverse("members:patch-change")
    page = member_client.get(PATCH)
    form = page.context["patch_form"]
    mine = {name: form[name].value() or "" for name in form.fields if name != "leave"}
    assert f'name="{OPENED_WITH}"' in page.text
    colleague_client.post(change, mine | {"point_ipswich": "formal", "point_babergh": "informal"})
    colleague_client.post(PATCH, {"bodies": ["camden"]})
    colleague_client.post(change, {"point_camden": "none"})
    answer = member_client.post(change, mine | {"point_suffolk": "none", "point_babergh": "formal"})
    assert "It says “" in answer.context["patch_form"].errors["point_babergh"][0]
    assert suffolk.standings.count() == 3
    member_client.post(change, mine | {"point_suffolk": "none"})
    points = dict(suffolk.standings.values_list("body__slug", "start__slug"))
    assert points == {"ipswich": "formal", "babergh": "informal", "camden": "none", "suffolk": "none"}


def test_a_starting_point_that_is_none_is_refused(member_client, suffolk):
    page = member_client.post(reverse("members:patch-change"), {"point_ipswich": "friends"})
    assert "Select where you are" in page.text
    assert not suffolk.standings.exists()


def test_another_members_patch_is_out_of_reach(member_client, other_client, suffolk, other_organisation):
    before = slugs(suffolk.patch.all())
    for name, values in (
        ("patch", {"bodies": ["camden"]}),
        ("patch-change", {"leave": ["ipswich"], "point_ipswich": "formal"}),
        ("patch-follow", {"change": "2028-03-31-suffolk"}),
    ):
        address = reverse(f"members:{name}")
        assert other_client.post(address, values | {"organisation": "harbourside"}).status_code == 404
        other_client.post(address, values)
    assert other_client.get(PATCH, {"organisation": "harbourside"}).status_code == 404
    assert slugs(suffolk.patch.all()) == before
    assert not suffolk.standings.exists()
    assert slugs(other_organisation.patch.all()) == {"camden"}


def test_a_person_of_two_organisations_stays_in_the_one_the_form_names(
    member, member_client, harbourside, other_organisation
):
    Membership.objects.create(user=member, organisation=other_organisation)
    assert "Which organisation?" in member_client.get(PATCH).text
    sent = member_client.post(PATCH, {"organisation": "fellside", "bodies": ["camden"]})
    assert sent.url == f"{PATCH}?organisation=fellside"
    assert slugs(other_organisation.patch.all()) == {"camden"}


def test_the_page_costs_the_same_for_sixty_bodies_as_for_two(member_client, harbourside):
    harbourside.patch.set(bodies("suffolk", "babergh"))
    many, counts = many_bodies(60), []
    member_client.get(PATCH)  # the first page of all learns what every page says at its foot
    for _ in range(2):
        with CaptureQueriesContext(connection) as reading:
            assert member_client.get(PATCH, {"q": "body"}).status_code == 200
        with CaptureQueriesContext(connection) as saving:
            member_client.post(reverse("members:patch-change"), {"point_suffolk": "none"})
        counts.append((len(reading), len(saving)))
        harbourside.patch.add(*many)
    assert counts[0] == counts[1]
    assert counts[0][0] < 30
