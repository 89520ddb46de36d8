"""Calendar files: valid after RFC 5545, right in summer and in winter, and moved instead of added again."""

import uuid
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from documents.calendar_file import Event, Status, render
from documents.plain_text import clean
from partnerships.contacts import record_letter_sent
from partnerships.dates import open_dates
from partnerships.models import (
    Agreement,
    Contact,
    ContactKind,
    Meeting,
    MeetingState,
    Post,
    Promise,
    PromiseState,
    Recipient,
    Side,
)
from publicbodies.models import PublicBody

from .calendars import events, read, times, unfolded

LONDON = ZoneInfo("Europe/London")
CHANGED = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def event(**more):
    values = {"uid": "one", "summary": "The Covenant", "on": date(2026, 12, 8), "changed_at": CHANGED}
    return Event(**values | more)


def only(content):
    whole = read(content)
    return whole, events(whole)[0]


# The file


@pytest.mark.parametrize(
    "on",
    [
        date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30),  # summer time begins
        date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26),  # and ends
        date(2026, 12, 28), date(2028, 2, 29), date(2027, 7, 1), date(2036, 3, 30),
    ],
)  # fmt: skip
def test_the_zone_in_the_file_gives_the_moment_that_clocks_in_england_show(on):
    whole, found = only(render([event(on=on, starts_at=time(14), ends_at=time(15, 30))]))
    expected = [datetime.combine(on, clock, LONDON).astimezone(UTC) for clock in (time(14), time(15, 30))]
    assert list(times(whole, found)) == expected


def test_a_day_without_a_time_is_a_whole_day_and_needs_no_zone():
    whole, found = only(render([event()]))
    assert times(whole, found)[0] == date(2026, 12, 8)
    assert [part.name for part in whole.parts] == ["VEVENT"]
    assert found.value("TRANSP") == "TRANSPARENT"
    assert found.value("DTSTAMP") == "20261124T103000Z"
    only(render([event(on=date.max)]))
    only(render([event(on=date(26, 1, 1))]))


def test_without_an_end_it_takes_an_hour():
    _, found = only(render([event(starts_at=time(23, 30))]))
    assert found.value("DURATION") == "PT1H"


def test_a_meeting_called_off_says_so():
    _, found = only(render([event(status=Status.CANCELLED, sequence=3)]))
    assert (found.value("STATUS"), found.value("SEQUENCE")) == ("CANCELLED", "3")


TEXTS = st.text(max_size=200) | st.sampled_from(
    ["a; b, c\\n d\\", "Łódź “Ltd” " * 20, "🏛️" * 60, "END:VEVENT\r\nBEGIN:VEVENT", "x" * 75, "ż" * 74, ':;="']
)


@given(summary=TEXTS, place=TEXTS, description=TEXTS)
def test_any_words_come_back_as_they_were(summary, place, description):
    content = render([event(summary=summary, place=place, description=description), event(uid="two")])
    whole = read(content)
    found = events(whole)[0]
    assert len(events(whole)) == 2
    assert found.text("SUMMARY") == clean(summary)
    assert found.text("LOCATION") == clean(place)
    assert found.text("DESCRIPTION") == clean(description)


def test_long_lines_are_folded_at_75_octets():
    content = render([event(summary="é" * 100)])
    longest = max(content.split(b"\r\n"), key=len)
    assert len(longest) in (74, 75)
    assert f"SUMMARY:{'é' * 100}" in unfolded(content)


# What a member downloads


@pytest.fixture
def suffolk():
    return PublicBody.objects.get(slug="suffolk")


@pytest.fixture
def meeting(harbourside, suffolk):
    return Meeting.objects.create(
        organisation=harbourside, body=suffolk, subject="The Covenant; a first talk, at last",
        meets_on=date(2026, 12, 8), starts_at=time(14), place="Endeavour House, Ipswich",
        people="Councillor Rowan Ashdown\nSam Member", agenda="1. A seat\n2. Notice of cuts",
    )  # fmt: skip


@pytest.fixture
def _in_november():
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=UTC), tick=False):
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("_in_november")
def test_a_meeting_is_downloaded_moved_and_called_off(member_client, meeting):
    address = reverse("partnerships:meeting-ics", args=[meeting.pk])
    response = member_client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="meeting-2026-12-08.ics"'
    whole, first = only(response.content)
    assert first.text("SUMMARY") == "The Covenant; a first talk, at last: Suffolk"
    assert first.text("LOCATION") == "Endeavour House, Ipswich"
    assert "2. Notice of cuts" in first.text("DESCRIPTION").splitlines()
    assert first.value("URL") == f"http://testserver{meeting.get_absolute_url()}"
    assert times(whole, first)[0] == datetime(2026, 12, 8, 14, tzinfo=UTC)
    write_up = reverse("partnerships:meeting-write-up", args=[meeting.pk])
    member_client.post(write_up, {"became": "moved", "moved_to": "6 July 2027", "starts_at": "2pm"})
    whole, moved = only(member_client.get(address).content)
    assert times(whole, moved)[0] == datetime(2027, 7, 6, 13, tzinfo=UTC)  # summer time
    member_client.post(write_up, {"became": "called-off"})
    _, off = only(member_client.get(address).content)
    assert {each.value("UID") for each in (first, moved, off)} == {str(meeting.pk)}
    sequences = [int(each.value("SEQUENCE")) for each in (first, moved, off)]
    assert sequences == sorted(set(sequences))
    assert (moved.value("STATUS"), off.value("STATUS")) == ("CONFIRMED", "CANCELLED")


