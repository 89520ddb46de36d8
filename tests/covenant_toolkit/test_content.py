"""The shipped content itself: whole, sourced, and claimed for nobody."""

import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings

from casestudies.models import CaseStudy, Figure, SuccessFactor
from covenant_toolkit.fixture_rows import read_fixtures
from letters.merge import member_block
from letters.models import LetterTemplate, StarterExample
from principles.models import (
    Finding,
    Impact,
    LCSIFunction,
    Principle,
    PrinciplePoint,
    Side,
    Source,
)
from publicbodies.models import PublicBody, Stage

pytestmark = pytest.mark.django_db


def rows():
    return read_fixtures(Path(settings.FIXTURE_DIRS[0]))


def test_every_text_is_ours_unchecked_and_unreviewed():
    curated = [row for row in rows() if "provenance" in row.values]
    assert len(curated) > 80
    for row in curated:
        shown = (row.values["provenance"], row.values["needs_checking"], row.values["reviewed_on"])
        assert shown == ("ours", True, None), row.name


def test_the_four_principles_are_whole():
    assert list(Principle.objects.values_list("number", "name")) == [
        (1, "Recognition & value"),
        (2, "Partnership & collaboration"),
        (3, "Participation & inclusion"),
        (4, "Transparency & data"),
    ]
    refs = list(PrinciplePoint.objects.values_list("ref", flat=True))
    counts = [sum(ref.startswith(f"P{number}.") for ref in refs) for number in range(1, 5)]
    assert counts == [6, 7, 7, 5]
    for principle in Principle.objects.all():
        assert "[place]" in principle.letter_paragraph
        assert principle.evidence_use
        assert set(principle.expectations.values_list("side", flat=True)) == set(Side.values)


def test_functions_impacts_findings_and_success_factors_are_all_there():
    assert list(LCSIFunction.objects.values_list("ref", flat=True)) == ["F1", "F2", "F3", "F4", "F5"]
    assert list(Impact.objects.values_list("ref", flat=True)) == ["I1", "I2", "I3"]
    assert list(Finding.objects.values_list("ref", flat=True)) == ["E1", "E2", "E3", "E4"]
    assert list(SuccessFactor.objects.values_list("ref", flat=True)) == ["X1", "X2", "X3", "X4"]
    for function in LCSIFunction.objects.all():
        assert function.aliases
        assert function.usual_principles.exists()
    for finding in Finding.objects.all():
        assert finding.principles.get().number == 1
        assert finding.functions.exists()


def test_the_figures_of_calderdale_have_their_unit_time_and_source():
    figures = {figure.slug: figure for figure in Figure.objects.filter(case_study__slug="calderdale")}
    shown = {slug: (figure.value, figure.unit) for slug, figure in figures.items()}
    assert shown == {
        "total-value": ("£549.5 million", "total value of the sector"),
        "people-employed": ("over 5,000", "people employed"),
        "volunteers": ("13,000", "volunteers"),
    }
    assert figures["total-value"].as_of == "2023"
    assert figures["total-value"].source.publisher == "Durham University"


def test_calderdale_is_tagged_as_the_checklist_says():
    study = CaseStudy.objects.published().get(slug="calderdale")
    assert [principle.number for principle in study.principles.all()] == [1, 2, 4]
    functions = {tag.function.ref: tag.is_arguable for tag in study.function_tags.all()}
    assert functions == {"F2": True, "F3": False, "F4": False}
    factors = {tag.success_factor.ref: tag.is_arguable for tag in study.success_factor_tags.all()}
    assert factors == {"X1": False, "X2": False, "X3": True, "X4": False}
    assert study.updates.count() == 3
    assert "£549.5 million" in study.letter_sentence


def test_the_covenant_has_its_date_and_a_note_on_the_other():
    covenant = Source.objects.get(slug="civil-society-covenant")
    assert covenant.published_on == datetime.date(2025, 7, 17)
    assert "21 July" in covenant.editors_note


def test_suffolk_can_be_written_to_whole_until_its_councils_end():
    day = datetime.date(2028, 3, 31)
    suffolk = PublicBody.objects.get(slug="suffolk")
    area = PublicBody.objects.filter(county=suffolk) | PublicBody.objects.filter(slug="suffolk")
    assert area.live_on(day).count() == 6
    assert area.live_on(day + datetime.timedelta(days=1)).count() == 0
    successors = PublicBody.objects.filter(predecessors__in=area).distinct()
    assert successors.count() == 3
    assert {body.stage_on(day) for body in successors} == {Stage.PLANNED}
    assert {body.stage_on(day + datetime.timedelta(days=1)) for body in successors} == {Stage.LIVE}


def test_every_body_needs_checking_and_says_where_it_was_read():
    assert not PublicBody.objects.filter(needs_checking=False).exists()
    assert not PublicBody.objects.filter(source="").exists()
    for body in PublicBody.objects.filter(last_on__isnull=False):
        assert "31 March 2028" in body.change_note


ESSENTIAL = {
    "public-body": {
        "organisation name", "place", "sector term in full", "main ask", "further asks", "reply by date",
        "examples", "findings", "case study", "change notice", "groups supported",
    },
    "sector": {"organisation name", "place", "sector term in full"},
}  # fmt: skip


@pytest.mark.parametrize("slug", ESSENTIAL)
def test_a_letter_compiles_with_every_field_it_needs(slug):
    version = LetterTemplate.objects.in_use().get(slug=slug).current_version
    assert version.compiled().fields >= ESSENTIAL[slug]


def test_the_letter_to_a_public_body_asks_in_its_first_third():
    body = LetterTemplate.objects.get(slug="public-body").current_version.body
    assert body.index("[main ask]") < body.index("[reply by date]") < len(body) / 3


def test_the_letter_to_the_sector_names_principles_roles_and_uses():
    body = LetterTemplate.objects.get(slug="sector").current_version.body
    for name in Principle.objects.values_list("name", flat=True):
        assert name in body
    sections = re.split(r"^## .*$", body, flags=re.MULTILINE)
    assert [section.count("\n- **") for section in sections] == [0, 4, 4, 3]


@pytest.mark.parametrize("slug", ESSENTIAL)
def test_no_letter_calls_the_covenant_new_or_the_research_policy(slug):
    version = LetterTemplate.objects.get(slug=slug).current_version
    text = " ".join(f"{version.subject} {version.body} {version.main_ask} {version.further_asks}".split())
    assert not re.search(r"\b(new|recent)\b", text, re.IGNORECASE)
    assert "17 July 2025" in text
    assert "commissioned" in text


def test_every_starter_example_has_a_gap_for_the_member():
    examples = list(StarterExample.objects.all())
    assert [example.ref for example in examples] == [f"LA{number}" for number in range(14, 22)]
    for example in examples:
        _, gaps = member_block(example.text).fill({})
        assert gaps, example.ref
