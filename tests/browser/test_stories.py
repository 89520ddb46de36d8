"""A story from the member's form to the public page and back, both sides in the browser."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from members.stories import Story

from .hands import usual_hand
from .looks import STATE, complaints
from .test_admin import OF_DJANGO

SCRIPT = "<script>alert('told')</script><img src=x onerror=alert(1)>"


def test_from_the_form_to_the_page_and_off_again(page, axe, sign_in, member_client, curator_client):
    def wrong():
        return complaints(page, axe, STATE, but=OF_DJANGO)

    hand = usual_hand(page)
    # The member writes. What is typed is saved at every pause.
    sign_in(member_client)
    page.goto("/case-studies/")
    hand.go(page.get_by_role("link", name="share their own"))
    hand.go(page.get_by_role("button", name="Begin a story"))
    for label, words in (
        ("Give your story a title", "A bus that stayed"),
        ("What was the problem?", f"It was to go. {SCRIPT}"),
        ("What did you do together?", "We met early."),
        ("What changed?", "The bus runs."),
    ):
        hand.type(page.get_by_label(label), words)
    hand.select(page.get_by_label("Region"), "south-west")
    hand.select(page.get_by_label("What kind of place is it?"), "unitary")
    hand.tick(page.get_by_label("Partnership & collaboration"))
    hand.tick(page.get_by_label("Convening"))
    hand.tick(page.get_by_label("NAVCA may publish this story"))
    expect(page.get_by_role("status").filter(has_text="Saved at")).to_be_visible()
    hand.go(page.get_by_role("button", name="Save", exact=True).last)
    hand.go(page.get_by_role("link", name="Send to NAVCA"))
    hand.go(page.get_by_role("button", name="Send to NAVCA"))
    expect(page.get_by_text("Sent to NAVCA. You will get a mail")).to_be_visible()
    story = Story.objects.get()
    home = story.get_absolute_url()

    # NAVCA asks for changes.
    sign_in(curator_client)
    page.goto(reverse("admin:members_story_changelist"))
    hand.go(page.get_by_role("link", name="A bus that stayed"))
    expect(page.get_by_text(SCRIPT)).to_be_visible()
    assert wrong() == []
    hand.go(page.get_by_role("link", name="Ask for changes"))
    hand.type(page.get_by_label("What the member is asked to change"), "Who paid?")
    hand.go(page.get_by_role("button", name="Ask for changes"))
    expect(page.get_by_text("Changes asked").first).to_be_visible()

    # The member answers.
    sign_in(member_client)
    page.goto(home)
    expect(page.get_by_text("Who paid?").first).to_be_visible()
    hand.go(page.get_by_role("link", name="Send it again"))
    hand.type(page.get_by_label("Your answer to NAVCA"), "The council.")
    hand.go(page.get_by_role("button", name="Send it again"))
    expect(page.get_by_text("Sent to NAVCA. You will get a mail")).to_be_visible()

    # NAVCA drafts the case study in one action and shows it.
    sign_in(curator_client)
    page.goto(reverse("admin:members_story_change", args=[story.pk]))
    hand.go(page.get_by_role("link", name="Draft the case study"))
    hand.go(page.get_by_role("button", name="Draft the case study"))
    expect(page.get_by_text("“A bus that stayed” is drafted.")).to_be_visible()
    page.goto(reverse("admin:members_story_final", args=[story.pk]))
    hand.go(page.get_by_role("button", name="Show the final text"))
    expect(page.get_by_text("Final text to agree")).to_be_visible()

    # The member agrees to the very page.
    sign_in(member_client)
    page.goto(home)
    hand.go(page.get_by_role("link", name="Read the final text"))
    expect(page.get_by_text(SCRIPT)).to_be_visible()
    assert wrong() == []
    hand.go(page.get_by_role("button", name="We agree to this text"))
    expect(page.get_by_text("NAVCA can publish it now.").first).to_be_visible()

    # NAVCA publishes.
    sign_in(curator_client)
    page.goto(reverse("admin:casestudies_casestudy_changelist") + "?q=stayed")
    hand.tick(page.get_by_role("checkbox", name=re.compile("this object")))
    hand.select(page.get_by_label("Action:"), "Publish")
    hand.go(page.get_by_role("button", name="Go"))
    expect(page.get_by_text("“A bus that stayed” is published.")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/case-studies/?q=stayed")
    hand.go(page.get_by_role("link", name="A bus that stayed"))
    expect(page.get_by_text(SCRIPT)).to_be_visible()
    public = page.url

    # The member takes it back, and the page is gone.
    sign_in(member_client)
    page.goto(home)
    hand.go(page.get_by_role("link", name="Withdraw this story"))
    hand.go(page.get_by_role("button", name="Withdraw this story"))
    expect(page.get_by_text("Its page is off the site.").first).to_be_visible()
    page.context.clear_cookies()
    assert page.goto(public).status == 404
