"""Contacts that are recorded by hand: calls, replies and letters of one's own."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse

from partnerships.contact_forms import ContactForm
from partnerships.models import (
    Contact,
    ContactKind,
    Outcome,
)
from publicbodies.models import PublicBody

from .contact_log import CHASE, NEW, clerk_of_a_town, leader_of_suffolk, sent
from .drafts import words_of

# The day on which a letter of 3 November is up to be chased.
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-24T10:00Z", tick=False)]


@pytest.fixture
def leader(harbourside):
    return leader_of_suffolk(harbourside)


@pytest.fixture
def clerk(harbourside):
    return clerk_of_a_town(harbourside)


def form(**typed):
    return {"kind": "call", "happened_on": "20 November 2026"} | typed


def test_a_call_to_the_switchboard_needs_no_letter_and_no_recipient(member_client, member, harbourside):
    harbourside.patch.add(PublicBody.objects.get(slug="suffolk"))
    page = words_of(member_client, f"{NEW}?body=suffolk")
    assert '<option value="suffolk" selected>Suffolk County Council' in page
    typed = form(with_whom="suffolk", person="The switchboard", notes="Ring again\x00 on Monday",
                 route="post", chase_due_on="30 November 2026", next_step="Ring again")  # fmt: skip
    member_client.post(NEW, typed)
    call = Contact.objects.get()
    assert (call.recipient, call.body.slug, call.recorded_by) == (None, "suffolk", member)
    # It waits for nothing, so there is nothing to chase; only letters are posted.
    assert (call.outcome, call.chase_due_on, call.route) == ("", None, "")
    page = words_of(member_client, call.get_absolute_url())
    assert "The switchboard, Suffolk" in page
    assert "Write a chaser" not in page
    member_client.post(reverse("partnerships:next-step-done", args=[call.pk]))
    call.refresh_from_db()
    assert call.next_step_done_on == CHASE
    assert not Contact.objects.with_next_step().exists()


def test_a_letter_of_ones_own_and_an_open_call_are_chased(member_client, leader, clerk):
    recipient = f"recipient-{leader.pk}"
    refused = member_client.post(NEW, form(kind="letter", with_whom=recipient)).text
    assert "Select how the letter was sent" in refused
    member_client.post(NEW, form(kind="letter", with_whom=recipient, route="hand", happened_on="3/11/2026"))
    member_client.post(NEW, form(with_whom=f"own-{clerk.own_body_id}", waits="on"))
    letter, call = Contact.objects.order_by("happened_on")
    assert (letter.outcome, letter.chase_due_on) == ("open", CHASE)
    assert (call.where, call.outcome, call.chase_due_on) == (clerk.own_body, "open", date(2026, 12, 11))
    # Changing the day moves the chase, unless the member chose another day for it.
    change = reverse("partnerships:contact-change", args=[letter.pk])
    same = form(kind="letter", with_whom=recipient, route="post", waits="on")
    member_client.post(change, same | {"happened_on": "2 November 2026", "chase_due_on": "24 November 2026"})
    letter.refresh_from_db()
    assert letter.chase_due_on == date(2026, 11, 23)
    member_client.post(change, same | {"happened_on": "3 November 2026", "chase_due_on": "1 December 2026"})
    letter.refresh_from_db()
    assert letter.chase_due_on == date(2026, 12, 1)
    member_client.post(change, same | {"kind": "call", "happened_on": "3 November 2026", "waits": ""})
    letter.refresh_from_db()
    assert (letter.kind, letter.outcome, letter.chase_due_on, letter.route) == ("call", "", None, "")


def test_a_reply_leads_to_what_it_answers(member_client, leader, clerk):
    letter, _ = sent(leader), sent(clerk)
    reply = form(kind="reply", with_whom=f"recipient-{leader.pk}", waits="on")
    response = member_client.post(NEW, reply)
    query = parse_qs(urlsplit(response.url).query)
    assert query == {"contact": [str(letter.pk)], "outcome": ["replied"], "on": ["2026-11-20"]}
    page = words_of(member_client, response.url)
    assert 'value="replied"' in page
    assert 'value="20 November 2026"' in page
    assert Contact.objects.get(kind=ContactKind.REPLY).outcome == ""


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"with_whom": ""}, "Select who it was with"),
        ({"with_whom": "recipient-0"}, "Select who it was with"),
        ({"with_whom": "own-99999999999999999999999"}, "Select who it was with"),
        ({"kind": "fax"}, "Select what it was"),
        ({"happened_on": "25 November 2026"}, "Enter a day that has come"),
        ({"happened_on": "soon"}, "Enter a real date"),
        ({"waits": "on", "chase_due_on": "19 November 2026"}, "Enter a day on or after the contact"),
        ({"next_step_on": "1 December 2026"}, "Enter the next step, or take its date out"),
        ({"notes": "x" * 5001}, "Shorten this to 5,000 characters"),
        ({"subject": "x" * 301}, "300 characters"),
    ],
)
@pytest.mark.one_database
def test_a_contact_has_to_make_sense(member_client, leader, wrong, says):
    page = member_client.post(NEW, form(with_whom=f"recipient-{leader.pk}") | wrong).text
    assert "<title>Error: " in page
    assert says in page
    assert not Contact.objects.exists()


def test_a_settled_letter_does_not_become_a_reply(member_client, leader):
    member_client.post(NEW, form(kind="letter", with_whom=f"recipient-{leader.pk}", route="hand"))
    letter = Contact.objects.get()
    letter.settle(Outcome.DECLINED, CHASE)
    change = reverse("partnerships:contact-change", args=[letter.pk])
    page = member_client.post(change, form(kind="reply", with_whom=f"recipient-{leader.pk}")).text
    assert "A reply waits for no answer" in page
    page = member_client.post(
        change, form(kind="letter", route="hand", with_whom=f"recipient-{leader.pk}", happened_on="24/11/26")
    )
    assert page.url == letter.get_absolute_url()


def test_a_letter_of_the_toolkit_keeps_its_recipient(member_client, leader, clerk):
    letter = sent(leader)
    change = reverse("partnerships:contact-change", args=[letter.pk])
    typed = form(kind="call", with_whom=f"recipient-{clerk.pk}", route="hand", notes="By courier", waits="on")
    member_client.post(change, typed)
    letter.refresh_from_db()
    assert (letter.kind, letter.recipient, letter.route) == ("letter", leader, "hand")
    assert letter.notes == "By courier"


def test_two_people_at_one_contact_keep_each_others_words(leader, harbourside):
    letter = sent(leader)
    typed = QueryDict(
        "happened_on=3 November 2026&route=post&notes=By courier&asks=Meet us.&chase_due_on=24 November 2026"
    )
    mine = ContactForm(typed, instance=Contact.objects.get(pk=letter.pk))
    letter.settle(Outcome.REPLIED, CHASE)
    assert mine.is_valid()
    mine.save()
    letter.refresh_from_db()
    assert (letter.outcome, letter.outcome_on, letter.notes) == ("replied", CHASE, "By courier")


def test_another_members_people_cannot_be_chosen(member_client, other_client, leader, other_organisation):
    page = other_client.get(f"{NEW}?recipient={leader.pk}").text
    assert "Rowan Ashdown" not in page
    other_client.post(NEW, form(with_whom=f"recipient-{leader.pk}"))
    member_client.post(NEW, form(with_whom=f"recipient-{leader.pk}", organisation=other_organisation.slug))
    assert not Contact.objects.exists()
