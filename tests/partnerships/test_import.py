"""Recipients from a spreadsheet and back: what is added, changed and left to mend."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from documents.spreadsheet import read_table, write_table
from partnerships.importing import HEADINGS, carry_out, faults_table, plan_for, table_of, template_for
from partnerships.models import OwnBody, OwnBodyKind, Post, Recipient
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 22)


def table(
    *rows, columns=("Body", "Kind of body", "Post", "Style", "Full name", "Address", "E-mail", "Checked on")
):
    return write_table(columns, rows)


def upload(client, data):
    return client.post("/recipients/import/", {"file": SimpleUploadedFile("list.csv", data)})


def carried(response):
    return re.search(r'name="file" value="([^"]+)"', response.text)[1]


def reasons(plan):
    return {fault.line: ". ".join(fault.reasons) for fault in plan.faults}


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


def test_a_thousand_lines_with_forty_faults(member_client, harbourside, django_assert_max_num_queries):
    data = table(*thousand())
    preview = upload(member_client, data)
    assert preview.context["plan"].unchanged == 0
    assert "Load the others and leave 40 lines out" in preview.text
    assert not Recipient.objects.exists()
    with django_assert_max_num_queries(60):
        done = member_client.post("/recipients/import/confirm/", {"file": carried(preview)})
    assert "960 added, 0 changed" in done.text
    assert Recipient.objects.count() == 960
    # Each of the forty is listed by the line of the file, which has two lines for an address of two lines.
    assert len(re.findall(r'<span class="vh">Line </span>\d+', done.text)) == 40
    assert done.context["plan"].faults[0].line == 2 + 24 * 2
    again = member_client.post("/recipients/import/confirm/", {"file": carried(done)})
    assert "0 added, 0 changed" in again.text
    assert Recipient.objects.count() == 960
    mend = member_client.post("/recipients/import/mend/", {"file": carried(again)})
    rows = read_table(mend.content, HEADINGS, needed=["body", "post"])
    assert len(rows) == 40
    assert "Nowhere Council" in mend.content.decode("utf-8-sig")
    # The lines to mend go in again as they are, and say the same.
    assert len(plan_for(harbourside, mend.content, TODAY).faults) == 40


def test_each_fault_says_what_to_do(harbourside):
    ended = PublicBody.objects.get(slug="ipswich")
    ended.last_on = TODAY - datetime.timedelta(days=1)
    ended.save()
    ended.successors.add(PublicBody.objects.get(slug="west-suffolk"))
    plan = plan_for(
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
        ),
        TODAY,
    )
    said = [". ".join(fault.reasons) for fault in plan.faults]
    assert len(plan.added) == 1
    for fault, words in zip(said, [
        "Check the body “Sufolk County Council”. Did you mean Suffolk County Council?",
        "Enter the body, for example Suffolk County Council",
        "For a body of your own, fill in “Kind of body”",
        "Change the kind of body: use one of NHS trust",
        "or West Suffolk Council: Ipswich ended on 21 November 2026",
        "Change the style of address: use one of Councillor",
        "Enter an email address in the correct format",
        "Enter the day you checked it as a real date, like 12 January 2026",
        "Shorten “post” to 120 characters or fewer",
        "Take this line out: line 12 is the same recipient",
        "Leave this line out for now: Norfolk and Suffolk Combined County Authority is still being planned",
        "The address has 9 lines and 7 fit in the window",
    ], strict=True):  # fmt: skip
        assert words in fault
    assert "Enter the post" in said[3]
    assert "still to come" in said[6]


def test_a_body_is_known_by_any_of_its_names(harbourside):
    suffolk = PublicBody.objects.get(slug="suffolk")
    names = ["suffolk", "SUFFOLK COUNTY COUNCIL", " Suffolk  County Council ", suffolk.gss_code]
    plan = plan_for(harbourside, table(*([name, "", f"Post {n}"] for n, name in enumerate(names))), TODAY)
    assert not plan.faults
    assert {row.body for row in plan.added} == {suffolk}


def test_bodies_of_ones_own_are_made_once(harbourside, other_organisation):
    OwnBody.objects.create(organisation=other_organisation, name="Harbour Trust", kind=OwnBodyKind.FUNDER)
    data = table(
        ["Harbour Trust", "Funder", "Chief Executive"],
        ["harbour trust", "funder", "Chair", "", "Ada Fenwright"],
        ["Quay Town Council", "Parish or town council", "Clerk", "Rev"],
    )
    plan = carry_out(harbourside, data, TODAY)
    assert [body.name for body in plan.new_bodies] == ["Harbour Trust"]
    assert harbourside.own_bodies.get().recipients.count() == 2
    assert carry_out(harbourside, data, TODAY).unchanged == 2
    assert OwnBody.objects.count() == 2
    assert plan_for(other_organisation, data, TODAY).new_bodies == []  # theirs has the name already


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
    plan = carry_out(harbourside, data, TODAY)
    assert (len(plan.added), len(plan.changed)) == (0, 2)
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
    plan = carry_out(harbourside, out.content, TODAY)
    assert (plan.unchanged, plan.added, plan.changed, plan.faults) == (4, [], [], [])
    assert list(Recipient.objects.values()) == before
    assert table_of(Recipient.objects.for_organisation(harbourside).in_list()) == out.content


def test_the_template_has_a_line_for_each_body_of_the_patch(member_client, harbourside):
    harbourside.patch.set(PublicBody.objects.filter(slug__in=["suffolk", "norfolk-and-suffolk-icb"]))
    rows = read_table(member_client.get("/recipients/template.csv").content, HEADINGS)
    assert {(row.cells["body"], row.cells["post"]) for row in rows} == {
        ("Suffolk County Council", "Leader of the Council"),
        ("NHS Norfolk and Suffolk Integrated Care Board", "Chair"),
    }
    assert len(carry_out(harbourside, template_for(harbourside, TODAY), TODAY).added) == 2


def test_a_list_with_headings_of_its_own(harbourside):
    columns = ["Council", "Role", "Title", "Name", "Address 1", "Address line 2", "Post code", "Notes"]
    row = ["Suffolk", "Leader", "Cllr", "Rowan Ashdown", "1 Test Lane", "Ipswich", "ZZ1 1AA", "friendly"]
    data = table(row, columns=columns).replace(b",", b";")
    plan = plan_for(harbourside, data, TODAY)
    assert plan.added[0].address == "1 Test Lane\nIpswich\nZZ1 1AA"
    assert plan.added[0].full_name == "Councillor Rowan Ashdown"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"Name,Post\r\nA,Leader\r\n", "Missing: “Body”"),
        (b"PK\x03\x04 a workbook", "This is a workbook"),
        (b"Body,Post\r\n" + b"a,b\r\n" * 5001, "more than 5,000 rows"),
        (b"x" * (2 * 1024 * 1024 + 1), "smaller than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(member_client, data, said):
    assert said in upload(member_client, data).text


def test_nothing_chosen_and_headings_only(member_client, harbourside):
    assert "Choose the file with your recipients" in member_client.post("/recipients/import/").text
    assert "There is nothing to add or change" in upload(member_client, table()).text


def test_what_the_page_carries_is_for_one_organisation_and_an_hour(
    member_client, other_client, harbourside, monkeypatch
):
    preview = upload(member_client, table(["Suffolk", "", "Leader"]))
    token = carried(preview)
    for address in ("/recipients/import/confirm/", "/recipients/import/mend/"):
        assert "Choose the file again" in other_client.post(address, {"file": token}, follow=True).text
        assert "Choose the file again" in member_client.post(address, {"file": f"{token}x"}, follow=True).text
    # It goes on working without a session: another tab, another sign-in, the same organisation.
    assert member_client.post("/recipients/import/confirm/", {"file": token}).status_code == 302
    assert harbourside.recipients.count() == 1
    later = timezone.now() + datetime.timedelta(minutes=61)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert (
        "Choose the file again"
        in member_client.post("/recipients/import/confirm/", {"file": token}, follow=True).text
    )


def test_the_lines_to_mend_keep_every_column_they_came_with(harbourside):
    columns = ["Body", "Post", "Address 1", "Address line 2", "Postcode"]
    plan = plan_for(
        harbourside, table(["Suffolk", "Leader", "1 Lane", "Ipswich", "ZZ1"], columns=columns), TODAY
    )
    row = read_table(faults_table(plan.faults).replace(b"ZZ1", b"ZZ1 1AA"), HEADINGS)[0]
    assert [row.cells[name] for name in ("address", "address_2", "postcode")] == [
        "1 Lane",
        "Ipswich",
        "ZZ1 1AA",
    ]
