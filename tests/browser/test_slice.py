"""The first day: a newcomer reads, signs in and takes a letter away; a curator edits a case study."""

import re
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from casestudies.models import CaseStudy
from partnerships.models import Post, Recipient
from publicbodies.models import PublicBody
from tests.documents.renderer import text_of

from .looks import PHONE


@pytest.fixture
def leader(harbourside):
    body = PublicBody.objects.get(slug="suffolk")
    return Recipient.objects.create(
        organisation=harbourside, body=body, post=Post.LEADER, style="Councillor", name="Rowan Ashdown",
        address="1 Test Lane\nIpswich\nZZ1 1AA",
    )  # fmt: skip


@pytest.fixture
def without_script(chromium, live_server):
    """A tab in a phone's window that runs no script."""
    profile = chromium.new_context(
        base_url=live_server.url, viewport=PHONE, java_script_enabled=False, accept_downloads=True
    )
    yield profile.new_page()
    profile.close()


def journey(page, member):
    """From a finding to the PDF, as a person clicks and types it. Returns the PDF's text."""
    page.goto("/evidence/")
    page.get_by_role("link", name=re.compile("Use in a letter.*E4")).first.click()
    page.get_by_label("Email address").fill(member.email)
    page.get_by_label("Password", exact=False).first.fill("a long password")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).first.click()
    page.get_by_text("Councillor Rowan Ashdown").first.click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Reply by").fill("2 February 2027")
    page.locator("label[for=id_example_0_chosen]").click()
    page.locator("#id_example_LA14_text").fill("We drew up a compact with four councils.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("No gaps left")).to_be_visible()
    page.get_by_role("button", name="Make ready").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^PDF")).click()
    assert download.value.suggested_filename.endswith("to-suffolk-county-council.pdf")
    return text_of(Path(download.value.path()).read_bytes())


def test_from_a_finding_to_a_letter(page, member, leader):
    text = journey(page, member)
    assert "Dear Councillor Ashdown" in text
    assert "2 February 2027" in text
    assert "compact with four councils" in text


def test_the_same_on_a_phone_without_script(without_script, member, leader):
    assert "Dear Councillor Ashdown" in journey(without_script, member)


def test_hostile_words_stay_words(member_page, leader):
    """A dialog, a script error or a breach of the content policy would fail this in the fixture."""
    member_page.goto("/letters/new/")
    member_page.get_by_text("Councillor Rowan Ashdown").first.click()
    member_page.get_by_role("button", name="Continue").click()
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(2)> {{ user }} **bold**"
    member_page.get_by_label("What you ask for first").fill(hostile)
    member_page.get_by_role("button", name="Update preview").click()
    expect(member_page.locator(".letter")).to_contain_text(hostile)


def test_a_curator_edits_a_case_study_and_readers_see_it(page, curator):
    page.goto("/admin/")
    page.get_by_label("Email address").fill(curator.email)
    page.get_by_label("Password", exact=False).first.fill("a long password")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).first.click()
    secret = Authenticator.objects.get(user=curator).data["secret"]
    page.get_by_label(re.compile("code", re.I)).first.fill(
        format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    )
    page.get_by_role("main").get_by_role("button").first.click()
    study = CaseStudy.objects.get(slug="calderdale")
    page.goto(f"/admin/casestudies/casestudy/{study.pk}/change/")
    page.get_by_label("Title").first.fill("A strategy written together")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.goto("/case-studies/calderdale/")
    expect(page.get_by_role("heading", name="A strategy written together")).to_be_visible()
    assert study.history.count() >= 1
