"""Files of records: judged by what they hold, kept under a name nobody guesses, handed out with care."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from members import private_files
from members.private_files import DOCX, JPEG, MOST_BYTES, PDF, PNG, XLSX, checked_kind
from members.records import Record
from members.work import Activity

from .test_work import a_record, make_activity

pytestmark = pytest.mark.one_database

PDF_FILE = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
OFFICE = "application/vnd.openxmlformats-officedocument."
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


def picture(kind):
    file = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(file, kind)
    return file.getvalue()


def office(main, comment=b"", **parts):
    """A small Word or Excel file, with further parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("main.xml", "<x/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
        archive.comment = comment
    return file.getvalue()


WORD = office(f"{OFFICE}wordprocessingml.document.main+xml")
EXCEL = office(f"{OFFICE}spreadsheetml.sheet.main+xml")


def png_with(name, content):
    """A PNG with one more chunk behind its first."""
    whole = picture("PNG")
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return whole[:33] + chunk + whole[33:]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF_FILE, PDF),
        (picture("PNG"), PNG),
        (png_with(b"tEXt", b"Title\0A picture"), PNG),
        (picture("JPEG"), JPEG),
        (picture("JPEG") + picture("JPEG"), JPEG),  # cameras put a second picture behind the first
        (WORD, DOCX),
        (EXCEL, XLSX),
    ],
)
def test_a_file_is_what_it_holds(data, kind):
    assert checked_kind(SimpleUploadedFile("a.exe", data)) == kind


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"", "The file is empty"),
        ("a.pdf", b"MZ a program", "of another kind, whatever its name says"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "of another kind"),
        ("a.pdf", b"<html><script>1</script>", "of another kind"),
        ("a.pdf", PDF_FILE[:20], "damaged or cut short"),
        ("a.png", picture("PNG")[:-9], "damaged or cut short"),
        ("a.png", picture("PNG") + b"more", "damaged or cut short"),
        ("a.jpg", picture("JPEG")[:30], "damaged or cut short"),
        ("a.docx", WORD[:200], "damaged or cut short"),
        ("a.pdf", PDF_FILE.replace(b"%%EOF\n", WORD + b"\n%%EOF"), "a second file of another kind"),
        ("a.jpg", picture("JPEG") + EXCEL, "a second file of another kind"),
        ("a.png", png_with(b"tEXt", b"<script>1</script>"), "a second file of another kind"),
        ("a.png", png_with(b"tEXt", b"%PDF-1.7"), "a second file of another kind"),
        ("a.docx", WORD + PDF_FILE, "a second file of another kind"),
        ("a.docx", office(f"{OFFICE}wordprocessingml.document.main+xml", b"<?php ?>"), "a second file"),
        ("a.docx", office(MACRO), "holds macros"),
        ("a.docx", office(f"{OFFICE}wordprocessingml.document.main+xml", word__vbaProject=b"x"), "macros"),
        ("a.xlsx", office(f"{OFFICE}spreadsheetml.sheet.main+xml", xl__macrosheets__a=b"x"), "macros"),
        ("a.xlsx", office(f"{OFFICE}spreadsheetml.sheet.main+xml", x=b"\xd0\xcf\x11\xe0"), "macros"),
        ("a.zip", office("text/plain"), "of another kind"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "an older Word or Excel file"),
        ("a.pdf", PDF_FILE + b"0" * MOST_BYTES, "smaller than 10 MB. Yours is 10.0 MB"),
    ],
)
@pytest.mark.django_db
def test_what_is_refused_says_why_and_keeps_the_words(member_client, harbourside, name, data, words):
    activity = make_activity(harbourside)
    typed = {
        "kind": "count", "value": "212", "unit": "groups advised this year", "period": "2025/26",
        "method": "our log", "source_kind": "ours", "source": "Log", "dated_on": "31 March 2026",
        "file": SimpleUploadedFile(name, data),
    }  # fmt: skip
    page = member_client.post(reverse("members:record-new", args=[activity.pk]), typed)
    assert words in page.text
    assert "groups advised this year" in page.text
    assert "Choose it again before you save" in page.text
    assert not Record.objects.exists()


