"""Recipients from a spreadsheet and back: what is added, changed and left to mend."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from documents.spreadsheet import read_table, write_table
from members.importing import Change, Preview, save_rows
from partnerships.models import OwnBody, OwnBodyKind, Post, Recipient
from partnerships.recipient_table import HEADINGS, RecipientImport, table_of, template_for
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 22)
LOAD = "/recipients/import/"


def table(
    *rows, columns=("Body", "Kind of body", "Post", "Style", "Full name", "Address", "E-mail", "Checked on")
):
    return write_table(columns, rows)


def upload(client, data):
    return client.post(LOAD, {"file": SimpleUploadedFile("list.csv", data)})


def rows_of(data):
    return read_table(data, HEADINGS, needed=["body", "post"])


def look(organisation, data):
    """What the file would do."""
    kind = RecipientImport(organisation, TODAY)
    return Preview(kind, kind.check(rows_of(data)))


def load(organisation, data):
    """What the file did."""
    return save_rows(RecipientImport(organisation, TODAY), rows_of(data))


def instances(preview, change=Change.NEW):
    return [result.instance for result in preview.with_change(change)]


def counts(page):
    """What the preview says would happen, such as {"to add": 960}."""
    found = re.search(r'<ul class="import-counts">(.*?)</ul>', page.text, re.DOTALL)
    return {what: int(number) for number, what in re.findall(r"<b>(\d+)</b> ([a-z ]+)", found[1])}


def thousand():
    """A file of 1,000 lines, of which every 25th has a fault of one of eight kinds."""
    bodies = [body.official_name for body in PublicBody.objects.can_be_written_to_on(TODAY)]
    faulty = [
        {0: "Nowhere Council"}, {2: ""}, {3: "Sir Doctor"}, {5: "1 Test Lane\nIpswich"},
        {6: "not an address"}, {7: "31 February 2026"}, {4: "x" * 121}, {1: "Ministry"},
    ]  # fmt: skip
    for number in range(1000):
        row = [
            bodies[number % len(bodies)], "", "Director of Public Health", "Ms", f"Person {number}",
            f"{number} Test Lane\nZZ1 1AA", f"person{number}@example.org", "1 October 2026",
        ]  # fmt: skip
        if number % 25 == 24:
            for place, value in faulty[number // 25 % len(faulty)].items():
                row[place] = value
        yield row


@pytest.mark.one_database
def test_edge_E85_a_thousand_lines_with_forty_faults(
    member_client, harbourside, django_assert_max_num_queries
):
    page = upload(member_client, table(*thousand()))
    assert counts(page) == {"to add": 960, "to mend first": 40}
    assert not Recipient.objects.exists()
    answer = {"table": re.search(r'name="table" value="([^"]+)"', page.text)[1]}
    with django_assert_max_num_queries(60):
        done = member_client.post(LOAD, answer | {"save": "1"})
    assert "960 recipients added. 40 rows were left out" in done.text
    assert Recipient.objects.count() == 960
    # Each of the forty is listed by the line of the file, which has two lines for an address of two lines.
    lines = re.findall(r">Line (\d+)<", done.text)
    assert (len(lines), lines[0]) == (40, str(2 + 24 * 2))
    mend = member_client.post(LOAD, answer | {"mend": "1"})
    assert mend.headers["Content-Disposition"] == 'attachment; filename="recipients-to-mend.csv"'
    assert "Nowhere Council" in mend.content.decode("utf-8-sig")
    # A second answer adds nothing; the lines to mend go in again as they are, and say the same.
    assert "Nothing to change" in member_client.post(LOAD, answer | {"save": "1"}).text
    assert Recipient.objects.count() == 960
    assert len(look(harbourside, mend.content).faulty) == len(rows_of(mend.content)) == 40


def test_each_fault_says_what_to_do(harbourside):
    ended = PublicBody.objects.get(slug="ipswich")
    ended.last_on = TODAY - datetime.timedelta(days=1)
    ended.save()
    ended.successors.add(PublicBody.objects.get(slug="west-suffolk"))
    plan = look(
        harbourside,
        table(
            ["Sufolk County Council", "", "Leader"],
            ["", "", "Leader"],
            ["Harbour Trust", "", "Leader"],
            ["Suffolk", "Ministry", ""],
            ["Ipswich", "", "Leader"],
            ["Suffolk", "", "Leader", "Rev"],
            ["Suffolk", "", "Leader", "", "A", "1 Test Lane\nZZ1 OAA", "a@", "1/1/2030"],
            ["Suffolk", "", "Leader", "", "A", "", "", "31/2/2026"],
            ["Suffolk", "", "x" * 121],
            ["Babergh", "", "Leader"],
            ["babergh", "", "Leader of the Council"],
            ["Norfolk and Suffolk Combined County Authority", "", "Mayor"],
            ["Suffolk", "", "Leader", "", "B", "\n".join(["Part"] * 5 + ["ZZ1 1AA"])],
            ["Nowhere Council", "", "Leader"],
        ),
    )
    said = [result.fault for result in plan.faulty]
    assert len(instances(plan)) == 1
    for fault, words in zip(said, [
        "Check the body “Sufolk County Council”. Did you mean Suffolk County Council?",
        "Enter the body, for example Suffolk County Council",
        "For a body of your own, fill in “Kind of body”",
        "Change the kind of body: use one of NHS trust",
        "or West Suffolk Council: Ipswich ended on 21 November 2026",
        "Change the style of address: use one of Councillor",
        "Enter an email address in the correct format",
        "Enter the day you checked it as a real date, like 12 January 2026",
        "Shorten “Post” to 120 characters or fewer",
        "Take this line out: line 12 is the same recipient",
        "Leave this line out for now: Norfolk and Suffolk Combined County Authority is still being planned",
        "The address has 9 lines and 7 fit in the window",
        "Check the body “Nowhere Council”: use its official name or ONS code.",
    ], strict=True):  # fmt: skip
        assert words in fault
    assert "Enter the post" in said[3]
    assert "still to come" in said[6]


def test_a_body_is_known_by_any_of_its_names(harbourside):
    suffolk = PublicBody.objects.get(slug="suffolk")
    names = ["suffolk", "SUFFOLK COUNTY COUNCIL", " Suffolk  County Council ", suffolk.gss_code]
    plan = look(harbourside, table(*([name, "", f"Post {n}"] for n, name in enumerate(names))))
    assert not plan.faulty
    assert {row.body for row in instances(plan)} == {suffolk}


def test_bodies_of_ones_own_are_made_once(member_client, harbourside, other_organisation):
    OwnBody.objects.create(organisation=other_organisation, name="Harbour Trust", kind=OwnBodyKind.FUNDER)
    data = table(
        ["Harbour Trust", "Funder", "Chief Executive"],
        ["harbour trust", "funder", "Chair", "", "Ada Fenwright"],
        ["Quay Town Council", "Parish or town council", "Clerk", "Rev"],
    )
    assert "Adds a body of your own: Harbour Trust." in upload(member_client, data).text
    assert len(load(harbourside, data).to_save) == 2
    assert harbourside.own_bodies.get().recipients.count() == 2
    assert len(load(harbourside, data).with_change(Change.SAME)) == 2
    assert OwnBody.objects.count() == 2
    assert look(other_organisation, data).besides == ""  # theirs has the name already


def test_a_line_changes_what_it_fills_in_and_nothing_else(member_client, harbourside):
    suffolk, babergh = (PublicBody.objects.get(slug=slug) for slug in ("suffolk", "babergh"))
    named = Recipient.objects.create(
        organisation=harbourside, body=suffolk, post=Post.LEADER, name="Rowan Ashdown", phone="01632 960111",
        address="1 Test Lane\nIpswich\nZZ1 1AA", check_asked_on=TODAY,
    )  # fmt: skip
    nameless = Recipient.objects.create(organisation=harbourside, body=babergh, post=Post.LEADER)
    data = table(
        ["Suffolk", "", "Leader", "Cllr.", "rowan ashdown", "", "rowan@example.org", "2026-11-01"],
        ["Babergh", "", "Leader", "", "Mina O’Dell", "2 Test Lane, Hadleigh, zz1 2aa"],
    )
    page = upload(member_client, data).text
    assert "Email address: nothing → rowan@example.org" in page
    assert "Full name: nothing → Mina O’Dell" in page
    plan = load(harbourside, data)
    assert (instances(plan), len(instances(plan, Change.CHANGED))) == ([], 2)
    named.refresh_from_db()
    nameless.refresh_from_db()
    assert (named.style, named.email, named.phone) == ("Councillor", "rowan@example.org", "01632 960111")
    assert (named.checked_on, named.check_asked_on) == (datetime.date(2026, 11, 1), None)
    assert (nameless.name, nameless.address) == ("Mina O’Dell", "2 Test Lane\nHadleigh\nzz1 2aa")


def test_what_goes_out_comes_in_and_changes_nothing(member_client, harbourside):
    own = OwnBody.objects.create(
        organisation=harbourside, name="=Quay & Co", kind=OwnBodyKind.OTHER, place="Harbourside"
    )
    suffolk = PublicBody.objects.get(slug="suffolk")
    ended = PublicBody.objects.get(slug="ipswich")
    ended.last_on = TODAY - datetime.timedelta(days=400)
    ended.save()
    # Two bodies of one name: the one that follows keeps the name of the one that ends.
    PublicBody.objects.filter(slug="west-suffolk").update(official_name=ended.official_name)
    for row in (
        {"body": suffolk, "post": Post.LEADER, "style": "Dame", "name": "Ffion Ŵynn, OBE",
         "salutation": "Ffion"},
        {"body": suffolk, "post": Post.OTHER, "other_post": "Director, “Place”", "address": "Unit 4, Foo"},
        {"body": ended, "post": Post.STRATEGIC_MAYOR, "address": "\n".join("abcdefghi"),
         "email": "a@example.org"},
        {"own_body": own, "post": Post.CLERK, "phone": "+44 1632 960111", "source": "-1 @ site",
         "checked_on": datetime.date(2026, 2, 3)},
    ):  # fmt: skip
        Recipient.objects.create(organisation=harbourside, **row)
    Recipient.objects.create(
        organisation=harbourside, body=suffolk, post=Post.CLERK, archived_at=timezone.now()
    )
    before = list(Recipient.objects.values())
    out = member_client.get("/recipients/export.csv")
    assert out.headers["Content-Disposition"] == 'attachment; filename="recipients.csv"'
    assert [result.change for result in load(harbourside, out.content).results] == [Change.SAME] * 4
    assert list(Recipient.objects.values()) == before
    assert table_of(Recipient.objects.for_organisation(harbourside).in_list()) == out.content


def test_the_template_has_a_line_for_each_body_of_the_patch(member_client, harbourside):
    harbourside.patch.set(PublicBody.objects.filter(slug__in=["suffolk", "norfolk-and-suffolk-icb"]))
    rows = read_table(member_client.get("/recipients/template.csv").content, HEADINGS)
    assert {(row.cells["body"], row.cells["post"]) for row in rows} == {
        ("Suffolk County Council", "Leader of the Council"),
        ("NHS Norfolk and Suffolk Integrated Care Board", "Chair"),
    }
    assert len(load(harbourside, template_for(harbourside, TODAY)).to_save) == 2


def test_a_list_with_headings_of_its_own(harbourside):
    columns = ["Council", "Role", "Title", "Name", "Address 1", "Address line 2", "Post code", "Notes"]
    row = ["Suffolk", "Leader", "Cllr", "Rowan Ashdown", "1 Test Lane", "Ipswich", "ZZ1 1AA", "friendly"]
    data = table(row, columns=columns).replace(b",", b";")
    [recipient] = instances(look(harbourside, data))
    assert recipient.address == "1 Test Lane\nIpswich\nZZ1 1AA"
    assert recipient.full_name == "Councillor Rowan Ashdown"


def test_a_file_that_cannot_be_read_says_why(member_client):
    """What the page says of the other kinds of file is the same for every kind of row."""
    assert "Missing: “Body”" in upload(member_client, b"Name,Post\r\nA,Leader\r\n").text
    assert not Recipient.objects.exists()


def test_the_lines_to_mend_keep_every_column_they_came_with(harbourside):
    columns = ["Body", "Post", "Address 1", "Address line 2", "Postcode"]
    plan = look(harbourside, table(["Suffolk", "Leader", "1 Lane", "Ipswich", "ZZ1"], columns=columns))
    [row] = rows_of(RecipientImport.mending(plan.results).replace(b"ZZ1", b"ZZ1 1AA"))
    assert [*row.cells] == ["body", "post", "address", "address_2", "postcode"]
    assert [row.cells[name] for name in ("address", "address_2", "postcode")] == [
        "1 Lane",
        "Ipswich",
        "ZZ1 1AA",
    ]
