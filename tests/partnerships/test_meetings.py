"""Meetings: planned, written up with what was promised, moved, called off, and in the log once held."""

import re
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnerships.clock import ClockField
from partnerships.due import due
from partnerships.models import (
    Agreement,
    Contact,
    ContactKind,
    Meeting,
    MeetingState,
    OwnBody,
    OwnBodyKind,
    Party,
    Promise,
    Side,
)
from publicbodies.models import PublicBody
from tests.interleaving import before_the_lock

from .drafts import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-24T10:00Z", tick=False)]

TODAY = date(2026, 11, 24)
LIST = "/partnerships/meetings/"
NEW = f"{LIST}new/"


@pytest.fixture
def meeting(harbourside, suffolk):
    """One that took place yesterday, as far as was planned."""
    return planned(harbourside, suffolk, date(2026, 11, 23))


def planned(organisation, body, on, **more):
    values = {"subject": "A seat on the board", "people": "Councillor Rowan Ashdown\nSam Member"}
    return Meeting.objects.create(organisation=organisation, body=body, meets_on=on, **values | more)


def form(**typed):
    return {"with_body": "suffolk", "subject": "A seat on the board", "meets_on": "8 December 2026"} | typed


def write_up(meeting):
    return reverse("partnerships:meeting-write-up", args=[meeting.pk])


# Planning


def test_a_meeting_is_planned_and_listed(member_client, member, suffolk):
    page = words_of(member_client, f"{NEW}?body=suffolk")
    assert '<option value="suffolk" selected>Suffolk County Council' in page
    typed = form(
        starts_at="2 p.m.", ends_at="15.30", place="Room 2", people="Rowan\r\nSam", agenda="A seat\x00"
    )
    response = member_client.post(NEW, typed)
    row = Meeting.objects.get()
    assert response.url == row.get_absolute_url()
    assert (row.starts_at, row.ends_at, row.people, row.agenda) == (
        time(14), time(15, 30), "Rowan\nSam", "A seat",
    )  # fmt: skip
    assert (row.state, row.recorded_by, row.notes) == ("planned", member, "")
    page = words_of(member_client, row.get_absolute_url())
    assert "Tuesday 8 December 2026, 14:00 to 15:30" in page
    assert "Put it into your calendar (.ics)" in page
    assert "Write it up" not in page
    assert row.get_absolute_url() in words_of(member_client, LIST)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"with_body": ""}, "Select a body"),
        ({"with_body": "own-1"}, "Select a body"),
        ({"subject": ""}, "Enter what the meeting is about"),
        ({"subject": "x" * 201}, "200 characters"),
        ({"meets_on": ""}, "Enter a date"),
        ({"meets_on": "32 December"}, "Enter a real date"),
        ({"starts_at": "teatime"}, "Enter a time, like 14:00 or 2pm"),
        ({"starts_at": "2:30"}, "Say whether it is morning or afternoon"),
        ({"ends_at": "14:00"}, "Enter when it starts"),
        ({"starts_at": "14:00", "ends_at": "2pm"}, "Enter a time after the start"),
        ({"people": "x" * 5001}, "Shorten this to 5,000 characters"),
    ],
)
@pytest.mark.one_database
def test_what_cannot_be_planned_is_said_and_no_word_is_lost(member_client, suffolk, wrong, says):
    page = member_client.post(NEW, form(agenda="Notice of cuts, first of all", place="Room 2") | wrong).text
    assert "<title>Error: " in page
    assert says in page
    assert "Notice of cuts, first of all" in page
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("14:00", time(14)), ("2pm", time(14)), ("2 PM", time(14)), ("2.30 p.m.", time(14, 30)),
        ("noon", time(12)), ("9:30", time(9, 30)), ("02:30", time(2, 30)), ("12am", time(0)), ("", None),
    ],
)  # fmt: skip
@pytest.mark.one_database
def test_times_as_people_type_them(typed, clock):
    assert ClockField(required=False).clean(typed) == clock


def test_a_meeting_under_an_agreement_is_with_a_body_that_agrees(member_client, harbourside, suffolk):
    ipswich = PublicBody.objects.get(slug="ipswich")
    agreement = Agreement.objects.create(organisation=harbourside, kind="compact", name="Quay Compact")
    Party.objects.create(agreement=agreement, side=Side.THEIRS, body=ipswich)
    page = words_of(member_client, f"{NEW}?agreement={agreement.pk}&review=1")
    assert '<option value="ipswich" selected>' in page
    assert f'<option value="{agreement.pk}" selected>Quay Compact' in page
    assert 'name="is_review" class="checkboxinput form-check-input" id="id_is_review" checked' in page
    refused = words_of(member_client, NEW, form(is_review="on"))
    assert "Choose the agreement that is reviewed" in refused
    member_client.post(NEW, form(is_review="on", agreement=agreement.pk))
    assert Meeting.objects.get().agreement == agreement
    assert "Review with Suffolk" in words_of(member_client, Meeting.objects.get().get_absolute_url())


