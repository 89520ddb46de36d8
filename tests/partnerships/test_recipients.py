"""The people and posts a member writes to: adding, changing, finding, taking off the list."""

import datetime
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from letters.models import Letter, LetterCopy, LetterTemplate
from partnerships.addresses import postcode_problem, window_problems
from partnerships.due import due
from partnerships.models import Meeting, OwnBody, OwnBodyKind, Post, Recipient, bodies_without_recipient
from publicbodies.models import PublicBody
from tests.interleaving import just_before_its_row

pytestmark = pytest.mark.django_db

LIST, NEW = "/recipients/", "/recipients/new/"
ADDRESS = "1 Test Lane\nIpswich\nZZ1 1AA"


@pytest.fixture
def recipient(harbourside, suffolk):
    return Recipient.objects.create(
        organisation=harbourside, body=suffolk, post=Post.LEADER, name="Rowan Ashdown"
    )


@pytest.fixture
def hospital(harbourside):
    return OwnBody.objects.create(
        organisation=harbourside, name="Harbourside Hospitals NHS Trust", kind=OwnBodyKind.NHS_TRUST
    )


@pytest.fixture
def letter(harbourside, recipient):
    version = LetterTemplate.objects.get(slug="public-body").current_version
    letter = Letter.objects.create(organisation=harbourside, template_version=version)
    LetterCopy.objects.create(letter=letter, recipient=recipient)
    return letter


@pytest.fixture
def ended(harbourside):
    """A council of the patch that ended last month, with the council that follows."""
    body = PublicBody.objects.get(slug="ipswich")
    body.last_on = timezone.localdate() - datetime.timedelta(days=30)
    body.save()
    body.successors.add(PublicBody.objects.get(slug="west-suffolk"))
    harbourside.patch.add(body)
    return body


# Adding


@pytest.mark.parametrize("model", [OwnBody, Recipient])
def test_of_two_clicks_at_the_same_moment_one_adds_somebody(member_client, colleague_client, model):
    form = {"new_name": "Quay Trust", "new_kind": "funder", "post": "chief-executive", "name": "Al Whitlow"}
    with just_before_its_row(model, lambda: colleague_client.post(NEW, form)):
        page = member_client.post(NEW, form)
    assert "This recipient is in your list already" in page.text
    assert (OwnBody.objects.count(), Recipient.objects.count()) == (1, 1)
    # The same in the first step of a letter.
    form = {f"new-{name}": value for name, value in form.items()} | {"new-name": "Mo Hale", "add": "1"}
    new = reverse("letters:new")
    with just_before_its_row(Recipient, lambda: colleague_client.post(new, form)):
        page = member_client.post(new, form)
    assert "This recipient is in your list already" in page.text
    assert (OwnBody.objects.count(), Recipient.objects.count()) == (1, 2)


def test_a_recipient_is_added_and_listed(member_client, suffolk):
    form = {
        "body": suffolk.pk, "post": "leader", "style": "Councillor", "name": "Rowan Ashdown",
        "address": ADDRESS, "phone": "01632 960111", "source": "the council’s website", "checked_today": "on",
    }  # fmt: skip
    member_client.post(NEW, form)
    page = member_client.get(LIST).text
    assert "Councillor Rowan Ashdown" in page
    assert "Ready for post" in page
    row = Recipient.objects.get()
    assert (row.phone, row.source, row.checked_on) == (
        "01632 960111", "the council’s website", timezone.localdate(),
    )  # fmt: skip


def test_the_same_recipient_twice_is_said(member_client, recipient, suffolk):
    form = {"body": suffolk.pk, "post": "leader", "name": "Rowan Ashdown"}
    response = member_client.post(NEW, form)
    assert "in your list already" in response.text
    assert Recipient.objects.count() == 1


@pytest.mark.one_database
def test_another_post_needs_its_name(member_client, suffolk):
    response = member_client.post(NEW, {"body": suffolk.pk, "post": "other"})
    assert "Enter the post, for example Director of Public Health" in response.text


