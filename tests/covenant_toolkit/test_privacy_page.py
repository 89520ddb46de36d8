"""The privacy page is true: each sentence has its place in docs/privacy.md, with the test that proves it."""

import html
import re
from pathlib import Path

import pytest
from django.conf import settings as site
from django.urls import reverse

from letters.models import LetterTemplate
from tests.access_table import READ, TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ROOT = Path(site.BASE_DIR)
ROW = re.compile(r"^\| (.+?) \| (.*?) ?\| (.+?) \|$")


def promised():
    """The rows of the table: the sentence, where it is kept, the tests."""
    found = [ROW.match(line) for line in (ROOT / "docs/privacy.md").read_text().splitlines()]
    return [row.groups() for row in found if row and row[1] not in ("the page says", "---")]


def words_of(page):
    """What the page says in its paragraphs and lists, after the part about who is responsible."""
    article = page.split("<h2>If you only read</h2>")[1].split("</article>")[0]
    article = re.sub(r"(?s)<table.*?</table>", "", article)
    parts = re.findall(r"(?s)<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", article)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", "", part)).split()) for part in parts]


def test_the_page_says_what_the_table_says_and_nothing_else(client):
    left = "\n".join(words_of(client.get(reverse("privacy")).text))
    missing = []
    for sentence, _, _ in promised():
        if sentence in left:
            left = left.replace(sentence, "", 1)
        else:
            missing.append(sentence)
    assert missing == []
    assert left.split() == [], "the page says more than docs/privacy.md"


def test_each_test_that_the_table_names_is_there():
    named = [name for _, _, tests in promised() for name in re.findall(r"`([\w/]+)::(\w+)`", tests)]
    assert len(named) > 60
    gone = [
        f"{file}::{name}"
        for file, name in named
        if f"def {name}(" not in (ROOT / f"tests/{file}.py").read_text()
    ]
    assert gone == []
    for sentence, _, tests in promised():
        assert "::" in tests or tests == "–", sentence


def test_reading_sets_no_cookie(client):
    """No public page does; the form for strangers sets one, and says so."""
    public = [name for name, row in TABLE.items() if row == READ]
    seen = 0
    for name in public:
        try:
            address = reverse(name)
        except Exception:  # noqa: BLE001, S112 (it has an argument)
            continue
        client.get(address)
        assert not client.cookies, name
        seen += 1
    assert seen > 15
    client.get(reverse("feedback"))
    assert list(client.cookies) == [site.CSRF_COOKIE_NAME]


def test_cookies_last_as_long_as_it_says(client, member, settings):
    client.post(reverse("account_login"), {"login": member.email, "password": "a long password"})
    client.post(reverse("reminders"), {"weekly_email": "on"})
    known = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}
    assert set(client.cookies) == known
    client.get(reverse("reminders"))
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
    assert client.session.get_expiry_age() <= 12 * 60 * 60
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60
    assert round(settings.CSRF_COOKIE_AGE / 60 / 60 / 24) in (364, 365)
    assert client.cookies["messages"].value == "", "it is gone once it was read"


def test_letters_know_no_mail():
    """No module of theirs can send anything: what can stands in other rooms."""
    room = Path(LetterTemplate.__module__.partition(".")[0])
    sources = [path.read_text() for path in (ROOT / room).rglob("*.py")]
    assert len(sources) > 20
    assert not any("core.mail" in text or "render_mail" in text or "smtplib" in text for text in sources)
