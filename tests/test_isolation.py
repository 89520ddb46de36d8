"""Nobody reaches what another member keeps: every address that names something, by everybody, in every way.

The addresses are read from the site map itself. One with an argument that this file has no value for fails,
so that a new address cannot be forgotten. The values are those of a member that has a row of every kind,
each with a word in all of its texts that stands nowhere else.
"""

import copy
import datetime
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils.http import urlencode

from covenant_toolkit.private_rows import path_to_organisation, private_models, rows_of
from covenant_toolkit.reminders import stop_token
from letters.models import Letter
from members.feedback import Feedback
from members.invitations import AccessRequest, Invitation
from members.models import Membership, Organisation, User
from members.records import Record
from members.stories import Story, StoryPicture
from members.work import Activity
from partnerships.models import (
    ActionPlan,
    Agreement,
    Comment,
    Concern,
    ConcernStep,
    Contact,
    Lead,
    Meeting,
    NoticeClause,
    NoticeGiven,
    OtherSideView,
    OwnBody,
    Party,
    Poll,
    PrivateLink,
    Promise,
    Recipient,
    Success,
)

from .covenant_toolkit.whole_member import stored_files, whole_member

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

WORD = "zqxv"

# Addresses whose argument is no member's: what they show is for everybody, or the reader's own.
NOT_A_MEMBERS = {
    "principle-in-practice": {"slug": "recognition-and-value"},
    "principles:principle": {"slug": "recognition-and-value"},
    "function-in-practice": {"slug": "convening"},
    "principles:function": {"slug": "convening"},
    "members:function-note": {"slug": "convening"},
    "principles:guide-page": {"slug": "how-we-tag-evidence"},
    "casestudies:case-study": {"slug": "calderdale"},
    "casestudies:picture": {"slug": "calderdale", "name": "none.png"},
    "publicbodies:body": {"slug": "suffolk"},
    "body-in-practice": {"slug": "suffolk"},
    "partnerships:body": {"slug": "suffolk"},
    "body-with-letters": {"slug": "suffolk"},
    "partnerships:body-move": {"slug": "suffolk"},
    "blank-letter": {"slug": "public-body"},
    "briefings:file": {"kind": "picture"},
}
# What stands in the other arguments, by the beginning of the name; the first that fits counts.
KINDS = {
    "letters:download-file": {"kind": "draft-word"},
    "letters:version-file": {"number": 1, "kind": "pdf"},
    "letters:version-print": {"number": 1, "kind": "print", "volume": 1},
    "letters:version-picture": {"number": 1, "name": "logo"},
    "letters:version": {"number": 1},
    "letters:sent-file": {"number": 1},
    "partnerships:agreement-version-file": {"number": 1, "kind": "pdf"},
    "partnerships:agreement-version": {"number": 1},
    "partnerships:agreement-stage": {"to": "stopped"},
    "partnerships:review-file": {"kind": "agenda-word"},
}
# What the `uuid`, `pk` or `slug` is of, by the beginning of the name; the first that fits counts.
OF = {
    "stories:picture-new": Story,
    "stories:": Story,
    "members:person-": Membership,
    "members:invitation-": Invitation,
    "members:feedback-": Feedback,
    "members:logo": Organisation,
    "members:signature": Organisation,
    "members:activity": Activity,
    "members:record-new": Activity,
    "members:record": Record,
    "own-body-with-letters": OwnBody,
    "partnerships:own-body": OwnBody,
    "partnerships:recipient": Recipient,
    "partnerships:contact": Contact,
    "partnerships:next-step-done": Contact,
    "partnerships:meeting": Meeting,
    "partnerships:review-file": Meeting,
    "partnerships:promise": Promise,
    "partnerships:plan-new": Agreement,
    "partnerships:plan": ActionPlan,
    "partnerships:agreement": Agreement,
    "partnerships:disagreement": Agreement,
    "partnerships:party-new": Agreement,
    "partnerships:lead-new": Agreement,
    "partnerships:success-new": Agreement,
    "partnerships:concern-new": Agreement,
    "partnerships:link-new": Agreement,
    "partnerships:poll-new": Agreement,
    "partnerships:notice-new": Agreement,
    "partnerships:notice-given-new": NoticeClause,
    "partnerships:notice-given": NoticeGiven,
    "partnerships:notice": NoticeClause,
    "partnerships:party": Party,
    "partnerships:lead": Lead,
    "partnerships:success": Success,
    "partnerships:concern-step": ConcernStep,
    "partnerships:concern": Concern,
    "partnerships:link": PrivateLink,
    "partnerships:view-delete": OtherSideView,
    "partnerships:comment-settle": Comment,
    "partnerships:poll-close": Poll,
    "letters:": Letter,
}


