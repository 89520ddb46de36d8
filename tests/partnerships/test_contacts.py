"""The contact log: what was sent and said, what came of it, and when to ask again."""

import csv
import io
import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from partnerships import export
from partnerships.due import due
from partnerships.models import (
    CannotUndo,
    Contact,
    ContactKind,
    Outcome,
    OwnBody,
    Post,
    Recipient,
    Route,
)
from publicbodies.models import PublicBody

from .contact_log import CHASE, LOG, NEW, SENT, clerk_of_a_town, leader_of_suffolk, sent
from .drafts import words_of

# The day on which a letter of 3 November is up to be chased.
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-24T10:00Z", tick=False)]


@pytest.fixture
def leader(harbourside):
    return leader_of_suffolk(harbourside)


@pytest.fixture
def clerk(harbourside):
    return clerk_of_a_town(harbourside)


# A letter that left


def test_a_sent_letter_is_recorded_once(leader, clerk, member):
    reference = uuid.uuid4()
    first = sent(leader, reference=reference, by=member, how=Route.EMAIL)
    again = sent(leader, reference=reference, on=date(2026, 11, 9), how=Route.POST)
    assert (again.pk, again.happened_on, again.route) == (first.pk, SENT, Route.EMAIL)
    sent(leader, reference=reference, version=2)
    sent(clerk, reference=reference)
    sent(clerk)
    assert Contact.objects.filter(letter_reference=reference).count() == 3
    first.refresh_from_db()
    assert (first.body, first.own_body, first.asks, first.outcome) == (leader.body, None, "Meet us.", "open")
    assert (first.chase_due_on, first.recorded_by) == (CHASE, member)
    assert str(first) == "Letter sent, Councillor Rowan Ashdown, Suffolk, 3 November 2026"
    with pytest.raises(ValidationError, match="has come"):
        sent(leader, on=date(2026, 11, 25))


def test_letters_are_listed_in_one_query(leader, clerk, django_assert_num_queries):
    reference = uuid.uuid4()
    for recipient in (leader, clerk):
        sent(recipient, reference=reference)
    with django_assert_num_queries(1):
        found = Contact.objects.filter(letter_reference=reference).for_page()
        assert len({f"{row.with_whom} {row.recipient}: {row.outcome}" for row in found}) == 2


def test_the_record_keeps_who_it_was_when_the_recipient_changes(leader):
    contact = sent(leader)
    leader.return_to_post(CHASE)
    leader.body = PublicBody.objects.get(slug="ipswich")
    leader.save()
    contact = Contact.objects.get(pk=contact.pk)
    assert contact.with_whom == "Councillor Rowan Ashdown, Suffolk"


@pytest.mark.parametrize(
    ("on", "days", "reply_by", "chase"),
    [
        (date(2026, 10, 30), 15, None, date(2026, 11, 20)),
        (date(2026, 4, 1), 1, None, date(2026, 4, 2)),
        (date(2026, 4, 2), 1, None, date(2026, 4, 7)),  # over Easter
        (date(2026, 8, 24), 10, None, date(2026, 9, 8)),  # over the summer bank holiday
        (SENT, 15, date(2026, 11, 20), CHASE),  # asked for a reply before then
        (SENT, 15, date(2026, 12, 24), date(2026, 12, 29)),  # never chased before the day one asked for
    ],
)
def test_when_to_chase(leader, on, days, reply_by, chase):
    leader.organisation.chase_after_days = days
    assert sent(leader, on=on, reply_by_on=reply_by).chase_due_on == chase


def test_the_rule_is_the_members_own(member_client, leader):
    details = {"name": leader.organisation.name, "sector_term": "VCSE", "envelope_offset_mm": "0"}
    profile = reverse("members:profile")
    page = member_client.post(profile, details | {"chase_after_days": "0"})
    assert "Enter a number of working days from 1 to 100" in page.text
    member_client.post(profile, details | {"chase_after_days": "5"})
    leader.refresh_from_db()
    assert sent(leader).chase_due_on == date(2026, 11, 10)
    member_client.post(profile, details | {"chase_after_days": ""})
    leader.organisation.refresh_from_db()
    assert leader.organisation.chase_after_days == 15


# Taking back


