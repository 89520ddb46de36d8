"""The guide, the starting points, the updates with their feed, the glossary, the links."""

import datetime
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from principles.models import (
    EquityKind,
    EquityPoint,
    GlossaryTerm,
    GuidePage,
    Link,
    Source,
    StartingPoint,
    Update,
)

MOST_QUERIES = 6 + 2  # and two around every page: the content's version, the foot
ATOM = "{http://www.w3.org/2005/Atom}"
ATTACK = "<script>alert(1)</script>"

pytestmark = [pytest.mark.usefixtures("content"), pytest.mark.one_database]


@pytest.fixture
def source():
    return Source.objects.get(slug="civil-society-covenant")


@pytest.fixture
def make_page():
    def make(slug, **values):
        values = {"title": f"Title of {slug}", "summary": "A summary.", "body": "## Part\n\nBody.", **values}
        return GuidePage.objects.update_or_create(slug=slug, defaults=values)[0]

    return make


def html(client, name, *args, query=""):
    response = client.get(reverse(f"principles:{name}", args=args) + query)
    assert response.status_code == 200
    return response.text


# The guide


def test_the_index_lists_every_page_in_order(client, make_page):
    make_page("last-of-all", order=9999)
    page = html(client, "guide")
    places = [
        page.index(reverse("principles:guide-page", args=[row.slug]), page.index("<main"))
        for row in GuidePage.objects.all()
    ]
    assert places == sorted(places)


def test_a_page_shows_its_marks_its_sources_and_its_neighbours(client, make_page, source):
    GuidePage.objects.all().delete()
    for order, slug in enumerate(("one", "two", "three")):
        make_page(slug, order=order)
    GuidePage.objects.get(slug="two").sources.set([source])
    page = html(client, "guide-page", "two")
    assert "Needs checking" in page
    assert source.title in page
    pager = page[page.index('aria-label="Guide"') :]
    assert pager.index("Title of one") < pager.index("Title of three")
    assert reverse("letters:new") in page


def test_the_equity_page_lists_its_points_by_kind_and_says_they_are_not_in_the_covenant(
    client, make_page, source
):
    EquityPoint.objects.all().delete()
    for number, kind in enumerate(reversed(EquityKind.values)):
        EquityPoint.objects.create(ref=f"Q{number}", kind=kind, title=f"Point of {kind}", source=source)
    make_page("equity")
    page = html(client, "guide-page", "equity")
    places = [page.index(f"Point of {kind}") for kind in EquityKind.values]
    assert places == sorted(places)
    assert "They are not in the Covenant" in page


# The starting points


@pytest.fixture
def where_are_you(make_page):
    return make_page("where-are-you")


def test_the_question_offers_three_answers_as_links_and_home_leads_to_each(client, where_are_you):
    page = html(client, "where-are-you")
    home = client.get(reverse("home")).text
    links = [start.get_absolute_url() for start in StartingPoint.objects.all()]
    assert links == [f"/guide/where-are-you/?start={slug}#next" for slug in ("none", "informal", "formal")]
    assert [link for link in links if f'href="{link}"' not in page or f'href="{link}"' not in home] == []
    assert 'id="next"' not in page
    assert 'id="next"' not in html(client, "where-are-you", query="?start=%00married")


def test_each_answer_says_what_to_read_what_to_bring_and_what_to_write(client, where_are_you):
    for start in StartingPoint.objects.all():
        page = html(client, "where-are-you", query=f"?start={start.slug}")
        answer = page[page.index('id="next"') :]
        answer = answer[: answer.index("</section>")]
        assert start.principle.findings.first().get_absolute_url() in answer
        assert f"{reverse('letters:new')}?template=public-body&amp;principle={start.principle.slug}" in answer
        assert start.letter.partition(".")[0] in answer
        assert "Ours: a paraphrase" in answer
        assert page.count('aria-current="true"><strong>') == 1


def test_an_answer_is_what_the_admin_says_and_needs_no_principle(client, where_are_you):
    start = StartingPoint.objects.get(slug="formal")
    start.label, start.letter, start.principle = "We signed", f"Write **soon**. {ATTACK}", None
    start.save()
    page = html(client, "where-are-you", query="?start=formal")
    assert "We signed: what to do next" in page
    assert "<strong>soon</strong>" in page
    assert ATTACK not in page
    assert "?template=public-body" in page
    assert "We signed" in client.get(reverse("home")).text
    StartingPoint.objects.all().delete()
    assert 'id="ask"' not in html(client, "where-are-you")
    assert "Start from where" not in client.get(reverse("home")).text


