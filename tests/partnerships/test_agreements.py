"""The record of an agreement: who, what, where it can be read, and what happens to it."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from partnerships.agreement_due import lines_of
from partnerships.due import due
from partnerships.models import (
    Agreement,
    AgreementStage,
    Lead,
    Meeting,
    OwnBody,
    OwnBodyKind,
    Party,
    Promise,
    Side,
)
from partnerships.stage_forms import StageForm
from partnerships.stages import NotYet
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


@contextmanager
def later(day, client, user):
    """Another day, on which somebody signs in anew."""
    with time_machine.travel(datetime.combine(day, time(10), UTC), tick=False):
        client.force_login(user)
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
    page = member_client.post(url, {"holds_co-produced": "on"})
    assert errors_in(page) == {"reason_co-produced": ["Enter why you say so: written together"]}
    answer = {"holds_co-produced": "on", "reason_co-produced": "Two open evenings",
              "reason_properly-resourced": "The grant ends in March"}  # fmt: skip
    member_client.post(url, answer)
    shown = [(tick.factor.ref, tick.holds, tick.reason) for tick in compact.ticks.all()]
    assert shown == [
        ("X1", True, "Two open evenings"), ("X2", False, ""), ("X3", False, "The grant ends in March"),
        ("X4", False, ""),
    ]  # fmt: skip
    assert "Two open evenings" in page_of(member_client, compact.get_absolute_url())


# From an idea to a renewed agreement, and the ways that end it


def stage(client, agreement, to, **answer):
    """Ask for a stage, and return the page with what it lacks or the agreement's."""
    return client.post(reverse("partnerships:agreement-stage", args=[agreement.pk, to]), answer, follow=True)


def promise(agreement, body):
    Promise.objects.create(
        organisation=agreement.organisation, body=body, agreement=agreement, what="Meet", side="ours"
    )


def reached(agreement):
    agreement.refresh_from_db()
    return agreement.stage


def lines(agreement, day):
    found = Agreement.objects.with_due().get(pk=agreement.pk)
    return [(line.text, line.kind, line.on) for line in lines_of(found, day)]


