"""The search page over the shipped content, and edits that show in it at once."""

import datetime
import html
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from casestudies.models import CaseStudy, Figure, Status
from covenant_toolkit import content, searching
from principles.models import Finding, GlossaryTerm, Principle, Source, Update
from search import index
from search.models import Entry

pytestmark = pytest.mark.django_db


def words(page):
    """The page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text))


def titles(query, **options):
    return [
        html.unescape(re.sub(r"<[^>]+>", "", hit.title_html))
        for group in index.ask(query, **options).groups
        for hit in group.hits
    ]


@pytest.mark.parametrize("query", ["549", "549.5", "£549.5 million"])
def test_a_number_leads_to_its_figure_with_source_and_date(client, query):
    """Acceptance S3: two clicks from the search box to the place where the figure stands."""
    page = client.get(reverse("search"), {"q": query})
    figure = Figure.objects.get(case_study__slug="calderdale", value="£549.5 million")
    said = words(page)
    assert "£549.5 million" in said
    assert figure.as_of in said
    assert figure.source.publisher in said
    address = f"{figure.case_study.get_absolute_url()}#figure-{figure.slug}"
    assert f'href="{address}"' in page.text
    assert f'id="figure-{figure.slug}"' in client.get(address).text


@pytest.mark.parametrize(
    ("query", "section"),
    [
        ("recognition and value", "Principles"),
        ("convening", "Functions"),
        ("calderdale", "Case studies"),
        ("how we tag evidence", "Guide"),
        ("navca", "Sources"),
    ],
)
def test_every_kind_of_content_is_found(query, section):
    assert section in [group.label for group in index.ask(query).groups]


def test_a_finding_is_found_by_its_reference_and_links_to_it(client):
    finding = Finding.objects.first()
    [hit] = next(group for group in index.ask(finding.ref).groups if group.label == "Findings").hits
    assert hit.url == finding.get_absolute_url()
    assert hit.url.endswith(f"#{finding.ref}")


def test_every_result_leads_to_a_page_that_is_there(client):
    addresses = {url.partition("#")[0] for url in Entry.objects.values_list("url", flat=True)}
    assert len(addresses) > 8
    bodies = sorted(url for url in addresses if url.startswith(reverse("publicbodies:bodies")))
    few = addresses - set(bodies) | set(bodies[::40])  # each of the hundreds is made as the others are
    assert [url for url in few if client.get(url).status_code != 200] == []


def test_every_result_leads_to_its_place_on_the_page(client):
    missing, pages = [], {}
    for url in Entry.objects.filter(url__contains="#").values_list("url", flat=True):
        address, _, mark = url.partition("#")
        if address not in pages:
            pages[address] = client.get(address).text
        if f'id="{mark}"' not in pages[address]:
            missing.append(url)
    assert missing == []


def test_page_asks_search_engines_not_to_list_it_and_has_one_heading(client):
    for query in ("", "council", "zebra"):
        page = client.get(reverse("search"), {"q": query})
        assert '<meta name="robots" content="noindex">' in page.text
        assert page.text.count("<h1") == 1
        assert page.text.count('role="search"') == 1


def test_page_says_how_many_and_offers_the_rest_of_a_section(client):
    index.rebuild(
        ("thing", str(number), [Entry(title=f"Tree {number}", section="A & B", url="/")])
        for number in range(60)
    )
    page = client.get(reverse("search"), {"q": "tree"})
    assert "60 results for “tree”" in words(page)
    assert f'href="{reverse("search")}?q=tree&amp;in=A%20%26%20B"' in page.text
    assert page.text.count('<mark class="hit">') == 5
    page = client.get(reverse("search"), {"q": "tree", "in": "A & B"})
    assert page.text.count('<mark class="hit">') == 50
    assert "These are the best 50 of 60" in words(page)
    assert "Nothing found" in words(client.get(reverse("search"), {"q": "tree", "in": "No such section"}))


def test_page_says_when_words_are_missing_and_when_nothing_is_found(client):
    assert "Nothing has all of these words" in words(client.get(reverse("search"), {"q": "calderdale zebra"}))
    page = client.get(reverse("search"), {"q": "zebra"})
    assert "Nothing found for “zebra”" in words(page)
    assert "The search compares whole words." in words(page)
    assert f'href="{reverse("principles:evidence")}"' in page.text


@pytest.mark.parametrize("query", ['"', "<script>", "a\0b", "🙂", "x" * 10_000, "AND OR (", "'; drop", "%"])
def test_page_answers_whatever_is_typed(client, query):
    page = client.get(reverse("search"), {"q": query})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "\0" not in page.text


def test_page_asks_the_database_as_often_however_much_there_is(client, django_assert_max_num_queries):
    study = CaseStudy.objects.get(slug="calderdale")
    for batch in range(2):
        with django_assert_max_num_queries(6):
            client.get(reverse("search"), {"q": "calderdale"})
        CaseStudy.objects.bulk_create(
            CaseStudy(
                **{
                    field.attname: getattr(study, field.attname)
                    for field in CaseStudy._meta.concrete_fields
                    if field.name not in ("id", "slug")
                },
                slug=f"calderdale-{batch}-{number}",
            )
            for number in range(200)
        )
        searching.rebuild()
    assert index.ask("calderdale").count > 200


def test_a_page_that_is_not_there_has_the_search_box(client):
    page = client.get("/there-is-no-such-page/")
    assert page.status_code == 404
    assert f'action="{reverse("search")}"' in page.text


# Edits


def form_of(page):
    """What a browser would send back from an admin page, unchanged."""
    data = {}
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                value = "on" if value else None
            if isinstance(value, list):
                value = [getattr(each, "pk", each) for each in value]
            if value is not None:
                data[bound.html_name] = (
                    value if isinstance(value, (str, int, list)) else bound.field.prepare_value(value)
                )
    return data


def edit(curator_client, row, **changes):
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    response = curator_client.post(url, form_of(curator_client.get(url)) | changes)
    assert response.status_code == 302, [
        response.context["adminform"].form.errors,
        [inline.formset.errors for inline in response.context["inline_admin_formsets"]],
    ]


def delete(curator_client, row):
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_delete", args=[row.pk])
    assert curator_client.post(url, {"post": "yes"}).status_code == 302


def test_an_edit_in_the_admin_is_found_at_once(curator_client):
    principle = Principle.objects.first()
    edit(curator_client, principle, summary="Zebras graze together")
    assert titles("zebra") == [principle.name]
    edit(curator_client, principle, summary="Nothing grazes")
    assert titles("zebra") == []


def test_an_edit_of_a_part_is_found_on_its_page(curator_client):
    point = Principle.objects.first().points.first()
    edit(curator_client, point, text="Zebras count")
    assert titles("zebra") == [point.principle.name]
    figure = Figure.objects.get(case_study__slug="calderdale", value="£549.5 million")
    edit(curator_client, figure, value="£777.25 million")
    assert titles("777", section="Figures")
    assert titles("549", section="Figures") == []


def test_an_edited_source_shows_under_what_was_read_in_it(curator_client):
    figure = Figure.objects.get(case_study__slug="calderdale", value="£549.5 million")
    edit(curator_client, figure.source, publisher="Zebra Press")
    labels = [group.label for group in index.ask("zebra press").groups]
    assert {"Figures", "Sources"} <= set(labels)


def test_a_deleted_row_is_not_found(curator_client):
    source = Source.objects.first()
    term = GlossaryTerm.objects.create(slug="zebra", term="Zebra", definition="Striped")
    update = Update.objects.create(
        slug="zebras", title="Zebras came", happened_on=datetime.date(2026, 1, 5), text="Two.", source=source
    )
    searching.rebuild()
    assert len(titles("zebra")) == 2
    delete(curator_client, term)
    assert titles("zebra") == ["Zebras came"]
    url = reverse("admin:principles_update_changelist")
    data = {"action": "delete_selected", "_selected_action": [update.pk], "post": "yes"}
    assert curator_client.post(url, data).status_code == 302
    assert titles("zebra") == []


def test_only_published_case_studies_are_found(curator_client):
    study = CaseStudy.objects.get(slug="calderdale")
    url = reverse("admin:casestudies_casestudy_changelist")

    def sections():
        return {group.label for group in index.ask("549").groups}

    assert {"Case studies", "Figures"} <= sections()
    curator_client.post(url, {"action": "withdrawn", "_selected_action": [study.pk]})
    assert not {"Case studies", "Figures"} & sections()
    curator_client.post(url, {"action": "published", "_selected_action": [study.pk]})
    assert {"Case studies", "Figures"} <= sections()
    edit(curator_client, study, status=Status.WITHDRAWN)
    assert not {"Case studies", "Figures"} & sections()
    searching.rebuild()
    assert not {"Case studies", "Figures"} & sections()


# Loading


def test_loading_makes_the_index_anew_so_that_an_upgrade_leaves_no_words_of_before():
    index.rebuild([("casestudies.casestudy", "0", [Entry(section="Figures", title="Zebras of before")])])
    assert not content.load().has_written
    assert titles("549")
    assert titles("zebras") == []


def test_a_dry_run_writes_no_entries():
    index.rebuild([])
    content.load(dry_run=True)
    assert index.is_empty()


def test_the_index_can_be_made_anew_by_hand(capsys):
    before = Entry.objects.count()
    index.rebuild([])
    call_command("rebuild_search")
    assert Entry.objects.count() == before
    assert f"A search can find {before} things." in capsys.readouterr().out
