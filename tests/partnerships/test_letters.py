"""Letters to bodies of a member's own come out like letters to a council."""

import datetime
import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from letters.models import Letter
from letters.sheet import sheet_for
from letters.values import body_values
from partnerships.models import OwnBody, OwnBodyKind, Post, Recipient
from publicbodies.models import PublicBody

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def commissioner(harbourside):
    office = OwnBody.objects.create(
        organisation=harbourside, name="Office of the Police & Crime Commissioner for Harbourshire",
        kind=OwnBodyKind.POLICE_AND_CRIME,
    )  # fmt: skip
    return Recipient.objects.create(
        organisation=harbourside, own_body=office, post=Post.COMMISSIONER, style="Dame",
        name="Ada O’Fenwright", address="2 Test Lane\nHarbourside\nZZ1 2AA",
    )  # fmt: skip


@pytest.fixture
def clerk(harbourside):
    council = OwnBody.objects.create(
        organisation=harbourside, name="Harbourside Town Council", kind=OwnBodyKind.PARISH
    )
    return Recipient.objects.create(organisation=harbourside, own_body=council, post=Post.CLERK)


def text_of(sheet):
    """What every file of the letter is made of."""
    html = render_to_string("letters/document.html", {"sheet": sheet})
    return " ".join(unescape(re.sub("<[^>]+>", " ", html.partition("<body")[2])).split())


def test_letters_to_bodies_of_ones_own(member_client, harbourside, commissioner, clerk):
    page = member_client.get(reverse("letters:new")).text
    assert "Office of the Police &amp; Crime Commissioner for Harbourshire" in page
    chosen = {"template": "public-body", "to": [commissioner.pk, clerk.pk]}
    assert member_client.post(reverse("letters:new"), chosen).status_code == 302
    letter = Letter.objects.for_page().get()
    letter.reply_by_on = datetime.date(2027, 2, 2)
    letter.examples[0] |= {"chosen": True, "text": "We drew up a compact with four councils."}
    letter.save()
    copies = {copy.recipient: copy for copy in Letter.objects.for_page().get().copies.all()}
    named, nameless = (sheet_for(copies[recipient]) for recipient in (commissioner, clerk))
    assert named.is_complete
    assert nameless.is_complete
    text = text_of(named)
    assert (
        "Dame Ada O’Fenwright Police and Crime Commissioner Office of the Police & Crime Commissioner for "
        "Harbourshire 2 Test Lane Harbourside ZZ1 2AA"
    ) in text
    assert "Dear Dame Ada" in text
    assert "Yours sincerely" in text
    text = text_of(nameless)
    assert "Dear Clerk" in text
    assert "Clerk Harbourside Town Council" in text
    assert "Yours faithfully" in text
    assert nameless.file_stem.endswith("to-harbourside-town-council")
    response = member_client.get(reverse("letters:download", args=[letter.pk]))
    assert "Clerk, Harbourside Town Council" in response.text


def test_what_a_body_of_ones_own_decides_is_left_out(harbourside, clerk):
    county = Recipient(body=PublicBody.objects.get(slug="suffolk"))
    assert body_values(county)["competences"] == ["social care", "public health"]
    own = body_values(clerk)
    assert own["tier"] == "Parish or town council"
    assert own["competences"] == own["change_notice"] != ""


def test_somebody_is_added_from_the_letter_without_leaving_it(member_client, harbourside):
    harbourside.patch.add(PublicBody.objects.get(slug="suffolk"))
    back = reverse("letters:new") + "?template=public-body&finding=E4"
    form = {
        "new_name": "Harbour Trust", "new_kind": "funder", "post": "chief-executive",
        "organisation": "harbourside", "next": back,
    }  # fmt: skip
    response = member_client.post(reverse("partnerships:recipient-new"), form)
    assert response.url == back
    assert "Harbour Trust" in member_client.get(back).text