def first_of(table, name):
    """The value of the first beginning that fits a name."""
    return next((value for start, value in table.items() if name.startswith(start)), None)


def patterns(resolver, route="", namespaces=()):
    """Every address with an argument: its name and its route."""
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(
                pattern, here, (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            )
        elif "<" in here:
            yield ":".join([*namespaces, pattern.name or ""]), here


ARGUMENT = re.compile(r"<(?:[\w-]+:)?(\w+)>")


def filled(route, values):
    """The address of a route. Raises KeyError for an argument without a value."""
    return "/" + ARGUMENT.sub(lambda found: str(values[found[1]]), route)


def of(organisation, model):
    """A row of an organisation."""
    return model._base_manager.filter(**{path_to_organisation(model) or "pk": organisation.pk}).earliest("pk")


def values_of(name, route, organisation):
    """What stands in an address when it names a row of an organisation."""
    model = first_of(OF, name)
    row = of(organisation, model)
    values = {"pk": row.pk, "uuid": row.pk, "slug": getattr(row, "slug", "")} | (first_of(KINDS, name) or {})
    if name.startswith("stories:") and "<int:pk>" in route:
        values["pk"] = of(organisation, StoryPicture).pk
    return values


def with_tokens(organisation, person):
    """Addresses with a token of the member's that is wrong, however little: each is a key of its own."""
    link, invitation = of(organisation, PrivateLink), of(organisation, Invitation)
    token = invitation.renew()
    invitation.save()
    stop = stop_token(person)
    for wrong in (link.token_hash, "x"):
        yield "shared", f"/shared/{wrong}/"
    for wrong in (invitation.token_hash, token.swapcase(), token[:-1]):
        yield "invitation", f"/invitations/{wrong}/"
    yield "reminders-stop", f"/weekly-email/stop/{stop[:-2]}/"
    yield "account_reset_password_from_key", f"/accounts/password/reset/key/{person.pk}-set-password/"
    key = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": WORD})
    for doing in ("remove", "edit"):
        yield f"mfa_{doing}_webauthn", f"/accounts/2fa/webauthn/keys/{key.pk}/{doing}/"


def in_admin(route, organisation):
    """The address of the admin's page of a row of the member's, or of the first of a public table."""
    label = re.match(r"admin/(\w+)/(\w+)/", route)
    model = apps.get_model(label[1], label[2]) if label else None
    if model is None:
        return None
    if model is User:
        row = organisation.people.get()
    elif model is AccessRequest:
        row = AccessRequest.objects.filter(email__contains=WORD).first()
    elif model in private_models() and path_to_organisation(model) is not None:
        row = of(organisation, model)
    else:
        row = model._base_manager.order_by("pk").first()
    key = row.pk if row else 1
    return filled(route, {"pk": key, "object_id": key, "id": key, "picture": 0, "picture_pk": 1})


def addresses(organisation):
    """Every address with an argument that names what is the member's, in three groups by name.

    Those of a member, those of everybody, and the admin's.
    """
    person = organisation.people.get()
    found = {"member": [], "everybody": [], "admin": []}
    tokens = list(with_tokens(organisation, person))
    without = []
    for name, route in patterns(get_resolver()):
        if name in {each for each, _ in tokens}:
            continue
        if name in NOT_A_MEMBERS:
            found["everybody"].append((name, filled(route, NOT_A_MEMBERS[name])))
        elif name.startswith("admin:"):
            if address := in_admin(route, organisation):
                found["admin"].append((name, address))
            elif name == "admin:view_on_site":
                for model in private_models():
                    if path_to_organisation(model) is not None:
                        kind = ContentType.objects.get_for_model(model).pk
                        found["admin"].append((name, f"/admin/r/{kind}/{of(organisation, model).pk}/"))
            elif name == "admin:app_list":
                found["admin"].append((name, "/admin/members/"))
            elif "(?P<url>" not in route:
                without.append(name)
        elif first_of(OF, name):
            found["member"].append((name, filled(route, values_of(name, route, organisation))))
        else:
            without.append(name)
    assert without == [], "an address with an argument that the walk has no value for"
    assert {name for name, _ in tokens} <= {name for name, _ in patterns(get_resolver())}
    found["everybody"] += tokens
    return found


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
            for method in methods:
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
