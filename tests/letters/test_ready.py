"""The third screen: make a letter ready, take its files away, come back to it."""

import datetime
import email
import email.policy
import io
import re
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from docx import Document

from documents import pdf
from letters import offers, version_views
from letters.freezing import make_ready
from letters.models import FrozenFile, Letter, LetterVersion
from partnerships.models import Recipient

from .letters_to import add_copies, letter_to, loaded, sector_letter

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def letter(harbourside):
    return letter_to(harbourside, "Jo Ferris", "Al <Whitlow>")


@pytest.fixture
def version(letter, member):
    return make_ready(letter, revision=letter.revision, by=member)


def post(client, name, letter, **data):
    return client.post(reverse(f"letters:{name}", args=[letter.pk]), data, follow=True).text


def url(version, name, *args, query=""):
    return reverse(f"letters:{name}", args=[version.letter_id, version.number, *args]) + query


def buttons(page):
    return re.findall(r"<button[^>]*>([^<]+)", page)


def test_a_complete_draft_is_made_ready_and_its_files_come(member_client, letter):
    page = member_client.get(letter.get_download_url()).text
    assert "No gaps left" in page
    assert "Make ready" in buttons(page)
    assert "Delete the draft" in buttons(page)
    page = post(member_client, "ready", letter, revision=letter.revision)
    assert "Version 1 of this letter is kept as it was" in page
    assert "Download for all 2" in page
    for words in (
        "Download PDFs",
        "Download Word",
        "Get email drafts",
        "Letters 1 to 2",
        "Print a test sheet",
    ):
        assert words in page
    assert "Make ready" not in buttons(page)
    # Every link of the page leads to something.
    for address in set(re.findall(rf'href="(/letters/{letter.pk}/(?![^"]*/sent)[^"]+)"', page)):
        answer = member_client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200, address
        if "versions/1/" in address and "/versions/1/?" not in address and not address.endswith("/1/"):
            assert answer.headers["Content-Disposition"].startswith("attachment"), address
            b"".join(answer)


def test_gaps_are_refused_by_the_server_too(member_client, letter):
    Letter.objects.filter(pk=letter.pk).update(reply_by_on=None)
    page = post(member_client, "ready", letter, revision=letter.revision)
    assert "Not ready yet. To do first: Reply by." in page
    assert "Make ready" not in buttons(page)
    assert not LetterVersion.objects.exists()


def test_a_bracket_in_a_value_is_a_gap_as_in_any_other_words(member_client, letter, harbourside):
    blanks = {"enclosures": "[the paper]", "copies_to": "Al Ray [sic]\n[whom]", "co_signatories": "[a board]",
              "signer_name": "[your name]", "contact": "Sam on [number] or [1]"}  # fmt: skip
    Letter.objects.filter(pk=letter.pk).update(**blanks)
    Recipient.objects.filter(organisation=harbourside, name="Jo Ferris").update(name="[name of leader]")
    page = post(member_client, "ready", letter, revision=letter.revision)
    for words, anchor in (
        ("What is enclosed: the paper", "id_enclosures"),
        ("Copies: whom", "id_copies_to"),
        ("Who signs with you: a board", "id_co_signatories"),
        ("Name under the letter: your name", "id_signer_name"),
        ("Who answers their questions: number", "id_contact"),
        ("[name of leader], Suffolk: name of leader", "id_name"),
    ):
        assert re.search(rf'href="[^"]*#{anchor}">(Councillor )?{re.escape(words)}</a>', page), words
    assert "Not ready yet" in page
    assert not LetterVersion.objects.exists()
    assert not {"Copies: sic", "questions: 1"} & {*re.findall(r">([^<]*)</a>", page)}


def test_what_a_colleague_changed_meanwhile_is_looked_at_first(member_client, colleague, letter):
    Letter.objects.filter(pk=letter.pk).update(revision=9, changed_by=colleague)
    for seen in ({}, {"revision": "x"}, {"revision": letter.revision}):
        assert "Kit Colleague changed this letter after you opened it" in post(
            member_client, "ready", letter, **seen
        )
    assert not LetterVersion.objects.exists()


