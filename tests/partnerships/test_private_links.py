"""Private links: whoever holds the address may comment, nobody else. It ends, and leaks nothing."""

import datetime
import logging
import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from covenant_toolkit.quiet_logs import WithoutKeys
from members.models import Membership
from partnerships.due import due
from partnerships.models import Comment, PrivateLink

from .drafts import agreement_of, link_to, text_for, version_of

pytestmark = pytest.mark.django_db
CLOSED = "This link does not open anything any more"


@pytest.fixture
def agreement(harbourside):
    return agreement_of(harbourside)


@pytest.fixture
def version(agreement, member):
    return version_of(agreement, by=member)


@pytest.fixture
def link(version):
    return link_to(version)


def say(client, path, section="equity", text="Who decides that?", name="", **more):
    form = {"section": section, f"{section}-text": text, f"{section}-name": name} | more
    return client.post(path, form)


def to_do(organisation):
    return [row.text for row in due(organisation, timezone.localdate())]


# Making one


def made(client, agreement, version, **form):
    url = f"{reverse('partnerships:link-new', args=[agreement.pk])}?version={version.number}"
    page = client.get(url).text
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    until = re.search(r'name="until" value="([^"]+)"', page)[1]
    return url, client.post(url, {"key": key, "who": "Head  of Communities", "side": "theirs",
                                  "until": until, **form})  # fmt: skip


def test_a_link_is_made_for_somebody_and_its_address_is_shown_once(member_client, agreement, version, member):
    url, page = made(member_client, agreement, version)
    address = re.search(r"http://testserver(/shared/[\w-]{43}/)", page.text)[1]
    row = PrivateLink.objects.get()
    assert (row.who, row.side, row.made_by, row.version) == ("Head of Communities", "theirs", member, version)
    assert row.lasts_until == timezone.localdate() + datetime.timedelta(days=60)
    token = address.split("/")[2]
    assert token not in str(PrivateLink.objects.values().get())
    assert "no-store" in page.headers["Cache-Control"]
    # A reload of that page makes no second link and shows no address.
    again = member_client.post(url, {"key": str(row.pk), "who": "X", "side": "theirs", "until": "1 May 2027"})
    assert again.url == agreement.get_absolute_url()
    assert PrivateLink.objects.count() == 1
    for place in (agreement.get_absolute_url(), row.get_absolute_url()):
        assert token not in member_client.get(place, follow=True).text
    assert Client().get(address).status_code == 200


def test_how_long_it_works_can_be_chosen_and_changed(member_client, agreement, version):
    today = timezone.localdate()
    for until, words in (
        (today - datetime.timedelta(days=1), "Enter a day that is still to come"),
        (today + datetime.timedelta(days=400), "Enter a day within a year from now"),
        ("31 February 2027", "Enter a real date"),
    ):
        assert words in made(member_client, agreement, version, until=str(until))[1].text
    assert not PrivateLink.objects.exists()
    made(member_client, agreement, version, until=str(today))
    row = PrivateLink.objects.get()
    assert row.lasts_until == today
    assert row.is_open
    new = today + datetime.timedelta(days=90)
    member_client.post(row.get_absolute_url(), {"who": row.who, "side": "theirs", "until": str(new)})
    row.refresh_from_db()
    assert row.lasts_until == new


def test_links_open_only_what_the_agreement_has(member_client, other_client, agreement, version):
    url = reverse("partnerships:link-new", args=[agreement.pk])
    for query in ("", "?version=2", "?version=x", "?poll=1", "?poll=999999999999999999999"):
        assert member_client.get(url + query).status_code == 404
    assert other_client.get(f"{url}?version=1").status_code == 404


def test_the_list_says_when_it_was_opened_last(member_client, client, agreement, link):
    row, path = link
    assert "Never" in member_client.get(agreement.get_absolute_url()).text
    client.get(path)
    row.refresh_from_db()
    assert row.last_used_at is not None
    assert "Never" not in member_client.get(agreement.get_absolute_url()).text


