"""The text for a bid: what was ticked, with its sources, and nothing else."""

import datetime

import pytest
from django.urls import reverse

from briefings.bid import bid_text
from casestudies.models import CaseStudy, Figure, Status
from members.records import Record
from principles.models import Finding

from .members import typical

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.time_machine("2026-12-01T10:00Z", tick=False),
]


@pytest.fixture
def work(harbourside):
    typical(harbourside)
    return {record.source: record for record in Record.objects.for_organisation(harbourside)}


def chosen(client, **ticked):
    return client.post(reverse("briefings:bid"), ticked)


def test_the_text_has_what_was_ticked_with_its_sources(member_client, work):
    figure = Figure.objects.filter(case_study__slug="calderdale").first()
    page = chosen(
        member_client,
        records=[work["Food partnership agreement"].pk],
        findings=[row.pk for row in Finding.objects.filter(ref__in=["E6", "E10"])],
        figures=[figure.pk],
    )
    text = page.context["text"]
    assert text.splitlines()[0] == (
        "Voluntary Action Harbourside supports the voluntary, community and social enterprise (VCSE) sector "
        "in Harbourside. We support 640 groups in 2025/26."
    )
    assert "Food partnership agreement with Suffolk County Council [1]." in text
    assert "Research commissioned by DCMS shows: Public bodies commission services in better ways" in text
    assert "links them with the VCSE sector [2]." in text
    # Both findings are from the same report, which is named once.
    assert text.count("[2] ") == 1
    assert "research commissioned by DCMS, not a statement of government policy" in text
    assert f"Elsewhere: {figure.case_study.place}: {figure.value}" in text
    assert "data-copy" in page.text


def test_nothing_ticked_says_so(member_client, work):
    assert "Nothing is ticked yet" in chosen(member_client).text
    assert "data-copy" not in member_client.get(reverse("briefings:bid")).text


def test_what_was_ticked_stands_in_no_address_and_a_lapsed_member_gets_the_text(
    member_client, harbourside, work
):
    """So many ticks that no address would hold them."""
    ticked = {
        "records": [row.pk for row in work.values()],
        "findings": [row.pk for row in Finding.objects.all()],
        "figures": [row.pk for row in Figure.objects.all()],
    }
    harbourside.membership_ends_on = datetime.date(2026, 11, 30)
    harbourside.save()
    page = chosen(member_client, **ticked)
    assert page.status_code == 200
    assert "Food partnership agreement" in page.context["text"]
    assert '<form method="get"' not in page.text.partition("<main")[2]


def test_what_is_another_members_or_not_published_cannot_be_cited(other_client, work):
    page = chosen(other_client, records=[work["Our advice log"].pk])
    assert "1,200,000" not in page.text
    study = CaseStudy.objects.get(slug="calderdale")
    study.status = Status.WITHDRAWN
    study.save()
    page = chosen(other_client, figures=[study.figures.first().pk])
    assert "Choose from the list" in page.text


@pytest.mark.parametrize("value", ["x", "9" * 40, "-1"])
def test_a_made_up_choice_is_answered(member_client, work, value):
    for name in ("records", "findings", "figures"):
        assert "Choose from the list" in chosen(member_client, **{name: value}).text


def test_values_are_text(member_client, harbourside, work):
    record = work["Survey of groups"]
    Record.objects.filter(pk=record.pk).update(text="<script>alert(1)</script>")
    page = chosen(member_client, records=[record.pk])
    assert "<script>alert(1)" not in page.text
    assert "<script>alert(1)</script>" in page.context["text"]


def test_without_anything_it_names_the_organisation_only(other_organisation):
    text = bid_text(other_organisation).as_text
    assert text == f"Community Links Fellside supports the {other_organisation.sector_in_full}."
