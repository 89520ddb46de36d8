"""Every address of the site that names something, filled with what a member keeps; read from the site map."""

import re

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import URLResolver, get_resolver

from covenant_toolkit.private_rows import path_to_organisation, private_models
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

WORD = "zqxv"  # in all that the member wrote, and nowhere else

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
