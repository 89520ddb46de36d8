"""The record of an agreement: who, what, where it can be read, and what happens to it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.models import Agreement, AgreementStage, OwnBody, OwnBodyKind, Party, Side
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

LIST = "/agreements/"
NEW = f"{LIST}new/"
PDF = b"%PDF-1.7\n%%EOF"
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def suffolk(harbourside):
    body = PublicBody.objects.get(slug="suffolk")
    harbourside.patch.add(body)
    return body


@pytest.fixture
def trust(harbourside):
    return OwnBody.objects.create(organisation=harbourside, name="Quay Trust", kind=OwnBodyKind.FUNDER)


def page_of(client, url):
    return " ".join(client.get(url).text.split())


def errors_in(page):
    return page.context["form"].errors


# Beginning one, and recording one that exists


def test_without_any_the_list_says_what_to_add(member_client):
    page = page_of(member_client, LIST)
    assert "No agreement is here yet" in page
    assert f'href="{NEW}?organisation=harbourside">Add an agreement' in page


def test_an_idea_begins_with_the_member_and_the_bodies_it_names(member_client, member, suffolk, trust):
    form = member_client.get(f"{NEW}?body=suffolk").context["form"]
    assert [box.data["selected"] for box in form["bodies"]] == [False, True]
    answer = {"start": "begins", "name": "Suffolk Compact", "kind": "compact", "we_began_it": "on",
              "bodies": ["suffolk", f"own-{trust.pk}"], "signed_on": "1 May 2026"}  # fmt: skip
    page = member_client.post(NEW, answer, follow=True)
    agreement = Agreement.objects.get()
    assert page.redirect_chain[-1][0] == agreement.get_absolute_url()
    assert (agreement.stage, agreement.signed_on, agreement.we_began_it) == ("idea", None, True)
    assert [(party.side, str(party)) for party in agreement.parties.all()] == [
        ("ours", "Voluntary Action Harbourside"), ("theirs", "Suffolk County Council"),
        ("theirs", "Quay Trust"),
    ]  # fmt: skip
    [step] = agreement.steps.all()
    assert (step.stage, step.happened_on, step.recorded_by) == ("idea", TODAY, member)
    listed = page_of(member_client, LIST)
    assert "Suffolk Compact</a>" in listed
    assert "Compact with Suffolk County Council and Quay Trust" in listed


def test_one_that_exists_starts_at_signed_with_its_day(member_client, suffolk):
    answer = {"start": "exists", "name": "The Old Compact", "kind": "compact"}
    page = member_client.post(NEW, answer)
    assert errors_in(page) == {
        "signed_on": ["Enter the day it was signed"],
        "bodies": ["Select at least one body that signed it"],
        "link": ["Choose the document or enter a web address where it can be read"],
    }
    answer |= {"signed_on": "3 March 2009", "bodies": ["suffolk"],
               "document": SimpleUploadedFile("Old Compact.pdf", PDF), "review_month": "3"}  # fmt: skip
    member_client.post(NEW, answer)
    agreement = Agreement.objects.get()
    assert (agreement.stage, agreement.signed_on) == (AgreementStage.SIGNED, date(2009, 3, 3))
    assert agreement.review_month == 3
    assert not agreement.we_began_it
    assert {party.signed_on for party in agreement.parties.all()} == {date(2009, 3, 3)}
    assert [step.happened_on for step in agreement.steps.all()] == [date(2009, 3, 3)]


# What is known of it


@pytest.fixture
def compact(harbourside, suffolk):
    agreement = Agreement.objects.create(organisation=harbourside, kind="compact", name="Suffolk Compact")
    Party.objects.create(agreement=agreement, side=Side.OURS, name="Voluntary Action Harbourside")
    Party.objects.create(agreement=agreement, side=Side.THEIRS, body=suffolk)
    return agreement


def test_its_document_is_judged_by_what_it_holds_and_stays_private(member_client, other_client, compact):
    url = reverse("partnerships:agreement-change", args=[compact.pk])
    answer = {"name": compact.name, "kind": "compact"}
    page = member_client.post(url, answer | {"document": SimpleUploadedFile("a.pdf", b"MZ a program")})
    assert "another kind" in errors_in(page)["document"][0]
    member_client.post(url, answer | {"document": SimpleUploadedFile("Our text.docx.pdf", PDF)})
    file = member_client.get(reverse("partnerships:agreement-document", args=[compact.pk]))
    assert b"".join(file.streaming_content) == PDF
    assert file["Content-Disposition"] == 'attachment; filename="Our_text.docx.pdf"'
    assert other_client.get(reverse("partnerships:agreement-document", args=[compact.pk])).status_code == 404
    compact.refresh_from_db()
    member_client.post(url, answer | {"document-clear": "on"})
    compact.refresh_from_db()
    assert (compact.document.name, compact.document_name) == ("", "")


def test_two_people_changing_one_agreement_keep_both_changes(member_client, compact):
    url = reverse("partnerships:agreement-change", args=[compact.pk])
    answer = {"name": compact.name, "kind": "compact", "we_began_it": "on"}
    member_client.post(url, answer | {"purpose": "To work together."})
    compact.refresh_from_db()
    assert (compact.purpose, compact.revision) == ("To work together.", 1)
    member_client.post(url, answer | {"purpose": "To work together.", "next_step_on": "1 May 2027"})
    page = member_client.post(url, answer | {"next_step_on": "1 May 2027"})
    assert errors_in(page) == {"next_step": ["Enter the next step, or take its date out"]}


STORED = [stage for stage in AgreementStage if stage != AgreementStage.REVIEW_DUE]


@pytest.mark.parametrize("stage", STORED)
def test_only_an_idea_or_a_stopped_one_is_deleted(member_client, compact, stage):
    Agreement.objects.filter(pk=compact.pk).update(
        stage=stage, signed_on=TODAY, ended_on=TODAY, stop_reason="declined"
    )
    url = reverse("partnerships:agreement-delete", args=[compact.pk])
    member_client.post(url)
    assert Agreement.objects.exists() is (stage not in ("idea", "stopped"))
