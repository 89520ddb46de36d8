"""An agreement on paper: accessible PDF and Word, the same bytes ever after, values that stay text."""

import io
import re
import zipfile

import pytest
from django.urls import reverse
from docx import Document

from members.models import Organisation
from partnerships.models import AgreementFile, AgreementFileKind, AgreementVersion, Party
from tests.documents import word_files
from tests.documents.renderer import assert_accessible, page_texts, reader, renderer_warnings, text_of

from .drafts import agreement_of, text_for, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def agreement(harbourside):
    return agreement_of(harbourside)


def file_of(client, version, kind):
    args = [version.agreement_id, version.number, kind]
    return client.get(reverse("partnerships:agreement-version-file", args=args))


def test_the_pdf_is_accessible_and_says_everything(member_client, agreement):
    text_for(agreement)
    version = version_of(agreement)
    with renderer_warnings() as said:
        answer = file_of(member_client, version, "pdf")
    assert said == []
    pdf = answer.content
    assert_accessible(pdf)
    opened = reader(pdf)
    assert opened.metadata.title == "Suffolk Compact"
    assert opened.trailer["/Root"]["/Lang"] == "en-GB"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="suffolk-compact-version-1.pdf"'
    text = text_of(pdf)
    for words in (
        "Who agrees", "Suffolk County Council", "Groups and councils plan together.",
        "What the VCSE sector will do", "Say so early", "The national Covenant has no such clause",
        "Notice given on", "The leads talk", "Head of Communities", "The yearly review is in March.",
        "Written together: Did the sector help to write", "Four workshops", "Signatures", "Signed for",
    ):  # fmt: skip
        assert words in text, words
    # All four questions stand in it, answered or not.
    assert text.count("Not yet") == 3
    pages = page_texts(pdf)
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1))


def test_word_has_real_headings_lists_tables_and_room_to_sign(member_client, agreement):
    version = version_of(agreement)
    content = file_of(member_client, version, "word").content
    assert word_files.faults(content) == []
    document = Document(io.BytesIO(content))
    by_style = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Heading 1"] == ["Suffolk Compact"]
    assert by_style["Heading 2"][0] == "1. Who agrees"
    assert by_style["Heading 2"][-1].endswith("Signatures")
    assert "What the VCSE sector will do" in by_style["Heading 3"]
    assert {"Speak openly", "Say so early"} <= set(by_style["List Bullet"])
    assert by_style["List Number"] == ["The leads talk", "The chief officers meet"]
    assert document.core_properties.title == "Suffolk Compact"
    signatures = document.tables[-1]
    assert [row.cells[0].text for row in signatures.rows] == [
        "Signed for", "Voluntary Action Harbourside", "Suffolk County Council",
    ]  # fmt: skip
    assert all(row.height.mm > 15 for row in signatures.rows[1:])
    assert [cell.text for cell in document.tables[-2].rows[1].cells][1:] == ["Yes", "Four workshops"]
    footer = document.sections[0].footer.paragraphs[0].text
    assert footer.startswith("Suffolk Compact, Version 1")
    assert not document.sections[0].different_first_page_header_footer


@pytest.mark.parametrize("kind", AgreementFileKind.values)
def test_the_same_bytes_ever_after(member_client, agreement, kind):
    version = version_of(agreement)
    first = file_of(member_client, version, kind).content
    agreement.name = "Renamed"
    agreement.save()
    Party.objects.all().delete()
    Organisation.objects.update(name="Renamed too", large_print=True)
    assert file_of(member_client, version, kind).content == first
    # It is the stored file, not one made again.
    row = AgreementFile.objects.get()
    assert row.content == first
    AgreementVersion.objects.update(html="<p>changed behind our back</p>")
    assert file_of(member_client, version, kind).content == first


def test_a_file_that_was_changed_in_the_store_is_not_handed_out(member_client, agreement):
    version = version_of(agreement)
    file_of(member_client, version, "word")
    row = AgreementFile.objects.get()
    with row.file.storage.open(row.file.name, "wb") as file:
        file.write(b"something else")
    answer = file_of(member_client, version, "word")
    assert answer.url == version.get_absolute_url()
    assert "was changed there" in member_client.get(answer.url).text


def test_values_are_text_and_never_formatting(member_client, agreement):
    evil = '<script>alert(1)</script></section><section id="s-x"><h1>Ha</h1> {{ values }} &amp; **bold**'
    agreement.name = evil
    agreement.save()
    Party.objects.filter(body=None).update(name=evil[:160])
    version = version_of(agreement) if text_for(agreement, purpose=evil, money=evil, disagreement=evil) else 0
    for address in (version.get_absolute_url(), reverse("partnerships:agreement-text", args=[agreement.pk])):
        page = member_client.get(address).text
        assert "<script>alert" not in page
        assert '<section id="s-x">' not in page
    pdf = file_of(member_client, version, "pdf").content
    assert_accessible(pdf)
    assert "{{ values }} &amp; **bold**" in text_of(pdf)
    word = file_of(member_client, version, "word").content
    document = Document(io.BytesIO(word))
    assert any("**bold**" in paragraph.text for paragraph in document.paragraphs)
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [evil]


def test_an_agreement_of_a_member_with_large_print_is_in_large_print(member_client, agreement, harbourside):
    harbourside.large_print = True
    harbourside.save()
    version = version_of(agreement)
    assert 'class="agreement large-print"' in version.html
    pdf = file_of(member_client, version, "pdf").content
    assert_accessible(pdf)
    word = zipfile.ZipFile(io.BytesIO(file_of(member_client, version, "word").content))
    assert 'w:sz w:val="36"' in word.read("word/styles.xml").decode()


def test_a_bare_agreement_can_be_printed_too(member_client, harbourside):
    """Without parties, leads, a month or most clauses; long words, many points and scripts of every kind."""
    agreement = agreement_of(harbourside, name="x" * 200)
    for rows in (agreement.parties, agreement.leads, agreement.ticks):
        rows.all().delete()
    agreement.review_month = None
    agreement.save()
    many = "\n".join(f"Point {number} łódź Ŵynn 中文 {'y' * 80}" for number in range(90))
    text_for(agreement, money=many, equity="")
    version = version_of(agreement)
    pdf = file_of(member_client, version, "pdf").content
    assert len(page_texts(pdf)) > 3
    assert "Signatures" not in text_of(pdf)
    assert not re.search(r"Who agrees|Fairness", text_of(pdf))


def test_an_unknown_kind_is_not_found(member_client, agreement):
    assert file_of(member_client, version_of(agreement), "odt").status_code == 404