def test_another_members_agreement_body_and_meeting_are_not_there(
    other_client, member_client, harbourside, meeting, other_organisation
):
    theirs = Agreement.objects.create(organisation=harbourside, kind="compact", name="Quay Compact")
    town = OwnBody.objects.create(organisation=harbourside, name="Quay Town", kind=OwnBodyKind.PARISH)
    for query in (f"agreement={theirs.pk}", f"body=own-{town.pk}", "agreement=x", "body=%00"):
        page = words_of(other_client, f"{NEW}?{query}")
        assert "Quay" not in page
    other_client.post(NEW, form(with_body=f"own-{town.pk}"))
    other_client.post(write_up(meeting), {"became": "held"})
    promises = reverse("partnerships:promise-new")
    assert other_client.get(f"{promises}?meeting={meeting.pk}").status_code == 404
    assert member_client.get(f"{promises}?meeting=x").status_code == 404
    assert Meeting.objects.get().state == MeetingState.PLANNED


# Writing up


def test_a_meeting_held_stands_in_the_log_with_what_was_promised(member_client, member, meeting):
    typed = {
        "became": "held", "people": "Councillor Rowan Ashdown\nSam Member", "notes": "They like it.",
        "next_step": "Thank them", "next_step_on": "25 November 2026", "rows": "3",
        "promise-1-side": "ours", "promise-1-what": "Send the figures", "promise-1-due_on": "1 December 2026",
        "promise-3-side": "theirs", "promise-3-who": "Head of grants", "promise-3-what": "Name a day",
    }  # fmt: skip
    page = words_of(member_client, meeting.get_absolute_url())
    assert "Its day has gone by." in page
    response = member_client.post(write_up(meeting), typed)
    assert response.url == meeting.get_absolute_url()
    meeting.refresh_from_db()
    contact = Contact.objects.get()
    assert (meeting.state, meeting.notes, meeting.contact) == ("held", "They like it.", contact)
    assert (contact.kind, contact.happened_on, contact.body) == ("meeting", date(2026, 11, 23), meeting.body)
    assert contact.with_whom == "Councillor Rowan Ashdown, Sam Member, Suffolk"
    assert (contact.notes, contact.next_step, contact.outcome) == ("They like it.", "Thank them", "")
    assert [(row.side, row.what, row.who, row.due_on, row.made_on) for row in Promise.objects.all()] == [
        ("ours", "Send the figures", "", date(2026, 12, 1), date(2026, 11, 23)),
        ("theirs", "Name a day", "Head of grants", None, date(2026, 11, 23)),
    ]
    assert {row.recorded_by for row in Promise.objects.all()} == {member}
    page = words_of(member_client, meeting.get_absolute_url())
    assert "Name a day" in page
    assert contact.get_absolute_url() in page
    log = words_of(member_client, "/partnerships/contacts/")
    assert "Meeting: Councillor Rowan Ashdown" in log


@pytest.mark.one_database
def test_more_rows_lose_no_word_and_complain_about_nothing_yet(member_client, meeting):
    typed = {
        "became": "held", "notes": "Half a sent", "next_step_on": "soon", "rows": "3", "more": "1",
        "promise-2-what": "Send the figures", "promise-2-due_on": "some day", "promise-2-side": "ours",
    }  # fmt: skip
    page = words_of(member_client, write_up(meeting), typed)
    assert "There is a problem" not in page
    for words in ("Half a sent", 'value="soon"', 'value="Send the figures"', 'value="some day"'):
        assert words in page, words
    assert re.search(r'<input[^>]*value="held"[^>]* checked', page)
    assert 'name="promise-6-what"' in page
    assert 'name="rows" value="6"' in page
    assert not Promise.objects.exists()
    # There is an end to it, and nonsense is three rows.
    assert 'name="rows" value="30"' in words_of(member_client, write_up(meeting), {"rows": "30", "more": "1"})
    assert 'name="rows" value="3"' in words_of(member_client, write_up(meeting), {"rows": "x"})


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"became": ""}, "Select what became of it"),
        ({"became": "moved"}, "Enter a date, like"),
        ({"became": "moved", "moved_to": "1 November 2026"}, "Enter a day that is still to come"),
        ({"became": "called-off"}, "Select “It was held” to keep the promises below"),
        ({"next_step_on": "1 December 2026"}, "Enter the next step, or take its date out"),
        ({"notes": "x" * 5001}, "Shorten this to 5,000 characters"),
        ({"promise-1-side": ""}, "Promise 1: Select whose promise it is"),
        ({"promise-1-due_on": "1 November 2026"}, "Promise 1: Enter a day on or after the promise"),
        ({"promise-2-who": "Somebody"}, "Promise 2: Enter what was promised"),
    ],
)
@pytest.mark.one_database
def test_what_cannot_be_kept_is_said_and_no_word_is_lost(member_client, meeting, wrong, says):
    typed = {"became": "held", "people": "All of us", "rows": "3", "promise-1-side": "ours",
             "promise-1-what": "Send the figures"}  # fmt: skip
    page = words_of(member_client, write_up(meeting), typed | wrong)
    assert "<title>Error: " in page
    assert says in page
    assert "All of us" in page
    assert "Send the figures" in page
    meeting.refresh_from_db()
    assert meeting.state == "planned"
    assert not Contact.objects.exists()
    assert not Promise.objects.exists()


