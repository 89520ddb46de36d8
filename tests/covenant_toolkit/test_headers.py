"""What every sort of answer says at its head. The walk in `tests/test_access.py` asks it of every address."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from covenant_toolkit.pages import HomeView
from covenant_toolkit.reminders import stop_token
from covenant_toolkit.toolkit_pdf import name_for_today
from members.invitations import Invitation
from partnerships.models import Meeting
from publicbodies.models import PublicBody
from tests.headers import lacking
from tests.letters.letters_to import letter_to

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HSTS = "max-age=31536000; includeSubDomains; preload"


@pytest.fixture
def public(settings):
    """As on a public site: over https only, and faults shown as a page."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True


class Browser(Client):
    """One that asks over https and is shown faults."""

    def __init__(self, **how):
        super().__init__(raise_request_exception=False, **how)

    def generic(self, *args, **how):
        return super().generic(*args, **how | {"secure": True})


def browser_of(user=None, **how):
    browser = Browser(**how)
    if user:
        browser.force_login(user)
    return browser


def checked(what, expected, response, *, is_secure=True, **how):
    """What is wrong with an answer, if anything."""
    if response.streaming:
        b"".join(response.streaming_content)
    wrong = lacking(response, **how)
    if response.status_code != expected:
        wrong.append(f"status {response.status_code}")
    if is_secure and response.headers.get("Strict-Transport-Security") != HSTS:
        wrong.append("Strict-Transport-Security")
    return [(what, *wrong)] if wrong else []


def test_answers_that_strangers_get(public, monkeypatch):
    stranger, strict = browser_of(), browser_of(enforce_csrf_checks=True)
    default_storage.save(name_for_today(), ContentFile(b"%PDF-1.7"))
    wrong = []
    for what, address, status in (
        ("page", "/", 200),
        ("page from memory", "/", 200),
        ("search", "/search/?q=covenant", 200),
        ("form", reverse("feedback"), 200),
        ("redirect", reverse("dashboard"), 302),
        ("not found", "/nothing-here/", 404),
        ("admin", "/admin/", 302),
        ("style sheet", "/static/css/app.css", 200),
        ("no such style sheet", "/static/css/none.css", 404),
        ("PDF", reverse("toolkit-pdf"), 200),
        ("Word", reverse("blank-letter", args=["public-body"]), 200),
        ("slides", reverse("blank-deck"), 200),
        ("feed", reverse("principles:updates-feed"), 200),
        ("robots", "/robots.txt", 200),
        ("sitemap", "/sitemap.xml", 200),
        ("health", "/health/", 200),
    ):
        wrong += checked(what, status, stranger.get(address))
    wrong += checked("to https", 301, Client().get("/"), is_secure=False)
    wrong += checked("refused method", 405, stranger.put("/"))
    wrong += checked("refused method of a style sheet", 405, stranger.delete("/static/css/app.css"))
    wrong += checked("other method", 405, stranger.post("/health/"))
    wrong += checked("another site’s name", 400, stranger.get("/", headers={"host": "evil.example.org"}))
    form = {"text": "Typed with care"}
    wrong += checked("foreign form", 403, strict.post(reverse("feedback"), form))
    for _ in range(6):
        held = stranger.post(reverse("feedback"), form)
    wrong += checked("too often", 429, held)

    def fails(problem):
        def get_context_data(self, **kwargs):
            raise problem

        return get_context_data

    monkeypatch.setattr(HomeView, "get_context_data", fails(ValueError("a fault")))
    wrong += checked("fault", 500, stranger.get("/?fault"))
    monkeypatch.setattr(HomeView, "get_context_data", fails(OperationalError("database is locked")))
    wrong += checked("busy", 503, stranger.get("/?busy"))
    assert wrong == []


def test_answers_that_members_get(public, member, curator, harbourside):
    browser, desk = browser_of(member), browser_of(curator)
    letter = letter_to(harbourside, "Jo Ferris")
    body = PublicBody.objects.get(slug="suffolk")
    Meeting.objects.create(
        organisation=harbourside, body=body, subject="Covenant", meets_on=timezone.localdate()
    )
    wrong = []
    for what, address in (
        ("page", reverse("dashboard")),
        ("public page", "/"),
        ("table", reverse("partnerships:export")),
        ("calendar", reverse("partnerships:calendar")),
        ("archive", reverse("everything")),
        ("draft in Word", reverse("letters:download-file", args=[letter.pk, "draft-word"])),
    ):
        wrong += checked(what, 200, browser.get(address), is_private=True)
    wrong += checked("not theirs", 404, browser.get("/organisation/?organisation=fellside"), is_private=True)
    for what, address in (("desk", reverse("admin:index")), ("counts", reverse("progress-csv"))):
        wrong += checked(what, 200, desk.get(address), is_private=True)
    assert wrong == []


def test_an_address_that_is_a_key_is_told_to_nobody(public, member, harbourside):
    """Not to the page a link leads to, not to a cache, not to a search engine, whatever the answer."""
    browser = browser_of()
    invitation = Invitation(organisation=harbourside, email="new@example.org")
    token = invitation.renew()
    invitation.save()
    browser.post(reverse("account_reset_password"), {"email": member.email})
    reset = re.search(r"https?://testserver(\S+)", mail.outbox[-1].body).group(1)
    stop = reverse("reminders-stop", args=[stop_token(member)])
    wrong = []
    for what, answer, status, referrer in (
        ("invitation", browser.get(f"/invitations/{token}/"), 200, "strict-origin"),
        ("no invitation", browser.get("/invitations/guess/"), 404, "strict-origin"),
        ("new password", browser.get(reset), 302, "no-referrer"),
        ("weekly email", browser.get(stop), 200, "no-referrer"),
        ("weekly email, stopped", browser.post(stop), 200, "no-referrer"),
        ("private link", browser.get("/shared/guess/"), 404, "no-referrer"),
        ("refused", browser.put("/shared/guess/"), 405, "no-referrer"),
    ):
        wrong += checked(what, status, answer, is_private=True, referrer=referrer)
        if "noindex" not in answer.headers.get("X-Robots-Tag", ""):
            wrong.append((what, "X-Robots-Tag"))
    assert wrong == []


def test_cookies_are_for_this_site_alone(member):
    browser = browser_of(member)
    browser.get(reverse("members:profile"))
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = browser.cookies[name]
        assert (cookie["path"], cookie["domain"] or "") == ("/", "")
        if name == settings.CSRF_COOKIE_NAME:  # the session's is set by the test's own way in
            assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
