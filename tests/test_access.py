"""Who gets what at every address: a table of every URL name against the whole cast, by GET and POST.

A new URL without a row in `access_table.py` fails; what stands in its address is made in `one_of_each.py`.
"""

import copy
import datetime
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from members.models import Organisation, User

from .access_table import CAST, TABLE
from .headers import lacking
from .one_of_each import arguments

pytestmark = pytest.mark.django_db


def names(resolver, namespaces=()):
    """Every URL name of the site, with its namespace. The admin's are walked by its own tests."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            if pattern.namespace != "admin":
                yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join([*namespaces, pattern.name])


# Read now, because the runner turns debug off, and the style guide is there with debug only.
NAMES = sorted(names(get_resolver()))
ALLAUTHS = [name for name in NAMES if name.startswith(("account_", "mfa_"))]


def tried(name):
    """Who opens a page: everybody. Who may is decided before a database is asked: on PostgreSQL two do.

    An invitation is gone when somebody has taken it, which everybody tries in turn.
    """
    return CAST if connection.vendor == "sqlite" or name == "invitation" else ("member", "curator")


@pytest.fixture
def clients(client, member_client, colleague_client, other_client, curator_client):
    return dict(
        zip(CAST, (client, member_client, colleague_client, other_client, curator_client), strict=True)
    )


@pytest.fixture
def kwargs(harbourside, other_member):
    return arguments(harbourside, other_member)


def test_every_address_has_a_row():
    assert set(NAMES) - set(ALLAUTHS) == set(TABLE) - {"admin:index"}


def status_of(response):
    if response.streaming:
        b"".join(response.streaming_content)  # a file is closed when it has been read
    return response.status_code


# Addresses that are keys. The form at an invitation is checked (CSRF), for which the site is to be named.
REFERRER = {"shared": "no-referrer", "reminders-stop": "no-referrer", "invitation": "strict-origin"}


def headed(name, who, response):
    """The status of an answer, once it is read; with what it should say at its head and does not."""
    is_private = who != "stranger" or name in REFERRER
    wrong = lacking(response, is_private=is_private, referrer=REFERRER.get(name, "same-origin"))
    return (status_of(response), *wrong) if wrong else status_of(response)


def rooms():
    return sorted({name.rpartition(":")[0] for name in TABLE})


@contextmanager
def undone(clients):
    """Whatever is done inside leaves no row, and every browser as it was."""
    cookies = {who: copy.deepcopy(browser.cookies) for who, browser in clients.items()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for who, browser in clients.items():
        browser.cookies = cookies[who]


@pytest.mark.parametrize("room", rooms())
def test_who_gets_what(room, clients, kwargs):
    """The status of each answer, and what stands at its head."""
    wrong = {}
    for name in (name for name in TABLE if name.rpartition(":")[0] == room):
        url = reverse(name, kwargs=kwargs.get(name))
        with undone(clients):
            seen = {
                who: (headed(name, who, clients[who].get(url)), headed(name, who, clients[who].post(url)))
                for who in tried(name)
            }
        wrong |= {
            f"{name}, {who}": (seen[who], TABLE[name][who]) for who in seen if seen[who] != TABLE[name][who]
        }
    assert wrong == {}


# A person who left must not see more, an invitation must not bring one in, and everybody may take their data
# away for good, whatever has ended.
WORKS_WHEN_LAPSED = {"members:person-remove", "members:invitation-withdraw", "delete-organisation"}
# What was told to NAVCA can be taken back.
WORKS_WHEN_LAPSED |= {"members:feedback-withdraw"}
# Consent can be taken back at any time.
WORKS_WHEN_LAPSED |= {"stories:withdraw", "stories:unname"}
# And what was ready can be downloaded, which many files have to be prepared for.
WORKS_WHEN_LAPSED |= {"letters:version-prepare"}
# And text for a bid is made, which is sent as a form so that no address holds what it cites.
WORKS_WHEN_LAPSED |= {"briefings:bid"}


def rows_of(organisation):
    """Every row that hangs on an organisation, as it is stored."""
    rows = {Organisation: list(Organisation.objects.filter(pk=organisation.pk).values())}
    for each in Organisation._meta.related_objects:
        if not each.many_to_many:
            theirs = each.related_model.objects.filter(**{each.field.name: organisation})
            rows[each.related_model] = list(theirs.values())
    return rows


@pytest.mark.one_database
def test_a_lapsed_member_changes_nothing(member_client, kwargs, harbourside):
    """By no private address of the table, whether the organisation or an object is named in it."""
    harbourside.membership_ends_on = datetime.date(2026, 1, 1)
    harbourside.save()
    before = rows_of(harbourside)
    private = [
        name
        for name, row in TABLE.items()
        if row["stranger"] == (302, 302) and row["member"][1] in (200, 302) and name not in WORKS_WHEN_LAPSED
    ]
    # NAVCA's pages, and what is a person's own.
    private = set(private) - {"reminders", "delete-account", "admin:index", "to-check"}
    private -= {f"{name}{part}" for name in ("progress", "feedback-counts") for part in ("", "-csv")}
    assert {"members:profile", "letters:edit", "letters:delete"} <= private
    for name in private:
        url = reverse(name, kwargs=kwargs.get(name))
        for form in ({}, {"organisation": harbourside.slug}):
            refused = member_client.post(url, form)
            assert (refused.status_code, "Nothing was changed" in refused.text) == (403, True), name
        if TABLE[name]["member"][0] == 200:
            assert member_client.get(url).status_code == 200, name
    assert rows_of(harbourside) == before


@pytest.mark.one_database
def test_account_pages_never_break(clients):
    """allauth's own pages: each answers a page, a way to sign in, or “not found”, and never a 500."""
    named = {
        "account_reset_password_from_key": {"uidb36": "1", "key": "unknown-key"},
        "mfa_remove_webauthn": {"pk": 0},
        "mfa_edit_webauthn": {"pk": 0},
    }
    assert len(ALLAUTHS) > 20
    for name in ALLAUTHS:
        url = reverse(name, kwargs=named.get(name))
        with undone(clients):
            for who, browser in clients.items():
                for status in (browser.get(url).status_code, browser.post(url).status_code):
                    assert status in (200, 302, 403, 404, 405), (name, who)


def test_nobody_signs_up_alone(client):
    page = client.get(reverse("account_signup"))
    assert "password1" not in page.text
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": "a long password"})
    assert not User.objects.filter(email="new@example.org").exists()


def test_staff_without_a_second_factor_are_sent_to_set_one_up(curator, curator_client):
    curator.authenticator_set.all().delete()
    for url in (reverse("admin:index"), reverse("dashboard")):
        assert curator_client.get(url).url == reverse("mfa_index")
    assert curator_client.get(reverse("home")).status_code == 200
