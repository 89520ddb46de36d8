"""Letters to take away without an account: Word files with their brackets still to fill."""

import io
import re

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from letters.models import LetterTemplate, LetterTemplateVersion
from tests.documents import word_files

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def blank(client, template):
    response = client.get(reverse("blank-letter", args=[template.slug]))
    assert response.status_code == 200
    return response


def read(response):
    return docx.Document(io.BytesIO(response.content))


def words(document):
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.fixture
def own():
    """A template with everything a blank has to cope with."""
    template = LetterTemplate.objects.create(
        slug="own", title="A letter of ours", description="x", audience="public-body"
    )
    LetterTemplateVersion.objects.create(
        template=template,
        number=1,
        subject="Working together in [place name]",
        main_ask="Meet us in [place] before summer.",
        further_asks="Name one officer\nVisit us at [name of venue]",
        body="[main ask]\n\n{You can call [phone].}\n\n## What we do\n\n[examples]\n\n"
        "We ask for:\n\n[further asks]\n\n"
        "- **Bold:** for [area]\n- plain",
        published_at=timezone.now(),
    )  # fmt: skip
    return template


def test_every_template_in_use_can_be_taken_away_by_anybody(client):
    for template in LetterTemplate.objects.in_use():
        response = blank(client, template)
        assert response.headers["Content-Disposition"] == f'attachment; filename="{template.slug}.docx"'
        assert "wordprocessingml" in response.headers["Content-Type"]
        assert word_files.faults(response.content) == []
        document = read(response)
        assert document.core_properties.title == template.title
        text = words(document)
        for bracket in ("[organisation name]", "[sender name]", "[sender role]", "[date]"):
            assert bracket in text
        assert not re.search(r"[{}]|gapf|<mark|slot[0-9a-f]{16}", text)


def test_a_blank_is_set_like_a_letter(client, own):
    document = read(blank(client, own))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "Working together in [place name]"), ("Heading 2", "What we do")]
    bullets = [p.text for p in document.paragraphs if p.style.name.startswith("List")]
    assert bullets == [
        "[examples of your work]",
        "Name one officer",
        "Visit us at [name of venue]",
        "Bold: for [place name]",
        "plain",
    ]
    text = words(document)
    for line in (
        "[recipient name]",
        "[post]",
        "[body]",
        "[address]",
        "Dear [salutation name]",
        "Yours sincerely",
    ):
        assert line in text.splitlines()
    assert "Meet us in [place name] before summer." in text
    assert "You can call [phone]." in text


def test_nothing_is_highlighted(client, own):
    runs = [run for paragraph in read(blank(client, own)).paragraphs for run in paragraph.runs]
    assert all(run.font.highlight_color is None for run in runs if "[name of venue]" not in run.text)


def test_a_letter_without_an_ask_keeps_the_bracket_for_it(client, own):
    own.versions.create(
        number=2, subject="Hello", body="[main ask]\n\n[further asks]", published_at=timezone.now()
    )
    assert "[main ask]\n[further asks]" in words(read(blank(client, own)))


def test_the_newest_published_version_is_taken(client, own):
    own.versions.create(number=2, subject="Newer", body="Text", published_at=timezone.now())
    own.versions.create(number=3, subject="Not yet", body="Text")
    assert "Newer" in words(read(blank(client, own)))


@pytest.mark.parametrize("reason", ["unknown", "archived", "unpublished"])
def test_what_is_not_in_use_is_not_found(client, own, reason):
    if reason == "archived":
        own.is_archived = True
        own.save()
    elif reason == "unpublished":
        own.versions.update(published_at=None)
    slug = "unknown" if reason == "unknown" else own.slug
    assert client.get(reverse("blank-letter", args=[slug])).status_code == 404
