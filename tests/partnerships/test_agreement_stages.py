"""The stages of an agreement: from an idea to a renewal, and the ways that end it."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse

from partnerships.agreement_due import lines_of
from partnerships.due import due
from partnerships.models import (
    Agreement,
    AgreementStage,
    Lead,
    Meeting,
    Party,
    Promise,
    Side,
)
from partnerships.stage_forms import StageForm
from partnerships.stages import NotYet
from publicbodies.models import PublicBody
from tests.interleaving import before_the_lock

from .drafts import compact_with, errors_in, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-24T10:00Z", tick=False)]


TODAY = date(2026, 11, 24)
LIST = "/agreements/"


@pytest.fixture
def compact(harbourside, suffolk):
    return compact_with(suffolk, harbourside)


@contextmanager
def later(day, client, user):
    """Another day, on which somebody signs in anew."""
    with time_machine.travel(datetime.combine(day, time(10), UTC), tick=False):
        client.force_login(user)
        yield


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
    shown = words_of(member_client, reverse("partnerships:agreement-stage", args=[compact.pk, "leads-named"]))
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
        assert "Action plan</span>" in words_of(member_client, LIST)
    with later(date(2027, 3, 1), member_client, member):
        assert "Review due</span>" in words_of(member_client, LIST)
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
    assert "Two promises of three were kept." in words_of(member_client, compact.get_absolute_url())


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
    assert "2 open promises with those who agree stand under no" in words_of(
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
    shown = words_of(member_client, compact.get_absolute_url())
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
        assert f'href="{url}"' in words_of(member_client, kept.get_absolute_url())
        form = member_client.get(url).context["form"]
        following = list(form.fields["successors"].queryset)
        assert len(following) == 3
        page = stage(member_client, kept, "overtaken", ended_on="31/3/2028")
        assert "Select the bodies that follow" in errors_in(page)["successors"][0]
        stage(member_client, kept, "overtaken", ended_on="31/3/2028", successors=[following[0].pk])
        assert (reached(kept), kept.ended_on) == ("overtaken", date(2028, 3, 31))
        assert [*kept.successors.all()] == [following[0]]
        assert lines(kept, date(2028, 4, 1)) == []
        assert str(following[0]) in words_of(member_client, kept.get_absolute_url())
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
        assert "not known yet which bodies follow" in words_of(member_client, kept.get_absolute_url())


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
    assert "Nobody was left who knew it" in words_of(member_client, kept.get_absolute_url())
    assert "Lapsed</span>" in words_of(member_client, LIST)


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
    assert "They declined" in words_of(member_client, compact.get_absolute_url())
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
    page = words_of(member_client, LIST)
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


def test_what_a_colleague_moves_on_at_this_moment_is_not_deleted(member_client, compact):
    def move_on():
        Agreement.objects.update(stage="draft")

    with before_the_lock(move_on):
        page = member_client.post(reverse("partnerships:agreement-delete", args=[compact.pk]), follow=True)
    assert "Only an idea or an agreement that was stopped can be deleted" in page.text
    assert Agreement.objects.exists()
