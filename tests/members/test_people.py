"""The people of an organisation, and what is left when its membership has ended."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from letters.models import Letter, LetterCopy, LetterTemplate
from members.invitations import Invitation
from members.models import Membership
from members.work import Activity
from principles.models import LCSIFunction, Principle

pytestmark = pytest.mark.django_db

PEOPLE = reverse("members:people")


def place_of(user, organisation):
    return Membership.objects.get(user=user, organisation=organisation)


def invite(client, email="new@example.org", **more):
    return client.post(PEOPLE, {"email": email, **more}, follow=True)


@pytest.fixture
def letter(harbourside):
    version = LetterTemplate.objects.get(slug="sector").current_version
    row = Letter.objects.create(organisation=harbourside, template_version=version)
    LetterCopy.objects.create(letter=row)
    return row


@pytest.fixture
def several(member, other_organisation):
    """The member belongs to the other organisation too."""
    return Membership.objects.create(user=member, organisation=other_organisation)


# Inviting


def test_the_main_contact_invites_and_the_secret_is_in_the_mail_only(member_client, harbourside, caplog):
    page = invite(member_client, "New@Example.org", name="Nia New")
    row = harbourside.invitations.get()
    assert "Sent to new@example.org" in page.text
    assert (row.email, row.invited_by.name, row.is_for_main_contact) == (
        "new@example.org",
        "Sam Member",
        False,
    )
    (sent,) = mail.outbox
    assert sent.to == ["new@example.org"]
    assert sent.subject == "Covenant Toolkit: Join Voluntary Action Harbourside"
    token = sent.body.split("/invitations/")[1].split("/")[0]
    assert token not in str(vars(row))
    assert (row.expires_at - row.sent_at).days == 14
    said = [record.getMessage() for record in caplog.records if record.name == "covenant.security"]
    assert said == [f"invitation sent: outcome done, who {row.invited_by.pk}, invitation {row.pk}"]


def test_nobody_is_invited_twice_or_when_in_already(member_client, colleague, harbourside):
    invite(member_client)
    assert "new@example.org is invited already" in invite(member_client).text
    assert (
        "belongs to Voluntary Action Harbourside already"
        in invite(member_client, colleague.email.upper()).text
    )
    assert "Enter an email address" in invite(member_client, "").text
    assert harbourside.invitations.count() == 1


def test_the_answer_does_not_tell_who_has_an_account(member_client, other_member):
    known = invite(member_client, other_member.email).text
    unknown = invite(member_client, "nobody@fellside.example.org").text
    said = "Sent to {}. The link works once"
    assert said.format(other_member.email) in known
    assert said.format("nobody@fellside.example.org") in unknown
    assert "Alex Other" not in known


def test_a_mail_that_is_not_taken_can_be_sent_later(member_client, harbourside, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9  # nobody listens there
    assert "could not be sent" in invite(member_client).text
    row = harbourside.invitations.get()
    assert row.state == "not sent yet"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    member_client.post(reverse("members:invitation-send-again", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "waiting"
    assert len(mail.outbox) == 1


# Removing, leaving, handing over


def test_a_removed_person_sees_nothing(member_client, colleague, colleague_client, harbourside, letter):
    pages = [reverse("dashboard"), PEOPLE, letter.get_absolute_url(), letter.get_download_url()]
    assert [colleague_client.get(page).status_code for page in pages] == [200] * 4
    question = reverse("members:person-remove", args=[place_of(colleague, harbourside).pk])
    assert "Remove Kit Colleague?" in member_client.get(question).text
    member_client.post(question)
    assert [colleague_client.get(page).status_code for page in pages] == [403, 403, 404, 404]
    assert colleague_client.post(letter.get_absolute_url()).status_code == 404


def test_a_colleague_leaves_and_the_main_contact_hands_over_first(
    member, member_client, colleague, colleague_client, harbourside
):
    mine, theirs = place_of(member, harbourside), place_of(colleague, harbourside)
    page = member_client.post(reverse("members:person-remove", args=[mine.pk]), follow=True)
    assert "Hand over to somebody else first" in page.text
    page = member_client.post(reverse("members:person-hand-over", args=[theirs.pk]), follow=True)
    assert "Kit Colleague is the main contact now" in page.text
    assert harbourside.main_contact == colleague
    assert invite(member_client).status_code == 403
    assert "Sent to" in invite(colleague_client).text
    assert member_client.post(reverse("members:person-remove", args=[mine.pk])).url == reverse("dashboard")
    assert list(harbourside.people.all()) == [colleague]


def test_the_page_shows_a_colleague_who_looks_after_people(colleague_client, member):
    page = colleague_client.get(PEOPLE).text
    assert "Sam Member is the main contact and invites colleagues" in page
    assert "Send the invitation" not in page


# Several organisations


def test_a_person_with_several_is_asked(member_client, several, harbourside, other_organisation):
    page = member_client.get(reverse("dashboard")).text
    assert "Which organisation?" in page
    assert "Your organisations" in page
    for organisation in (harbourside, other_organisation):
        here = member_client.get(organisation.get_absolute_url()).text
        assert f"{organisation.name}</h1>" in here


def test_the_object_decides_whatever_the_form_names(member_client, several, letter, other_organisation):
    """A tab of one organisation, with the other's name in the query, still shows and changes the object's."""
    page = member_client.get(f"{letter.get_absolute_url()}?organisation={other_organisation.slug}")
    assert page.context["organisation"] == letter.organisation
    other_organisation.membership_ends_on = datetime.date(2020, 1, 1)
    other_organisation.save()
    question = reverse("members:person-remove", args=[several.pk])
    assert member_client.get(question).context["organisation"] == other_organisation
    assert member_client.post(reverse("letters:delete", args=[letter.pk])).status_code == 302
    assert not Letter.objects.filter(pk=letter.pk).exists()


# A membership that has ended


@pytest.fixture
def lapsed(harbourside):
    harbourside.membership_ends_on = timezone.localdate() - datetime.timedelta(days=1)
    harbourside.save()
    return harbourside


def test_on_its_last_day_a_membership_still_works(harbourside):
    harbourside.membership_ends_on = timezone.localdate()
    assert not harbourside.is_lapsed


def test_a_lapsed_member_reads_and_downloads_and_is_told_what_works(member_client, lapsed, letter):
    for url in (reverse("dashboard"), PEOPLE, letter.get_absolute_url(), letter.get_download_url()):
        page = member_client.get(url)
        assert page.status_code == 200
        assert "reads and downloads only" in page.text
    draft = reverse("letters:download-file", kwargs={"uuid": letter.pk, "kind": "draft-word"})
    assert member_client.get(draft).status_code == 200
    refused = member_client.post(letter.get_absolute_url(), {"body": "New words"})
    assert refused.status_code == 403
    assert "You can read it all, download your letters and take your data away" in refused.text
    assert invite(member_client).status_code == 403
    assert not mail.outbox


@pytest.mark.parametrize(
    ("url", "button"),
    [
        ("/letters/", "Write a letter"),
        ("/recipients/", "Add a recipient"),
        ("/partnerships/contacts/", "Record a contact"),
        ("/agreements/", "Add an agreement"),
        ("/organisation/work/", "Add an activity</a>"),
    ],
)
def test_after_the_end_lists_offer_nothing_new(member_client, harbourside, letter, url, button):
    Activity.objects.create(
        organisation=harbourside,
        name="Food alliance",
        function=LCSIFunction.objects.first(),
        first_principle=Principle.objects.first(),
    )
    assert button in member_client.get(url).text.split("<main")[1]
    harbourside.membership_ends_on = timezone.localdate() - datetime.timedelta(days=1)
    harbourside.save()
    assert button not in member_client.get(url).text.split("<main")[1]


def test_after_the_end_nothing_is_offered_that_would_be_refused(member_client, lapsed, colleague):
    Invitation.objects.create(organisation=lapsed, email="x@example.org")
    page = member_client.get(PEOPLE).text
    assert "Nobody can join while the NAVCA membership" in page
    for offered in ("Send the invitation", "Send again", "Hand over<"):
        assert offered not in page
    assert "Withdraw" in page
    assert "Remove<" in page


def test_after_the_end_people_who_left_can_still_be_shut_out(member_client, lapsed, colleague):
    place = place_of(colleague, lapsed)
    row = Invitation.objects.create(organisation=lapsed, email="x@example.org")
    member_client.post(reverse("members:person-remove", args=[place.pk]))
    member_client.post(reverse("members:invitation-withdraw", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert not Membership.objects.filter(pk=place.pk).exists()
