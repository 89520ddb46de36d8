"""NAVCA's workplace: Django's admin in our colours, and the pages that we wrote into it.

Left out: the page of a public body, where Django's select2 offers long lists and axe finds select2's faults.
"""

import pytest
from django.urls import reverse

from casestudies.models import CaseStudy
from letters.models import LetterTemplate
from members.feedback import Feedback
from members.models import Organisation
from partnerships.models import Agreement

from .test_pages import LOOKS, complaints

# What Django's own parts of a form get wrong: marks on its filter for long lists, an empty head of a column.
OF_DJANGO = ("aria-prohibited-attr", "empty-table-header")


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
def addresses(content, harbourside):
    """A page of each kind, and those that are ours."""
    message = told_by_many()
    letter = LetterTemplate.objects.get(slug="public-body")
    version = letter.versions.first()
    study = CaseStudy.objects.get(slug="calderdale")
    return [reverse("progress"), reverse("feedback-counts")] + [
        reverse(f"admin:{name}", args=args)
        for name, *args in (
            ("index",),
            ("casestudies_casestudy_changelist",),
            ("casestudies_casestudy_change", study.pk),
            ("casestudies_casestudy_history", study.pk),
            ("letters_lettertemplate_change", letter.pk),
            ("letters_lettertemplate_paste", letter.pk),
            ("letters_lettertemplateversion_preview", version.pk),
            ("letters_lettertemplateversion_compare", version.pk),
            ("members_feedback_changelist",),
            ("members_feedback_change", message.pk),
            ("members_organisation_change", harbourside.pk),
            ("members_organisation_invite", harbourside.pk),
        )
    ]


def test_every_kind_of_page_a_curator_works_on(page, axe, sign_in, curator_client, addresses):
    sign_in(curator_client)
    found = []
    for number, address in enumerate(addresses):
        assert page.goto(address).status == 200, address
        look = [LOOKS[number % 2]]  # the long forms take axe a second in each look
        found += [each for each in complaints(page, axe, look) if not any(rule in each for rule in OF_DJANGO)]
    assert found == []
