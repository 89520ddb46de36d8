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
    EvidenceUse,
    Finding,
    Impact,
    LCSIFunction,
    Principle,
    PrinciplePoint,
    Side,
    Source,
)
from publicbodies.models import PublicBody, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


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
    assert list(Finding.objects.values_list("ref", flat=True)) == [f"E{number}" for number in range(1, 18)]
    assert list(SuccessFactor.objects.values_list("ref", flat=True)) == ["X1", "X2", "X3", "X4"]
    for function in LCSIFunction.objects.all():
        assert function.aliases
        assert function.usual_principles.exists()


# Which principle each finding supports, as the toolkit arranges them: E1 to E8 support the first, and so on.
FINDINGS_OF = {1: range(1, 9), 2: range(9, 12), 3: range(12, 15), 4: range(15, 18)}


def test_each_finding_supports_its_principle_and_is_commissioned_research():
    for number, refs in FINDINGS_OF.items():
        findings = Finding.objects.filter(principles__number=number)
        assert [finding.ref for finding in findings] == [f"E{ref}" for ref in refs]
        for finding in findings:
            assert finding.principles.count() == 1
            assert finding.source.slug == "dcms-lcsi-2025"
            assert finding.as_of == "July 2025"
    assert "commissioned by DCMS" in Source.objects.get(slug="dcms-lcsi-2025").editors_note


def test_only_findings_on_infrastructure_as_a_whole_carry_no_function():
    without = Finding.objects.filter(functions__isnull=True).values_list("ref", flat=True)
    assert list(without) == ["E15", "E16", "E17"]


def test_the_four_uses_of_the_research_are_there_in_order():
    assert list(EvidenceUse.objects.values_list("ref", flat=True)) == ["U1", "U2", "U3", "U4"]


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


# As the checklist tags them: principles, then functions and success factors with whether a tag is arguable.
TAGS = {
    "greater-manchester": (
        [1, 2, 3],
        {"F1": True, "F3": False, "F4": False, "F5": False},
        {"X1": False, "X2": False, "X4": True},
    ),
    "cheshire-west": (
        [1, 2, 3, 4],
        {"F2": False, "F3": False, "F4": False, "F5": False},
        {"X1": False, "X2": False, "X3": False, "X4": False},
    ),
    "suffolk": (
        [1, 2, 4],
        {"F1": False, "F2": False, "F4": False, "F5": False},
        {"X1": True, "X2": False, "X3": False, "X4": False},
    ),
}


@pytest.mark.parametrize("slug", TAGS)
def test_a_case_study_is_tagged_as_the_checklist_says(slug):
    study = CaseStudy.objects.published().get(slug=slug)
    principles, functions, factors = TAGS[slug]
    assert [principle.number for principle in study.principles.all()] == principles
    assert {tag.function.ref: tag.is_arguable for tag in study.function_tags.all()} == functions
    assert {tag.success_factor.ref: tag.is_arguable for tag in study.success_factor_tags.all()} == factors


def test_the_four_case_studies_stand_in_the_order_of_the_toolkit_with_their_kinds():
    assert [
        (study.slug, study.place_kind, study.agreement_kinds, study.region)
        for study in CaseStudy.objects.published()
    ] == [
        ("greater-manchester", "combined-authority", ["accord"], "north-west"),
        ("calderdale", "metropolitan", ["strategy"], "yorkshire-and-the-humber"),
        ("cheshire-west", "unitary", ["contract", "compact"], "north-west"),
        ("suffolk", "two-tier", ["board"], "east-of-england"),
    ]


SHOWN = {
    "greater-manchester": {"know-what-to-do": "95%", "willing-to-act": "85%"},
    "cheshire-west": {"community-partnerships": "seven", "contract": "three years"},
    "suffolk": {"district-councils": "five"},
}


@pytest.mark.parametrize("slug", SHOWN)
def test_the_figures_of_a_case_study_are_dated_and_sourced(slug):
    study = CaseStudy.objects.get(slug=slug)
    figures = study.figures.all()
    assert {figure.slug: figure.value for figure in figures} == SHOWN[slug]
    for figure in figures:
        assert "2025" in figure.as_of
        assert figure.source == study.source


FACTS = {
    "greater-manchester": [
        "Accord", "November 2017", "Violence Reduction Unit", "StreetDoctors", "inequalities",
        "interim report", "they agree which work",
    ],
    "cheshire-west": [
        "Community Partnerships", "Place Executive", "Health and Wellbeing Board", "Community Home First",
        "Community connectors", "Local Voices Framework", "trust", "All four principles",
    ],
    "suffolk": [
        "rural", "five district councils", "Collaborative Communities Board", "pandemic",
        "Voluntary Sector Leaders Group", "prevention", "share the chair", "homelessness", "refugees",
        "Household Support Fund", "Holiday and Food", "every month", "UK Shared Prosperity Fund",
    ],
}  # fmt: skip


@pytest.mark.parametrize("slug", FACTS)
def test_a_case_study_holds_its_facts(slug):
    study = CaseStudy.objects.get(slug=slug)
    text = " ".join([study.the_place, study.what_they_did, study.what_changed])
    assert [fact for fact in FACTS[slug] if fact not in text] == []
    assert study.partners.count() >= 4
    assert study.updates.exists()


@pytest.mark.parametrize("study", ["greater-manchester", "calderdale", "cheshire-west", "suffolk"])
def test_the_sentence_for_a_letter_holds_a_figure_or_a_fact(study):
    sentence = CaseStudy.objects.get(slug=study).letter_sentence
    assert re.search(r"\d|\b(three|five|seven)\b", sentence)
    assert len(sentence.split()) < 45


def test_the_bodies_of_the_case_studies_are_there():
    bodies = {study.slug: study.public_bodies for study in CaseStudy.objects.all()}
    slugs = {name: set(rows.values_list("slug", flat=True)) for name, rows in bodies.items()}
    assert slugs == {
        "calderdale": {"calderdale"},
        "greater-manchester": {"greater-manchester-combined-authority", "greater-manchester-icb"},
        "cheshire-west": {
            "cheshire-west-and-chester",
            "cheshire-and-merseyside-icb",
            "cheshire-and-warrington-combined-authority",
        },
        "suffolk": {
            "suffolk", "babergh", "east-suffolk", "ipswich", "mid-suffolk", "west-suffolk",
            "norfolk-and-suffolk-icb",
        },
    }  # fmt: skip
    council = PublicBody.objects.get(slug="cheshire-west-and-chester")
    assert (council.gss_code, council.strategic_authority.first_on) == (
        "E06000050",
        datetime.date(2026, 2, 24),
    )


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
