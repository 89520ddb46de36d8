"""The member's logo, signature, large print and word for the sector, in the files that leave."""

import io
import re

import docx
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from documents import fonts
from letters.files import KINDS, make
from letters.models import Letter, LetterCopy, LetterTemplate
from letters.sheet import sheet_for
from members.models import SectorTerm
from partnerships.models import Post, Recipient
from publicbodies.models import PublicBody
from tests.documents import word_files
from tests.documents.renderer import assert_accessible, pieces, reader, renderer_warnings, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True, scope="module")
def faces():
    fonts.build(fonts.folder())


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    """An empty private storage for each test."""
    default = settings.STORAGES["default"]
    options = default["OPTIONS"] | {"location": tmp_path}
    settings.STORAGES = settings.STORAGES | {"default": default | {"OPTIONS": options}}


def picture(width, height):
    written = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(written, "PNG")
    return ContentFile(written.getvalue())


@pytest.fixture
def harbourside(harbourside):
    harbourside.logo.save("logo.png", picture(800, 200))
    harbourside.signature.save("signature.png", picture(300, 100))
    return harbourside


@pytest.fixture
def letter(harbourside):
    """A letter without a gap, to one recipient."""
    recipient = Recipient.objects.create(
        organisation=harbourside, body=PublicBody.objects.get(slug="suffolk"), post=Post.LEADER,
        name="Mina O’Dell", style="Councillor", address="1 Test Lane\nIpswich\nZZ1 1AA",
    )  # fmt: skip
    version = LetterTemplate.objects.get(slug="public-body").current_version
    letter = Letter.objects.create(
        organisation=harbourside, template_version=version, main_ask="Meet us for an hour.",
        reply_by_on="2026-12-18", examples=[{"ref": "x", "title": "x", "text": "Our work.", "chosen": True}],
    )  # fmt: skip
    LetterCopy.objects.create(letter=letter, recipient=recipient)
    return Letter.objects.for_page().get(pk=letter.pk)


def sheet(letter, **options):
    copy = letter.copies.all()[0]
    copy.letter = letter
    return sheet_for(copy, **options)


def alternatives(pdf):
    """The alternative texts of the pictures, from the tags."""

    def walk(node):
        node = node.get_object()
        if "/Alt" in node:
            yield node["/Alt"]
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if hasattr(kid.get_object(), "keys"):
                yield from walk(kid)

    return list(walk(reader(pdf).trailer["/Root"]["/StructTreeRoot"]))


def test_the_pdf_shows_both_with_words_and_the_address_stays_in_the_window(letter):
    with renderer_warnings() as said:
        made = make(sheet(letter), KINDS["pdf"])
    assert said == []
    assert_accessible(made)
    assert alternatives(made) == ["Voluntary Action Harbourside", "Signature of Rowan Ashdown"]
    lines = sheet(letter).address_lines
    address = [piece for piece in pieces(made) if piece.text in lines and piece.x < 100]
    assert len(address) == len(lines)
    assert all(round(piece.x, 1) >= 25 and piece.right <= 100 for piece in address)
    assert all(piece.top >= 46 and piece.bottom <= 79 for piece in address)
    assert make(sheet(letter), KINDS["pdf"]) == made, "the same letter gives the same bytes"


def test_word_shows_both_with_words(letter):
    made = make(sheet(letter), KINDS["word"])
    document = docx.Document(io.BytesIO(made))
    assert word_files.faults(made) == []
    alts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert alts == ["Voluntary Action Harbourside", "Signature of Rowan Ashdown"]
    assert make(sheet(letter), KINDS["word"]) == made


def test_the_preview_shows_the_pictures_through_their_check(letter, member_client):
    page = member_client.get(reverse("letters:preview", args=[letter.pk]))
    for name in ("logo", "signature"):
        address = reverse(f"members:{name}", args=["harbourside"])
        assert f'src="{address}"' in page.text
        assert member_client.get(address).status_code == 200


def test_somebody_else_who_signs_does_not_sign_with_that_signature(letter):
    letter.signer_name = "Kit Colleague"
    assert alternatives(make(sheet(letter), KINDS["pdf"])) == ["Voluntary Action Harbourside"]
    letter.signer_name = "Rowan Ashdown"
    assert sheet(letter).signature_url


def test_edge_E71_a_letter_leaves_without_a_picture_whose_file_is_gone(letter, harbourside):
    for stored in (harbourside.logo, harbourside.signature):
        default_storage.delete(stored.name)
    made = make(sheet(letter), KINDS["pdf"])
    assert_accessible(made)
    assert alternatives(made) == []
    assert "Signature of" not in text_of(made)
    assert len(docx.Document(io.BytesIO(make(sheet(letter), KINDS["word"]))).inline_shapes) == 0


def test_large_print_as_the_profile_says_and_the_usual_size_on_request(letter, harbourside, member_client):
    harbourside.large_print = True
    harbourside.save()
    letter = Letter.objects.for_page().get(pk=letter.pk)
    assert sheet(letter).large_print
    assert not sheet(letter, large_print=False).large_print
    member_client.post(reverse("letters:ready", args=[letter.pk]), {"revision": letter.revision})
    page = member_client.get(reverse("letters:download", args=[letter.pk])).text
    assert re.findall(r'"btn btn-s btn-\w+" href="[^"]+">([^<]+)', page) == [
        "Large print PDF", "Large print Word", "PDF", "Word",
    ]  # fmt: skip
    for kind, name in (
        ("large-print", "-large-print.pdf"),
        ("word", "-large-print.docx"),
        ("pdf", "-council.pdf"),
    ):
        sent = member_client.get(reverse("letters:download-file", args=[letter.pk, kind]), follow=True)
        assert sent.headers["Content-Disposition"].endswith(f'{name}"')


def test_own_words_for_the_sector_are_used_in_the_letter(letter, harbourside):
    harbourside.sector_term = SectorTerm.OWN
    harbourside.own_term_in_full = "charities & community groups"
    harbourside.save()
    letter = Letter.objects.for_page().get(pk=letter.pk)
    assert "for the charities &amp; community groups in Harbourside" in sheet(letter).body
