"""Invitations: replayed, too old, withdrawn, passed on, opened by a scanner. And requests for access."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.spreadsheet import write_table
from members.invitations import AccessRequest, Invitation
from members.models import Organisation, User
from members.people_forms import InvitationForm
from tests.interleaving import just_before_its_row

pytestmark = pytest.mark.django_db

REQUEST = {
    "organisation_name": "Moorside Action",
    "place": "Moorside",
    "name": "Pat Moor",
    "email": "pat@moorside.example.org",
}


@pytest.fixture
def invited(member_client):
    """Invite an address and return the path of the link in the mail."""

    def invite(email="new@example.org"):
        member_client.post(reverse("members:people"), {"email": email, "name": "Nia New"})
        return link_in(mail.outbox[-1])

    return invite


def link_in(message):
    return re.search(r"http://testserver(/invitations/\S+)", message.body).group(1)


def said(response):
    """The heading and the words under it."""
    return re.sub(r"<[^>]+>|\s+", " ", response.text.split("<h1>")[1])


def test_a_new_person_joins_with_a_password_or_without(client, invited, harbourside):
    link = invited()
    page = client.get(link)
    assert "Sam Member has invited you" in page.text
    assert 'value="Nia New"' in page.text
    joined = client.post(link, {"name": "Nia New", "password": ""})
    assert joined.url == harbourside.get_absolute_url()
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert user.emailaddress_set.get().verified
    assert client.get(joined.url).status_code == 200
    other = Client()
    other.post(invited("second@example.org"), {"name": "Second", "password": "a long password"})
    assert User.objects.get(email="second@example.org").check_password("a long password")


def test_a_weak_password_and_a_missing_name_are_said_and_use_nothing_up(client, invited):
    link = invited()
    page = client.post(link, {"name": "", "password": "short"})
    assert "Enter your name" in page.text
    assert "at least 10 characters" in page.text
    assert client.get(link).status_code == 200


def test_a_scanner_that_opens_the_link_uses_nothing_up(client, invited, harbourside):
    link = invited()
    for _ in range(5):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert client.options(link).status_code == 405
    assert not User.objects.filter(email="new@example.org").exists()
    assert harbourside.invitations.get().state == "waiting"


def test_a_link_works_once(client, invited):
    link = invited()
    client.post(link, {"name": "Nia New"})
    for browser in (client, Client()):
        for again in (browser.get(link), browser.post(link, {"name": "Somebody else"})):
            assert again.status_code == 410
            assert "It has been accepted, and works once only" in said(again)
    assert User.objects.filter(email="new@example.org").count() == 1


def test_of_two_who_post_the_same_link_the_second_changes_nothing(invited, colleague, member):
    invited("kit2@example.org")
    row, same = Invitation.objects.get(), Invitation.objects.get()
    assert row.accept_as_new("First")
    assert same.accept_as_new("Second") is None
    assert not same.accept(member)


def test_a_link_is_too_old_after_14_days(client, invited):
    with time_machine.travel("2026-10-01 10:00", tick=False):
        link = invited()
    with time_machine.travel("2026-10-15 09:59", tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel("2026-10-15 10:00", tick=False):
        assert client.get(link).status_code == 410
        page = client.post(link, {"name": "Nia New"})
        assert page.status_code == 410
        assert "more than 14 days ago. Ask Sam Member to send it again" in said(page)
    assert not User.objects.filter(email="new@example.org").exists()


def test_nobody_joins_while_the_membership_is_over(client, invited, harbourside):
    link = invited()
    harbourside.membership_ends_on = timezone.localdate() - timedelta(days=1)
    harbourside.save()
    for answer in (client.get(link), client.post(link, {"name": "Nia New"})):
        assert answer.status_code == 410
        assert "membership of Voluntary Action Harbourside has ended, so nobody can join" in said(answer)
    assert not User.objects.filter(email="new@example.org").exists()
    harbourside.membership_ends_on = None
    harbourside.save()
    assert client.post(link, {"name": "Nia New"}).url == harbourside.get_absolute_url()


def test_of_two_who_invite_one_address_at_once_the_second_is_told(member_client, harbourside, member):
    data = QueryDict("email=new@example.org")
    form = InvitationForm(data, organisation=harbourside, invited_by=member)
    assert form.is_valid()
    member_client.post(reverse("members:people"), {"email": "new@example.org"})
    assert form.keep() is None
    assert form.errors["email"] == ["new@example.org is invited already. Send that invitation again instead"]
    assert harbourside.invitations.count() == 1


def test_of_two_invitations_a_new_person_accepts_at_once_both_can_be_used(
    client, invited, harbourside, other_organisation
):
    """The second finds the account that the first has made, and asks to sign in."""
    link = invited()
    invitation = harbourside.invitations.get()
    elsewhere = Invitation.objects.create(organisation=other_organisation, email=invitation.email)
    assert elsewhere.accept_as_new("Nia New")
    assert invitation.accept_as_new("Nia New") is None
    assert "has an account already" in client.get(link).text
    client.force_login(User.objects.get(email=invitation.email))
    assert client.post(link).url == harbourside.get_absolute_url()


def test_a_withdrawn_link_and_one_that_was_sent_again_stop_working(client, invited, member_client):
    link = invited()
    row = Invitation.objects.get()
    member_client.post(reverse("members:invitation-send-again", args=[row.pk]))
    newer = link_in(mail.outbox[-1])
    assert newer != link
    assert client.get(link).status_code == 404
    assert "a newer one has been sent" in said(client.get(link))
    assert client.get(newer).status_code == 200
    member_client.post(reverse("members:invitation-withdraw", args=[row.pk]))
    assert "It was withdrawn" in said(client.post(newer, {"name": "Nia New"}))
    assert member_client.post(reverse("members:invitation-send-again", args=[row.pk])).status_code == 404


def test_a_person_with_an_account_signs_in_first_and_then_joins(
    client, invited, other_member, other_client, harbourside
):
    link = invited(other_member.email)
    page = client.get(link)
    assert f"/accounts/login/?next={link}" in page.text
    client.post(link, {"name": "Impostor", "password": "a long password"})
    assert not harbourside.people.filter(pk=other_member.pk).exists()
    page = client.post(
        reverse("account_login"), {"login": other_member.email, "password": "a long password", "next": link}
    )
    assert page.url == link
    assert other_client.post(link, follow=True).context["organisation"] == harbourside
    assert other_member.organisations.count() == 2


def test_an_invitation_that_was_passed_on_is_refused(invited, colleague, other_client, other_member, caplog):
    link = invited()
    for page in (other_client.get(link), other_client.post(link)):
        assert page.status_code == 403
        assert "An invitation that was passed on cannot be used" in said(page)
        assert "new@example.org" not in page.text
    assert other_member.organisations.count() == 1
    assert f"invitation accepted: outcome refused, who {other_member.pk}, " in caplog.text
    assert other_client.get(link).status_code == 403


def test_somebody_who_is_in_already_is_told_so(invited, harbourside, other_member, other_client):
    link = invited(other_member.email)
    harbourside.people.add(other_member)
    page = other_client.post(link, follow=True)
    assert "You belong to Voluntary Action Harbourside already" in page.text
    assert harbourside.memberships.filter(user=other_member).count() == 1


def test_whoever_accepts_first_for_an_empty_organisation_is_its_main_contact(client, other_organisation):
    row = Invitation(organisation=other_organisation, email="first@example.org", is_for_main_contact=True)
    token = row.renew()
    row.save()
    client.post(reverse("invitation", args=[token]), {"name": "First"})
    assert other_organisation.main_contact.email == "first@example.org"


# Asking for access


def test_a_request_is_kept_and_mailed_where_an_address_is_set(client, settings):
    asked = client.post(reverse("request-access"), REQUEST, follow=True)
    assert "NAVCA has your request" in asked.text
    assert not mail.outbox
    settings.REQUESTS_TO = "requests@navca.example.org"
    client.post(reverse("request-access"), REQUEST | {"message": "Hello"})
    assert AccessRequest.objects.count() == 2
    (sent,) = mail.outbox
    assert sent.to == ["requests@navca.example.org"]
    assert AccessRequest.objects.first().get_admin_url() in sent.body


def test_the_answer_is_the_same_for_members_and_machines(client, member, settings):
    settings.REQUESTS_TO = "requests@navca.example.org"
    known = client.post(reverse("request-access"), REQUEST | {"email": member.email}, follow=True)
    machine = client.post(reverse("request-access"), REQUEST | {"anything_else": "x"}, follow=True)
    assert said(known) == said(machine)
    assert AccessRequest.objects.count() == len(mail.outbox) == 1


def test_what_is_missing_is_said(client):
    page = client.post(reverse("request-access"), {"organisation_name": ""})
    assert page.text.count("Enter the place it serves") == 2
    assert "<title>Error: Ask for access" in page.text


def test_many_requests_from_one_place_are_held_back(client):
    for _ in range(5):
        assert client.post(reverse("request-access"), REQUEST).status_code == 302
    held = client.post(reverse("request-access"), REQUEST)
    assert held.status_code == 429
    assert "Wait a little" in held.text
    assert AccessRequest.objects.count() == 5


def test_who_adds_an_organisation_a_moment_later_is_told(curator_client, harbourside):
    """By a request, on its page, or with a file: each time somebody else was faster, and there is one row."""
    asked = AccessRequest.objects.create(
        organisation_name="Voluntary Action Wend", place="Wend", name="Pat", email="pat@wend.example.org"
    )

    def somebody_else():
        Organisation.objects.create(name=asked.organisation_name, slug="voluntary-action-wend")

    approval = {"name": asked.organisation_name, "place": "Wend", "person_email": asked.email}
    with just_before_its_row(Organisation, somebody_else):
        page = curator_client.post(reverse("admin:members_accessrequest_invite", args=[asked.pk]), approval)
    assert "Voluntary Action Wend is here already. Open it" in page.text
    asked.refresh_from_db()
    assert (asked.state, Invitation.objects.count()) == (AccessRequest.State.WAITING, 0)
    Organisation.objects.exclude(pk=harbourside.pk).delete()

    details = {"name": asked.organisation_name, "slug": "voluntary-action-wend", "sector_term": "VCSE"}
    details |= {"envelope_offset_mm": 0, "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    with just_before_its_row(Organisation, somebody_else):
        page = curator_client.post(reverse("admin:members_organisation_add"), details)
    assert "Organisation with this Slug already exists" in page.text
    Organisation.objects.exclude(pk=harbourside.pk).delete()

    data = write_table(("Organisation", "Email"), [(asked.organisation_name, asked.email)])

    def load():
        chosen = {"file": SimpleUploadedFile("members.csv", data)}
        return curator_client.post(reverse("admin:members_organisation_import"), chosen)

    with just_before_its_row(Organisation, somebody_else):
        assert "Somebody added one of these organisations" in load().text
    assert load().context["result"].known == 1
    assert Organisation.objects.exclude(pk=harbourside.pk).count() == 1
