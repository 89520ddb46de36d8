"""The profile and the patch in a browser: a county in one tick on a phone, and pictures that are refused."""

import datetime
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from publicbodies.models import PublicBody

from .hands import Keyboard
from .looks import PHONE, STATE, complaints


def picture(kind="PNG"):
    written = io.BytesIO()
    Image.new("RGB", (400, 100), "navy").save(written, kind)
    return {"name": f"logo.{kind.lower()}", "mimeType": f"image/{kind.lower()}", "buffer": written.getvalue()}


def test_s1_the_patch_of_a_county_on_a_phone(member_page, axe, harbourside):
    page = member_page
    page.set_viewport_size(PHONE)
    page.goto("/organisation/patch/")
    page.get_by_label(re.compile("^Add a council")).fill("Suffolk")
    page.get_by_role("button", name="Look up").click()
    page.get_by_text(re.compile(r"^All \d+ of these")).click()
    assert complaints(page, axe, STATE) == []
    page.get_by_role("button", name="Add to your patch").click()
    expect(page.get_by_text("In your patch now: ")).to_be_visible()
    page.get_by_label("Where you are with Suffolk County Council").select_option("formal")
    page.get_by_role("button", name="Save your patch").click()
    expect(page.get_by_text("Your patch is saved.")).to_be_visible()
    assert harbourside.standings.get().start.slug == "formal"
    yesterday = datetime.date(2026, 1, 31)
    PublicBody.objects.filter(county__slug="suffolk").update(last_on=yesterday, change_note="")
    page.goto("/organisation/patch/?q=no+such+place")
    expect(page.get_by_role("button", name=re.compile("^Take what has ended|^Put "))).to_be_visible()
    assert complaints(page, axe, STATE) == []


def test_pictures_and_own_words_in_the_profile(member_page, axe, harbourside):
    page = member_page
    page.goto("/organisation/profile/")
    own = page.get_by_label("Your words in full")
    expect(own).to_be_hidden()
    page.get_by_label("What you call the sector").select_option("own")
    expect(own).to_be_visible()
    page.get_by_label("Logo").set_input_files(picture("GIF"))
    page.get_by_role("button", name="Save details").click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("link", name=re.compile("^Logo must be a PNG or JPEG"))).to_be_visible()
    expect(page.get_by_role("link", name="Enter what you call the sector, in full")).to_be_visible()
    assert complaints(page, axe, STATE) == []
    own.fill("community and voluntary sector")
    page.get_by_label("Logo").set_input_files(picture())
    page.get_by_role("button", name="Save details").click()
    page.goto("/organisation/profile/")
    expect(page.get_by_alt_text("Voluntary Action Harbourside")).to_be_visible()
    assert complaints(page, axe, STATE) == []


@pytest.mark.everywhere
def test_details_patch_recipients_and_work_by_keyboard_alone(member_page, harbourside):
    """Tab reaches everything that is needed, in reading order, and Enter, Space and arrows do it."""
    page, hand = member_page, Keyboard(member_page)
    page.goto("/organisation/")
    rooms = page.get_by_role("navigation", name="Your organisation")
    # Details.
    hand.choose(rooms.get_by_role("link", name="Details"))
    hand.type(page.get_by_label("Their job title"), "Director")
    hand.tick(page.get_by_label("Set our letters in large print"))
    hand.choose(page.get_by_role("button", name="Save details"))
    expect(page.get_by_text("Saved. New letters and drafts use these details.")).to_be_visible()
    # Patch.
    hand.choose(rooms.get_by_role("link", name="Patch"))
    place = page.get_by_role("combobox", name=re.compile("^Add a council"))
    hand.type(place, "Suffolk")
    hand.suggestion(place)
    hand.tick(page.get_by_label(re.compile(r"^All \d+ of these")))
    hand.choose(page.get_by_role("button", name="Add to your patch"))
    expect(page.get_by_text("In your patch now: ")).to_be_visible()
    hand.reach(page.get_by_label("Where you are with Suffolk County Council"))
    page.keyboard.press("ArrowDown")
    hand.choose(page.get_by_role("button", name="Save your patch"))
    expect(page.get_by_text("Your patch is saved.")).to_be_visible()
    # Recipients: the usual posts at all but one body, then a name for one of them.
    hand.choose(rooms.get_by_role("link", name="Recipients"))
    hand.untick(page.get_by_label("Babergh District Council"))
    hand.choose(page.get_by_role("button", name="Add the usual posts"))
    expect(page.get_by_text(re.compile("^Added: Leader of the Council"))).to_be_visible()
    hand.choose(page.get_by_role("link", name=re.compile("^Leader of the Council.*, Suffolk$", re.DOTALL)))
    hand.type(page.get_by_label("Full name"), "Jo Ferris")
    hand.choose(page.get_by_role("button", name="Save recipient"))
    expect(page.get_by_text("Saved: Jo Ferris, Suffolk.")).to_be_visible()
    # Our work: an activity and a number for it.
    hand.choose(rooms.get_by_role("link", name="Our work"))
    hand.choose(page.get_by_role("link", name="Add your own"))
    hand.type(page.get_by_label("Short name"), "Food alliance")
    hand.type(page.get_by_label("What you do, as a letter would say it"), "We bring food groups together.")
    hand.reach(page.get_by_label("Function"))
    page.keyboard.press("ArrowDown")
    hand.choose(page.get_by_role("button", name="Save activity"))
    hand.choose(page.get_by_role("link", name="A count"))
    expect(page.get_by_role("button", name="Save record")).to_be_visible()
    harbourside.refresh_from_db()
    assert (harbourside.signer_role, harbourside.large_print) == ("Director", True)
    assert harbourside.patch.count() == 7
    assert harbourside.standings.get().body.slug == "suffolk"
    names = dict(harbourside.recipients.values_list("body__slug", "name"))
    assert (len(names), names["suffolk"], "babergh" in names) == (6, "Jo Ferris", False)
