"""The list and the pages of the directory, and what is suggested while somebody types."""

import datetime
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from partnerships.models import Post, Recipient
from publicbodies.models import BodyKind, PublicBody
from publicbodies.responsibilities import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

URL = "/public-bodies/"
BLOCK = re.compile(r"(?=<(?:li|dt|dd|h\d|p|br|span)\b)")
MOST_QUERIES = 6
ONE_OF_EACH = (
    "suffolk", "ipswich", "cheshire-west-and-chester", "isles-of-scilly", "calderdale", "camden",
    "city-of-london", "greater-manchester-combined-authority", "cheshire-and-merseyside-icb",
)  # fmt: skip


@pytest.fixture
def day(monkeypatch):
    """Move the clock: `day(2028, 4, 1)`."""

    def move(*parts):
        monkeypatch.setattr(timezone, "localdate", lambda *_: datetime.date(*parts))

    move(2026, 11, 22)
    return move


def words(response):
    main = response.text.partition("<main")[2].partition("</main>")[0].partition(">")[2]
    return " ".join(unescape(strip_tags(BLOCK.sub(" ", main))).split()).replace(" ,", ",")


def listed(client, **query):
    """The slugs of the bodies on the page, in order."""
    page = client.get(URL, query).text
    return re.findall(r'<h2><a href="/public-bodies/([a-z-]+)/"', page)


# The list


def test_the_list_shows_who_is_there_in_pages(client, day):
    page = client.get(URL)
    assert "392 public bodies, page 1 of 8" in words(page)
    first, last = listed(client), listed(client, page=8)
    assert (first[0], len(first)) == ("adur", 50)
    assert last
    assert not set(first) & set(last)
    assert "Open Government Licence v3.0" in words(page)


@pytest.mark.parametrize(
    ("query", "count", "said"),
    [
        ({"kind": "county"}, 21, "21 public bodies of the kind “County council”"),
        ({"kind": "london-borough", "region": "london"}, 32, "32 public bodies"),
        (
            {"region": "north-east", "kind": "icb"},
            1,
            "1 public body of the kind “Integrated care board”",
        ),
        ({"when": "changing"}, 50, "55 public bodies that will soon end, page 1 of 2"),
        ({"when": "coming"}, 19, "19 public bodies that are planned or preparing"),
        ({"when": "ended"}, 30, "30 public bodies that have ended"),
        ({"q": "suffolk"}, 12, "12 public bodies with the name “suffolk”"),
        ({"q": "suffolk", "kind": "district"}, 5, "5 public bodies of the kind “District council” with the"),
        ({"kind": "parish", "region": "wales", "when": "never"}, 50, "392 public bodies"),
    ],
)
def test_the_list_can_be_narrowed_and_the_search_shared(client, day, query, count, said):
    assert len(listed(client, **query)) == count
    assert said in words(client.get(URL, query))


def test_a_name_brings_the_county_first_and_says_what_changes(client, day):
    assert listed(client, q="suffolk")[:2] == ["suffolk", "babergh"]
    page = words(client.get(URL, {"q": "suffolk"}))
    assert "Babergh District Council District council in Suffolk · East of England Ends 31 March 2028" in page
    assert "Western Suffolk Council Unitary council · East of England Planned" in page
    assert "Ended 31 March 2026" in page


def test_nothing_found_offers_a_wider_search(client, day):
    page = client.get(URL, {"q": "suffolk", "region": "london"})
    assert "No public bodies in London with the name “suffolk”" in words(page)
    assert 'href="?region=london">38 public bodies in London' in page.text
    assert 'href="?q=suffolk">12 public bodies with the name “suffolk”' in page.text
    assert "NHS trusts" in words(client.get(URL, {"q": "<b>zzz"}))


def test_before_anything_is_loaded_the_list_says_so(client):
    PublicBody.objects.update(first_on=datetime.date(1900, 1, 1), last_on=datetime.date(1900, 1, 2))
    assert "No public bodies yet" in words(client.get(URL))


