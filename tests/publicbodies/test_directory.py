"""The directory that ships: whole, consistent, and the same as the reference where that is at hand."""

import csv
import datetime
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from publicbodies.directory import COLUMNS, DirectoryProblem, read
from publicbodies.models import BodyKind, Region

SHIPPED = Path(settings.FIXTURE_DIRS[0]) / "public_bodies.csv"
TODAY = datetime.date(2026, 11, 22)
REFERENCE = Path(settings.BASE_DIR).parent / "shared" / "reference"
COUNTS = {
    "county": 21, "district": 164, "unitary": 62, "isles-of-scilly": 1, "metropolitan": 36,
    "london-borough": 32, "city-of-london": 1, "strategic-authority": 20, "icb": 36,
}  # fmt: skip
# Councils that became cities: the lists of 2026 still have the name from before, which we keep as earlier.
RENAMED = {"Colchester", "Milton Keynes", "Southend-on-Sea"}


@pytest.fixture(scope="module")
def shipped():
    """Every body of the file by its slug."""
    return {entry.slug: entry.values for entry in read(SHIPPED.read_bytes())}


@pytest.fixture(scope="module")
def live(shipped):
    return {
        slug: body
        for slug, body in shipped.items()
        if body["first_on"]
        and body["first_on"] <= TODAY
        and (body["last_on"] is None or body["last_on"] >= TODAY)
    }


# What must hold anywhere


def test_every_body_of_england_is_there_once(live):
    assert Counter(body["kind"] for body in live.values()) == COUNTS
    councils = [body for body in live.values() if body["kind"] not in ("icb", "strategic-authority")]
    assert len(councils) == 317
    assert Counter(body["region"] for body in councils) == {
        "north-east": 12, "north-west": 36, "yorkshire-and-the-humber": 15, "east-midlands": 39,
        "west-midlands": 33, "east-of-england": 50, "london": 33, "south-east": 70, "south-west": 29,
    }  # fmt: skip
    for name in ("gss_code", "ods_code", "official_name"):
        values = [body[name] for body in live.values() if body[name]]
        assert len(values) == len(set(values)), name


def test_every_district_has_its_county_and_every_county_its_districts(live):
    counties = Counter(body["county"] for body in live.values() if body["kind"] == "district")
    assert len(counties) == 21
    assert set(counties) == {slug for slug, body in live.items() if body["kind"] == "county"}
    assert min(counties.values()) == 5
    assert max(counties.values()) == 12
    assert counties["suffolk"] == 5
    for body in live.values():
        if body["county"]:
            assert body["region"] == live[body["county"]]["region"]


def test_every_council_has_a_health_board_and_three_lie_in_several(live):
    several = {}
    for slug, body in live.items():
        if body["kind"] in ("icb", "strategic-authority"):
            assert (body["icbs"], body["county"], body["strategic_authority"]) == ([], "", "")
        else:
            assert body["icbs"], slug
            assert {live[icb]["kind"] for icb in body["icbs"]} == {"icb"}
            if len(body["icbs"]) > 1:
                several[slug] = len(body["icbs"])
    assert several == {"cumberland": 2, "westmorland-and-furness": 2, "north-yorkshire": 3}


def test_what_ends_says_who_follows_or_that_it_is_not_known(shipped):
    for slug, body in shipped.items():
        for successor, day in body["successors"]:
            assert day == body["last_on"] + datetime.timedelta(days=1), slug
            assert shipped[successor]["first_on"] <= day
        if body["last_on"] and body["last_on"] >= TODAY:
            assert f"{body['last_on']:%-d %B %Y}" in body["change_note"], slug
            assert body["successors"] or "who follows" in body["to_check"].lower(), slug


