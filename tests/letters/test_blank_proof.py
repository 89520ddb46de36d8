"""Nothing unfilled ever prints: the sheet is rendered with a marker wherever the template finds no value."""

import copy

import pytest
from django.template.loader import render_to_string

from covenant_toolkit import demonstration
from letters.fields import FIELDS
from letters.freezing import make_ready
from letters.models import Citation, Letter, LetterCopy, LetterTemplate
from letters.sheet import sheet_for
from letters.words import email_text
from members.models import Organisation
from partnerships.models import Recipient

from .letters_to import letter_to, loaded

# Everything that a member may write beside what is essential.
EVERYTHING = {
    "further_asks": "A lead\nA plan",
    "meeting_dates": "Tuesday 20 January\nFriday 23 January",
    "contact": "Kit Lane on 01632 960124",
    "own_paragraphs": [{"place": "before-close", "text": "A paragraph of ours about [place]."}],
    "tier_paragraphs": {"county": {"chosen": True, "text": "You look after social care."}},
    "change_notices": {"suffolk": {"chosen": True, "text": "The council ends in 2028."}},
    "co_signatories": "Fellside Friends",
    "enclosures": "Our review",
    "copies_to": "The chair of scrutiny",
}
OPTIONAL_DETAILS = ("address", "email", "phone", "website", "charity_number", "groups_supported")

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MARKER = "NOTHING-HERE"


@pytest.fixture(autouse=True)
def _marked(settings):
    settings.DEBUG = True
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = MARKER
    settings.TEMPLATES = templates


def unfilled(html):
    """What of a letter is still a merge field or a hole."""
    names = [field.key for field in FIELDS] + [synonym for field in FIELDS for synonym in field.synonyms]
    lower = html.lower()
    return [
        mark for mark in [MARKER.lower(), "gapf", *(f"[{name.lower()}]" for name in names)] if mark in lower
    ]


def test_every_letter_of_the_demonstration_is_whole():
    demonstration.make()
    letter = demonstration.demonstration_letter()
    for copy_ in letter.copies.all():
        sheet = sheet_for(copy_)
        assert sheet.is_complete, (copy_, sheet.gaps, sheet.problems)
        assert unfilled(render_to_string("letters/document.html", {"sheet": sheet})) == []


def test_the_letter_to_the_sector_is_whole(harbourside):
    version = LetterTemplate.objects.get(slug="sector").current_version
    letter = Letter.objects.create(organisation=harbourside, template_version=version)
    sheet = sheet_for(LetterCopy.objects.create(letter=letter))
    assert sheet.is_complete, sheet.gaps
    assert sheet.sign_off == "Kind regards"
    assert unfilled(render_to_string("letters/document.html", {"sheet": sheet})) == []


def test_a_letter_of_an_empty_profile_names_every_gap(other_organisation):
    version = LetterTemplate.objects.get(slug="sector").current_version
    letter = Letter.objects.create(organisation=other_organisation, template_version=version)
    sheet = sheet_for(LetterCopy.objects.create(letter=letter))
    html = render_to_string("letters/document.html", {"sheet": sheet})
    assert MARKER not in html
    assert {gap.label for gap in sheet.gaps} >= {"Your place", "Your name", "Your role"}
    assert all(gap.url.startswith("/") for gap in sheet.gaps)


def test_optional_details_left_empty_take_their_clause_with_them(other_organisation):
    other_organisation.place = "Fellside"
    other_organisation.signer_name, other_organisation.signer_role = "Jo Ferris", "Manager"
    other_organisation.save()
    version = LetterTemplate.objects.get(slug="public-body").current_version
    letter = Letter.objects.create(
        organisation=other_organisation,
        template_version=version,
        main_ask="Meet us.",
        reply_by_on="2027-02-02",
        examples=[{"ref": "x", "title": "x", "text": "We help groups.", "chosen": True}],
    )
    letter.refresh_from_db()
    sheet = sheet_for(LetterCopy.objects.create(letter=letter))
    text = sheet.body
    assert "We supported" not in text
    assert "You can reach me at" not in text
    assert "Research commissioned" not in text
    assert "Other places show" not in text


@pytest.mark.parametrize("is_full", [True, False], ids=["everything in it", "nothing in it"])
@pytest.mark.parametrize("slug", ["public-body", "chaser", "thank-you"])
def test_no_draft_no_ready_copy_and_no_email_has_a_hole(harbourside, member, slug, is_full):
    letter = letter_to(harbourside, "Jo Ferris", "", email=is_full)
    template = LetterTemplate.objects.get(slug=slug)
    extras = EVERYTHING if is_full else {}
    Letter.objects.filter(pk=letter.pk).update(template_version=template.current_version, **extras)
    if is_full:
        Citation.objects.create(letter=letter, kind="finding", reference="E4", revision=1)
        Citation.objects.create(letter=letter, kind="case-study", reference="calderdale", revision=1)
    else:
        Organisation.objects.update(**dict.fromkeys(OPTIONAL_DETAILS, ""))
        Recipient.objects.update(address="")
    drafts = loaded(letter)
    for copy_ in drafts.copies.all():
        copy_.letter = drafts
        for large_print in (False, True):
            sheet = sheet_for(copy_, draft=True, large_print=large_print)
            assert unfilled(render_to_string("letters/document.html", {"sheet": sheet})) == []
    for ready in make_ready(loaded(letter), revision=letter.revision, by=member).copies.all():
        assert unfilled(ready.html) == unfilled(ready.large_print_html) == []
        assert ready.html
        assert ready.large_print_html
        assert unfilled(email_text(ready.html)) == unfilled(ready.subject + ready.title) == []
        if is_full and slug == "public-body":
            for words in ("A lead", "20 January", "Kit Lane", "of ours about Harbourside", "social care",
                          "ends in 2028", "Fellside Friends", "Our review", "chair of scrutiny"):  # fmt: skip
                assert words in ready.html