@pytest.mark.parametrize(
    "query", [{}, {"q": "suffolk"}, {"q": "zzz", "kind": "county", "region": "london", "when": "ended"}]
)
def test_the_list_asks_a_fixed_number_of_questions(client, query, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES + 2):
        client.get(URL, query)


@pytest.mark.parametrize("query", [{"q": "\0"}, {"page": "99999"}, {"q": "x" * 5000}, {"q": "%_'\""}])
def test_odd_addresses_are_answered(client, query):
    assert client.get(URL, query).status_code in (200, 404)


# One body


@pytest.mark.parametrize("slug", ONE_OF_EACH)
def test_each_kind_of_body_says_what_it_does(client, day, slug, django_assert_max_num_queries):
    body = PublicBody.objects.get(slug=slug)
    with django_assert_max_num_queries(MOST_QUERIES + 2):
        page = words(client.get(body.get_absolute_url()))
    role = ROLES[BodyKind(body.kind)]
    for text in (body.official_name, role.sentence, *role.tasks, role.for_groups):
        assert text in page
    assert set(ROLES) == set(BodyKind)


def test_a_county_shows_its_districts_its_board_its_end_and_its_case_study(client, day):
    response = client.get("/public-bodies/suffolk/")
    page = words(response)
    assert "Changing soon. Its last day is due to be 31 March 2028." in page
    assert "District councils in the county (5) Babergh District Council East Suffolk Council" in page
    assert "Integrated care board NHS Norfolk and Suffolk Integrated Care Board" in page
    assert "Who follows Central and Eastern Suffolk Council, from 1 April 2028" in page
    assert "One board for a county and its districts: Suffolk" in page
    assert "Needs checking Integrated care board, matched by hand" in page
    assert 'href="/letters/new/?body=suffolk"' in response.text


def test_a_council_in_several_boards_names_them_all(client, day):
    page = words(client.get("/public-bodies/north-yorkshire/"))
    assert "Its area is divided between 3 boards." in page
    assert "Before" in page
    assert "North Yorkshire County Council until 31 March 2023" in page


def test_from_the_day_after_the_last_the_successors_are_offered(client, day):
    day(2028, 3, 31)
    assert "Write to it" in words(client.get("/public-bodies/ipswich/"))
    day(2028, 4, 1)
    response = client.get("/public-bodies/ipswich/")
    page = words(response)
    assert "This body ended on 31 March 2028." in page
    assert "Write to its successor Ipswich and South Suffolk" in page
    assert "/letters/new/" not in response.text.split("<main")[1]
    assert "Write to it" in words(client.get("/public-bodies/ipswich-and-south-suffolk/"))
    assert "Who follows it is not known yet. We looked on 22 November 2026." in words(
        client.get("/public-bodies/brentwood/")
    )


def test_what_is_planned_or_preparing_says_whom_it_follows(client, day):
    page = words(client.get("/public-bodies/west-surrey/"))
    assert "Elected and preparing." in page
    assert "Write to it" in page
    assert "Guildford Borough Council, to 31 March 2027" in page
    page = words(client.get("/public-bodies/western-suffolk/"))
    assert "Planned. It is due to begin on 1 April 2028." in page
    assert "Not yet to be written to" in page
    page = words(client.get("/public-bodies/greater-essex-combined-county-authority/"))
    assert "Its first day is not known yet. We looked on 22 November 2026." in page


def test_an_office_address_shows_with_the_day_it_was_checked(client):
    body = PublicBody.objects.get(slug="ipswich")
    body.office_address, body.office_address_checked_on = "1 Test Lane\nZZ1 1AA", datetime.date(2026, 12, 1)
    body.save()
    page = words(client.get("/public-bodies/ipswich/"))
    assert "Office 1 Test Lane ZZ1 1AA Checked on 1 December 2026" in page


