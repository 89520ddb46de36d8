"""Headers, caches, a busy database, a disk that takes nothing and a stale form."""

import sqlite3
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models.signals import pre_save
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from covenant_toolkit.errors import busy, is_busy
from covenant_toolkit.kept_words import kept_fields, label_of
from members.models import Organisation

pytestmark = pytest.mark.django_db


def test_the_admin_keeps_the_strict_policy(curator_client):
    policy = curator_client.get(reverse("admin:index")).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


def test_pages_of_signed_in_people_are_in_no_cache(member_client, client):
    for path in (reverse("dashboard"), reverse("home")):
        assert member_client.get(path).headers["Cache-Control"] == "private, no-store"
    assert "no-store" not in client.get(reverse("home")).headers.get("Cache-Control", "")


def test_a_signed_in_persons_style_sheet_may_be_cached(member_client):
    response = member_client.get("/static/css/app.css")
    response.close()
    assert "no-store" not in response.headers.get("Cache-Control", "")


def test_an_answer_to_head_has_the_length_and_no_body(client):
    whole, head = client.get("/principles/"), client.head("/principles/")
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(whole.content))


def test_a_page_is_private_unless_it_says_otherwise(client):
    assert client.get("/letters/").url.startswith(reverse("account_login"))


@pytest.mark.skipif(connection.vendor == "postgresql", reason="about SQLite's lock")
@pytest.mark.django_db(transaction=True)
def test_a_locked_database_answers_503_and_keeps_the_words(member_client):
    """Another connection holds the write lock; the profile form is sent; nothing typed is lost."""
    blocker = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    blocker.execute("BEGIN IMMEDIATE")
    connection.close()
    connection.settings_dict["OPTIONS"]["timeout"] = 0.2
    try:
        words = {
            "name": "Harbourside",
            "place": "A place typed with care",
            "sector_term": "VCSE",
            "envelope_offset_mm": "0",
        }
        response = member_client.post(reverse("members:profile"), words)
    finally:
        connection.settings_dict["OPTIONS"]["timeout"] = settings.DATABASES["default"]["OPTIONS"]["timeout"]
        blocker.execute("ROLLBACK")
        blocker.close()
        connection.close()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "A place typed with care" in response.text


@contextmanager
def closed_for_writing():
    """What a full or read-only disk makes the database say."""
    is_sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1" if is_sqlite else "SET TRANSACTION READ ONLY")
        yield
        transaction.set_rollback(True)  # PostgreSQL is open again after this
    if is_sqlite:
        connection.cursor().execute("PRAGMA query_only = 0")


@pytest.mark.parametrize("headers", [{}, {"X-Live": "1"}])
def test_a_database_that_takes_nothing_says_so_and_keeps_the_words(member_client, headers):
    words = {"name": "Harbourside", "place": "A place typed with care", "envelope_offset_mm": "0"}
    words["sector_term"] = "VCSE"
    with closed_for_writing():
        response = member_client.post(reverse("members:profile"), words, headers=headers)
    assert response.status_code == 503
    assert len(response.content) < 200 if headers else "A place typed with care" in response.text
    assert ("Copy your words" if headers else "Nothing can be stored at the moment") in response.text
    assert headers or ">The place you serve</label>" in response.text


def test_where_nothing_can_be_counted_no_limit_is_said_to_be_reached(client):
    with closed_for_writing():
        response = client.post(reverse("account_login"), {"login": "a@example.org", "password": "x"})
    assert response.status_code == 503
    assert "Nothing can be stored at the moment" in response.text
    assert "a@example.org" in response.text


def test_secrets_are_never_shown_again():
    request = RequestFactory().post(
        "/", {"login": "a@example.org", "password": "secret-1", "code": "123456", "csrfmiddlewaretoken": "x"}
    )
    request.resolver_match = None
    assert kept_fields(request) == [("login", "a@example.org", "Email address")]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("main_ask", "What you ask for first"),
        ("ask_0_text", "Further ask 1"),
        ("paragraph_1_text", "Your paragraph 2"),
        ("figure-2-as_of", "Figure 2: When"),
        ("partner-1-agreed", "Partner 1: Agreed"),
        ("weak", "What is weak?"),
        ("what_nobody_knows_id", "What nobody knows"),
        *(
            (name, "")
            for name in ("opened_with", "revision", "organisation", "figures-rows", "form-TOTAL_FORMS")
        ),
    ],
)
def test_kept_words_stand_under_the_label_of_their_field(name, label):
    assert label_of(name) == label


def test_only_a_busy_database_counts_as_busy():
    assert is_busy(OperationalError("database is locked"))
    assert not is_busy(OperationalError("no such table: letters_letter"))


def test_the_busy_page_escapes_what_was_typed(rf):
    request = rf.post("/letters/new/", {"main_ask": "<script>alert(1)</script>"})
    request.resolver_match = None
    response = busy(request)
    assert b"<script>alert" not in response.content
    assert b"&lt;script&gt;alert" in response.content


def test_a_mistake_of_ours_keeps_the_words(member):
    def mistake(**_):
        raise ZeroDivisionError

    browser = Client(raise_request_exception=False)
    browser.force_login(member)
    typed = {
        "name": "Harbourside", "place": "Typed with <care>", "sector_term": "VCSE", "envelope_offset_mm": "0",
    }  # fmt: skip
    pre_save.connect(mistake, sender=Organisation)
    try:
        answer = browser.post(reverse("members:profile"), typed)
    finally:
        pre_save.disconnect(mistake, sender=Organisation)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (500, "private, no-store")
    assert "It was not your doing." in answer.text
    assert answer.text.count("Typed with &lt;care&gt;") == 2
    assert f'action="{reverse("members:profile")}"' in answer.text


def test_a_stale_form_keeps_the_words(member):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)
    response = browser.post(reverse("members:profile"), {"place": "A place typed with care"})
    assert response.status_code == 403
    assert "A place typed with care" in response.text


def test_health_names_database_and_migrations(client):
    response = client.get("/health/")
    assert response.json() == {"database": "answering", "migrations": "done"}


def test_sign_in_attempts_are_limited_for_everybody_together(client, member):
    for _ in range(5):
        client.post(reverse("account_login"), {"login": member.email, "password": "wrong password"})
    response = client.post(reverse("account_login"), {"login": member.email, "password": "a long password"})
    assert response.status_code in (200, 429)
    assert "_auth_user_id" not in client.session
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


@override_settings(SECURE_SSL_REDIRECT=True)
def test_plain_http_is_sent_to_https_except_for_the_monitor(client):
    assert client.get("/").status_code == 301
    assert client.get("/health/").status_code == 200


@pytest.mark.skipif(connection.vendor == "postgresql", reason="about SQLite")
def test_sqlite_is_set_up_for_a_web_site():
    with connection.cursor() as cursor:
        pragmas = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "synchronous")
        }
        mapped = cursor.execute("PRAGMA mmap_size").fetchone()[0]
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}
    assert mapped > 100_000_000  # bytes: without it a search through ten thousand case studies is slow
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