# Updates


@pytest.fixture
def update(source):
    return Update.objects.create(
        slug="newest",
        title="Newest & best",
        happened_on=datetime.date(2099, 1, 2),
        text=f"It **happened**. {ATTACK}",
        source=source,
    )


def test_updates_stand_newest_first_with_dates_and_sources(client, update, source):
    Update.objects.create(
        slug="older", title="Older", happened_on=datetime.date(2098, 5, 1), when="spring 2098",
        text="Before.", source=source,
    )  # fmt: skip
    page = html(client, "updates")
    assert page.index('id="newest"') < page.index('id="older"')
    assert "2 January 2099" in page
    assert "spring 2098" in page
    assert "1 May 2098" not in page
    assert ATTACK not in page
    assert f'title="Covenant Toolkit: updates" href="{reverse("principles:updates-feed")}"' in page


def test_the_feed_is_atom_with_whole_addresses(client, update):
    response = client.get(reverse("principles:updates-feed"))
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Newest & best"
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/updates/#newest"
    assert entry.findtext(f"{ATOM}updated").startswith("2099-01-02")
    assert "<strong>happened</strong>" in entry.findtext(f"{ATOM}summary")
    assert "<script>" not in entry.findtext(f"{ATOM}summary")
    assert feed.findtext(f"{ATOM}author/{ATOM}name")


# Glossary, links


def test_words_stand_by_the_alphabet_whatever_their_case(client):
    GlossaryTerm.objects.all().delete()
    for term in ("zebra", "Accord", "apple", "VCSE"):
        GlossaryTerm.objects.create(slug=term.lower(), term=term, definition=f"Means {term}. {ATTACK}")
    page = html(client, "glossary")
    places = [page.index(f'<dt id="{slug}">') for slug in ("accord", "apple", "vcse", "zebra")]
    assert places == sorted(places)
    assert 'href="#letter-a"' in page
    assert ATTACK not in page


def test_what_most_rows_share_is_said_once_and_the_rest_beside_them(client):
    GlossaryTerm.objects.all().delete()
    for number in range(4):
        GlossaryTerm.objects.create(slug=f"t{number}", term=f"Term {number}", definition="Words.")
    GlossaryTerm.objects.filter(slug="t3").update(editors_note="Only here.")
    page = html(client, "glossary")
    assert page.count("Ours: a paraphrase") == 2
    assert "Unless an entry says otherwise" in page
    assert "Only here." in page


def test_a_link_says_when_it_was_opened_or_that_it_was_not_found(client):
    Link.objects.all().delete()
    Link.objects.create(
        slug="a", title="Opened", url="https://example.org/", checked_on=datetime.date(2026, 3, 5)
    )
    Link.objects.create(slug="b", title="Unopened", url="https://example.org/b")
    Link.objects.create(slug="c", title="Unfound")
    page = html(client, "links")
    assert "Opened on 5 March 2026" in page
    assert "Not opened by a person yet" in page
    assert "We have not found its address yet" in page
    assert page.count('href="https://example.org/') == 2


@pytest.mark.parametrize(
    ("name", "model", "empty"),
    [
        ("guide", GuidePage, "The guide has not been added yet"),
        ("updates", Update, "No updates have been added yet"),
        ("glossary", GlossaryTerm, "No words have been explained yet"),
        ("links", Link, "No links have been added yet"),
    ],
)
def test_an_empty_page_says_so(client, name, model, empty):
    model.objects.all().delete()
    assert empty in html(client, name)


def test_pages_ask_a_fixed_number_of_questions(
    client, make_page, where_are_you, source, django_assert_max_num_queries
):
    make_page("equity")
    Update.objects.bulk_create(
        Update(slug=f"u{number}", title="U", happened_on=datetime.date(2026, 1, 1), text="T", source=source)
        for number in range(40)
    )
    pages = GuidePage.objects.bulk_create(
        GuidePage(slug=f"page-{number}", title="A page", summary="S", body="B") for number in range(40)
    )
    source.guide_pages.add(*pages)
    EquityPoint.objects.bulk_create(
        EquityPoint(ref=f"Z{number}", kind="barrier", title="Point", source=source) for number in range(40)
    )
    for url in (
        "/guide/", "/guide/how-we-tag-evidence/", "/guide/equity/", "/guide/where-are-you/?start=formal",
        "/updates/", "/updates/feed/", "/glossary/", "/links/",
    ):  # fmt: skip
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(url).status_code == 200
