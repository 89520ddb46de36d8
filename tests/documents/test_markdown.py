import time

import pytest

from documents.markdown import changes_made_by_sanitiser, to_html


def html(text):
    return to_html(text).replace("\n", "")


def test_headings_begin_at_h2():
    assert html("# A\n\n## B\n\n###### C") == "<h2>A</h2><h3>B</h3><h4>C</h4>"
    assert html("## A\n\n### B") == "<h2>A</h2><h3>B</h3>"


@pytest.mark.parametrize(
    "address", ["https://example.org/?a=1&b=2", "http://example.org", "mailto:a@example.org", "/x/", "#y"]
)
def test_links_that_stay(address):
    escaped = address.replace("&", "&amp;")
    assert html(f"[go]({address})") == f'<p><a href="{escaped}" rel="noopener">go</a></p>'
    assert changes_made_by_sanitiser(f"[go]({address})") == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "//example.org",
        "/\\example.org",
        "data:text/html,x",
        "x.html",
        "",
    ],
)
def test_edge_E32_links_that_lose_their_address_keep_their_words(address):
    assert html(f"[go]({address})") == "<p>go</p>"
    assert len(changes_made_by_sanitiser(f"[go]({address})")) == 1


def test_edge_E36_html_is_shown_as_typed():
    typed = "<script>alert(1)</script> <b onclick=x>b</b> <!-- c -->\n\n<style>@page{}</style>"
    made = to_html(typed)
    assert "<script" not in made
    assert "<b" not in made
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in made
    assert any("“<script>”" in change for change in changes_made_by_sanitiser(typed))


def test_edge_E37_entities_are_printed_as_typed():
    assert html("AT&T, &copy; and `&amp;`") == "<p>AT&amp;T, &amp;copy; and <code>&amp;amp;</code></p>"


def test_edge_E33_pictures_are_left_out_and_named():
    assert "<img" not in to_html("![A map](file:///etc/passwd)")
    assert changes_made_by_sanitiser("![A map](file:///etc/passwd)") == ["The picture “A map” is left out."]


def test_edge_E40_control_characters_cannot_hang_markdown():
    assert html("a \x02klzzwxh:0000\x03 b") == "<p>a klzzwxh:0000 b</p>"
    assert changes_made_by_sanitiser("a\x02") == ["Invisible control characters were taken out."]


def test_edge_E59_bullets_follow_a_paragraph_and_nest():
    assert html("Asks:\n- a\n  - b\n    - c\n- d\n\nEnd") == (
        "<p>Asks:</p><ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul><p>End</p>"
    )
    assert html("1. one\n   - in\n2. two") == "<ol><li>one<ul><li>in</li></ul></li><li>two</li></ol>"


def test_edge_E25_a_year_in_a_paragraph_stays():
    assert html("It began in\n2024. A year") == "<p>It began in2024. A year</p>"


def test_no_list_begins_with_a_number_that_nothing_can_print():
    assert '<ol start="1234">' in to_html("1234. Then")
    assert "<ol>" in to_html(f"{'9' * 5_000}. Then")


def test_a_rule_is_no_list():
    assert html("a\n\n* * *\n\nb") == "<p>a</p><hr><p>b</p>"


def test_tables_carry_no_style():
    made = html("|a|b|\n|-|-:|\n|1|2|")
    assert made.startswith("<table><thead><tr><th>a</th>")
    assert "style" not in made


def test_nothing_lost_is_nothing_said():
    assert changes_made_by_sanitiser("# A\n\n**b** *c* [d](https://example.org)\n\n- e\n\n> f") == []


DEEP = 5_000


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * DEEP,
        "![" * DEEP,
        "[a](" * DEEP,
        "[a " * DEEP,
        ">" * DEEP,
        "> - " * DEEP,
        "1. " * DEEP,
        "\n".join(f"{'>' * depth} a" for depth in range(600)),
        "\n".join(f"{'  ' * depth}- a" for depth in range(600)),
        "*a **b " * DEEP,
    ],
    ids=[
        "brackets",
        "pictures",
        "links",
        "words",
        "quotes",
        "both",
        "items",
        "quotes within",
        "items within",
        "stars",
    ],
)
def test_nothing_that_is_typed_takes_minutes(bomb):
    """Each took from twenty seconds to hours, or ended the page with a fault."""
    begun = time.process_time()
    assert to_html(bomb)
    assert time.process_time() - begun < 5


def test_many_links_stay_links():
    html = to_html(
        "\n".join(f"| [One {number}](https://example.org/{number}) | text |" for number in range(300))
    )
    assert html.count("<a ") == 300
