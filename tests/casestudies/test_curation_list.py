"""NAVCA's list of case studies: what needs a look, and what is missing."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from casestudies.coverage import coverage
from casestudies.models import CaseStudy, Figure, FunctionTag, PlaceKind, Status
from publicbodies.models import Region

pytestmark = pytest.mark.django_db

LIST = "/admin/casestudies/casestudy/"


def listed(client, query):
    return {study.slug for study in client.get(f"{LIST}?{query}").context["cl"].queryset}


def test_the_list_shows_what_needs_a_look_and_why(curator_client, make):
    day = timezone.localdate()
    good = {"needs_checking": False, "checked_on": day, "review_by": day + datetime.timedelta(days=9)}
    fine = make("fine", **good)
    part = make("part", **good)
    Figure.objects.create(
        case_study=part, slug="f", value="1", meaning="One.", as_of="2026", source=part.source
    )
    make("words", **good | {"needs_checking": True})
    make("late", **good | {"review_by": day})
    make("unopened", **good | {"checked_on": None})
    make("told", **good, told_by_member=True, status=Status.DRAFT)
    make("gone", **good | {"needs_checking": True, "review_by": day}, status=Status.WITHDRAWN)
    assert listed(curator_client, "needs=checking") == {"part", "words"}
    assert listed(curator_client, "needs=review") == {"late"}
    assert listed(curator_client, "needs=source") == {"unopened"}
    assert listed(curator_client, "needs=consent") == {"told"}
    assert listed(curator_client, "needs=look") == {"part", "words", "late", "unopened", "told"}
    assert fine.slug in listed(curator_client, "")


def test_the_list_is_filtered_and_searched(curator_client, make, principles, functions):
    make("a", principles[:2], functions[:2], region=Region.LONDON)
    make("b", principles[1:2], functions[1:2], region=Region.NORTH_WEST, place_kind=PlaceKind.UNITARY)
    make("c", status=Status.IN_REVIEW, region=Region.LONDON)
    assert listed(curator_client, f"principles__id__exact={principles[1].pk}") == {"a", "b"}
    assert listed(curator_client, f"functions__id__exact={functions[0].pk}") == {"a"}
    assert listed(curator_client, "region__exact=london") == {"a", "c"}
    assert listed(curator_client, "status__exact=in-review") == {"c"}
    assert listed(curator_client, "place_kind__exact=unitary") == {"b"}
    assert listed(curator_client, "q=Place+of+b") == {"b"}


def test_what_is_missing_is_said_and_counted_above_the_list(curator_client, make, principles, functions):
    assert coverage().gaps == "Nothing is published yet."
    for number, place in enumerate((PlaceKind.UNITARY, PlaceKind.TWO_TIER, PlaceKind.METROPOLITAN)):
        make(f"s{number}", principles[:3], functions[:3], region=Region.NORTH_WEST, place_kind=place)
    make("s4", principles, functions[3:4], region=Region.LONDON, place_kind=PlaceKind.COMBINED_AUTHORITY)
    make("unseen", principles, functions, region=Region.SOUTH_EAST, status=Status.DRAFT)
    found = coverage()
    assert found.total == 4
    assert "No London borough or integrated care board area." in found.gaps
    assert "Nothing from North East, Yorkshire" in found.gaps
    assert "London," not in found.gaps
    assert f"Nothing on {functions[4].name[:1].lower()}{functions[4].name[1:]}." in found.gaps
    assert "Little on" in found.gaps
    assert found.lines[0].cells == [3, 3, 3, 0]
    assert found.lines[3].cells == [1, 1, 1, 1]
    page = curator_client.get(LIST).text
    assert "No London borough or integrated care board area." in page
    assert '<td class="none">0</td>' in page


def test_the_list_asks_no_more_for_five_thousand_case_studies(curator_client, make, principles, functions):
    study = make("s", principles[:1], functions[:1])

    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert curator_client.get(f"{LIST}?needs=look").status_code == 200
        return len(asked)

    questions()
    few = questions()
    names = [field.attname for field in CaseStudy._meta.concrete_fields if field.name not in ("id", "slug")]
    values = {name: getattr(study, name) for name in names}
    rows = [CaseStudy(slug=f"s{n}", **values) for n in range(5_000)]
    studies = bulk_create_with_history(rows, CaseStudy)
    through = CaseStudy.principles.through
    through.objects.bulk_create(
        through(casestudy_id=study.pk, principle_id=row.pk) for study in studies for row in principles[:2]
    )
    FunctionTag.objects.bulk_create(
        FunctionTag(case_study_id=study.pk, function_id=row.pk) for study in studies for row in functions[:2]
    )
    assert questions() == few
    assert coverage().total == 5_001
