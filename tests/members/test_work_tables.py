"""Our work as tables: out and in without a change, a thousand rows with their faults, nothing twice."""

import base64
import csv
import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.spreadsheet import write_table
from members.activity_table import HEADINGS as ACTIVITY_HEADINGS
from members.record_table import HEADINGS as RECORD_HEADINGS
from members.records import Record, RecordKind
from members.work import Activity
from principles.models import LCSIFunction
from publicbodies.models import PublicBody

from .test_work import a_record, make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LOAD = {"activities": reverse("members:activities-load"), "records": reverse("members:records-load")}
TABLE = {"activities": reverse("members:activities-csv"), "records": reverse("members:records-csv")}


def preview(client, what, data):
    """The page after the file was chosen."""
    return client.post(LOAD[what], {"file": SimpleUploadedFile("table.csv", data)})


def save(client, what, data):
    """The page after what was right was saved."""
    table = base64.b64encode(data).decode()
    return client.post(LOAD[what], {"table": table, "save": "1"}, follow=True)


def counts(page):
    """What the preview says would happen, such as {"to add": 960}."""
    found = re.search(r'<ul class="import-counts">(.*?)</ul>', page.text, re.DOTALL)
    return {what: int(number) for number, what in re.findall(r"<b>(\d+)</b> ([a-z ]+)", found[1])}


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def work(harbourside):
    """Two activities with records of every kind, and cells that a spreadsheet would take for formulas."""
    suffolk = PublicBody.objects.get(slug="suffolk")
    alliance = make_activity(harbourside, "=Food alliance", partners="Scouts, +Guides")
    alliance.bodies.set([suffolk, PublicBody.objects.get(slug="babergh")])
    make_activity(
        harbourside, "Network, “big”", "advocacy", stage="planned", letter_wording="One\ntwo, “three”"
    )
    for kind in RecordKind:
        row = a_record(alliance, kind)
        row.full_clean()
        row.save()
    return alliance


def everything():
    """All rows as they stand, to see that nothing changed."""
    return list(Activity.objects.order_by("pk").values()) + list(Record.objects.order_by("pk").values())


def test_what_goes_out_and_comes_in_changes_nothing(member_client, harbourside, work):
    before = everything()
    bodies = set(work.bodies.all())
    for what, number in (("activities", 2), ("records", 7)):
        data = member_client.get(TABLE[what]).content
        assert counts(preview(member_client, what, data)) == {"here already": number}
        assert "Nothing to change" in save(member_client, what, data).text
        # Nor without the references: an activity is known by its name, a record by all it says.
        headings = ACTIVITY_HEADINGS if what == "activities" else RECORD_HEADINGS
        names = [names[0] for names in headings.values() if names[0] != "Reference"]
        without = write_table(
            names,
            [[row[name].lstrip("'") for name in names] for row in rows_of(member_client.get(TABLE[what]))],
        )
        assert counts(preview(member_client, what, without)) == {"here already": number}
        save(member_client, what, without)
    assert everything() == before
    assert set(work.bodies.all()) == bodies


def test_a_changed_row_changes_its_own_row(member_client, work):
    [row, _] = sorted(
        rows_of(member_client.get(TABLE["activities"])), key=lambda each: each["Function"], reverse=True
    )
    row |= {"Activity": "Food network", "Public bodies": "Suffolk County Council", "Second principle": ""}
    data = write_table(list(row), [list(row.values())])
    page = preview(member_client, "activities", data)
    assert counts(page) == {"to change": 1}
    assert "Activity: =Food alliance → Food network" in page.text
    assert re.search("Second principle: .+ → nothing", page.text)
    assert "1 activity changed" in save(member_client, "activities", data).text
    work.refresh_from_db()
    assert (work.name, work.second_principle) == ("Food network", None)
    assert [body.slug for body in work.bodies.all()] == ["suffolk"]
    assert work.records.count() == 7

    [count] = [row for row in rows_of(member_client.get(TABLE["records"])) if row["Kind"] == "A count"]
    count |= {"Number": "1,300", "Date": "1 June 2026"}
    data = write_table(list(count), [list(count.values())])
    assert "1 record changed" in save(member_client, "records", data).text
    stored = Record.objects.get(kind="count")
    assert (stored.value, str(stored.dated_on)) == (1300, "2026-06-01")
    assert stored.changed_at > stored.created_at