def test_only_bodies_of_the_patch_are_offered(member_client, suffolk):
    other = PublicBody.objects.get(slug="calderdale")
    form = {"body": other.pk, "post": "leader"}
    assert "Select the council or health body" in member_client.post(NEW, form).text
    # A page that names a body, such as a successor, offers that one too.
    page = member_client.get(f"{NEW}?body=calderdale")
    assert page.context["form"]["body"].value() == str(other.pk)
    assert member_client.post(f"{NEW}?body=calderdale", form).status_code == 302


def test_a_body_of_ones_own_is_named_where_it_is_needed(member_client, harbourside):
    form = {"new_name": " Harbourside  Hospitals NHS Trust", "post": "chief-executive"}
    page = member_client.post(NEW, form).text
    assert page.count("Select the kind of body") == 2
    assert "Choose one body" not in page
    assert member_client.post(NEW, form | {"new_kind": "nhs-trust"}).status_code == 302
    # The name typed again means the same body, and another post at it can be chosen from the list.
    again = form | {"new_name": "harbourside hospitals nhs trust", "post": "icb-chair"}
    assert member_client.post(NEW, again).status_code == 302
    own = harbourside.own_bodies.get()
    assert own.name == "Harbourside Hospitals NHS Trust"
    assert member_client.post(NEW, {"own_body": own.pk, "post": "leader"}).status_code == 302
    assert own.recipients.count() == 3
    member_client.post(
        reverse("partnerships:own-body", args=[own.pk]), {"name": "Quay NHS Trust", "kind": "nhs-trust"}
    )
    assert "Quay NHS Trust" in member_client.get(LIST).text


def test_one_body_exactly(member_client, suffolk, hospital, harbourside):
    assert "Select the body, or enter the name" in member_client.post(NEW, {"post": "leader"}).text
    both = {"body": suffolk.pk, "own_body": hospital.pk, "post": "leader"}
    assert "Choose one body only" in member_client.post(NEW, both).text
    for bodies in ({}, {"body": suffolk, "own_body": hospital}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recipient.objects.create(organisation=harbourside, post=Post.LEADER, **bodies)


def test_anothers_own_body_cannot_be_chosen(other_client, hospital):
    response = other_client.post(NEW, {"own_body": hospital.pk, "post": "leader"})
    assert response.status_code == 200
    assert "Harbourside Hospitals" not in response.text
    assert not Recipient.objects.exists()


# Addresses


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("1 Test Lane\nIpswich\nzz1 1aa", ""),
        ("1 Test Lane, ZZ1A 1AA", ""),
        ("", ""),
        ("1 Test Lane\nIpswich", "Add the postcode as the last line of the address, like ZZ1 1AA"),
        ("1 Test Lane\nZZ1 OAA", "Check the postcode “ZZ1 OAA”. Did you mean ZZ1 0AA?"),
        ("1 Test Lane\nZZ1-1AA", "Check the postcode “ZZ1-1AA”. Did you mean ZZ1 1AA?"),
        ("1 Lane\nZZ1 1A", "Check the postcode “ZZ1 1A”. It ends in a figure and two letters, like ZZ1 1AA"),
    ],
)  # fmt: skip
@pytest.mark.one_database
def test_a_postcode_is_looked_at_gently(address, said):
    assert postcode_problem(address) == said


def test_an_address_that_will_not_fit_is_shown_once_and_kept_when_wished(member_client, suffolk):
    address = "\n".join([*(f"Part {number}" for number in range(6)), "ZZ1 1AA"])
    form = {"body": suffolk.pk, "post": "leader", "name": "Rowan Ashdown", "address": address}
    page = member_client.post(NEW, form).text
    assert "The address has 10 lines and 7 fit in the window" in page
    assert "Keep this address as it is" in page
    assert not Recipient.objects.exists()
    assert member_client.post(NEW, form | {"keep_address": "on"}).status_code == 302
    row = Recipient.objects.get()
    assert row.address == address
    # What has not changed is not said again.
    url = reverse("partnerships:recipient", args=[row.pk])
    assert member_client.post(url, form | {"email": "leader@example.org"}).status_code == 302
    assert member_client.post(url, form | {"style": "Councillor"}).status_code == 200


