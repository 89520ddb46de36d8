"""What NAVCA sees of agreements: totals of members that agreed to be counted, and never one of them."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from casestudies.models import AgreementKind
from members.models import Organisation
from partnerships.counts import agreement_tables
from partnerships.models import Agreement, AgreementStage, Meeting, OwnBody, OwnBodyKind, Party, Side
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

PAGE, TABLE = reverse("progress"), reverse("progress-csv")


@pytest.fixture
def agree():
    """Gives new members an agreement each."""

    def agree(
        count, body="suffolk", stage=AgreementStage.DRAFT, kind=AgreementKind.COMPACT, counted=True, **more
    ):
        for _ in range(count):
            number = Organisation.objects.count()
            organisation = Organisation.objects.create(
                name=f"Secret {number}", slug=f"secret-{number}", may_be_counted=counted
            )
            organisation.patch.add(PublicBody.objects.get(slug="calderdale"))
            agreement = Agreement.objects.create(
                organisation=organisation, kind=kind, name=f"Hidden accord {number}", stage=stage, **more
            )
            Party.objects.create(agreement=agreement, side=Side.OURS, name="Us")
            if body:
                Party.objects.create(
                    agreement=agreement, side=Side.THEIRS, body=PublicBody.objects.get(slug=body)
                )

    return agree


def shown(title):
    table = next(table for table in agreement_tables() if table.title == title)
    return {label: count for label, count in table.rows if count != 0} | {"All": table.total}


def test_the_page_counts_consenting_members_only(curator_client, agree):
    agree(6)
    agree(7, body="calderdale", stage=AgreementStage.IDEA, kind=AgreementKind.ACCORD)
    agree(9, counted=False)
    assert shown("By stage") == {"Idea": 7, "Draft": 6, "All": 13}
    assert shown("By kind") == {"Accord": 7, "Compact": 6, "All": 13}
    assert shown("By region") == {"Yorkshire and the Humber": 7, "East of England": 6, "All": 13}
    page = curator_client.get(PAGE)
    assert "Secret" not in page.text
    assert "Hidden accord" not in page.text
    assert PAGE in curator_client.get(reverse("admin:index")).text


def test_the_stage_is_that_of_the_day(agree):
    agree(6, stage=AgreementStage.SIGNED, signed_on="2020-01-10", review_month=2)
    agree(5, stage=AgreementStage.SIGNED, signed_on=timezone.localdate())
    assert shown("By stage") == {"Signed": 5, "Review due": 6, "All": 11}


def test_a_review_that_was_held_counts_and_one_that_is_planned_does_not(agree):
    today = timezone.localdate()
    agree(13, stage=AgreementStage.SIGNED, signed_on="2020-01-10", review_month=today.month)
    agreements = list(Agreement.objects.all())
    for agreement, state in zip(agreements, ["held"] * 6 + ["planned"] * 7, strict=True):
        Meeting.objects.create(
            organisation=agreement.organisation, agreement=agreement, is_review=True, meets_on=today,
            state=state, body=PublicBody.objects.get(slug="suffolk"),
        )  # fmt: skip
    assert shown("By stage") == {"Signed": 6, "Review due": 7, "All": 13}
    asked = Agreement.objects.with_facts()
    assert sum(row.stage_on(today) == AgreementStage.REVIEW_DUE for row in asked) == 7


def test_a_small_number_is_hidden_with_a_second_one(curator_client, agree):
    agree(12)
    agree(6, stage=AgreementStage.IDEA)
    agree(2, stage=AgreementStage.CONSULTATION)
    assert shown("By stage") == {"Idea": None, "Draft": 12, "Consultation": None, "All": 20}
    rows = list(csv.reader(io.StringIO(curator_client.get(TABLE).content.decode("utf-8-sig"))))
    found = {(row[1], row[2]): row[4] for row in rows}
    assert found["By stage", "Draft"] == "12"
    assert found["By stage", "Consultation"].startswith("hidden")
    assert found["By region", "East of England"] == "20"
    assert "Secret" not in str(rows)


def test_fewer_than_five_members_show_nothing_at_all(curator_client, agree):
    agree(4)
    page = curator_client.get(PAGE).text
    assert "fewer than five consenting members have recorded an agreement" in page
    assert "<table" not in page.partition('id="content-main"')[2]
    assert ">4<" not in page


def test_without_a_public_body_the_patch_says_the_region(agree, django_assert_max_num_queries):
    agree(9, body=None)
    owner = Organisation.objects.create(name="Alone", slug="alone", may_be_counted=True)
    agreement = Agreement.objects.create(organisation=owner, kind=AgreementKind.BOARD, name="Alone")
    trust = OwnBody.objects.create(organisation=owner, name="Trust", kind=OwnBodyKind.FUNDER)
    Party.objects.create(agreement=agreement, side=Side.THEIRS, own_body=trust)
    with django_assert_max_num_queries(12):
        regions = {label: count for label, count in agreement_tables()[2].rows if count != 0}
    assert regions == {"Yorkshire and the Humber": None, "No public body named": None}


def test_members_do_not_see_it(member_client):
    for address in (PAGE, TABLE):
        assert member_client.get(address).status_code == 302
