"""The whole toolkit as one PDF: accessible, complete, made once for each version of the content."""

import fcntl
import os
import re
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage.filesystem import FileSystemStorage
from django.core.management import CommandError, call_command
from django.utils import timezone

from casestudies.models import CaseStudy, Figure
from covenant_toolkit import toolkit_document, toolkit_pdf
from covenant_toolkit.one_at_a_time import lock_file
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
    StartingPoint,
    Update,
)
from tests.documents.renderer import assert_accessible, page_texts, reader, renderer_warnings, text_of

pytestmark = pytest.mark.one_database

URL = "/toolkit.pdf"


@pytest.fixture(scope="session", autouse=True)
def faces():
    fonts.build(fonts.folder())


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch, settings):
    """A private storage and a lock of this test's own."""
    settings.DATA_DIR = tmp_path / "data"
    own = FileSystemStorage(location=tmp_path / "private")
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
        return really(f'<html lang="en-GB">{title}<h1>Number {len(made)}</h1></html>', stylesheets=[])

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
@pytest.mark.long
def test_the_whole_toolkit_is_in_one_accessible_document(client):
    with renderer_warnings() as said:
        make()
    assert said == []
    response = client.get(URL)
    content = b"".join(response.streaming_content)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Length"] == str(len(content))
    assert_accessible(content)

    made = reader(content)
    text = squeezed(text_of(content))
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
        *(words for row in StartingPoint.objects.all() for words in (row.label, row.hint, row.letter)),
        *(row.title for row in LetterTemplate.objects.in_use()),
        "[organisation name]", "[examples of your work]", "NAVCA has not reviewed all the text",
    ]  # fmt: skip
    assert [words for words in expected if squeezed(words) not in text] == []
    # What the pages print of a case study stands in the document too.
    for study in CaseStudy.objects.published():
        page = client.get(study.get_absolute_url()).text
        assert [str(row) for row in study.figures.all() if squeezed(row.value) not in squeezed(page)] == []

    titles = [chapter.title for chapter in toolkit_document.chapters()]
    marked = [squeezed(title) for title in bookmarks(made.outline)]
    assert [title for title in titles if squeezed(title) not in marked] == []
    assert [row.title for row in Finding.objects.all() if squeezed(str(row)) not in marked] == []
    contents = page_texts(content)[1]
    assert re.search(rf"{re.escape(titles[0])}, page [1-9]", contents)
    assert f"Page 2 of {len(made.pages)}" in contents
    assert not any("/A" in link and "/toolkit" in str(link["/A"]) for link in links(made))
    assert sum("/Dest" in link or link["/A"]["/S"] == "/GoTo" for link in links(made)) > 30


def ask(client):
    """What a reader gets: the file and its name, or None while there is none."""
    response = client.get(URL)
    if response.status_code == 503:
        assert response.headers["Retry-After"]
        return None
    return b"".join(response.streaming_content), response.headers["Content-Disposition"]


def make():
    """Make it once the process that a reader has started lets go of the lock."""
    with lock_file(toolkit_pdf.WORK) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
    call_command("make_toolkit_pdf", verbosity=0)


@pytest.mark.django_db
def test_it_is_made_once_and_readers_get_the_last_one_until_there_is_a_newer(client, renders, storage):
    make()
    make()
    assert len(renders) == 1
    first, disposition = ask(client)
    assert f'filename="covenant-toolkit-{timezone.localdate()}.pdf"' in disposition
    row = Principle.objects.first()
    for number in (2, 3):
        row.summary = f"Something else altogether, {number}."
        row.save()
        assert ask(client)[0] == first  # at once, and nothing was laid out for it
        assert len(renders) == number - 1
        make()
        assert row.summary in renders[-1]
        assert ask(client)[0] != first
        first = ask(client)[0]
    # The last one stays for whoever is just opening it.
    assert sorted(Path(name).suffix for name in storage.listdir("toolkit")[1]) == [".pdf", ".pdf"]


@pytest.mark.django_db
def test_a_reader_before_the_first_one_is_told_to_come_back(client, storage):
    page = client.get(URL)
    assert page.status_code == 503
    assert "The PDF is being made" in page.text
    assert f'href="{URL}"' in page.text
    assert client.post(URL).status_code == 405
    assert client.head(URL).status_code == 503
    storage.save("toolkit/left-behind.part", ContentFile(b"half"))
    assert ask(client) is None


@pytest.mark.django_db
def test_a_failed_render_leaves_nothing_and_says_so(client, monkeypatch, storage):
    def stops(*args, **kwargs):
        raise pdf.PDFNotMade("for this test")

    monkeypatch.setattr(toolkit_pdf.pdf, "render", stops)
    with pytest.raises(CommandError, match="for this test"):
        make()
    assert toolkit_pdf.finished() == {}
    toolkit_pdf.start_making()
    wait_until(lambda: not is_locked())
    page = client.get(URL)  # within the same minute nothing is started again
    assert "Wait a minute, then try again" in page.text
    assert "for this test" not in page.text


@pytest.mark.django_db
def test_a_machine_that_starts_no_process_says_so(client, settings, caplog):
    settings.MAKE_TOOLKIT_PDF = ["/nowhere/at/all"]
    assert "Wait a minute, then try again" in client.get(URL).text
    assert "cannot be made" in caplog.text


@pytest.mark.django_db
def test_many_readers_start_one_process_and_it_may_be_killed(client, renders, settings, tmp_path):
    """A real process: it inherits the lock, nobody starts another meanwhile, and its end frees the lock."""
    began = tmp_path / "began"
    program = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()} '); time.sleep(60)"
    settings.MAKE_TOOLKIT_PDF = [sys.executable, "-c", program, str(began)]
    with ThreadPoolExecutor(8) as readers:
        assert all(readers.map(lambda _: toolkit_pdf.start_making(), range(8)))
    wait_until(lambda: began.exists() and began.read_text())
    (number,) = map(int, began.read_text().split())
    assert "The PDF is being made" in client.get(URL).text
    said = StringIO()
    call_command("make_toolkit_pdf", stdout=said)
    assert said.getvalue() == "Another process is making the PDF.\n"
    assert renders == []
    os.kill(number, signal.SIGKILL)
    wait_until(lambda: not is_locked())
    make()
    assert len(renders) == 1
    assert ask(client)
    assert began.read_text().split() == [str(number)]


def is_locked():
    with toolkit_pdf.the_lock() as is_free:
        return not is_free


def wait_until(is_so):
    give_up_at = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < give_up_at
        time.sleep(0.02)


def test_headings_of_markdown_stand_under_the_one_above_and_skip_no_level():
    html = (
        '<div class="under-3"><h2>a</h2><h4>b</h4><h3>c</h3></div>'
        '<div class="under-5"><h3>d</h3><h4>e</h4></div>'
    )
    assert toolkit_document._put_under(html) == (
        "<div><h4>a</h4><h5>b</h5><h5>c</h5></div><div><h6>d</h6><h6>e</h6></div>"
    )


def test_links_within_the_site_lead_on_within_the_document():
    html = (
        '<h2 id="guide-one">One</h2><h3 id="E4">E4</h3><a href="/guide/one/" rel="noopener">one</a>'
        ' <a href="/evidence/#E4">E4</a> <a href="/letters/">letters</a> <a href="#gone">gone</a>'
        ' <a href="https://example.org/">out</a>'
    )
    assert toolkit_document._lead_on(html).partition("</h3>")[2] == (
        '<a href="#guide-one">one</a> <a href="#E4">E4</a> letters gone <a href="https://example.org/">out</a>'
    )
