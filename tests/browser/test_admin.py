"""NAVCA's workplace: Django's admin in our colours, and the pages that we wrote into it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casestudies.models import CaseStudy, Status
from letters.models import LetterTemplate
from members.feedback import Feedback
from members.invitations import AccessRequest
from members.models import Organisation
from partnerships.models import Agreement
from principles.models import Finding
from publicbodies.models import PublicBody

from .looks import EVERY_LOOK, LOOKS, QUESTIONS, complaints, shorten

# What Django's own parts of a form get wrong: marks on its filter for long lists and the height of that
# filter's buttons, an empty head of a column, the title of a row that its fields repeat.
OF_DJANGO = (
    "aria-prohibited-attr",
    "empty-table-header",
    "selector-chooseall",
    "selector-clearall",
    "td.original",
)


SIDEWAYS = "all => all.map(each => each.scrollWidth - each.clientWidth).filter(more => more > 0)"


def told_by_many():
    """Enough messages and agreements for the pages of numbers. Returns one message."""
    for number in range(6):
        counted = Organisation.objects.create(
            name=f"Counted {number}", slug=f"c{number}", may_be_counted=True
        )
        Agreement.objects.create(organisation=counted, kind="compact", name="A compact")
        Feedback.objects.create(organisation=counted, kind="barrier", text="Too short a notice " * 20)
    return Feedback.objects.first()


@pytest.fixture
def addresses(content, harbourside, member):
    """A page of each kind, and those that are ours."""
    message = told_by_many()
    letter = LetterTemplate.objects.get(slug="public-body")
    version = letter.versions.first()
    draft_of_letter = letter.new_version(version.words | {"subject": "Other words"})
    finding = Finding.objects.get(ref="E4")
    body = PublicBody.objects.get(slug="ipswich")
    asked = AccessRequest.objects.create(organisation_name="A", place="B", name="C", email="c@example.org")
    study = CaseStudy.objects.get(slug="calderdale")
    draft = CaseStudy.objects.get(slug="suffolk")
    draft.move_to(Status.WITHDRAWN)
    return (
        [reverse("progress"), reverse("feedback-counts")]
        + [
            reverse(f"admin:{name}", args=args)
            for name, *args in (
                ("index",),
                ("casestudies_casestudy_changelist",),
                ("letters_lettertemplate_changelist",),
                ("casestudies_casestudy_change", study.pk),
                ("casestudies_casestudy_history", study.pk),
                ("casestudies_casestudy_simple_history", study.pk, study.history.first().pk),
                ("casestudies_casestudy_preview", draft.pk),
                ("letters_lettertemplate_change", letter.pk),
                ("letters_lettertemplate_paste", letter.pk),
                ("letters_lettertemplateversion_change", draft_of_letter.pk),
                ("letters_lettertemplateversion_preview", version.pk),
                ("letters_lettertemplateversion_compare", draft_of_letter.pk),
                ("members_feedback_changelist",),
                ("members_feedback_change", message.pk),
                ("members_story_changelist",),
                ("members_accessrequest_change", asked.pk),
                ("members_organisation_changelist",),
                ("members_organisation_change", harbourside.pk),
                ("members_organisation_invite", harbourside.pk),
                ("principles_finding_change", finding.pk),
                ("principles_finding_official_wording", finding.pk),
                ("publicbodies_publicbody_change", body.pk),
                ("publicbodies_publicbody_delete", body.pk),
                ("members_user_change", member.pk),
            )
        ]
        + [reverse("to-check")]
    )


def test_every_kind_of_page_a_curator_works_on(page, axe, sign_in, curator_client, addresses):
    sign_in(curator_client)
    page.add_init_script(QUESTIONS)
    # `script/test` takes every second page and the longest form.
    longest = next(each for each in addresses if each.endswith("/change/"))
    found = []
    for number, address in enumerate(addresses if EVERY_LOOK else [longest, *addresses[::2]]):
        assert page.goto(address).status == 200, address
        assert page.locator(".results").evaluate_all(SIDEWAYS) == [], f"{address} scrolls sideways"
        shorten(page)
        look = [LOOKS[number % 2]]  # the long forms take axe a second in each look
        found += complaints(page, axe, look, but=OF_DJANGO)
    assert found == []


ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(2)>[x](javascript:alert(3))'


@pytest.mark.everywhere  # `tests/casestudies/test_curation.py` asks for the same pages without a browser
def test_scripts_typed_into_a_case_study_do_nothing_even_when_somebody_else_saves(
    page, axe, sign_in, curator_client, content
):
    """A dialog, a script error or a breach of the content policy would fail this in the fixture."""
    sign_in(curator_client)
    study = CaseStudy.objects.get(slug="calderdale")
    change = reverse("admin:casestudies_casestudy_change", args=[study.pk])
    page.goto(change)
    own = ("title", "place", "lead_organisation", "period", "theme", "summary", "the_place", "what_they_did",
           "what_changed", "letter_sentence", "source_line", "editors_note")  # fmt: skip
    of_parts = ("figures-0-value", "figures-0-meaning", "partners-0-name", "updates-0-text")
    for name in own + of_parts:
        page.locator(f"[name={name}]").fill(ATTACK)
    study.summary = ATTACK * 2
    study.save()
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_text("Nothing of yours is saved yet")).to_be_visible()
    expect(page.locator("[name=summary]")).to_have_value(ATTACK)
    found = complaints(page, axe, LOOKS[:1], but=OF_DJANGO)
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("<script>")
    for address in (
        study.get_absolute_url(), reverse("casestudies:case-studies"), change,
        reverse("admin:casestudies_casestudy_changelist"),
        reverse("admin:casestudies_casestudy_history", args=[study.pk]),
        reverse("admin:casestudies_casestudy_simple_history", args=[study.pk, study.history.first().pk]),
    ):  # fmt: skip
        assert page.goto(address).status == 200
        expect(page.locator("body")).to_contain_text("<script>alert(1)</script>")
    assert found == []