# Opening it


def test_whoever_has_the_address_reads_one_version_and_nothing_else(client, agreement, link):
    agreement.next_step = "Secret plan"
    agreement.save()
    version_of(agreement)
    page = client.get(link[1])
    assert page.status_code == 200
    assert "Begin where need is greatest" in page.text
    assert "Suffolk County Council" in page.text
    for secret in ("Secret plan", "/agreements/", "/organisation/", "hello@harbourside", "Sam Member"):
        assert secret not in page.text, secret
    headers = page.headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"].startswith("noindex")
    assert headers["Cache-Control"] == "private, no-store"
    assert not page.cookies
    token = link[1].split("/")[2]
    assert token not in page.text
    assert "<script" not in page.text


def test_wrong_expired_revoked_and_lapsed_look_the_same(client, member_client, harbourside, link):
    row, path = link
    guessed = client.get("/shared/" + "x" * 43 + "/")
    assert guessed.status_code == 404
    assert CLOSED in guessed.text
    pages = [guessed]
    with time_machine.travel(row.expires_at + datetime.timedelta(seconds=1), tick=False):
        pages.append(client.get(path))
    assert client.get(path).status_code == 200  # looking uses nothing up
    harbourside.membership_ends_on = datetime.date(2026, 1, 1)
    harbourside.save()
    pages.append(client.get(path))
    harbourside.membership_ends_on = None
    harbourside.save()
    assert client.get(path).status_code == 200
    member_client.post(reverse("partnerships:link-revoke", args=[row.pk]))
    pages.append(client.get(path))
    pages.append(client.get(path[:-5] + "/"))
    for page in pages:
        assert (page.status_code, page.text) == (404, guessed.text)
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "private, no-store"


def test_an_ended_link_takes_no_answer_either(client, link):
    row, path = link
    row.revoke()
    assert say(client, path).status_code == 404
    assert not Comment.objects.exists()
    row.refresh_from_db()
    assert row.last_used_at is None


def test_a_new_address_ends_the_earlier_one(client, member_client, link):
    row, path = link
    row.revoke()
    page = member_client.post(reverse("partnerships:link-renew", args=[row.pk]))
    address = re.search(r"http://testserver(/shared/[\w-]{43}/)", page.text)[1]
    assert client.get(address).status_code == 200
    assert client.get(path).status_code == 404
    # Once more: the one before opens nothing.
    member_client.post(reverse("partnerships:link-renew", args=[row.pk]))
    assert client.get(address).status_code == 404


def test_another_member_can_neither_see_nor_end_it(other_client, member_client, client, agreement, link):
    row, path = link
    say(client, path)
    comment = Comment.objects.get()
    for name, key in (
        ("link", row.pk), ("link-revoke", row.pk), ("link-renew", row.pk), ("comment-settle", comment.pk),
    ):  # fmt: skip
        assert other_client.post(reverse(f"partnerships:{name}", args=[key])).status_code == 404
    assert client.get(path).status_code == 200
    comment.refresh_from_db()
    assert not comment.is_settled


def test_guessing_is_slowed_down(client, link):
    cache.clear()
    answers = [client.get(f"/shared/guess-{number}/").status_code for number in range(65)]
    assert answers[:60] == [404] * 60
    assert answers[60:] == [429] * 5
    assert client.get(link[1], headers={"x-forwarded-for": "1.2.3.4"}).status_code == 429
    cache.clear()


def test_a_scanner_that_opens_the_link_changes_nothing(client, link):
    path = link[1]
    before = PrivateLink.objects.values("token_hash", "expires_at", "revoked_at").get()
    for method in (client.get, client.head, client.get):
        assert method(path).status_code == 200
    assert PrivateLink.objects.values("token_hash", "expires_at", "revoked_at").get() == before
    assert client.put(path).status_code == 405