def test_a_body_that_is_not_there_is_not_found(client):
    assert client.get("/public-bodies/nowhere/").status_code == 404
    assert client.post("/public-bodies/suffolk/").status_code == 405


def test_case_studies_and_the_guide_lead_to_the_directory(client):
    assert (
        '<a href="/public-bodies/babergh/">Babergh District Council</a>'
        in client.get("/case-studies/suffolk/").text
    )
    assert 'href="/public-bodies/"' in client.get("/guide/who-the-covenant-binds/").text.split("<main")[1]
    assert 'href="/public-bodies/?when=changing"' in client.get("/guide/what-is-changing/").text
    credit = words(client.get("/sources/"))
    for text in (
        "Open Government Licence v3.0",
        "OS data © Crown copyright",
        "CC BY 4.0",
        "NHS Organisation",
    ):
        assert text in credit


def test_a_search_of_the_toolkit_finds_bodies(client):
    page = client.get("/search/", {"q": "Babergh District Council"}).text
    assert 'href="/public-bodies/babergh/"' in page
    assert "Public bodies" in page


# Suggestions


def test_suggestions_come_as_data_for_a_script(client, day):
    response = client.get(f"{URL}suggest/", {"q": "Suffolk"})
    assert response.headers["Content-Type"] == "application/json"
    data = response.json()
    assert data["suggestions"][0] == {
        "slug": "suffolk",
        "name": "Suffolk County Council",
        "note": "County council, ends 31 March 2028",
        "url": "/public-bodies/suffolk/",
    }
    assert data["suggestions"][1]["note"] == "District council in Suffolk, ends 31 March 2028"
    assert len(data["suggestions"]) == 12
    assert data["area"]["name"] == "Suffolk"
    assert len(data["area"]["slugs"]) == 7
    assert client.get(f"{URL}suggest/", {"q": "suff"}).json()["area"] is None


@pytest.mark.parametrize("typed", ["", "zzz", "<script>", "x" * 3000, "\0"])
def test_what_is_no_name_suggests_nothing(client, typed):
    assert client.get(f"{URL}suggest/", {"q": typed}).json() == {"suggestions": [], "area": None}


def test_suggestions_are_kept_until_something_changes(client, django_assert_num_queries):
    url = f"{URL}suggest/?q=babergh"
    client.get(url)
    with django_assert_num_queries(1):  # the version of the content
        client.get(url)
    body = PublicBody.objects.get(slug="babergh")
    body.official_name = "Babergh Invented Council"
    body.save()
    assert "Invented" in client.get(url).text


# On to a letter


def test_a_body_is_carried_into_a_new_letter(member_client, harbourside):
    page = member_client.get("/letters/new/?body=ipswich").text
    assert re.search(r'name="bodies"[^>]*value="ipswich" checked', page)
    chosen = {"template": "public-body", "bodies": ["ipswich"], "organisation": harbourside.slug}
    assert member_client.post("/letters/new/", chosen).status_code == 302
    assert harbourside.recipients.get().body.slug == "ipswich"


def test_who_is_known_at_the_body_is_ticked_instead(member_client, harbourside):
    body = PublicBody.objects.get(slug="ipswich")
    recipient = Recipient.objects.create(organisation=harbourside, body=body, post=Post.LEADER)
    page = member_client.get("/letters/new/?body=ipswich").text
    assert re.search(rf'name="to"[^>]*value="{recipient.pk}" checked', page)
    assert 'name="bodies"' not in page


def test_a_new_letter_offers_who_follows_a_body_of_the_patch(member_client, harbourside, day):
    harbourside.patch.set(PublicBody.objects.filter(slug="ipswich"))
    day(2028, 3, 31)
    page = member_client.get(reverse("letters:new")).text
    assert 'value="ipswich"' in page
    assert 'value="ipswich-and-south-suffolk"' not in page
    day(2028, 4, 1)
    page = member_client.get(reverse("letters:new")).text
    assert 'value="ipswich"' not in page
    assert 'value="ipswich-and-south-suffolk"' in page