def test_a_meeting_still_to_come_is_moved_or_called_off_but_not_held(member_client, harbourside, suffolk):
    coming = planned(harbourside, suffolk, date(2026, 12, 8), starts_at=time(14))
    assert "Its day has not come yet" in words_of(member_client, write_up(coming), {"became": "held"})
    member_client.post(write_up(coming), {"became": "moved", "moved_to": "15 December 2026", "notes": "Flu"})
    coming.refresh_from_db()
    assert (coming.state, coming.meets_on, coming.notes) == ("planned", date(2026, 12, 15), "Flu")
    member_client.post(write_up(coming), {"became": "called-off", "notes": "They resigned"})
    coming.refresh_from_db()
    assert (coming.state, coming.notes) == ("called-off", "They resigned")
    page = words_of(member_client, f"{LIST}?show=called-off")
    assert coming.get_absolute_url() in page
    assert "Take it out of your calendar" in words_of(member_client, coming.get_absolute_url())


def test_a_meeting_of_the_past_is_written_up_at_once(member_client, suffolk):
    response = member_client.post(NEW, form(meets_on="20 November 2026"))
    assert response.url == write_up(Meeting.objects.get())


def test_two_people_at_one_write_up_keep_each_others_words(member_client, colleague_client, meeting):
    first = {"became": "held", "notes": "What Sam heard", "revision": "0"}
    colleague_client.post(write_up(meeting), first)
    page = words_of(member_client, write_up(meeting), first | {"notes": "What I heard"})
    assert "Somebody changed this meeting while you were writing" in page
    assert "What Sam heard" in page
    assert "What I heard" in page
    assert 'name="revision" value="1"' in page
    meeting.refresh_from_db()
    assert meeting.notes == "What Sam heard"
    member_client.post(write_up(meeting), first | {"notes": "What both heard", "revision": "1"})
    meeting.refresh_from_db()
    assert meeting.notes == "What both heard"
    assert Contact.objects.get().notes == "What both heard"


def test_two_write_ups_at_the_same_moment_record_nothing_twice(member_client, colleague_client, meeting):
    answer = {
        "became": "held",
        "revision": "0",
        "rows": "1",
        "promise-1-side": "ours",
        "promise-1-what": "Ring",
    }
    with before_the_lock(lambda: colleague_client.post(write_up(meeting), answer)):
        page = words_of(member_client, write_up(meeting), answer)
    assert "Somebody changed this meeting while you were writing" in page
    assert (Contact.objects.count(), Promise.objects.count()) == (1, 1)


def test_the_log_follows_the_meeting(member_client, meeting):
    member_client.post(write_up(meeting), {"became": "held", "notes": "First words"})
    contact = Contact.objects.get()
    change = reverse("partnerships:meeting-change", args=[meeting.pk])
    assert "First words" in words_of(member_client, change)
    member_client.post(change, form(meets_on="20 November 2026", notes="Better words", people=""))
    contact.refresh_from_db()
    assert (contact.happened_on, contact.notes, contact.person) == (date(2026, 11, 20), "Better words", "")
    assert "a day that has come" in words_of(member_client, change, form(notes="Better words"))
    # The contact leads to the meeting, and stays with it.
    page = words_of(member_client, contact.get_absolute_url())
    assert meeting.get_absolute_url() in page
    changed = member_client.get(reverse("partnerships:contact-change", args=[contact.pk]))
    assert changed.url == write_up(meeting)
    delete = reverse("partnerships:contact-delete", args=[contact.pk])
    assert "its meeting was held" in words_of(member_client, delete)
    member_client.post(delete)
    assert Contact.objects.filter(pk=contact.pk).exists()
    # It was not held after all.
    member_client.post(write_up(meeting), {"became": "called-off"})
    assert not Contact.objects.exists()


