"""The pages of the case studies, and the principle's page that shows them."""

import datetime

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casestudies.filters import Filters
from casestudies.models import (
    AgreementKind,
    CaseStudy,
    CaseStudyUpdate,
    Figure,
    FunctionTag,
    Partner,
    PlaceKind,
    Status,
    SuccessFactor,
    SuccessFactorTag,
)
from principles.models import LCSIFunction, Principle, Source
from publicbodies.models import Region

# Six for a page, one for the line at its foot that says whether text is unreviewed, and one for the
# version of the content, which alone is asked when the page comes from memory.
AROUND = 1 + 1
MOST_QUERIES = 6 + AROUND
# The list reads three kinds of tick boxes, counts, and reads one page with its tags.
MOST_QUERIES_OF_THE_LIST = 6 + AROUND
# A principle reads its points, what it asks, its signs, its findings with their functions, its case studies.
MOST_QUERIES_OF_A_PRINCIPLE = 7 + AROUND
# A case study's own page reads each kind of its parts once.
MOST_QUERIES_OF_ONE = 8 + AROUND

LIST = "/case-studies/"


@pytest.fixture
def principles(content):
    return list(Principle.objects.all())


@pytest.fixture
def functions(content):
    return list(LCSIFunction.objects.all())


@pytest.fixture
def make(content):
    """Make a published case study, or one with other values."""
    CaseStudy.objects.all().delete()
    source = Source.objects.first()

    def make_one(slug, principles=(), functions=(), **values):
        values = {
            "title": f"Title of {slug}",
            "place": f"Place of {slug}",
            "region": Region.LONDON,
            "place_kind": "london-borough",
            "summary": "A summary.",
            "the_place": "The place.",
            "what_they_did": "What they did.",
            "what_changed": "What changed.",
            "letter_sentence": "One sentence.",
            "status": Status.PUBLISHED,
            "published_on": datetime.date(2026, 1, 12),
            "source": source,
            "source_line": "Source: somewhere",
            **values,
        }
        study = CaseStudy.objects.create(slug=slug, **values)
        study.principles.set(principles)
        for function in functions:
            FunctionTag.objects.create(case_study=study, function=function)
        return study

    return make_one


