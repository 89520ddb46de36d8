"""The list of the case studies: its filters, its search, its pages."""

from urllib.parse import urlencode

from django.core.cache import caches
from django.http import QueryDict

from casestudies.filters import Filters
from casestudies.models import AgreementKind, PlaceKind, Status, SuccessFactor, SuccessFactorTag
from casestudies.searching import renew, touched
from publicbodies.models import Region

LIST = "/case-studies/"


def html(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def found(client, query=""):
    caches["pages"].clear()  # a page from there has no context to look into
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return {study.slug for study in response.context["case_studies"]}


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


def test_words_are_found_as_the_search_of_the_site_finds_them(client, make):
    make("one", summary="Councils agreed on £549.5 million.", what_they_did="They met at a café.")
    draft = make("two", summary="Councils agreed.", status=Status.DRAFT)
    for words in ("council", "COUNCILS agreed", "549", "cafe", "coun", "c", "agreed the"):
        assert found(client, urlencode({"q": words})) == {"one"}, words
    assert found(client, "q=council+zebra") == set()
    draft.status = Status.PUBLISHED
    draft.save()
    renew(touched(draft))
    assert found(client, "q=council") == {"one", "two"}


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


def test_values_we_do_not_know_are_left_out(client, make):
    make("one")
    for query in (
        "principle=kindness", "function=9", "factor=luck", "agreement=handshake", "agreement=%00",
        "place=moon", "region=mars", "region=", "q=", "q=%00", "colour=red", "principle=%27%22%3C",
    ):  # fmt: skip
        assert found(client, query) == {"one"}, query


def test_any_search_is_answered(client, make):
    make("one")
    for words in ("%25", "_", "'", '"', "\\", "a" * 5000, "word " * 500, "é", "🙂"):
        assert client.get(LIST, {"q": words}).status_code == 200, words[:9]


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
    assert "The search compares whole words. Only the last one may be just a beginning" in page
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