def test_from_an_idea_to_a_renewal(member_client, member, compact, suffolk, harbourside):
    assert (
        "Name a lead on your side"
        in stage(member_client, compact, "leads-named", happened_on="1/11/2026").text
    )
    for side, kind, post in (("ours", "sector", "Chief officer"), ("theirs", "officer", "Director")):
        answer = {"side": side, "kind": kind, "post": post, "role": "Calls the review"}
        member_client.post(reverse("partnerships:lead-new", args=[compact.pk]), answer)
    shown = page_of(member_client, reverse("partnerships:agreement-stage", args=[compact.pk, "leads-named"]))
    assert "Keep it Local network asks for two leads" in shown  # advice: one is enough to go on
    stage(member_client, compact, "leads-named", happened_on="1 November 2026")
    assert reached(compact) == "leads-named"
    assert "cannot go there" in stage(member_client, compact, "signed").text
    page = stage(member_client, compact, "draft", happened_on="24 November 2026")
    assert "Write the text, add a document" in errors_in(page)["document"][0]
    stage(member_client, compact, "draft", happened_on="24 November 2026", link="https://example.org/text")
    page = stage(member_client, compact, "consultation", happened_on="24 November 2026")
    assert errors_in(page) == {"consultation_ends_on": ["Enter the day the consultation closes"]}
    stage(member_client, compact, "consultation", happened_on="24/11/2026", consultation_ends_on="24/1/2027")
    assert lines(compact, TODAY) == [
        ("Consultation open until 24 January 2027: Suffolk Compact", "sent", date(2027, 1, 24))
    ]
    assert lines(compact, date(2027, 1, 25))[0][:2] == ("Consultation closed: Suffolk Compact", "todo")
    with later(date(2027, 2, 2), member_client, member):
        ours, theirs = compact.parties.all()
        page = stage(member_client, compact, "signed", signed_on="1/2/2027", signing=[ours.pk])
        assert errors_in(page) == {"signing": ["Enter when each party signed"]}
        stage(member_client, compact, "signed", signed_on="1/2/2027", signing=[ours.pk, theirs.pk],
              review_month="3")  # fmt: skip
        assert (reached(compact), compact.signed_on) == ("signed", date(2027, 2, 1))
        assert {party.signed_on for party in compact.parties.all()} == {date(2027, 2, 1)}
        assert "Add at least one promise" in stage(member_client, compact, "action-plan").text
        Promise.objects.create(
            organisation=harbourside, body=suffolk, agreement=compact, what="Meet", side="ours"
        )
        stage(member_client, compact, "action-plan", happened_on="2 February 2027")
        assert reached(compact) == "action-plan"
        assert "Action plan</span>" in page_of(member_client, LIST)
    with later(date(2027, 3, 1), member_client, member):
        assert "Review due</span>" in page_of(member_client, LIST)
        assert ("Review due: Suffolk Compact", "todo", date(2027, 3, 1)) in lines(compact, date(2027, 3, 1))
        page = stage(member_client, compact, "reviewed")
        assert "Record the review meeting" in page.text
        meeting = Meeting.objects.create(
            organisation=harbourside, body=suffolk, agreement=compact, is_review=True, subject="Review",
            meets_on=date(2027, 3, 20),
        )  # fmt: skip
        assert lines(compact, date(2027, 3, 2))[0] == (
            "Review of Suffolk Compact on 20 March 2027", "sent", date(2027, 3, 20)
        )  # fmt: skip
    with later(date(2027, 3, 21), member_client, member):
        Meeting.objects.filter(pk=meeting.pk).update(state="held")
        assert lines(compact, date(2027, 3, 21))[0][0] == "Record that Suffolk Compact was reviewed"
        stage(member_client, compact, "reviewed", note="Two promises of three were kept.")
        assert (reached(compact), compact.reviewed_on) == ("reviewed", date(2027, 3, 20))
        page = stage(member_client, compact, "renewed", renew_by_on="22/3/2033", happened_on="21/3/2027")
        assert "up to 21 March 2033" in errors_in(page)["renew_by_on"][0]
        stage(member_client, compact, "renewed", renew_by_on="21/3/2030", happened_on="21/3/2027")
        assert (reached(compact), compact.renew_by_on) == ("renewed", date(2030, 3, 21))
    assert [step.stage for step in compact.steps.all()] == [
        "leads-named", "draft", "consultation", "signed", "action-plan", "reviewed", "renewed",
    ]  # fmt: skip
    assert "Two promises of three were kept." in page_of(member_client, compact.get_absolute_url())


def test_promises_made_before_are_put_under_it(member_client, compact, suffolk, harbourside):
    def made(what, **more):
        values = {"organisation": harbourside, "body": suffolk, "side": "theirs"} | more
        return Promise.objects.create(what=what, **values)

    first = made("Meet")
    made("Listen")
    another = Agreement.objects.create(organisation=harbourside, kind="compact", name="Another")
    elsewhere = PublicBody.objects.get(slug="norfolk")
    made("Stands elsewhere", agreement=another)
    made("Settled", state="kept", settled_on=TODAY)
    made("With another body", body=elsewhere)
    assert "2 open promises with those who agree stand under no" in page_of(
        member_client, compact.get_absolute_url()
    )
    url = reverse("partnerships:agreement-promises", args=[compact.pk])
    offered = member_client.get(url).context["form"].fields["promises"].queryset
    assert [each.what for each in offered] == ["Meet", "Listen"]
    assert errors_in(member_client.post(url, {"organisation": "harbourside"})) == {
        "promises": ["Tick at least one promise"]
    }
    member_client.post(url, {"promises": [first.pk]})
    assert [each.what for each in compact.promises.all()] == ["Meet"]
    Promise.objects.filter(what="Listen").delete()
    assert "stands under an agreement already" in member_client.get(url).text


def test_a_need_leads_to_where_it_is_done(member_client, compact):
    shown = page_of(member_client, compact.get_absolute_url())
    new = reverse("partnerships:lead-new", args=[compact.pk])
    assert f'<a href="{new}">Name a lead on their side</a>' in shown