@pytest.mark.django_db
@pytest.mark.usefixtures("_in_november")
def test_changing_a_meeting_raises_its_sequence_and_saving_it_unchanged_does_not(member_client, meeting):
    change = reverse("partnerships:meeting-change", args=[meeting.pk])
    same = {
        "with_body": "suffolk", "subject": meeting.subject, "meets_on": "8 December 2026",
        "starts_at": "14:00", "place": meeting.place, "people": meeting.people, "agenda": meeting.agenda,
    }  # fmt: skip
    for typed, revision in ((same, 0), (same | {"place": "The Old Custom House"}, 1)):
        assert member_client.post(change, typed).status_code == 302
        meeting.refresh_from_db()
        assert meeting.revision == revision


@pytest.mark.django_db
@pytest.mark.usefixtures("_in_november")
def test_every_open_day_in_one_file(member_client, other_client, meeting, harbourside, suffolk):
    place = {"organisation": harbourside, "body": suffolk}
    day = date(2026, 12, 1)
    Meeting.objects.create(**place, subject="Off", meets_on=day, state=MeetingState.CALLED_OFF)
    Meeting.objects.create(
        **place, subject="Long off", meets_on=date(2026, 11, 1), state=MeetingState.CALLED_OFF
    )
    Meeting.objects.create(**place, subject="Held", meets_on=date(2026, 11, 2), state=MeetingState.HELD)
    Promise.objects.create(**place, side=Side.OURS, what="Send the figures", due_on=date(2026, 12, 2))
    Promise.objects.create(**place, side=Side.THEIRS, what="Some day")
    Promise.objects.create(
        **place,
        side=Side.THEIRS,
        what="Done",
        due_on=day,
        state=PromiseState.KEPT,
        settled_on=date(2026, 11, 3),
    )
    leader = Recipient.objects.create(**place, post=Post.LEADER, name="Rowan Ashdown")
    record_letter_sent(
        recipient=leader, on=date(2026, 11, 20), how="post",
        subject="The Covenant", asks="", reply_by_on=None, by=None, reference=meeting.pk, version=1,
    )  # fmt: skip
    Contact.objects.create(
        **place,
        kind=ContactKind.CALL,
        happened_on=date(2026, 11, 3),
        next_step="Ring again",
        next_step_on=day,
    )
    Agreement.objects.create(organisation=harbourside, kind="compact", name="Compact", renew_by_on=day)
    whole = read(member_client.get(reverse("partnerships:calendar")).content)
    found = {each.text("SUMMARY"): each for each in events(whole)}
    assert list(found) == [
        "Off: Suffolk", "Renew by today: Compact", "Ring again", "We promised: Send the figures",
        "The Covenant; a first talk, at last: Suffolk", "Chase: Rowan Ashdown, Suffolk",
    ]  # fmt: skip
    # Fifteen working days after 20 November.
    assert times(whole, found["Chase: Rowan Ashdown, Suffolk"])[0] == date(2026, 12, 11)
    assert [name for name, each in found.items() if each.value("STATUS") == "CANCELLED"] == ["Off: Suffolk"]
    response = other_client.get(reverse("partnerships:calendar"), follow=True)
    assert "No day is open" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "chase"),
    [
        (date(2026, 12, 11), date(2027, 1, 6)),  # Christmas, Boxing Day's substitute and New Year
        (date(2027, 3, 12), date(2027, 4, 6)),  # Easter, over the beginning of summer time
        (date(2027, 4, 27), date(2027, 5, 19)),  # the first Monday of May
    ],
)
def test_a_day_to_chase_stands_after_the_bank_holidays(harbourside, suffolk, sent, chase):
    leader = Recipient.objects.create(organisation=harbourside, body=suffolk, post=Post.LEADER)
    with time_machine.travel(datetime.combine(sent, time(12), UTC), tick=False):
        record_letter_sent(
            recipient=leader, on=sent, how="post", subject="The Covenant", asks="", reply_by_on=None, by=None,
            reference=uuid.uuid4(), version=1,
        )  # fmt: skip
        whole = read(render(open_dates(harbourside, sent, str)))
    assert times(whole, events(whole)[0])[0] == chase
