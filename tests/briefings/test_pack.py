"""The meeting pack: what is in it, for whom, and that it reads back."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx import Document

from briefings.history import history_html
from briefings.occasion import Occasion
from briefings.pack import pack_zip
from briefings.picture_document import picture_text
from briefings.talking import talking_points
from briefings.talking_document import talking_html, talking_pdf
from covenant_toolkit import demonstration
from members.function_notes import FunctionNote
from partnerships.agreement_versions import make_version
from partnerships.models import Agreement, Meeting, OwnBody, Post, Promise, Recipient
from principles.models import LCSIFunction
from publicbodies.models import PublicBody
from tests.documents import word_files
from tests.documents.renderer import assert_accessible, page_texts, renderer_warnings, text_of
from tests.partnerships.drafts import text_for

from .members import DAY, activity_of, ask, enormous, typical

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.time_machine("2026-12-01T10:00Z", tick=False),
]


@pytest.fixture
def suffolk(harbourside):
    return typical(harbourside)


@pytest.fixture
def meeting(harbourside, suffolk):
    return Meeting.objects.create(
        organisation=harbourside, body=suffolk, subject="The Covenant", meets_on=DAY, starts_at="14:00",
        place="Endeavour House", people="Rowan Ashdown, leader\nMina O’Dell, director",
        agenda="The compact\nThe grants panel",
    )  # fmt: skip


def occasion(organisation, where, **more):
    return Occasion(organisation, where, DAY, **more)


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_pack_of_a_planned_meeting_is_whole(member_client, harbourside, meeting):
    agreement = Agreement.objects.get()
    make_version(agreement, revision=text_for(agreement).revision, note="", by=None)
    ask(harbourside, meeting.body, "Name a lead")
    with renderer_warnings() as said:
        made = member_client.get(reverse("briefings:file", args=["pack"]), {"meeting": meeting.pk})
    assert said == []
    assert made.headers["Content-Disposition"] == (
        'attachment; filename="meeting-pack-suffolk-county-council-2026-12-08.zip"'
    )
    files = unpacked(made.content)
    assert list(files) == [
        "1-one-page-picture.pdf", "1-one-page-picture-in-words.txt", "2-slides.pptx", "3-talking-points.pdf",
        "3-talking-points.docx", "4-history.pdf", "5-suffolk-compact-version-1.pdf",
        "5-suffolk-compact-version-1.docx",
    ]  # fmt: skip
    for name, content in files.items():
        if name.endswith(".pdf"):
            assert_accessible(content)
        if name.endswith(".docx"):
            assert word_files.faults(content) == []
    assert "Name a lead" in text_of(files["1-one-page-picture.pdf"])
    assert files["1-one-page-picture-in-words.txt"].decode().count("\n") > 15
    points = text_of(files["3-talking-points.pdf"])
    for words in (
        "Name a lead.",
        "Tuesday 8 December 2026, 14:00, Endeavour House: The Covenant",
        "Rowan Ashdown, leader",
        "The grants panel",
        "Name a lead officer (Head of Communities), by 1 November 2026: the day has gone by",
        "Send the figures, by 31 January 2027",
        "last day 31 March 2028",
        "not a statement of government policy",
    ):
        assert words in points
    typed = [paragraph.text for paragraph in Document(io.BytesIO(files["3-talking-points.docx"])).paragraphs]
    assert "Name a lead." in typed
    assert "What they may ask" in typed
    assert "Letter sent" in text_of(files["4-history.pdf"])


def test_the_same_records_give_the_same_pack(harbourside, suffolk):
    assert pack_zip(occasion(harbourside, suffolk)) == pack_zip(occasion(harbourside, suffolk))


def test_an_uploaded_document_is_on_the_table(harbourside, suffolk):
    from django.core.files.base import ContentFile

    agreement = Agreement.objects.get()
    agreement.document_name = "compact.pdf"
    agreement.document.save("compact.pdf", ContentFile(b"%PDF-1.7\n%%EOF"))
    files = unpacked(pack_zip(occasion(harbourside, suffolk)))
    assert files["5-compact.pdf"] == b"%PDF-1.7\n%%EOF"


def test_another_member_gets_nothing_of_it(other_client, harbourside, meeting):
    pack = reverse("briefings:file", args=["pack"])
    # The meeting is not one of theirs, so that the form asks again.
    assert other_client.get(pack, {"meeting": meeting.pk}).status_code == 302
    assert other_client.get(pack, {"body": "suffolk", "organisation": "harbourside"}).status_code == 404
    own = unpacked(other_client.get(pack, {"body": "suffolk"}).content)
    for content in (own["1-one-page-picture-in-words.txt"].decode(), text_of(own["4-history.pdf"])):
        assert "Food" not in content
        assert "Name a lead officer" not in content


def test_one_clear_ask_and_three_points_on_each_side(harbourside, suffolk):
    points = talking_points(occasion(harbourside, suffolk))
    assert points.want == "Meet us before Easter."
    assert points.also == ["Keep the small grants panel."]
    assert len(points.our_points) == len(points.their_points) == 3
    assert points.their_sources[0].startswith("Priorities named by the Covenant Toolkit")
    assert points.our_points[0].startswith(
        "Convening: Food partnership agreement with Suffolk County Council"
    )
    assert all(answer.source for answer in points.answers)
    assert "We end on 31 March 2028. Why agree anything now?" in [each.question for each in points.answers]


def test_those_you_know_there_are_whom_you_meet(harbourside, suffolk):
    Recipient.objects.create(organisation=harbourside, body=suffolk, post=Post.LEADER, name="Jo Ferris")
    assert talking_points(occasion(harbourside, suffolk)).whom == [f"Jo Ferris, {Post.LEADER.label}"]


def test_what_is_kept_inside_is_in_no_paper(harbourside, suffolk):
    FunctionNote.objects.create(
        organisation=harbourside, function=LCSIFunction.objects.get(slug="advocacy"), weak="We have no count"
    )
    each = occasion(harbourside, suffolk)
    for words in (talking_html(each), history_html(each), picture_text(each.picture).decode()):
        assert "We have no count" not in words
    assert "You have noted for yourselves what is weak under 1 function." in talking_html(each)


def test_a_body_of_ones_own_and_an_empty_record_leave_no_blank(harbourside):
    trust = OwnBody.objects.create(organisation=harbourside, name="Harbour Trust", kind="funder")
    each = occasion(harbourside, trust)
    with renderer_warnings() as said:
        content = talking_pdf(each)
    assert said == []
    assert_accessible(content)
    words = text_of(content)
    assert "We support the voluntary, community and social enterprise (VCSE) sector." in words
    assert "Nothing is open." in words
    for blank in ("None", "[", "()", " ."):
        assert blank not in words


def test_values_are_text_in_every_paper(harbourside, suffolk):
    activity_of(harbourside, "<script>alert(1)</script>", "organisational-development")
    ask(harbourside, suffolk, "<img src=x onerror=alert(1)>")
    Promise.objects.update(what="<img src=x onerror=alert(2)>")
    each = occasion(harbourside, suffolk)
    talking, history = talking_html(each), history_html(each)
    for html in (talking, history):
        assert "<script" not in html
        assert "<img" not in html
    assert "&lt;script&gt;alert(1)" in talking
    assert "&lt;img src=x onerror=alert(1)" in talking
    assert "&lt;img src=x onerror=alert(2)" in history


@pytest.mark.long
def test_long_names_fit_every_paper(harbourside):
    files = unpacked(pack_zip(occasion(harbourside, enormous(harbourside))))
    assert len(page_texts(files["1-one-page-picture.pdf"])) == 1
    assert "later: see your agreements" in text_of(files["3-talking-points.pdf"])
    for name, content in files.items():
        if name.endswith(".pdf"):
            assert_accessible(content)


# The demonstration


def test_the_demonstration_has_its_pack(tmp_path, capsys, settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="no demonstration yet"):
        call_command("demo_pack", tmp_path)
    demonstration.make()
    call_command("demo_pack", tmp_path / "pack")
    lines = capsys.readouterr().out.splitlines()
    made = sorted(path.name for path in (tmp_path / "pack").iterdir())
    assert len(lines) == len(made) >= 5
    assert "1-one-page-picture.pdf" in made
    assert PublicBody.objects.filter(official_name=lines[0].rpartition(" for ")[2]).exists()
