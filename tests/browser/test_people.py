"""A colleague is invited and joins on a phone without script; and pages that no link leads to."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse

from members.invitations import Invitation
from members.models import Membership

from .looks import PHONE, STATE, complaints


@pytest.fixture
def phone(chromium, live_server):
    """A stranger's phone without script."""
    profile = chromium.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    yield profile.new_page()
    profile.close()


def test_a_colleague_joins_on_a_phone(member_page, phone, harbourside, axe):
    page = member_page
    page.goto(reverse("members:people"))
    page.locator("[name=email]").fill("nia@example.org")
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("Sent to nia@example.org").wait_for()
    found = complaints(page, axe, STATE)
    link = mail.outbox[0].body.split("http://")[1].split()[0].partition("/")[2]
    phone.goto(f"/{link}")
    phone.locator("[name=name]").fill("Nia Reed")
    phone.get_by_role("button", name="Join").click()
    phone.get_by_role("heading", name=harbourside.name).wait_for()

    place = Membership.objects.get(user__email="nia@example.org")
    for name in ("person-remove", "person-hand-over"):
        page.goto(reverse(f"members:{name}", args=[place.pk]))
        found += complaints(page, axe, STATE)
    page.goto(f"/{link}")  # used up
    found += complaints(page, axe, STATE)
    row = Invitation(organisation=harbourside, email="other@example.org")
    token = row.renew()
    row.save()
    page.goto(reverse("invitation", args=[token]))  # somebody else's
    found += complaints(page, axe, STATE)
    harbourside.membership_ends_on = datetime.date(2026, 1, 1)
    harbourside.save()
    page.goto(reverse("members:profile"))
    page.get_by_role("button", name="Save details").click()
    page.get_by_role("heading", name="Nothing was changed").wait_for()
    found += complaints(page, axe, STATE)
    assert found == []


@pytest.mark.everywhere
def test_the_pages_on_the_way_in(page, harbourside, member, axe):
    row = Invitation(organisation=harbourside, email="new@example.org")
    tokens = [row.renew()]
    row.save()
    known = Invitation(organisation=harbourside, email=member.email)
    tokens.append(known.renew())
    known.save()
    found = []
    for token in tokens:
        page.goto(reverse("invitation", args=[token]))
        found += complaints(page, axe, STATE)
    for name in ("account_login", "account_signup", "account_reset_password"):
        page.goto(reverse(name))
        found += complaints(page, axe, STATE)
    page.goto(reverse("account_request_login_code"))
    page.locator("[name=email]").fill(member.email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="Enter the code").wait_for()
    found += complaints(page, axe, STATE)
    page.goto(reverse("request-access"))
    page.get_by_role("button", name="Ask for access").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    found += complaints(page, axe, STATE)
    assert found == []
