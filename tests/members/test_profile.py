"""The details that letters use."""

import html
import re
from urllib.parse import parse_qs

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.urls import reverse

from members.models import Membership, Organisation
from members.profile_forms import OrganisationForm

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

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


@pytest.mark.parametrize("asked", ["finding=E1&finding=E4", "organisation=&finding=E1&finding=E4"])
def test_the_choice_keeps_the_whole_address(member, member_client, other_organisation, asked):
    Membership.objects.create(user=member, organisation=other_organisation)
    page = member_client.get(f"{reverse('members:profile')}?{asked}").text
    (link,) = re.findall(r'href="\?([^"]*organisation=fellside[^"]*)"', page)
    kept = parse_qs(html.unescape(link), keep_blank_values=True)
    assert kept == {"organisation": ["fellside"], "finding": ["E1", "E4"]}


def test_staff_without_an_organisation_are_told_so(curator_client):
    response = curator_client.get(reverse("members:profile"))
    assert response.status_code == 403
    assert "no organisation yet" in response.text


def test_the_details_that_letters_use_are_counted_and_the_missing_ones_named(member_client, harbourside):
    full = member_client.get(reverse("members:profile"))
    assert "10 of 10 details that letters use" in full.text
    harbourside.signer_role = harbourside.charity_number = ""
    harbourside.save()
    page = member_client.get(reverse("members:profile"))
    assert "8 of 10 details that letters use" in page.text
    assert '<a class="chip" href="#id_signer_role">Their job title</a>' in page.text
    assert '<a class="chip" href="#id_charity_number">Charity number</a>' in page.text


def test_own_words_for_the_sector_need_their_long_form(member_client, harbourside):
    page = member_client.post(reverse("members:profile"), DETAILS | {"sector_term": "own", "own_term": "CVS"})
    assert page.text.count("Enter what you call the sector, in full") == 2
    member_client.post(
        reverse("members:profile"),
        DETAILS | {"sector_term": "own", "own_term_in_full": " the  third sector ", "own_term": ""},
    )
    harbourside.refresh_from_db()
    assert (harbourside.sector_in_full, harbourside.sector_in_short) == (
        "the third sector",
        "the third sector",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=harbourside.pk).update(own_term_in_full="")


def test_nobody_is_counted_before_they_say_so(member_client, harbourside):
    assert not harbourside.may_be_counted
    page = member_client.get(reverse("members:profile"))
    assert "never your letters, and never a figure of yours alone" in page.text
    for said in ({"may_be_counted": "on", "large_print": "on"}, {}):
        member_client.post(reverse("members:profile"), DETAILS | said)
        harbourside.refresh_from_db()
        assert (harbourside.may_be_counted, harbourside.large_print) == (bool(said), bool(said))


def test_a_form_saves_only_what_was_changed(harbourside):
    """What a colleague saved between the reading and the writing of this form stays."""
    data = QueryDict(mutable=True)
    data.update(DETAILS | {"name": harbourside.name, "envelope_offset_mm": "3"})
    form = OrganisationForm(data, instance=Organisation.objects.get(pk=harbourside.pk))
    assert form.is_valid()
    Organisation.objects.filter(pk=harbourside.pk).update(may_be_counted=True)
    form.save()
    harbourside.refresh_from_db()
    assert (harbourside.envelope_offset_mm, harbourside.may_be_counted) == (3, True)


@pytest.mark.parametrize("value", ["11", "-11", "1.5", "x", ""])
def test_the_address_moves_ten_millimetres_at_most(member_client, harbourside, value):
    page = member_client.post(reverse("members:profile"), DETAILS | {"envelope_offset_mm": value})
    assert "from -10 to 10" in page.text


def test_navca_is_asked_for_the_own_words_too(curator_client, harbourside):
    page = curator_client.post(
        reverse("admin:members_organisation_change", args=[harbourside.pk]),
        DETAILS
        | {"slug": "harbourside", "sector_term": "own"}
        | {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"},
    )
    assert "Enter what you call the sector, in full" in page.text
