"""The page of a case study, and the pages of principles and functions that show them."""

import datetime

import pytest
from django.urls import reverse

from casestudies.models import CaseStudy, CaseStudyUpdate, Figure, Partner, Status
from principles.models import Source

pytestmark = pytest.mark.one_database

LIST = "/case-studies/"


def html(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_figures_with_their_source_and_the_way_into_a_letter(client, content):
    study = CaseStudy.objects.get(slug="calderdale")
    page = html(client, study.get_absolute_url())
    assert "£549.5 million" in page
    assert "Durham University" in page
    assert "(arguable)" in page
    assert f"{reverse('letters:new')}?case=calderdale" in page
    assert "Calderdale Metropolitan Borough Council" in page
    assert "Reviewed by NAVCA" not in page


def test_a_case_study_with_nothing_optional_has_no_empty_headings(client, make):
    page = html(client, make("bare").get_absolute_url()).partition("<footer")[0]
    for heading in ("Figures", "Dates and updates", "Who took part", "Kind of agreement", "Public bodies"):
        assert heading not in page


def test_hostile_text_comes_out_as_text(client, make, principles):
    attack = "<script>alert(1)</script>"
    texts = ("title", "place", "lead_organisation", "summary", "the_place", "what_they_did", "what_changed",
             "letter_sentence", "theme", "period", "source_line", "editors_note")  # fmt: skip
    study = make("hostile", principles, **dict.fromkeys(texts, attack))
    source = study.source
    Figure.objects.create(
        case_study=study, slug="f", value=attack, unit=attack, meaning=attack, as_of=attack, source=source
    )
    Partner.objects.create(case_study=study, name=attack, part=attack)
    CaseStudyUpdate.objects.create(
        case_study=study,
        slug="u",
        happened_on=datetime.date(2026, 1, 1),
        when=attack,
        text=attack,
        source=source,
    )
    for url in (study.get_absolute_url(), LIST, principles[0].get_absolute_url(), reverse("home")):
        page = html(client, url)
        assert attack not in page
        assert "&lt;script&gt;" in page


def test_a_principle_shows_its_published_case_studies(client, make, principles):
    make("shown", principles[:1])
    make("draft", principles[:1], status=Status.DRAFT)
    make("of-another", principles[1:2])
    page = html(client, principles[0].get_absolute_url())
    assert "Title of shown" in page
    assert "Title of draft" not in page
    assert "Title of of-another" not in page
    assert "All case studies about" not in page


def test_a_principle_with_many_case_studies_leads_to_the_rest(client, make, principles):
    for number in range(5):
        make(f"study-{number}", principles[:1])
    assert f"{LIST}?principle={principles[0].slug}" in html(client, principles[0].get_absolute_url())


def test_a_function_shows_its_published_case_studies(client, make, functions):
    make("shown", functions=functions[:1])
    make("draft", functions=functions[:1], status=Status.DRAFT)
    make("of-another", functions=functions[1:2])
    for number in range(4):
        make(f"more-{number}", functions=functions[2:3])
    page = html(client, reverse("function-in-practice", args=[functions[0].slug]))
    assert "Title of shown" in page
    assert "Title of draft" not in page
    assert "Title of of-another" not in page
    assert "All case studies that show" not in page
    make("one-more", functions=functions[2:3])
    page = html(client, reverse("function-in-practice", args=[functions[2].slug]))
    assert f"{LIST}?function={functions[2].slug}" in page


def test_every_figure_can_be_copied_with_its_source_without_script(client, make):
    study = make("one")
    source = Source.objects.get(slug="civil-society-covenant")
    Figure.objects.create(
        case_study=study, slug="f", value="£549.5 million", unit="total value", meaning="What it is worth.",
        as_of="2023", source=source,
    )  # fmt: skip
    page = html(client, study.get_absolute_url())
    block = page[page.index('class="copy-text">') :]
    block = block[: block.index("</p>")]
    for part in ("£549.5 million total value", study.place, "2023", "What it is worth.", source.publisher,
                 source.title, "17 July 2025", source.url):  # fmt: skip
        assert part in block
