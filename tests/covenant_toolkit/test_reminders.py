"""The weekly email: what is in it, who gets it, once a week at most, and how it is stopped."""

import datetime
import io
import re
import smtplib

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from covenant_toolkit.models import Reminder
from covenant_toolkit.reminders import Digests, person_of, send, stop_token, week_of
from members.models import Membership, Organisation, User
from partnerships.models import Contact, ContactKind
from principles.models import Source, Update
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

MONDAY = datetime.datetime(2027, 3, 1, 8, tzinfo=datetime.UTC)  # long after the content was loaded


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def due(harbourside):
    """Something the member said it would do."""
    return something_due(harbourside, "Ring the leader’s office")


def something_due(organisation, words):
    return Contact.objects.create(
        organisation=organisation, body=PublicBody.objects.get(slug="suffolk"), kind=ContactKind.CALL,
        happened_on="2027-02-01", next_step=words, next_step_on="2027-02-20",
    )  # fmt: skip


def run(*args):
    out, err = io.StringIO(), io.StringIO()
    call_command("send_reminders", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def to():
    return sorted(message.to[0] for message in mail.outbox)


# What is in it


def test_the_mail_says_what_is_due_with_links_in_both_forms(monday, member, due):
    run()
    (message,) = mail.outbox
    assert message.to == [member.email]
    assert message.subject == "Covenant Toolkit: 1 thing to do this week"
    html = message.alternatives[0].content
    for words in (message.body, html):
        assert "Ring the leader’s office" in words
        assert f"http://localhost:8000{due.get_absolute_url()}" in words
        assert "20 February 2027" in words
        assert "Voluntary Action Harbourside" in words
    assert message.body.startswith("Hello Sam Member,")
    assert not re.search(r"\n{3,}|[<>{}]", message.body)
    assert not re.search(r"(?:src|href)=\"(?!http://localhost:8000/)|@import|url\(", html)
    # Every address in it opens.
    client = Client()
    client.force_login(member)
    for address in set(re.findall(r"http://localhost:8000(/\S*)", message.body)):
        assert client.get(address).status_code == 200, address


def test_what_is_new_is_told_once(monday, member, due):
    monday.move_to(MONDAY - datetime.timedelta(days=2))
    add_update("A new agreement")
    monday.move_to(MONDAY)
    run()
    monday.move_to(MONDAY + datetime.timedelta(days=7))
    run()
    first, second = mail.outbox
    assert "A new agreement" in first.body
    assert first.subject.endswith("1 thing to do this week, and 1 update")
    assert "A new agreement" in first.alternatives[0].content
    assert "A new agreement" not in second.body


def test_news_alone_are_a_reason_and_nothing_is_none(monday, member, harbourside):
    assert run()[0] == "Sent: 0. Nothing to say: 1. Refused: 0.\n"
    monday.move_to(MONDAY + datetime.timedelta(hours=1))
    add_update("A new agreement")
    monday.move_to(MONDAY + datetime.timedelta(hours=2))
    run()
    (message,) = mail.outbox
    assert "New in the toolkit" in message.body


def add_update(title):
    return Update.objects.create(
        slug="new", title=title, happened_on="2027-02-20", text="Text.", source=Source.objects.first()
    )


def test_several_organisations_share_one_mail(monday, member, due, other_organisation):
    Membership.objects.create(user=member, organisation=other_organisation)
    something_due(other_organisation, "Write to the board")
    run()
    (message,) = mail.outbox
    assert message.body.index("Community Links Fellside") < message.body.index("Write to the board")
    assert "Ring the leader’s office" in message.body
    assert message.subject.startswith("Covenant Toolkit: 3 things")


def test_a_long_list_is_cut_with_a_link_to_the_rest(monday, member, harbourside):
    for number in range(3):
        something_due(harbourside, f"Step {number}")
    # Rooms sum up what is many, so the list is made long by hand.
    digests = Digests(datetime.date(2027, 3, 1))
    part = digests.for_person(member).parts[0]
    part.due[:] = part.due * 4
    send(digests.for_person(member), mail.get_connection())
    (message,) = mail.outbox
    assert message.body.count("\n* ") == 8
    assert f"And {part.count - 8} more: http://localhost:8000/organisation/?organisation=harb" in message.body


# Who gets it


def test_who_gets_none(monday, member, colleague, due, other_member, other_organisation, curator):
    """Lapsed, removed, inactive, unconfirmed, unwilling: each of them, and NAVCA's staff."""
    something_due(other_organisation, "Write")
    other_organisation.membership_ends_on = datetime.date(2027, 2, 28)
    other_organisation.save()
    people = {
        word: User.objects.create_user(f"{word}@example.org", name=word)
        for word in ("inactive", "unconfirmed", "unwilling", "removed")
    }
    for word, person in people.items():
        person.emailaddress_set.create(email=person.email, verified=word != "unconfirmed", primary=True)
        Membership.objects.create(user=person, organisation=due.organisation)
    User.objects.filter(email__startswith="inactive").update(is_active=False)
    User.objects.filter(email__startswith="unwilling").update(weekly_email=False)
    people["removed"].memberships.get().leave()
    add_update("News")
    run()
    assert to() == sorted([member.email, colleague.email])


def test_a_lapsed_organisation_is_left_out_of_the_mail(monday, member, due, other_organisation):
    Membership.objects.create(user=member, organisation=other_organisation)
    something_due(other_organisation, "Write to the board")
    Organisation.objects.filter(pk=other_organisation.pk).update(membership_ends_on="2027-02-28")
    run()
    assert "Write to the board" not in mail.outbox[0].body


def test_a_dry_run_names_everybody_and_sends_nothing(monday, member, colleague, due):
    out, _ = run("--dry-run")
    assert member.email in out
    assert "Would be sent: 2. Nothing was sent." in out
    assert mail.outbox == []
    assert not Reminder.objects.exists()


def test_many_people_of_one_organisation_cost_what_one_does(monday, member, due):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            run("--dry-run")
        return len(captured)

    one = queries()
    for number in range(6):
        person = User.objects.create_user(f"p{number}@example.org")
        person.emailaddress_set.create(email=person.email, verified=True, primary=True)
        Membership.objects.create(user=person, organisation=due.organisation)
    assert queries() - one <= 6 * 2


# Once a week


@pytest.mark.django_db(transaction=True)
def test_never_twice_in_a_week_of_clocks_in_england(member, harbourside):
    something_due(harbourside, "Ring")
    counts = []
    for moment in (
        "2027-03-22T08:00Z",
        "2027-03-28T22:30Z",  # still Sunday in winter time; summer time began that day: 23:30
        "2027-03-28T23:30Z",  # 00:30 on Monday in summer time
        "2027-04-04T22:30Z",
        "2027-10-24T22:59Z",  # Sunday, and the last night of summer time is a week later
        "2027-10-31T23:30Z",  # winter time again: still Sunday
        "2027-11-01T00:01Z",
        "2028-12-31T23:59Z",  # the last week of a year
        "2029-01-01T00:00Z",
    ):
        with time_machine.travel(datetime.datetime.fromisoformat(moment), tick=False):
            run()
            run()
        counts.append(len(mail.outbox))
    assert counts == [1, 1, 2, 2, 3, 4, 5, 6, 7]
    assert week_of(datetime.date(2028, 12, 31)) == datetime.date(2028, 12, 25)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one(member, due, monday):
    """Both have made the mail before either hands it over."""
    first, second = Digests(datetime.date(2027, 3, 1)), Digests(datetime.date(2027, 3, 1))
    digests = [each.for_person(member) for each in (first, second)]
    assert [send(digest, mail.get_connection()) for digest in digests] == [True, False]
    assert len(mail.outbox) == 1


class Refusing(EmailBackend):
    """A mail server that takes nothing for one person."""

    def send_messages(self, messages):
        if "kit@" in messages[0].to[0]:
            raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})
        return super().send_messages(messages)


