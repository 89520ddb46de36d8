"""An invented member, its people and recipients, and two of NAVCA's staff, to try the toolkit with.

Everything here is invented: telephone numbers of the range reserved for drama, example.org addresses and
ZZ postcodes. Only made with debug on.
"""

import datetime
import secrets
import time
from dataclasses import dataclass

import environ
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from letters.models import (
    Citation,
    CitationKind,
    Letter,
    LetterCopy,
    LetterTemplate,
    LetterTemplateVersion,
    StarterExample,
)
from members.models import Membership, Organisation, SectorTerm, User
from partnerships.models import Post, Recipient, Style
from partnerships.working_days import working_days_after
from principles.models import Finding, StartingPoint
from publicbodies.models import PublicBody

from . import roles
from .demonstration_agreements import make_agreements
from .demonstration_contacts import make_contacts
from .demonstration_feedback import make_feedback
from .demonstration_logo import give_logo
from .demonstration_meetings import make_meetings
from .demonstration_other_side import make_other_side
from .demonstration_reviews import make_reviews
from .demonstration_stories import make_stories
from .demonstration_texts import make_texts
from .demonstration_work import make_work

MEMBER = "member@example.org"
COLLEAGUE = "colleague@example.org"
OTHER_MEMBER = "other@example.org"
CURATOR = "curator@example.org"
ADMINISTRATOR = "administrator@example.org"

# Invented people and buildings for each body of the demonstration patch.
RECIPIENTS = (
    ("suffolk", Post.LEADER, Style.COUNCILLOR, "Rowan Ashdown", "1 Test Lane\nIpswich\nZZ1 1AA"),
    ("babergh", Post.LEADER, Style.COUNCILLOR, "Mina O’Dell", "2 Test Lane\nHadleigh\nZZ1 2AA"),
    ("ipswich", Post.LEADER, Style.COUNCILLOR, "Piotr Łódzki", "3 Test Lane\nIpswich\nZZ1 3AA"),
    ("mid-suffolk", Post.CHIEF_EXECUTIVE, "", "Sam Whitlow", "4 Test Lane\nStowmarket\nZZ1 4AA"),
    ("east-suffolk", Post.LEADER, Style.COUNCILLOR, "Ffion Ŵynn", "5 Test Lane\nMelton\nZZ1 5AA"),
    ("west-suffolk", Post.LEADER, "", "", "6 Test Lane\nBury St Edmunds\nZZ1 6AA"),
    ("norfolk-and-suffolk-icb", Post.ICB_CHAIR, Style.DR, "Ada Fenwright", "7 Test Lane\nIpswich\nZZ1 7AA"),
)  # fmt: skip

# Where the member stands with some of them. With the others it has not said.
STANDINGS = {
    "suffolk": "formal",
    "ipswich": "informal",
    "norfolk-and-suffolk-icb": "informal",
    "mid-suffolk": "none",
}

EXAMPLES = {
    "LA14": "Drafting a compact with four councils, reviewed every spring by both sides.",
    "LA16": "Speaking for local groups on the Harbourside health and wellbeing board and two subgroups.",
    "LA20": "Bringing 38 food projects together as one point of contact for councils and the NHS.",
}


