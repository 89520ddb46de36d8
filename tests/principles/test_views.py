"""The pages of the principles, the evidence and the guide."""

import datetime

import pytest
from django.urls import reverse

from briefings.models import TierPriority
from principles.matrix import evidence_matrix
from principles.models import (
    EvidenceUse,
    Expectation,
    Finding,
    GuidePage,
    Impact,
    LCSIFunction,
    Principle,
    ProgressSign,
    Source,
)

# Six for a page; around it the version of the content, for the page cache, and the line at its foot.
AROUND = 2
MOST_QUERIES = 6 + AROUND
# The table of evidence joins findings, principles and functions, and reads how to use them and the impacts.
MOST_QUERIES_OF_EVIDENCE = 7 + AROUND

pytestmark = [pytest.mark.usefixtures("content"), pytest.mark.one_database]


@pytest.fixture
def principle():
    return Principle.objects.get(number=2)


@pytest.fixture
def source():
    return Source.objects.get(slug="civil-society-covenant")


def html(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_names_all_four_principles_in_order(client):
    page = html(client, reverse("principles:principles"))
    places = [
        page.index(principle.get_absolute_url(), page.index("<main")) for principle in Principle.objects.all()
    ]
    assert len(places) == 4
    assert places == sorted(places)


def test_a_principle_shows_its_points_what_it_asks_and_where_the_words_come_from(client, principle):
    page = html(client, principle.get_absolute_url())
    assert "Point by point" in page
    assert "Both sides" in page
    assert "Ours: a paraphrase" in page
    assert "Needs checking" in page
    assert "Reviewed by NAVCA" not in page
    assert f"{reverse('letters:new')}?principle={principle.slug}" in page


def test_a_principle_leads_to_its_neighbours(client, principle):
    page = html(client, principle.get_absolute_url())
    pager = page[page.index('aria-label="Principles"') :]
    for number in (1, 3):
        assert f'href="{Principle.objects.get(number=number).get_absolute_url()}"' in pager
    last = html(client, Principle.objects.get(number=4).get_absolute_url())
    assert "Next principle" not in last
    assert "Previous principle" in last


def test_an_unknown_principle_is_not_found(client):
    assert client.get(reverse("principles:principle", args=["kindness"])).status_code == 404


def test_a_review_is_named_once_navca_has_set_its_day(client, principle):
    principle.reviewed_on = datetime.date(2026, 3, 5)
    principle.needs_checking = False
    principle.save()
    assert "Reviewed by NAVCA on 5 March 2026" in html(client, principle.get_absolute_url())


def test_lines_that_differ_carry_their_own_marks(client, principle):
    line = principle.expectations.first()
    line.provenance = "official"
    line.needs_checking = False
    line.save()
    page = html(client, principle.get_absolute_url())
    assert page.count("line-mark") == principle.expectations.count()
    assert "Official wording" in page


def test_official_wording_alone_is_set_in_serif(client, principle):
    assert 'class="official"' not in html(client, principle.get_absolute_url())
    principle.provenance = "official"
    principle.save()
    assert 'class="official"' in html(client, principle.get_absolute_url())


def test_hostile_text_comes_out_as_text(client, principle, source):
    attack = "<script>alert(1)</script>"
    Expectation.objects.filter(principle=principle).update(text=attack)
    Principle.objects.filter(pk=principle.pk).update(
        explanation=f"{attack}\n\n[a](javascript:alert(1))", summary=f'"{attack}', letter_paragraph=attack
    )
    finding = Finding.objects.create(ref="E98", title=attack, text=attack, source=source, as_of=attack)
    finding.principles.add(principle)
    GuidePage.objects.create(slug="hostile", title=attack, summary=attack, body=attack)
    guide = reverse("principles:guide-page", args=["hostile"])
    for url in (principle.get_absolute_url(), reverse("principles:evidence"), guide):
        page = html(client, url)
        assert attack not in page
        assert "javascript:" not in page
        assert "&lt;script&gt;" in page


def test_the_table_has_a_cell_for_every_function_and_principle(client):
    page = html(client, reverse("principles:evidence"))
    assert page.count('role="cell"') == LCSIFunction.objects.count() * 4
    assert page.count("No finding tagged") > 0


def test_every_finding_can_be_linked_to_and_used(client):
    page = html(client, reverse("principles:evidence"))
    for finding in Finding.objects.all():
        assert f'id="{finding.ref}"' in page
        assert f"{reverse('letters:new')}?finding={finding.ref}" in page


def test_a_finding_about_infrastructure_as_a_whole_is_listed_but_not_in_the_table(client, source, principle):
    finding = Finding.objects.create(ref="E99", title="As a whole", text="All of it.", source=source)
    finding.principles.add(principle)
    page = html(client, reverse("principles:evidence"))
    whole = page.index("About infrastructure as a whole")
    assert page.index('id="E99"') > whole
    assert page.index('id="E1"') < whole
    assert 'href="#E99"' not in page


def test_the_matrix_places_a_finding_in_each_of_its_cells(source):
    functions, principles = list(LCSIFunction.objects.all()), list(Principle.objects.all())
    finding = Finding.objects.create(ref="E97", title="Two by two", text="Text.", source=source)
    finding.principles.set(principles[:2])
    finding.functions.set(functions[3:5])
    rows = evidence_matrix(functions, principles, [finding])
    filled = [(y, x) for y, row in enumerate(rows) for x, cell in enumerate(row.cells) if cell.findings]
    assert filled == [(3, 0), (3, 1), (4, 0), (4, 1)]


def test_without_any_content_the_pages_still_stand(client):
    TierPriority.objects.all().delete()
    Finding.objects.all().delete()
    assert "No findings have been added yet" in html(client, reverse("principles:evidence"))


def test_the_guide_shows_its_text_and_sources(client):
    page = html(client, reverse("principles:guide-page", args=["how-we-tag-evidence"]))
    assert "<h2>" in page
    assert "Sources" in page
    assert client.get(reverse("principles:guide-page", args=["none"])).status_code == 404


def test_sources_are_listed_with_their_dates(client, source):
    page = html(client, reverse("principles:sources"))
    assert source.title in page
    assert "17 July 2025" in page


def test_pages_ask_a_fixed_number_of_questions(client, django_assert_max_num_queries, source, principle):
    made = Finding.objects.bulk_create(
        Finding(ref=f"Z{number}", title=f"Finding {number}", text="Text.", source=source)
        for number in range(60)
    )
    principle.findings.add(*made)
    LCSIFunction.objects.first().findings.add(*made)
    for name in ("principles", "functions", "evidence", "sources"):
        with django_assert_max_num_queries(MOST_QUERIES_OF_EVIDENCE if name == "evidence" else MOST_QUERIES):
            html(client, reverse(f"principles:{name}"))


def test_the_page_of_the_section_is_marked_in_the_navigation(client, principle):
    marked = 'href="{}" aria-current="true"'
    page = html(client, principle.get_absolute_url())
    assert marked.format(reverse("principles:principles")) in page
    assert marked.format(reverse("principles:evidence")) not in page
    page = html(client, reverse("principles:evidence"))
    assert marked.format(reverse("principles:evidence")) in page
    assert marked.format(reverse("principles:principles")) not in page


def test_signs_are_shown_once_they_are_entered(client, principle, source):
    ProgressSign.objects.all().delete()
    assert "has not been entered here yet" in html(client, principle.get_absolute_url())
    for kind in ("progress", "warning"):
        ProgressSign.objects.create(
            principle=principle,
            kind=kind,
            order=1,
            text=f"A {kind} sign.",
            source=source,
            provenance="official",
        )
    page = html(client, principle.get_absolute_url())
    assert "has not been entered here yet" not in page
    assert page.index("A progress sign.") < page.index("A warning sign.")


def test_the_evidence_says_how_to_use_it_and_what_comes_of_it(client, source):
    EvidenceUse.objects.update_or_create(ref="U1", defaults={"title": "In talks", "text": "Say it."})
    Impact.objects.update_or_create(ref="I1", defaults={"text": "Stronger groups", "source": source})
    page = html(client, reverse("principles:evidence"))
    for use in EvidenceUse.objects.all():
        assert f'id="{use.ref}"' in page
    for impact in Impact.objects.all():
        assert f'id="{impact.ref}"' in page


def test_every_finding_can_be_copied_with_its_source_without_script(client, source):
    finding = Finding.objects.create(
        ref="E96", title="To copy", text="Words to copy.", source=source, as_of="July 2025"
    )
    page = html(client, reverse("principles:evidence"))
    assert page.count("Copy with source") == Finding.objects.count()
    block = page[page.index("Words to copy. (As of July 2025.)") :]
    block = block[: block.index("</p>")]
    for part in (source.publisher, source.title, "17 July 2025", source.url, finding.ref):
        assert part in block