class Breaking(EmailBackend):
    """A mail server that goes away in the middle."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")


@pytest.mark.django_db(transaction=True)
def test_what_the_server_refuses_is_tried_again_and_keeps_nobody_waiting(
    monday, member, colleague, due, settings
):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    out, err = run()
    assert (out, to()) == ("Sent: 1. Nothing to say: 0. Refused: 1.\n", [member.email])
    assert f"Not taken for person {colleague.pk}: SMTPRecipientsRefused" in err
    assert "@" not in err
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    run()
    assert to() == sorted([colleague.email, member.email])


@pytest.mark.django_db(transaction=True)
def test_what_may_have_left_is_not_sent_again(monday, member, due, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Breaking"
    with pytest.raises(smtplib.SMTPServerDisconnected):
        run()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monday.move_to(MONDAY + datetime.timedelta(hours=1))
    assert "Cut off on the way this week, and not sent again: 1." in run()[1]
    assert mail.outbox == []
    monday.move_to(MONDAY + datetime.timedelta(days=7))
    run()
    assert to() == [member.email]


def test_it_wants_to_know_its_own_address(monday, member, due, settings):
    settings.SITE_ADDRESS = ""
    with pytest.raises(CommandError, match="COVENANT_ADDRESS"):
        run()


# How it is stopped


def test_mail_programs_can_stop_it_with_one_click(monday, member, due, client):
    run()
    (message,) = mail.outbox
    headers = message.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    assert address in message.body
    assert address in message.alternatives[0].content
    path = address.removeprefix("http://localhost:8000")
    # A scanner that opens every link stops nothing.
    assert "Stop the weekly email?" in client.get(path).text
    member.refresh_from_db()
    assert member.weekly_email
    program = Client(enforce_csrf_checks=True)
    answer = program.post(path, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, "is stopped" in answer.text) == (200, True)
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    member.refresh_from_db()
    assert not member.weekly_email
    monday.move_to(MONDAY + datetime.timedelta(days=7))
    run()
    assert len(mail.outbox) == 1


def test_a_link_that_was_changed_stops_nothing(member, other_member, client):
    token = stop_token(member)
    assert person_of(token) == member
    number, _, signature = token.partition(":")
    for wrong in (f"{other_member.pk}:{signature}", f"{number}:x", "x", number):
        assert client.post(reverse("reminders-stop", args=[wrong])).status_code == 404
    assert User.objects.filter(weekly_email=True).count() == User.objects.count()
    member.delete()
    assert client.get(reverse("reminders-stop", args=[token])).status_code == 404


def test_a_person_chooses_in_the_account(member_client, member):
    page = reverse("reminders")
    assert page in member_client.get(reverse("account_email")).text
    member_client.post(page, {})
    member.refresh_from_db()
    assert not member.weekly_email
    assert "You get the weekly email." in member_client.post(page, {"weekly_email": "on"}, follow=True).text
    member.refresh_from_db()
    assert member.weekly_email