def test_a_ready_letter_is_changed_taken_back_and_made_ready_anew(member_client, letter, version):
    page = post(member_client, "reopen", letter)
    assert "The letter is a draft again. Version 1 and its files are kept." in page
    page = member_client.get(letter.get_download_url()).text
    assert "This is a draft again" in page
    assert {"Go back to version 1", "Make ready"} <= {*buttons(page)}
    assert "Version 1 of this letter" in post(member_client, "back", letter)
    post(member_client, "reopen", letter)
    page = post(member_client, "ready", letter, revision=loaded(letter).revision)
    assert "Version 2 of this letter" in page
    assert f'href="{version.get_absolute_url()}">Version 1' in page
    assert "The letter has changed since" in member_client.get(version.get_absolute_url()).text


def test_what_was_ready_once_is_not_deleted(member_client, letter, version):
    assert "kept as your record" in post(member_client, "delete", letter)
    post(member_client, "reopen", letter)
    assert "Delete the draft" not in buttons(member_client.get(letter.get_download_url()).text)
    assert "kept as your record" in post(member_client, "delete", letter)
    assert Letter.objects.filter(pk=letter.pk).exists()


def test_a_file_is_the_same_each_time_and_no_browser_opens_it(member_client, version):
    copy = version.copies.all()[1]
    first, again = (member_client.get(copy.get_file_url("word")) for _ in range(2))
    assert first.content == again.content
    assert first.headers["Content-Disposition"].startswith('attachment; filename="')
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in first.headers["Content-Security-Policy"]
    words = "\n".join(row.text for row in Document(io.BytesIO(first.content)).paragraphs)
    assert "Dear Councillor <Whitlow>" in words


def test_the_zip_file_holds_what_was_chosen_under_names_of_its_own(member_client, version):
    address = url(version, "version-zip", query="?kind=word&kind=large-print-word")
    contents = [b"".join(member_client.get(address)) for _ in range(2)]
    assert contents[0] == contents[1]
    names = zipfile.ZipFile(io.BytesIO(contents[0])).namelist()
    assert len(names) == len(set(names)) == 4
    assert names[0].endswith("to-suffolk-county-council-councillor-jo-ferris.docx")
    assert names[1].endswith("jo-ferris-large-print.docx")
    for nothing in ("", "?kind=print", "?kind=x"):
        page = member_client.get(url(version, "version-zip", query=nothing), follow=True).text
        assert "Choose what goes into the zip file" in page


def test_many_are_prepared_first_by_a_button_or_a_script(member_client, letter, member, monkeypatch):
    monkeypatch.setattr(offers, "FEW", 2)
    monkeypatch.setattr(version_views, "SECONDS_FOR_A_PERSON", 0)
    monkeypatch.setattr(version_views, "SECONDS_FOR_A_SCRIPT", 0)
    add_copies(letter, "Ann", "Ben", "Cat", slug="babergh")
    version = make_ready(loaded(letter), revision=letter.revision, by=member)
    page = member_client.get(letter.get_download_url()).text
    assert page.count("0 of 5 prepared") == 3
    assert buttons(page).count("Prepare the next ones") == 3
    answer = member_client.get(url(version, "version-zip", query="?kind=word"), follow=True).text
    assert "These files are prepared first" in answer
    prepare = url(version, "version-prepare")
    page = member_client.post(prepare, {"kind": "word"}, follow=True).text
    assert "1 of 5 prepared" in page
    said = member_client.post(prepare, {"kind": "word"}, headers={"X-Live": "1"}).json()
    assert said == {"prepared": 2, "total": 5, "said": "2 of 5 prepared", "problem": ""}
    for _ in range(3):
        page = member_client.post(prepare, {"kind": "word"}, follow=True).text
    assert "All 5 are prepared" in page
    whole = b"".join(member_client.get(url(version, "version-zip", query="?kind=word")))
    assert len(zipfile.ZipFile(io.BytesIO(whole)).namelist()) == 5
    # What was chosen together is shown together, to be prepared together.
    page = member_client.post(prepare, {"kind": ["word", "large-print-word"]}, follow=True).text
    assert "The files you chose" in page
    assert "6 of 10 prepared" in page


