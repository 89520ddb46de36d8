"""The bodies a member deals with: their list, what is due first at the top, and one page for each."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casestudies.models import AgreementKind
from letters.models import Letter, LetterCopy, LetterTemplate
from members.models import Membership, Standing
from partnerships.contacts import record_letter_sent
from partnerships.models import (
    Agreement,
    AgreementStage,
    Contact,
    ContactKind,
    Meeting,
    MeetingState,
    OwnBody,
    OwnBodyKind,
    Party,
    Post,
    Promise,
    PromiseState,
    Recipient,
    Side,
    StageStep,
)
from principles.models import StartingPoint
from publicbodies.models import PublicBody

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2027-03-01T10:00Z", tick=False)]

TODAY = datetime.date(2027, 3, 1)
LIST = reverse("partnerships:partnerships")


def day(month, number):
    return datetime.date(2027, month, number)


@pytest.fixture
def trust(harbourside):
    return OwnBody.objects.create(organisation=harbourside, name="Harbour Trust", kind=OwnBodyKind.FUNDER)


@pytest.fixture
def leader(harbourside, suffolk):
    return Recipient.objects.create(
        organisation=harbourside, body=suffolk, post=Post.LEADER, style="Councillor", name="Rowan Ashdown"
    )


def sent(recipient, on, subject="The Covenant"):
    return record_letter_sent(
        recipient=recipient, on=on, how="post", subject=subject, asks="", reply_by_on=None, by=None,
        reference=LetterReference.new(recipient), version=1,
    )  # fmt: skip


class LetterReference:
    """The number of a letter that is really there, so that its link leads somewhere."""

    @staticmethod
    def new(recipient):
        version = LetterTemplate.objects.get(slug="public-body").current_version
        letter = Letter.objects.create(organisation=recipient.organisation, template_version=version)
        return letter.pk


def agree(organisation, *bodies, name="Suffolk Compact", **more):
    agreement = Agreement.objects.create(
        organisation=organisation, kind=AgreementKind.COMPACT, name=name, **more
    )
    for body in bodies:
        key = "own_body" if isinstance(body, OwnBody) else "body"
        Party.objects.create(agreement=agreement, side=Side.THEIRS, **{key: body})
    StageStep.objects.create(agreement=agreement, stage=agreement.stage, happened_on=day(2, 10))
    return agreement


def promise(organisation, where, what, **more):
    key = "own_body" if isinstance(where, OwnBody) else "body"
    values = {"side": Side.THEIRS, "made_on": day(1, 20)} | more
    return Promise.objects.create(organisation=organisation, what=what, **{key: where}, **values)


def words(response):
    return " ".join(response.text.split())


def order_of(text, *parts):
    places = [text.index(part) for part in parts]
    assert places == sorted(places), list(zip(parts, places, strict=True))


# The list


def test_nobody_yet(member_client):
    page = member_client.get(LIST)
    assert "You deal with no body yet" in page.text
    assert reverse("members:patch") in page.text


def test_what_is_due_first_stands_first(member_client, harbourside, suffolk, trust, leader):
    ipswich = PublicBody.objects.get(slug="ipswich")
    icb = PublicBody.objects.get(slug="norfolk-and-suffolk-icb")
    harbourside.patch.add(icb)
    Standing.objects.create(
        organisation=harbourside, body=suffolk, start=StartingPoint.objects.get(slug="formal")
    )
    agree(harbourside, suffolk, stage=AgreementStage.CONSULTATION)
    agree(
        harbourside, icb, name="Health accord", stage=AgreementStage.SIGNED, review_month=2,
        signed_on=datetime.date(2025, 1, 5),
    )  # fmt: skip
    sent(leader, day(2, 1))
    Contact.objects.create(
        organisation=harbourside, body=ipswich, kind=ContactKind.CALL, happened_on=day(2, 20),
        next_step="Send dates", next_step_on=day(3, 9),
    )  # fmt: skip
    promise(harbourside, trust, "Decide on the grant", due_on=day(2, 15))
    page = member_client.get(LIST)
    text = words(page)
    order_of(text, "Harbour Trust", "Suffolk County Council", "Ipswich Borough Council", icb.official_name)
    assert "Their promise, 15 February 2027:</strong> Decide on the grant" in text
    assert "Suffolk Compact: consultation" in text
    assert "Health accord: review due" in text
    assert StartingPoint.objects.get(slug="formal").label in text
    assert "Last contact 1 February 2027" in text
    assert "Next step, 9 March 2027:</strong> Send dates" in text
    assert text.count("No contact recorded yet") == 2
    assert page.text.count("status-todo") == 2


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"show": "due"}, {"Harbour Trust"}),
        ({"show": "open"}, {"Harbour Trust", "Ipswich Borough Council"}),
        ({"show": "agreement"}, {"Suffolk County Council"}),
        ({"show": "quiet"}, {"Suffolk County Council"}),
        ({"show": "ended"}, set()),
        ({"q": "ipsw"}, {"Ipswich Borough Council"}),
        ({"q": "funder"}, {"Harbour Trust"}),
        ({"q": "nobody at all"}, set()),
        ({"show": "nonsense"}, {"Harbour Trust", "Ipswich Borough Council", "Suffolk County Council"}),
    ],
)
def test_the_list_is_narrowed(member_client, harbourside, suffolk, trust, query, shown):
    agree(harbourside, suffolk)
    promise(harbourside, trust, "Decide", due_on=day(2, 15))
    promise(harbourside, PublicBody.objects.get(slug="ipswich"), "Look")
    text = member_client.get(LIST, query).text
    found = {
        name
        for name in ("Harbour Trust", "Ipswich Borough Council", "Suffolk County Council")
        if f">{name}</a>" in text
    }
    assert found == shown
    assert bool(shown) != ("None of your bodies fits" in text)


def test_a_list_of_many_costs_what_one_of_few_does(member_client, harbourside, suffolk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert member_client.get(LIST).status_code == 200
        return len(captured)

    agree(harbourside, suffolk)
    few = queries()
    bodies = list(PublicBody.objects.councils()[:60])
    harbourside.patch.add(*bodies)
    Contact.objects.bulk_create(
        Contact(
            organisation=harbourside,
            body=body,
            kind=ContactKind.CALL,
            happened_on=day(1, 2),
            next_step="Ring",
        )
        for body in bodies
    )
    for body in bodies[:5]:
        agree(harbourside, body)
    assert queries() <= few
    second = member_client.get(LIST, {"page": 2}).text
    assert second.count('<a class="t"') == 30


def test_the_list_is_the_members_own(other_client, harbourside, suffolk, trust):
    text = other_client.get(LIST).text
    assert "Harbour Trust" not in text
    assert "Suffolk" not in text


# One page


@pytest.fixture
def busy(harbourside, suffolk, leader):
    """A body with something of every kind."""
    agreement = agree(harbourside, suffolk, stage=AgreementStage.DRAFT)
    sent(leader, day(2, 1), "The Covenant in Suffolk")
    Contact.objects.create(
        organisation=harbourside, recipient=leader, body=suffolk, kind=ContactKind.CALL,
        happened_on=day(2, 20), subject="A word", next_step="Send dates", next_step_on=day(3, 9),
    )  # fmt: skip
    promise(harbourside, suffolk, "Name a lead", due_on=day(3, 20), agreement=agreement)
    promise(
        harbourside, suffolk, "Share the plan", side=Side.OURS, state=PromiseState.KEPT,
        settled_on=day(2, 25), evidence="Sent on Monday",
    )  # fmt: skip
    Meeting.objects.create(
        organisation=harbourside, body=suffolk, subject="First talk", meets_on=day(2, 5),
        state=MeetingState.CALLED_OFF,
    )  # fmt: skip
    Meeting.objects.create(organisation=harbourside, body=suffolk, subject="Second talk", meets_on=day(3, 15))
    return suffolk


def page_of(client, body, **query):
    return client.get(reverse("partnerships:body", args=[body.slug]), query)


def test_everything_about_a_body_stands_on_its_page(member_client, busy):
    page = page_of(member_client, busy)
    text = words(page)
    order_of(
        text, "What comes next", "Send dates", "Second talk", "Name a lead", 'id="agreements"',
        "Suffolk Compact", 'id="promises"', "1 settled promise", "Share the plan", 'id="letters"',
        "The Covenant in Suffolk", 'id="happened"',
    )  # fmt: skip
    happened = text[text.index('id="happened"') :]
    order_of(
        happened, "25 February 2027", "Promise by you: kept", "20 February 2027", "Call",
        "10 February 2027", "Agreement: draft", ">5 February 2027", "Meeting, called off", "Letter sent",
        "20 January 2027",
    )  # fmt: skip
    assert "Second talk" not in happened.partition("</section>")[0]
    for address in (
        reverse("partnerships:contact-new"), reverse("partnerships:meeting-new"),
        reverse("letters:new"), reverse("members:patch"),
    ):  # fmt: skip
        assert f'href="{address}?organisation=harbourside' in page.text
    assert "31 March 2028" in text  # its last day
    assert "Councillor Rowan Ashdown" in text


def test_every_link_of_the_page_leads_somewhere(member_client, busy):
    page = page_of(member_client, busy)
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    addresses = {address.replace("&amp;", "&") for address in re.findall(r'href="(/[^"#]*)', main)}
    assert len(addresses) > 15
    version = {address for address in addresses if "/versions/" in address}
    assert len(version) == 1  # of a letter that was never made ready, in this test
    assert {
        address: status
        for address in addresses - version
        if (status := member_client.get(address).status_code) != 200
    } == {}


def test_letters_that_are_being_written_stand_there_too(member_client, harbourside, leader, suffolk):
    version = LetterTemplate.objects.get(slug="public-body").current_version
    letter = Letter.objects.create(organisation=harbourside, template_version=version)
    LetterCopy.objects.create(letter=letter, recipient=leader)
    text = page_of(member_client, suffolk).text
    assert f'href="{letter.get_absolute_url()}"' in text
    assert "Draft</span>" in text


def test_the_timeline_is_read_in_pages_at_a_constant_cost(member_client, busy, harbourside):
    def queries(page="1"):
        with CaptureQueriesContext(connection) as captured:
            text = page_of(member_client, busy, page=page).text
        return len(captured), text

    few, _ = queries()
    Contact.objects.bulk_create(
        Contact(
            organisation=harbourside, body=busy, kind=ContactKind.CALL, subject=f"Call {number}",
            happened_on=datetime.date(2026, 1, 1) + datetime.timedelta(days=number),
        )
        for number in range(50)
    )  # fmt: skip
    many, first = queries()
    assert many <= few
    seen = [re.findall(r"Call \d+", queries(str(page))[1]) for page in (1, 2, 3)]
    found = [int(words.split()[1]) for page in seen for words in page]
    assert "Older" in first
    assert found == sorted(range(50), reverse=True)


def test_a_body_of_ones_own_has_the_same_page(member_client, other_client, trust, harbourside):
    promise(harbourside, trust, "Decide on the grant", due_on=day(3, 15))
    agree(harbourside, trust, name="Grant terms")
    address = reverse("partnerships:own-body-page", args=[trust.pk])
    assert address in member_client.get(LIST).text
    text = words(member_client.get(address))
    order_of(text, 'eyebrow">Funder', "Decide on the grant", "Grant terms", "What happened")
    assert "Where we stand" not in text
    assert other_client.get(address).status_code == 404


def test_others_see_their_own_page_only(other_client, busy):
    text = page_of(other_client, busy).text
    for secret in ("Send dates", "Name a lead", "Suffolk Compact", "Rowan Ashdown", "The Covenant in"):
        assert secret not in text
    assert page_of(other_client, busy, organisation="harbourside").status_code == 404


def test_somebody_of_two_organisations_is_asked_for_which(member, member_client, suffolk, other_organisation):
    Membership.objects.create(user=member, organisation=other_organisation)
    assert "Which organisation?" in page_of(member_client, suffolk).text
    page = page_of(member_client, suffolk, organisation="fellside")
    assert page.context["organisation"] == other_organisation


def test_an_unknown_body_is_not_found(member_client):
    assert member_client.get("/partnerships/atlantis/").status_code == 404
