"""An office's address on its way from one member to all, past NAVCA and without its sender."""

import pytest
from django.urls import reverse

from partnerships.models import OfferState, OfficeAddress, OwnBody, OwnBodyKind, Post, Recipient
from publicbodies.models import PublicBody

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

OFFICE = "Invented House\n1 Test Lane\nIpswich\nZZ1 1AA"
ADMIN = "/admin/partnerships/officeaddress/"


@pytest.fixture
def suffolk(harbourside, other_organisation):
    body = PublicBody.objects.get(slug="suffolk")
    harbourside.patch.add(body)
    other_organisation.patch.add(body)
    return body


@pytest.fixture
def form(suffolk):
    return {
        "body": suffolk.pk, "post": "leader", "name": "Rowan Ashdown", "source": "rang Rowan at home",
        "address": OFFICE, "offer_office_address": "on",
    }  # fmt: skip


def act(client, action, office):
    return client.post(ADMIN, {"action": action, "_selected_action": [office.pk]}, follow=True)


def test_from_one_member_past_navca_to_another(member_client, other_client, curator_client, form, suffolk):
    member_client.post("/recipients/new/", form)
    office = OfficeAddress.objects.get()
    assert (office.body, office.address, office.state) == (suffolk, OFFICE, OfferState.WAITING)
    mine = reverse("partnerships:recipient", args=[Recipient.objects.get().pk])
    assert "Waiting for NAVCA" in member_client.get(mine).text
    assert "Invented House" not in other_client.get("/recipients/new/").text
    # NAVCA sees the body and the address, and nothing of who wrote to whom.
    for page in (ADMIN, f"{ADMIN}{office.pk}/change/"):
        seen = curator_client.get(page).text
        assert "Invented House" in seen
        assert not [word for word in ("Ashdown", "Harbourside", "rang Rowan") if word in seen]
    assert {field.name for field in OfficeAddress._meta.get_fields()} == {
        "id", "body", "address", "state", "offered_on", "decided_on",
    }  # fmt: skip
    assert "Members now see the address at Suffolk" in act(curator_client, "confirm", office).text
    suffolk.refresh_from_db()
    assert suffolk.office_address == OFFICE
    assert suffolk.history.first().office_address == OFFICE
    # From now on another member may use it: by a tick in the form, or with the usual post.
    assert "Suffolk: Invented House, 1 Test Lane" in other_client.get("/recipients/new/").text
    used = {"body": suffolk.pk, "post": "chief-executive", "use_office_address": "on"}
    other_client.post("/recipients/new/", used)
    theirs = Recipient.objects.get(organisation__slug="fellside")
    assert (theirs.address, theirs.checked_on) == (OFFICE, suffolk.office_address_checked_on)
    theirs.delete()
    other_client.post("/recipients/usual/", {"bodies": ["suffolk"]})
    theirs = Recipient.objects.get(organisation__slug="fellside")
    assert (theirs.address, theirs.post) == (OFFICE, Post.LEADER)


def test_refused_and_taken_back(member_client, curator_client, form, suffolk):
    member_client.post("/recipients/new/", form)
    office = OfficeAddress.objects.get()
    act(curator_client, "refuse", office)
    office.refresh_from_db()
    assert office.state == OfferState.REFUSED
    mine = reverse("partnerships:recipient", args=[Recipient.objects.get().pk])
    assert "Not offered" in member_client.get(mine).text
    # Offered again it stays refused; confirmed by mistake it can be taken back.
    member_client.post(mine, form)
    assert OfficeAddress.objects.get().state == OfferState.REFUSED
    act(curator_client, "confirm", office)
    act(curator_client, "refuse", office)
    suffolk.refresh_from_db()
    assert (suffolk.office_address, suffolk.office_address_checked_on) == ("", None)
    assert curator_client.get(f"{ADMIN}add/").status_code == 403
    # Nor is one deleted: the page says why, and what to do instead.
    for answer in (curator_client.get, curator_client.post):
        said = answer(f"{ADMIN}{office.pk}/delete/").text
        assert "it could be offered again" in said
        assert "Refuse it in the list" in said
    assert OfficeAddress.objects.get() == office


def test_what_cannot_be_offered(member_client, harbourside, form):
    own = OwnBody.objects.create(organisation=harbourside, name="Harbour Trust", kind=OwnBodyKind.FUNDER)
    for changed, said in (
        ({"address": ""}, "Enter the address that you want to offer"),
        ({"address": f"Rowan Ashdown\n{OFFICE}"}, "Take “Rowan Ashdown” out of the address"),
        ({"body": "", "own_body": own.pk}, "only addresses of councils and health bodies"),
    ):
        assert said in member_client.post("/recipients/new/", form | changed).text
    assert not OfficeAddress.objects.exists()


def test_an_office_nobody_has_confirmed_cannot_be_used(member_client, harbourside, suffolk):
    babergh = PublicBody.objects.get(slug="babergh")
    babergh.office_address, babergh.office_address_checked_on = OFFICE, babergh.checked_on
    babergh.save()
    harbourside.patch.add(babergh)
    form = {"body": suffolk.pk, "post": "leader", "use_office_address": "on"}
    assert (
        "Type the address: none is confirmed yet for Suffolk"
        in member_client.post("/recipients/new/", form).text
    )


def test_an_offices_address_is_shown_as_words(member_client, suffolk):
    suffolk.office_address, suffolk.office_address_checked_on = "1 <img src=x> Lane", suffolk.checked_on
    suffolk.save()
    page = member_client.get("/recipients/new/?body=suffolk").text
    assert "Suffolk: 1 &lt;img src=x&gt; Lane" in page
    assert "<img src=x>" not in page
