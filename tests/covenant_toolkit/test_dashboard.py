"""The first page of a member: what is due, what was written, what is missing."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from covenant_toolkit.dashboard import due_for
from letters.freezing import make_ready
from letters.models import Citation, Letter, LetterCopy, LetterTemplate
from members.due import Due
from members.records import Record, RecordKind
from members.work import Activity
from partnerships.models import Post, Recipient
from principles.models import LCSIFunction, Principle
from publicbodies.models import PublicBody

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def write(harbourside, suffolk):
    """Writes a letter to some people; complete when it has everything."""

    def write(*names, complete=False):
        letter = Letter.objects.create(
            organisation=harbourside,
            template_version=LetterTemplate.objects.get(slug="public-body").current_version,
            main_ask="Meet us.",
            examples=[{"ref": "LA1", "title": "One", "text": "Advice for groups.", "chosen": complete}],
            reply_by_on=timezone.localdate() if complete else None,
        )
        for name in names:
            recipient, _ = Recipient.objects.get_or_create(
                organisation=harbourside, body=suffolk, post=Post.LEADER, style="Councillor", name=name
            )
            LetterCopy.objects.create(letter=letter, recipient=recipient)
        return letter

    return write


def tasks(page):
    return re.findall(r'<a class="t" href="([^"]*)">(.*?)</a>', page.text)


def test_somebody_new_sees_three_steps_and_an_empty_box(other_client):
    page = other_client.get(reverse("dashboard"))
    assert "Welcome, Community Links Fellside" in page.text
    steps = tasks(page)
    assert [url.partition("?")[0] for url, _ in steps] == [
        reverse("members:profile"), reverse("members:patch"), reverse("letters:new"),
    ]  # fmt: skip
    assert "You have not written any letters yet" in page.text


def test_a_complete_profile_is_done_on_the_first_visit(member_client):
    page = member_client.get(reverse("dashboard"))
    assert re.search(r"Add your organisation’s details.*?status-ok\">Done", page.text, re.DOTALL)


def test_gaps_come_with_a_link_that_says_to_whom_the_letter_is(member_client, write):
    letter = write("Jo Ferris", "Ada Fenwright")
    page = member_client.get(reverse("dashboard"))
    url, text = tasks(page)[0]
    assert url == letter.get_download_url()
    assert re.fullmatch(r"Fill \d gaps in your letter to Councillor Jo Ferris, Suffolk.* and 1 other", text)
    assert "Last changed today" in page.text
    assert re.search(r'status-todo">\d gaps<', page.text)


def test_a_letter_without_gaps_waits_to_be_made_ready_and_sent_for_a_month(harbourside, member, write):
    letter = write("Jo Ferris", complete=True)
    today = timezone.localdate()

    def texts():
        return [row.text for row in due_for(harbourside, today) if "letter" in row.text]

    assert texts() == ["Make your letter to Councillor Jo Ferris, Suffolk ready"]
    long_ago = timezone.now() - datetime.timedelta(days=40)
    Letter.objects.filter(pk=letter.pk).update(changed_at=long_ago)
    assert texts() == []
    version = make_ready(letter, revision=letter.revision, by=member)
    assert texts() == ["Download and send your letter to Councillor Jo Ferris, Suffolk"]
    letter.versions.filter(pk=version.pk).update(made_ready_at=long_ago)
    assert texts() == []


def test_missing_details_are_counted_and_named(member_client, harbourside, write):
    write("Jo Ferris")
    harbourside.signer_role = harbourside.phone = ""
    harbourside.save()
    page = member_client.get(reverse("dashboard"))
    assert "<strong>8 of 10</strong> details that letters use" in page.text
    assert 'value="8" max="10"' in page.text
    assert "#id_phone" in page.text
    assert any("Add 2 details that letters use" in text for _, text in tasks(page))
    harbourside.signer_role = harbourside.phone = "x"
    harbourside.save()
    page = member_client.get(reverse("dashboard"))
    assert "<strong>10 of 10</strong>" in page.text
    assert "Still to add" not in page.text


def test_what_ends_is_told_before_and_asked_about_after(member_client, harbourside, write, time_machine):
    write("Jo Ferris")
    harbourside.patch.add(*PublicBody.objects.filter(slug__in=["babergh", "mid-suffolk"]))
    PublicBody.objects.filter(slug__in=["babergh", "mid-suffolk"]).update(last_on=datetime.date(2028, 3, 31))
    page = member_client.get(reverse("dashboard"))
    assert re.search(r"31 March 2028</strong>: the last day of .*? and 2 more", page.text)
    assert not any("Say who follows" in row.text for row in due_for(harbourside, datetime.date(2028, 3, 31)))
    rows = due_for(harbourside, datetime.date(2028, 4, 1))
    assert rows[0].text == "Say who follows Suffolk County Council and 2 more"
    assert rows[0].on == datetime.date(2028, 3, 31)


@pytest.mark.parametrize("with_letters", [True, False])
def test_after_the_membership_only_what_still_works_is_offered(
    member_client, harbourside, write, with_letters
):
    if with_letters:
        write("Jo Ferris")
    harbourside.membership_ends_on = timezone.localdate() - datetime.timedelta(days=1)
    harbourside.save()
    page = member_client.get(reverse("dashboard"))
    offered = tasks(page)
    assert [url.partition("?")[0] for url, _ in offered] == [
        reverse("letters:letters"), reverse("take-everything"), "mailto:comms@navca.org.uk",
    ]  # fmt: skip
    assert "To do" not in page.text
    assert ">Write a letter<" not in page.text.split("<main")[1]
    for url, _ in offered[:2]:
        assert member_client.get(url).status_code == 200


def test_what_has_a_day_comes_first_and_five_are_enough(member_client, harbourside, write, monkeypatch):
    for number in range(8):
        write(f"Person {number}")
    later, sooner = (Due(f"By {day}", "/", on=TODAY + datetime.timedelta(days=day)) for day in (9, 2))

    class Room:
        @staticmethod
        def due(organisation, day):
            return [later, sooner, *(Due(f"Some day {number}", "/") for number in range(4))]

    monkeypatch.setattr("covenant_toolkit.dashboard.ROOMS", (Room,))
    assert [row.text for row in due_for(harbourside, TODAY)][:3] == ["By 2", "By 9", "Some day 0"]
    page = member_client.get(reverse("dashboard"))
    assert len(tasks(page)) == 5
    assert "Show all 6" in page.text
    everything = member_client.get(reverse("dashboard"), {"due": "all"})
    assert len(tasks(everything)) == 6
    assert "Show all" not in everything.text
    # The table shows the letters changed last, and says that there are more.
    assert page.text.count('<th scope="row">') == 5
    assert "See all 8 letters" in page.text


def test_nothing_to_do_is_said(member_client, write, monkeypatch):
    write("Jo Ferris")
    monkeypatch.setattr("covenant_toolkit.dashboard.ROOMS", ())
    assert "Nothing waits for you today" in member_client.get(reverse("dashboard")).text


def test_every_room_is_asked(harbourside, write):
    """Recipients that nobody has checked, and records that have aged, stand beside letters and details."""
    write("Jo Ferris")
    harbourside.phone = ""
    Recipient.objects.update(address="1 Test Lane\nIpswich\nZZ1 1AA")
    activity = Activity.objects.create(
        organisation=harbourside, name="Advice", function=LCSIFunction.objects.all()[0],
        first_principle=Principle.objects.all()[0],
    )  # fmt: skip
    Record.objects.create(
        activity=activity, kind=RecordKind.AGREEMENT, source_kind="partner", partner="A council", source="It",
        dated_on=TODAY, secured_until_on=TODAY + datetime.timedelta(days=60),
    )  # fmt: skip
    urls = " ".join(row.url for row in due_for(harbourside, TODAY))
    for place in ("/letters/", reverse("members:profile"), "/recipients/", reverse("members:work")):
        assert place in urls, place


def test_the_page_asks_the_database_a_fixed_number_of_times(member_client, harbourside, write, suffolk):
    def count_for(letters, people):
        for number in range(letters):
            letter = write(*(f"Person {number} {person}" for person in range(people)))
            for reference in ("E1", "E4")[:letters]:
                Citation.objects.create(letter=letter, kind="finding", reference=reference, revision=1)
        with CaptureQueriesContext(connection) as queries:
            member_client.get(reverse("dashboard"))
        return len(queries)

    member_client.get(reverse("dashboard"))  # the first page of all learns what every page says at its foot
    first = count_for(4, 2)
    harbourside.patch.add(*PublicBody.objects.all()[:40])
    assert count_for(12, 6) == first
    assert first < 50
