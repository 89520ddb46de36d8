"""S1 up to the recipients: a new chief officer with a phone gets everybody in Suffolk onto the list."""

import re

import pytest
from playwright.sync_api import expect

from partnerships.models import OfficeAddress, Post
from publicbodies.models import PublicBody

from .looks import DESKTOP, PHONE

SUFFOLK = (
    "suffolk",
    "babergh",
    "ipswich",
    "mid-suffolk",
    "east-suffolk",
    "west-suffolk",
    "norfolk-and-suffolk-icb",
)


@pytest.fixture
def phone(chromium, live_server, member_client, harbourside):
    """The member's phone, on which no script runs."""
    harbourside.patch.set(PublicBody.objects.filter(slug__in=SUFFOLK))
    profile = chromium.new_context(
        base_url=live_server.url, viewport=PHONE, java_script_enabled=False, has_touch=True
    )
    session = member_client.cookies["session"]
    profile.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    yield profile.new_page()
    profile.close()


def test_everybody_in_suffolk_on_a_phone(phone, harbourside):
    phone.goto("/organisation/")
    phone.get_by_role("link", name="Recipients", exact=True).click()
    # The usual posts of the county, the five districts and the health body are ticked already.
    expect(phone.get_by_role("checkbox", checked=True)).to_have_count(7)
    phone.get_by_text("NHS Norfolk and Suffolk Integrated Care Board").click()
    phone.get_by_text("NHS Norfolk and Suffolk Integrated Care Board").click()
    phone.get_by_role("button", name="Add the usual posts").click()
    assert harbourside.recipients.count() == 7
    # A name and an address are typed once; a slip in the postcode is said before it is kept.
    phone.get_by_role("link", name=re.compile(r"^Leader of the Council\s?, Suffolk$")).click()
    phone.get_by_label("Style of address").select_option("Councillor")
    phone.get_by_label("Full name").fill("Rowan Ashdown")
    phone.get_by_label("Postal address").fill("Invented House\n1 Test Lane\nIpswich\nZZ1 OAA")
    phone.get_by_label("Email address").fill("leader@example.org")
    phone.get_by_text("I have checked these details today").click()
    phone.get_by_text("This is the office’s public address").click()
    phone.get_by_role("button", name="Save recipient").click()
    expect(phone.get_by_role("link", name="Did you mean ZZ1 0AA?")).to_be_visible()
    phone.get_by_label("Postal address").fill("Invented House\n1 Test Lane\nIpswich\nZZ1 0AA")
    phone.get_by_role("button", name="Save recipient").click()
    expect(phone.get_by_text("NAVCA looks at the office’s address")).to_be_visible()
    assert OfficeAddress.objects.get().body.slug == "suffolk"
    # The hospital is in no directory.
    phone.get_by_role("link", name="Add a recipient").click()
    phone.get_by_text("A body that is not in the list").click()
    phone.get_by_label("Name of the body").fill("Harbourside Hospitals NHS Trust")
    phone.get_by_label("Kind of body").select_option("nhs-trust")
    phone.locator("#id_post").select_option("chief-executive")
    phone.get_by_role("button", name="Save recipient").click()
    expect(phone.get_by_role("heading", name="Harbourside Hospitals NHS Trust")).to_be_visible()
    assert {row.post for row in harbourside.recipients.all()} == {
        Post.LEADER, Post.ICB_CHAIR, Post.CHIEF_EXECUTIVE,
    }  # fmt: skip
    # All eight are offered in a letter, with nothing left to type.
    phone.goto("/letters/new/")
    for name in ("Councillor Rowan Ashdown", "Chief Executive"):
        expect(phone.get_by_role("checkbox", name=re.compile(f"^{name}"))).to_be_visible()
    expect(phone.locator("input[name=to]")).to_have_count(8)
    # Nothing is wider than the phone.
    for address in ("/recipients/", "/recipients/new/", "/recipients/check/", "/recipients/import/"):
        phone.goto(address)
        assert phone.locator("html").evaluate("html => html.scrollWidth - html.clientWidth") == 0, address


@pytest.mark.everywhere
def test_pages_that_no_link_leads_to(member_page, axe, harbourside):
    """What an upload shows, an address that does not fit, and a walk through the list."""
    suffolk = PublicBody.objects.get(slug="suffolk")
    harbourside.patch.add(suffolk)
    row = harbourside.recipients.create(body=suffolk, post=Post.LEADER, name="Rowan Ashdown")
    lines = ["Body,Post,Full name,Address", "Suffolk,Leader,Rowan Ashdown,\"9 Test Lane, Ipswich, ZZ1 9AA\"",
             "Suffolk,Chief Executive,,", "Sufolk County Council,Leader,A,"]  # fmt: skip
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}

    def looks(page):
        found = []
        for size, scheme in ((DESKTOP, "light"), (PHONE, "dark")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            found += axe(page)
        return found

    member_page.goto("/recipients/import/")
    member_page.get_by_label("CSV file").set_input_files(file)
    member_page.get_by_role("button", name="See what it would change").click()
    assert looks(member_page) == []
    with member_page.expect_download() as download:
        member_page.get_by_role("button", name="Download the rows to mend").click()
    assert download.value.suggested_filename == "recipients-to-mend.csv"
    member_page.get_by_role("button", name="Save 2 rows").click()
    expect(member_page.get_by_text("1 recipient added and 1 recipient changed.")).to_be_visible()
    assert looks(member_page) == []
    member_page.goto(f"/recipients/{row.pk}/")
    member_page.get_by_label("Postal address").fill("\n".join("abcdefgh"))
    member_page.get_by_role("button", name="Save recipient").click()
    expect(member_page.get_by_text("Keep this address as it is")).to_be_visible()
    assert looks(member_page) == []
    member_page.goto(f"/recipients/{row.pk}/check/")
    member_page.get_by_role("button", name="Left: back to the post").click()
    expect(member_page.get_by_text("Letters go to the post now")).to_be_visible()
