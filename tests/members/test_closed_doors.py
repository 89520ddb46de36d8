"""Doors that were closed stay closed, whatever happens at the same moment."""

import io
import re
import zipfile

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from members.invitations import Invitation
from members.inviting import send
from members.models import User
from members.private_files import PDF, checked_kind, file_name

pytestmark = pytest.mark.django_db


def test_a_removed_person_has_no_second_invitation_left(member_client, colleague, harbourside):
    """They were invited at another address of theirs too."""
    colleague.emailaddress_set.create(email="kit@elsewhere.example.org", verified=True)
    member_client.post(reverse("members:people"), {"email": "kit@elsewhere.example.org"})
    member_client.post(reverse("members:people"), {"email": "another@example.org"})
    link = re.search(r"http://testserver(/invitations/\S+)", mail.outbox[0].body).group(1)
    place = harbourside.memberships.get(user=colleague)
    member_client.post(reverse("members:person-remove", args=[place.pk]))
    gone = Client()
    gone.force_login(colleague)
    assert gone.post(link).status_code == 410
    assert not harbourside.people.contains(colleague)
    assert harbourside.invitations.waiting().get().email == "another@example.org"


@pytest.mark.parametrize("closing", ["accept", "withdraw"])
def test_sending_again_does_not_open_what_was_closed_meanwhile(member, harbourside, colleague, rf, closing):
    request = rf.get("/")
    request.user = member
    Invitation.objects.create(organisation=harbourside, email=colleague.email, invited_by=member)
    loaded, same = Invitation.objects.get(), Invitation.objects.get()
    same.accept(colleague) if closing == "accept" else same.withdraw()
    send(loaded, request)
    assert not Invitation.objects.get().is_waiting
    assert not mail.outbox


def test_handing_over_to_somebody_who_just_left_changes_nothing(member, colleague, harbourside):
    place = harbourside.memberships.get(user=colleague)
    assert harbourside.memberships.get(user=colleague).leave()
    assert not place.make_main_contact()
    assert harbourside.main_contact == member
    assert not harbourside.people.contains(colleague)


def test_nobody_leaves_who_was_just_made_the_main_contact(member, colleague, harbourside):
    place = harbourside.memberships.get(user=colleague)
    harbourside.memberships.get(user=colleague).make_main_contact()
    assert not place.leave()
    assert harbourside.main_contact == colleague


@pytest.mark.parametrize("name", ["e", "Community Links Fellside"])
def test_a_member_that_goes_takes_no_log_of_others_with_it(
    member_client, harbourside, other_member, other_organisation, curator, name
):
    for row in (other_member, other_organisation):
        LogEntry.objects.create(
            user=curator,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=str(row),
            action_flag=CHANGE,
            change_message='[{"added": {"name": "membership", "object": "Al at Community Links Fellside"}}]',
        )
    harbourside.name = name
    harbourside.save()
    member_client.post(reverse("delete-organisation"), {"organisation": harbourside.slug, "name": name})
    assert not User.objects.filter(email="member@harbourside.example.org").exists()
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize("name", ["???.pdf", "().pdf", "(.).pdf", "..", ".pdf", "_.pdf"])
def test_a_file_without_a_name_gets_one(name):
    assert file_name(name, PDF) in ("file.pdf", "pdf.pdf")


def test_an_office_file_packed_in_an_unusual_way_is_refused_in_words():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("[Content_Types].xml", "x" * 1000)
    damaged = bytearray(packed.getvalue())
    damaged[60:80] = b"\xff" * 20
    with pytest.raises(ValidationError, match="damaged"):
        checked_kind(ContentFile(bytes(damaged), "x.docx"))
