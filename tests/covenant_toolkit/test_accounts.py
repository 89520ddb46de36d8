"""Signing in: no address is given away, tries are limited, and NAVCA's staff need two steps."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from members.models import User
from tests.test_access import names

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

UNKNOWN = "nobody@harbourside.example.org"
LOGIN, CODE = reverse("account_login"), reverse("account_request_login_code")
RESET = reverse("account_reset_password")


def without_secrets(response, *addresses):
    """A page without what differs from one request to the next, and without the address that was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)
    for address in addresses:
        text = text.replace(address, "ADDRESS")
    return text


# Nobody learns who has an account


@pytest.mark.parametrize(
    ("url", "form"),
    [(LOGIN, {"password": "a wrong password"}), (CODE, {}), (RESET, {})],
    ids=["password", "code", "reset"],
)
def test_a_known_and_an_unknown_address_get_the_same(member, url, form):
    answers, queries, mails = [], [], []
    for address in (member.email, UNKNOWN):
        mail.outbox.clear()
        cache.clear()
        data = form | {"login" if url == LOGIN else "email": address}
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = Client().post(url, data, follow=True)
        answers.append((response.redirect_chain, response.status_code, without_secrets(response, address)))
        queries.append(len(captured))
        mails.append([message.to == [address] for message in mail.outbox])
    assert answers[0] == answers[1]
    assert mails[0] == mails[1] == ([] if url == LOGIN else [True])
    assert abs(queries[0] - queries[1]) <= 6, queries


def test_an_unknown_password_costs_as_much_work_as_a_wrong_one(member, settings, monkeypatch):
    hashed = []
    hasher = settings.PASSWORD_HASHERS[0].rsplit(".", 1)
    module = __import__(hasher[0], fromlist=[hasher[1]])
    encode = getattr(module, hasher[1]).encode
    monkeypatch.setattr(
        getattr(module, hasher[1]), "encode", lambda self, *a, **k: hashed.append(1) or encode(self, *a, **k)
    )
    counts = []
    for address in (member.email, UNKNOWN):
        hashed.clear()
        Client().post(LOGIN, {"login": address, "password": "a wrong password"})
        counts.append(len(hashed))
    assert counts[0] == counts[1] == 1


def test_the_mail_to_an_unknown_address_shows_the_way_in(client):
    client.post(CODE, {"email": UNKNOWN})
    assert "No account has this address" in mail.outbox[0].body
    assert reverse("request-access") in mail.outbox[0].body


def test_a_person_who_is_switched_off_is_unknown(member, client):
    User.objects.filter(pk=member.pk).update(is_active=False)
    client.post(CODE, {"email": member.email})
    assert "No account has this address" in mail.outbox[0].body


# Limits


def test_every_process_counts_in_the_same_place():
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    assert isinstance(cache._connections["default"], DatabaseCache)


@pytest.mark.parametrize(
    ("url", "form", "allowed"),
    [
        (LOGIN, {"login": UNKNOWN, "password": "a wrong password"}, 5),
        (CODE, {"email": UNKNOWN}, 3),
        (RESET, {"email": UNKNOWN}, 3),
        (reverse("invitation", args=["guess"]), {}, 20),
        (reverse("shared", args=["guess"]), {}, 60),
        (reverse("request-access"), {}, 5),
        (reverse("feedback"), {}, 5),
        (reverse("account_reset_password_from_key", args=["1", "guess"]), {}, 20),
    ],
    ids=["password", "code", "reset", "invitation", "link", "request", "feedback", "new password"],
)
def test_tries_are_limited(url, form, allowed):
    """By place on the network or by address, whatever the browser; a page says when to try again."""

    def is_held(response):
        if response.status_code == 429:
            assert response.headers["Retry-After"] in ("60", "3600")
            assert "Wait a little" in response.text
        return response.status_code == 429 or "Too many tries" in response.text

    assert [is_held(Client().post(url, form)) for _ in range(allowed + 1)] == [False] * allowed + [True]


def test_second_steps_are_limited_by_person(curator):
    """Whatever the browser: a code has a million values, and five tries in five minutes are no attack."""
    told = []
    for _ in range(6):
        browser = Client()
        browser.post(LOGIN, {"login": curator.email, "password": "a long password"})
        told.append("Too many tries" in browser.post(reverse("mfa_authenticate"), {"code": "000000"}).text)
    assert told == [False] * 5 + [True]


