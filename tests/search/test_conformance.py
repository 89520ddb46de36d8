"""The same questions get the same answers on SQLite and on PostgreSQL, and whatever is typed is answered."""

import pytest

from search import index
from search.models import Entry

pytestmark = pytest.mark.django_db


def entry(title, text="", *, section="Things", order=1, note="", part=""):
    return Entry(
        title=title, text=text, note=note, section=section, section_order=order, url="/there/", part=part
    )


@pytest.fixture(autouse=True)
def _indexed():
    texts = {
        "value": ("Calderdale: £549.5 million", "The total value of the sector."),
        "people": ("People", "It employs over 5,000 people and 13,000 volunteers, at £12m a year."),
        "together": ("Working together", "Local partnerships are easier when the trust is there."),
        "buying": ("Commissioning", "How services are bought. Councils buy from charities."),
        "welsh": ("Tŷ Newydd", "A café of the Eisteddfod in Llŷn, run by the sector’s volunteers."),
        "scan": ("LCSI", "Local Civil Society Infrastructure (LCSl) does five things."),
        "harm": ("<script>alert(1)</script> & co", "A <b>bold</b> claim & a harmless one."),
    }
    index.rebuild(
        ("thing", key, [entry(title, text, note=f"Source of {key}")]) for key, (title, text) in texts.items()
    )


def found(query, **options):
    """The keys of what is found, by the notes that name them."""
    return {
        Entry.objects.get(title__iexact=plain(hit.title_html)).key
        for group in index.ask(query, **options).groups
        for hit in group.hits
    }


def plain(html):
    for markup, text in (
        ('<mark class="hit">', ""), ("</mark>", ""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"),
    ):  # fmt: skip
        html = html.replace(markup, text)
    return str(html)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("549", "value"), ("549.5", "value"), ("£549.5 million", "value"), ("£549.5 mill", "value"),
        ("5000", "people"), ("5,000", "people"), ("13000", "people"), ("12", "people"), ("£12m", "people"),
        ("partnership", "together"), ("partnerships", "together"), ("PARTNERSHIP", "together"),
        ("partn", "together"), ("trust partnersh", "together"), ("the partnership of the trust", "together"),
        ("commission", "buying"), ("commissioned", "buying"), ("commissioning", "buying"),
        ("commissi", "buying"),
        ("council", "buying"), ("charity", "buying"), ("service buyi", "buying"),
        ("cafe", "welsh"), ("café", "welsh"), ("CAFÉ", "welsh"), ("llyn", "welsh"), ("ty newydd", "welsh"),
        ("sector's volunteers", "welsh"), ("sector’s volunteers", "welsh"),
        ("LCSI", "scan"), ("LCSl", "scan"), ("lcsi", "scan"), ("lcsi infrastructure", "scan"),
        ("bold claim", "harm"),
    ],
)  # fmt: skip
def test_finds(query, key):
    assert key in found(query)


@pytest.mark.parametrize("query", ["54", "5", "549.6", "E549", "500", "zebra", "million zebra house yak 7"])
def test_does_not_find_what_is_not_there(query):
    answer = index.ask(query)
    assert not (answer.groups and answer.has_all_words) or "value" not in found(query)


@pytest.mark.parametrize(
    "query",
    [
        "", " ", "\0",
        "a\0b", "the", "of the and", "?", "...", "!!!", "'", '"', '""', '"unclosed', "it's", "'; --",
        "AND", "OR", "NOT", "NEAR", "AND OR", "NOT trust", "NEAR(trust there)", "trust NEAR/2 there", "a AND",
        "*", "tru*", "**", "^trust", "title:trust", "title_words:trust", ":", "-",
        "-trust", "+trust", "(", ")",
        "((trust)", "{trust}", "[trust]", "trust & there", "trust | there", "!trust",
        "trust <-> there", "trust:*",
        "\\", "\\'", "%", "_", "%s", "{}", "$1", "<b>", "&amp;",
        "🙂", "🙂 trust", "👩‍👩‍👧", "日本語", "العربية", "ŵ", "ﷺ" * 300,
        "½", "²", "5,", ",5", "5.", "1.2.3.4", "1,2,3", "9" * 400,
        "a" * 10_000, "trust " * 2_000, "🙂" * 10_000,
        "\ud800", "\ufffe", "\u202etrust", "\r\n\t", "t\u0301rust", "e" + "\u0301" * 500,
    ],
    ids=lambda query: ascii(query)[:24],
)  # fmt: skip
def test_answers_whatever_is_typed(query):
    answer = index.ask(query)
    assert answer.count == sum(len(group.hits) for group in answer.groups)


