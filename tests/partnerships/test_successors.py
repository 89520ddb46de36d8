"""When a body ends: what is open goes to its successors by choice, thing by thing, and history stays."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casestudies.models import AgreementKind
from covenant_toolkit.dashboard import due_for
from members.models import Standing
from partnerships.agreement_due import lines_of
from partnerships.due import due
from partnerships.models import (
    Agreement,
    AgreementStage,
    Contact,
    ContactKind,
    LinkPurpose,
    Meeting,
    MeetingState,
    Move,
    Outcome,
    Party,
    Post,
    PrivateLink,
    Promise,
    PromiseState,
    Recipient,
    Side,
)
from partnerships.other_side import keep_view, view_of
from partnerships.taking_over import open_things
from principles.models import LCSIFunction, StartingPoint
from publicbodies.models import PublicBody

pytestmark = pytest.mark.django_db

LAST_DAY = datetime.datetime(2028, 3, 31, 12, tzinfo=datetime.UTC)
DAY_AFTER = datetime.datetime(2028, 4, 1, 12, tzinfo=datetime.UTC)
MOVE = "/partnerships/babergh/move/"
PAGE = "/partnerships/babergh/"
IPSWICH, WESTERN, EASTERN = "ipswich-and-south-suffolk", "western-suffolk", "central-and-eastern-suffolk"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(DAY_AFTER, tick=False) as clock:
        yield clock


@pytest.fixture
def babergh(harbourside):
    """A district that ends on 31 March 2028, whose area three councils divide between them."""
    body = PublicBody.objects.get(slug="babergh")
    assert (body.last_on, body.successors.count()) == (datetime.date(2028, 3, 31), 3)
    harbourside.patch.add(body)
    return body


@pytest.fixture
def rows(harbourside, babergh):
    """One open thing of each kind, and one of each that is over."""
    values = {"organisation": harbourside, "body": babergh}
    leader = Recipient.objects.create(
        **values, post=Post.LEADER, style="Councillor", name="Mina O’Dell", address="2 Test Lane\nZZ1 2AA",
        email="mina@example.org",
    )  # fmt: skip
    letter = Contact.objects.create(
        **values, recipient=leader, kind=ContactKind.LETTER, route="post", happened_on="2028-03-20",
        outcome=Outcome.OPEN, subject="The Covenant", asks="Meet us.", chase_due_on="2028-04-10",
    )  # fmt: skip
    call = Contact.objects.create(
        **values, kind=ContactKind.CALL, happened_on="2028-03-22", subject="Grants",
        next_step="Send the figures", next_step_on="2028-04-20",
    )  # fmt: skip
    Contact.objects.create(**values, kind=ContactKind.CALL, happened_on="2028-01-10", subject="Long ago")
    promise = Promise.objects.create(
        **values, side=Side.THEIRS, what="Keep the grant", due_on="2028-06-30", made_on="2028-01-10"
    )
    Promise.objects.create(
        **values, side=Side.OURS, what="Write the report", made_on="2028-01-10",
        state=PromiseState.KEPT, settled_on="2028-02-01",
    )  # fmt: skip
    meeting = Meeting.objects.create(**values, subject="Spring talk", meets_on="2028-04-25")
    agreement = Agreement.objects.create(
        organisation=harbourside, kind=AgreementKind.COMPACT, name="Babergh Compact",
        stage=AgreementStage.SIGNED, signed_on="2027-05-01",
    )  # fmt: skip
    Party.objects.create(agreement=agreement, side=Side.THEIRS, body=babergh, signed_on="2027-05-01")
    ended = Agreement.objects.create(
        organisation=harbourside,
        kind=AgreementKind.COMPACT,
        name="Old accord",
        stage=AgreementStage.LAPSED,
        ended_on="2027-01-01",
    )
    Party.objects.create(agreement=ended, side=Side.THEIRS, body=babergh)
    standing = Standing.objects.create(
        organisation=harbourside, body=babergh, start=StartingPoint.objects.get(slug="formal")
    )
    return {
        "promise": promise, "meeting": meeting, "letter": letter, "call": call, "agreement": agreement,
        "recipient": leader, "standing": standing,
    }  # fmt: skip


def key(rows, name):
    kind = "contact" if name in ("letter", "call") else name
    return f"{kind}-{rows[name].pk}"


def choose(client, rows, **chosen):
    form = {key(rows, name): where for name, where in chosen.items()}
    return client.post(MOVE, form | {"organisation": "harbourside"}, follow=True)


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


# The day


def test_on_the_last_day_nothing_moves_and_on_the_next_it_does(
    clock, member_client, harbourside, rows, babergh
):
    clock.move_to(LAST_DAY)
    page = member_client.get(PAGE)
    assert "Its last day is 31 March 2028" in page.text
    assert MOVE not in page.text
    assert "has not ended" in member_client.get(MOVE, follow=True).text
    choose(member_client, rows, promise=WESTERN)
    assert not Move.objects.exists()
    assert not any("Move what is open" in line.text for line in due(harbourside, LAST_DAY.date()))
    clock.move_to(datetime.datetime(2028, 3, 31, 23, 30, tzinfo=datetime.UTC))  # 1 April in England
    page = member_client.get(PAGE)
    assert "It ended on 31 March 2028" in page.text
    assert "Move what is still open (7)" in page.text
    (line,) = [line for line in due_for(harbourside, DAY_AFTER.date()) if "Move what" in line.text]
    assert line.text == "Move what is open at Babergh District Council"
    assert line.on == DAY_AFTER.date()
    assert line.note == (
        "It has ended. Still open: 1 promise, 1 meeting, 2 contacts, 1 agreement, 1 recipient "
        "and 1 starting point."
    )
    assert member_client.get(line.url).status_code == 200


def test_the_form_names_every_open_thing_and_no_other(member_client, rows):
    text = text_of(member_client.get(MOVE))
    for words in (
        "Keep the grant", "Spring talk", "Letter sent, Councillor Mina O’Dell",
        "Send the figures", "Babergh Compact", "Mina O’Dell", "We have an agreement",
        "Ipswich and South Suffolk Council", "Western Suffolk Council", "Decide later",
    ):  # fmt: skip
        assert words in text, words
    for words in ("Write the report", "Long ago", "Old accord"):
        assert words not in text, words


# What moves


def test_each_thing_goes_where_it_was_chosen_to(member_client, harbourside, rows, babergh):
    page = choose(
        member_client, rows, promise=WESTERN, meeting=IPSWICH, letter=IPSWICH, call=WESTERN,
        agreement=[WESTERN, IPSWICH], recipient=EASTERN, standing=WESTERN,
    )  # fmt: skip
    assert "7 things moved." in page.text
    western, ipswich, eastern = (PublicBody.objects.get(slug=slug) for slug in (WESTERN, IPSWICH, EASTERN))
    for row in rows.values():
        if row != rows["recipient"]:
            row.refresh_from_db()
    assert (rows["promise"].body, rows["meeting"].body) == (western, ipswich)
    # A contact is history and stays; what it waited for goes on.
    for name, where, step in (("letter", ipswich, "Take up again: The Covenant"), ("call", western, "Send")):
        assert rows[name].body == babergh
        taken = Contact.objects.get(body=where, kind=ContactKind.OTHER)
        assert taken.next_step.startswith(step)
        assert taken.subject.startswith("Taken over from Babergh District Council: ")
    assert taken.next_step_on == datetime.date(2028, 4, 20)
    assert (rows["letter"].outcome, rows["letter"].outcome_on) == (Outcome.OVERTAKEN, DAY_AFTER.date())
    assert rows["call"].next_step_done_on == DAY_AFTER.date()
    assert Contact.objects.get(body=ipswich).asks == "Meet us."
    # The agreement keeps who signed it.
    parties = {party.body: party.signed_on for party in rows["agreement"].parties.all()}
    assert parties == {babergh: datetime.date(2027, 5, 1), western: None, ipswich: None}
    assert set(rows["agreement"].successors.all()) == {western, ipswich}
    # The person is asked for again, and the old row stays for the letter that was sent.
    person = Recipient.objects.in_list().get()
    assert (person.body, person.name, person.email) == (eastern, "Mina O’Dell", "mina@example.org")
    assert (person.address, person.check_asked_on) == ("", DAY_AFTER.date())
    old = Recipient.objects.get(pk=rows["recipient"].pk)
    assert (old.body, old.archived_at is not None) == (babergh, True)
    starts = {row.body.slug: row.start.slug for row in Standing.objects.filter(organisation=harbourside)}
    assert starts == {"babergh": "formal", WESTERN: "formal"}


def link_for(who, **values):
    link = PrivateLink(purpose=LinkPurpose.BENCHMARK, who=who, **values)
    link.expires_at = DAY_AFTER + datetime.timedelta(days=30)
    token = link.renew()
    link.save()
    return link, PrivateLink.address(token)


def test_a_live_private_link_asks_for_the_successor_or_is_closed(
    member_client, harbourside, babergh, rows, client
):
    """Who has not answered goes on; an answer stays what the old body said, and another is asked for."""
    values = {"organisation": harbourside, "body": babergh}
    waiting, waiting_address = link_for("Head of Communities", **values)
    answered, answered_address = link_for("Director of Housing", **values)
    closed, closed_address = link_for("Clerk", **values)
    over, _ = link_for("Nobody any more", **values)
    over.revoke()
    keep_view(answered, {LCSIFunction.objects.get(slug="convening"): {"rung": 2}}, {})
    assert any("3 private links" in line.note for line in due_for(harbourside, DAY_AFTER.date()))
    text = text_of(member_client.get(MOVE))
    assert "Not answered yet. The address they have goes on working, until 1 May 2028" in text
    assert "Answered on 1 April 2028. That stays with the old body." in text
    assert "Nobody any more" not in text
    chosen = {f"link-{waiting.pk}": WESTERN, f"link-{answered.pk}": WESTERN, f"link-{closed.pk}": "ends"}
    for _ in range(2):  # an answer given twice is done once
        member_client.post(MOVE, chosen | {"organisation": "harbourside"}, follow=True)
    western = PublicBody.objects.get(slug=WESTERN)
    waiting.refresh_from_db()
    assert (waiting.body, waiting.is_open) == (western, True)
    assert "Western Suffolk Council" in text_of(client.get(waiting_address, follow=True))
    answered.refresh_from_db()
    assert (answered.body, answered.is_open, answered.view.lines.count()) == (babergh, False, 1)
    anew = PrivateLink.objects.get(body=western, who="Director of Housing")
    assert not hasattr(anew, "view")
    # The member makes an address for it and sends that.
    renewed = member_client.post(reverse("partnerships:link-renew", args=[anew.pk])).text
    assert "/shared/" in renewed
    for address in (answered_address, closed_address):
        assert client.get(address, follow=True).status_code in (404, 410)
    assert view_of(harbourside, western) is None
    page = text_of(member_client.get(PAGE))
    assert "Private link went to Western Suffolk Council: Head of Communities" in page
    assert "Private link ended here: Clerk" in page


def test_history_stays_and_says_where_things_went(member_client, rows):
    choose(member_client, rows, promise=WESTERN, agreement=[WESTERN, IPSWICH], meeting="ends")
    text = text_of(member_client.get(PAGE))
    assert "Promise went to Western Suffolk Council: Keep the grant" in text
    assert "Agreement went to Ipswich and South Suffolk Council: Babergh Compact" in text
    assert "Meeting ended here: Spring talk" in text
    assert "Long ago" in text
    assert "Write the report" in text
    assert "Move what is still open (4)" in text
    new = text_of(member_client.get(f"/partnerships/{WESTERN}/"))
    assert "Keep the grant" in new
    assert "Babergh Compact" in new
    assert "Long ago" not in new


def test_what_nobody_takes_over_ends(member_client, rows, babergh):
    page = choose(member_client, rows, **{name: "ends" for name in rows if name != "agreement"})
    assert "6 ended." in page.text
    for name in ("promise", "meeting", "letter", "call"):
        rows[name].refresh_from_db()
    assert (rows["promise"].state, rows["promise"].settled_on) == (PromiseState.RELEASED, DAY_AFTER.date())
    assert rows["meeting"].state == MeetingState.CALLED_OFF
    assert rows["letter"].outcome == Outcome.OVERTAKEN
    assert not rows["call"].has_next_step
    assert not Recipient.objects.in_list().exists()
    assert Contact.objects.exclude(body=babergh).count() == 0
    choose(member_client, rows, agreement=["ends"])
    assert open_things(rows["promise"].organisation, [babergh]) == {babergh.pk: []}
    assert "Nothing is open" in member_client.get(MOVE, follow=True).text


def test_an_agreement_that_was_taken_over_is_asked_about_no_more(member_client, rows):
    def lines():
        agreement = Agreement.objects.with_due().get(pk=rows["agreement"].pk)
        found = lines_of(agreement, DAY_AFTER.date())
        return [line.text for line in found if "what becomes of Babergh Compact" in line.text]

    assert len(lines()) == 1
    choose(member_client, rows, agreement=[WESTERN])
    assert lines() == []


def test_what_is_not_chosen_waits(member_client, rows, harbourside, babergh):
    choose(member_client, rows, promise=WESTERN, meeting="")
    assert len(open_things(harbourside, [babergh])[babergh.pk]) == 6
    assert Move.objects.count() == 1


def test_an_answer_given_twice_is_done_once(member_client, rows):
    for _ in range(2):
        choose(member_client, rows, letter=WESTERN, call=WESTERN, recipient=WESTERN, promise=WESTERN)
    assert Move.objects.count() == 4
    assert Contact.objects.filter(kind=ContactKind.OTHER).count() == 2
    assert Recipient.objects.in_list().count() == 1


def test_nobody_takes_over_who_does_not_follow(member_client, rows):
    page = choose(member_client, rows, promise="suffolk", agreement=[WESTERN, "ends"])
    assert "Select a body of the list" in page.text
    assert "Choose who takes over Babergh Compact, or that nobody does" in page.text
    assert not Move.objects.exists()


# What is proposed


def test_one_of_several_can_be_proposed_for_everything(member_client, rows):
    assert "selected" not in re.sub(r'value="" selected', "", member_client.get(MOVE).text)
    text = member_client.get(MOVE, {"to": WESTERN}).text
    assert text.count(f'<option value="{WESTERN}" selected>') == 6
    assert re.search(rf'value="{WESTERN}" id="\S*" checked', text)


def test_the_only_successor_is_proposed(member_client, harbourside):
    ipswich = PublicBody.objects.get(slug="ipswich")
    Promise.objects.create(organisation=harbourside, body=ipswich, side=Side.OURS, what="Meet")
    text = member_client.get("/partnerships/ipswich/move/").text
    assert f'<option value="{IPSWICH}" selected>' in text
    assert "divided" not in text


def test_without_a_successor_things_can_end_or_wait(member_client, harbourside, rows, babergh):
    babergh.successions.all().delete()
    text = member_client.get(MOVE).text
    assert "Nobody who follows can be written to yet" in text
    choose(member_client, rows, promise="ends")
    rows["promise"].refresh_from_db()
    assert rows["promise"].state == PromiseState.RELEASED


# Many


def test_many_bodies_are_summed_up_and_cost_as_little(harbourside, babergh):
    day = DAY_AFTER.date()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            lines = list(due(harbourside, day))
        return len(captured), [line for line in lines if "Move what" in line.text]

    def give(*slugs):
        for slug in slugs:
            body = PublicBody.objects.get(slug=slug)
            Promise.objects.create(organisation=harbourside, body=body, side=Side.OURS, what="Meet")
            agreement = Agreement.objects.create(
                organisation=harbourside, kind=AgreementKind.COMPACT, name=f"{slug} compact"
            )
            Party.objects.create(agreement=agreement, side=Side.THEIRS, body=body)

    give("babergh")
    few, lines = queries()
    assert len(lines) == 1
    give("ipswich", "mid-suffolk", "east-suffolk", "west-suffolk", "suffolk")
    many, lines = queries()
    assert many <= few
    assert [line.text for line in lines] == ["Move what is open at 6 bodies that have ended"]
    assert lines[0].note == "12 things wait for you to say who takes them over."


def test_nothing_is_asked_of_somebody_without_ended_bodies(harbourside, django_assert_num_queries):
    Promise.objects.create(
        organisation=harbourside, body=PublicBody.objects.get(slug="calderdale"), side=Side.OURS, what="Meet"
    )
    assert not any("Move what" in line.text for line in due(harbourside, DAY_AFTER.date()))


def test_it_is_the_members_own(other_client, rows, harbourside):
    assert reverse("partnerships:body-move", args=["babergh"]) == MOVE
    assert "Nothing is open" in other_client.get(MOVE, follow=True).text
    form = {key(rows, "promise"): WESTERN, "organisation": "harbourside"}
    assert other_client.post(MOVE, form).status_code == 404
    other_client.post(MOVE, {key(rows, "promise"): WESTERN})
    rows["promise"].refresh_from_db()
    assert rows["promise"].body.slug == "babergh"