def test_a_mark_made_by_mistake_is_taken_back(member_client, leader):
    contact = sent(leader)
    page = words_of(member_client, contact.get_absolute_url())
    url = reverse("partnerships:contact-delete", args=[contact.pk])
    assert f'href="{url}">It was not sent' in page
    assert "Was this letter not sent?" in words_of(member_client, url)
    assert Contact.objects.exists()
    assert "Deleted: Letter sent" in member_client.post(url, follow=True).text
    assert not Contact.objects.exists()


def test_a_letter_with_consequences_is_not_taken_back(member_client, leader):
    contact = sent(leader)
    contact.settle(Outcome.REPLIED, date(2026, 11, 10))
    with pytest.raises(CannotUndo, match="“Replied” on 10 November 2026"):
        contact.undo()
    contact.settle(Outcome.OPEN, None)
    reply = Contact.objects.create(
        organisation=leader.organisation, recipient=leader, kind=ContactKind.REPLY,
        happened_on=date(2026, 11, 10),
    )  # fmt: skip
    Contact.objects.filter(pk=reply.pk).update(created_at=timezone.now() + timezone.timedelta(minutes=1))
    url = reverse("partnerships:contact-delete", args=[contact.pk])
    assert "reply, 10 November 2026" in words_of(member_client, url)
    assert "reply, 10 November 2026" in member_client.post(url, follow=True).text
    assert Contact.objects.count() == 2
    # Of two letters nobody knows which was answered, so that either can be taken back.
    twice = sent(leader)
    twice.undo()
    reply.undo()
    contact.undo()
    assert not Contact.objects.exists()


# What came of it


def test_all_of_these_replied(member_client, leader, clerk):
    first, second = sent(leader), sent(clerk)
    page = words_of(member_client, f"{LOG}?show=waiting")
    assert page.count('type="checkbox" name="contact"') == 2
    url = f"{LOG}outcome/?contact={first.pk}&contact={second.pk}"
    page = words_of(member_client, url)
    assert page.count(" checked") == 2
    answer = {"contact": [str(first.pk), str(second.pk)], "outcome": "replied", "on": "20 November 2026",
              "next_step": "Send dates for a meeting", "next_step_on": "1 December 2026"}  # fmt: skip
    done = member_client.post(url, answer, follow=True)
    assert "Replied: " in done.text
    assert "Nothing recorded fits" in done.text
    rows = Contact.objects.values_list("outcome", "outcome_on", "next_step", "next_step_on")
    assert set(rows) == {
        ("replied", date(2026, 11, 20), "Send dates for a meeting", date(2026, 12, 1))
    }  # fmt: skip
    # One of them had not: it waits again, and keeps its next step.
    member_client.post(f"{LOG}outcome/?contact={first.pk}", {"contact": [str(first.pk)], "outcome": "open"})
    first.refresh_from_db()
    assert (first.outcome, first.outcome_on, first.next_step) == ("open", None, "Send dates for a meeting")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"outcome": ""}, "Select what came of it"),
        ({"on": ""}, "Enter a date"),
        ({"on": "31 February 2026"}, "Enter a real date"),
        ({"on": "2 November 2026"}, "Enter a day on or after that of each contact"),
        ({"on": "25 November 2026"}, "Enter a day that has come"),
        ({"contact": []}, "Tick at least one contact"),
        ({"contact": ["x"]}, "Tick at least one contact"),
        ({"next_step": "", "next_step_on": "1 December 2026"}, "Enter the next step"),
    ],
)
@pytest.mark.one_database
def test_what_came_of_it_has_to_make_sense(member_client, leader, wrong, says):
    contact = sent(leader)
    answer = {"contact": [str(contact.pk)], "outcome": "declined", "on": "20 November 2026"}
    page = member_client.post(f"{LOG}outcome/?contact={contact.pk}", answer | wrong).text
    assert "<title>Error: " in page
    assert says in page
    contact.refresh_from_db()
    assert contact.outcome == "open"


def test_what_a_colleague_has_heard_meanwhile_is_not_replaced_unseen(member_client, leader, clerk):
    contacts = [sent(leader), sent(clerk)]
    url = f"{LOG}outcome/?contact={contacts[0].pk}&contact={contacts[1].pk}"
    opened = member_client.get(url).context["form"]["opened_with"].value()
    contacts[0].settle("declined", date(2026, 11, 20), "Write again")
    answer = {"contact": [str(each.pk) for each in contacts], "outcome": "replied", "on": "24 November 2026",
              "opened_with": opened}  # fmt: skip
    page = member_client.post(url, answer)
    [error] = page.context["form"].errors["contact"]
    assert f"{contacts[0]}: Declined, 20 November 2026, Write again. Save again" in error
    assert str(contacts[1]) not in error
    assert not Contact.objects.filter(outcome="replied").exists()
    again = page.context["form"]["opened_with"].value()
    assert member_client.post(url, answer | {"opened_with": again}).status_code == 302
    assert Contact.objects.filter(outcome="replied").count() == 2


