"""What NAVCA does with people: bring members in, and bring back who lost the way in."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.spreadsheet import write_table
from members import inviting
from members.invitations import AccessRequest, Invitation
from members.models import Membership, Organisation, User

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

IMPORT = reverse("admin:members_organisation_import")


def load(client, data):
    return client.post(IMPORT, {"file": SimpleUploadedFile("members.csv", data)})


def page_of(name, row):
    return reverse(f"admin:members_{name}", args=[row.pk])


# Bringing members in


@pytest.mark.one_database
def test_a_thousand_rows_with_forty_faults_come_in_once(curator_client):
    rows = [
        (f"Voluntary Action {number}", f"Place {number}", f"person{number}@example.org", "")
        for number in range(1000)
    ]
    for place in range(0, 1000, 100):
        rows[place + 1] = ("", "Nowhere", "a@example.org", "")
        rows[place + 2] = (f"Nobody {place}", "Nowhere", "not an address", "")
        rows[place + 3] = (f"Undated {place}", "Nowhere", "a@example.org", "31 Bananuary 2027")
        rows[place + 4] = ("voluntary  action 5" if place else "", "Nowhere", "a@example.org", "")
    data = write_table(("Organisation", "Place", "E-mail", "Membership ends on"), rows)
    result = load(curator_client, data).context["result"]
    assert (result.added, result.known, len(result.faults)) == (960, 0, 40)
    assert result.faults[:4] == [
        (3, "Enter the organisation’s name"),
        (4, "Enter the email address in the correct format, like name@example.org"),
        (5, "Enter a real date, like 31/03/2027"),
        (6, "Enter the organisation’s name"),
    ]
    assert (106, "This organisation is on line 7 already") in result.faults
    again = load(curator_client, data).context["result"]
    assert (again.added, again.known, len(again.faults)) == (0, 960, 40)
    assert Organisation.objects.count() == Invitation.objects.unsent().count() == 960
    assert Organisation.objects.values("slug").distinct().count() == 960
    assert not mail.outbox


def test_a_charity_number_tells_a_renamed_organisation(curator_client, harbourside):
    data = write_table(
        ("Member", "Charity number", "Contact email"), [("New Name", "0000001", "a@example.org")]
    )
    assert load(curator_client, data).context["result"].known == 1


def test_a_file_that_is_no_table_is_refused_in_words(curator_client):
    assert "Missing: “Organisation”" in load(curator_client, b"Colour,Email\nred,a@example.org\n").text
    assert "choose “Save as”" in load(curator_client, b"PK\x03\x04rest").text


def test_invitations_go_out_until_the_time_is_up_and_go_on_later(curator_client, monkeypatch):
    data = write_table(("Organisation", "Email"), [(f"VA {n}", f"p{n}@example.org") for n in range(5)])
    load(curator_client, data)
    clock = iter([0, 1, 2, 30, *[100] * 99])
    monkeypatch.setattr(inviting.time, "monotonic", lambda: next(clock))
    action = {"action": "send", "_selected_action": list(Invitation.objects.values_list("pk", flat=True))}
    url = reverse("admin:members_invitation_changelist")

    def listed(state):
        return curator_client.get(url, {"state": state}).context["cl"].result_count

    assert [listed(state) for state in ("unsent", "waiting", "accepted", "withdrawn")] == [5, 0, 0, 0]
    page = curator_client.post(url, action, follow=True)
    assert "2 sent." in page.text
    assert "3 are left" in page.text
    assert [listed(state) for state in ("unsent", "waiting")] == [3, 2]
    curator_client.post(url, action)
    assert not Invitation.objects.unsent().exists()
    assert {to for message in mail.outbox for to in message.to} == {f"p{n}@example.org" for n in range(5)}


def test_the_first_person_becomes_the_main_contact(client, curator_client, other_organisation):
    url = page_of("organisation_invite", other_organisation)
    assert "becomes the main contact" in curator_client.get(url).text
    curator_client.post(url, {"name": "Fi First", "email": "fi@fellside.example.org"})
    (sent,) = mail.outbox
    assert "You are invited to join Community Links Fellside" in sent.body
    client.post(sent.body.split("testserver")[1].split()[0], {"name": "Fi First"})
    assert other_organisation.main_contact.name == "Fi First"


def people_form(curator_client, organisation):
    """The address of an organisation's page in the workplace, and what it would send unchanged."""
    url = page_of("organisation_change", organisation)
    form = curator_client.get(url).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [])}
    rows = list(organisation.memberships.order_by("pk"))
    data |= {"memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        data |= {f"memberships-{number}-id": row.pk, f"memberships-{number}-organisation": organisation.pk}
    return url, data


def test_navca_names_another_main_contact_and_everybody_is_told(
    curator_client, harbourside, member, colleague
):
    url, data = people_form(curator_client, harbourside)
    both = data | {"memberships-0-is_main_contact": "on", "memberships-1-is_main_contact": "on"}
    assert "Tick one main contact" in curator_client.post(url, both).text
    assert not mail.outbox
    assert curator_client.post(url, data | {"memberships-1-is_main_contact": "on"}).status_code == 302
    assert harbourside.main_contact == colleague
    assert {to for message in mail.outbox for to in message.to} == {member.email, colleague.email}
    assert f"Kit Colleague ({colleague.email}) is the main contact now." in mail.outbox[0].body


def test_whom_navca_takes_out_is_told_with_the_others(curator_client, harbourside, member, colleague):
    harbourside.invitations.create(email=colleague.email, sent_at=timezone.now())
    url, data = people_form(curator_client, harbourside)
    data |= {"memberships-0-is_main_contact": "on", "memberships-1-DELETE": "on"}
    assert curator_client.post(url, data).status_code == 302
    assert harbourside.people.get() == member
    assert not harbourside.invitations.waiting().exists()
    assert {to for message in mail.outbox for to in message.to} == {member.email, colleague.email}
    assert f"Kit Colleague ({colleague.email}) was removed." in mail.outbox[0].body


def test_nobody_is_told_of_what_was_not_stored(curator_client, harbourside, member, colleague, monkeypatch):
    """The page is saved in one transaction, and the mails leave after it."""
    url, data = people_form(curator_client, harbourside)

    def break_off(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("members.admin.OrganisationAdmin.log_change", break_off)
    with pytest.raises(RuntimeError):
        curator_client.post(url, data | {"memberships-1-DELETE": "on"})
    assert harbourside.people.count() == 2
    assert not mail.outbox


# NAVCA's staff and what a member keeps


def test_nobody_is_put_into_an_organisation_here(curator, curator_client, harbourside, member):
    """Neither on its page nor on a person's, whatever is sent."""
    url, data = people_form(curator_client, harbourside)
    data |= {
        "memberships-TOTAL_FORMS": 2,
        "memberships-0-is_main_contact": "on",
        "memberships-0-user": curator.pk,
        "memberships-1-user": curator.pk,
        "memberships-1-organisation": harbourside.pk,
    }
    curator_client.post(url, data)
    assert harbourside.people.get() == member
    url = page_of("user_change", curator)
    curator_client.post(
        url,
        {
            "email": curator.email,
            "name": "Chris",
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "memberships-TOTAL_FORMS": 1,
            "memberships-INITIAL_FORMS": 0,
            "memberships-0-user": curator.pk,
            "memberships-0-organisation": harbourside.pk,
        },
    )
    curator.refresh_from_db()
    assert curator.name == "Chris"
    assert not curator.organisations.exists()


def test_navcas_staff_cannot_invite_themselves(curator, curator_client, harbourside, member, caplog):
    url = page_of("organisation_invite", harbourside)
    curator.emailaddress_set.create(email="chris@home.example.org", verified=True)
    for address in (curator.email, "Chris@home.example.org"):
        page = curator_client.post(url, {"name": "Chris", "email": address})
        assert "Only the organisation itself can invite them" in page.text
    # An address that becomes theirs between invitation and link.
    curator_client.post(url, {"name": "Chris", "email": "later@example.org"})
    link = mail.outbox[0].body.split("testserver")[1].split()[0]
    curator.emailaddress_set.create(email="later@example.org", verified=True)
    for answer in (curator_client.get(link), curator_client.post(link), Client().post(link, {"name": "C"})):
        assert answer.status_code == 403
        assert "This invitation cannot be used" in answer.text
    assert harbourside.people.get() == member
    assert f"invitation accepted: outcome refused, who {curator.pk}, " in caplog.text


def test_an_organisation_may_invite_somebody_of_navcas(curator, curator_client, harbourside, member_client):
    member_client.post(reverse("members:people"), {"name": "Chris", "email": curator.email})
    link = mail.outbox[0].body.split("testserver")[1].split()[0]
    assert curator_client.post(link).status_code == 302
    assert harbourside.people.contains(curator)
    assert len(mail.outbox) == 1


def test_whom_navca_invites_the_people_are_told_of_twice(
    client, curator_client, harbourside, member, colleague
):
    """When the invitation goes out, and when it is accepted: so nobody reads a member's letters unseen."""
    url = page_of("organisation_invite", harbourside)
    assert "Everybody at the organisation is told" in curator_client.get(url).text
    curator_client.post(url, {"name": "Nia New", "email": "nia@example.org"})
    invitation, *told = mail.outbox
    assert invitation.to == ["nia@example.org"]
    assert {to for message in told for to in message.to} == {member.email, colleague.email}
    assert "nia@example.org was invited to join." in told[0].body
    mail.outbox.clear()
    client.post(invitation.body.split("testserver")[1].split()[0], {"name": "Nia New"})
    assert {to for message in mail.outbox for to in message.to} == {member.email, colleague.email}
    assert "Nia New (nia@example.org) has joined." in mail.outbox[0].body


def test_nobody_is_invited_while_the_membership_is_over(curator_client, harbourside, member):
    waiting = harbourside.invitations.create(email="nia@example.org")
    harbourside.membership_ends_on = timezone.localdate() - timedelta(days=1)
    harbourside.save()
    page = curator_client.get(page_of("organisation_invite", harbourside), follow=True)
    assert "Change the last day first." in page.text
    action = {"action": "send", "_selected_action": [waiting.pk]}
    page = curator_client.post(reverse("admin:members_invitation_changelist"), action, follow=True)
    assert "1 not sent: the membership of the organisation has ended." in page.text
    assert not mail.outbox


def test_a_request_becomes_an_organisation_and_an_invitation(curator_client, harbourside):
    asked = AccessRequest.objects.create(
        organisation_name="Moorside Action", place="Moorside", name="Pat Moor", email="pat@example.org"
    )
    url = page_of("accessrequest_invite", asked)
    assert url in curator_client.get(page_of("accessrequest_change", asked)).text
    form = curator_client.get(url).context["form"].initial
    assert "is here already" in curator_client.post(url, form | {"name": harbourside.name}).text
    curator_client.post(url, form)
    asked.refresh_from_db()
    assert (asked.state, asked.organisation.name) == ("invited", "Moorside Action")
    assert asked.organisation.invitations.get().is_for_main_contact
    assert mail.outbox[0].to == ["pat@example.org"]


# The way back in


@pytest.fixture
def locked_out(member):
    """The member with a second step that is lost, and a session that somebody may hold."""
    TOTP.activate(member, generate_totp_secret())
    return member


def test_a_lost_second_step_is_reset_with_a_reason(curator, curator_client, locked_out, member_client):
    url = page_of("user_reset_second_step", locked_out)
    assert "Enter how you made sure" in curator_client.post(url, {"reason": ""}).text
    assert Authenticator.objects.filter(user=locked_out).exists()
    curator_client.post(url, {"reason": "Called the office number"})
    assert not Authenticator.objects.filter(user=locked_out).exists()
    assert member_client.get(reverse("dashboard")).status_code == 302
    assert curator_client.get(reverse("admin:index")).status_code == 200
    entry = LogEntry.objects.get(object_id=str(locked_out.pk))
    assert (entry.user, "Called the office number" in entry.change_message) == (curator, True)
    assert mail.outbox[0].to == [locked_out.email]
    signed_in = Client().post(
        reverse("account_login"), {"login": locked_out.email, "password": "a long password"}
    )
    assert signed_in.url == reverse("dashboard")


def test_colleagues_are_told_who_gets_in_another_way(curator_client, member, colleague):
    """Whoever signs in as a person reads all of the organisation."""
    curator_client.post(page_of("user_reset_second_step", member), {"reason": "Called the office number"})
    curator_client.post(
        page_of("user_change_address", member), {"email": "new@example.org", "reason": "Called the office"}
    )
    reset, moved = [message.body for message in mail.outbox if message.to == [colleague.email]]
    assert "can sign in without the second step that was lost" in reset
    assert f"Sam Member signs in as new@example.org now, and no more as {member.email}." in moved


def test_a_lost_mailbox_gets_another_address(curator_client, member, other_member, member_client):
    url, old = page_of("user_change_address", member), member.email
    taken = {"email": other_member.email, "reason": "Called"}
    assert "Another account has this address" in curator_client.post(url, taken).text
    curator_client.post(url, {"email": "New@harbourside.example.org", "reason": "Called the office number"})
    assert [message.to for message in mail.outbox] == [[old], ["new@harbourside.example.org"]]
    assert member_client.get(reverse("dashboard")).status_code == 302
    assert "Called the office number" in LogEntry.objects.get(object_id=str(member.pk)).change_message
    browser = Client()
    browser.post(reverse("account_request_login_code"), {"email": "new@harbourside.example.org"})
    code = mail.outbox[-1].body.split("opened:")[1].split()[0]
    assert browser.post(reverse("account_confirm_login_code"), {"code": code}).url == reverse("dashboard")
    browser = Client()
    browser.post(reverse("account_request_login_code"), {"email": old})
    assert "No account has this address" in mail.outbox[-1].body


def test_a_helper_at_navca_cannot_become_an_administrator(curator, member, client):
    helper = User.objects.create_user("helper@navca.example.org", is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(content_type__app_label="members"))
    TOTP.activate(helper, generate_totp_secret())
    client.force_login(helper)
    for name in ("user_reset_second_step", "user_change_address"):
        assert client.get(page_of(name, curator)).status_code == 403
        assert client.get(page_of(name, member)).status_code == 200
    assert 'name="is_superuser"' not in client.get(page_of("user_change", member)).text


def test_nobody_at_navca_sets_a_members_password(curator_client, member):
    assert curator_client.get(reverse("admin:auth_user_password_change", args=[member.pk])).status_code == 403
    assert 'name="email"' not in curator_client.get(page_of("user_change", member)).text


def test_the_workplace_has_no_leftovers_of_the_packages(curator_client):
    shown = {model._meta.label for model in admin.site._registry}
    assert not shown & {"account.EmailAddress", "auth.Group", "mfa.Authenticator"}
    assert Membership not in admin.site._registry