@pytest.mark.one_database
def test_the_key_never_reaches_the_log(client, link, caplog):
    row, path = link
    token = path.split("/")[2]
    row.revoke()
    caplog.handler.addFilter(WithoutKeys())
    with caplog.at_level(logging.DEBUG):
        client.get(path)
        client.put(path)
        client.get(f"/invitations/{token}/")
    assert "/shared/…" in caplog.text
    assert token not in caplog.text
    record = logging.LogRecord("x", logging.ERROR, "", 1, "Broken: %s", (path,), None)
    try:
        raise ValueError(path)
    except ValueError as problem:
        record.exc_info = (ValueError, problem, problem.__traceback__)
    WithoutKeys().filter(record)
    assert token not in logging.Formatter().format(record)


@pytest.mark.parametrize(
    "path",
    [
        "/weekly-email/stop/{}/",
        "/accounts/password/reset/key/{}/",
        "/accounts/confirm-email/{}/",
        "/invitations/{}/",
    ],
)
@pytest.mark.one_database
def test_no_other_address_that_is_a_key_reaches_the_log(path):
    record = logging.LogRecord("x", logging.WARNING, "", 1, "Not Found: %s", (path.format("a-b:c"),), None)
    WithoutKeys().filter(record)
    assert record.getMessage() == f"Not Found: {path.format('…')}"


@pytest.mark.one_database
def test_the_site_logs_through_that_filter(settings):
    handler = settings.LOGGING["handlers"]["stderr"]
    assert (
        settings.LOGGING["filters"][handler["filters"][0]]["()"] == "covenant_toolkit.quiet_logs.WithoutKeys"
    )


# Commenting


def test_comments_come_to_the_member_and_the_answer_comes_back(
    client, member_client, member, agreement, link, harbourside
):
    path = link[1]
    answer = say(client, path, name="Jo Ferris", text="Who decides <that> & how?")
    assert answer.url == f"{path}?done=saved#s-equity"
    assert "Saved. You can change or delete it" in client.get(answer.url).text
    page = member_client.get(agreement.get_absolute_url()).text
    assert "Jo Ferris (Head of Communities)" in page
    assert "Who decides &lt;that&gt; &amp; how?" in page
    assert "Fairness between strong and weak" in page
    assert "Look at 1 comment on Suffolk Compact" in to_do(harbourside)
    comment = Comment.objects.get()
    url = reverse("partnerships:comment-settle", args=[comment.pk])
    member_client.post(url, {"answer": "The board. <b>Now</b> clause 3"})
    page = client.get(path).text
    assert "The board. &lt;b&gt;Now&lt;/b&gt; clause 3" in page
    assert "Look at 1 comment on Suffolk Compact" not in to_do(harbourside)
    comment.refresh_from_db()
    assert comment.settled_by == member
    # Dealt with: nobody changes it any more, until it is taken up again.
    say(client, path, **{"comment": comment.pk, f"c{comment.pk}-text": "Other", f"c{comment.pk}-name": ""})
    client.post(path, {"comment": comment.pk, "delete": "1"})
    assert Comment.objects.get().text == "Who decides <that> & how?"
    member_client.post(url, {"again": "1"})
    client.post(path, {"comment": comment.pk, f"c{comment.pk}-text": "Other", f"c{comment.pk}-name": ""})
    assert Comment.objects.get().text == "Other"


def test_a_comment_can_be_changed_and_deleted_by_its_link_alone(client, version, link):
    path, (_, other) = link[1], link_to(version, who="Somebody else")
    say(client, path)
    comment = Comment.objects.get()
    assert "Who decides that?" in client.get(path).text
    assert "Who decides that?" not in client.get(other).text
    change = {"comment": comment.pk, f"c{comment.pk}-text": "Changed", f"c{comment.pk}-name": "Jo"}
    client.post(other, change)
    client.post(other, {"comment": comment.pk, "delete": "1"})
    assert Comment.objects.get().text == "Who decides that?"
    assert client.post(path, change).url.endswith("?done=saved#s-equity")
    assert (Comment.objects.get().text, Comment.objects.get().name) == ("Changed", "Jo")
    assert client.post(path, {"comment": comment.pk, "delete": "1"}).url.endswith("?done=deleted#s-equity")
    assert not Comment.objects.exists()


