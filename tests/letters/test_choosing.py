"""Who a letter is to: found, ticked one by one or all at once, added, and changed later."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from letters.models import Letter, LetterCopy
from partnerships.models import OwnBody, OwnBodyKind, Post, Recipient
from publicbodies.areas import area_of
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

NEW = "/letters/new/"


def body(slug):
    return PublicBody.objects.get(slug=slug)


def slugs_of(letter):
    return [copy.recipient.body.slug for copy in letter.copies.select_related("recipient__body")]


def ticked(page):
    """The values of the boxes that stand ticked, of recipients and of bodies."""
    return set(re.findall(r'name="(?:to|bodies)"[^>]*value="([^"]+)" checked', page.text))


@pytest.fixture
def county(harbourside):
    """The county council, in the patch, with its leader in the list."""
    harbourside.patch.add(body("suffolk"))
    return Recipient.objects.create(
        organisation=harbourside, body=body("suffolk"), post=Post.LEADER, style="Councillor", name="Jo Ferris"
    )


@pytest.fixture
def draft(member_client, county):
    member_client.post(NEW, {"template": "public-body", "to": [county.pk]})
    return Letter.objects.get()


# Finding and ticking


def test_one_tick_takes_everybody_of_a_place(member_client, county):
    """And it stays ticked when the next place is looked up, whatever else was typed."""
    typed = {"template": "chaser", "new-name": "Sam Okafor", "find": "1"}
    page = member_client.post(NEW, typed | {"q": "suffolk"})
    area = list(area_of(body("suffolk"), timezone.localdate()))
    assert f"All {len(area)} in Suffolk" in page.text
    assert "1 of them is in your list below" in page.text
    assert page.text.count(f'id="id_to_{county.pk}"') == 1  # nobody stands there twice
    assert not Letter.objects.exists()
    page = member_client.post(NEW, typed | {"q": "norfolk", "area": "suffolk"})
    assert "All" in page.text
    assert "in Norfolk" in page.text
    assert 'value="Sam Okafor"' in page.text
    assert 'value="chaser" checked' in page.text
    assert ticked(page) == {str(county.pk), *(each.slug for each in area if each.slug != "suffolk")}
    member_client.post(NEW, {"template": "public-body", "q": "suffolk", "area": "suffolk"})
    assert slugs_of(Letter.objects.get()) == [each.slug for each in area]
    assert county in [copy.recipient for copy in Letter.objects.get().copies.all()]


def test_a_contact_leads_to_a_chaser_for_its_recipient(member_client, other_organisation, county):
    theirs = Recipient.objects.create(organisation=other_organisation, body=county.body, post=Post.LEADER)
    page = member_client.get(NEW, {"template": "chaser", "to": [county.pk, theirs.pk]})
    assert 'value="chaser" checked' in page.text
    assert ticked(page) == {str(county.pk)}


def test_the_same_body_ticked_twice_gets_one_copy(member_client, harbourside, county):
    nameless = Recipient.objects.create(organisation=harbourside, body=county.body, post=Post.LEADER)
    chief = Recipient.objects.create(organisation=harbourside, body=county.body, post=Post.CHIEF_EXECUTIVE)
    chosen = {"template": "public-body", "to": [county.pk, nameless.pk], "bodies": ["suffolk"]}
    member_client.post(NEW, chosen)
    assert [copy.recipient for copy in LetterCopy.objects.all()] == [county]
    # The body alone stands for whoever is known there.
    member_client.post(NEW, {"template": "public-body", "bodies": ["suffolk"]})
    assert {copy.recipient for copy in Letter.objects.first().copies.all()} == {county, chief}


def test_two_people_who_share_a_post_are_two_names_in_one_letter(member_client, county):
    county.name = "Jo Ferris and Sam Okafor"
    county.save()
    member_client.post(NEW, {"template": "public-body", "to": [county.pk]})
    page = member_client.get(reverse("letters:preview", args=[Letter.objects.get().pk])).text
    assert "Dear Councillor Ferris and Councillor Okafor" in page
    assert "Councillor Jo Ferris and Councillor Sam Okafor" in " ".join(re.sub("<[^>]+>", " ", page).split())


def test_a_body_without_a_name_gets_the_post_that_was_chosen(member_client, harbourside):
    chosen = {
        "template": "public-body", "bodies": ["bedford", "norfolk-and-suffolk-icb", "ipswich"],
        "post-bedford": "elected-mayor", "post-norfolk-and-suffolk-icb": "place-director",
        "post-ipswich": "clerk",
    }  # fmt: skip
    page = member_client.post(NEW, chosen | {"find": "1"}).text
    assert '<option value="elected-mayor" selected>' in page
    assert 'value="clerk"' not in page.split('id="someone"')[0]
    member_client.post(NEW, chosen)
    posts = {row.body.slug: row.post for row in harbourside.recipients.all()}
    assert posts == {
        "bedford": "elected-mayor", "norfolk-and-suffolk-icb": "place-director", "ipswich": "leader"
    }  # fmt: skip


def test_all_of_a_kind_are_ticked_at_once(member_client, harbourside, county):
    harbourside.patch.add(body("ipswich"), body("norfolk-and-suffolk-icb"))
    office = OwnBody.objects.create(organisation=harbourside, name="Town", kind=OwnBodyKind.PARISH)
    clerk = Recipient.objects.create(organisation=harbourside, own_body=office, post=Post.CLERK)
    page = member_client.get(NEW).text
    assert [page.index(f">{heading}") for heading in ("Councils", "Integrated care boards", "Your other")]
    member_client.post(NEW, {"template": "public-body", "group": "councils"})
    assert slugs_of(Letter.objects.get()) == ["suffolk", "ipswich"]
    page = member_client.post(NEW, {"group": "everyone", "find": "1"})
    ipswich = harbourside.recipients.get(body__slug="ipswich")
    assert ticked(page) == {str(county.pk), str(ipswich.pk), str(clerk.pk), "norfolk-and-suffolk-icb"}


def test_all_of_england_is_one_request(member_client, harbourside, django_assert_max_num_queries):
    everybody = PublicBody.objects.can_be_written_to_on(timezone.localdate())
    count = everybody.count()
    assert f"All {count} in England" in member_client.post(NEW, {"q": "England", "find": "1"}).text
    for chosen in ({"area": "england"}, {"bodies": list(everybody.values_list("slug", flat=True))}):
        with django_assert_max_num_queries(40):
            assert member_client.post(NEW, chosen | {"template": "public-body"}).status_code == 302
        assert Letter.objects.first().copies.count() == count
    harbourside.patch.set(everybody)
    with django_assert_max_num_queries(25):
        page = member_client.get(NEW).text
    assert f"Everyone below ({count})" in page
    member_client.post(NEW, {"template": "public-body", "group": "everyone"})
    assert Letter.objects.first().copies.count() == harbourside.recipients.count() == count


def test_what_nobody_offers_is_refused_in_words(member_client, other_organisation, county):
    theirs = Recipient.objects.create(organisation=other_organisation, body=county.body, post=Post.LEADER)
    for chosen, words in (
        ({"to": [theirs.pk]}, "Select people from the list"),
        ({"to": ["9" * 40]}, "Select people from the list"),
        ({"bodies": ["atlantis"]}, "Select bodies from the list"),
        ({}, "Select who it is to"),
        ({"group": "theirs", "area": "atlantis", "q": "Norfolk"}, "Select who it is to"),
    ):
        page = member_client.post(NEW, {"template": "public-body"} | chosen).text
        assert f'<a href="#id_{"bodies" if "bodies" in chosen else "to"}">{words}</a>' in page
        assert "<title>Error: " in page
        assert ("in Norfolk" in page) == ("q" in chosen)
    assert not Letter.objects.exists()
    # The letter to the sector does not ask, so it does not mind either.
    assert member_client.post(NEW, {"template": "sector", "to": [theirs.pk]}).status_code == 302


@pytest.mark.one_database
def test_nothing_found_says_what_to_try(member_client):
    assert "has a name like “Atlantis”" in member_client.post(NEW, {"q": "Atlantis", "find": "1"}).text


# Bodies that end


def test_S2_a_new_letter_offers_who_follows(member_client, member, harbourside, county, time_machine):
    draft = {"template": "public-body", "to": [county.pk], "bodies": ["norfolk-and-suffolk-icb"]}
    member_client.post(NEW, draft)
    letter = Letter.objects.get()
    followers = [each.slug for each in county.body.successors.all()]
    time_machine.move_to(datetime.datetime(2028, 3, 31, 22, tzinfo=datetime.UTC))
    member_client.force_login(member)
    page = member_client.get(NEW).text
    assert "ends 31 March 2028" in page
    assert not [slug for slug in followers if f'value="{slug}"' in page]
    time_machine.move_to(datetime.datetime(2028, 4, 1, 1, tzinfo=datetime.UTC))
    member_client.force_login(member)
    page = member_client.get(NEW).text
    assert "Suffolk County Council</strong> ended on 31 March 2028. From 1 April its work is done by" in page
    assert [slug for slug in followers if f'value="{slug}"' in page] == followers != []
    assert f'id="id_to_{county.pk}"' not in page
    # What was found by its old name is not offered either.
    page = member_client.post(NEW, {"q": "Norwich", "find": "1"}).text
    assert "Norwich City Council</strong> ended on" in page
    assert 'id="id_bodies_norwich"' not in page
    # The copy of its time stays when the letter's other recipients change.
    recipients = reverse("letters:recipients", args=[letter.pk])
    assert "stay as they are, because the body has ended: Councillor Jo" in member_client.get(recipients).text
    member_client.post(recipients, {"bodies": followers[:1]})
    assert set(slugs_of(letter)) == {"suffolk", followers[0]}
    # Once somebody is known at each of them the note has done its work.
    member_client.post(NEW, {"template": "public-body", "bodies": followers})
    assert "its work is done by" not in member_client.get(NEW).text


def test_a_shadow_authority_may_be_written_to(member_client, harbourside, county):
    successor = county.body.successors.first()
    successor.shadow_on = timezone.localdate()
    successor.save()
    page = member_client.get(NEW).text
    assert f'value="{successor.slug}"' in page
    assert "shadow authority" in page


# Somebody new


@pytest.mark.one_database
def test_somebody_is_added_without_leaving(member_client, harbourside, county):
    typed = {"template": "chaser", "to": [county.pk], "bodies": ["ipswich"], "add": "1"}
    page = member_client.post(NEW, typed | {"new-new_name": "Harbour Trust", "new-email": "nobody"}).text
    for problem in ("Select the kind of body", "Select the post", "Enter an email address in the correct"):
        assert problem in page
    assert "Select who it is to" not in page
    assert '<details class="more after-list" open id="someone">' in page
    assert not OwnBody.objects.exists()
    added = {"new-new_name": "Harbour Trust", "new-new_kind": "funder", "new-post": "chief-executive"}
    page = member_client.post(NEW, typed | added | {"new-checked_today": "on"})
    someone = harbourside.recipients.get(own_body__name="Harbour Trust")
    assert someone.checked_on == timezone.localdate()
    assert ticked(page) == {str(county.pk), "ipswich", str(someone.pk)}
    assert 'value="chaser" checked' in page.text
    assert 'value="Harbour Trust"' not in page.text  # ready for the next one


@pytest.mark.one_database
def test_somebody_typed_is_not_lost_by_going_on(member_client, harbourside):
    page = member_client.get(NEW).text
    assert '<details class="more after-list" open id="someone">' in page  # there is nobody to tick yet
    ipswich = body("ipswich")
    typed = {"template": "public-body", "new-body": ipswich.pk, "new-name": "Ash Vale"}
    assert "Select the post" in member_client.post(NEW, typed).text
    assert member_client.post(NEW, typed | {"new-post": "leader"}).status_code == 302
    assert str(LetterCopy.objects.get().recipient) == "Ash Vale, Ipswich"


# Sent twice


def test_edge_E89_a_double_click_makes_one_letter(member_client, other_client, other_organisation, county):
    key = re.search(r'name="key" value="([^"]+)"', member_client.get(NEW).text)[1]
    chosen = {"template": "public-body", "to": [county.pk], "key": key}
    first, second = (member_client.post(NEW, chosen).url for _ in range(2))
    assert first == second == reverse("letters:edit", args=[key])
    assert Letter.objects.count() == 1
    # Back, and somebody else ticked: another letter. And a key is worth nothing to another member.
    assert member_client.post(NEW, chosen | {"bodies": ["ipswich"]}).url != first
    assert other_client.post(NEW, {"template": "sector", "key": key}).url != first
    assert Letter.objects.count() == 3


# Adding to a letter that was begun


def test_a_finding_is_added_to_a_draft_once(member_client, colleague_client, other_client, draft, colleague):
    page = member_client.get(NEW + "?finding=E4&case=calderdale").text
    cite = reverse("letters:cite", args=[draft.pk])
    assert f'formaction="{cite}"' in page
    carried = {"finding": "E4", "case": "calderdale"}
    assert colleague_client.post(cite, carried, follow=True).text.count("Calderdale") > 0
    draft.refresh_from_db()
    assert (draft.revision, draft.changed_by) == (2, colleague)
    cited = [row.reference for row in draft.citations.all()]
    assert cited[-2:] == ["E4", "calderdale"]
    page = member_client.post(cite, carried, follow=True).text
    assert "has that already" in page
    assert re.search(r'name="cited_\d+"[^>]*checked', page)
    draft.refresh_from_db()
    assert (draft.revision, draft.citations.count()) == (2, len(cited))
    assert other_client.post(cite, carried).status_code == 404
    # Without something to add, and after a find, nobody is asked.
    assert "formaction" not in member_client.get(NEW).text.split("Which letter?")[0]


def test_a_finding_survives_signing_in(client, member, draft):
    start = client.get(NEW + "?finding=E4&finding=E1", follow=True)
    form = {"login": member.email, "password": "a long password", "next": start.request["QUERY_STRING"]}
    form["next"] = re.search(r'name="next" value="([^"]+)"', start.text)[1].replace("&amp;", "&")
    page = client.post(reverse("account_login"), form, follow=True).text
    assert 'name="finding" value="E4"' in page
    assert 'name="finding" value="E1"' in page
    assert "Add to a letter you have begun" in page


# Changing them later


def test_recipients_of_a_draft_change_and_its_words_stay(member_client, harbourside, draft, county):
    url = reverse("letters:recipients", args=[draft.pk])
    for page in (draft.get_absolute_url(), draft.get_download_url()):
        assert f'href="{url}">Choose' in member_client.get(page).text
    assert ticked(member_client.get(url)) == {str(county.pk)}
    Letter.objects.update(main_ask="Meet us in May.")
    assert "Select who it is to" in member_client.post(url, {}).text
    page = member_client.post(url, {"to": [county.pk], "bodies": ["ipswich"]}, follow=True).text
    assert "This letter goes to 2 recipients now." in page
    assert "<dd>2 recipients</dd>" in page
    kept = draft.copies.get(recipient=county).pk
    county.remove()  # off the list, but still this letter's
    assert str(county.pk) in ticked(member_client.get(url))
    ipswich = harbourside.recipients.get(body__slug="ipswich")
    member_client.post(url, {"to": [county.pk, ipswich.pk]})
    draft.refresh_from_db()
    assert (draft.revision, draft.main_ask) == (2, "Meet us in May.")  # nothing was changed this time
    assert draft.copies.get(recipient=county).pk == kept
    member_client.post(url, {"to": [ipswich.pk]})
    draft.refresh_from_db()
    assert draft.revision == 3
    assert slugs_of(draft) == ["ipswich"]


@pytest.mark.one_database
def test_the_letter_to_the_sector_has_no_recipients_to_change(member_client):
    member_client.post(NEW, {"template": "sector"})
    letter = Letter.objects.get()
    assert member_client.get(reverse("letters:recipients", args=[letter.pk])).status_code == 404
    for page in (letter.get_absolute_url(), letter.get_download_url()):
        assert "who it is to" not in member_client.get(page).text


# The list of letters


def test_letters_are_found_by_recipient_body_and_title(
    member_client, draft, county, other_client, django_assert_max_num_queries
):
    url = reverse("letters:letters")
    member_client.post(NEW, {"template": "sector"})
    chosen = {"template": "public-body", "to": [county.pk], "bodies": ["ipswich", "norwich"]}
    member_client.post(NEW, chosen)
    page = member_client.get(url).text
    assert "Suffolk County Council and 2 others" in page
    assert "Councillor Jo Ferris, Suffolk" in page
    assert page.count('data-label="To"') == 3
    for words, count in (
        ("ferris", 2),
        ("ipswich council", 1),
        ("ferris norwich", 1),
        ("sector", 1),
        ("x", 0),
    ):
        page = member_client.get(url, {"q": words}).text
        assert (words, page.count('data-label="To"')) == (words, count)
    assert "None of your letters fits “x”" in page
    assert "You have not written any letters yet" in other_client.get(url).text
    rows = [
        Letter(organisation=draft.organisation, template_version=draft.template_version) for _ in range(40)
    ]
    Letter.objects.bulk_create(rows)
    LetterCopy.objects.bulk_create(LetterCopy(letter=row, recipient=county) for row in rows)
    with django_assert_max_num_queries(10):
        page = member_client.get(url, {"q": "ferris"}).text
    assert page.count('data-label="To"') == 30
    assert "page=2" in page
    assert member_client.get(url, {"q": "ferris", "page": 2}).text.count('data-label="To"') == 12
