"""Finding bodies by name, and everybody who serves one place."""

import datetime

import pytest

from publicbodies.areas import area_of
from publicbodies.models import PublicBody
from publicbodies.suggestions import suggestions

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 22)
LAST = datetime.date(2028, 3, 31)
AFTER = datetime.date(2028, 4, 1)


def area(slug, day=TODAY):
    return [body.slug for body in area_of(PublicBody.objects.get(slug=slug), day)]


def test_suffolk_is_one_set_of_seven():
    seven = [
        "suffolk", "babergh", "east-suffolk", "ipswich", "mid-suffolk", "west-suffolk",
        "norfolk-and-suffolk-icb",
    ]  # fmt: skip
    assert area("suffolk") == seven
    assert area("suffolk", LAST) == seven
    assert suggestions("suffolk", TODAY)[0].slug == "suffolk"


def test_the_day_after_its_last_the_successors_are_offered():
    successors = ["central-and-eastern-suffolk", "ipswich-and-south-suffolk", "western-suffolk"]
    assert area("suffolk", AFTER) == [*successors, "norfolk-and-suffolk-icb"]
    assert area("ipswich", AFTER) == ["ipswich-and-south-suffolk", "norfolk-and-suffolk-icb"]
    assert area("brentwood", AFTER) == ["essex-icb"]  # who follows it is not known yet


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("ipswich", ["suffolk", "ipswich", "norfolk-and-suffolk-icb"]),
        ("camden", ["camden", "greater-london-authority", "west-and-north-london-icb"]),
        # A shadow authority stands beside those it will follow; the other half of Surrey is none of ours.
        ("guildford", ["surrey", "guildford", "west-surrey", "surrey-and-sussex-icb"]),
        ("harrogate", ["north-yorkshire"]),
        ("suffolk-and-north-east-essex-icb", ["essex-icb", "norfolk-and-suffolk-icb"]),
        ("cheshire-and-warrington-combined-authority",
         ["cheshire-east", "cheshire-west-and-chester", "warrington",
          "cheshire-and-warrington-combined-authority", "cheshire-and-merseyside-icb"]),
        ("north-yorkshire",
         ["north-yorkshire", "york-and-north-yorkshire-combined-authority", "humber-and-north-yorkshire-icb",
          "lancashire-and-south-cumbria-icb", "west-yorkshire-icb"]),
    ],
)  # fmt: skip
def test_who_serves_an_area(slug, expected):
    assert area(slug) == expected


def test_a_county_brings_its_strategic_authority_and_the_planned_one_waits():
    assert "east-midlands-combined-county-authority" in area("derbyshire")
    assert len(area("derbyshire")) == 11
    assert len(area("greater-london-authority")) == 38  # 33 councils, the authority and four boards


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Suffolk", "suffolk"),
        ("kc", "kensington-and-chelsea"),
        ("rbkc", "kensington-and-chelsea"),
        ("b&nes", "bath-and-north-east-somerset"),
        ("BCP", "bournemouth-christchurch-and-poole"),
        ("telford and w", "telford-and-wrekin"),
        ("hammersmith & fulham", "hammersmith-and-fulham"),
        ("London Borough of Hammersmith and Fulham", "hammersmith-and-fulham"),
        ("king’s lynn", "kings-lynn-and-west-norfolk"),
        ("KINGS  LYNN", "kings-lynn-and-west-norfolk"),
        ("St. Helens", "st-helens"),
        ("stoke on trent", "stoke-on-trent"),
        ("Bristôl", "bristol"),
        ("durham", "county-durham"),
        ("shepway", "folkestone-and-hythe"),
        ("E08000016", "barnsley"),
        ("QJG", "suffolk-and-north-east-essex-icb"),
        ("somerset county council", "somerset"),
        ("york", "york"),
        ("gmca", "greater-manchester-combined-authority"),
    ],
)
def test_a_name_is_found_as_people_type_it(typed, first):
    assert suggestions(typed, TODAY)[0].slug == first


def test_what_has_ended_comes_last():
    found = [body.slug for body in suggestions("cumbria", TODAY)]
    assert found[:3] == ["cumbria-combined-authority", "lancashire-and-south-cumbria-icb",
                         "north-east-and-north-cumbria-icb"]  # fmt: skip
    assert found[3] == "cumbria"


@pytest.mark.parametrize("typed", ["", "  ", "&", "'; --", "%", "_", "\0", "zzz", "and"])
def test_what_is_no_name_finds_nothing(typed):
    assert suggestions(typed, TODAY) == []


def test_the_beginning_of_a_word_is_enough_and_its_middle_is_not():
    assert {body.slug for body in PublicBody.objects.named_like("folk")} == {"folkestone-and-hythe"}
    by_county = set(PublicBody.objects.named_like("suffolk").values_list("slug", flat=True))
    assert {"babergh", "ipswich", "norfolk-and-suffolk-icb", "western-suffolk"} <= by_county
