"""Nobody reaches what another member keeps: every address that names something, by everybody, in every way.

The addresses are read from the site map itself. One with an argument that `addresses.py` has no value for
fails, so that a new address cannot be forgotten. The values are those of a member that has a row of every
kind, each with a word in all of its texts that stands nowhere else.
"""

import copy
import datetime
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.utils.http import urlencode

from covenant_toolkit.private_rows import path_to_organisation, private_models, rows_of
from members.invitations import AccessRequest
from members.models import Membership, Organisation, User

from .addresses import WORD, addresses, of
from .covenant_toolkit.whole_member import stored_files, whole_member

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def everything_of(organisation):
    """Every row and every file that the member has, as they are stored."""
    rows = {each.model._meta.label: sorted(map(str, each.values())) for each in rows_of(organisation)}
    people = organisation.people.all()
    return rows | {
        "people": list(people.values()),
        "keys": list(Authenticator.objects.filter(user__in=people).values()),
        "addresses": [list(person.emailaddress_set.values()) for person in people],
        "requests": list(AccessRequest.objects.values()),
        "files": stored_files(),
    }


def told(response, address):
    """Everything that an answer says, without the address that was asked for."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    said = body.decode(errors="replace") + str(dict(response.headers)) + response.cookies.output()
    for known in (address, urlencode({"": address})[1:]):
        said = said.replace(known, "")
    return said


@pytest.fixture
def victim(curator):
    return whole_member(WORD)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def of_navca(email, **what):
    user = User.objects.create_user(email, is_staff=True, **what)
    TOTP.activate(user, generate_totp_secret())
    return user


@pytest.fixture
def outsiders(victim, client, other_client, curator_client):
    """Whoever is not one of the member's people."""
    former = User.objects.create_user("former@example.org")
    membership = Membership.objects.create(user=former, organisation=victim)
    left = signed_in(former)
    assert left.get(f"/organisation/?organisation={victim.slug}").status_code == 200
    assert membership.leave()
    lapsed = Organisation.objects.create(
        name="Lapsed", slug="lapsed", membership_ends_on=datetime.date(2026, 1, 1)
    )
    Membership.objects.create(user=former, organisation=lapsed)
    return {
        "stranger": client,
        "another member": other_client,
        "somebody who left for a member that has lapsed": left,
        "NAVCA’s, with all rights": curator_client,
    }


NEEDED, NOT_NEEDED = ("GET", "POST"), ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
SIGN_IN = "/accounts/login/"


def refuses(who, response):
    """Whether an answer is a plain refusal, the same that an address that names nothing gives."""
    if who == "stranger" and response.status_code == 302:
        return response.headers["Location"].startswith(SIGN_IN)
    return response.status_code in (403, 404, 405)


def test_nobody_reaches_what_another_member_keeps(victim, outsiders):
    """Not by any address, not by any method; and nothing of it changes."""
    found = addresses(victim)
    assert len(found["member"]) > 100
    before = everything_of(victim)
    wrong = []
    for who, browser in outsiders.items():
        methods = (*NEEDED, "HEAD", *NOT_NEEDED) if who == "another member" else NEEDED
        for name, address in found["member"] + found["everybody"]:
            is_private = (name, address) in found["member"]
            cookies = copy.deepcopy(browser.cookies)
            # What everybody reads is read once; what is sent there is sent by another member.
            for method in methods if is_private or who == "another member" else ["GET"]:
                response = browser.generic(method, address)
                says_it = WORD in told(response, address)
                if method in NOT_NEEDED:
                    is_right = response.status_code == 405 and response.headers["Allow"] == "GET, HEAD, POST"
                else:
                    is_right = refuses(who, response) if is_private else response.status_code < 500
                if not is_right or says_it:
                    wrong.append((who, method, name, response.status_code, says_it))
            browser.cookies = cookies
    assert wrong == []
    assert everything_of(victim) == before


# What NAVCA's staff look after, whose words they see: a member and its people, what was sent to NAVCA.
OF_NAVCA = tuple(
    f"members.{name}"
    for name in (
        *("Organisation.", "Invitation.", "AccessRequest.", "Feedback.", "Membership.", "StoryStep."),
        "Story.sent_",
    )
)
MARK = re.compile(rf"{WORD}\d+x")


def marks_of(organisation):
    """Where each marked text of a member stands."""
    return {
        mark: f"{rows.model._meta.label}.{column}"
        for rows in rows_of(organisation)
        for row in rows.values()
        for column, value in row.items()
        for mark in MARK.findall(str(value))
    }


def test_navcas_desk_shows_and_changes_nothing_that_a_member_keeps(
    victim, client, other_client, curator_client
):
    """Every page of the admin: shut to whoever is not staff. What several roles may, all together may."""
    found = addresses(victim)["admin"]
    marks = marks_of(victim)
    assert len(marks) > 100
    before = everything_of(victim)
    registered = {model._meta.label_lower for model in admin.site._registry}
    hidden = [
        (
            "not there",
            f"/admin/{model._meta.app_label}/{model._meta.model_name}/{of(victim, model).pk}/change/",
        )
        for model in private_models()
        if path_to_organisation(model) is not None and model._meta.label_lower not in registered
    ]
    assert len(hidden) > 30
    wrong = []
    for _, address in found + hidden:
        for who, browser, method in (("stranger", client, "GET"), ("another member", other_client, "POST")):
            response = browser.generic(method, address)
            if response.status_code not in (302, 404) or WORD in told(response, address):
                wrong.append((who, method, address, response.status_code))
    roles = of_navca("roles@example.org")
    roles.groups.set(Group.objects.all())
    with_roles = signed_in(roles)
    private = re.compile(r"/admin/(r|members|partnerships|letters)/")
    for name, address in [each for each in found if private.match(each[1])] + hidden:
        for who, browser, method in (
            ("every role", with_roles, "GET"),
            ("all rights", curator_client, "GET"),
            ("all rights", curator_client, "POST"),
        ):
            response = browser.generic(method, address)
            said = {marks[mark] for mark in MARK.findall(told(response, address))}
            said = {place for place in said if not place.startswith(OF_NAVCA)}
            if said or response.status_code >= 500 or (name == "not there" and response.status_code != 404):
                wrong.append((who, method, address, response.status_code, said))
    assert wrong == []
    # What came to NAVCA, NAVCA sorts.
    after = everything_of(victim)
    assert {label for label in before if after[label] != before[label]} <= {
        "members.Feedback",
        "members.Story",
        "members.StoryStep",
    }