def test_the_changes_of_2023_and_2026(shipped):
    begun = {slug for slug, body in shipped.items() if body["first_on"] == datetime.date(2023, 4, 1)}
    assert begun == {"cumberland", "westmorland-and-furness", "north-yorkshire", "somerset"}
    ended = [body for body in shipped.values() if body["last_on"] == datetime.date(2023, 3, 31)]
    assert Counter(body["kind"] for body in ended) == {"district": 17, "county": 1}
    merged = [slug for slug, body in shipped.items() if body["last_on"] == datetime.date(2026, 3, 31)]
    assert len(merged) == 12
    new = {slug for slug, body in shipped.items() if body["first_on"] == datetime.date(2026, 4, 1)}
    assert new == {
        "central-east-icb", "essex-icb", "norfolk-and-suffolk-icb", "surrey-and-sussex-icb",
        "thames-valley-icb", "west-and-north-london-icb",
    }  # fmt: skip
    assert [slug for slug, _ in shipped["suffolk-and-north-east-essex-icb"]["successors"]] == [
        "essex-icb",
        "norfolk-and-suffolk-icb",
    ]


def test_each_row_says_where_it_was_read_and_what_is_still_to_check(shipped):
    for slug, body in shipped.items():
        assert body["source"], slug
        assert body["checked_on"] <= TODAY
        assert (body["needs_checking"], bool(body["to_check"])) == (True, True), slug
        # Nobody has looked at an office yet.
        assert (body["office_address"], body["office_address_checked_on"]) == ("", None)
        for name in ("official_name", "short_name"):
            assert body[name] == " ".join(body[name].split())


def test_names_stand_as_the_bodies_write_them(shipped):
    assert shipped["telford-and-wrekin"]["official_name"] == "Telford & Wrekin Council"
    assert shipped["kings-lynn-and-west-norfolk"]["short_name"] == "King's Lynn and West Norfolk"
    assert shipped["st-helens"]["short_name"] == "St Helens"
    assert shipped["kingston-upon-hull"]["official_name"] == "Hull City Council"
    styles = {body["style"] for body in shipped.values()}
    assert styles >= {
        "Royal Borough of Windsor and Maidenhead", "City and County of Bristol", "County of Herefordshire",
        "Royal Borough of Kingston upon Thames", "London Borough of Camden", "City of Westminster",
    }  # fmt: skip


# Against the reference, where it is at hand


def reference(name):
    path = REFERENCE / name
    if not path.exists():
        pytest.skip("the reference is not on this machine")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def short(name):
    """The reference turns names round for the alphabet: “Bristol, City of”."""
    return re.sub(r", (City|County) of$", "", name).replace("St. ", "St ")


def test_councils_agree_with_the_reference(live):
    kinds = {
        "metropolitan-borough": "metropolitan",
        "city-corporation": "city-of-london",
        "sui-generis-unitary": "isles-of-scilly",
    }
    by_code = {body["gss_code"]: body for body in live.values()}
    rows = reference("councils_england.csv")
    assert len(rows) == 317
    for row in rows:
        body = by_code[row["gss_code"]]
        name = short(row["name"])
        assert body["short_name"] == name
        assert body["kind"] == kinds.get(row["type"], row["type"])
        assert Region(body["region"]).label.lower() == row["region"].lower()
        assert (live[body["county"]]["short_name"] if body["county"] else "") == row["county"]
        authority = body["strategic_authority"]
        assert (live[authority]["official_name"] if authority else "") == row["strategic_authority"]
        boards = {live[icb]["official_name"] for icb in body["icbs"]}
        assert row["icb"] in boards
        assert (len(boards) > 1) == bool(row["icb_note"])
        plain = " ".join(row["official_name"].split())
        if name in RENAMED:
            assert ("name", plain) in {(scheme, value) for scheme, value, _ in body["earlier"]}
        else:
            assert body["official_name"].replace("'", "") == plain


