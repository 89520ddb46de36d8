"""Keeping an agreement: leads and who follows them, times that can be counted, successes and concerns."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from members.stories import Story
from partnerships.agreement_due import due_of
from partnerships.due import due
from partnerships.export import export
from partnerships.models import (
    Agreement,
    AgreementText,
    Concern,
    Lead,
    NoticeClause,
    NoticeGiven,
    Party,
    Side,
    Success,
)
from publicbodies.models import PublicBody

from .drafts import errors_in, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-12-14T10:00Z", tick=False)]

TODAY = date(2026, 12, 14)


@pytest.fixture
def compact(harbourside):
    """Signed in November, with a lead on each side."""
    signed_on = date(2026, 11, 2)
    agreement = Agreement.objects.create(
        organisation=harbourside, kind="compact", name="Calderdale Compact", stage="signed",
        signed_on=signed_on, link="https://example.org/",
    )  # fmt: skip
    body = PublicBody.objects.get(slug="calderdale")
    Party.objects.create(agreement=agreement, side=Side.OURS, name="VAH", signed_on=signed_on)
    Party.objects.create(agreement=agreement, side=Side.THEIRS, body=body, signed_on=signed_on)
    Lead.objects.create(agreement=agreement, side=Side.OURS, kind="sector", post="Chief officer")
    Lead.objects.create(agreement=agreement, side=Side.THEIRS, kind="officer", post="Director")
    return agreement


def address(name, row):
    return reverse(f"partnerships:{name}", args=[row.pk])


def lines(agreement, day=TODAY):
    found = Agreement.objects.with_due().get(pk=agreement.pk)
    return [(line.text, line.kind, line.on) for line in due_of(found, day)]


# Who looks after it


def test_a_lead_has_a_post_and_a_part(member_client, compact):
    page = member_client.post(address("lead-new", compact), {"side": "theirs"})
    assert errors_in(page) == {"post": ["Enter the post"]}
    member_client.post(
        address("lead-new", compact),
        {"side": "theirs", "kind": "political", "post": "Cabinet member for communities",
         "role": "Speaks for it in cabinet", "since_on": "1 May 2026"},
    )  # fmt: skip
    page = words_of(member_client, compact.get_absolute_url())
    assert "Cabinet member for communities</a>" in page
    assert "Their side, political lead. Speaks for it in cabinet" in page


def test_when_a_lead_leaves_somebody_is_asked_for_the_next(member_client, harbourside, compact):
    lead = compact.leads.get(side="theirs")
    lead.since_on = date(2026, 11, 2)
    lead.save()
    page = member_client.post(address("lead-leaves", lead), {"left_on": "1 November 2026"})
    assert errors_in(page) == {"left_on": ["Enter a day on or after they began"]}
    page = member_client.post(address("lead-leaves", lead), {"left_on": "31 December 2026"}, follow=True)
    assert "Now ask who follows" in page.text
    assert "Leaves 31 December 2026" in words_of(member_client, compact.get_absolute_url())
    asked = "Ask who follows the director as lead for Calderdale Compact"
    assert (asked, "todo", date(2026, 12, 31)) in lines(compact)
    [line] = [line for line in due(harbourside, TODAY) if line.text == asked]
    assert line.url == f"{address('lead-new', compact)}?side=theirs&kind=officer"
    form = member_client.get(line.url).context["form"]
    assert (form["side"].value(), form["kind"].value()) == ("theirs", "officer")
    # Until the last day the agreement has its leads.
    assert compact.facts(date(2026, 12, 31)).they_have_officer_lead
    assert not compact.facts(date(2027, 1, 1)).they_have_officer_lead
    member_client.post(line.url, {"side": "theirs", "kind": "officer", "post": "Head of communities"})
    assert lines(compact) == []
    assert compact.leads.count() == 3  # who left stays as history


def test_nobody_need_follow(member_client, compact):
    lead = compact.leads.get(side="ours")
    answer = {"left_on": "1 December 2026", "nobody_follows": "on"}
    member_client.post(address("lead-leaves", lead), answer)
    assert lines(compact) == []
    assert "Left 1 December 2026" in words_of(member_client, compact.get_absolute_url())
    # But an agreement that nobody was ever named for is said.
    compact.leads.filter(side="ours").delete()
    assert lines(compact) == [("Name a lead on your side for Calderdale Compact", "todo", None)]


# Times that can be counted


@pytest.mark.parametrize(
    ("sort", "count", "length", "given", "ends"),
    [
        ("notice", 3, "months", "2026-12-14", "2027-03-14"),
        ("notice", 3, "months", "2026-11-30", "2027-02-28"),  # no 30 February
        ("notice", 1, "months", "2028-01-31", "2028-02-29"),
        ("consultation", 12, "weeks", "2026-12-14", "2027-03-08"),
        ("notice", 10, "working-days", "2026-12-14", "2026-12-30"),  # Christmas and Boxing Day in between
        ("notice", 1, "working-days", "2026-12-18", "2026-12-21"),
    ],
)
def test_what_a_promised_time_comes_to(sort, count, length, given, ends):
    clause = NoticeClause(sort=sort, what="a cut", count=count, length=length)
    row = NoticeGiven(clause=clause, about="A grant", given_on=date.fromisoformat(given))
    assert row.earliest_on == date.fromisoformat(ends)


def test_three_months_notice_not_before_14_march(member_client, harbourside, compact):
    answer = {"sort": "notice", "what": "a cut in funding", "count": "0", "length": "months"}
    page = member_client.post(address("notice-new", compact), answer)
    assert errors_in(page) == {"count": ["Enter a number from 1 to 400"]}
    member_client.post(address("notice-new", compact), answer | {"count": "3"})
    clause = NoticeClause.objects.get()
    assert str(clause) == "3 months’ notice of a cut in funding"
    new = address("notice-given-new", clause)
    page = member_client.post(new, {"about": "Food grant", "given_on": "15 December 2026"})
    assert errors_in(page) == {"given_on": ["Enter a day that has come"]}
    page = member_client.post(new, {"about": "Food grant", "given_on": "14/12/2026"}, follow=True)
    assert "Not before 14 March 2027." in page.text
    shown = words_of(member_client, compact.get_absolute_url())
    assert "notice on 14 December 2026, <strong>not before 14 March 2027</strong>" in shown
    assert lines(compact) == [("Food grant: not before 14 March 2027", "sent", date(2027, 3, 14))]
    assert "Food grant: not before 14 March 2027" in [line.text for line in due(harbourside, TODAY)]
    assert lines(compact, date(2027, 3, 14))[0] == ("Time is over: Food grant", "todo", date(2027, 3, 14))
    given = NoticeGiven.objects.get()
    member_client.post(
        given.get_absolute_url(), {"about": "Food grant", "given_on": "14/12/2026", "outcome": "kept"}
    )
    assert lines(compact, date(2027, 3, 14)) == []


def test_what_is_planned_before_its_time_is_said_at_once(member_client, compact):
    clause = NoticeClause.objects.create(
        agreement=compact, sort="consultation", what="grants", count=12, length="weeks"
    )
    assert str(clause) == "12 weeks’ consultation on grants"
    answer = {"about": "Grants from April", "given_on": "14/12/2026", "planned_on": "31 January 2027"}
    page = member_client.post(address("notice-given-new", clause), answer, follow=True)
    assert "Open until 8 March 2027 at least. They plan it for an earlier day" in page.text
    assert lines(compact) == [
        ("Too early: Grants from April, consultation closes 31 January 2027", "todo", TODAY)
    ]
    assert "Too early</span>" in words_of(member_client, compact.get_absolute_url())


def test_times_of_the_written_text_are_offered(member_client, compact):
    AgreementText.objects.create(agreement=compact, notice_months=3, consultation_weeks=12)
    url = f"{address('notice-new', compact)}?sort=consultation&count=12&length=weeks"
    assert url.replace("&", "&amp;") in words_of(member_client, compact.get_absolute_url())
    form = member_client.get(url).context["form"]
    assert [form[name].value() for name in ("sort", "count", "length")] == ["consultation", "12", "weeks"]


# What went well, and what did not


def test_a_success_becomes_a_story_with_one_tick(member_client, curator_client, compact):
    answer = {"what": "They asked us first.\nWe said no.", "happened_on": "1/12/2026", "for_a_story": "on"}
    page = member_client.post(address("success-new", compact), answer | {"what": ""})
    assert errors_in(page) == {"what": ["Enter what went well"]}
    assert not Story.objects.exists()
    begun = member_client.post(
        address("success-new", compact), answer | {"link": "https://example.org/minutes"}
    )
    success, story = Success.objects.get(), Story.objects.get()
    assert (success.story, begun.url) == (story, story.get_absolute_url())
    assert (story.title, story.status) == ("They asked us first. We said no.", "draft")
    assert story.changed.startswith("They asked us first.\nWe said no.")
    assert "https://example.org/minutes" in story.changed
    assert [row["name"] for row in story.partners] == [str(party) for party in compact.others]
    assert not any(row["agreed"] for row in story.partners)
    # A change of the success, and another click, begin no second one.
    member_client.post(address("success", success), answer | {"what": "They asked us early."})
    member_client.post(address("success-story", success))
    assert Story.objects.count() == 1
    assert "Open its story" in words_of(member_client, compact.get_absolute_url())


def test_a_success_without_the_tick_has_a_button(member_client, compact):
    member_client.post(address("success-new", compact), {"what": "A seat", "happened_on": "1/12/2026"})
    assert "Begin a story for NAVCA" in words_of(member_client, compact.get_absolute_url())
    member_client.post(address("success-story", Success.objects.get()))
    assert Story.objects.get().title == "A seat"


def test_a_concern_is_private_first_and_raised_step_by_step(member_client, curator_client, compact):
    page = words_of(member_client, address("concern-new", compact))
    assert "Only your organisation sees this. NAVCA does not" in page
    answer = {"what": "A grant was cut at once.", "noticed_on": "1/12/2026", "cause": "short-notice"}
    page = member_client.post(address("concern-new", compact), answer, follow=True)
    concern = Concern.objects.get()
    assert concern.is_private
    assert "Nobody outside your organisation sees it" in page.text
    assert "Not raised yet" in page.text
    assert lines(compact) == []
    first, second, *_ = compact.steps_of_disagreement
    assert "informally" in first
    raising = address("concern-raise", concern)
    assert member_client.get(raising).context["form"]["step"].value() == first
    page = member_client.post(
        raising, {"step": first, "happened_on": "14/12/2026", "answer_by_on": "1/12/2026"}
    )
    assert errors_in(page) == {"answer_by_on": ["Enter a day on or after the step"]}
    member_client.post(raising, {"step": first, "happened_on": "14/12/2026", "answer_by_on": "21/12/2026"})
    assert member_client.get(raising).context["form"]["step"].value() == second
    assert lines(compact, date(2026, 12, 20)) == []
    assert lines(compact, date(2026, 12, 21)) == [
        ("An answer was asked for by 21 December 2026: Calderdale Compact", "todo", date(2026, 12, 21))
    ]
    step = concern.steps.get()
    answer = {"step": first, "happened_on": "14/12/2026", "outcome": "They will look into it."}
    member_client.post(address("concern-step", step), answer)
    assert lines(compact, date(2026, 12, 21)) == []
    page = words_of(member_client, concern.get_absolute_url())
    assert "Raised</span>" in page
    assert "They will look into it." in page
    settle = address("concern-settle", concern)
    assert errors_in(member_client.post(settle, {"settled_on": "14/12/2026"})) == {
        "outcome": ["Enter what came of it"]
    }
    member_client.post(settle, {"settled_on": "14/12/2026", "outcome": "The grant goes on to March."})
    page = words_of(member_client, concern.get_absolute_url())
    assert "Settled</span>" in page
    assert "The grant goes on to March." in page
    member_client.post(address("concern-open-again", concern))
    concern.refresh_from_db()
    assert concern.status == "Raised"
    # Nothing of it can be reached by NAVCA.
    assert curator_client.get(concern.get_absolute_url()).status_code == 404
    assert curator_client.get("/admin/partnerships/concern/").status_code == 404


def test_the_steps_are_the_agreements_own(member_client, compact):
    assert len(compact.steps_of_disagreement) == 5  # the usual ones
    AgreementText.objects.create(agreement=compact, clauses={"disagreement": "A talk\n[Names] meet"})
    assert len(Agreement.objects.get(pk=compact.pk).steps_of_disagreement) == 5  # still with a gap
    AgreementText.objects.update(clauses={"disagreement": "A talk\nThe leads meet"})
    assert Agreement.objects.get(pk=compact.pk).steps_of_disagreement == ["A talk", "The leads meet"]
    url = address("disagreement", compact)
    member_client.post(url, {"disagreement_steps": "A walk\n\n  The panel   meets\n"})
    compact.refresh_from_db()
    assert compact.steps_of_disagreement == ["A walk", "The panel meets"]
    concern = Concern.objects.create(agreement=compact, what="Late")
    page = words_of(member_client, concern.get_absolute_url())
    assert "<li>A walk</li>" in page
    member_client.post(address("concern-raise", concern), {"step": "A walk", "happened_on": "14/12/2026"})
    # A step keeps its words when the agreement's change.
    member_client.post(url, {"disagreement_steps": "The panel meets"})
    assert "<strong>A walk</strong>" in words_of(member_client, concern.get_absolute_url())
    form = member_client.get(address("concern-step", concern.steps.get())).context["form"]
    assert [key for key, _ in form.fields["step"].choices] == ["A walk", "The panel meets"]


def test_all_of_it_can_be_taken_away(harbourside, compact):
    clause = NoticeClause.objects.create(agreement=compact, sort="notice", what="a cut", count=3)
    NoticeGiven.objects.create(clause=clause, about="Food grant", given_on=TODAY)
    Success.objects.create(agreement=compact, what="They asked us first.")
    concern = Concern.objects.create(agreement=compact, what="Late")
    concern.steps.create(step="A talk")
    files = {file.name: file for file in export(harbourside)}
    for name, words in (
        ("promised-times", "a cut"), ("counted-times", "Food grant"), ("successes", "They asked us first."),
        ("concerns", "Late"), ("concern-steps", "A talk"),
    ):  # fmt: skip
        [row] = csv.DictReader(
            io.StringIO(b"".join(files[f"agreements/{name}.csv"].content()).decode("utf-8-sig"))
        )
        assert words in row.values()
        if name == "counted-times":
            assert row["Not before, or open until"] == "2027-03-14"