def test_the_body_is_not_said_twice_on_the_envelope(recipient):
    recipient.address = "SUFFOLK COUNTY COUNCIL,\n1 Test Lane\nIpswich\nZZ1 1AA"
    assert recipient.address_lines == [
        "Rowan Ashdown", "Leader of the Council", "Suffolk County Council",
        "1 Test Lane", "Ipswich", "ZZ1 1AA",
    ]  # fmt: skip
    assert window_problems(recipient.address_lines) == []


# The list


def test_the_list_is_searched_and_narrowed(member_client, harbourside, suffolk, recipient, hospital):
    today = timezone.localdate()
    Recipient.objects.create(
        organisation=harbourside, own_body=hospital, post=Post.CHIEF_EXECUTIVE, name="Ada Fenwright",
        address=ADDRESS, checked_on=today - datetime.timedelta(days=366),
    )  # fmt: skip
    recipient.mark_checked(today)

    def shown(**query):
        page = member_client.get(LIST, query)
        return [row.name for row in page.context["page_obj"].object_list]

    assert shown() == ["Ada Fenwright", "Rowan Ashdown"]
    assert shown(q="hospitals chief") == ["Ada Fenwright"]
    assert shown(q="leader") == ["Rowan Ashdown"]
    assert shown(q="nobody") == []
    assert shown(show="check") == ["Ada Fenwright"]
    assert shown(show="no-address") == ["Rowan Ashdown"]
    assert "Check this" in member_client.get(LIST).text


def test_a_long_list_is_paged(member_client, harbourside, suffolk, django_assert_max_num_queries):
    Recipient.objects.bulk_create(
        Recipient(organisation=harbourside, body=suffolk, post=Post.LEADER, name=f"Person {number}")
        for number in range(150)
    )
    with django_assert_max_num_queries(16):
        page = member_client.get(LIST)
    assert "1 of 2" in member_client.get(f"{LIST}?page=2").text
    assert len(page.context["page_obj"].object_list) == 100


def test_bodies_without_anybody_get_their_usual_post_by_a_tick(member_client, harbourside, suffolk):
    icb = PublicBody.objects.get(slug="norfolk-and-suffolk-icb")
    harbourside.patch.add(icb)
    assert {*bodies_without_recipient(harbourside, timezone.localdate())} == {suffolk, icb}
    assert "Suffolk County Council" in member_client.get(LIST).text
    ticked = {"bodies": ["suffolk", "norfolk-and-suffolk-icb"]}
    page = member_client.post("/recipients/usual/", ticked, follow=True).text
    assert "Chair, " in page
    assert {row.post for row in harbourside.recipients.all()} == {Post.LEADER, Post.ICB_CHAIR}
    assert "Tick the bodies" in member_client.post("/recipients/usual/", ticked, follow=True).text
    assert harbourside.recipients.count() == 2


@pytest.mark.parametrize(
    ("slug", "has_mayor", "usual"),
    [
        ("greater-manchester-combined-authority", True, Post.STRATEGIC_MAYOR),
        ("devon-and-torbay-combined-county-authority", False, Post.CHIEF_EXECUTIVE),
        ("newham", None, Post.LEADER),
        ("newham", True, Post.ELECTED_MAYOR),
        ("suffolk", False, Post.LEADER),
        ("norfolk-and-suffolk-icb", None, Post.ICB_CHAIR),
    ],
)
def test_a_letter_goes_to_the_mayor_where_one_is_in_office(
    member_client, harbourside, slug, has_mayor, usual
):
    """NAVCA says so on the page of a body; the directory that ships knows it of strategic authorities."""
    body = PublicBody.objects.get(slug=slug)
    if body.has_elected_mayor != has_mayor:
        body.has_elected_mayor = has_mayor
        body.save()
    harbourside.patch.add(body)
    member_client.post("/recipients/usual/", {"bodies": [slug]})
    assert harbourside.recipients.get().post == usual
    said = f"Elected mayor {'Yes' if has_mayor else 'No'}" if has_mayor is not None else ""
    page = re.sub(r"<[^>]+>|\s+", " ", member_client.get(body.get_absolute_url()).text)
    assert said in " ".join(page.split())
    assert bool(said) == ("Elected mayor" in page)


