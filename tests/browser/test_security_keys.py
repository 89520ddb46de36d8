"""A security key in a real browser, with Chromium's own virtual one: add it, sign in with it, remove it."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from .looks import STATE, complaints


@pytest.fixture
def key(context, page):
    """A key that is plugged in, knows who touches it, and can be taken out: `key(False)`."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    plugged = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def verifies(value):
        session.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": plugged["authenticatorId"], "isUserVerified": value},
        )

    return verifies


def sign_in(page, address, password):
    page.goto(reverse("account_login"))
    page.locator("[name=login]").fill(address)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page):
    page.goto(reverse("account_logout"))
    page.get_by_role("button", name="Sign out").click()


def test_a_key_is_added_used_and_removed(page, key, member, axe):
    sign_in(page, member.email, "a long password")
    page.goto(reverse("mfa_add_webauthn"))
    found = complaints(page, axe, STATE)
    page.locator("[name=name]").fill("Blue key")
    page.locator("[name=passwordless]").check()
    page.get_by_role("button", name="Add the key").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    found += complaints(page, axe, STATE)
    page.goto(reverse("mfa_list_webauthn"))
    page.get_by_role("rowheader", name="Blue key").wait_for()
    found += complaints(page, axe, STATE)
    page.goto(reverse("mfa_edit_webauthn", args=[Authenticator.objects.get(type="webauthn").pk]))
    found += complaints(page, axe, STATE)

    # It is asked for again before what matters most, and may make new recovery codes.
    for name in ("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_generate_recovery_codes"):
        assert page.goto(reverse(name)).status == 200
        found += complaints(page, axe, STATE)

    # As the second step after the password.
    sign_out(page)
    sign_in(page, member.email, "a long password")
    page.get_by_role("heading", name="Enter your second code").wait_for()
    found += complaints(page, axe, STATE)
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url("**/organisation/**")

    # Alone, as a passkey; a key that cannot tell who touches it is refused, in words.
    sign_out(page)
    page.goto(reverse("account_login"))
    key(False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("The key did not answer").wait_for()
    key(True)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/organisation/**")

    page.goto(reverse("mfa_list_webauthn"))
    page.get_by_role("link", name="Remove Blue key").click()
    found += complaints(page, axe, STATE)
    page.get_by_role("button", name="Remove the key").click()
    page.get_by_text("You have added no key yet").wait_for()
    assert not Authenticator.objects.filter(user=member).exists()
    assert found == []
