"""The log of security: what happened, by whom as a key, as JSON, and nothing personal or secret."""

import datetime
import io
import json
import logging
import re
from smtplib import SMTPRecipientsRefused

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from covenant_toolkit import roles
from covenant_toolkit.quiet_logs import OneLine, SecurityLine, WithoutKeys
from members.invitations import Invitation
from members.models import Membership, User
from members.security_log import note
from partnerships.models import PrivateLink
from tests.partnerships.drafts import agreement_of, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LOGIN = reverse("account_login")
PERSONAL = ("Zebedee", "zebedee", "@", "127.0.0.1", "testserver", "Quagmire", "password", "secret")


@pytest.fixture
def written():
    """What stands on stderr: the security events as the settings write them."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(SecurityLine())
    loggers = [logging.getLogger(name) for name in ("covenant.security", "django.security")]
    for logger in loggers:
        logger.addHandler(handler)
    yield out
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.fixture
def zebedee(harbourside):
    """Somebody whose name, address and words can be told from all others."""
    user = User.objects.create_user("zebedee@harbourside.example.org", "zebedees long one", name="Zebedee Q")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    Membership.objects.create(user=user, organisation=harbourside, is_main_contact=True)
    harbourside.name = "Quagmire Voluntary Action"
    harbourside.save()
    return user


def lines(out):
    return [json.loads(line) for line in out.getvalue().splitlines()]


def sign_in(user, password):
    browser = Client()
    browser.post(LOGIN, {"login": user.email, "password": password})
    return browser


def live_through(zebedee, colleague, other_client, curator_client):
    """Everything that is noted, once, on the pages of the site."""
    for _ in range(6):
        sign_in(zebedee, "not Zebedee's password")
    browser = Client()
    browser.force_login(zebedee)
    for address in ("new.zebedee@example.org", "wrong.zebedee@example.org"):
        browser.post(reverse("members:people"), {"email": address, "name": "Zebedee New"})
    link = re.search(r"http://testserver(/invitations/\S+)", mail.outbox[0].body).group(1)
    wrong = Invitation.objects.get(email__startswith="wrong")
    browser.post(reverse("members:invitation-withdraw", args=[wrong.pk]))
    other_client.post(link)
    Client().post(link, {"name": "Zebedee New", "password": "a new long password"})
    place = colleague.memberships.get()
    other_client.get(reverse("members:person-remove", args=[place.pk]))
    browser.post(reverse("members:person-remove", args=[place.pk]))
    take_links(browser, zebedee.organisations.get())
    browser.get(reverse("everything"))
    browser.get(reverse("partnerships:export"))
    browser.get(reverse("admin:index"))
    curator_client.get(reverse("members:profile"))
    Client(enforce_csrf_checks=True).post(LOGIN, {"login": zebedee.email})
    Client().get("/", headers={"host": "zebedee.example.org"})
    for _ in range(6):
        Client().post(reverse("feedback"), {"text": "Zebedee says", "email": zebedee.email})
    curator_client.post(
        reverse("admin:members_user_reset_second_step", args=[zebedee.pk]), {"reason": "Zebedee rang"}
    )
    new = User.objects.get(email="new.zebedee@example.org")
    give_role(curator_client, new)
    browser = Client()
    browser.force_login(zebedee)
    browser.post(reverse("delete-organisation"), {"name": "Quagmire Voluntary Action"})


def take_links(browser, organisation):
    agreement = agreement_of(organisation, name="Zebedee and the council")
    version_of(agreement)
    address = f"{reverse('partnerships:link-new', args=[agreement.pk])}?version=1"
    form = {"who": "Zebedee at the council", "side": "theirs"}
    page = browser.post(address, form | {"until": str(timezone.localdate() + datetime.timedelta(days=9))})
    link = PrivateLink.objects.get(agreement=agreement)
    path = re.search(r"/shared/[\w-]+/", page.text).group()
    Client().get(path)
    browser.post(reverse("partnerships:link-revoke", args=[link.pk]))
    Client().get(path)
    browser.post(reverse("partnerships:link-renew", args=[link.pk]))


def give_role(curator_client, user):
    data = {"name": "Zebedee New", "is_active": "on", "is_staff": "on"}
    data |= {"groups": [Group.objects.get(name=roles.CURATOR).pk]}
    data |= {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    assert curator_client.post(reverse("admin:members_user_change", args=[user.pk]), data).status_code == 302


def test_a_members_whole_story_leaves_nothing_personal(
    written, zebedee, colleague, other_client, curator_client
):
    live_through(zebedee, colleague, other_client, curator_client)
    said = lines(written)
    seen = {(line["event"], line["outcome"]) for line in said}
    assert seen >= {
        ("sign-in", "done"),
        ("sign-in by password", "refused"),
        ("sign-in by password", "locked"),
        ("invitation sent", "done"),
        ("invitation withdrawn", "done"),
        ("invitation accepted", "done"),
        ("invitation accepted", "refused"),
        ("person removed", "done"),
        ("private link made", "done"),
        ("private link used", "done"),
        ("private link used", "refused"),
        ("private link revoked", "done"),
        ("private link renewed", "done"),
        ("export taken", "done"),
        ("request refused", "refused"),
        ("stale or foreign form", "refused"),
        ("suspicious request", "refused"),
        ("limit reached", "refused"),
        ("second step reset", "done"),
        ("rights changed", "done"),
        ("organisation deleted", "done"),
    }
    assert [
        (word, line) for line in said for word in PERSONAL if word in json.dumps(line | {"event": ""})
    ] == []
    assert all({"time", "level", "event", "outcome", "who"} <= set(line) for line in said)
    assert "left out" not in written.getvalue()


def test_the_steps_of_an_account_are_noted(written, member):
    browser = Client()
    browser.post(LOGIN, {"login": member.email, "password": "a long password"})
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    browser.post(reverse("mfa_activate_totp"), {"code": code})
    browser.post(reverse("mfa_deactivate_totp"))
    new = {"oldpassword": "a long password", "password1": "another long one", "password2": "another long one"}
    browser.post(reverse("account_change_password"), new)
    browser.post(reverse("account_logout"))
    # That a step was added is noted when the transaction ends, which the one of a test does not.
    assert [(line["event"], line["who"]) for line in lines(written)] == [
        ("sign-in", member.pk),
        ("second step removed", member.pk),
        ("second step removed", member.pk),
        ("password changed", member.pk),
        ("sign-out", member.pk),
    ]
    for hidden in (secret, code, member.email):
        assert hidden not in written.getvalue()


def test_a_second_step_that_fails_is_noted(written, member):
    TOTP.activate(member, generate_totp_secret())
    browser = Client()
    browser.post(LOGIN, {"login": member.email, "password": "a long password"})
    browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert [(line["event"], line["outcome"]) for line in lines(written)] == [("second step", "refused")]


def test_nothing_typed_forges_a_line(written):
    note("sign-in", reason='x\n{"event": "sign-in"}', link="a@b.example.org")
    (line,) = lines(written)
    assert (line["reason"], line["link"]) == ("left out", "left out")
    try:
        raise ValueError('bad\n{"event": "sign-in"}')
    except ValueError as problem:
        faulty = logging.LogRecord(
            "covenant",
            40,
            "",
            1,
            "Said %s",
            ('a\r\n{"event": 1}\u2028x',),
            (ValueError, problem, problem.__traceback__),
        )
    first, *others = OneLine().format(faulty).splitlines()
    assert first == 'ERROR covenant: Said a\\r\\n{"event": 1}\\u2028x'
    assert others
    assert all(line.startswith("    ") for line in others)


def test_a_mail_server_that_refuses_an_address_puts_it_into_no_log(settings):
    try:
        raise SMTPRecipientsRefused({"zebedee.o'q@harbourside.example.org": (550, b"<z+x@b.example.org> no")})
    except SMTPRecipientsRefused as problem:
        trace = (SMTPRecipientsRefused, problem, problem.__traceback__)
        words = ("Mail to %s failed", ("zebedee@harbourside.example.org",))
        record = logging.LogRecord("members", 40, "", 1, *words, trace)
    assert settings.LOGGING["handlers"]["stderr"]["filters"][0] == "without_keys"
    WithoutKeys().filter(record)
    said = OneLine().format(record)
    assert "SMTPRecipientsRefused" in said
    assert "Mail to …@… failed" in said
    assert "example.org" not in said


def test_even_everything_that_is_logged_holds_no_secret(member, settings):
    """With the level of all at DEBUG, and debug off as on a public site."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    root = logging.getLogger()
    level = root.level
    settings.DEBUG = False
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        browser = sign_in(member, "wrong words for member")
        browser.post(LOGIN, {"login": member.email, "password": "a long password"})
        browser.get(reverse("members:profile"))
        browser.post(reverse("account_reset_password"), {"email": member.email})
        key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
    said = out.getvalue()
    assert "covenant" in said or "sign-in" in said
    for hidden in ("wrong words", "a long password", member.email, settings.SECRET_KEY, key, "Rowan Ashdown"):
        assert hidden not in said


def test_the_settings_write_security_as_json():
    assert settings.LOGGING["loggers"]["covenant.security"]["handlers"] == ["security"]
    assert settings.LOGGING["handlers"]["security"]["formatter"] == "security"