def test_an_ended_body_is_marked_and_its_successors_are_offered(member_client, harbourside, ended):
    Recipient.objects.create(organisation=harbourside, body=ended, post=Post.LEADER, name="Piotr Łódzki")
    today = timezone.localdate()
    page = member_client.get(f"{LIST}?show=ended").text
    assert "Ended on" in page
    assert f"{NEW}?organisation=harbourside&amp;body=west-suffolk" in page
    assert [body.slug for body in bodies_without_recipient(harbourside, today)] == ["west-suffolk"]
    assert not Recipient.objects.due_for_check(today).exists()
    assert [line.text for line in due(harbourside, today)] == [
        "Move what is open at Ipswich Borough Council", "Add who you write to at 1 body",
    ]  # fmt: skip
    assert not Recipient.objects.can_be_written_to_on(today).exists()


def test_what_is_due_is_summed_up(harbourside, recipient):
    assert [line.text for line in due(harbourside, timezone.localdate())] == ["Check 1 recipient"]
    recipient.mark_checked(timezone.localdate())
    assert list(due(harbourside, timezone.localdate())) == []


# Taking off the list


def test_taking_off_the_list_asks_first(member_client, recipient):
    url = reverse("partnerships:recipient-remove", args=[recipient.pk])
    assert "off your list?" in member_client.get(url).text
    assert Recipient.objects.exists()
    member_client.post(url)
    assert not Recipient.objects.exists()


def test_a_body_of_ones_own_goes_with_its_last_recipient(harbourside, hospital):
    first, second = (
        Recipient.objects.create(organisation=harbourside, own_body=hospital, post=post)
        for post in (Post.CHIEF_EXECUTIVE, Post.ICB_CHAIR)
    )
    first.remove()
    assert OwnBody.objects.exists()
    second.remove()
    assert not OwnBody.objects.exists()


def test_a_body_of_ones_own_stays_with_its_meetings(harbourside, hospital):
    last = Recipient.objects.create(organisation=harbourside, own_body=hospital, post=Post.CHIEF_EXECUTIVE)
    Meeting.objects.create(
        organisation=harbourside, own_body=hospital, subject="x", meets_on=timezone.localdate()
    )
    assert last.remove() is True
    assert OwnBody.objects.get() == hospital


def test_a_letter_keeps_its_recipient(member_client, harbourside, recipient, letter):
    page = member_client.post(reverse("partnerships:recipient-remove", args=[recipient.pk]), follow=True).text
    assert "Your letters to them keep the name and address" in page
    assert "Rowan Ashdown" in member_client.get(reverse("letters:preview", args=[letter.pk])).text
    choice = member_client.get(reverse("letters:new")).context["form"]
    assert [(tile.where.slug, tile.recipient) for tile in choice.tiles] == [("suffolk", None)]
    # A new one of the same name may be added, and then the old one stays off the list.
    form = {"body": recipient.body.pk, "post": "leader", "name": "Rowan Ashdown"}
    assert member_client.post(NEW, form).status_code == 302
    restore = reverse("partnerships:recipient-restore", args=[recipient.pk])
    assert "in your list already" in member_client.post(restore, follow=True).text
    harbourside.recipients.in_list().get().remove()
    assert "Put back" in member_client.get(f"{LIST}?show=removed").text
    assert "Back in your list" in member_client.post(restore, follow=True).text
    harbourside.delete()  # all of it goes with the organisation, letters and all
    assert not Recipient.objects.exists()


# Isolation: the table of every address is in tests/test_access.py; these look at what was changed.


def test_of_another_member_is_not_found_nor_changed(other_client, recipient, hospital):
    for name, form in (
        ("recipient", {"name": "Somebody else"}),
        ("recipient-check", {"answer": "left"}),
        ("recipient-remove", {}),
        ("recipient-restore", {}),
    ):
        url = reverse(f"partnerships:{name}", args=[recipient.pk])
        assert other_client.get(url).status_code in (404, 405), name
        assert other_client.post(url, form).status_code == 404, name
    body = reverse("partnerships:own-body", args=[hospital.pk])
    assert other_client.post(body, {"name": "Theirs", "kind": "funder"}).status_code == 404
    stored = Recipient.objects.get()
    assert (stored.name, stored.archived_at, stored.checked_on) == ("Rowan Ashdown", None, None)
    hospital.refresh_from_db()
    assert hospital.kind == OwnBodyKind.NHS_TRUST