@pytest.fixture
def kept(compact, harbourside, suffolk):
    """Signed, looked after on both sides, with a promise."""
    Agreement.objects.filter(pk=compact.pk).update(
        stage="action-plan", signed_on=date(2026, 4, 2), link="https://example.org/", review_month=4
    )
    Party.objects.filter(agreement=compact).update(signed_on=date(2026, 4, 2))
    for side in Side:
        Lead.objects.create(agreement=compact, side=side, post="Lead")
    Promise.objects.create(
        organisation=harbourside, body=suffolk, agreement=compact, what="Meet", side="ours"
    )
    compact.refresh_from_db()
    return compact


def test_the_day_of_renewal_is_asked_for_three_months_before(kept):
    Meeting.objects.create(
        organisation=kept.organisation, body=kept.others[0].body, agreement=kept, is_review=True,
        subject="Review", meets_on=date(2027, 4, 2), state="held",
    )  # fmt: skip
    kept.renew_by_on, kept.reviewed_on = date(2027, 9, 1), date(2027, 4, 2)
    kept.save()
    words = "Suffolk County Council ends on 31 March 2028: talk about what becomes of Suffolk Compact"
    ends = (words, "done", date(2028, 3, 31))
    assert lines(kept, date(2027, 5, 31)) == [ends]
    assert lines(kept, date(2027, 6, 1)) == [
        ends, ("Renew Suffolk Compact by 1 September 2027", "todo", date(2027, 9, 1))
    ]  # fmt: skip
    assert lines(kept, date(2027, 9, 2))[1][0] == "Past its day of renewal: Suffolk Compact"
    kept.renew_by_on = None
    assert kept.last_renewal_day == date(2032, 4, 2)  # six years at most


def test_on_1_april_2028_a_body_has_ended_and_its_successors_are_chosen(member_client, member, kept):
    assert lines(kept, date(2028, 3, 31))[0][1] == "done"
    with later(date(2028, 4, 1), member_client, member):
        [text, kind, on] = lines(kept, date(2028, 4, 1))[0]
        assert text == "Suffolk County Council has ended: say what becomes of Suffolk Compact"
        assert (kind, on) == ("todo", date(2028, 3, 31))
        url = reverse("partnerships:agreement-stage", args=[kept.pk, "overtaken"])
        assert f'href="{url}"' in page_of(member_client, kept.get_absolute_url())
        form = member_client.get(url).context["form"]
        following = list(form.fields["successors"].queryset)
        assert len(following) == 3
        page = stage(member_client, kept, "overtaken", ended_on="31/3/2028")
        assert "Select the bodies that follow" in errors_in(page)["successors"][0]
        stage(member_client, kept, "overtaken", ended_on="31/3/2028", successors=[following[0].pk])
        assert (reached(kept), kept.ended_on) == ("overtaken", date(2028, 3, 31))
        assert [*kept.successors.all()] == [following[0]]
        assert lines(kept, date(2028, 4, 1)) == []
        assert str(following[0]) in page_of(member_client, kept.get_absolute_url())
        # The order is withdrawn after all, and a body that follows agrees too.
        page = stage(member_client, kept, "action-plan", happened_on="1/4/2028")
        assert errors_in(page) == {"note": ["Enter why you go back"]}
        stage(member_client, kept, "action-plan", happened_on="1/4/2028", note="The order was withdrawn.")
        assert (reached(kept), kept.ended_on) == ("action-plan", None)
        assert not kept.successors.exists()
        party = Party.objects.create(agreement=kept, side=Side.THEIRS, body=following[1])
        assert "has ended" not in str(lines(kept, date(2028, 4, 1)))
        party.delete()
        stage(member_client, kept, "overtaken", ended_on="31/3/2028", successors_not_known="on")
        assert reached(kept) == "overtaken"
        assert "not known yet which bodies follow" in page_of(member_client, kept.get_absolute_url())


