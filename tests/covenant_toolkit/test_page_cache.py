"""Reading pages from memory: for strangers only, never older than the content, with every header."""

import gzip

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casestudies.models import CaseStudy
from covenant_toolkit.content_version import content_version
from covenant_toolkit.page_cache import PageCacheMiddleware, takes_gzip
from principles.models import Finding, Principle
from tests.headers import lacking

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SECOND_TIME = 1  # query: the version


def queries_of(browser, url, **headers):
    with CaptureQueriesContext(connection) as asked:
        response = browser.get(url, headers=headers)
    assert response.status_code in (200, 304)
    return len(asked)


def kept():
    """How many pages are kept, without the fact that all of them show at their foot."""
    return sum("unreviewed-" not in key for key in caches["pages"]._cache)


@pytest.mark.parametrize(
    "url", ["/", "/principles/", "/principles/recognition-and-value/", "/evidence/", "/case-studies/"]
)
def test_the_second_stranger_is_answered_from_memory(client, url):
    first = client.get(url)
    with CaptureQueriesContext(connection) as asked:
        second = Client().get(url)
    assert len(asked) == SECOND_TIME
    assert second.content == first.content
    assert second.headers == first.headers


def test_a_page_from_memory_carries_every_header(client):
    client.get("/")
    response = client.get("/")
    assert lacking(response) == []
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert {name.strip() for name in response.headers["Vary"].split(",")} >= {"Cookie", "Accept-Encoding"}


def test_an_edit_in_the_admin_shows_at_once(client, curator_client):
    finding = Finding.objects.first()
    url = reverse("principles:evidence")
    assert finding.text in client.get(url).text
    assert queries_of(client, url) == SECOND_TIME
    change = reverse("admin:principles_finding_change", args=[finding.pk])
    form = curator_client.get(change).context["adminform"].form
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    typed = {
        name: [row.pk for row in value] if isinstance(value, list) else value
        for name, value in values.items()
        if value is not None and value is not False
    }
    answer = curator_client.post(change, typed | {"text": "Ninety-one invented groups answered."})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert "Ninety-one invented groups answered." in client.get(url).text


def test_a_row_that_goes_or_changes_its_tags_makes_a_new_version():
    seen = [content_version()]
    study = CaseStudy.objects.published().first()
    study.principles.remove(study.principles.first())
    seen.append(content_version())
    study.figures.first().delete()
    seen.append(content_version())
    Principle.objects.first().save()
    seen.append(content_version())
    assert len(set(seen)) == len(seen)


@pytest.mark.postgres
def test_a_lower_number_that_is_committed_late_makes_a_new_version():
    """As when two people save at the same time on PostgreSQL."""
    row = Principle.objects.first()
    row.save()
    row.save()
    early, late = Principle.history.order_by("history_id").reverse()[:2][::-1]
    number = early.history_id
    early.delete()
    before = content_version()
    early.history_id = number
    early.save(force_insert=True)
    assert Principle.history.latest("history_id").history_id == late.history_id
    assert content_version() != before


def test_the_version_is_asked_in_one_query_and_stays_while_nothing_changes(django_assert_num_queries):
    with django_assert_num_queries(1):
        version = content_version()
    call_command("load_content", verbosity=0)
    assert content_version() == version


def test_a_person_who_is_signed_in_gets_a_page_of_their_own(client, member_client):
    client.get("/")
    page = member_client.get("/")
    assert "Your organisation" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Your organisation" not in client.get("/").text


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, "messages"])
def test_a_session_or_a_waiting_message_goes_past_the_memory(client, cookie):
    client.get("/")
    client.cookies[cookie] = "something"
    assert queries_of(client, "/") > SECOND_TIME


@pytest.mark.parametrize(
    "url",
    ["/accounts/login/", "/health/", "/organisation/", "/admin/login/", "/nothing-here/", "/toolkit.pdf?",
     "/templates/public-body.docx", "/static/css/app.css", "/principles"],
)  # fmt: skip
def test_what_is_not_a_reading_page_is_not_kept(client, url):
    client.get(url).close()  # it may be a file
    assert kept() == 0


def test_a_page_with_a_form_token_or_a_cookie_is_not_kept(client):
    """Whatever a reading page may hold one day."""
    request = RequestFactory().get("/")
    request.resolver_match = client.get("/").resolver_match
    response = client.get("/")
    for name in ("ETag", "Cache-Control"):
        del response.headers[name]
    assert PageCacheMiddleware.to_keep(request, response)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    assert PageCacheMiddleware.to_keep(request, response) is None
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
    response.set_cookie("something", "else")
    assert PageCacheMiddleware.to_keep(request, response) is None


def test_post_is_never_answered_from_memory(client):
    client.get("/")
    assert client.post("/").status_code == 405


def test_head_is_answered_from_memory_without_a_body(client):
    page = client.get("/")
    with CaptureQueriesContext(connection) as asked:
        head = client.head("/")
    assert len(asked) == SECOND_TIME
    assert head.content == b""
    assert head.headers["Content-Length"] == page.headers["Content-Length"]
    assert Client().head("/evidence/").status_code == 200
    assert "</html>" in client.get("/evidence/").text


def test_the_results_alone_and_the_whole_page_are_two_things(client):
    url = reverse("casestudies:case-studies")
    whole, bare = client.get(url), client.get(url, headers={"X-Live": "1"})
    assert "<html" in whole.text
    assert "<html" not in bare.text
    assert client.get(url).content == whole.content
    assert client.get(url, headers={"X-Live": "1"}).content == bare.content


def test_addresses_with_and_without_a_query_are_two_pages(client):
    url = reverse("casestudies:case-studies")
    everything = client.get(url)
    nothing = client.get(url, {"q": "zzzz"})
    assert nothing.content != everything.content
    assert client.get(url, {"q": "zzzz"}).content == nothing.content


def test_a_browser_that_has_the_page_is_told_so(client):
    tag = client.get("/").headers["ETag"]
    again = client.get("/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    Principle.objects.first().save()
    assert (
        client.get("/", headers={"If-None-Match": tag}).status_code == 304
    )  # a new version of the same words
    row = Principle.objects.first()
    row.name = "Another name"
    row.save()
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 200


def test_pages_travel_packed_to_browsers_that_unpack(client):
    plain = client.get("/")
    packed = client.get("/", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) * 3 < len(plain.content)
    assert "Content-Encoding" not in client.get("/", headers={"Accept-Encoding": "gzip;q=0"}).headers


@pytest.mark.parametrize(
    ("header", "expected"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("gzip; q=0", False), ("br", False), ("", False)],
)
def test_who_takes_gzip(header, expected):
    assert takes_gzip(RequestFactory().get("/", headers={"Accept-Encoding": header})) is expected


def test_made_up_queries_cannot_fill_the_memory(client):
    client.get("/privacy/?" + "x" * 600)
    assert kept() == 0
    limit = settings.CACHES["pages"]["OPTIONS"]["MAX_ENTRIES"]
    caches["pages"].set_many({f"made-up-{number}": b"" for number in range(limit - 1)})
    for number in range(3):
        client.get(f"/privacy/?utm={number}")
    assert kept() <= limit


def test_two_hosts_do_not_share_pages(client, settings):
    settings.ALLOWED_HOSTS = ["one.example.org", "two.example.org"]
    client.get("/", headers={"Host": "one.example.org"})
    assert queries_of(client, "/", Host="two.example.org") > SECOND_TIME
    assert client.get("/", headers={"Host": "elsewhere.example.org"}).status_code == 400