@dataclass(frozen=True)
class Person:
    """Somebody to sign in as."""

    what: str
    email: str
    password: str
    totp_secret: str = ""

    @property
    def six_digits(self) -> str:
        """The code an authenticator app would show now."""
        return (
            format_hotp_value(hotp_value(self.totp_secret, int(time.time()) // 30))
            if self.totp_secret
            else ""
        )


@transaction.atomic
def make() -> list[Person]:
    """Make or refresh the demonstration and return whom to sign in as, with today's passwords.

    Raises ImproperlyConfigured with debug off: a public site has no demonstration people.
    """
    if not settings.DEBUG:
        raise ImproperlyConfigured("The demonstration is only made with COVENANT_DEBUG=1.")
    fixed = environ.Env().str("COVENANT_DEMO_PASSWORD", default="")
    harbourside = _organisation("harbourside-voluntary-action", HARBOURSIDE)
    other = _organisation("fellside-community-action", FELLSIDE)
    people = []
    for what, email, name, organisation, role in (
        ("Member", MEMBER, "Amina Yusuf", harbourside, ""),
        ("Colleague of the member", COLLEAGUE, "Sam Adeyemi", harbourside, ""),
        ("Another member", OTHER_MEMBER, "Jo Ferris", other, ""),
        ("NAVCA curator", CURATOR, "Curator", None, roles.CURATOR),
        ("NAVCA administrator", ADMINISTRATOR, "Administrator", None, roles.ADMINISTRATOR),
    ):
        password = fixed or secrets.token_urlsafe(9)
        user = _person(email, name, password, role)
        if organisation:
            membership, _ = Membership.objects.get_or_create(user=user, organisation=organisation)
            if email != COLLEAGUE:
                membership.make_main_contact()
        secret = _totp_secret(user) if organisation is None else ""
        people.append(Person(what, email, password, secret))
    _patch(harbourside, [slug for slug, *_ in RECIPIENTS])
    _patch(other, ["calderdale"])
    _starting_points(harbourside)
    give_logo(harbourside)
    make_work(harbourside)
    make_other_side(harbourside)
    make_stories(harbourside)
    _publish_drafts()
    recipients = _recipients(harbourside)
    _letter(harbourside, recipients)
    make_contacts(harbourside, demonstration_letter())
    make_meetings(harbourside)
    make_feedback(harbourside, other)
    make_agreements(harbourside)
    make_texts(harbourside)
    make_reviews(harbourside)
    return people


HARBOURSIDE = {
    "name": "Harbourside Voluntary Action",
    "short_name": "Harbourside VA",
    "place": "Harbourside",
    "sector_term": SectorTerm.VCSE,
    "signer_name": "Amina Yusuf",
    "signer_role": "Chief executive",
    "address": "The Old Custom House\n4 Quay Street\nHarbourside\nZZ1 1ZZ",
    "email": "hello@harbourside.example.org",
    "phone": "01632 960123",
    "charity_number": "0000000",
    "groups_supported": "640 groups in 2025/26",
}
FELLSIDE = {"name": "Fellside Community Action", "place": "Fellside", "email": "hello@fellside.example.org"}


def _publish_drafts() -> None:
    """Put the letters into use that ship as drafts, as NAVCA's curator would."""
    curator = User.objects.get(email=CURATOR)
    for version in LetterTemplateVersion.objects.filter(number=1, published_at__isnull=True):
        version.publish(curator)


def _organisation(slug: str, details: dict[str, str]) -> Organisation:
    organisation, _ = Organisation.objects.get_or_create(slug=slug, defaults=details)
    return organisation


def _person(email: str, name: str, password: str, role: str) -> User:
    """A person of a member, or one of NAVCA's staff in a role."""
    user, _ = User.objects.get_or_create(email=email, defaults={"name": name})
    user.is_staff, user.is_superuser = bool(role), False
    user.set_password(password)
    user.save()
    user.groups.set(Group.objects.filter(name=role))
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def _totp_secret(user: User) -> str:
    """The stored secret, so that an authenticator app keeps working from one start to the next."""
    stored = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if stored:
        return str(stored.data["secret"])
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def _patch(organisation: Organisation, slugs: list[str]) -> None:
    if not organisation.patch.exists():
        organisation.patch.set(PublicBody.objects.filter(slug__in=slugs))


def _starting_points(organisation: Organisation) -> None:
    if not organisation.standings.exists():
        starts = StartingPoint.objects.in_bulk(field_name="slug")
        for body in organisation.patch.filter(slug__in=STANDINGS):
            organisation.standings.create(body=body, start=starts[STANDINGS[body.slug]])


def _recipients(organisation: Organisation) -> list[Recipient]:
    if not organisation.recipients.exists():
        bodies = PublicBody.objects.in_bulk([slug for slug, *_ in RECIPIENTS], field_name="slug")
        for slug, post, style, name, address in RECIPIENTS:
            Recipient.objects.create(
                organisation=organisation,
                body=bodies[slug],
                post=post,
                style=style,
                name=name,
                address=address,
                email=f"{slug.split('-')[0]}@example.org",
                source="The body’s website, contact page",
                checked_on=timezone.localdate() - datetime.timedelta(days=400 if slug == "ipswich" else 60),
            )
    return list(organisation.recipients.all())


def _letter(organisation: Organisation, recipients: list[Recipient]) -> None:
    """A finished draft to the whole patch, once."""
    if organisation.letters.exists():
        return
    version = LetterTemplate.objects.get(slug="public-body").current_version
    assert version is not None  # noqa: S101  (the shipped template has a published version)
    today = timezone.localdate()
    letter = Letter.objects.create(
        organisation=organisation,
        template_version=version,
        main_ask=version.main_ask,
        further_asks=version.further_asks,
        reply_by_on=working_days_after(today, 15),
        examples=[
            {
                "ref": row.ref,
                "title": row.title,
                "text": EXAMPLES.get(row.ref, row.text),
                "chosen": row.ref in EXAMPLES,
            }
            for row in StarterExample.objects.all()
        ],
        changed_by=User.objects.get(email=MEMBER),
    )
    LetterCopy.objects.bulk_create(LetterCopy(letter=letter, recipient=recipient) for recipient in recipients)
    finding = Finding.objects.get(ref="E4")
    Citation.objects.create(
        letter=letter, kind=CitationKind.FINDING, reference=finding.ref, revision=finding.revision
    )


def demonstration_letter() -> Letter:
    """The demonstration member's first letter.

    Raises Letter.DoesNotExist before the demonstration is made.
    """
    return (
        Letter.objects.for_page()
        .filter(organisation__slug="harbourside-voluntary-action")
        .earliest("created_at")
    )
