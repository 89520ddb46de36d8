"""Making a letter ready keeps it as it is, whatever becomes of what it was made from."""

import datetime
import io
import threading

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from PIL import Image

from letters.files import LetterHasGaps
from letters.freezing import LetterChanged, go_back, make_ready
from letters.models import (
    Citation,
    FrozenFile,
    FrozenKind,
    FrozenPicture,
    LetterStage,
    LetterTemplate,
    LetterVersion,
)  # fmt: skip
from letters.preparing import content_of, stored_file
from partnerships.models import Recipient
from principles.models import Finding

from .letters_to import add_copies, letter_to, loaded, sector_letter

pytestmark = pytest.mark.django_db


def png(colour):
    written = io.BytesIO()
    Image.new("RGB", (200, 60), colour).save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def letter(harbourside):
    letter = letter_to(harbourside, "Jo Ferris", "Al Whitlow")
    Citation.objects.create(letter=letter, kind="finding", reference="E4", revision=1)
    harbourside.logo.save("logo.png", ContentFile(png("navy")))
    return loaded(letter)


def bytes_of(version):
    """Every kind of file of the first recipient."""
    copy = version.copies.all()[0]
    kinds = [kind for kind in FrozenKind if kind not in (FrozenKind.PRINT, FrozenKind.PRINT_BOTH_SIDES)]
    return {kind: content_of(stored_file(version, kind, copy)) for kind in kinds}


def test_what_was_said_to_whom_with_what_is_kept(letter, member):
    assert letter.stage == LetterStage.DRAFT
    version = make_ready(letter, revision=letter.revision, by=member)
    assert (version.number, version.made_ready_by) == (1, member)
    assert version.words["main_ask"] == "Meet us & four groups."
    assert version.words["dated_on"] in ("2026-01-12", datetime.date(2026, 1, 12))
    (cited,) = version.cited
    assert cited["reference"] == "E4"
    assert Finding.objects.get(ref="E4").text.rstrip(".") in cited["text"]
    first, second = version.copies.all()
    assert (first.addressed_to, first.email) == ("Councillor Jo Ferris, Suffolk", "suffolk-1@example.org")
    assert first.values["body"] == "Suffolk County Council"
    assert first.values["reply_by_date"] == "2026-02-02"
    assert first.subject in first.title
    assert "Meet us &amp; four groups." in first.html
    assert "Dear Councillor Whitlow" in second.html
    assert "large-print" in first.large_print_html
    assert loaded(letter).stage == LetterStage.READY
    assert loaded(letter).current_version == version


def test_edge_E89_a_double_click_makes_one_version(letter, member, colleague):
    once = make_ready(letter, revision=letter.revision, by=member)
    again = make_ready(loaded(letter), revision=letter.revision, by=colleague)
    assert again == once
    assert LetterVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_edge_E89_two_at_the_same_moment_make_one_version(letter, member):
    made, both = [], threading.Barrier(2)

    def click():
        mine = loaded(letter)
        both.wait()
        made.append(make_ready(mine, revision=mine.revision, by=member).pk)
        connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert len(set(made)) == 1
    assert LetterVersion.objects.get().copies.count() == 2


@pytest.mark.one_database
def test_edge_E91_what_changes_afterwards_changes_no_file(letter, member, harbourside):
    version = make_ready(letter, revision=letter.revision, by=member)
    early = content_of(stored_file(version, FrozenKind.PDF, version.copies.all()[0]))
    # Everything a letter is made from is another now.
    harbourside.name, harbourside.place, harbourside.address = "Renamed", "Elsewhere", "9 New Street"
    harbourside.envelope_offset_mm, harbourside.large_print = 7, True
    harbourside.logo.save("logo.png", ContentFile(png("red")))
    harbourside.save()
    Recipient.objects.update(style="Dame", address="", email="new@example.org")
    Finding.objects.filter(ref="E4").update(text="Another fact.")
    LetterTemplate.objects.filter(slug="public-body").update(title="Another title")
    letter.__class__.objects.filter(pk=letter.pk).update(main_ask="Something else.")
    files = bytes_of(letter.versions.for_page().get())
    assert files[FrozenKind.PDF] == early
    for kind, content in files.items():
        assert b"Renamed" not in content, kind
    assert b"suffolk-1@example.org" in files[FrozenKind.EMAIL]
    assert bytes_of(letter.versions.for_page().get()) == files
    # Made again from what was frozen, not read from the store: still the same bytes.
    FrozenFile.objects.all().delete()
    assert bytes_of(letter.versions.for_page().get()) == files


