"""One ZIP with all that is a member's and nothing that is another's."""

import csv
import datetime
import io
import zipfile

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from docx import Document

from covenant_toolkit.private_rows import private_models
from covenant_toolkit.take_everything import ROOMS, archive_of, safe_name
from members.models import User

from .whole_member import mark_every_text, whole_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

# Private models that are in no export, with the reason.
NOT_EXPORTED = {
    "partnerships.officeaddress": "Offered to all members and no longer anybody's own: nobody sees by whom.",
}


def opened(stream):
    return zipfile.ZipFile(io.BytesIO(b"".join(stream)))


def rows(archive, name):
    return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def test_all_that_is_ours_is_in_it_and_nothing_of_another(client):
    ours, theirs = whole_member("Quillfeather"), whole_member("Brambleworth")
    marks = mark_every_text(ours, "Quillfeather")
    ours.refresh_from_db()
    client.force_login(ours.people.get())
    response = client.get(reverse("everything"))
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"].endswith('.zip"')
    archive = opened(response.streaming_content)
    assert archive.testzip() is None
    # Every byte, those of Word files unpacked, and every name.
    content = dict.fromkeys(archive.namelist(), b"") | {
        name: archive.read(name) for name in archive.namelist()
    }
    words = [name for name in content if name.endswith(".docx")]
    assert len(words) == 4  # two drafts of a letter, the one that was made ready, a version of an agreement
    for name in words:
        inner = zipfile.ZipFile(io.BytesIO(content[name]))
        content[name] = b"".join(inner.read(part) for part in inner.namelist())
    everything = "\n".join([*content, *(data.decode("utf-8", "replace") for data in content.values())])
    assert "Brambleworth" not in everything
    assert theirs.slug not in everything
    assert {key for key, text in marks.items() if text not in everything} == set()
    for expected in ("Quillfeather logo", "Quillfeather signature", "Quillfeather in a file",
                     "Quillfeather sent", "Quillfeather finished elsewhere", "Quillfeather old logo",
                     "Quillfeather example", "Quillfeather clause",
                     "Quillfeather version", "asked@quillfeather", "Suffolk County Council"):  # fmt: skip
        assert expected.lower() in everything.lower(), expected
    for secret in (ours.people.get().password, "token"):
        assert secret not in everything
    readme = content["README.txt"].decode("utf-8-sig")
    assert [name for name in content if name != "README.txt" and f"\r\n{name}\r\n" not in readme] == []


def test_the_tables_open_in_a_spreadsheet_and_no_cell_acts_as_a_formula(harbourside):
    harbourside.groups_supported = "=HYPERLINK(1)"
    harbourside.save()
    heading, row = rows(opened(archive_of(harbourside)), "organisation.csv")
    details = dict(zip(heading, row, strict=True))
    assert details["Number of groups you support"] == "'=HYPERLINK(1)"
    assert details["Postal address"].splitlines()[1] == "4 Quay Street"
    assert "VCSE: voluntary" in details["What you call the sector"]


def test_a_letter_is_a_word_file_that_says_what_was_typed():
    organisation = whole_member("Quillfeather")
    organisation.letters.update(main_ask="Meet us in spring.")
    archive = opened(archive_of(organisation))
    name = next(name for name in archive.namelist() if name.startswith("letters/") and name.endswith(".docx"))
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(archive.read(name))).paragraphs)
    assert "Meet us in spring." in text


def test_a_file_that_is_gone_is_named_and_keeps_nothing_else_back():
    organisation = whole_member("Quillfeather")
    storages["default"].delete(organisation.logo.name)
    archive = opened(archive_of(organisation))
    assert archive.testzip() is None
    assert not any("logo" in name for name in archive.namelist())
    assert any("signature" in name for name in archive.namelist())
    readme = archive.read("README.txt").decode("utf-8-sig")
    assert "logo" in readme.partition("could not be read")[2]


def test_names_can_be_kept_by_every_system():
    taken = set()
    names = [
        safe_name(name, taken)
        for name in (
            "work/CON.pdf",
            "work/a:b?.pdf",
            "work/A:B?.pdf",
            "work/" + "ä" * 300 + ".docx",
            "../../etc. ",
        )
    ]
    assert names[0] == "work/_CON.pdf"
    assert names[1:3] == ["work/a-b-.pdf", "work/A-B--2.pdf"]
    assert len(names[3]) < 120
    assert names[3].endswith(".docx")
    assert ".." not in names[4]


def test_it_works_after_the_membership_has_ended(member_client, harbourside):
    harbourside.membership_ends_on = datetime.date(2020, 1, 1)
    harbourside.save()
    assert "Download everything" in member_client.get(reverse("take-everything")).text
    response = member_client.get(reverse("everything"), {"organisation": harbourside.slug})
    assert "organisation.csv" in opened(response.streaming_content).namelist()


def test_another_members_export_is_not_found(member_client, other_organisation):
    for name in ("take-everything", "everything", "delete-organisation"):
        query = {"organisation": other_organisation.slug}
        assert member_client.get(reverse(name), query).status_code == 404
        assert member_client.post(reverse(name), query).status_code in (404, 405)


def test_it_is_sent_as_it_is_made(django_assert_max_num_queries):
    """A hundred letters more cost no more memory: the first piece is there before the last is made."""
    organisation = whole_member("Quillfeather", letters=3)
    pieces = [len(piece) for piece in archive_of(organisation)]
    assert len(pieces) > 10
    assert max(pieces) < 100_000


def test_no_private_model_is_forgotten():
    exported = {model for room in ROOMS for model in room.EXPORTED}
    forgotten = {model._meta.label_lower for model in {*private_models(), User} - exported}
    assert forgotten == set(NOT_EXPORTED)
