"""The details that letters use."""

import pytest
from django.urls import reverse

from members.models import Membership

pytestmark = pytest.mark.django_db

DETAILS = {
    "name": "Harbourside Voluntary Action",
    "place": "Harbourside",
    "sector_term": "VCSE",
    "envelope_offset_mm": "0",
}


def test_saved_details_are_kept(member_client, harbourside):
    member_client.post(reverse("members:profile"), DETAILS | {"signer_role": "Chief officer"})
    harbourside.refresh_from_db()
    assert harbourside.signer_role == "Chief officer"


def test_a_colleague_sees_the_same_details(colleague_client, harbourside):
    assert harbourside.name in colleague_client.get(reverse("members:profile")).text


def test_what_cannot_be_used_is_said_beside_the_field_and_on_top(member_client, harbourside):
    response = member_client.post(
        reverse("members:profile"), DETAILS | {"name": "", "email": "amina@", "phone": "01632 960999"}
    )
    assert response.text.count("Enter your organisation’s name") == 2
    assert "like name@example.org" in response.text
    assert "01632 960999" in response.text
    harbourside.refresh_from_db()
    assert harbourside.name


def test_hidden_characters_are_dropped(member_client, harbourside):
    member_client.post(reverse("members:profile"), DETAILS | {"place": "Har\x00bour\u202eside"})
    harbourside.refresh_from_db()
    assert harbourside.place == "Harbourside"


def test_an_address_elsewhere_is_never_followed(member_client):
    response = member_client.post(reverse("members:profile"), DETAILS | {"next": "https://example.com/"})
    assert response.url.startswith("/organisation/")


def test_a_person_with_several_organisations_is_asked(member, member_client, other_organisation):
    Membership.objects.create(user=member, organisation=other_organisation)
    assert "Which organisation?" in member_client.get(reverse("members:profile")).text
    chosen = member_client.get(reverse("members:profile"), {"organisation": other_organisation.slug})
    assert other_organisation.name in chosen.text


def test_staff_without_an_organisation_are_told_so(curator_client):
    response = curator_client.get(reverse("members:profile"))
    assert response.status_code == 403
    assert "no organisation yet" in response.text
