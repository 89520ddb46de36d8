"""Nothing unfilled ever prints: the sheet is rendered with a marker wherever the template finds no value."""

import copy

import pytest
from django.template.loader import render_to_string

from covenant_toolkit import demonstration
from letters.fields import FIELDS
from letters.models import Letter, LetterCopy, LetterTemplate
from letters.sheet import sheet_for

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
