"""The people and posts a member writes to."""

import pytest
from django.urls import reverse

from partnerships.models import Post, Recipient
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db


@pytest.fixture
def suffolk(harbourside):
    body = PublicBody.objects.get(slug="suffolk")
    harbourside.patch.add(body)
    return body


@pytest.fixture
def recipient(harbourside, suffolk):
    return Recipient.objects.create(
        organisation=harbourside, body=suffolk, post=Post.LEADER, name="Rowan Ashdown"
    )


def test_a_recipient_is_added_and_listed(member_client, suffolk):
    form = {"body": suffolk.pk, "post": "leader", "style": "Councillor", "name": "Rowan Ashdown"}
    member_client.post(reverse("partnerships:recipient-new"), form)
    assert "Councillor Rowan Ashdown" in member_client.get(reverse("partnerships:recipients")).text


def test_the_same_recipient_twice_is_said(member_client, recipient, suffolk):
    form = {"body": suffolk.pk, "post": "leader", "name": "Rowan Ashdown"}
    response = member_client.post(reverse("partnerships:recipient-new"), form)
    assert "in your list already" in response.text
    assert Recipient.objects.count() == 1


def test_another_post_needs_its_name(member_client, suffolk):
    response = member_client.post(
        reverse("partnerships:recipient-new"), {"body": suffolk.pk, "post": "other"}
    )
    assert "Enter the post, for example Director of Public Health" in response.text


def test_only_bodies_of_the_patch_are_offered(member_client, suffolk):
    other = PublicBody.objects.get(slug="calderdale")
    response = member_client.post(reverse("partnerships:recipient-new"), {"body": other.pk, "post": "leader"})
    assert "Select the council or health body" in response.text


def test_of_another_member_is_not_found(other_client, recipient):
    url = reverse("partnerships:recipient", args=[recipient.pk])
    assert other_client.get(url).status_code == 404
    assert other_client.post(url, {"name": "Somebody else"}).status_code == 404
    recipient.refresh_from_db()
    assert recipient.name == "Rowan Ashdown"
