"""The history of a case study: what each save changed, word by word, and the way back to it."""

import re
import time

import pytest
from django.urls import reverse

from casestudies.models import CaseStudy, Figure, FunctionTag, Status
from documents.comparing import compare
from principles.models import Finding
from principles.versions import Versions
from search import index

from .admin_form import address, time_passes, versions

pytestmark = pytest.mark.django_db

PARTS = (Figure, FunctionTag)


@pytest.fixture
def save(curator):
    """Save a row as a person does, a while after what was saved before."""

    def at_another_moment(row, **values):
        time_passes()
        for name, value in values.items():
            setattr(row, name, value)
        row._history_user = curator
        row.save()
        time_passes()

    return at_another_moment


@pytest.fixture
def study(make, principles, functions, save):
    study = make("one", principles[:2], functions[:1], status=Status.DRAFT, published_on=None)
    figure = Figure.objects.create(
        case_study=study,
        slug="f",
        value="£5 million",
        meaning="Its worth.",
        as_of="2024",
        source=study.source,
    )
    save(study, summary="A longer summary.\n\nAnd a second paragraph.")
    save(figure, value="£6 million")
    return study


@pytest.mark.one_database
def test_the_history_says_who_changed_what_and_when(curator_client, study):
    page = curator_client.get(address(study, "history")).text
    assert len(versions(curator_client, study)) == 3
    assert "Chris Curator" in page
    assert "<li>Summary</li>" in page
    assert "<li>Figure “£6 million”: Value</li>" in page
    first, second, third = versions(curator_client, study)
    words = curator_client.get(second).text
    assert '<ins><span class="visually-hidden">Added: </span>longer </ins>' in words
    assert '<ins><span class="visually-hidden">Added: </span>And a second paragraph.</ins>' in words
    assert "Go back to version 2" in words
    assert "This is the first version." in curator_client.get(first).text
    newest = curator_client.get(third).text
    assert '<del><span class="visually-hidden">Removed: </span>£5 </del>' in newest
    assert "Go back to" not in newest


def test_going_back_brings_the_words_and_the_parts_as_a_new_version(
    curator_client, curator, study, save, principles
):
    study.figures.all().delete()
    study.principles.set(principles[2:])
    save(study, title="Another title", slug="moved", status=Status.IN_REVIEW)
    second = versions(curator_client, study)[1]
    revision = CaseStudy.objects.get(pk=study.pk).revision
    assert "says again what version 2 said" in curator_client.post(second, follow=True).text
    study = CaseStudy.objects.get(pk=study.pk)
    assert study.title == "Title of one"
    assert [figure.value for figure in study.figures.all()] == ["£5 million"]
    assert list(study.principles.all()) == principles[:2]
    # Its address and its state are not words, and a letter that cites it notices the new ones.
    assert (study.slug, study.status, study.revision) == ("moved", Status.IN_REVIEW, revision + 1)
    last = Versions(study, PARTS).all[-1]
    assert last.by == curator
    assert last.reason == "Back to version 2"
    # Nothing is lost: the way forward again is the same way.
    time_passes()
    fourth = versions(curator_client, study)[-2]
    curator_client.post(fourth)
    assert CaseStudy.objects.get(pk=study.pk).title == "Another title"
    assert not Figure.objects.filter(case_study=study).exists()


def test_a_published_study_never_goes_back_to_what_may_not_be_published(
    curator_client, study, save, functions
):
    FunctionTag.objects.filter(case_study=study).delete()
    save(study, summary="Without a function.")
    bare = versions(curator_client, study)[-1]
    FunctionTag.objects.create(case_study=study, function=functions[0])
    save(study, summary="With one.")
    study.move_to(Status.PUBLISHED)
    page = curator_client.post(bare)
    assert page.status_code == 200
    assert "It stays as it is" in page.text
    assert "Tag a function." in page.text
    study = CaseStudy.objects.get(pk=study.pk)
    assert study.is_published
    assert study.summary == "With one."
    assert study.function_tags.count() == 1
    study.move_to(Status.WITHDRAWN)
    assert curator_client.post(bare).status_code == 302
    assert not study.function_tags.exists()


@pytest.mark.one_database
def test_a_search_finds_what_came_back(curator_client, study, save, functions):
    save(study, summary="About walruses.")
    save(study, summary="About nothing.", status=Status.PUBLISHED, published_on="2026-01-12")
    curator_client.post(versions(curator_client, study)[-2])
    assert index.ask("walruses").count == 1


@pytest.mark.one_database
def test_going_back_needs_a_person_who_may_change_it(client, member_client, curator_client, study):
    second = versions(curator_client, study)[1]
    for visitor in (client, member_client):
        assert visitor.post(second).status_code in (302, 401, 403, 404)
    assert Figure.objects.get(case_study=study).value == "£6 million"
    assert curator_client.get(f"{address(study, 'history')}nothing-1/").status_code == 404


@pytest.mark.one_database
def test_hostile_words_are_words_in_the_history(curator_client, study, save):
    attack = "<script>alert(1)</script>"
    save(study, summary=attack, title=attack, what_changed=f"[x](javascript:alert(1))\n\n{attack}")
    for url in (address(study, "history"), versions(curator_client, study)[-1]):
        page = curator_client.get(url).text
        assert attack not in page
        assert "&lt;script&gt;" in page


@pytest.mark.one_database
def test_every_curated_row_can_go_back(curator_client, content, save):
    finding = Finding.objects.get(ref="E4")
    before = finding.text
    save(finding, text="Something else.")
    address = reverse("admin:principles_finding_history", args=[finding.pk])
    first = re.findall(r'href="([^"]+)">Version \d+</a>', curator_client.get(address).text)[-1]
    curator_client.post(first)
    assert Finding.objects.get(ref="E4").text == before


@pytest.mark.one_database
def test_five_thousand_words_are_compared_at_once():
    words = [f"word{number % 700}" for number in range(5000)]
    before = time.process_time()
    compare(" ".join(words), " ".join(reversed(words)))
    # Two words, or one paragraph, over and over: from some place on what differs is shown whole.
    long = ["a b " * 1_200] * 40
    passages = compare("\n\n".join(long), "\n\n".join(f"{words}x" for words in long))
    assert [len(passage.stretches) for passage in (passages[0], passages[-1])] == [2, 2]
    assert passages[-1].stretches[1].text == f"{long[0]}x"
    assert len(compare("a\n\n" * 20_000, "a\n\n" * 19_999 + "b")) == 20_000
    assert time.process_time() - before < 5