def test_a_deleted_meeting_leaves_the_log_and_its_promises_stay(member_client, meeting):
    member_client.post(write_up(meeting), {"became": "held", "rows": "1", "promise-1-side": "ours",
                                           "promise-1-what": "Send the figures"})  # fmt: skip
    delete = reverse("partnerships:meeting-delete", args=[meeting.pk])
    assert "The promise made there stay" in words_of(member_client, delete)
    member_client.post(delete)
    assert not Meeting.objects.exists()
    assert not Contact.objects.exists()
    assert Promise.objects.get().meeting is None


def test_a_meeting_that_answers_a_letter_offers_to_say_so(member_client, harbourside, meeting):
    call = Contact.objects.create(
        organisation=harbourside, body=meeting.body, kind=ContactKind.CALL, happened_on=date(2026, 11, 3),
        outcome="open",
    )  # fmt: skip
    member_client.post(write_up(meeting), {"became": "held"})
    page = words_of(member_client, meeting.get_absolute_url())
    assert f"contact={call.pk}&amp;outcome=replied&amp;on=2026-11-23" in page


# The list and the dashboard


def test_the_list_is_narrowed_by_addresses_that_can_be_shared(
    member_client, harbourside, suffolk, django_assert_max_num_queries
):
    town = OwnBody.objects.create(organisation=harbourside, name="Quay Town", kind=OwnBodyKind.PARISH)
    planned(harbourside, suffolk, date(2026, 12, 8), subject="Coming")
    planned(harbourside, suffolk, date(2026, 11, 2), subject="Waiting to be written")
    planned(harbourside, suffolk, date(2026, 11, 1), subject="Was held", state=MeetingState.HELD)
    Meeting.objects.create(organisation=harbourside, own_body=town, subject="In town", meets_on=TODAY)
    titles = {"Coming", "Waiting to be written", "Was held", "In town"}
    for query, seen in (
        ("", {"Coming", "Waiting to be written", "In town"}),
        ("?show=write-up", {"Waiting to be written"}),
        ("?show=held", {"Was held"}),
        ("?show=called-off", set()),
        (f"?body=own-{town.pk}", {"In town"}),
        ("?show=x&body=x&page=x", {"Coming", "Waiting to be written", "In town"}),
    ):
        page = words_of(member_client, f"{LIST}{query}")
        assert {title for title in titles if f"{title}<span" in page} == seen, query
    assert "No meeting was called off." in words_of(member_client, f"{LIST}?show=called-off")
    with django_assert_max_num_queries(16):
        member_client.get(LIST)


def test_an_empty_list_says_what_it_is_for(member_client):
    page = words_of(member_client, LIST)
    assert "No meeting is planned. Plan one" in page
    assert 'role="search" aria-label="Meetings"' not in page


def test_the_dashboard_asks_to_write_up_and_says_what_comes(harbourside, suffolk, meeting):
    soon = planned(harbourside, suffolk, date(2026, 12, 1), subject="In a week", starts_at=time(9))
    planned(harbourside, suffolk, date(2026, 12, 2), subject="In eight days")
    rows = [row for row in due(harbourside, TODAY) if "/meetings/" in row.url]
    assert [(row.text, row.on, row.kind) for row in rows] == [
        ("Write up your meeting of 23 November: A seat on the board", date(2026, 11, 23), "todo"),
        ("In a week", date(2026, 12, 1), "done"),
    ]
    assert (rows[0].url, rows[1].url) == (write_up(meeting), soon.get_absolute_url())
    for _ in range(4):
        planned(harbourside, suffolk, date(2026, 11, 20))
    rows = [row for row in due(harbourside, TODAY) if "/meetings/" in row.url]
    assert rows[0].text == "Write up 5 meetings"
    assert rows[0].url.endswith("show=write-up")


# Rules that the database keeps too


@pytest.mark.parametrize(
    "broken",
    [
        {"ends_at": time(9)},
        {"starts_at": time(9), "ends_at": time(9)},
        {"body": None},
        {"is_review": True},
    ],
)
def test_the_database_refuses_what_cannot_be(harbourside, suffolk, broken):
    values = {"organisation": harbourside, "body": suffolk, "subject": "x", "meets_on": TODAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(**values | broken)


def test_only_a_day_that_has_come_can_be_held(harbourside, suffolk):
    with pytest.raises(ValidationError, match="has come"):
        Meeting(
            organisation=harbourside, body=suffolk, subject="x", state="held", meets_on=date(2027, 1, 1)
        ).clean()
