"""The files of a ready letter: made once, whole or not at all, by whoever gets to it."""

import email
import errno
import io
import threading
from email.policy import default

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from covenant_toolkit.stored_files import OLD_ENOUGH, files_in
from documents import pdf, word
from letters.freezing import make_ready
from letters.models import FrozenFile, FrozenKind
from letters.preparing import (
    FileNotMade,
    NoFilesAtAll,
    content_of,
    prepare,
    print_parts,
    progress,
    stored_file,
)
from members.frozen_files import LEASE

from .letters_to import add_copies, letter_to, loaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

WORD = [FrozenKind.WORD]  # quick to make
FOUR = ("Ann Able", "Ben Baker", "Cat Carver", "Dan Drover")


@pytest.fixture
def version(harbourside, member):
    letter = letter_to(harbourside, *FOUR)
    return make_ready(letter, revision=letter.revision, by=member)


def kept():
    return sorted(files_in(storages["default"]))


def test_all_are_made_once_and_the_same_bytes_come_ever_after(version):
    assert str(progress(version)[FrozenKind.WORD]) == "0 of 4 prepared"
    done = prepare(version, WORD, seconds=60)
    assert (done.prepared, done.total, done.problem, done.is_complete) == (4, 4, "", True)
    files = {file.pk: content_of(file) for file in version.files.all()}
    assert len(kept()) == len({*map(bytes, files.values())}) == 4
    prepare(version, WORD, seconds=60)
    for copy in version.copies.all():
        file = stored_file(version, FrozenKind.WORD, copy)
        assert content_of(file) == files[file.pk]
        words = "\n".join(row.text for row in Document(io.BytesIO(files[file.pk])).paragraphs)
        assert copy.addressed_to.split(",")[0] in words
    assert len(kept()) == 4


def test_a_call_ends_when_its_time_is_over_and_the_next_goes_on(version):
    assert [prepare(version, WORD, seconds=0).prepared for _ in range(5)] == [1, 2, 3, 4, 4]


def test_what_somebody_is_making_is_left_to_them_for_a_minute(version, time_machine):
    prepare(version, WORD, seconds=0)
    theirs = version.files.filter(file="").lease()
    done = prepare(version, WORD, seconds=60)
    assert (done.prepared, done.total) == (3, 4)
    # They were stopped: when the lease is over, somebody else makes it.
    time_machine.move_to(timezone.now() + LEASE)
    assert prepare(version, WORD, seconds=60).is_complete
    theirs.refresh_from_db()
    assert theirs.file


@pytest.mark.django_db(transaction=True)
def test_two_at_once_share_the_work_and_store_nothing_twice(version):
    both, problems = threading.Barrier(2), []

    def work():
        try:
            both.wait()
            prepare(version, WORD, seconds=60)
        except Exception as problem:  # noqa: BLE001  (for the thread that waits)
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert progress(version)[FrozenKind.WORD].is_complete
    assert len(kept()) == version.files.count() == 4


def test_who_comes_second_keeps_the_file_of_who_was_first(version, monkeypatch):
    """A lease that ran out while the first was slow: both make the file, one is kept."""
    copy, faster = version.copies.all()[0], []
    real = word.render

    def slow(*arguments, **options):
        if not faster:
            faster.append(None)
            faster[0] = stored_file(version, FrozenKind.WORD, copy)
        return real(*arguments, **options)

    monkeypatch.setattr(word, "render", slow)
    assert stored_file(version, FrozenKind.WORD, copy).file.name == faster[0].file.name
    assert kept() == [faster[0].file.name]


def test_a_row_is_without_a_file_or_has_a_whole_one(version):
    copy = version.copies.all()[0]
    row = FrozenFile(version=version, copy=copy, kind=FrozenKind.WORD, file="letters/half.docx")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    FrozenFile.objects.create(version=version, copy=copy, kind=FrozenKind.WORD)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenFile.objects.create(version=version, copy=copy, kind=FrozenKind.WORD)


class FullDisk(FileSystemStorage):
    """Writes the first half, then the disk is full."""

    def _save(self, name, content):
        super()._save(name, ContentFile(content.read()[:100]))
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_and_nothing_half_written_is_left(version, monkeypatch):
    prepare(version, WORD, seconds=0)
    before = kept()
    storage = storages["default"]
    full = FullDisk(location=storage.location)
    field = FrozenFile._meta.get_field("file")
    with monkeypatch.context() as patched:
        patched.setattr(field, "storage", full)
        done = prepare(version, WORD, seconds=60)
        assert done.prepared == 1
        assert "no room to keep the file" in done.problem
        with pytest.raises(NoFilesAtAll):
            stored_file(version, FrozenKind.WORD, version.copies.all()[3])
    assert kept() == before
    # There is room again, and nobody has to wait for a lease.
    assert prepare(version, WORD, seconds=60).is_complete