@pytest.mark.one_database
def test_scripts_in_comments_are_words(client, member_client, agreement, link):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 1 }}"
    say(client, link[1], text=evil, name=evil[:100])
    for page in (client.get(link[1]).text, member_client.get(agreement.get_absolute_url()).text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_what_is_empty_too_long_or_nowhere_is_not_kept(client, link):
    path = link[1]
    page = say(client, path, text="  ")
    assert "Write your comment, or leave this section" in page.text
    assert re.search(r'href="#id_equity-text"', page.text)
    page = say(client, path, text="x" * 2001)
    assert "Shorten this to 2,000 characters or fewer" in page.text
    assert "x" * 2001 in page.text
    say(client, path, section="nowhere")
    client.post(path)
    client.post(path, {"comment": "999999999999999999999999", "delete": "1"})
    assert not Comment.objects.exists()


def test_a_second_click_says_nothing_twice(client, link):
    for _ in range(2):
        say(client, link[1])
    assert Comment.objects.count() == 1
    say(client, link[1], text="A second thought")
    assert Comment.objects.count() == 2


@pytest.mark.one_database
def test_it_works_without_cookies_and_refuses_other_sites(link):
    """The address is the key: no CSRF cookie is needed, and a page elsewhere cannot know the address."""
    strict = Client(enforce_csrf_checks=True)
    assert say(strict, link[1]).status_code == 302
    assert not strict.cookies
    other_site = strict.post(
        link[1], {"section": "money", "money-text": "x"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert other_site.status_code == 404
    assert Comment.objects.count() == 1


def test_who_is_signed_in_counts_for_nothing_there(member_client, other_client, link):
    for browser in (member_client, other_client):
        page = browser.get(link[1])
        assert page.status_code == 200
        assert "Sign out" not in page.text


def test_comments_stay_on_the_version_they_were_made_of(client, member_client, agreement, link):
    say(client, link[1])
    text = agreement.text
    text.clauses |= {"equity": "New words"}
    text.revision += 1
    text.save()
    version_of(agreement)
    assert "New words" not in client.get(link[1]).text
    assert "version 1" in member_client.get(agreement.get_absolute_url()).text


def test_a_colleague_may_answer_too(colleague_client, client, link):
    say(client, link[1])
    comment = Comment.objects.get()
    url = reverse("partnerships:comment-settle", args=[comment.pk])
    colleague_client.post(url, {"answer": "x" * 5001})
    comment.refresh_from_db()
    assert not comment.is_settled
    colleague_client.post(url)
    comment.refresh_from_db()
    assert comment.is_settled
    # Whoever answers it second reads that, and the own words.
    colleague_client.post(url, {"again": "1"})
    colleague_client.post(url, {"answer": "The board does."})
    page = colleague_client.post(url, {"answer": "We do <b>."}, follow=True).text
    assert "A colleague was faster" in page
    assert "Your answer was not kept: “We do &lt;b&gt;.”" in page
    assert Comment.objects.get().answer == "The board does."
    Membership.objects.all().delete()
    assert colleague_client.post(url, {"again": "1"}).status_code == 404


def test_an_agreement_with_everything_is_deleted_with_its_links(client, agreement, link):
    say(client, link[1])
    text_for(agreement_of(agreement.organisation, name="Another"))
    agreement.delete()
    assert not PrivateLink.objects.exists()
    assert not Comment.objects.exists()
    assert client.get(link[1]).status_code == 404