@pytest.mark.parametrize(
    "query", ["trust & there", '"trust"', "(trust)", "-trust", "🙂 trust", "trust:*", "\0trust"]
)
def test_signs_around_a_word_do_not_hide_it(query):
    assert found(query) == {"together"}


def test_what_holds_all_words_comes_alone():
    answer = index.ask("employs volunteers")
    assert found("employs volunteers") == {"people"}
    assert answer.has_all_words


def test_what_holds_some_words_is_better_than_nothing():
    answer = index.ask("trust zebra")
    assert not answer.has_all_words
    assert found("trust zebra") == {"together"}


def test_a_word_in_the_title_comes_first():
    index.rebuild(
        [
            ("thing", "1", [entry("Other", "A compact, an accord and a covenant that people talked about")]),
            ("thing", "2", [entry("Compact", "An agreement between people of a place")]),
        ]
    )
    [group] = index.ask("compact").groups
    assert [plain(hit.title_html) for hit in group.hits] == ["Compact", "Other"]


def test_sections_keep_their_order_and_show_their_best_few():
    index.rebuild(
        ("thing", str(number), [entry(f"Tree {number}", section=section, order=order)])
        for order, section in ((2, "Late"), (1, "Early"))
        for number in range(order * 100, order * 100 + 9)
    )
    answer = index.ask("tree", limit=3)
    assert [(group.label, group.total, len(group.hits)) for group in answer.groups] == [
        ("Early", 9, 3),
        ("Late", 9, 3),
    ]
    assert answer.count == 18
    assert [group.label for group in index.ask("tree", section="Late").groups] == ["Late"]
    assert index.ask("tree", section="No such section").groups == []


def test_everything_shown_is_escaped_and_found_words_are_marked():
    [group] = index.ask("harmless script").groups
    [hit] = group.hits
    assert (
        hit.title_html
        == '&lt;<mark class="hit">script</mark>&gt;alert(1)&lt;/<mark class="hit">script</mark>&gt; &amp; co'
    )
    assert (
        hit.excerpt_html == 'A &lt;b&gt;bold&lt;/b&gt; claim &amp; a <mark class="hit">harmless</mark> one.'
    )


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("549", "549.5"), ("partnership", "partnerships"), ("commission", "Commissioning"),
        ("cafe", "café"), ("LCSl", "LCSI"), ("5000", "5,000"), ("emplo", "employs"), ("sectors", "sector’s"),
    ],
)  # fmt: skip
def test_marks_the_word_as_it_stands_there(query, marked):
    shown = [
        f"{hit.title_html} {hit.excerpt_html}" for group in index.ask(query).groups for hit in group.hits
    ]
    assert any(f'<mark class="hit">{marked}</mark>' in each for each in shown)


def test_a_long_text_is_cut_around_the_word():
    index.rebuild([("thing", "1", [entry("Long", f"{'before ' * 100}needle {'after ' * 100}")])])
    [[hit]] = [group.hits for group in index.ask("needle").groups]
    assert hit.excerpt_html.startswith("… before")
    assert '<mark class="hit">needle</mark>' in hit.excerpt_html
    assert hit.excerpt_html.endswith("after …")
    assert len(hit.excerpt_html) < 400


def test_a_changed_row_is_found_by_its_new_words_only():
    index.index("thing", "together", [entry("Walking", "Feet"), entry("Running", "Feet", part="second")])
    assert found("trust") == set()
    assert index.ask("feet").count == 2
    index.index("thing", "together", [entry("Walking", "Shoes")])
    assert index.ask("feet").count == 0
    assert index.ask("shoe").count == 1


def test_a_removed_row_is_not_found():
    index.remove("thing", "together")
    assert found("trust") == set()
    index.remove("thing", "never there")


def test_rebuilding_forgets_everything_else():
    assert index.rebuild([("thing", "1", [entry("Only")])]) == 1
    assert Entry.objects.count() == 1
    assert index.ask("partnership").groups == []
    index.rebuild([])
    assert index.is_empty()


@pytest.mark.parametrize("query", ["trust", "trust there zebra", ""])
def test_one_question_to_the_database_or_two(query, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        index.ask(query)
