"""Advice while a letter is written: quiet, and never a block."""

import datetime

import pytest

from letters.election_periods import PreElectionPeriod
from letters.models import LetterCopy
from publicbodies.models import BodyKind, PublicBody

from .writing import example, letter_to, three_recipients

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def letter(harbourside):
    return letter_to(harbourside, three_recipients(harbourside))


def test_advice_is_quiet_and_never_a_block(member_client, letter, time_machine):
    time_machine.move_to(datetime.datetime(2026, 1, 12, 9, tzinfo=datetime.UTC))
    member_client.force_login(letter.organisation.people.first())
    page = member_client.get(letter.get_absolute_url()).text
    assert 'class="advice"' not in page
    letter.main_ask = "Meet us? And give us a grant?"
    letter.further_asks = "a\nb\nc\nd"
    letter.reply_by_on = datetime.date(2026, 1, 31)
    letter.examples = [example(f"own:{n}", "We help. " * 80, chosen=True) for n in range(1, 6)]
    letter.save()
    page = member_client.get(letter.get_absolute_url()).text
    for advice in (
        "Ask for one thing first",
        "More than three further asks",
        "31 January 2026 is a Saturday",
        "More than four examples",
        "No example has a number",
        "pages, going by the number of words",
    ):
        assert advice in page
    assert "No gaps left" in member_client.get(letter.get_download_url()).text
    letter.reply_by_on = datetime.date(2026, 1, 9)
    letter.save()
    assert "9 January 2026 is over" in member_client.get(letter.get_absolute_url()).text


@pytest.mark.parametrize(
    ("dated_on", "said"),
    [
        ("2027-03-24", ""),
        ("2027-03-25", "Councils that hold elections on 6 May 2027"),
        ("2027-05-06", "Councils that hold elections on 6 May 2027"),
        ("2027-05-07", ""),
        (
            "2028-04-01",
            "for the Suffolk elections runs from 27 March 2028 to 4 May 2028 and concerns Suffolk.",
        ),
    ],
)
def test_S7_a_letter_before_an_election_says_so_and_leaves_the_decision(
    member_client, letter, dated_on, said, time_machine
):
    """The general weeks where NAVCA's table is silent, and its row where there is one."""
    period = PreElectionPeriod.objects.create(
        name="the Suffolk elections",
        first_on="2028-03-27",
        polling_on="2028-05-04",
        source="The council’s notice of election",
        checked_on="2026-11-22",
    )
    period.bodies.add(PublicBody.objects.get(slug="suffolk"))
    time_machine.move_to(datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC))
    member_client.force_login(letter.organisation.people.first())
    letter.dated_on = datetime.date.fromisoformat(dated_on)
    letter.reply_by_on = letter.dated_on
    letter.save()
    for url in (letter.get_absolute_url(), letter.get_download_url()):
        page = member_client.get(url).text
        assert ("the decision is yours" in page) is bool(said)
        assert said in page
    LetterCopy.objects.exclude(recipient__body__kind=BodyKind.ICB).delete()
    assert "the decision is yours" not in member_client.get(letter.get_absolute_url()).text


def test_a_period_binds_kinds_and_regions():
    county, board = (PublicBody.objects.get(slug=s) for s in ("suffolk", "norfolk-and-suffolk-icb"))
    everybody = PreElectionPeriod(name="x", first_on="2028-03-27", polling_on="2028-05-04")
    everybody.checked_on = datetime.date(2026, 11, 22)
    everybody.save()
    assert everybody.concerns(county)
    assert not everybody.concerns(board)
    everybody.kinds = ["county"]
    assert everybody.concerns(county)
    everybody.regions = ["london"]
    assert not everybody.concerns(county)
    everybody.bodies.add(county)
    assert everybody.concerns(county)