def test_health_boards_and_authorities_agree_with_the_reference(live, shipped):
    boards = {body["ods_code"]: body for body in shipped.values() if body["kind"] == "icb"}
    for row in reference("icbs_england_april2026.csv"):
        body = boards[row["ods_code"]]
        assert (body["official_name"], body["gss_code"]) == (row["name"], row["gss_code"])
        assert str(body["first_on"]) == row["created_on"]
    for row in reference("icb_successions_2026.csv"):
        follows = {
            (shipped[slug]["ods_code"], str(day))
            for slug, day in boards[row["predecessor_ods"]]["successors"]
        }
        assert (row["successor_ods"], row["date"]) in follows
    by_name = {body["official_name"]: body for body in shipped.values()}
    for row in reference("strategic_authorities_2026.csv"):
        body = by_name[row["name"]]
        assert (body["kind"], body["gss_code"]) == (BodyKind.STRATEGIC_AUTHORITY, row["gss_code"])
        assert str(body["first_on"] or "") == row["established"]
        assert body["has_elected_mayor"] is (row["mayor_in_post_sept2026"] == "yes")
        assert (body["official_name"] in {each["official_name"] for each in live.values()}) == (
            row["status"] == "live"
        )


def test_councils_to_come_agree_with_the_reference(shipped):
    by_name = {body["official_name"]: slug for slug, body in shipped.items()}
    follows = {
        (body["short_name"], successor) for body in shipped.values() for successor, _ in body["successors"]
    }
    for row in reference("future_councils_seen.csv"):
        slug = by_name[row["name"]]
        assert str(shipped[slug]["first_on"]) == row["planned_start"]
        assert bool(shipped[slug]["shadow_on"]) == row["stage"].startswith("shadow")
        assert (row["area"], slug) in follows
        for name in row["predecessors_seen"].split("; "):
            if re.fullmatch(r"[A-Z][a-z' A-Z]+", name):
                assert (name, slug) in follows


# The file as people edit it

HEADING = ",".join(COLUMNS.values())
ROW = {
    "slug": "wessex", "kind": "unitary", "official_name": "Wessex Council", "short_name": "Wessex",
    "region": "south-west", "first_day": "1998-04-01", "source": "Invented", "checked_on": "2026-11-22",
    "needs_checking": "yes",
}  # fmt: skip


def a_file(*rows):
    lines = [",".join(f'"{(ROW | row).get(name, "")}"' for name in COLUMNS.values()) for row in rows]
    return "\n".join([HEADING, *lines]).encode()


WRONG = {
    "an unknown kind": ({"kind": "parish"}, "Line 2: “kind”"),
    "no name": ({"official_name": ""}, "“official_name”"),
    "a day that does not exist": ({"last_day": "31/03/2028"}, "“31/03/2028” is not a day. Write it like"),
    "a county that is not there": ({"county": "mercia"}, "“county” names “mercia”, which is not in the file"),
    "a county of another kind": ({"county": "wessex"}, "“wessex” cannot be the county"),
    "an end before the beginning": ({"last_day": "1990-01-01"}, "the last day must be on or after the first"),
    "a successor that is not there": ({"successors": "mercia from 2028-04-01"}, "names “mercia”, which"),
    "a body that follows itself": ({"successors": "wessex"}, "a body cannot follow itself"),
    "an earlier name without its kind": ({"earlier": "Old Wessex"}, "write “Old Wessex” as name, ons"),
    "an address nobody checked": ({"office_address": "1 Test Lane"}, "the day on which the office address"),
    "a mayor, perhaps": ({"elected_mayor": "maybe"}, "“elected_mayor” is yes or no, not “maybe”"),
    "neither yes nor no": ({"needs_checking": "perhaps"}, "“needs_checking” is yes or no, not “perhaps”"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_line_is_named(name):
    row, words = WRONG[name]
    with pytest.raises(DirectoryProblem, match=re.escape(words)):
        read(a_file(row))


def test_every_wrong_line_is_named_at_once():
    with pytest.raises(DirectoryProblem) as refusal:
        read(a_file({"kind": "parish"}, {"slug": "mercia"}, {"slug": "mercia", "region": "wales"}))
    assert [line.partition(":")[0] for line in str(refusal.value).splitlines()] == ["Line 2", "Line 4"]
    with pytest.raises(DirectoryProblem, match="stands on line 2 too"):
        read(a_file({}, {}))


def test_a_file_that_is_no_table_is_refused():
    for data, words in ((b"", "empty"), (b"slug,kind\na,b", "Missing"), (b"PK\x03\x04", "workbook")):
        with pytest.raises(DirectoryProblem, match=words):
            read(data)
