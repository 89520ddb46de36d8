"""Promises by us and by them: recorded several at once, found again when due, and kept or not."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from members.due import DueKind
from partnerships import export
from partnerships.due import due
from partnerships.models import Agreement, Contact, Meeting, Promise, PromiseState, Side
from principles.models import Principle
from publicbodies.models import PublicBody

from .drafts import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-24T10:00Z", tick=False)]

TODAY = date(2026, 11, 24)
LIST = "/partnerships/promises/"
NEW = f"{LIST}new/"


@pytest.fixture
def promise(harbourside, suffolk):
    return promised(harbourside, suffolk)


def promised(organisation, body, **more):
    values = {"side": Side.THEIRS, "what": "Name a day", "made_on": date(2026, 11, 3)}
    return Promise.objects.create(organisation=organisation, body=body, **values | more)


def settle(promise):
    return reverse("partnerships:promise-settle", args=[promise.pk])


# Recording


def test_several_at_once_with_nothing_but_a_form(member_client, harbourside, suffolk, member):
    agreement = Agreement.objects.create(organisation=harbourside, kind="compact", name="Compact")
    page = words_of(member_client, f"{NEW}?body=suffolk&agreement={agreement.pk}")
    assert '<option value="suffolk" selected>' in page
    assert f'<option value="{agreement.pk}" selected>' in page
    typed = {
        "with_body": "suffolk", "made_on": "20 November 2026", "agreement": agreement.pk, "rows": "6",
        "promise-2-side": "ours", "promise-2-what": "Send  the figures\x00", "promise-6-side": "theirs",
        "promise-6-what": "Name a day", "promise-6-due_on": "4/12/26",
    }  # fmt: skip
    response = member_client.post(f"{NEW}?agreement={agreement.pk}", typed)
    assert response.url == agreement.get_absolute_url()
    ours, theirs = Promise.objects.order_by("created_at")
    assert (ours.what, ours.made_on, ours.due_on) == ("Send the figures", date(2026, 11, 20), None)
    assert (theirs.due_on, theirs.agreement, theirs.body) == (date(2026, 12, 4), agreement, suffolk)
    assert (ours.recorded_by, ours.organisation, ours.is_open) == (member, harbourside, True)


def test_of_a_meeting_they_keep_its_body_and_day(member_client, harbourside, suffolk):
    meeting = Meeting.objects.create(
        organisation=harbourside, body=suffolk, subject="A seat", meets_on=date(2026, 11, 10), state="held"
    )
    address = f"{NEW}?meeting={meeting.pk}"
    page = words_of(member_client, address)
    assert "Made at: A seat, 10 November 2026" in page
    assert 'value="10 November 2026"' in page
    typed = {"with_body": "suffolk", "made_on": "10 November 2026", "rows": "3", "promise-1-side": "ours",
             "promise-1-what": "Send it"}  # fmt: skip
    assert member_client.post(address, typed).url == meeting.get_absolute_url()
    assert Promise.objects.get().meeting == meeting


def test_after_a_call_they_have_its_day(member_client, harbourside, suffolk):
    call = Contact.objects.create(
        organisation=harbourside, body=suffolk, kind="call", happened_on=date(2026, 11, 17)
    )
    link = f"{NEW}?organisation=harbourside&amp;body=suffolk&amp;on=2026-11-17"
    assert link in words_of(member_client, call.get_absolute_url())
    assert 'value="17 November 2026"' in words_of(member_client, link.replace("&amp;", "&"))
    for nonsense in ("2027-01-01", "x"):
        assert 'value="24 November 2026"' in words_of(member_client, f"{NEW}?on={nonsense}")


def test_enter_saves_and_does_not_ask_for_more_rows(member_client, suffolk):
    page = words_of(member_client, NEW)
    assert page.index(">Save promises</button>") < page.index('name="more"')


@pytest.mark.one_database
def test_more_rows_lose_no_word(member_client, suffolk):
    typed = {
        "with_body": "suffolk",
        "made_on": "yesterdy",
        "rows": "3",
        "more": "1",
        "promise-3-what": "Name a day",
    }
    page = words_of(member_client, NEW, typed)
    assert "There is a problem" not in page
    assert '<option value="suffolk" selected>' in page
    for words in ('value="yesterdy"', 'value="Name a day"', 'name="promise-6-what"'):
        assert words in page, words


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"with_body": ""}, "Select a body"),
        ({"made_on": "25 November 2026"}, "Enter a day that has come"),
        ({"made_on": ""}, "Enter a date"),
        ({"promise-1-due_on": "1 November 2026"}, "Promise 1: Enter a day on or after the promise"),
        ({"promise-1-side": "both"}, "Promise 1: Select whose promise it is"),
        ({"rows": "0", "promise-1-what": ""}, "Promise 1: Enter what was promised"),
        ({"promise-1-what": "x" * 301}, "300 characters"),
        (
            {"promise-1-side": "", "promise-1-what": "", "promise-1-who": ""},
            "Promise 1: Enter what was promised",
        ),
    ],
)
@pytest.mark.one_database
def test_what_cannot_be_recorded_is_said_and_no_word_is_lost(member_client, suffolk, wrong, says):
    typed = {
        "with_body": "suffolk", "made_on": "20 November 2026", "rows": "3", "promise-1-side": "ours",
        "promise-1-who": "Our clerk", "promise-1-what": "Send it",
    }  # fmt: skip
    page = words_of(member_client, NEW, typed | wrong)
    assert "<title>Error: " in page
    assert says in page
    assert wrong.get("promise-1-who", "Our clerk") in page
    assert not Promise.objects.exists()


def test_a_promise_is_changed(member_client, promise, suffolk):
    principle = Principle.objects.get(slug="partnership-and-collaboration")
    change = reverse("partnerships:promise-change", args=[promise.pk])
    typed = {
        "side": "theirs", "who": "The leader", "what": "Name a day", "with_body": "suffolk",
        "made_on": "3 November 2026", "due_on": "1 December 2026", "principle": principle.pk,
    }  # fmt: skip
    assert member_client.post(change, typed).url == promise.get_absolute_url()
    promise.refresh_from_db()
    assert (promise.who, promise.due_on, promise.principle, promise.revision) == (
        "The leader", date(2026, 12, 1), principle, 1,
    )  # fmt: skip
    page = words_of(member_client, promise.get_absolute_url())
    assert "By 1 December 2026" in page
    assert reverse("partnerships:promise-ics", args=[promise.pk]) in page


# Kept or not


@pytest.mark.parametrize(
    ("state", "words"),
    [("kept", "Kept"), ("partly", "Partly kept"), ("not-kept", "Not kept"), ("released", "No longer needed")],
)
def test_what_became_of_it_with_its_day_and_how_we_know(member_client, promise, state, words):
    typed = {
        "state": state,
        "settled_on": "23 November 2026",
        "evidence": "By email",
        "link": "example.org/minutes",
    }
    assert member_client.post(settle(promise), typed).url == promise.get_absolute_url()
    promise.refresh_from_db()
    assert (promise.state, promise.settled_on, promise.evidence) == (state, date(2026, 11, 23), "By email")
    page = words_of(member_client, promise.get_absolute_url())
    assert f"{words} 23 November 2026" in page
    assert 'href="https://example.org/minutes"' in page
    assert ("Record what is promised instead" in page) == (state in ("partly", "not-kept"))
    assert "Name a day" in words_of(member_client, f"{LIST}?show=settled")
    assert "Name a day</a>" not in words_of(member_client, LIST)
    # Said too early, it is open again.
    member_client.post(settle(promise), typed | {"state": "open"})
    promise.refresh_from_db()
    assert (promise.state, promise.settled_on) == ("open", None)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"state": ""}, "Select what became of it"),
        ({"state": "open"}, "Select what became of it"),
        ({"settled_on": ""}, "Enter a date"),
        ({"settled_on": "25 November 2026"}, "Enter a day that has come"),
        ({"settled_on": "2 November 2026"}, "Enter a day on or after the promise"),
        ({"link": "the minutes"}, "Enter a web address"),
    ],
)
@pytest.mark.one_database
def test_what_became_of_it_has_to_make_sense(member_client, promise, wrong, says):
    typed = {"state": "kept", "settled_on": "23 November 2026", "evidence": "Two long sentences"}
    page = words_of(member_client, settle(promise), typed | wrong)
    assert "<title>Error: " in page
    assert says in page
    assert "Two long sentences" in page
    promise.refresh_from_db()
    assert promise.is_open


# The list and the dashboard


def test_the_list_is_narrowed_by_addresses_that_can_be_shared(
    member_client, harbourside, suffolk, django_assert_max_num_queries
):
    ipswich = PublicBody.objects.get(slug="ipswich")
    agreement = Agreement.objects.create(organisation=harbourside, kind="compact", name="Compact")
    promised(harbourside, suffolk, what="Theirs overdue", due_on=date(2026, 11, 20))
    promised(harbourside, suffolk, what="Ours today", side=Side.OURS, due_on=TODAY, agreement=agreement)
    promised(harbourside, ipswich, what="Theirs later", due_on=date(2026, 12, 20))
    promised(harbourside, ipswich, what="Was kept", state=PromiseState.KEPT, settled_on=TODAY)
    titles = {"Theirs overdue", "Ours today", "Theirs later", "Was kept"}
    for query, seen in (
        ("", {"Theirs overdue", "Ours today", "Theirs later"}),
        ("?show=due", {"Theirs overdue", "Ours today"}),
        ("?show=ours", {"Ours today"}),
        ("?show=theirs", {"Theirs overdue", "Theirs later"}),
        ("?show=settled", {"Was kept"}),
        ("?show=theirs&body=ipswich", {"Theirs later"}),
        (f"?agreement={agreement.pk}", {"Ours today"}),
        ("?show=x&body=x&agreement=x&page=x", {"Theirs overdue", "Ours today", "Theirs later"}),
    ):
        page = words_of(member_client, f"{LIST}{query}")
        assert {title for title in titles if f"{title}</a>" in page} == seen, query
    empty = words_of(member_client, f"{LIST}?show=theirs&body=ipswich&agreement={agreement.pk}")
    assert "no open promise to you" in empty
    assert "You have kept or settled all" in words_of(member_client, f"{LIST}?show=ours&body=ipswich")
    with django_assert_max_num_queries(18):
        member_client.get(LIST)


def test_an_empty_list_says_what_it_is_for(member_client):
    assert "No promise is recorded yet. Write down" in words_of(member_client, LIST)


def test_the_dashboard_says_what_we_owe_and_what_they_owe(harbourside, suffolk):
    ours = promised(harbourside, suffolk, what="Send it", side=Side.OURS, due_on=date(2026, 12, 1))
    promised(harbourside, suffolk, what="In eight days", side=Side.OURS, due_on=date(2026, 12, 2))
    theirs = promised(harbourside, suffolk, due_on=TODAY)
    promised(harbourside, suffolk, what="Theirs tomorrow", due_on=date(2026, 11, 25))
    promised(harbourside, suffolk, what="Kept", due_on=TODAY, state=PromiseState.KEPT, settled_on=TODAY)
    rows = [row for row in due(harbourside, TODAY) if "/promises/" in row.url]
    assert [(row.text, row.on, row.kind, row.url) for row in rows] == [
        ("You promised: Send it", date(2026, 12, 1), DueKind.TODO, ours.get_absolute_url()),
        ("They promised: Name a day", TODAY, DueKind.WAITING, theirs.get_absolute_url()),
    ]
    for _ in range(3):
        promised(harbourside, suffolk, due_on=TODAY)
    rows = [row for row in due(harbourside, TODAY) if "/promises/" in row.url]
    assert rows[1].text == "Ask after 4 promises to you"
    assert rows[1].url.endswith("show=theirs")


# Whose they are


def test_another_members_promise_is_not_found(other_client, promise):
    for name in ("promise", "promise-change", "promise-settle", "promise-delete", "promise-ics"):
        assert other_client.get(reverse(f"partnerships:{name}", args=[promise.pk])).status_code == 404
    other_client.post(settle(promise), {"state": "kept", "settled_on": "23 November 2026"})
    promise.refresh_from_db()
    assert promise.is_open


def test_a_promise_without_a_day_has_no_calendar_file(member_client, promise):
    assert member_client.get(reverse("partnerships:promise-ics", args=[promise.pk])).status_code == 404


def test_the_export_says_what_became_of_each(harbourside, promise):
    Promise.objects.update(state=PromiseState.KEPT, settled_on=TODAY, evidence="=By email")
    file = next(each for each in export.export(harbourside) if each.name == "promises.csv")
    heading, row = csv.reader(io.StringIO(b"".join(file.content()).decode("utf-8-sig")))
    found = dict(zip(heading, row, strict=True))
    assert (found["What became of it"], found["How you know"]) == ("Kept", "'=By email")
