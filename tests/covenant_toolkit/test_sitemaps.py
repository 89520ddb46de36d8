"""What machines ask for: the sitemap, robots.txt, and what the head of each page says."""

import re
from xml.etree import ElementTree

import pytest
from django.urls import get_resolver, reverse

from casestudies.models import CaseStudy, Status
from covenant_toolkit.sitemaps import ALONE, PRIVATE
from principles.models import GuidePage
from publicbodies.models import PublicBody

pytestmark = [pytest.mark.usefixtures("content"), pytest.mark.one_database]
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def listed(client):
    response = client.get(reverse("sitemap"))
    assert response["Content-Type"] == "application/xml"
    found = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    return [each.text for each in found.iter(f"{MAP}loc")]


def test_the_sitemap_names_every_open_page_once(client, listed):
    assert len(listed) == len(set(listed))
    for row in [*GuidePage.objects.all(), *CaseStudy.objects.published(), *PublicBody.objects.all()]:
        assert any(url.endswith(f"/{row.slug}/") for url in listed)
    # One public body's page is like another's; its own tests open one of each kind.
    for url in [url for url in listed if not re.search(r"/public-bodies/[^s]", url)]:
        assert url.startswith("http://testserver/")
        assert not url.removeprefix("http://testserver").startswith(PRIVATE)
        assert client.get(url).status_code == 200


def test_the_sitemap_leaves_out_what_is_not_published(client):
    CaseStudy.objects.filter(slug="calderdale").update(status=Status.DRAFT)
    assert "/case-studies/calderdale/" not in client.get(reverse("sitemap")).text


def routes(patterns, before=""):
    """Every address of the site map with its view."""
    for each in patterns:
        route = f"{before}{each.pattern}"
        if hasattr(each, "url_patterns"):
            yield from routes(each.url_patterns, route)
        else:
            yield route, each.callback


def test_robots_leave_private_pages_alone_and_find_the_sitemap(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.text.splitlines()
    left_alone = {line.removeprefix("Disallow: ").strip("/") for line in lines if line.startswith("Disallow")}
    private = {
        route.partition("/")[0] if not route.startswith("case-studies/share/") else "case-studies/share"
        for route, view in routes(get_resolver().url_patterns)
        if "token>" in route or getattr(view, "login_required", True)
    }
    assert private <= left_alone
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_every_open_page_has_its_own_title_and_description(client):
    rows = ("/principles/recognition-and-value/", "/functions/convening/", "/guide/how-we-tag-evidence/",
            "/case-studies/calderdale/", "/public-bodies/suffolk/")  # fmt: skip
    seen = {"title": set(), "description": set()}
    urls = [*(reverse(name) for name in ALONE), *rows]
    for url in urls:
        head = client.get(url).text.split("</head>")[0]
        title = re.search(r"<title>(.+) – Covenant Toolkit</title>", head)[1]
        description = re.search(
            r'<meta name="description" property="og:description" content="([^"]{20,})">', head
        )
        assert description, url
        assert f'<meta property="og:title" content="{title}">' in head
        assert f'<link rel="canonical" href="http://testserver{url}">' in head
        seen["title"].add(title)
        seen["description"].add(description[1])
    assert {len(each) for each in seen.values()} == {len(urls)}


def test_the_canonical_address_leaves_the_query_out(client):
    head = client.get("/case-studies/?region=london").text.split("</head>")[0]
    assert 'rel="canonical" href="http://testserver/case-studies/"' in head


def test_a_title_cannot_break_out_of_the_head(client):
    GuidePage.objects.create(slug="odd", title='"><script>alert(1)</script>', summary='"><b>', body="Words.")
    page = client.get("/guide/odd/").text
    assert "<script>alert" not in page
    assert 'content="&quot;&gt;&lt;script&gt;' in page
