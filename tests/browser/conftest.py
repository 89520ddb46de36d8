"""A real browser at a real server: Debian's Chromium, driven by Playwright, checked by axe."""

import os
import shutil
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from . import ledger
from .looks import DESKTOP, EVERY_LOOK, prepare, violations_on

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(config, items):
    for item in items:
        if "browser" in item.path.parent.parts:
            item.add_marker(pytest.mark.browser)
    if not EVERY_LOOK:
        left_out = [item for item in items if item.get_closest_marker("everywhere")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@dataclass
class Heard:
    """What a browser noticed while a test drove it. Anything left here at the end fails the test."""

    problems: list[str] = field(default_factory=list)

    def note(self, what):
        self.problems.append(what)


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for each test process."""
    # The first renders the same and draws no window of its own.
    found = map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))
    path = os.environ.get("COVENANT_CHROMIUM") or next(filter(None, found), None)
    if not path:
        pytest.fail("No browser. Type: sudo apt-get install -y chromium", pytrace=False)
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        # No name leads anywhere. What a page asks of another server is noticed in `context`.
        nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", nowhere]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def heard():
    """What the browser complained about. A test that expects a complaint clears it."""
    return Heard()


@pytest.fixture
def context(chromium, live_server, heard):
    """A fresh browser profile that reaches the live server and nothing else.

    A request to any other address, a dialog, a script error, a breach of the content security policy or
    a part of a page that cannot be fetched fails the test.
    """
    if connection.vendor != "sqlite":
        pytest.skip("browser tests run on SQLite only")
    profile = chromium.new_context(
        base_url=live_server.url, viewport=DESKTOP, locale="en-GB", timezone_id="Europe/London",
        reduced_motion="reduce", accept_downloads=True,
    )  # fmt: skip
    profile.set_default_timeout(15_000)

    def on_request(request):
        # Requests are heard of, not held up: the browser then keeps style sheets from page to page.
        if not request.url.startswith((live_server.url + "/", "blob:")):
            heard.note(f"asked another server: {request.url}")

    def watch(page):
        def on_dialog(dialog):
            heard.note(f"dialog on {page.url}: {dialog.message}")
            dialog.dismiss()

        def on_console(message):
            # Chromium repeats every error status here; `on_response` tells a page from its parts.
            if message.type == "error" and not message.text.startswith("Failed to load resource"):
                heard.note(f"console on {page.url}: {message.text}")

        page.on("dialog", on_dialog)
        page.on("console", on_console)
        page.on("pageerror", lambda error: heard.note(f"script on {page.url}: {error}"))

    def on_response(response):
        if response.status >= 400 and not response.request.is_navigation_request():
            heard.note(f"{response.status} for {response.url}")

    profile.on("request", on_request)
    profile.on("page", watch)
    profile.on("response", on_response)
    yield profile
    profile.close()
    assert heard.problems == []


@pytest.fixture
def page(context):
    """A stranger's tab."""
    return context.new_page()


@pytest.fixture
def sign_in(context, live_server):
    """Give the tab the session of a client of the cast: `sign_in(member_client)`."""

    def carry_over(client):
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])

    return carry_over


@pytest.fixture
def member_page(page, sign_in, member_client):
    """The member's tab."""
    sign_in(member_client)
    return page


@pytest.fixture
def axe():
    """Check a page as it stands: `assert axe(page) == []`. A violation is a line that says where."""

    def violations(page, look=None):
        prepare(page)
        found = violations_on(page, look)
        if not look:
            ledger.note(page.url, "axe", "in the look of the test", found)
        return found

    return violations
