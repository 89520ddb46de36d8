"""Looking at recipients again: a year later, and after elections."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import OwnBody, OwnBodyKind, Post, Recipient
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 22)


@pytest.fixture
def rows(harbourside):
    """A council leader, a clerk of a town council and the chair of a health body, all checked today."""
    town = OwnBody.objects.create(organisation=harbourside, name="Quay Town Council", kind=OwnBodyKind.PARISH)
    bodies = PublicBody.objects.in_bulk(field_name="slug")
    today = timezone.localdate()
    return [
        Recipient.objects.create(
            organisation=harbourside, name=name, post=post, checked_on=today, email=f"{post}@example.org",
            style="Dr", address="1 Test Lane\nZZ1 1AA", **where,
        )
        for name, post, where in (
            ("Ada Fenwright", Post.ICB_CHAIR, {"body": bodies["norfolk-and-suffolk-icb"]}),
            ("Sam Whitlow", Post.CLERK, {"own_body": town}),
            ("Rowan Ashdown", Post.LEADER, {"body": bodies["suffolk"]}),
        )
    ]  # fmt: skip


def test_details_are_due_after_twelve_months(harbourside):
    body = PublicBody.objects.get(slug="suffolk")

    def due_with(**details):
        row = Recipient.objects.create(organisation=harbourside, body=body, post=Post.LEADER, **details)
        found = Recipient.objects.due_for_check(DAY).filter(pk=row.pk).exists()
        row.delete()
        return found

    year = datetime.timedelta(days=365)
    assert not due_with(name="A", checked_on=DAY - year)
    assert due_with(name="A", checked_on=DAY - year - datetime.timedelta(days=1))
    assert due_with(email="a@example.org")
    assert not due_with()  # a bare post has nothing to check
    assert due_with(check_asked_on=DAY)
    assert not due_with(name="A", archived_at=timezone.now())


def test_the_list_and_the_query_agree_on_what_is_due(harbourside, rows):
    today = timezone.localdate()
    rows[0].checked_on = today - datetime.timedelta(days=366)
    rows[1].check_asked_on = today
    for row in rows:
        row.save()
    due = {row.pk for row in Recipient.objects.due_for_check(today)}
    assert due == {row.pk for row in Recipient.objects.with_bodies() if row.is_due_for_check} == {
        rows[0].pk, rows[1].pk,
    }  # fmt: skip


def test_after_elections_everybody_at_elected_bodies_is_gone_through(member_client, rows):
    _, clerk, leader = rows
    page = member_client.get("/recipients/check/")
    assert "Nothing to check" in page.text
    assert "Tick the bodies where people may have changed" in member_client.post("/recipients/check/").text
    page = member_client.post("/recipients/check/", {"elected": "on"}, follow=True)
    assert "2 recipients to check" in page.text
    first, second = (reverse("partnerships:recipient-check", args=[row.pk]) for row in (clerk, leader))
    assert first in page.text
    assert "1 of 2 to check" in member_client.get(first).text
    # Left: the post stays with its postal address, and the next one follows.
    response = member_client.post(first, {"answer": "left"})
    assert response.url == second
    clerk.refresh_from_db()
    assert (clerk.name, clerk.style, clerk.email, clerk.address) == ("", "", "", "1 Test Lane\nZZ1 1AA")
    # Changed: the form comes back to where the walk was, with the tick for “checked” in place.
    page = member_client.get(second).text
    assert f'href="{reverse("partnerships:recipient", args=[leader.pk])}?checking=1&amp;next=' in page
    edit = f"{reverse('partnerships:recipient', args=[leader.pk])}?checking=1"
    assert member_client.get(edit).context["form"]["checked_today"].value() is True
    # Still right: nothing is left, and the chair was never asked about.
    response = member_client.post(second, {"answer": "right"}, follow=True)
    assert "Nothing to check" in response.text
    leader.refresh_from_db()
    assert (leader.name, leader.check_asked_on, leader.checked_on) == (
        "Rowan Ashdown", None, timezone.localdate(),
    )  # fmt: skip


def test_nobody_takes_out_a_name_that_they_have_not_seen(member_client, rows):
    row = rows[2]
    place = reverse("partnerships:recipient-check", args=[row.pk])
    seen = member_client.get(place).context["seen"]
    Recipient.objects.filter(pk=row.pk).update(name="Al Whitlow")
    for _ in range(2):
        page = member_client.post(place, {"answer": "left", "seen": seen}, follow=True)
        row.refresh_from_db()
        assert row.name == "Al Whitlow"
        assert "has changed Dr Al Whitlow, Suffolk after you opened the page" in page.text
    member_client.post(place, {"answer": "left", "seen": page.context["seen"]})
    row.refresh_from_db()
    assert row.name == ""


def test_bodies_can_be_picked(member_client, other_client, rows):
    chair, clerk, _ = rows
    keys = [f"body-{chair.body_id}", f"own-{clerk.own_body_id}"]
    refused = other_client.post("/recipients/check/", {"bodies": keys})
    assert refused.status_code == 200
    assert not Recipient.objects.filter(check_asked_on__isnull=False).exists()
    member_client.post("/recipients/check/", {"bodies": keys})
    assert {*Recipient.objects.filter(check_asked_on__isnull=False)} == {chair, clerk}


def test_back_to_a_post_that_is_in_the_list_already(rows, harbourside):
    leader = rows[2]
    post = Recipient.objects.create(organisation=harbourside, body=leader.body, post=Post.LEADER)
    assert leader.return_to_post(DAY) == post
    assert not Recipient.objects.filter(pk=leader.pk).exists()
