from documents.html_text import to_text


def test_reads_as_the_page_does():
    html = (
        "<h2>About</h2>\n<p>One <strong>two</strong><br>\nthree</p>"
        "<ol start='3'><li>a</li><li>b [x]</li></ol><ul><li>c<ul><li>d</li></ul></li></ul>"
        "<blockquote><p>q</p></blockquote>"
    )
    assert to_text(html) == "About\n\nOne two\nthree\n\n3. a\n4. b [x]\n\n• c\n  • d\n\nq"


def test_a_link_is_followed_by_its_address_unless_it_shows_it():
    assert to_text("<p><a href='https://example.org'>site</a></p>") == "site (https://example.org)"
    assert to_text("<p><a href='https://example.org'>https://example.org</a></p>") == "https://example.org"
    assert to_text("<p><a href='mailto:a@example.org'>a@example.org</a></p>") == "a@example.org"
    assert to_text("<p><a href='mailto:a@example.org'>Ann</a></p>") == "Ann (a@example.org)"


def test_a_table_is_read_row_by_row_and_what_is_not_shown_is_left_out():
    table = "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
    assert to_text(f"<title>t</title><style>p{{}}</style>{table}<p>&lt;b&gt; &amp;amp;</p>") == (
        "A B\n\n1 2\n\n<b> &amp;"
    )