def html(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def found(client, query=""):
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return {study.slug for study in response.context["case_studies"]}


# The list


def test_only_published_case_studies_are_listed_and_found(client, make):
    shown = make("shown")
    for status in (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN):
        hidden = make(status.value, status=status)
        assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(shown.get_absolute_url()).status_code == 200
    assert found(client) == {"shown"}


def test_each_filter_works_and_all_combine(client, make, principles, functions):
    make("one", principles[:1], functions[:1], region=Region.LONDON, summary="Food banks work together.")
    make("two", principles[:2], functions[1:2], region=Region.NORTH_WEST, summary="Hospital discharge.")
    make("three", principles[1:3], functions[:1], region=Region.LONDON, summary="Food for schools.")
    first, second = principles[0].slug, principles[1].slug
    assert found(client, f"principle={first}") == {"one", "two"}
    assert found(client, f"principle={first}&principle={second}") == {"one", "two", "three"}
    assert found(client, f"function={functions[0].slug}") == {"one", "three"}
    assert found(client, "region=north-west") == {"two"}
    assert found(client, "q=food") == {"one", "three"}
    assert found(client, "q=FOOD+schools") == {"three"}
    assert found(client, f"q=food&principle={first}&function={functions[0].slug}&region=london") == {"one"}


def test_success_factor_agreement_and_place_filter_too(client, make, principles):
    factor, other_factor = SuccessFactor.objects.all()[:2]
    one = make("one", agreement_kinds=["accord", "board"], place_kind="two-tier")
    two = make("two", agreement_kinds=["memorandum"], place_kind="unitary")
    make("three", principles[:1], agreement_kinds=[], place_kind="unitary")
    SuccessFactorTag.objects.create(case_study=one, success_factor=factor)
    SuccessFactorTag.objects.create(case_study=two, success_factor=factor)
    SuccessFactorTag.objects.create(case_study=two, success_factor=other_factor)
    assert found(client, f"factor={factor.slug}") == {"one", "two"}
    assert found(client, f"factor={factor.slug}&factor={other_factor.slug}") == {"one", "two"}
    assert found(client, f"factor={other_factor.slug}") == {"two"}
    assert found(client, "agreement=board") == {"one"}
    assert found(client, "agreement=memorandum&place=unitary") == {"two"}
    assert found(client, "place=unitary") == {"two", "three"}
    page = html(client, f"{LIST}?agreement=accord&place=unitary&factor={factor.slug}")
    assert f'<a href="?factor={factor.slug}&amp;place=unitary">1 case study marked' in page
    assert f'<a href="?factor={factor.slug}&amp;agreement=accord">1 case study of an agreement' in page
    assert '<option value="accord" selected>' in page
    assert '<option value="unitary" selected>' in page
    assert f'id="factor-{factor.slug}" checked' in page


def test_a_case_study_with_several_matching_tags_is_listed_once(client, make, principles, functions):
    make("one", principles, functions)
    query = "&".join(
        [f"principle={row.slug}" for row in principles] + [f"function={row.slug}" for row in functions]
    )
    response = client.get(f"{LIST}?{query}")
    assert [study.slug for study in response.context["case_studies"]] == ["one"]
    assert response.context["page_obj"].paginator.count == 1


@pytest.mark.parametrize(
    "query",
    [
        "principle=kindness",
        "function=9",
        "factor=luck",
        "agreement=handshake",
        "agreement=%00",
        "place=moon",
        "region=mars",
        "region=",
        "q=",
        "q=%00",
        "colour=red",
        "principle=%27%22%3C",
    ],
)
def test_values_we_do_not_know_are_left_out(client, make, query):
    make("one")
    assert found(client, query) == {"one"}


@pytest.mark.parametrize("words", ["%25", "_", "'", '"', "\\", "a" * 5000, "word " * 500, "é", "🙂"])
def test_any_search_is_answered(client, make, words):
    make("one")
    assert client.get(LIST, {"q": words}).status_code == 200


def test_the_line_of_results_says_what_is_filtered(client, make, principles):
    make("one", principles[:1])
    page = html(client, f"{LIST}?principle={principles[0].slug}&region=london&q=summary")
    assert "1 case study about Recognition &amp; value in London with “summary”" in page
    make("two", principles[:1])
    assert "2 case studies" in html(client, LIST)


def test_the_form_keeps_what_was_chosen(client, make, principles):
    page = html(client, f"{LIST}?principle={principles[2].slug}&region=london&q=%22%3E%3Cscript%3E")
    assert 'id="principle-3" checked' in page
    assert '<option value="london" selected>' in page
    assert "&quot;&gt;&lt;script&gt;" in page
    assert '"><script>' not in page


def test_no_match_offers_the_same_search_with_one_filter_less(client, make, principles):
    make("one", principles[:1], region=Region.LONDON)
    make("two", principles[:1], region=Region.NORTH_WEST)
    make("three", principles[1:2], region=Region.LONDON)
    page = html(client, f"{LIST}?principle={principles[1].slug}&region=north-west")
    assert "No case studies about Partnership &amp; collaboration in North West" in page
    assert (
        f'<a href="?principle={principles[1].slug}">1 case study about Partnership &amp; collaboration</a>'
        in page
    )
    assert '<a href="?region=north-west">1 case study in North West</a>' in page
    assert "All case studies (3)" in page


def test_a_wider_search_that_finds_nothing_is_not_offered(client, make, principles):
    make("one", principles[:1])
    page = html(client, f"{LIST}?principle={principles[0].slug}&q=zebra&region=london")
    offered = page[page.index("Try a wider search") :]
    assert "zebra" not in offered[: offered.index("</ul>")]
    assert "1 case study about Recognition" in offered


def test_without_any_case_study_the_page_says_so(client, make):
    assert "No case studies yet" in html(client, LIST)


def test_the_script_gets_the_results_alone_and_caches_keep_them_apart(client, make):
    make("one")
    response = client.get(LIST, headers={"X-Live": "1"})
    part = response.content.decode()
    assert "Title of one" in part
    assert "<html" not in part
    assert "X-Live" in response["Vary"]
    assert "X-Live" in client.get(LIST)["Vary"]


def test_pages_keep_the_filters(client, make, principles):
    for number in range(25):
        make(f"study-{number}", principles[:1])
    make("other", principles[1:2])
    first = html(client, f"{LIST}?principle={principles[0].slug}")
    assert "25 case studies about" in first
    assert f'href="?principle={principles[0].slug}&amp;page=2"' in first
    assert len(found(client, f"principle={principles[0].slug}&page=2")) == 5
    assert client.get(f"{LIST}?page=99").status_code == 404


def test_filters_stand_in_the_address_as_they_came():
    region = Region.LONDON
    filters = Filters(
        words="a & b", region=region, agreement=AgreementKind.ACCORD, place=PlaceKind.LONDON_BOROUGH
    )
    assert filters.query == "q=a+%26+b&region=london&agreement=accord&place=london-borough"
    assert Filters.from_query(QueryDict(filters.query), [], []) == filters
    assert not Filters()
    assert Filters().query == ""


# One case study


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


# Speed


@pytest.fixture
def make_many(make, principles, functions):
    """Make many published case studies with all tags in a few questions."""

    def make_them(count):
        pattern = make("first")
        values = {
            each.attname: getattr(pattern, each.attname)
            for each in CaseStudy._meta.concrete_fields
            if each.name not in ("id", "slug")
        }
        CaseStudy.objects.bulk_create(
            CaseStudy(**values, slug=f"study-{number}") for number in range(count - 1)
        )
        studies = list(CaseStudy.objects.all())
        through = CaseStudy.principles.through
        through.objects.bulk_create(
            through(casestudy=study, principle=row) for study in studies for row in principles
        )
        FunctionTag.objects.bulk_create(
            FunctionTag(case_study=study, function=row) for study in studies for row in functions
        )
        factors = list(SuccessFactor.objects.all())
        SuccessFactorTag.objects.bulk_create(
            SuccessFactorTag(case_study=study, success_factor=row) for study in studies for row in factors
        )

    return make_them


PAGES = {
    LIST: MOST_QUERIES_OF_THE_LIST,
    f"{LIST}?q=summary&region=london": MOST_QUERIES_OF_THE_LIST,
    f"{LIST}?q=zebra&region=london&place=london-borough": MOST_QUERIES_OF_THE_LIST,
    f"{LIST}?principle=recognition-and-value&function=convening&page=1": MOST_QUERIES_OF_THE_LIST,
    "/principles/recognition-and-value/": MOST_QUERIES_OF_A_PRINCIPLE,
    "/functions/convening/": MOST_QUERIES,
    "/": MOST_QUERIES,
}


def questions(client, url):
    with CaptureQueriesContext(connection) as asked:
        html(client, url)
    return len(asked)


@pytest.mark.parametrize("url", PAGES)
def test_reading_pages_ask_as_much_of_many_case_studies_as_of_few(client, make_many, url):
    counts = []
    for count in (4, 200):
        CaseStudy.objects.all().delete()
        make_many(count)
        caches["pages"].clear()
        counts.append(questions(client, url))
    assert counts[0] == counts[1] <= PAGES[url]


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


@pytest.mark.parametrize("count", [1, 60])
def test_one_case_study_asks_a_fixed_number_of_questions(client, make, django_assert_max_num_queries, count):
    study = make("one")
    for number in range(count):
        Figure.objects.create(
            case_study=study, slug=f"f{number}", value="1", meaning="One.", as_of="2026", source=study.source
        )
        Partner.objects.create(case_study=study, name=f"Partner {number}")
    with django_assert_max_num_queries(MOST_QUERIES_OF_ONE):
        html(client, study.get_absolute_url())