def test_a_renderer_that_stops_leaves_word_and_everybody_else(version, monkeypatch):
    real = pdf.render

    def stops_at_ben(html, **options):
        if "Dear Councillor Baker" in html:
            raise pdf.PDFNotMade("Stopped")
        return real("<html lang='en-GB'><head><title>t</title></head><body>x</body></html>", **options)

    monkeypatch.setattr(pdf, "render", stops_at_ben)
    done = prepare(version, [FrozenKind.PDF], seconds=60)
    assert (done.prepared, done.total) == (3, 4)
    assert "We could not make the PDF for Councillor Ben Baker" in done.problem
    ben = version.copies.get(addressed_to__contains="Ben")
    with pytest.raises(FileNotMade, match="download Word"):
        stored_file(version, FrozenKind.PDF, ben)
    assert stored_file(version, FrozenKind.WORD, ben).size
    monkeypatch.setattr(pdf, "render", lambda *_, **__: (_ for _ in ()).throw(pdf.PDFLibrariesMissing("x")))
    done = prepare(version, [FrozenKind.PDF], seconds=60)
    assert "tell NAVCA" in done.problem
    monkeypatch.setattr(pdf, "render", real)
    assert stored_file(version, FrozenKind.PDF, ben).size


def test_a_file_that_was_changed_in_the_store_is_not_served(version):
    file = stored_file(version, FrozenKind.WORD, version.copies.all()[0])
    with storages["default"].open(file.file.name, "wb") as stored:
        stored.write(b"half")
    with pytest.raises(FileNotMade, match="gone from our store or was changed"):
        content_of(file)


@pytest.mark.one_database
def test_an_email_draft_has_the_letter_and_its_pdf(version):
    copy = version.copies.all()[1]
    draft = email.message_from_bytes(content_of(stored_file(version, FrozenKind.EMAIL, copy)), policy=default)
    assert draft["X-Unsent"] == "1"
    assert str(draft["To"]) == "Councillor Ben Baker <suffolk-2@example.org>"
    assert draft["Cc"] is draft["Date"] is None
    assert "Dear Councillor Baker" in draft.get_body().get_content()
    (attached,) = draft.iter_attachments()
    assert attached.get_filename() == f"{copy.file_stem}.pdf"
    assert attached.get_content() == content_of(stored_file(version, FrozenKind.PDF, copy))
    to_all = stored_file(version, FrozenKind.EMAIL_TO_ALL, copy)
    draft = email.message_from_bytes(content_of(to_all), policy=default)
    assert str(draft["To"]) == "Councillor Ben Baker <suffolk-2@example.org>"
    assert [each.addr_spec for each in draft["Cc"].addresses] == [
        f"suffolk-{number}@example.org" for number in (1, 3, 4)
    ]


def test_nobody_without_an_address_gets_an_email_draft(harbourside, member):
    letter = letter_to(harbourside, "Ann Able", email=False)
    add_copies(letter, "Ben Baker", slug="babergh")
    version = make_ready(loaded(letter), revision=1, by=member)
    assert progress(version)[FrozenKind.EMAIL].total == 1
    assert FrozenKind.EMAIL_TO_ALL not in progress(version)
    with pytest.raises(FrozenFile.DoesNotExist):
        stored_file(version, FrozenKind.EMAIL, version.copies.all()[0])


@pytest.mark.one_database
def test_the_print_file_holds_every_letter_in_its_own_pages(version, monkeypatch):
    monkeypatch.setattr("letters.print_file.LETTERS_IN_A_VOLUME", 2)
    assert print_parts(version) == [(1, "1 to 2"), (2, "3 to 4")]
    file = stored_file(version, FrozenKind.PRINT_BOTH_SIDES, number=2)
    assert file.file_name == "letters-3-to-4-both-sides.pdf"
    made = PdfReader(io.BytesIO(content_of(file)))
    assert made.metadata.title == "To a council or health body: letters 3 to 4, for both sides"
    text = "".join(page.extract_text() for page in made.pages)
    assert "Dear Councillor Carver" in text
    assert "Dear Councillor Drover" in text
    assert "Dear Councillor Able" not in text
    with pytest.raises(FrozenFile.DoesNotExist):
        stored_file(version, FrozenKind.PRINT, number=3)


def test_what_a_stopped_process_left_is_swept_and_the_rest_stays(version, time_machine):
    prepare(version, WORD, seconds=60)
    whole = kept()
    storages["default"].save("letters/half.docx", io.BytesIO(b"half"))
    time_machine.move_to(timezone.now() + OLD_ENOUGH + LEASE)
    call_command("tidy_files", verbosity=0)
    assert kept() == whole
