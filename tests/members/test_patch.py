"""The patch: what changes in it, putting a whole area in, taking a body out."""

import datetime

import pytest

from members.patch import changes_in_patch
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

SUFFOLK = ["suffolk", "babergh", "east-suffolk", "ipswich", "mid-suffolk", "west-suffolk"]
FOLLOWING = ["western-suffolk", "central-and-eastern-suffolk", "ipswich-and-south-suffolk"]
LAST_DAY = datetime.date(2028, 3, 31)
NEXT_DAY = datetime.date(2028, 4, 1)


def bodies(*slugs):
    return PublicBody.objects.filter(slug__in=slugs)


def slugs(rows):
    return {row.slug for row in rows}


@pytest.fixture
def suffolk(harbourside):
    harbourside.patch.set(bodies(*SUFFOLK, "norfolk-and-suffolk-icb", "calderdale"))
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


def test_changes_cost_three_queries_however_many_bodies(suffolk, django_assert_num_queries):
    with django_assert_num_queries(3):
        changes_in_patch(suffolk, NEXT_DAY)
    many = [
        PublicBody(
            slug=f"body-{n}", kind="unitary", official_name=f"Body {n}", short_name=f"Body {n}",
            region="london", first_on="2000-01-01", last_on=LAST_DAY, source="i", checked_on="2026-11-22",
        )
        for n in range(60)
    ]  # fmt: skip
    suffolk.patch.add(*PublicBody.objects.bulk_create(many))
    with django_assert_num_queries(3):
        assert len(changes_in_patch(suffolk, NEXT_DAY)) == 61
