"""How often the page of a case study asks the database, however many parts it has."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies.models import Figure, Partner

pytestmark = pytest.mark.one_database

# Each kind of its parts is read once; then the version of the content and, the first time after an edit,
# whether any text is unreviewed.
MOST = 9 + 2


def questions(client, url):
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_one_case_study_asks_a_fixed_number_of_questions(client, make):
    study = make("one")
    for number in range(30):
        Figure.objects.create(
            case_study=study, slug=f"f{number}", value="1", meaning="One.", as_of="2026", source=study.source
        )
        Partner.objects.create(case_study=study, name=f"Partner {number}")
        if number == 0:
            few = questions(client, study.get_absolute_url())
    assert questions(client, study.get_absolute_url()) == few <= MOST
