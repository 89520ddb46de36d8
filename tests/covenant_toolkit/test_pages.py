"""Home, the pages about the site itself, and the pages for when something goes wrong."""

import datetime
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import loader
from django.test import RequestFactory
from django.urls import reverse
from django.utils.formats import date_format

from briefings.models import TierPriority
from casestudies.models import CaseStudy
from principles.models import Finding, GuidePage, Principle

pytestmark = pytest.mark.one_database

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STYLES = Path(settings.BASE_DIR) / "static" / "css"


def html(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_home_shows_what_to_do_next(client, content):
    page = html(client, reverse("home"))
    first_screen = page[page.index("<main") : page.index("Start from where")]
    assert reverse("letters:new") in first_screen
    for principle in Principle.objects.all():
        assert principle.get_absolute_url() in first_screen
    assert "One finding you can cite today" in page
    assert CaseStudy.objects.published().first().title in page


@pytest.mark.parametrize(
    ("day", "heading", "titles"),
    [
        ("2026-11-29", "What is next nationally", ["Cheshire and Warrington"]),
        (
            "2027-01-12",
            "Latest nationally",
            ["Cheshire and Warrington", "Local Covenant Partnerships Fund"],
        ),
    ],
)
def test_home_calls_next_only_what_is_still_to_come(client, content, time_machine, day, heading, titles):
    time_machine.move_to(day)
    page = html(client, reverse("home"))
    found = re.search(rf"<h3>{heading}</h3>\s*<ul>(.*?)</ul>", page, re.DOTALL)[1].split("<li>")[1:]
    assert [title in each for title, each in zip(titles, found, strict=True)] == [True] * len(titles)


def test_home_stands_without_any_content(client, content):
    CaseStudy.objects.all().delete()
    TierPriority.objects.all().delete()
    Finding.objects.all().delete()
    page = html(client, reverse("home"))
    assert "The first case studies are being written" in page
    assert "One finding you can cite today" not in page


def test_the_foot_says_so_while_text_is_unreviewed(client, content):
    assert "Not reviewed yet." in html(client, reverse("accessibility"))


def test_accessibility_says_what_was_not_tested(client, db):
    page = html(client, reverse("accessibility"))
    assert "No disabled people have tested this site yet" in page
    assert "headless Chromium" in page
    numbers = json.loads((Path(settings.BASE_DIR) / "covenant_toolkit" / "accessibility.json").read_text())
    assert f"{numbers['pages']} kinds of page" in page
    assert date_format(datetime.date.fromisoformat(numbers["on"]), "j F Y") in page


def test_privacy_says_that_the_controller_is_still_to_be_filled_in(client, db):
    assert "Still to be filled in." in html(client, reverse("privacy"))


def test_privacy_shows_the_controller_once_navca_wrote_it(client, db):
    GuidePage.objects.create(
        slug="who-runs-this-site",
        title="Who runs this site",
        summary="s",
        body="The **controller** is named here.",
    )
    page = html(client, reverse("privacy"))
    assert "<strong>controller</strong> is named here" in page
    assert "Still to be filled in." not in page


def test_a_signed_in_member_sees_the_way_to_its_organisation_and_out(member_client):
    page = html(member_client, reverse("home"))
    assert "Your organisation" in page
    assert reverse("account_logout") in page
    assert reverse("account_login") not in page


def test_a_page_that_is_not_there_leads_to_the_main_places(client, db):
    page = html(client, "/nothing-here/", status=404)
    assert "We cannot find that page" in page
    assert f'href="{reverse("home")}"' in page


def test_an_address_that_only_takes_a_form_says_so(member_client):
    answer = member_client.get(reverse("partnerships:usual-posts"))
    assert (answer.status_code, int(answer.headers["Content-Length"])) == (405, len(answer.content))
    assert "This address only takes what a form sends." in answer.text


@pytest.mark.parametrize(
    "name", ["400.html", "413.html", "500.html", "503.html", "503_full.html", "403_csrf.html"]
)
def test_emergency_pages_need_neither_request_nor_database(name):
    page = loader.get_template(name).render({"kept_fields": [], "action": "/"})
    assert "<h1>" in page


@pytest.mark.parametrize("name", ["500.html", "503.html", "503_full.html", "403_csrf.html"])
def test_typed_text_is_kept_and_can_be_sent_again(name):
    request = RequestFactory().post("/letters/new/")
    words = "First line\n</textarea><script>alert(1)</script>"
    context = {
        "kept_fields": [("subject", words, "Subject"), ("revision", "7", "")],
        "action": "/letters/new/?a=1&b=2",
    }
    page = loader.get_template(name).render(context, request)
    assert "<script>alert" not in page
    assert page.count("First line") == 2
    assert 'action="/letters/new/?a=1&amp;b=2"' in page
    assert 'name="subject"' in page
    assert page.count("Subject") == 1
    assert 'name="revision"' in page
    assert page.count("readonly") == 1  # what the page keeps for itself is sent again, and not shown
    assert "csrfmiddlewaretoken" in page


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_request_login_code", "account_reset_password", "account_signup",
     "account_reset_password_done"],
)  # fmt: skip
def test_account_pages_wear_our_design(client, db, name):
    page = html(client, reverse(name))
    assert "– Covenant Toolkit</title>" in page
    assert 'class="site-head"' in page
    assert page.count("<h1") == 1


def test_a_wrong_password_is_said_in_the_summary_and_the_title(client, db):
    response = client.post(
        reverse("account_login"), {"login": "nobody@example.org", "password": "not the password"}
    )
    page = response.content.decode()
    assert 'class="error-summary"' in page
    assert "<title>Error: " in page


@pytest.mark.parametrize("name", ["mfa_index", "account_change_password", "account_logout", "account_email"])
def test_pages_about_the_own_account_wear_our_design(member_client, name):
    page = html(member_client, reverse(name))
    assert 'class="site-head"' in page
    assert "– Covenant Toolkit</title>" in page


def test_no_template_carries_a_style_or_a_script_of_its_own():
    # A block of type application/json holds data for allauth's files and is never run.
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(\ssrc=|application/json))", re.IGNORECASE
    )
    # A mail is no page of the site: mail programs read no style sheet.
    screens = [path for path in TEMPLATES.rglob("*.html") if not {"admin", "email"} & {*path.parts}]
    assert screens
    assert [path.name for path in screens if inline.search(path.read_text(encoding="utf-8"))] == []


def test_colours_are_written_in_the_tokens_alone():
    css = (STYLES / "app.css").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", css) == []


def test_every_token_that_is_used_is_defined():
    tokens = (STYLES / "tokens.css").read_text(encoding="utf-8")
    app = (STYLES / "app.css").read_text(encoding="utf-8")
    defined = set(re.findall(r"(--[\w-]+):", tokens + app))
    assert set(re.findall(r"var\((--[\w-]+)", app)) - defined == set()
