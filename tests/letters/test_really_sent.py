"""The file that was really sent, finished elsewhere: it is the record, and ours stay readable."""

import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document

from covenant_toolkit.deletion import delete_everything
from letters.freezing import make_ready
from letters.models import SentFile
from letters.sent import mark_sent, take_back
from tests.members.test_work_files import EXCEL

from .letters_to import letter_to

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def word(text):
    written = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(written)
    return written.getvalue()


@pytest.fixture
def version(harbourside, member):
    letter = letter_to(harbourside, "Jo Ferris", "Al Whitlow")
    return make_ready(letter, revision=letter.revision, by=member)


@pytest.fixture
def copy(version):
    return version.copies.all()[0]


def url(version, name, query=""):
    return reverse(f"letters:{name}", args=[version.letter_id, version.number]) + query


def add(client, copy, content, name="letter.docx"):
    file = SimpleUploadedFile(name, content)
    return client.post(url(copy.version, "sent-file", f"?to={copy.pk}"), {"file": file}, follow=True).text


def test_it_is_shown_first_and_handed_out_as_the_one_you_sent(member_client, member, version, copy):
    page = add(member_client, copy, word("Dear Jo"), "../My letter; <b>final</b>.docx")
    assert "Your file is now the record of your letter to Councillor Jo Ferris, Suffolk." in page
    assert page.count("Your finished file") == 1
    mark_sent(version, [copy], on=timezone.localdate(), how="email", by=member)
    page = member_client.get(version.letter.get_download_url()).text
    assert page.index("The one you sent") < page.index(f'href="{copy.get_file_url("pdf")}"')
    assert "<b>final" not in page
    assert "finished elsewhere and added by Sam Member on" in page
    answer = member_client.get(url(version, "sent-file-download", f"?to={copy.pk}"))
    assert b"".join(answer.streaming_content) == word_of(copy)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    # Ours stays readable beside it, and the other recipient has none.
    assert member_client.get(copy.get_file_url("pdf")).content.startswith(b"%PDF")
    other = version.copies.all()[1]
    assert member_client.get(url(version, "sent-file-download", f"?to={other.pk}")).status_code == 404
    assert page.count("The one you sent") == 1


def word_of(copy):
    with SentFile.objects.get(copy=copy).file.open("rb") as stored:
        return stored.read()


def test_it_is_replaced_and_removed_until_the_letter_is_marked_as_sent(
    member_client, colleague_client, member, version, copy, django_capture_on_commit_callbacks
):
    add(member_client, copy, word("First"))
    first = SentFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        add(colleague_client, copy, PDF, "signed.pdf")
    second = SentFile.objects.get()
    assert (second.file_name, second.added_by.name, second.size) == ("signed.pdf", "Kit Colleague", len(PDF))
    assert not first.file.storage.exists(first.file.name)
    mark_sent(version, [copy], on=timezone.localdate(), how="post", by=member)
    remove = url(version, "sent-file-remove")
    for page in (
        add(member_client, copy, word("Third")),
        member_client.post(remove, {"copy": copy.pk}, follow=True).text,
    ):
        assert "the file you added is the record of it. It stays as it is." in page
        assert "Replace<" not in page
    assert word_of(copy) == PDF
    take_back(copy)
    assert "is removed" in member_client.post(remove, {"copy": copy.pk}, follow=True).text
    assert not SentFile.objects.exists()
    # Marked first and kept afterwards: the first file is taken, and then it is the record.
    mark_sent(version, [copy], on=timezone.localdate(), how="post", by=member)
    assert "is now the record" in add(member_client, copy, PDF, "signed.pdf")
    assert "stays as it is" in add(member_client, copy, word("Other"))


def test_a_file_that_a_colleague_added_meanwhile_is_not_replaced_unseen(
    member_client, colleague_client, version, copy
):
    page = url(version, "sent-file", f"?to={copy.pk}")
    opened = member_client.get(page).context["form"]["opened_with"].value()
    add(colleague_client, copy, PDF, "theirs.pdf")
    for kept, name in (("theirs.pdf", "mine.pdf"), ("mine.pdf", "mine.pdf")):
        answer = member_client.post(page, {"file": SimpleUploadedFile(name, PDF), "opened_with": opened})
        assert SentFile.objects.get().file_name == kept
        if answer.status_code == 200:
            assert "changed after you opened the page" in answer.text
            assert "It replaces theirs.pdf" in answer.text
            opened = answer.context["form"]["opened_with"].value()


def test_only_whole_word_and_pdf_files_are_taken(member_client, version, copy):
    for content, name, words in (
        (b"", "letter.docx", "The file is empty"),
        (b"%PDF-1.7 cut off", "letter.pdf", "damaged or cut short"),
        (b"\x89PNG\r\n\x1a\n", "letter.pdf", "damaged or cut short"),
        (b"<html>", "letter.pdf", "of another kind, whatever its name says"),
        (EXCEL, "letter.docx", "Choose a Word (.docx) or PDF file"),
    ):
        page = add(member_client, copy, content, name)
        assert words in page, name
        assert "<title>Error: " in page
    page = member_client.post(url(version, "sent-file", f"?to={copy.pk}"), {"x": ""}).text
    assert "Choose the file that you sent" in page
    assert not SentFile.objects.exists()


def test_it_is_in_everything_and_goes_with_the_organisation(
    member_client, harbourside, copy, django_capture_on_commit_callbacks
):
    add(member_client, copy, PDF, "signed.pdf")
    answer = member_client.get(reverse("everything"))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    (name,) = [name for name in archive.namelist() if name.endswith("/sent/signed.pdf")]
    assert archive.read(name) == PDF
    assert "signed.pdf" in archive.read("ready-letters.csv").decode()
    stored = SentFile.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        delete_everything(harbourside)
    assert not stored.storage.exists(stored.name)


def test_nobody_else_adds_or_reads_it(other_client, member_client, harbourside, version, copy):
    add(member_client, copy, PDF, "signed.pdf")
    for name in ("sent-file", "sent-file-download"):
        assert other_client.get(url(version, name, f"?to={copy.pk}")).status_code == 404
    for name in ("sent-file", "sent-file-remove"):
        assert other_client.post(url(version, name), {"copy": copy.pk}).status_code == 404
    harbourside.membership_ends_on = timezone.localdate() - datetime.timedelta(days=1)
    harbourside.save()
    assert member_client.post(url(version, "sent-file"), {"x": ""}).status_code == 403
    assert member_client.post(url(version, "sent-file-remove"), {"copy": copy.pk}).status_code == 403
    answer = member_client.get(url(version, "sent-file-download", f"?to={copy.pk}"))
    assert b"".join(answer.streaming_content) == PDF
    assert SentFile.objects.exists()
