"""The pages of the five functions."""

import pytest
from django.urls import reverse

from principles.models import LCSIFunction

MOST_QUERIES = 6 + 2  # and two around every page: the content's version, the foot

pytestmark = [pytest.mark.usefixtures("content"), pytest.mark.one_database]


@pytest.fixture
def function():
    return LCSIFunction.objects.prefetch_related("findings", "usual_principles").get(slug="convening")


def url_of(function):
    return reverse("principles:function", args=[function.slug])


def test_the_list_names_all_five_in_order(client):
    page = client.get(reverse("principles:functions")).text
    places = [page.index(url_of(function)) for function in LCSIFunction.objects.all()]
    assert len(places) == 5
    assert places == sorted(places)


def test_a_function_shows_its_names_its_findings_and_its_principles(client, function):
    function.aliases = ["Bringing people to one table"]
    function.save()
    page = client.get(url_of(function)).text
    assert "Bringing people to one table" in page
    assert function.findings.exists()
    for finding in function.findings.all():
        assert f'aria-label="Finding {finding.ref}"' in page
        assert f"finding={finding.ref}" in page
    for principle in function.usual_principles.all():
        assert principle.get_absolute_url() in page


def test_its_findings_are_carried_into_a_letter_together(client, member_client, function):
    refs = [finding.ref for finding in function.findings.all()]
    start = f"{reverse('letters:new')}?" + "&amp;".join(f"finding={ref}" for ref in refs)
    assert f'href="{start}"' in client.get(url_of(function)).text
    assert member_client.get(start.replace("&amp;", "&")).status_code == 200


def test_a_function_without_a_finding_says_so(client, function):
    function.findings.clear()
    page = client.get(url_of(function)).text
    assert "We have not tagged a finding with this function yet" in page
    assert "?finding" not in page


def test_an_unknown_function_is_not_found(client):
    assert client.get("/functions/kindness/").status_code == 404


def test_a_function_asks_a_fixed_number_of_questions(client, function, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(url_of(function))
