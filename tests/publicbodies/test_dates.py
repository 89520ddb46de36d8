"""When a body lives, prepares or is gone. The last day is included."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from publicbodies.models import PublicBody, Stage

pytestmark = pytest.mark.django_db

LAST = datetime.date(2028, 3, 31)
AFTER = datetime.date(2028, 4, 1)


def test_a_district_lives_through_its_last_day():
    district = PublicBody.objects.get(slug="ipswich")
    assert district in PublicBody.objects.live_on(LAST)
    assert district not in PublicBody.objects.live_on(AFTER)
    assert (district.stage_on(LAST), district.stage_on(AFTER)) == (Stage.LIVE, Stage.ENDED)


def test_its_successors_begin_the_day_after():
    successors = PublicBody.objects.filter(predecessors__slug="ipswich")
    assert successors.count() == 1
    assert not successors.filter(pk__in=PublicBody.objects.live_on(LAST)).exists()
    assert successors.filter(pk__in=PublicBody.objects.live_on(AFTER)).count() == 1


def test_a_shadow_authority_can_be_written_to_before_it_runs_services():
    body = PublicBody.objects.get(slug="western-suffolk")
    body.shadow_on = datetime.date(2027, 5, 6)
    body.save()
    day = datetime.date(2027, 6, 1)
    assert body in PublicBody.objects.can_be_written_to_on(day)
    assert body not in PublicBody.objects.live_on(day)
    assert body.stage_on(day) == Stage.SHADOW
    assert body.stage_on(datetime.date(2027, 5, 5)) == Stage.PLANNED


def test_a_planned_body_without_dates_cannot_be_written_to():
    body = PublicBody.objects.get(slug="norfolk-and-suffolk-combined-county-authority")
    body.first_on = body.shadow_on = None
    body.save()
    assert body not in PublicBody.objects.can_be_written_to_on(AFTER)
    assert body.stage_on(AFTER) == Stage.PLANNED


def test_no_body_ends_before_it_begins():
    body = PublicBody.objects.get(slug="ipswich")
    body.first_on, body.last_on = AFTER, LAST
    with pytest.raises(IntegrityError), transaction.atomic():
        body.save()


def test_everybody_in_suffolk_is_a_county_five_districts_and_a_health_body():
    county = PublicBody.objects.get(slug="suffolk")
    assert county.districts.count() == 5
    assert [icb.slug for icb in county.icbs.all()] == ["norfolk-and-suffolk-icb"]