def test_the_page_takes_a_fixed_number_of_queries(
    member_client, letter, member, django_assert_max_num_queries
):
    add_copies(letter, *(f"Person {number}" for number in range(40)), slug="babergh")
    with django_assert_max_num_queries(22):
        draft = member_client.get(letter.get_download_url()).text
    version = make_ready(loaded(letter), revision=letter.revision, by=member)
    with django_assert_max_num_queries(22):
        ready = member_client.get(letter.get_download_url()).text
    with django_assert_max_num_queries(22):
        member_client.get(version.get_absolute_url())
    for page in (draft, ready):
        assert page.count('class="dlset" aria-labelledby') == 25
        assert "Next recipients" in page
    with django_assert_max_num_queries(14):
        assert "Ready" in member_client.get(reverse("letters:letters")).text


def test_the_letter_is_read_as_it_was_with_its_picture(member_client, letter, harbourside, member):
    harbourside.logo.save("logo.png", ContentFile(b"\x89PNG old"))
    version = make_ready(loaded(letter), revision=letter.revision, by=member)
    harbourside.logo.save("logo.png", ContentFile(b"\x89PNG new"))
    second = version.copies.all()[1]
    page = member_client.get(second.get_absolute_url()).text
    assert "Dear Councillor &lt;Whitlow&gt;" in page
    assert f'<option value="{second.pk}" selected>' in page
    picture = url(version, "version-picture", "logo")
    assert f'src="{picture}"' in page
    assert member_client.get(picture).content == b"\x89PNG old"
    assert member_client.get(url(version, "version-picture", "signature")).status_code == 404


def test_edge_E92_a_copy_of_another_letter_is_not_found(member_client, version, other_organisation, member):
    other_organisation.place = other_organisation.signer_name = other_organisation.signer_role = "x"
    other_organisation.save()
    other = letter_to(other_organisation, "Jo Ferris")
    theirs = make_ready(other, revision=1, by=member).copies.get()
    for wanted in (theirs.pk, "x", "-1", ""):
        status = member_client.get(url(version, "version-file", "word", query=f"?to={wanted}")).status_code
        assert status == (404 if wanted else 200)
    assert member_client.get(theirs.get_file_url("word")).status_code == 404
    assert member_client.get(url(version, "version-print", "print", 9)).status_code == 404


def test_the_words_of_the_letter_to_the_sector_can_be_copied(member_client, harbourside, member):
    letter = sector_letter(harbourside)
    version = make_ready(letter, revision=1, by=member)
    page = member_client.get(letter.get_download_url()).text
    words = url(version, "version-words")
    assert f'href="{words}"' in page
    assert "email" not in page.partition("<h1>")[2].partition("Copy the words")[0].lower()
    page = member_client.get(words).text
    assert "&lt;h2&gt;" in page
    assert "Voluntary Action Harbourside" in page