def test_bodies_that_took_it_over_stay_when_it_moves_on(member_client, kept):
    kept.successors.add(PublicBody.objects.get(slug="norfolk"))
    Agreement.objects.filter(pk=kept.pk).update(stage="signed")
    stage(member_client, kept, "action-plan", happened_on="24/11/2026")
    assert reached(kept) == "action-plan"
    assert kept.successors.exists()


def test_it_lapses_with_a_day_and_a_reason(member_client, kept):
    page = stage(member_client, kept, "lapsed", ended_on="25/11/2026", end_reason=" ")
    assert errors_in(page) == {
        "ended_on": ["Enter a day that has come"], "end_reason": ["Enter why it lapsed"]
    }  # fmt: skip
    stage(member_client, kept, "lapsed", ended_on="24/11/2026", end_reason="Nobody was left who knew it")
    assert reached(kept) == "lapsed"
    assert "Nobody was left who knew it" in page_of(member_client, kept.get_absolute_url())
    assert "Lapsed</span>" in page_of(member_client, LIST)


def test_before_the_signature_it_stops_with_a_reason_and_a_next_step(member_client, compact):
    page = stage(member_client, compact, "stopped", ended_on="24/11/2026")
    assert errors_in(page) == {
        "stop_reason": ["Select why it stopped"],
        "next_step": ["Enter your next step, if only when to ask again"],
    }
    stage(member_client, compact, "stopped", ended_on="24/11/2026", stop_reason="declined",
          next_step="Ask again after the elections", next_step_on="10 May 2027")  # fmt: skip
    assert (reached(compact), compact.stop_reason) == ("stopped", "declined")
    assert lines(compact, date(2027, 5, 9)) == []
    assert lines(compact, date(2027, 5, 10)) == [("Ask again after the elections", "todo", date(2027, 5, 10))]
    assert "They declined" in page_of(member_client, compact.get_absolute_url())
    stage(member_client, compact, "idea", happened_on="24/11/2026", note="A new leader asked")
    assert (reached(compact), compact.stop_reason) == ("idea", "")


def test_two_who_move_it_at_once_do_not_move_it_twice(member, kept):
    def form():
        found = Agreement.objects.with_due().get(pk=kept.pk)
        data = QueryDict("ended_on=24/11/2026&end_reason=No+money")
        return StageForm(data, instance=found, to=AgreementStage.LAPSED, by=member)

    first, second = form(), form()
    assert first.is_valid()
    assert second.is_valid()
    first.save()
    with pytest.raises(NotYet, match="changed the stage of this agreement meanwhile"):
        second.save()
    assert kept.steps.count() == 1


def test_what_is_due_stands_first_in_the_list_and_on_the_dashboard(
    member_client, harbourside, kept, django_assert_max_num_queries
):
    Agreement.objects.create(organisation=harbourside, kind="accord", name="An accord")
    Agreement.objects.filter(pk=kept.pk).update(next_step="Ring the leader", name="Zest compact")
    page = page_of(member_client, LIST)
    assert page.index("Zest compact") < page.index("An accord")
    assert "<b>Ring the leader</b>" in page
    assert "Ring the leader" in [line.text for line in due(harbourside, TODAY)]
    for number in range(12):
        agreement = Agreement.objects.create(
            organisation=harbourside, kind="accord", name=f"No {number}", stage="signed", signed_on=TODAY
        )
        Party.objects.create(agreement=agreement, side="ours", name="x")
    with django_assert_max_num_queries(22):
        member_client.get(LIST)
    [summed_up] = [line for line in due(harbourside, TODAY) if "agreement" in line.text]
    assert summed_up.text == "Look at 13 agreements: 25 things to do"


STORED = [stage for stage in AgreementStage if stage != AgreementStage.REVIEW_DUE]


@pytest.mark.parametrize("stage", STORED)
def test_only_an_idea_or_a_stopped_one_is_deleted(member_client, compact, stage):
    Agreement.objects.filter(pk=compact.pk).update(
        stage=stage, signed_on=TODAY, ended_on=TODAY, stop_reason="declined"
    )
    url = reverse("partnerships:agreement-delete", args=[compact.pk])
    member_client.post(url)
    assert Agreement.objects.exists() is (stage not in ("idea", "stopped"))