def test_whoever_is_held_keeps_the_words(client):
    for _ in range(6):
        page = client.post(reverse("feedback"), {"text": "Typed with care"})
    assert page.status_code == 429
    assert "Typed with care" in page.text


def test_codes_are_limited_too(member, client):
    client.post(CODE, {"email": member.email})
    for _ in range(3):
        page = client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"}, follow=True)
    assert page.redirect_chain
    assert client.get(reverse("dashboard")).status_code == 302


# Signing in


def test_by_code(member, client):
    client.post(CODE, {"email": member.email})
    (sent,) = mail.outbox
    assert sent.subject == "Covenant Toolkit: Your code to sign in"
    code = sent.body.split("opened:")[1].split()[0]
    assert client.post(reverse("account_confirm_login_code"), {"code": code}).url == reverse("dashboard")


def test_by_a_new_password(member, client):
    client.post(RESET, {"email": member.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
    page = client.get(link, follow=True)
    new = {"password1": "another long one", "password2": "another long one"}
    client.post(page.request["PATH_INFO"], new)
    assert "Your password was changed" in mail.outbox[-1].subject
    page = client.get(link, follow=True)
    assert "This link no longer works" in page.text
    assert client.post(LOGIN, {"login": member.email, "password": "another long one"}).url == reverse(
        "dashboard"
    )


def test_a_new_address_counts_once_its_code_is_typed(member, client):
    client.post(LOGIN, {"login": member.email, "password": "a long password"})
    old = member.email
    client.post(reverse("account_email"), {"email": "sam@new.example.org", "action_add": ""})
    member.refresh_from_db()
    assert member.email == old
    code = mail.outbox[-1].body.split("Covenant Toolkit:")[1].split()[0]
    client.post(reverse("account_email_verification_sent"), {"code": code})
    member.refresh_from_db()
    assert member.email == "sam@new.example.org"
    assert [row.email for row in member.emailaddress_set.all()] == ["sam@new.example.org"]
    assert any(message.to == [old] and "no longer with" in message.body for message in mail.outbox)


def test_what_goes_wrong_is_logged_without_personal_data(member, client, caplog):
    client.post(LOGIN, {"login": member.email, "password": "a wrong password"})
    client.post(LOGIN, {"login": UNKNOWN, "password": "a wrong password"})
    said = [record.getMessage() for record in caplog.records if record.name == "covenant.security"]
    assert said == [
        f"sign-in by password: outcome refused, who {member.pk}",
        "sign-in by password: outcome refused, who None",
    ]


# The second step


def test_right_after_signing_in_nobody_is_asked_again(member, client, monkeypatch):
    client.post(LOGIN, {"login": member.email, "password": "a long password"})
    page = client.get(reverse("mfa_activate_totp"))
    assert "Set up an authenticator app" in page.text
    later = time.time() + 6 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))


def test_a_security_key_is_enough_for_navcas_staff(curator, curator_client):
    curator.authenticator_set.all().delete()
    assert curator_client.get(reverse("admin:index")).url == reverse("mfa_index")
    Authenticator.objects.create(user=curator, type=Authenticator.Type.WEBAUTHN, data={"name": "Key 1"})
    assert curator_client.get(reverse("admin:index")).status_code == 200


# Every page of allauth's


def test_every_account_page_is_in_our_design(client, member_client, curator_client):
    """Whatever can be reached has our header, our words in the heading, and nothing of the stock pages."""
    stock = re.compile(r"Two-Factor|Please|Sign Up|Send Password|Email Address\b")
    seen = {}
    for name in {n for n in names(get_resolver()) if n.startswith(("account_", "mfa_"))}:
        kwargs = {
            "account_reset_password_from_key": {"uidb36": "1", "key": "unknown-key"},
            "mfa_remove_webauthn": {"pk": 0},
            "mfa_edit_webauthn": {"pk": 0},
        }.get(name)
        for browser in (client, member_client, curator_client):
            page = browser.get(reverse(name, kwargs=kwargs))
            if page.status_code == 200 and "text/html" in page["Content-Type"]:
                seen[name] = page.text
    assert {"account_email", "account_login", "account_set_password", "mfa_index"} - set(seen) == {
        "account_set_password"
    }
    for name, text in seen.items():
        assert 'class="site-head"' in text, name
        assert text.count("<h1") == 1, name
        assert not stock.search(text), (name, stock.search(text).group())
