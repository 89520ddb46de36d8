"""The whole toolkit as one PDF: accessible, complete, made once for each version of the content."""

import re
import threading
from pathlib import Path

import pytest
from django.core.files.storage.filesystem import FileSystemStorage
from django.db import connection, connections
from django.test import Client

from casestudies.models import CaseStudy, Figure
from covenant_toolkit import toolkit_pdf
from documents import fonts, pdf
from letters.models import LetterTemplate
from principles.models import (
    EvidenceUse,
    Finding,
    GlossaryTerm,
    GuidePage,
    LCSIFunction,
    Link,
    Principle,
    Source,
    Update,
)
from tests.documents.renderer import assert_accessible, reader, renderer_warnings

URL = "/toolkit.pdf"


@pytest.fixture(scope="session", autouse=True)
def faces():
    fonts.build(fonts.folder())


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch):
    """A private storage of this test's own."""
    own = FileSystemStorage(location=tmp_path)
    monkeypatch.setattr(toolkit_pdf, "default_storage", own)
    return own


@pytest.fixture
def renders(monkeypatch):
    """Count what is rendered, and render one short page instead of seventy."""
    made = []
    really = pdf.render

    def short(html, **kwargs):
        made.append(html)
        title = re.search(r"<title>.*?</title>", html, re.DOTALL)[0]
        return really(f'<html lang="en-GB">{title}<h1>Short</h1></html>', stylesheets=[])

    monkeypatch.setattr(toolkit_pdf.pdf, "render", short)
    return made


def squeezed(text):
    """Text without white space, since lines break elsewhere on paper."""
    return re.sub(r"\s+", "", text)


def bookmarks(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from bookmarks(entry)
        else:
            yield entry.title


def links(made):
    for page in made.pages:
        for note in page.get("/Annots", []):
            if note.get_object()["/Subtype"] == "/Link":
                yield note.get_object()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "postgresql", reason="the document is the same on both")
def test_the_whole_toolkit_is_in_one_accessible_document(client):
    with renderer_warnings() as said:
        response = client.get(URL)
    content = b"".join(response.streaming_content)
    assert said == []
    assert response.headers["Content-Type"] == "application/pdf"
    assert 'filename="covenant-toolkit.pdf"' in response.headers["Content-Disposition"]
    assert response.headers["Content-Length"] == str(len(content))
    assert_accessible(content)

    made = reader(content)
    text = squeezed(" ".join(page.extract_text() for page in made.pages))
    expected = [
        *(value for row in Principle.objects.all() for value in (row.name, row.summary)),
        *(value for row in Finding.objects.all() for value in (row.title, row.text)),
        *(value for row in LCSIFunction.objects.all() for value in (row.name, row.definition)),
        *(value for row in CaseStudy.objects.published()
          for value in (row.title, row.summary, row.source_line)),
        *(value for row in Figure.objects.all() for value in (str(row), row.meaning)),
        *(value for model in (GuidePage, EvidenceUse, Update, Link, Source)
          for value in model.objects.values_list("title", flat=True)),
        *GlossaryTerm.objects.values_list("term", flat=True),
        *(row.title for row in LetterTemplate.objects.in_use()),
        "[organisation name]", "[examples of your work]", "NAVCA has not reviewed all the text",
    ]  # fmt: skip
    assert [words for words in expected if squeezed(words) not in text] == []
    # What the pages print of a case study stands in the document too.
    for study in CaseStudy.objects.published():
        page = client.get(study.get_absolute_url()).text
        assert [str(row) for row in study.figures.all() if squeezed(row.value) not in squeezed(page)] == []

    titles = [chapter.title for chapter in toolkit_pdf.chapters()]
    marked = [squeezed(title) for title in bookmarks(made.outline)]
    assert [title for title in titles if squeezed(title) not in marked] == []
    assert [row.title for row in Finding.objects.all() if squeezed(str(row)) not in marked] == []
    contents = " ".join(made.pages[1].extract_text().split())
    assert re.search(rf"{re.escape(titles[0])}, page [1-9]", contents)
    assert f"Page 2 of {len(made.pages)}" in contents
    assert not any("/A" in link and "/toolkit" in str(link["/A"]) for link in links(made))
    assert sum("/Dest" in link or link["/A"]["/S"] == "/GoTo" for link in links(made)) > 30


@pytest.mark.django_db
def test_it_is_made_once_and_again_after_an_edit(client, renders, storage):
    first = b"".join(client.get(URL).streaming_content)
    assert b"".join(client.get(URL).streaming_content) == first
    assert len(renders) == 1
    row = Principle.objects.first()
    row.summary = "Something else altogether."
    row.save()
    assert b"".join(client.get(URL).streaming_content)
    assert len(renders) == 2
    assert "Something else altogether." in renders[1]
    assert sorted(Path(name).suffix for name in storage.listdir("toolkit")[1]) == ["", ".pdf"]


@pytest.mark.django_db
def test_a_failed_render_leaves_nothing_and_says_so(client, monkeypatch, storage, caplog):
    def stops(*args, **kwargs):
        raise pdf.PDFNotMade("for this test")

    monkeypatch.setattr(toolkit_pdf.pdf, "render", stops)
    response = client.get(URL)
    assert response.status_code == 503
    assert "Wait a minute, then try again" in response.text
    assert "for this test" not in response.text
    assert response.headers["Retry-After"]
    assert "for this test" in caplog.text
    assert [name for name in storage.listdir("toolkit")[1] if name.endswith((".pdf", ".part"))] == []


@pytest.mark.django_db
def test_somebody_who_waits_too_long_is_told_to_come_back(client, monkeypatch, renders):
    monkeypatch.setattr(toolkit_pdf, "LONGEST_WAIT", 0.2)
    with toolkit_pdf._one_at_a_time():
        assert client.get(URL).status_code == 503
    assert renders == []
    assert b"".join(client.get(URL).streaming_content)


@pytest.mark.django_db
def test_head_is_answered_and_post_is_not(client, renders):
    assert client.post(URL).status_code == 405
    response = client.head(URL)
    response.close()  # last, since it lets go of the database too
    assert response.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_several_who_ask_at_once_get_one_document(renders):
    got = []

    def ask():
        got.append(b"".join(Client().get(URL).streaming_content))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 4
    assert len(set(got)) == 1
    assert len(renders) == 1


def test_headings_of_markdown_stand_under_the_one_above_and_skip_no_level():
    html = (
        '<div class="under-3"><h2>a</h2><h4>b</h4><h3>c</h3></div>'
        '<div class="under-5"><h3>d</h3><h4>e</h4></div>'
    )
    assert toolkit_pdf._put_under(html) == (
        "<div><h4>a</h4><h5>b</h5><h5>c</h5></div><div><h6>d</h6><h6>e</h6></div>"
    )


def test_links_within_the_site_lead_on_within_the_document():
    html = (
        '<h2 id="guide-one">One</h2><h3 id="E4">E4</h3><a href="/guide/one/" rel="noopener">one</a>'
        ' <a href="/evidence/#E4">E4</a> <a href="/letters/">letters</a> <a href="#gone">gone</a>'
        ' <a href="https://example.org/">out</a>'
    )
    assert toolkit_pdf._lead_on(html).partition("</h3>")[2] == (
        '<a href="#guide-one">one</a> <a href="#E4">E4</a> letters gone <a href="https://example.org/">out</a>'
    )
