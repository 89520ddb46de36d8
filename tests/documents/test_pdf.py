import base64
import socket
import threading
from pathlib import Path

import pytest

from documents import fonts, pdf

from .renderer import assert_accessible, page_texts, reader, renderer_warnings, text_of

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPjPAAADAgEBhCbC8QAAAABJRU5ErkJggg=="
)


def document(body, head=""):
    head = f"<head><title>A letter</title>{head}</head>"
    return f'<!doctype html><html lang="en-GB">{head}<body>{body}</body></html>'


def test_is_tagged_titled_and_in_british_english(renderer):
    made = pdf.render(document("<h1>Heading</h1><p>Text</p><ul><li>One</li></ul>"), stylesheets=[])
    assert_accessible(made)
    root = reader(made).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader(made).metadata.title == "A letter"


def test_edge_E99_same_input_gives_the_same_bytes(renderer):
    html = document('<p>Łódź</p><img src="ours:logo" alt="Logo">')
    first = pdf.render(html, stylesheets=[], images={"logo": PNG})
    assert pdf.render(html, stylesheets=[], images={"logo": PNG}) == first


def test_faces_are_embedded_subsets_of_ours(renderer):
    made = pdf.render(document("<p>Text <b>bold</b> Київ</p>"), stylesheets=[])
    for font in reader(made).pages[0]["/Resources"]["/Font"].values():
        font = font.get_object()
        assert font["/Subtype"] == "/Type0"
        assert font["/BaseFont"][7] == "+"
        assert "Letter" in font["/BaseFont"] or "Noto-Sans" in font["/BaseFont"]
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_edge_E52_text_reads_back_as_typed(renderer):
    words = "Ŵyr ŷ Łódź D’Arcy O'Brien £5 – “yes” Ελλάδα Київ café"
    assert text_of(pdf.render(document(f"<p>{words}</p>"), stylesheets=[])) == words
    assert text_of(pdf.render(document("<p>W\u0302yr cafe\u0301</p>"), stylesheets=[])) == "Ŵyr café"


def test_an_image_handed_over_is_shown(renderer):
    made = pdf.render(document('<img src="ours:logo" alt="Our logo">'), stylesheets=[], images={"logo": PNG})
    assert len(reader(made).pages[0].images) == 1
    assert_accessible(made)


def test_one_members_logo_never_shows_on_anothers_letter():
    html = document('<img src="ours:logo" alt="Our logo">')
    with renderer_warnings():
        first = pdf.render(html, stylesheets=[], images={"logo": PNG})
        second = pdf.render(html, stylesheets=[], images={"logo": b"not a picture"})
        third = pdf.render(html, stylesheets=[])
    assert [len(reader(made).pages[0].images) for made in (first, second, third)] == [1, 0, 0]
    assert "Our logo" in text_of(third)


@pytest.fixture
def listening():
    """An address on this machine that notes whether anybody called."""
    calls = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    stop = threading.Event()

    def serve():
        while not stop.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            calls.append(connection.recv(1000))
            connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
    stop.set()
    thread.join()
    server.close()


WAYS_OUT = {
    "image": ("", '<img src="{}" alt="Words instead">'),
    "picture": ("", '<img srcset="{} 2x" src="{}" alt="Words instead">'),
    "object": ("", '<object data="{}">Words instead</object>'),
    "embed": ("", '<p>Words instead</p><embed src="{}">'),
    "svg image": (
        "",
        '<p>Words instead</p><svg role="img" aria-label="x" xmlns="http://www.w3.org/2000/svg"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><title>x</title>'
        '<image href="{}" xlink:href="{}" width="5" height="5"/><use href="{}#a"/></svg>',
    ),
    "css background": ("<style>p{{background:url({})}}</style>", "<p>Words instead</p>"),
    "css content": ("<style>p::before{{content:url({})}}</style>", "<p>Words instead</p>"),
    "css list": ("<style>li{{list-style-image:url({})}}</style>", "<ul><li>Words instead</li></ul>"),
    "css import": ("<style>@import url({});</style>", "<p>Words instead</p>"),
    "css face": (
        "<style>@font-face{{font-family:x;src:url({})}}p{{font-family:x}}</style>",
        "<p>Words instead</p>",
    ),
    "css page": ("<style>@page{{background:url({})}}</style>", "<p>Words instead</p>"),
    "style attribute": ("", '<p style="background:url({})">Words instead</p>'),
    "stylesheet": ('<link rel="stylesheet" href="{}">', "<p>Words instead</p>"),
    "attachment": ('<link rel="attachment" href="{}">', "<p>Words instead</p>"),
    "attached link": ("", '<p><a rel="attachment" href="{}">Words instead</a></p>'),
    "base": ('<base href="{}">', '<img src="x.png" alt="Words instead">'),
}


@pytest.mark.parametrize("way", WAYS_OUT)
@pytest.mark.parametrize("scheme", ["file", "http", "data"])
def test_edge_E33_nothing_is_fetched(way, scheme, listening, tmp_path):
    address, calls = listening
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"><text y="20">SECRET</text></svg>'
    )
    data = base64.b64encode(secret.read_bytes()).decode()
    url = {
        "file": secret.as_uri(),
        "http": f"{address}/secret.svg",
        "data": f"data:image/svg+xml;base64,{data}",
    }[scheme]
    head, body = (part.replace("{}", url).replace("{{", "{").replace("}}", "}") for part in WAYS_OUT[way])
    with renderer_warnings():
        made = pdf.render(document(body, head), stylesheets=[])
    assert "Words instead" in text_of(made)
    assert "SECRET" not in text_of(made)
    assert reader(made).attachments == {}
    assert b"SECRET" not in made
    assert calls == []


