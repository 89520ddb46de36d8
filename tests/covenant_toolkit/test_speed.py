"""How often the reading pages ask the database: the same of four case studies and of five thousand."""

from collections import Counter

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from casestudies.models import CaseStudy, FunctionTag, SuccessFactorTag
from covenant_toolkit.sitemaps import open_pages
from principles.models import Finding, LCSIFunction, Principle

pytestmark = pytest.mark.one_database

MANY = 5_000
A_FEW = 6  # pages of each kind

# One question asks for the version of the content, and whether a text is unreviewed is remembered under it.
AROUND = 1
MOST = 6
# These show more kinds of rows, and each kind takes one question.
MOST_OF = {
    # A little of everything: principles, starting points, a finding, case studies, factors, updates.
    "home": 7,
    # Points, what is asked, signs, findings with their functions, case studies, and the other principles.
    "principle-in-practice": 7,
    # Findings with their tags of two kinds, both sides of the table, uses and results.
    "evidence": 7,
    # Figures, pictures, updates, partners, public bodies, and tags of three kinds.
    "case-study": 9,
}


@pytest.fixture
def addresses(content):
    """Every open page, and the list of case studies in some of its states."""
    found, of_a_kind = [], Counter()
    for address in open_pages():
        name = resolve(address).view_name
        of_a_kind[name] += 1
        if of_a_kind[name] <= A_FEW:  # hundreds of public bodies ask the same
            found.append(address)
    principle, function = Principle.objects.all()[0], LCSIFunction.objects.all()[0]
    listed = reverse("casestudies:case-studies")
    return [
        *found,
        reverse("principles:updates-feed"),
        f"{reverse('principles:where-are-you')}?start=formal",
        f"{listed}?page=1",
        f"{listed}?q=health",
        f"{listed}?principle={principle.slug}&function={function.slug}",
        f"{listed}?q=zebra&region=london&place=london-borough",
    ]


def add_case_studies(number):
    """Copies of a shipped case study under other names, with its tags."""
    model = CaseStudy.objects.get(slug="calderdale")
    copies = CaseStudy.objects.bulk_create(
        [copied(model, slug=f"copy-{index}", title=f"Copy {index}") for index in range(number)]
    )
    tags = CaseStudy.principles.through.objects.filter(casestudy=model)
    for rows, key in (
        (tags, "casestudy_id"),
        (FunctionTag.objects.filter(case_study=model), "case_study_id"),
        (SuccessFactorTag.objects.filter(case_study=model), "case_study_id"),
    ):
        patterns = list(rows)
        rows.model.objects.bulk_create(
            copied(pattern, **{key: copy.pk}) for copy in copies for pattern in patterns
        )


def copied(row, **other):
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields} | other)


def questions(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.long
def test_reading_pages_ask_as_much_of_many_case_studies_as_of_few(client, addresses):
    counts = []
    for more in (0, MANY - CaseStudy.objects.published().count()):
        add_case_studies(more)
        caches["pages"].clear()
        client.get(reverse("privacy") + "?first")  # the first page after an edit learns what all of them say
        counts.append({address: questions(client, address) for address in addresses})
    few, many = counts
    assert many == few
    too_many = {
        address: count
        for address, count in many.items()
        if count > AROUND + MOST_OF.get(resolve(address.partition("?")[0]).url_name, MOST)
    }
    assert not too_many


def test_whether_text_is_unreviewed_is_asked_again_after_an_edit(client, content):
    address = reverse("privacy")
    warning = "Not reviewed yet."
    assert warning in client.get(address).text
    for model in (Principle, CaseStudy):
        for row in model.objects.all():
            row.reviewed_on = "2026-01-12"
            row.save()
    findings = list(Finding.objects.all())
    for finding in findings:
        finding.reviewed_on = "2026-01-12"
        finding.save()
    assert warning not in client.get(address).text
    findings[0].reviewed_on = None
    findings[0].save()
    assert warning in client.get(address).text
