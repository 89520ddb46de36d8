"""What rows keep: revisions for letters, and who has looked at a text."""

import datetime

import pytest

from casestudies.models import CaseStudy
from principles.models import Finding

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_new_words_are_a_new_revision():
    finding = Finding.objects.get(ref="E1")
    before = finding.revision
    finding.text = "Other words."
    finding.save()
    finding.refresh_from_db()
    assert finding.revision == before + 1


def test_saving_the_same_words_is_no_new_revision():
    finding = Finding.objects.get(ref="E1")
    before = finding.revision
    finding.reviewed_on = datetime.date(2026, 11, 22)
    finding.save()
    assert finding.revision == before


def test_a_case_study_counts_its_revisions_too():
    study = CaseStudy.objects.get(slug="calderdale")
    before = study.revision
    study.letter_sentence += " More."
    study.save()
    assert study.revision == before + 1


@pytest.mark.parametrize(("days", "is_reviewed"), [(-1, True), (0, True), (1, False)])
def test_a_review_counts_from_its_day(days, is_reviewed):
    finding = Finding.objects.get(ref="E1")
    finding.reviewed_on = datetime.date.today() + datetime.timedelta(days)  # noqa: DTZ011
    assert finding.is_reviewed is is_reviewed
