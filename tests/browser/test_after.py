"""What happens after a letter is ready, as a person sees it: sent, corrected, written anew."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from letters.freezing import make_ready
from letters.models import Citation
from partnerships.models import Contact
from principles.models import Finding
from tests.letters.letters_to import letter_to, loaded

from .looks import STATE, complaints


def test_sent_corrected_and_compared(member_page, axe, harbourside, member, tmp_path):
    letter = letter_to(harbourside, "Jo Ferris", "Al Whitlow")
    Citation.objects.create(letter=letter, kind="finding", reference="E4", revision=1)
    make_ready(loaded(letter), revision=1, by=member)
    page = member_page
    page.goto(letter.get_download_url())
    # The file finished elsewhere.
    page.get_by_role("link", name="add the file you finished elsewhere for Councillor Jo Ferris").click()
    assert complaints(page, axe, STATE) == []
    page.get_by_role("button", name="Keep this file").click()
    expect(page.get_by_role("alert").get_by_text("Choose the file that you sent")).to_be_visible()
    assert complaints(page, axe, STATE) == []
    (tmp_path / "signed.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    page.get_by_label("The file you sent").set_input_files(tmp_path / "signed.pdf")
    page.get_by_role("button", name="Keep this file").click()
    # Marked as sent, to one of two.
    page.get_by_role("link", name="Mark as sent", exact=True).first.click()
    page.get_by_label(re.compile("Al Whitlow")).uncheck()
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.get_by_role("alert").get_by_text("Select how it was sent")).to_be_visible()
    assert complaints(page, axe, STATE) == []
    page.get_by_label("By hand").check()
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.locator(".status-sent").get_by_text("by hand")).to_be_visible()
    assert Contact.objects.get().route == "hand"
    # Corrected since.
    finding = Finding.objects.get(ref="E4")
    finding.text = "In 2031 it was otherwise."
    finding.save()
    page.reload()
    expect(page.get_by_role("heading", name="A fact changed since you sent this")).to_be_visible()
    assert complaints(page, axe, STATE) == []
    page.get_by_role("link", name="Read the letter", exact=True).click()
    expect(page.get_by_role("heading", name="A fact changed since you sent this")).to_be_visible()
    assert complaints(page, axe, STATE) == []
    page.goto(reverse("letters:letters"))
    assert complaints(page, axe, STATE) == []
    page.get_by_role("link", name="A fact changed").click()
    page.get_by_role("button", name="Mark as seen").click()
    # Written anew and compared.
    page.get_by_text("Change this letter").click()
    page.get_by_role("button", name="Change the letter").click()
    page.goto(letter.get_download_url())
    page.get_by_role("button", name="Make ready").click()
    page.get_by_role("link", name="Compare the versions").click()
    assert complaints(page, axe, STATE) == []
    page.get_by_role("link", name="What changed in version 2").click()
    expect(page.locator("ins").first).to_contain_text("In 2031 it was otherwise")
    assert complaints(page, axe, STATE) == []