def test_S2_an_ended_body_is_history_and_says_so(member_client, letter, member, time_machine):
    add_copies(letter, "Ada Fenwright", slug="norfolk-and-suffolk-icb")
    time_machine.move_to(datetime.datetime(2028, 4, 1, 1, tzinfo=datetime.UTC))
    member_client.force_login(member)
    page = member_client.get(letter.get_download_url()).text
    assert (
        "Suffolk County Council ended on 31 March 2028. The letter cannot go to Councillor Jo Ferris" in page
    )
    time_machine.move_to(datetime.datetime(2028, 3, 31, 20, tzinfo=datetime.UTC))
    member_client.force_login(member)
    page = post(member_client, "ready", letter, revision=1)
    assert "kept to read" not in page
    assert page.count(">Email draft<span") == 3
    time_machine.move_to(datetime.datetime(2028, 4, 1, 1, tzinfo=datetime.UTC))
    member_client.force_login(member)
    page = member_client.get(letter.get_download_url()).text
    assert page.count("This copy is kept to read and is sent no more") == 2
    assert page.count(">Email draft<span") == 1
    drafts = b"".join(member_client.get(url(LetterVersion.objects.get(), "version-zip", query="?kind=email")))
    assert len(zipfile.ZipFile(io.BytesIO(drafts)).namelist()) == 1


def test_a_renderer_that_stops_is_told_and_word_still_works(member_client, letter, version, monkeypatch):
    def stops(*_, **__):
        raise pdf.PDFNotMade("Stopped")

    monkeypatch.setattr(pdf, "render", stops)
    copy = version.copies.all()[0]
    for address in (copy.get_file_url("pdf"), url(version, "version-zip", query="?kind=pdf")):
        page = member_client.get(address, follow=True).text
        assert "We could not make the PDF for Councillor Jo Ferris" in page
        assert "Your letter is saved and ready" in page
    assert member_client.get(copy.get_file_url("word")).status_code == 200
    assert not FrozenFile.objects.filter(kind="pdf").exclude(file="").exists()


def test_edge_E94_E95_what_was_typed_ends_no_header(member_client, letter, member, harbourside):
    """A name that the form would have cleaned, in the headers of the answer and of the email draft."""
    harm = "\r\nBcc: spy@example.org\r\n\r\n"
    Recipient.objects.filter(name="Jo Ferris").update(name=f"Ŵyn{harm}Ferris", address="")
    letter.template_version.__class__.objects.update(subject="Ŵyn & [organisation name]")
    harbourside.name = f'Tŷ{harm}"Coed"; x=1'
    harbourside.save()
    copy = make_ready(loaded(letter), revision=letter.revision, by=member).copies.all()[0]
    for kind in ("word", "email"):
        answer = member_client.get(copy.get_file_url(kind))
        assert re.fullmatch(r'attachment; filename="[a-z0-9.-]+"', answer.headers["Content-Disposition"])
        assert "Bcc" not in answer.headers
    message = email.message_from_bytes(answer.content, policy=email.policy.default)
    assert message["Bcc"] is None
    assert message["To"].addresses[0].addr_spec == "suffolk-1@example.org"
    assert "Ŵyn" in message["To"]
    assert len(message["Subject"].splitlines()) == 1


def test_each_recipient_has_the_ways_that_its_details_allow(member_client, letter, member):
    Recipient.objects.filter(name="Jo Ferris").update(address="", email="")
    assert "<dd>2 recipients</dd>" in member_client.get(letter.get_download_url()).text
    page = post(member_client, "ready", letter, revision=1)
    first, second = page.split('aria-labelledby="copy-')[1:]
    assert "Can go by hand." in first
    assert "Add the addresses" in first
    assert "Email draft" not in first
    assert "Can go by hand, by post, by email." in second


def test_after_the_membership_has_ended_the_files_still_come(member_client, version, harbourside):
    harbourside.membership_ends_on = datetime.date(2020, 1, 1)
    harbourside.save()
    done = member_client.post(
        url(version, "version-prepare"), {"kind": "word"}, headers={"X-Live": "1"}
    ).json()
    assert done["prepared"] == 2
    assert b"".join(member_client.get(url(version, "version-zip", query="?kind=word"))).startswith(b"PK")
    assert member_client.post(reverse("letters:reopen", args=[version.letter_id])).status_code == 403


@pytest.mark.one_database
def test_the_envelope_test_sheet_is_a_pdf(member_client):
    sent = member_client.get(reverse("letters:envelope-test-sheet"))
    assert sent.content.startswith(b"%PDF")