def activities_with_faults():
    """A thousand lines, forty of which cannot be used, and the lines they stand on."""
    rows, faulty = [], []
    for number in range(1000):
        row = [f"Activity {number}", "F5", "", "running", "1 April 2020", "", ""]
        if number % 25 == 7:
            place, value = [
                (0, ""), (1, "Cooking"), (1, ""), (2, "Kindness"), (3, "maybe"), (4, "31/02/2026"),
                (3, "ended"), (5, "1 March 2020"), (6, "Atlantis City Council"), (0, "Activity 0"),
            ][number // 25 % 10]  # fmt: skip
            row[place] = value
            faulty.append(number + 2)
        rows.append(row)
    headings = ["Name", "Function", "Principle", "Status", "First day", "Last day", "Public bodies"]
    return write_table(headings, rows), faulty


@pytest.mark.one_database
def test_a_thousand_activities_with_forty_faults(member_client, harbourside, django_assert_max_num_queries):
    data, faulty = activities_with_faults()
    assert len(faulty) == 40
    with django_assert_max_num_queries(20):
        page = preview(member_client, "activities", data)
    assert not Activity.objects.exists()
    assert counts(page) == {"to add": 960, "to mend first": 40}
    assert [int(line) for line in re.findall(r">Line (\d+)<", page.text)] == faulty
    for words in (
        "Activity: Enter a short name", "Choose one of the five functions. “Cooking” is not one",
        "Choose one of the four principles", "Choose running, planned or ended",
        "First day: Enter a real date", "Enter the last day, or the nearest you know",
        "Last day: Enter a last day that is on or after the first day", "is not a public body we know",
        "The same activity stands on line 2",
    ):  # fmt: skip
        assert words in page.text

    said = save(member_client, "activities", data).text
    assert "960 activities added. 40 rows were left out: mend and load them again." in said
    assert Activity.objects.for_organisation(harbourside).count() == 960
    table = base64.b64encode(data).decode()
    response = member_client.post(LOAD["activities"], {"table": table, "mend": "1"})
    to_mend = rows_of(response)
    assert [int(row["Line"]) for row in to_mend] == faulty
    assert all(row["What to mend"] for row in to_mend)
    mended = [
        {
            **row,
            "Activity": f"Mended {row['Line']}",
            "Function": "Convening",
            "First principle": "4",
            "Status": "Running",
            "First day": "",
            "Last day": "",
            "Public bodies": "",
        }
        for row in to_mend
    ]
    data = write_table(list(mended[0]), [list(row.values()) for row in mended])
    assert "40 activities added." in save(member_client, "activities", data).text


@pytest.mark.one_database
def test_a_thousand_records_with_forty_faults(member_client, harbourside):
    activity = make_activity(harbourside)
    kinds = {
        "count": {"Number": "1", "What was counted": "groups", "Time it covers": "2025",
                  "How it was counted": "log"},
        "agreement": {"Who it is with": "Suffolk County Council"},
        "quote": {"In words": "Good", "Who agreed to the words": "Jo", "Agreed on": "1/5/2026",
                  "Who it comes from": "groups", "May be named": "yes"},
    }  # fmt: skip
    faults = [
        {"Activity": "Unknown"}, {"Kind": "rumour"}, {"Date": "soon"}, {"Date": ""}, {"Source": ""},
        {"Number": "many"}, {"Link": "nowhere at all"}, {"May be named": "perhaps"},
        {"Kind": "feedback", "Who it comes from": "ours"}, {"Reference": str(uuid.uuid4())},
    ]  # fmt: skip
    headings = [names[0] for names in RECORD_HEADINGS.values()]
    rows, faulty = [], []
    for number in range(1000):
        kind = list(kinds)[number % 3]
        row = dict.fromkeys(headings, "") | kinds[kind]
        row |= {"Activity": "food alliance", "Kind": kind, "Source": f"Log {number}", "Date": "1/5/2026"}
        if number % 25 == 24:
            row |= faults[number // 25 % 10]
            faulty.append(number + 2)
        rows.append(list(row.values()))
    data = write_table(headings, rows)
    page = preview(member_client, "records", data)
    assert counts(page) == {"to add": 960, "to mend first": 40}
    assert [int(line) for line in re.findall(r">Line (\d+)<", page.text)] == faulty
    assert "Load the activity first" in page.text
    assert "This is not a reference of yours" in page.text
    save(member_client, "records", data)
    assert activity.records.count() == 960
    assert counts(preview(member_client, "records", data)) == {"here already": 960, "to mend first": 40}
    assert activity.records.filter(kind="quote", may_be_named=True).count() > 300


def test_a_reference_of_another_member_is_not_ours(member_client, other_client, other_organisation, work):
    theirs = make_activity(other_organisation, "Theirs")
    their_record = a_record(theirs)
    their_record.save()
    data = write_table(["Activity", "Function", "Reference"], [["Taken over", "Convening", theirs.pk]])
    assert counts(preview(member_client, "activities", data)) == {"to mend first": 1}
    save(member_client, "activities", data)
    row = ["=Food alliance", "agreement", "Paper", "1/5/2026", "Us", their_record.pk]
    data = write_table(["Activity", "Kind", "Source", "Date", "Who it is with", "Reference"], [row])
    assert counts(preview(member_client, "records", data)) == {"to mend first": 1}
    save(member_client, "records", data)
    theirs.refresh_from_db()
    their_record.refresh_from_db()
    assert (theirs.name, their_record.activity) == ("Theirs", theirs)
    # The same name in another organisation is another activity.
    data = write_table(["Activity", "Function"], [["Theirs", "Convening"]])
    assert counts(preview(member_client, "activities", data)) == {"to add": 1}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Load activities from a spreadsheet"),
        ({"save": "1"}, "Choose a CSV file"),
        ({"table": "no base64!", "save": "1"}, "Choose the CSV file again"),
        ({"table": "é", "save": "1"}, "Choose the CSV file again"),
        ({"file": SimpleUploadedFile("a.csv", b"PK\x03\x04")}, "This is a workbook"),
        ({"file": SimpleUploadedFile("a.csv", b"")}, "The file is empty"),
        (
            {"file": SimpleUploadedFile("a.csv", b"Activity,Function\n" + b"a,b\n" * 5001)},
            "more than 5,000 rows",
        ),
        ({"file": SimpleUploadedFile("a.csv", b"x" * (2 * 1024 * 1024 + 1))}, "smaller than 2 MB"),
        ({"file": SimpleUploadedFile("a.csv", b"Activity\nA\n")}, "Missing: “Function”"),
        ({"file": SimpleUploadedFile("a.csv", b"Activity,Function\n")}, "headings and no rows"),
    ],
)
def test_a_file_that_is_no_table_says_what_to_do(member_client, sent, words):
    page = member_client.post(LOAD["activities"], sent)
    assert page.status_code == 200
    assert words in page.text
    assert not Activity.objects.exists()


def test_columns_that_are_not_in_the_file_stay_as_they_are(member_client, harbourside):
    activity = make_activity(harbourside, partners="Scouts", last_on=None)
    save(member_client, "activities", write_table(["Activity", "Function"], [["Food alliance", "Advocacy"]]))
    activity.refresh_from_db()
    assert activity.function == LCSIFunction.objects.get(slug="advocacy")
    assert (activity.partners, activity.letter_wording) == ("Scouts", "We bring 38 food projects together.")