def test_gaps_and_problems_are_named_and_nothing_is_kept(letter, member, harbourside):
    harbourside.place = ""
    harbourside.save()
    Recipient.objects.filter(name="Al Whitlow").update(address="W" * 70 + "\nIpswich\nZZ1 1AA")
    with pytest.raises(LetterHasGaps, match=r"place.*Al Whitlow.*too wide"):
        make_ready(loaded(letter), revision=letter.revision, by=member)
    assert not letter.versions.exists()


def test_what_somebody_changed_meanwhile_is_not_made_ready_unseen(letter, member):
    with pytest.raises(LetterChanged):
        make_ready(letter, revision=letter.revision - 1, by=member)
    # Changed after it was loaded here.
    letter.__class__.objects.filter(pk=letter.pk).update(revision=letter.revision + 1)
    with pytest.raises(LetterChanged):
        make_ready(letter, revision=letter.revision, by=member)
    assert not letter.versions.exists()


def test_a_changed_letter_is_a_draft_again_and_then_version_2(letter, member, harbourside):
    first = make_ready(letter, revision=letter.revision, by=member)
    letter.main_ask, letter.revision = "Another ask.", letter.revision + 1
    letter.save()
    changed = loaded(letter)
    assert (changed.stage, changed.current_version, changed.latest_version) == ("changed", None, first)
    second = make_ready(changed, revision=changed.revision, by=member)
    assert second.number == 2
    assert "Another ask." in second.copies.all()[0].html
    assert "Another ask." not in first.copies.all()[0].html
    # The logo did not change and is kept once.
    assert FrozenPicture.objects.get() == second.logo
    assert loaded(letter).current_version == second


def test_going_back_brings_the_words_the_recipients_and_the_citations_back(letter, member, colleague):
    first = make_ready(letter, revision=letter.revision, by=member)
    letter.main_ask, letter.reply_by_on, letter.revision = "Another ask.", None, letter.revision + 4
    letter.save()
    letter.copies.all()[0].delete()
    add_copies(letter, "New Person", slug="babergh")
    letter.citations.all().delete()
    back = go_back(loaded(letter), by=colleague)
    now = loaded(letter)
    assert back == first
    assert now.current_version == first
    assert now.revision > letter.revision
    assert (now.main_ask, now.reply_by_on) == ("Meet us & four groups.", datetime.date(2026, 2, 2))
    assert {copy.recipient.name for copy in now.copies.all()} == {"Jo Ferris", "Al Whitlow"}
    assert [row.reference for row in now.citations.all()] == ["E4"]
    assert now.changed_by == colleague
    # Nothing to go back from, and nothing to go back to.
    assert go_back(now, by=member) == first
    assert loaded(letter).revision == now.revision


def test_a_draft_that_never_was_ready_has_nothing_to_go_back_to(letter, member):
    assert go_back(letter, by=member) is None


def test_S2_a_body_that_has_ended_is_left_out_and_its_earlier_copy_is_history(
    harbourside, member, time_machine
):
    time_machine.move_to(datetime.datetime(2028, 3, 31, 22, tzinfo=datetime.UTC))
    letter = letter_to(harbourside, "Jo Ferris")
    add_copies(letter, "Ada Fenwright", slug="norfolk-and-suffolk-icb")
    version = make_ready(loaded(letter), revision=letter.revision, by=member)
    assert [copy.is_history for copy in version.copies.without_documents()] == [False, False]
    time_machine.move_to(datetime.datetime(2028, 4, 1, 1, tzinfo=datetime.UTC))
    before, still = letter.versions.get().copies.without_documents()
    assert (before.is_history, still.is_history) == (True, False)
    assert not before.can_have(FrozenKind.EMAIL)
    assert before.can_have(FrozenKind.PDF)
    letter.__class__.objects.filter(pk=letter.pk).update(revision=5)
    again = make_ready(loaded(letter), revision=5, by=member)
    assert [copy.recipient.name for copy in again.copies.all()] == ["Ada Fenwright"]


def test_a_letter_that_can_go_to_nobody_any_more_says_so(harbourside, member, time_machine):
    letter = letter_to(harbourside, "Jo Ferris")
    time_machine.move_to(datetime.datetime(2028, 4, 1, 1, tzinfo=datetime.UTC))
    with pytest.raises(LetterHasGaps, match="nobody is left"):
        make_ready(loaded(letter), revision=letter.revision, by=member)


def test_the_letter_to_the_sector_is_kept_without_a_recipient(harbourside, member):
    version = make_ready(sector_letter(harbourside), revision=1, by=member)
    copy = version.copies.get()
    assert (copy.recipient, copy.email, copy.address) == (None, "", "")
    assert copy.addressed_to == "Your local voluntary sector"