def test_a_stylesheet_is_parsed_once_until_it_changes(tmp_path, renderer):
    sheet = tmp_path / "a.css"
    sheet.write_text("@page { size: A4 } p { break-after: page }")
    html = document("<p>a</p><p>b</p>")
    assert pdf.page_count(html, stylesheets=[sheet]) == 2
    kept = pdf._machine().css(sheet)
    assert pdf._machine().css(sheet) is kept
    sheet.write_text("@page { size: A5 }")
    assert pdf.page_count(html, stylesheets=[sheet]) == 1


def test_page_count_agrees_with_the_file(renderer):
    html = document("<p>a</p>" * 200)
    assert pdf.page_count(html, stylesheets=[]) == len(reader(pdf.render(html, stylesheets=[])).pages)


def test_threads_take_turns(renderer):
    html = [document(f"<p>Letter {number} {'words ' * 300}</p>") for number in range(6)]
    alone = [pdf.render(text, stylesheets=[]) for text in html]
    together = [b""] * len(html)

    def work(number):
        together[number] = pdf.render(html[number], stylesheets=[])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(html))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


def test_edge_E100_what_the_renderer_complains_about_is_heard(tmp_path):
    sheet = tmp_path / "a.css"
    sheet.write_text("p { colour: red }")
    with renderer_warnings() as said:
        pdf.render(document("<p>a</p>"), stylesheets=[sheet])
    assert any("colour" in words for words in said)


def test_missing_faces_say_what_to_type(tmp_path, monkeypatch):
    monkeypatch.setenv("COVENANT_FONTS_DIR", str(tmp_path / "nowhere"))
    pdf._machine.cache_clear()
    with pytest.raises(pdf.PDFLibrariesMissing, match=r"python -m documents\.fonts"):
        pdf.render(document("<p>a</p>"), stylesheets=[])
    assert not Path(tmp_path / "nowhere").exists()
    monkeypatch.undo()
    assert fonts.folder().is_dir()
    pdf._machine.cache_clear()


def test_what_stops_the_renderer_is_one_kind_of_error():
    with pytest.raises(pdf.PDFNotMade):
        pdf.render(document("<p>a</p>"), stylesheets=[Path("/nowhere/at/all.css")])


# Several documents in one file, and what stands in margins

NUMBERED = (
    "<style>@page { size: A5; @bottom-left { content: 'Page ' counter(page) ' of ' counter(pages) } }</style>"
)


def letters(*lengths):
    """Documents of so many pages each."""
    for number, pages in enumerate(lengths, 1):
        body = (
            f"<h1>Letter {number}</h1>"
            + "<p style='break-after: page'>Words</p>" * (pages - 1)
            + "<p>End</p>"
        )
        yield document(body, NUMBERED)


@pytest.fixture(scope="module")
def together():
    return pdf.render_together(letters(1, 2, 3), title="Letters <1> & 2", stylesheets=[])


def test_each_of_several_documents_counts_its_own_pages(together, renderer):
    assert_accessible(together)
    assert [words.split("Page ")[1] for words in page_texts(together)] == [
        *("1 of 1", "1 of 2", "2 of 2", "1 of 3", "2 of 3", "3 of 3"),
    ]
    assert reader(together).metadata.title == "Letters <1> & 2"
    assert [entry.title for entry in reader(together).outline] == ["Letter 1", "Letter 2", "Letter 3"]


def test_on_both_sides_each_document_begins_on_a_right_hand_page(renderer):
    made = pdf.render_together(letters(1, 2, 3, 1), title="A", stylesheets=[], on_right_hand_pages=True)
    assert_accessible(made)
    begins = [number for number, words in enumerate(page_texts(made), 1) if "Letter" in words]
    assert begins == [1, 3, 5, 9]
    assert [number for number, words in enumerate(page_texts(made), 1) if not words] == [2, 8]


def test_edge_E99_the_same_documents_together_give_the_same_bytes(together):
    assert pdf.render_together(letters(1, 2, 3), title="Letters <1> & 2", stylesheets=[]) == together


def read_aloud(made):
    """The words that a screen reader meets: those of the marked contents that the tags lead to."""
    read, root = reader(made), reader(made).trailer["/Root"]
    texts = {}
    for number, page in enumerate(read.pages):
        inside = []

        def visit(operator, operands, cm, tm, number=number, inside=inside):
            if operator == b"BDC":
                inside.append((number, operands[1].get("/MCID")))
            elif operator == b"BMC":
                inside.append((number, None))
            elif operator == b"EMC":
                inside.pop()
            elif operator in (b"Tj", b"TJ"):
                texts.setdefault(inside[-1], []).append(operands)

        page.extract_text(visitor_operand_before=visit)
    marked = {place for place in texts if place[1] is not None}
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(read.pages)}

    def reached(node, page=None):
        node = node.get_object()
        if isinstance(node, int):
            yield page, node
            return
        page = pages[node.raw_get("/Pg").idnum] if "/Pg" in node else page
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from reached(kid, page)

    return marked, set(reached(root["/StructTreeRoot"]["/K"][0]))


def test_lines_in_margins_are_artifacts_and_all_other_text_is_reached_by_the_tags(together):
    marked, reached = read_aloud(together)
    assert marked == reached
    content = reader(together).pages[0].get_contents().get_data()
    assert content.count(b"/Artifact\n<</Type /Pagination>>\nBDC") == 1
