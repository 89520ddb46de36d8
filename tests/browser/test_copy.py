"""“Copy with source” in a real browser: with a button, and by selecting when there is none."""

import pytest
from playwright.sync_api import expect

from principles.models import Finding

pytestmark = pytest.mark.usefixtures("content")


@pytest.fixture
def finding():
    return Finding.objects.select_related("source").get(ref="E9")


def block_of(page, finding):
    block = page.get_by_label(f"Finding {finding.ref}", exact=True)
    block.get_by_text("Copy with source").click()
    return block


def test_the_button_copies_the_words_and_their_source(page, context, live_server, finding):
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto("/evidence/")
    block = block_of(page, finding)
    block.get_by_role("button", name="Copy").click()
    block.get_by_text("Copied with its source").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(finding.text)
    assert finding.source.title in copied
    assert "  " not in copied
    assert "\n" not in copied


def test_when_the_clipboard_refuses_the_words_are_selected(page, finding):
    page.goto("/evidence/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    block = block_of(page, finding)
    block.get_by_role("button", name="Copy").click()
    block.get_by_text("Not copied.").wait_for()
    assert page.evaluate("getSelection().toString()").startswith(finding.text)


def test_without_script_one_click_selects_the_words(chromium, live_server, finding):
    profile = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = profile.new_page()
    page.goto("/evidence/")
    block = block_of(page, finding)
    expect(block.get_by_role("button", name="Copy")).to_have_count(0)
    expect(block.locator(".copy-text")).to_contain_text(finding.source.title)
    profile.close()