def test_anothers_contact_is_not_found(other_client, member_client, leader, other_organisation):
    ours = sent(leader)
    theirs = Contact.objects.create(
        organisation=other_organisation, body=leader.body, kind=ContactKind.CALL, outcome=Outcome.OPEN
    )
    for client, named in (
        (other_client, [ours]),
        (member_client, [ours, theirs]),
        (other_client, [theirs, ours]),
    ):
        query = "&".join(f"contact={row.pk}" for row in named)
        answer = {"contact": [str(row.pk) for row in named], "outcome": "declined", "on": "20 November 2026"}
        assert client.get(f"{LOG}outcome/?{query}").status_code == 404
        assert client.post(f"{LOG}outcome/?{query}", answer).status_code == 404
    assert member_client.get(f"{LOG}outcome/?contact=7").status_code == 404
    assert set(Contact.objects.values_list("outcome", flat=True)) == {"open"}


def test_marking_a_letter_to_many_as_sent_is_cheap(leader, member, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        sent(leader, by=member)


# Chasing


def test_the_dashboard_says_whom_to_chase(member_client, leader, clerk):
    letter = sent(leader)
    sent(clerk, on=date(2026, 11, 4))
    rows = [row for row in due(leader.organisation, CHASE) if "Chase" in row.text]
    assert [row.text for row in rows] == ["Chase due: Suffolk County Council, sent 3 November"]
    assert (rows[0].url, rows[0].on) == (letter.get_absolute_url(), CHASE)
    chaser = f"/letters/new/?organisation=harbourside&amp;template=chaser&amp;contact={letter.pk}"
    assert chaser in words_of(member_client, rows[0].url)
    # The chaser has a day of its own; taking it back puts the first letter up again.
    again = sent(leader, on=CHASE)
    assert not Contact.objects.to_chase_on(CHASE).exists()
    assert "Chase due" not in words_of(member_client, letter.get_absolute_url())
    again.undo()
    assert list(Contact.objects.to_chase_on(CHASE)) == [letter]
    # An acknowledgement is no answer yet.
    letter.settle(Outcome.ACKNOWLEDGED, CHASE)
    assert list(Contact.objects.to_chase_on(CHASE)) == [letter]
    letter.settle(Outcome.NO_REPLY, CHASE)
    assert not Contact.objects.to_chase_on(CHASE).exists()


def test_many_to_chase_are_one_line(leader, harbourside, django_assert_max_num_queries):
    bodies = PublicBody.objects.live_on(CHASE).exclude(pk=leader.body_id)[:6]
    people = Recipient.objects.nameless_at(dict.fromkeys(bodies, Post.LEADER), harbourside)
    for person in people:
        sent(person).settle(Outcome.OPEN, None, "Ring", CHASE)
    with django_assert_max_num_queries(11):
        rows = list(due(harbourside, CHASE))
    assert [row.text for row in rows][:2] == [
        "Chase 6 contacts that nobody has answered", "Look at 6 next steps whose day has come",
    ]  # fmt: skip
    assert rows[0].url.endswith("show=chase")


def test_a_day_beyond_the_known_bank_holidays_says_so(member_client, leader):
    contact = sent(leader)
    Contact.objects.filter(pk=contact.pk).update(chase_due_on=date(2060, 1, 1))
    assert "are not known here yet" in words_of(member_client, contact.get_absolute_url())


def test_a_body_that_ended_offers_its_successors(member_client, leader):
    ended, follows = leader.body, PublicBody.objects.get(slug="west-suffolk")
    contact = sent(leader)
    ended.last_on = date(2026, 11, 20)
    ended.save()
    ended.successors.add(follows)
    page = words_of(member_client, contact.get_absolute_url())
    assert "Suffolk County Council ended on 20 November 2026" in page
    assert "body=west-suffolk" in page


# The log


def test_the_log_is_narrowed(member_client, leader, clerk, harbourside, django_assert_max_num_queries):
    sent(leader)
    sent(clerk, on=date(2026, 11, 20))
    Contact.objects.create(organisation=harbourside, body=leader.body, kind=ContactKind.MEETING,
                           next_step="Send the minutes")  # fmt: skip
    titles = {"Letter sent: Councillor", "Letter sent: Clerk", "Meeting: Suffolk"}
    for query, seen in (
        ("", titles),
        ("?body=suffolk", {"Letter sent: Councillor", "Meeting: Suffolk"}),
        (f"?body=own-{clerk.own_body_id}", {"Letter sent: Clerk"}),
        ("?kind=meeting", {"Meeting: Suffolk"}),
        ("?show=next", {"Meeting: Suffolk"}),
        ("?show=x&kind=x&body=x&page=x", titles),
    ):
        page = words_of(member_client, f"{LOG}{query}")
        assert {title for title in titles if title in page} == seen, query
    page = words_of(member_client, f"{LOG}?show=chase")
    assert "Councillor Rowan Ashdown, Suffolk</label>" in page
    assert "Clerk, Quay" not in page
    assert "Everything (3)" in page
    with django_assert_max_num_queries(16):
        member_client.get(LOG)


def test_a_recipients_page_shows_its_contacts(member_client, leader, clerk):
    contact = sent(leader)
    sent(clerk)
    page = words_of(member_client, reverse("partnerships:recipient", args=[leader.pk]))
    assert contact.get_absolute_url() in page
    assert page.count("Letter sent: ") == 1
    assert f"{NEW}?organisation=harbourside&amp;recipient={leader.pk}" in page
    # A form that was refused shows them too.
    broken = member_client.post(reverse("partnerships:recipient", args=[leader.pk]), {})
    assert contact.get_absolute_url() in broken.text


def test_a_recipient_with_contacts_stays(leader, clerk):
    sent(leader)
    assert leader.remove() is False
    assert Recipient.objects.archived().get() == leader
    town = clerk.own_body
    Contact.objects.create(organisation=town.organisation, own_body=town, kind=ContactKind.CALL)
    assert clerk.remove() is True
    assert OwnBody.objects.get() == town
    with pytest.raises(ProtectedError):
        PublicBody.objects.get(slug="suffolk").delete()


def test_the_export_has_every_contact(leader, clerk, member):
    sent(leader, by=member, asks="=Meet us").settle(Outcome.REPLIED, CHASE)
    sent(clerk, on=CHASE)
    file = next(each for each in export.export(leader.organisation) if each.name == "contacts.csv")
    heading, *rows = csv.reader(io.StringIO(b"".join(file.content()).decode("utf-8-sig")))
    found = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [row["What came of it"] for row in found] == ["Waiting for a reply", "Replied"]
    assert (found[1]["What you asked for"], found[1]["Recorded by"]) == ("'=Meet us", "Sam Member")


# Rules that the database keeps too


@pytest.mark.parametrize(
    "broken",
    [
        {"body": None},
        {"route": ""},
        {"outcome": ""},
        {"kind": ContactKind.REPLY, "route": ""},
        {"kind": ContactKind.CALL},
        {"outcome": Outcome.REPLIED},
        {"outcome_on": CHASE},
        {"outcome": Outcome.REPLIED, "outcome_on": date(2026, 11, 2)},
        {"chase_due_on": date(2026, 11, 2)},
        {"next_step_on": CHASE},
        {"letter_version": None},
        {"recipient": None},
    ],
)
def test_the_database_refuses_what_cannot_be(leader, broken):
    contact = sent(leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=contact.pk).update(**broken)
    for name, value in broken.items():
        setattr(contact, name, value)
    with pytest.raises(ValidationError):
        contact.full_clean()


def test_a_lapsed_member_reads_only(member_client, leader):
    contact = sent(leader)
    leader.organisation.membership_ends_on = date(2026, 1, 1)
    leader.organisation.save()
    assert "Councillor Rowan Ashdown" in words_of(member_client, LOG)
    url = f"{LOG}outcome/?contact={contact.pk}"
    answer = {"contact": [str(contact.pk)], "outcome": "declined", "on": "20 November 2026"}
    assert member_client.post(url, answer).status_code == 403
    contact.refresh_from_db()
    assert contact.outcome == "open"
