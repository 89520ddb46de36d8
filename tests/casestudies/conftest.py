"""Case studies to fill the pages with."""

import datetime

import pytest

from casestudies.models import CaseStudy, FunctionTag, Status
from casestudies.searching import renew, touched
from principles.models import LCSIFunction, Principle, Source
from publicbodies.models import Region


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
        renew(touched(study))
        return study

    return make_one
