"""How often the pages that show case studies ask the database, however many there are."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies.models import CaseStudy, Figure, FunctionTag, Partner, SuccessFactor, SuccessFactorTag

# Six for a page, one for the line at its foot that says whether text is unreviewed, and one for the
# version of the content, which alone is asked when the page comes from memory.
AROUND = 1 + 1
MOST_QUERIES = 6 + AROUND
# The list reads three kinds of tick boxes, counts, and reads one page with its tags.
MOST_QUERIES_OF_THE_LIST = 6 + AROUND
# A principle reads its points, what it asks, its signs, its findings with their functions, its case studies.
MOST_QUERIES_OF_A_PRINCIPLE = 7 + AROUND
# Home shows a little of everything: principles, starting points, a finding, case studies, factors, updates.
MOST_QUERIES_OF_HOME = 7 + AROUND
# A case study's own page reads each kind of its parts once.
MOST_QUERIES_OF_ONE = 8 + AROUND

LIST = "/case-studies/"
PAGES = {
    LIST: MOST_QUERIES_OF_THE_LIST,
    f"{LIST}?q=summary&region=london": MOST_QUERIES_OF_THE_LIST,
    f"{LIST}?q=zebra&region=london&place=london-borough": MOST_QUERIES_OF_THE_LIST,
    f"{LIST}?principle=recognition-and-value&function=convening&page=1": MOST_QUERIES_OF_THE_LIST,
    "/principles/recognition-and-value/": MOST_QUERIES_OF_A_PRINCIPLE,
    "/functions/convening/": MOST_QUERIES,
    "/": MOST_QUERIES_OF_HOME,
}


@pytest.fixture
def make_many(make, principles, functions):
    """Make many published case studies with all tags in a few questions."""

    def make_them(count):
        CaseStudy.objects.all().delete()
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


def questions(client, url):
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_reading_pages_ask_as_much_of_many_case_studies_as_of_few(client, make_many):
    make_many(4)
    few = {url: questions(client, url) for url in PAGES}
    assert {url: count for url, count in few.items() if count > PAGES[url]} == {}
    make_many(200)
    assert {url: questions(client, url) for url in PAGES} == few


def test_one_case_study_asks_a_fixed_number_of_questions(client, make):
    study = make("one")
    for number in range(30):
        Figure.objects.create(
            case_study=study, slug=f"f{number}", value="1", meaning="One.", as_of="2026", source=study.source
        )
        Partner.objects.create(case_study=study, name=f"Partner {number}")
        if number == 0:
            few = questions(client, study.get_absolute_url())
    assert questions(client, study.get_absolute_url()) == few <= MOST_QUERIES_OF_ONE
