"""A letter that follows another, or a meeting, begins with what the record knows of it."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from letters.models import Letter
from partnerships.contacts import record_letter_sent
from partnerships.models import Contact, Meeting, OwnBody, OwnBodyKind, Post, Promise, Recipient, Route, Side
from publicbodies.models import PublicBody

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-24T10:00Z", tick=False)]

NEW = reverse("letters:new")
ASKS = "I would like to meet you for an hour.\n\n• A statement from you\n• A first plan"


def recipient_at(organisation, slug, **more):
    body = PublicBody.objects.get(slug=slug)
    return Recipient.objects.create(organisation=organisation, body=body, post=Post.LEADER, **more)


def sent(recipient, **more):
    values = {
        "on": date(2026, 11, 3), "how": Route.POST, "subject": "The Covenant in Suffolk", "asks": ASKS,
        "reply_by_on": None, "by": None, "reference": uuid.uuid4(), "version": 1,
    }  # fmt: skip
    return record_letter_sent(recipient=recipient, **values | more)


@pytest.fixture
def leader(harbourside):
    return recipient_at(harbourside, "suffolk", name="Rowan Ashdown")


def words_of(page):
    return " ".join(page.text.split())


def test_a_chaser_says_when_we_wrote_about_what_and_what_we_asked(member_client, leader):
    contact = sent(leader)
    page = words_of(member_client.get(NEW, {"template": "chaser", "contact": contact.pk}))
    assert 'value="chaser" checked' in page
    assert f'id="id_to_{leader.pk}" checked' in page or f'value="{leader.pk}"' in page
    assert "Letter sent, Rowan Ashdown, Suffolk, 3 November 2026: The Covenant in Suffolk" in page
    assert f'name="contact" value="{contact.pk}"' in page
    member_client.post(NEW, {"template": "chaser", "to": [leader.pk], "contact": contact.pk})
    letter = Letter.objects.get()
    assert letter.main_ask == (
        "I wrote to you on 3 November 2026 about “The Covenant in Suffolk” and have not heard from you yet. "
        "I would like to meet you for an hour. Could your office send me an answer?"
    )
    preview = words_of(member_client.get(reverse("letters:preview", args=[letter.pk])))
    assert "3 November 2026" in preview
    assert "I would like to meet you for an hour." in preview
    assert "A statement from you" not in preview


def test_a_chaser_to_several_says_what_their_letters_have_in_common(member_client, harbourside, leader):
    other = recipient_at(harbourside, "ipswich")
    contacts = [sent(leader), sent(other, on=date(2026, 11, 4))]
    keys = [each.pk for each in contacts]
    page = words_of(member_client.get("/partnerships/contacts/?show=waiting&tick=all"))
    assert page.count(" checked ") == 2
    assert f'name="template" value="chaser" formaction="{NEW}"' in page
    member_client.post(NEW, {"template": "chaser", "to": [leader.pk, other.pk], "contact": keys})
    letter = Letter.objects.get()
    # They left on two days, which the member has to say in some other way.
    assert "[date of your first letter]" in letter.main_ask
    assert "“The Covenant in Suffolk”" in letter.main_ask
    assert letter.copies.count() == 2


def test_all_of_these_replied_is_one_step(member_client, leader):
    contact = sent(leader)
    page = words_of(member_client.get("/partnerships/contacts/?show=waiting"))
    assert 'name="outcome" value="replied">All of these replied' in page
    address = f"{reverse('partnerships:contacts-outcome')}?contact={contact.pk}&outcome=replied"
    assert 'value="24 November 2026"' in words_of(member_client.get(address))
    member_client.post(address, {"contact": contact.pk, "outcome": "replied", "on": "24 November 2026"})
    contact.refresh_from_db()
    assert contact.outcome == "replied"


def test_thanks_after_a_meeting_say_its_day_and_what_was_promised(member_client, harbourside, leader):
    meeting = Meeting.objects.create(
        organisation=harbourside,
        body=leader.body,
        subject="A seat",
        meets_on=date(2026, 11, 20),
        state="held",
    )
    common = {
        "organisation": harbourside,
        "body": leader.body,
        "meeting": meeting,
        "made_on": meeting.meets_on,
    }
    due_on = date(2026, 12, 1)
    Promise.objects.create(**common, side=Side.THEIRS, who="Head of grants", what="Name a day", due_on=due_on)
    Promise.objects.create(**common, side=Side.OURS, what="Send the figures")
    address = reverse("partnerships:meeting", args=[meeting.pk])
    link = f"{NEW}?organisation=harbourside&amp;template=thank-you&amp;meeting={meeting.pk}"
    assert link in words_of(member_client.get(address))
    page = words_of(member_client.get(NEW, {"template": "thank-you", "meeting": meeting.pk}))
    assert "A seat, 20 November 2026, Suffolk County Council" in page
    member_client.post(NEW, {"template": "thank-you", "to": [leader.pk], "meeting": meeting.pk})
    letter = Letter.objects.get()
    assert "Thank you for seeing us on 20 November 2026." in letter.main_ask
    assert letter.further_asks.splitlines() == [
        "Head of grants: Name a day, by 1 December 2026",
        f"{harbourside.name}: Send the figures",
        "We meet again on [next day]",
    ]


def test_at_a_body_of_ones_own_whoever_is_known_there_is_ticked(member_client, harbourside):
    town = OwnBody.objects.create(organisation=harbourside, name="Quay Town", kind=OwnBodyKind.PARISH)
    clerk = Recipient.objects.create(organisation=harbourside, own_body=town, post=Post.CLERK)
    meeting = Meeting.objects.create(
        organisation=harbourside, own_body=town, subject="A hall", meets_on=date(2026, 11, 20), state="held"
    )
    page = member_client.get(NEW, {"template": "thank-you", "meeting": meeting.pk})
    assert page.context["form"].tiles[0].is_ticked
    assert page.context["form"].tiles[0].recipient == clerk


def test_what_another_member_has_on_record_is_left_out(other_client, member_client, leader):
    contact = sent(leader)
    meeting = Meeting.objects.create(
        organisation=leader.organisation,
        body=leader.body,
        subject="A seat",
        meets_on=date(2026, 11, 20),
        state="held",
    )
    page = other_client.get(NEW, {"template": "chaser", "contact": contact.pk, "meeting": meeting.pk})
    assert "This letter follows" not in page.text
    assert "Rowan" not in page.text
    for nonsense in ("x", "", str(uuid.uuid4())):
        page = member_client.get(NEW, {"template": "chaser", "contact": nonsense, "meeting": nonsense})
        assert "This letter follows" not in page.text


def test_another_letter_takes_nothing_from_it(member_client, leader):
    contact = sent(leader)
    member_client.post(NEW, {"template": "public-body", "to": [leader.pk], "contact": contact.pk})
    assert "3 November" not in Letter.objects.get().main_ask


def test_a_letter_written_by_hand_has_only_its_day(member_client, harbourside, leader):
    contact = Contact.objects.create(
        organisation=harbourside, recipient=leader, kind="letter", route="hand", outcome="open",
        happened_on=date(2026, 11, 2),
    )  # fmt: skip
    member_client.post(NEW, {"template": "chaser", "to": [leader.pk], "contact": contact.pk})
    main_ask = Letter.objects.get().main_ask
    assert "I wrote to you on 2 November 2026" in main_ask
    assert "[what you asked for]" in main_ask
