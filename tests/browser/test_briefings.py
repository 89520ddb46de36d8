"""Papers for a meeting in a browser: choose, read, and copy the text for a bid."""

import re

import pytest
from playwright.sync_api import expect

from tests.briefings.members import typical

from .looks import STATE, complaints


@pytest.fixture
def suffolk(harbourside):
    return typical(harbourside)


def test_papers_for_a_body(member_page, axe, suffolk):
    page = member_page
    page.goto("/partnerships/suffolk/")
    page.get_by_role("link", name="Prepare a meeting").click()
    expect(page.get_by_role("link", name="Download the whole pack (ZIP)")).to_be_visible()
    assert complaints(page, axe) == []
    page.get_by_label(re.compile("What you ask of them")).fill("A seat on the board")
    page.get_by_role("button", name="Save what you ask").click()
    expect(page.get_by_text("You ask first: A seat on the board")).to_be_visible()
    page.get_by_role("link", name="Read the picture").click()
    page.wait_for_url(re.compile("/briefings/picture/"), wait_until="commit")
    expect(page.get_by_text("A seat on the board")).to_be_visible()
    assert complaints(page, axe) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the page (PDF)").click()
    assert download.value.suggested_filename.startswith("one-page-picture-suffolk-county-council-")
    page.goto("/briefings/deck/?body=suffolk")
    expect(page.get_by_role("link", name="Download the slides (PowerPoint)")).to_be_visible()
    assert complaints(page, axe) == []
    page.goto("/briefings/bid/")
    page.get_by_label(re.compile("^E10: ")).check()
    page.get_by_role("button", name="Make the text").click()
    expect(page.get_by_role("region", name="Your text")).to_contain_text(
        "Research commissioned by DCMS shows"
    )
    assert complaints(page, axe, STATE) == []
