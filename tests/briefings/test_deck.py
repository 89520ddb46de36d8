"""The slide deck: what stands on it, for whom, and that all of it fits whatever stands in it."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from briefings.deck import deck_for
from briefings.deck_parts import PLACE_KINDS, Part
from briefings.models import TierPriority
from briefings.occasion import Occasion
from casestudies.models import CaseStudy
from partnerships.models import OwnBody
from principles.models import Finding
from publicbodies.models import BodyKind, PublicBody
from tests.documents.decks import Deck

from .members import DAY, activity_of, ask, count, enormous, typical
from .test_picture import tiny

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.time_machine("2026-12-01T10:00Z", tick=False),
]

PAGE = reverse("briefings:deck")
FILE = reverse("briefings:deck-file")
BRACKET = re.compile(r"\[[^\]]*\]")


def deck(organisation, where, parts=tuple(Part.values), **more):
    return Deck(deck_for(Occasion(organisation, where, DAY, **more), parts))


def slide_words(made, title):
    return "\n".join(made.words_of(made.slides[made.titles.index(title)]))


@pytest.mark.parametrize("made", [tiny, typical, enormous])
def test_for_every_member_all_fits_and_nothing_is_left_to_fill(harbourside, made):
    found = deck(harbourside, made(harbourside))
    assert found.faults() == []
    for number in range(len(found.slides)):
        assert not BRACKET.search(found.notes(number))
    assert not BRACKET.search(found.words)
    assert not re.search(r"\b(None|nan)\b|\{\{|&amp;|Decimal", found.words)
    # No row stands alone under its header.
    tables = [shape.table for slide in found.slides for shape in slide.shapes if shape.has_table]
    assert tables
    assert all(len(table.rows) > 2 for table in tables)


def test_one_or_two_activities_fill_no_table_of_their_own(harbourside):
    where = tiny(harbourside)
    bare = deck(harbourside, where)
    assert "Advice" in slide_words(bare, "What already works, function by function")
    assert "What already works, and what shows it" not in bare.titles
    assert "no record yet" not in bare.words
    activity_of(harbourside, "Small grants", "facilitating-funding", [count(31, "groups")])
    harbourside.groups_supported = "640 groups in 2025/26"
    shown = slide_words(deck(harbourside, where), "What already works, and what shows it")
    assert "31 groups, 2025/26" in shown
    assert "Altogether we support 640 groups in 2025/26" in shown


def test_it_tells_the_story_in_order_with_the_members_own_figures(harbourside):
    suffolk = typical(harbourside)
    found = deck(harbourside, suffolk)
    assert found.titles == [
        "The Civil Society Covenant in Harbourside",
        "What the Civil Society Covenant is",
        "The Covenant’s four principles",
        "What the principles ask of each side",
        "What this means for Suffolk County Council",
        "What already works, function by function",
        "What already works, and what shows it",
        "What research says to your priorities",
        *[title for title in found.titles if CaseStudy.objects.filter(title=title).exists()],
        "What we ask of you",
        "Next steps",
        "Contact and sources",
    ]
    opening = slide_words(found, "The Civil Society Covenant in Harbourside")
    assert "Voluntary Action Harbourside\nFor Suffolk County Council\n8 December 2026" in opening
    shown = slide_words(found, "What already works, and what shows it")
    assert "£1,200,000 won by 64 groups, 2025/26" in shown
    assert "Meet us before Easter." in slide_words(found, "What we ask of you")
    steps = slide_words(found, "Next steps")
    assert "Head of Communities" in steps
    assert "1 November 2026" in steps
    assert "Rowan Ashdown, Chief Officer" in slide_words(found, "Contact and sources")
    assert "voluntary, community and social enterprise (VCSE) sector" in found.words


def test_it_speaks_of_the_body_its_tasks_and_the_change_ahead(harbourside):
    suffolk = PublicBody.objects.get(slug="suffolk")
    words = slide_words(deck(harbourside, suffolk), "What this means for Suffolk County Council")
    assert "Public health" in words
    assert "31 March 2028" in words or suffolk.change_note in words
    board = PublicBody.objects.get(slug="norfolk-and-suffolk-icb")
    assert "hospital" in slide_words(deck(harbourside, board), f"What this means for {board}").lower()


def test_research_is_never_called_the_governments_word(harbourside):
    found = deck(harbourside, typical(harbourside))
    title = "What research says to your priorities"
    assert "Research commissioned by DCMS found" in slide_words(found, title)
    assert "not a statement of government policy" in found.notes(found.titles.index(title))
    assert "Priorities named by the Covenant Toolkit" in found.notes(found.titles.index(title))


def test_case_studies_are_of_the_same_kind_of_place_and_not_its_own(harbourside):
    london = PublicBody.objects.filter(kind=BodyKind.METROPOLITAN).exclude(slug="calderdale").first()
    titles = deck(harbourside, london, [Part.CASES]).titles[1:]
    assert titles[0] == CaseStudy.objects.get(place_kind="metropolitan").title
    assert len(titles) == 2
    own = PublicBody.objects.get(slug="calderdale")
    assert "Calderdale" not in " ".join(deck(harbourside, own, [Part.CASES]).titles[1:])
    assert {*PLACE_KINDS} == {*BodyKind.values}


def test_what_was_withdrawn_is_not_shown(harbourside):
    suffolk = PublicBody.objects.get(slug="suffolk")
    CaseStudy.objects.update(status="withdrawn")
    TierPriority.objects.all().delete()
    Finding.objects.all().delete()
    found = deck(harbourside, suffolk)
    assert found.faults() == []
    assert "What research says to your priorities" not in found.titles


def test_a_member_with_nothing_recorded_promises_nothing(harbourside):
    found = deck(harbourside, PublicBody.objects.get(slug="suffolk"))
    assert slide_words(found, "What already works here").startswith("What already works here")
    assert "We support 640 groups in 2025/26" in found.words
    harbourside.groups_supported = ""
    assert "What already works here" not in deck(harbourside, PublicBody.objects.get(slug="suffolk")).titles


def test_what_is_done_with_the_body_stands_first_and_weak_points_stay_inside(harbourside):
    suffolk = typical(harbourside)
    activity = activity_of(harbourside, "Zebra crossings forum", "convening", [count(3, "meetings")])
    activity.bodies.add(suffolk)
    found = deck(harbourside, suffolk)
    table = next(
        shape.table
        for shape in found.slides[found.titles.index("What already works, and what shows it")].shapes
        if shape.has_table
    )
    convening = [row.cells[1].text for row in table.rows if row.cells[0].text == "Convening"]
    assert convening[0] == "Zebra crossings forum (with you)"


def test_a_body_of_ones_own_gets_a_deck_too(harbourside):
    trust = OwnBody.objects.create(organisation=harbourside, name="Harbourside Hospital Trust")
    found = deck(harbourside, trust)
    assert found.faults() == []
    assert "What this means for Harbourside Hospital Trust" in found.titles


def test_the_logo_stands_on_the_opening_with_its_words(harbourside, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    target = io.BytesIO()
    Image.new("RGB", (300, 80), "#7a1d56").save(target, "PNG")
    harbourside.logo.save("logo.png", ContentFile(target.getvalue()))
    first = deck(harbourside, PublicBody.objects.get(slug="suffolk")).slides[0]
    assert first.slide_layout.name == "Opening with logo"
    alt = [s._element.nvPicPr.cNvPr.get("descr") for s in first.shapes if hasattr(s, "image")]
    assert alt == ["Logo of Voluntary Action Harbourside"]


def test_the_same_records_give_the_same_bytes(harbourside):
    suffolk = typical(harbourside)
    occasion = Occasion(harbourside, suffolk, DAY)
    assert deck_for(occasion) == deck_for(Occasion(harbourside, suffolk, DAY))


def test_a_member_chooses_the_slides_on_a_page_and_downloads_them(member_client, harbourside):
    typical(harbourside)
    assert "Show the slides" in member_client.get(PAGE).text
    page = member_client.get(PAGE, {"body": "suffolk", "day": "8 December 2026"})
    assert "What the Civil Society Covenant is" in page.text
    chosen = {"body": "suffolk", "day": "8 December 2026", "chosen": "1", "slides": ["asks", "next"]}
    ask(harbourside, PublicBody.objects.get(slug="suffolk"), "Open the books")
    page = member_client.get(PAGE, chosen)
    address = re.search(r'href="([^"]*deck/file/[^"]*)"', page.text)[1].replace("&amp;", "&")
    response = member_client.get(address)
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="slides-suffolk-county-council-2026-12-08.pptx"'
    )
    assert response.headers["Cache-Control"] == "private, no-store"
    found = Deck(response.content)
    assert found.titles == [
        "The Civil Society Covenant in Harbourside", "What we ask of you", "Next steps",
    ]  # fmt: skip
    assert "Open the books." in found.words


def test_without_a_body_or_a_slide_it_says_what_to_do(member_client):
    assert member_client.get(FILE).headers["Location"].startswith(PAGE)
    page = member_client.get(PAGE, {"body": "suffolk", "chosen": "1"})
    assert "Tick at least one slide" in page.text


def test_anybody_takes_the_blank_deck_with_its_brackets(client, django_assert_num_queries):
    response = client.get(reverse("blank-deck"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="covenant-slides.pptx"'
    found = Deck(response.content)
    assert found.faults() == []
    for bracket in ("[name of your organisation]", "[place]", "[name of the public body]", "[date]"):
        assert bracket in found.words
    assert "Fill every square bracket" in found.notes(0)
    research = found.notes(found.titles.index("What research says to your priorities"))
    assert "Priorities named by the Covenant Toolkit" in research
    with django_assert_num_queries(1):  # only whether the content has changed
        assert client.get(reverse("blank-deck")).content == response.content
    finding = Finding.objects.get(ref="E5")
    finding.text = "Something else was found."
    finding.save()
    assert "Something else was found." in Deck(client.get(reverse("blank-deck")).content).words


def test_it_is_on_offer_where_people_look_for_it(client, member_client, harbourside):
    assert reverse("blank-deck") in client.get("/").text
    assert reverse("blank-deck") in client.get("/guide/making-the-most/").text
    offered = member_client.get(reverse("briefings:briefings"), {"body": "suffolk"})
    assert "Choose the slides" in offered.text
