"""The record of an agreement: who, what, where it can be read, and what happens to it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casestudies.models import SuccessFactor
from partnerships.models import (
    Agreement,
    AgreementStage,
    OwnBody,
    OwnBodyKind,
    Party,
)
from publicbodies.models import PublicBody
from tests.interleaving import just_before_its_row

from .drafts import compact_with, errors_in, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-24T10:00Z", tick=False)]

LIST = "/agreements/"
NEW = f"{LIST}new/"
PDF = b"%PDF-1.7\n%%EOF"
TODAY = date(2026, 11, 24)


@pytest.fixture
def trust(harbourside):
    return OwnBody.objects.create(organisation=harbourside, name="Quay Trust", kind=OwnBodyKind.FUNDER)


# Beginning one, and recording one that exists


def test_without_any_the_list_says_what_to_add(member_client):
    page = words_of(member_client, LIST)
    assert "No agreement is here yet" in page
    assert f'href="{NEW}?organisation=harbourside">Add an agreement' in page


def test_an_idea_begins_with_the_member_and_the_bodies_it_names(member_client, member, suffolk, trust):
    form = member_client.get(f"{NEW}?body=suffolk").context["form"]
    assert [box.data["selected"] for box in form["bodies"]] == [False, True]
    answer = {"start": "begins", "name": "Suffolk Compact", "kind": "compact", "we_began_it": "on",
              "bodies": ["suffolk", f"own-{trust.pk}", "suffolk"], "signed_on": "1 May 2026"}  # fmt: skip
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
    listed = words_of(member_client, LIST)
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
    return compact_with(suffolk, harbourside)


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


def test_what_a_colleague_changed_meanwhile_is_not_replaced_unseen(member_client, colleague_client, compact):
    url = reverse("partnerships:agreement-change", args=[compact.pk])
    opened = member_client.get(url).context["form"]["opened_with"].value()
    answer = {"name": compact.name, "kind": "compact", "we_began_it": "on", "opened_with": opened}
    colleague_client.post(url, answer | {"purpose": "To work together.", "link": "https://example.org/"})
    page = member_client.post(url, answer | {"purpose": "To meet.", "review_month": "5"})
    assert errors_in(page) == {
        "purpose": [
            "What it is for: changed after you opened the page. It says “To work together.” now. "
            "Save again to replace that"
        ]
    }
    compact.refresh_from_db()
    assert (compact.purpose, compact.review_month) == ("To work together.", None)
    again = page.context["form"]["opened_with"].value()
    sent = {"purpose": "To meet.", "review_month": "5", "link": "https://example.org/", "opened_with": again}
    member_client.post(url, answer | sent)
    compact.refresh_from_db()
    assert (compact.purpose, compact.review_month, compact.link) == ("To meet.", 5, "https://example.org/")


def test_dates_that_cannot_be(member_client, compact):
    url = reverse("partnerships:agreement-change", args=[compact.pk])
    answer = {"name": compact.name, "kind": "compact", "next_step_on": "1 May 2027",
              "renew_by_on": "25 November 2032"}  # fmt: skip
    page = member_client.post(url, answer)
    assert errors_in(page) == {
        "next_step": ["Enter the next step, or take its date out"],
        "renew_by_on": ["Enter a day up to 24 November 2032, in six years"],
    }
    # At the ends of the calendar no page could count on from a day.
    for day in ("1 January 0001", "31 December 9999"):
        page = member_client.post(url, answer | {"next_step": "Ring", "renew_by_on": day})
        assert errors_in(page)["renew_by_on"] == ["Enter a day from 1900 to 2999, like 12 January 2026"]


# Who agrees


def test_who_agrees_is_added_signed_and_taken_out(member_client, compact, trust):
    new = reverse("partnerships:party-new", args=[compact.pk])
    offered = member_client.get(new).context["form"].fields["who"].choices
    assert [key for key, _ in offered] == ["", f"own-{trust.pk}", "other"]  # the county is there already
    page = member_client.post(new, {"who": "other", "side": "theirs"})
    assert errors_in(page) == {"name": ["Enter its name"]}
    member_client.post(new, {"who": "other", "name": "Quay  Partnership", "side": "theirs"})
    member_client.post(new, {"who": f"own-{trust.pk}", "name": "is not needed", "side": "theirs"})
    assert [str(party) for party in compact.others] == [
        "Suffolk County Council", "Quay Partnership", "Quay Trust",
    ]  # fmt: skip
    # Two who add the same body at this moment.
    norfolk = {"who": "norfolk", "side": "theirs"}
    compact.organisation.patch.add(PublicBody.objects.get(slug="norfolk"))
    with just_before_its_row(Party, lambda: Party.objects.create(
        agreement=compact, side="theirs", body=PublicBody.objects.get(slug="norfolk")
    )):  # fmt: skip
        assert "This body is a party already" in member_client.post(new, norfolk).text
    assert compact.parties.filter(body__slug="norfolk").count() == 1
    named = compact.parties.get(name="Quay Partnership")
    url = reverse("partnerships:party", args=[named.pk])
    page = member_client.post(url, {"name": named.name, "side": "theirs", "signed_on": "25 November 2026"})
    assert errors_in(page) == {"signed_on": ["Enter a day that has come"]}
    member_client.post(url, {"name": named.name, "side": "theirs", "signed_on": "24/11/2026"})
    named.refresh_from_db()
    assert named.signed_on == TODAY
    member_client.post(reverse("partnerships:party-remove", args=[named.pk]))
    assert not compact.parties.filter(name="Quay Partnership").exists()


def test_the_four_factors_are_ticked_with_the_reason(member_client, compact):
    url = reverse("partnerships:agreement-factors", args=[compact.pk])
    SuccessFactor.objects.filter(ref="X2").update(name="<b>Backed</b> {{ request.user.email }} {% now 'Y' %}")
    page = member_client.post(url, {"holds_co-produced": "on"})
    assert "<legend>&lt;b&gt;Backed&lt;/b&gt; {{ request.user.email }} {% now &#x27;Y&#x27; %}" in page.text
    assert errors_in(page) == {"reason_co-produced": ["Enter why you say so: written together"]}
    answer = {"holds_co-produced": "on", "reason_co-produced": "Two open evenings",
              "reason_properly-resourced": "The grant ends in March"}  # fmt: skip
    member_client.post(url, answer)
    shown = [(tick.factor.ref, tick.holds, tick.reason) for tick in compact.ticks.all()]
    assert shown == [
        ("X1", True, "Two open evenings"), ("X2", False, ""), ("X3", False, "The grant ends in March"),
        ("X4", False, ""),
    ]  # fmt: skip
    assert "Two open evenings" in words_of(member_client, compact.get_absolute_url())