@pytest.mark.django_db
def test_a_disk_that_takes_nothing_says_so_and_keeps_the_words(member_client, harbourside, monkeypatch):
    """Nobody, root included, may make a folder in /sys."""
    monkeypatch.setattr(Record._meta.get_field("file"), "storage", FileSystemStorage("/sys/covenant"))
    typed = {
        "kind": "count", "value": "212", "unit": "groups advised this year", "period": "2025/26",
        "method": "our log", "source_kind": "ours", "source": "Log", "dated_on": "31 March 2026",
        "file": SimpleUploadedFile("log.pdf", PDF_FILE),
    }  # fmt: skip
    new = reverse("members:record-new", args=[make_activity(harbourside).pk])
    page = member_client.post(new, typed)
    assert page.status_code == 503
    assert "Nothing can be stored at the moment" in page.text
    assert "Only the file that you chose cannot be kept" in page.text
    assert "groups advised this year" in page.text
    assert not Record.objects.exists()


def test_a_file_that_unpacks_to_more_than_it_should_is_refused(monkeypatch):
    monkeypatch.setattr(private_files, "MOST_UNPACKED", 1_000_000)
    bomb = office(f"{OFFICE}spreadsheetml.sheet.main+xml", x=b"0" * 1_000_001)
    assert len(bomb) < 10_000
    with pytest.raises(ValidationError, match="unpacks to more"):
        checked_kind(SimpleUploadedFile("a.xlsx", bomb))


@pytest.fixture
def stored():
    """The files in the storage of records."""
    return lambda: set(default_storage.listdir("work")[1]) if default_storage.exists("work") else set()


@pytest.mark.django_db
def test_a_file_is_kept_handed_out_replaced_and_taken_away(
    member_client, harbourside, stored, django_capture_on_commit_callbacks
):
    before = stored()
    activity = make_activity(harbourside)
    row = a_record(activity)
    row.full_clean()
    row.save()
    url = reverse("members:record", args=[row.pk])
    typed = {
        "kind": "count", "value": "212", "unit": "groups", "period": "2025/26", "method": "our log",
        "source_kind": "ours", "source": "Log", "dated_on": "31 March 2026",
    }  # fmt: skip
    assert member_client.get(reverse("members:record-file", args=[row.pk])).status_code == 404

    def send(**fields):
        with django_capture_on_commit_callbacks(execute=True):
            assert member_client.post(url, {**typed, **fields}).status_code == 302
        row.refresh_from_db()
        return stored() - before

    [first] = send(file=SimpleUploadedFile("../Our “log” 2026.exe", PDF_FILE))
    assert row.file.name == f"work/{first}"
    assert len(first) == 36
    assert first.endswith(".pdf")
    assert row.file_name == "Our_log_2026.pdf"

    response = member_client.get(reverse("members:record-file", args=[row.pk]))
    assert b"".join(response.streaming_content) == PDF_FILE
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="Our_log_2026.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    assert (
        response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    )

    assert send() == {first}
    [second] = send(file=SimpleUploadedFile("b.png", picture("PNG")))
    assert second.endswith(".png")
    assert first != second
    assert send(**{"file-clear": "on"}) == set()
    assert row.file_name == ""

    send(file=SimpleUploadedFile("c.pdf", PDF_FILE))
    with django_capture_on_commit_callbacks(execute=True):
        member_client.post(reverse("members:record-delete", args=[row.pk]))
    assert stored() == before


@pytest.mark.django_db
def test_files_go_with_the_organisation_but_not_before_the_commit(
    harbourside, stored, django_capture_on_commit_callbacks
):
    before = stored()
    row = a_record(make_activity(harbourside), file=SimpleUploadedFile("a.pdf", PDF_FILE))
    row.full_clean()
    row.save()
    with django_capture_on_commit_callbacks() as callbacks:
        harbourside.delete()
    assert not Activity.objects.exists()
    assert len(stored() - before) == 1
    for callback in callbacks:
        callback()
    assert stored() == before


@pytest.mark.django_db
def test_a_file_that_is_gone_is_not_found(member_client, harbourside):
    row = a_record(make_activity(harbourside), file=SimpleUploadedFile("a.pdf", PDF_FILE))
    row.full_clean()
    row.save()
    default_storage.delete(row.file.name)
    assert member_client.get(reverse("members:record-file", args=[row.pk])).status_code == 404
