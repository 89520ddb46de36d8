"""NAVCA's workplace for letter templates: preview, comparison, publishing, and a letter from Word."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from letters.models import LetterTemplate, LetterTemplateVersion
from principles.models import Finding

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LETTER = """From: [Your name/your role/your organisation name]
To: Council leader
Subject: Working together in [place]
Dear [Name],
We are [organisation name].
(Insert your own examples here)
•\tone
•\ttwo
Yours sincerely,
[Name]
[Role]
[Organisation name]
Enc: our report
"""


@pytest.fixture
def template():
    """A letter with a single version, so that the next one is its second."""
    template = LetterTemplate.objects.get(slug="public-body")
    template.versions.update(number=1)
    return template


@pytest.fixture
def version(template):
    return template.current_version


def address(page, *args, model="lettertemplateversion", **query):
    return reverse(f"admin:letters_{model}_{page}", args=args, query=query or None)


def paste_at(template):
    return address("paste", template.pk, model="lettertemplate")


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.text))


# Preview


def test_a_preview_is_the_whole_letter_with_samples_and_the_asks_and_findings_of_the_template(
    curator_client, version
):
    page = curator_client.get(address("preview", version.pk))
    assert "css/letter.css" in page.text
    said = text_of(page)
    for expected in (
        "Dear Councillor Ferris", "Wexcombe District Council", "12 January 2026", "by 2 February 2026",
        "I would like to meet you for an hour", "Alex Morgan", "Yours sincerely",
        version.template.suggested_findings.first().text.rstrip("."),
    ):  # fmt: skip
        assert expected in said
    assert "gapf" not in page.text


def test_a_preview_with_gaps_marks_every_field(curator_client, version):
    page = curator_client.get(address("preview", version.pk) + "?gaps")
    assert "Wexcombe" not in page.text
    marked = set(re.findall(r'<mark class="gapf"[^>]*>\[([^\]]*)\]', page.text))
    assert {"Name after Dear", "Reply by", "Your place", "Examples of your work", "Your name"} <= marked


def test_every_shipped_letter_has_both_previews(curator_client):
    for version in LetterTemplateVersion.objects.all():
        for query in ("", "?gaps"):
            page = curator_client.get(address("preview", version.pk) + query)
            assert 'class="letter' in page.text, version


def test_the_box_of_a_body_shows_samples_while_it_is_typed(curator_client, version):
    draft = version.template.new_version(version.words)
    box = curator_client.get(address("change", draft.pk)).text
    live = address("preview_of_words")
    assert f'data-markdown-preview="{live}"' in box
    assert "<p>In Wexcombe.</p>" in curator_client.post(live, {"text": "In [place]."}).json()["html"]
    assert "Line 3: [plaice]" in curator_client.post(live, {"text": "Hi.\n\n[plaice]"}).json()["problem"]
    assert "20,000" in curator_client.post(live, {"text": "x" * 20_001}).json()["problem"]


def test_a_draft_is_saved_and_previewed_at_once(curator_client, version):
    draft = version.template.new_version(version.words)
    data = draft.words | {"provenance": "ours", "subject": "Seen at once", "_preview": "1"}
    response = curator_client.post(address("change", draft.pk), data)
    assert response.url == address("preview", draft.pk)
    assert "Seen at once" in curator_client.get(response.url).text


# Versions


def test_publishing_says_who_and_when_and_is_kept_in_history(curator_client, curator, version):
    draft = version.template.new_version(version.words | {"subject": "New words"})
    assert "Not yet: a draft" in curator_client.get(address("change", draft.pk)).text
    curator_client.post(address("publish", draft.pk))
    page = curator_client.get(address("change", draft.pk)).text
    assert f"by {curator}" in page
    assert 'name="body"' not in page
    assert draft.history.first().history_user == curator
    table = text_of(curator_client.get(address("change", version.template.pk, model="lettertemplate")))
    assert f"by {curator} New words" in table


def test_a_published_version_cannot_be_put_back_to_what_its_draft_once_said(curator_client, version):
    draft = version.template.new_version(version.words | {"subject": "New words"})
    first = draft.history.latest()
    curator_client.post(address("publish", draft.pk))
    data = draft.words | {"provenance": "ours", "subject": "Put back"}
    page = curator_client.post(address("simple_history", draft.pk, first.pk), data)
    assert "A published version never changes." in page.text
    draft.refresh_from_db()
    assert draft.subject == "New words"


def test_a_draft_that_cannot_be_printed_is_not_published(curator_client, version):
    draft = version.template.new_version(version.words | {"body": "In [plaice]."})
    page = curator_client.post(address("publish", draft.pk), follow=True)
    assert "Not published. Line 1: [plaice]" in page.text
    draft.refresh_from_db()
    assert draft.published_at is None


def test_two_versions_are_compared_in_words(curator_client, version):
    changed = version.body.replace("for an hour", "today") + "\n\nOne more paragraph."
    draft = version.template.new_version(version.words | {"subject": "Strengthening", "body": changed})
    page = curator_client.get(address("compare", draft.pk))
    assert re.search(r"<ins>.*One more paragraph\.</ins>", page.text)
    assert re.search(r"<del>.*partnerships through the Civil Society Covenant</del>", page.text)
    assert "Unchanged: greeting, main ask" in page.text
    assert curator_client.get(address("compare", draft.pk, **{"with": 1})).status_code == 200
    assert curator_client.get(address("compare", draft.pk, **{"with": 9})).status_code == 404
    assert curator_client.get(address("compare", draft.pk, **{"with": "9" * 5_000})).status_code in (200, 404)
    assert curator_client.get(address("compare", version.pk)).status_code == 404


def test_a_new_template_gets_its_first_version(curator_client):
    data = {
        "title": "To the mayor", "slug": "mayor", "description": "Asks.", "audience": "public-body",
        "situation": "change", "order": 9, "provenance": "ours",
    }  # fmt: skip
    curator_client.post(address("add", model="lettertemplate"), data)
    template = LetterTemplate.objects.get(slug="mayor")
    page = curator_client.get(address("change", template.pk, model="lettertemplate")).text
    assert "Write the first version" in page
    words = {"template": template.pk, "subject": "S", "body": "B", "provenance": "ours"}
    curator_client.post(address("add"), words)
    assert template.versions.get().number == 1


def test_no_more_than_three_findings_are_suggested(curator_client, template):
    url = address("change", template.pk, model="lettertemplate")
    form = curator_client.get(url).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    data["suggested_findings"] = [finding.pk for finding in Finding.objects.all()[:4]]
    assert "Choose three findings at most" in curator_client.post(url, data).text
    data["suggested_findings"] = data["suggested_findings"][:2]
    assert curator_client.post(url, data).status_code == 302
    assert template.suggested_findings.count() == 2


# A letter from Word


def test_a_pasted_letter_is_shown_line_by_line_before_anything_is_saved(curator_client, template):
    page = curator_client.post(paste_at(template), {"words": LETTER, "read": "1"})
    said = text_of(page)
    for expected in (
        "3 Subject: Working together in [place] The subject [place] is “Your place”",
        "every recipient is greeted by name or post [Name] is “Name after Dear”",
        "the signer is the member’s profile [Name] is “Your name”",
        "[Role] is “Your role”",
        "6 (Insert your own examples here) A note for the writer, never printed",
        "7 - one An item of a list",
        "Left out: line 13.",
        "no place for what members write themselves: [main ask], [reply by date], [examples].",
    ):
        assert expected in said
    assert template.versions.count() == 1


def test_a_pasted_letter_becomes_a_draft_once(curator_client, template, member_client):
    for _ in range(2):
        response = curator_client.post(paste_at(template), {"words": LETTER, "save": "1"})
    draft = template.versions.get(number=2)
    assert response.url == address("change", draft.pk)
    assert draft.words == {
        "subject": "Working together in [place]",
        "greeting": "",
        "body": "We are [organisation name].\n\n- one\n- two",
        "main_ask": "",
        "further_asks": "",
        "sign_off": "",
        "notes": "Insert your own examples here",
    }
    assert draft.published_at is None
    assert draft.help_notes == ["Insert your own examples here"]


def test_a_letter_to_the_sector_keeps_its_greeting_and_sign_off(curator_client):
    template = LetterTemplate.objects.get(slug="sector")
    words = "Dear friends,\n\nHello from [place].\n\nWarm wishes,\n[Name]"
    page = curator_client.post(paste_at(template), {"words": words, "read": "1"})
    assert "the title of the template stands there" in page.text
    curator_client.post(paste_at(template), {"words": words, "save": "1"})
    draft = template.versions.get(number=2)
    assert (draft.subject, draft.greeting, draft.sign_off) == (template.title, "Dear friends", "Warm wishes")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (LETTER.replace("We are [org", "In [plaice] we are [org"), "Line 5: [plaice] is not a field"),
        (LETTER.replace("We are", "[Name], we are"), "Line 5: [Name] could be the reader or the writer"),
        (LETTER.replace("We are", "[us](https://x.org/[place])"), "Line 5: [place] is inside the address"),
        (LETTER.replace("here)", "here"), "Line 6: This drafting note has no closing bracket"),
        (LETTER + LETTER, "A second letter begins here. Paste one letter at a time."),
        (LETTER.replace("in [place]", "x" * 200), "Line 3: Shorten the subject to 200 characters"),
    ],
)
def test_what_cannot_be_kept_names_its_line_and_the_words_stay_in_the_box(
    curator_client, template, words, said
):
    page = curator_client.post(paste_at(template), {"words": words, "save": "1"})
    assert said in page.text
    assert "Read it again" in page.text
    assert 'name="save"' not in page.text
    assert "•" not in page.text
    assert "Enc: our report" in page.context["form"].initial["words"]
    assert template.versions.count() == 1


def test_a_letter_to_the_sector_cannot_greet_one_person(curator_client):
    template = LetterTemplate.objects.get(slug="sector")
    page = curator_client.post(paste_at(template), {"words": LETTER, "save": "1"})
    assert "Line 4: This is printed as it stands. Take the square brackets out." in page.text


def test_nothing_pasted_and_too_much_are_said_in_words(curator_client, template):
    page = curator_client.post(paste_at(template), {"words": "  ", "read": "1"})
    assert "Paste the words of a letter, or choose a Word file" in page.text
    assert "<title>Error: " in page.text
    page = curator_client.post(paste_at(template), {"words": "x " * 11_000, "read": "1"})
    assert "Shorten the letter to 20,000 characters or fewer" in page.text
    assert "x x x" in page.text


def test_a_word_file_is_read_with_its_bullets_and_bold_words(curator_client, template):
    document = Document()
    for words in ("Subject: For [place]", "Dear [Name],", "We are [organisation name]."):
        document.add_paragraph(words)
    document.add_paragraph("first", style="List Bullet")
    document.add_paragraph("", style="List Bullet").add_run("second").bold = True
    document.add_paragraph("Yours faithfully,")
    document.add_paragraph("[Name]")
    file = BytesIO()
    document.save(file)
    upload = SimpleUploadedFile("letter.docx", file.getvalue())
    page = curator_client.post(paste_at(template), {"words": "", "file": upload, "read": "1"})
    words = page.context["form"].initial["words"]
    curator_client.post(paste_at(template), {"words": words, "save": "1"})
    draft = template.versions.get(number=2)
    assert draft.subject == "For [place]"
    assert draft.body == "We are [organisation name].\n\n- first\n- **second**"
    upload = SimpleUploadedFile("letter.docx", b"not a Word file")
    page = curator_client.post(paste_at(template), {"words": "Kept words", "file": upload, "read": "1"})
    assert "Save it in Word as .docx, or paste the words." in page.text
    assert "Kept words" in page.text


# The pages together


def test_the_pages_ask_the_same_for_many_versions(curator_client, template, version):
    pages = [
        address("changelist", model="lettertemplate"),
        address("change", template.pk, model="lettertemplate"),
        address("preview", version.pk),
        paste_at(template),
    ]

    def asked():
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                assert curator_client.get(page).status_code == 200
            counts.append(len(captured))
        return counts

    asked()
    before = asked()
    for number in range(8):
        template.new_version(version.words | {"subject": f"Draft {number}"})
    assert asked() == before
    assert "version 9, 8, 7" in curator_client.get(pages[0]).text


@pytest.mark.parametrize("page", ["preview", "compare", "paste", "preview_of_words"])
def test_only_staff_who_may_change_letters_see_these_pages(
    client, member_client, curator_client, curator, page
):
    template = LetterTemplate.objects.get(slug="public-body")
    urls = {"paste": paste_at(template), "preview_of_words": address("preview_of_words")}
    url = urls.get(page) or address(page, template.current_version.pk)
    method = "post" if page == "preview_of_words" else "get"
    for visitor in (client, member_client):
        assert getattr(visitor, method)(url).status_code in (302, 403, 404)
    curator.is_superuser = False
    curator.save()
    assert getattr(curator_client, method)(url).status_code == 403


def test_the_pages_keep_to_the_content_security_policy(curator_client, template, version):
    draft = template.new_version(version.words | {"subject": "Other"})
    pages = [
        curator_client.get(address("preview", version.pk)),
        curator_client.get(address("compare", draft.pk)),
        curator_client.post(paste_at(template), {"words": LETTER, "read": "1"}),
    ]
    for page in pages:
        assert page.status_code == 200
        assert not re.search(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=", page.text)
