"""The benchmark: rungs follow from dated records alone, whatever their order, and grow no higher with age."""

import datetime
import re
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from members.benchmark import RECORDED, Rung, benchmark_of, ladder, rungs_of
from members.days import months_after
from members.function_notes import FunctionNote, WhoDoesIt
from members.records import AGREED, RecordKind, SourceKind
from members.work import Activity, ActivityStage
from principles.models import LCSIFunction

from .test_work import a_record, make_activity

DAY = datetime.date(2026, 11, 22)
FRESH, OLD = months_after(DAY, -3), months_after(DAY, -30)
LATER, A_YEAR, SOON = months_after(DAY, 30), months_after(DAY, 12), months_after(DAY, 6)


def running():
    return Activity(name="Food alliance", stage=ActivityStage.RUNNING)


def count(dated_on=FRESH, *, today=False, **fields):
    dated_on = timezone.localdate() if today else dated_on
    return a_record(None, RecordKind.COUNT, dated_on=dated_on, **fields)


def feedback(dated_on=FRESH, **fields):
    return a_record(None, RecordKind.FEEDBACK, dated_on=dated_on, **fields)


def agreement(dated_on=FRESH, **fields):
    return a_record(None, RecordKind.AGREEMENT, dated_on=dated_on, **fields)


def rung(*records, day=DAY):
    return ladder([(running(), records)], day).rung


# The rungs


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], Rung.DO),
        ([count()], Rung.COUNT),
        ([count(), feedback()], Rung.CONFIRMED),
        ([count(), feedback(), agreement()], Rung.AGREED),
        ([count(), feedback(), agreement(secured_until_on=LATER, reviewed_on=FRESH)], Rung.SECURED),
        # What is missing below
        ([feedback()], Rung.DO),
        ([feedback(), agreement(secured_until_on=LATER, reviewed_on=FRESH)], Rung.DO),
        ([count(), agreement(secured_until_on=LATER, reviewed_on=FRESH)], Rung.COUNT),
        # What a rung needs
        ([count(period="")], Rung.DO),
        ([count(method="")], Rung.DO),
        ([count(), feedback(source_kind=SourceKind.OURS)], Rung.COUNT),
        ([count(), a_record(None, RecordKind.QUOTE, dated_on=FRESH)], Rung.CONFIRMED),
        ([count(), a_record(None, RecordKind.QUOTE, dated_on=FRESH, consent_on=None)], Rung.COUNT),
        ([count(), feedback(), agreement(partner="")], Rung.CONFIRMED),
        ([count(), feedback(), agreement(secured_until_on=SOON, reviewed_on=FRESH)], Rung.AGREED),
        ([count(), feedback(), agreement(secured_until_on=A_YEAR, reviewed_on=FRESH)], Rung.AGREED),
        ([count(), feedback(), agreement(secured_until_on=LATER)], Rung.AGREED),
        ([count(), feedback(), agreement(secured_until_on=months_after(DAY, -1))], Rung.CONFIRMED),
        # One record may hold two: independent data with a number, its time and its method
        ([a_record(None, RecordKind.INDEPENDENT, dated_on=FRESH, value=18, period="2026", method="weighed")],
         Rung.CONFIRMED),
        # What is not true yet
        ([count(dated_on=months_after(DAY, 1))], Rung.DO),
        # Older than two years: each such rung takes the line one down, never below “We do it”
        ([count(OLD)], Rung.DO),
        ([count(), feedback(OLD)], Rung.COUNT),
        ([count(), feedback(), agreement(OLD)], Rung.CONFIRMED),
        ([count(OLD), feedback(), agreement()], Rung.CONFIRMED),
        ([count(OLD), feedback(OLD), agreement(OLD)], Rung.DO),
        ([count(), feedback(), agreement(OLD, reviewed_on=FRESH)], Rung.AGREED),
        ([count(OLD), count(), feedback()], Rung.CONFIRMED),
    ],
)  # fmt: skip
def test_a_line_stands_where_its_records_hold_it(records, expected):
    assert rung(*records) == expected


def test_what_ended_counts_for_a_year_and_what_is_planned_not_at_all():
    ended = Activity(name="x", stage=ActivityStage.ENDED, last_on=months_after(DAY, -12))
    long_ago = Activity(name="x", stage=ActivityStage.ENDED, last_on=months_after(DAY, -13))
    planned = Activity(name="x", stage=ActivityStage.PLANNED)
    reached = [ladder([(activity, [count()])], DAY).rung for activity in (ended, long_ago, planned)]
    assert reached == [Rung.COUNT, Rung.NOT_OURS, Rung.NOT_OURS]


def test_an_old_record_is_named_with_the_reason():
    old = feedback(OLD)
    found = ladder([(running(), [count(), old])], DAY)
    (aged,) = found.aged
    assert (aged.record, aged.rung, aged.why) == (old, Rung.CONFIRMED, "is older than two years (May 2024)")
    assert found.without_age == Rung.CONFIRMED


# Whatever the records

DAYS = st.dates(months_after(DAY, -60), months_after(DAY, 3))


@st.composite
def records(draw):
    kind = draw(st.sampled_from(RecordKind))
    dated_on = draw(DAYS)
    fields = {"source_kind": draw(st.sampled_from(SourceKind))}
    if draw(st.booleans()):
        fields |= {"value": 1, "period": "2026", "method": "counted"}
    if kind in AGREED:
        fields["secured_until_on"] = draw(st.none() | st.dates(dated_on, months_after(DAY, 40)))
        fields["reviewed_on"] = draw(st.none() | DAYS)
    return a_record(None, kind, dated_on=dated_on, **fields)


@st.composite
def activities(draw):
    last_on = draw(st.none() | DAYS)
    return Activity(name="x", stage=draw(st.sampled_from(ActivityStage)), last_on=last_on)


WORK = st.lists(st.tuples(activities(), st.lists(records(), max_size=6)), max_size=4)


@given(WORK, records())
def test_one_more_record_takes_nothing_away(work, more):
    work = [*work, (running(), [])]
    with_more = [*work[:-1], (work[-1][0], [more])]
    assert ladder(with_more, DAY).rung >= ladder(work, DAY).rung


@given(WORK, st.lists(records(), max_size=6))
def test_one_more_activity_takes_nothing_away(work, rows):
    assert ladder([*work, (running(), rows)], DAY).rung >= ladder(work, DAY).rung


@given(WORK)
def test_no_rung_is_claimed(work):
    """Every rung of a line has a record of its own that holds it, as have all the rungs below."""
    found = ladder(work, DAY)
    held = set().union(
        *(rungs_of(record, DAY) for activity, rows in work for record in rows if not_over(activity))
    )
    assert found.rung <= found.without_age
    assert {each for each in RECORDED if each <= found.without_age} <= held
    assert found.without_age - found.rung == len(found.aged)
    fresh = {
        each for activity, rows in work if not_over(activity) for record in rows
        if not record.is_ageing_on(DAY) for each in rungs_of(record, DAY)
    }  # fmt: skip
    assert max(found.rung - 1, 0) <= len(fresh)


def not_over(activity):
    stage = activity.stage_on(DAY)
    recent = activity.last_on and activity.last_on >= months_after(DAY, -12)
    return stage == ActivityStage.RUNNING or (stage == ActivityStage.ENDED and recent)


@given(WORK, st.lists(records(), max_size=6))
def test_what_is_running_is_never_below_we_do_it(work, rows):
    assert ladder([*work, (running(), rows)], DAY).rung >= Rung.DO


@given(WORK, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(work, random: Random):
    mixed = [(activity, random.sample(rows, len(rows))) for activity, rows in work]
    random.shuffle(mixed)
    assert ladder(mixed, DAY) == ladder(work, DAY)


@given(st.lists(records(), max_size=8), st.dates(DAY, months_after(DAY, 60)))
def test_waiting_lifts_nothing(rows, later):
    known = [row for row in rows if row.dated_on <= DAY and (row.reviewed_on or DAY) <= DAY]
    assert rung(*known, day=later) <= rung(*known)


# From the database


@pytest.mark.django_db
def test_the_benchmark_of_an_organisation(harbourside, other_organisation):
    food = make_activity(harbourside)
    make_activity(harbourside, "A network", stage=ActivityStage.PLANNED)
    make_activity(other_organisation, "Theirs", "advocacy")
    for record in (count(), feedback(OLD)):
        record.activity = food
        record.save()
    advocacy = LCSIFunction.objects.get(slug="advocacy")
    FunctionNote.objects.create(
        organisation=harbourside,
        function=advocacy,
        whose=WhoDoesIt.NOBODY,
        weak="No voice",
        who_may_be_shown=True,
    )
    found = benchmark_of(harbourside, DAY)
    assert [line.function for line in found.lines] == list(LCSIFunction.objects.order_by("order"))
    lines = {line.function.slug: line for line in found.lines}
    line = lines["convening"]
    assert (line.rung, line.rung_name, line.is_ours) == (Rung.COUNT, "We count it", True)
    assert (line.activities, [each.name for each in line.planned]) == ([food], ["A network"])
    assert line.best.sentence == "212 groups advised, 2025/26 (Our log, August 2026)"
    assert line.in_words == (
        "Convening: rung 2 of 5, we count it; strongest evidence: "
        "212 groups advised, 2025/26 (Our log, August 2026)"
    )
    assert [aged.rung for aged in line.aged] == [Rung.CONFIRMED]
    other = lines["advocacy"]
    assert (other.rung, other.is_ours, other.who_does_it, other.who_outside) == (0, False, "Nobody", "Nobody")
    assert (other.weak, other.weak_outside) == ("No voice", "")
    assert other.in_words == "Advocacy: not ours here, who does it: Nobody"
    cells = {row.function.slug: [cell.count for cell in row.cells] for row in found.grid}
    assert cells["convening"] == [0, 1, 0, 1]
    assert cells["advocacy"] == [0, 0, 0, 0]


# The page

PAGE = reverse("benchmark")


def note_address(slug):
    return reverse("members:function-note", args=[slug])


def test_a_member_sees_where_each_function_stands_and_why(member_client, harbourside):
    food = make_activity(harbourside)
    for record in (count(today=True), feedback(OLD)):
        record.activity = food
        record.save()
    page = member_client.get(PAGE).text
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "We count it , rung 2 of 5" in words
    assert "✓ 2 count : reached – 3 confirmed : not reached" in words
    assert "212 groups advised, 2025/26 (Our log, " in words
    assert "“Others confirm it” rests on a record that is older than two years" in words
    assert "Advocacy Not ours here" in words
    assert words.count("Who are we not reaching? Not said yet") == 5
    assert "It is not an accreditation and not a ranking" in words
    assert "1 of 5" not in words
    # Five lines and no sum of them, in no words.
    assert "There is no total: each line is a line of its own" in words
    denied = "There is no total|not a score|never scored|not a ranking"
    said = re.sub(denied, "", words)
    assert re.findall(r"(?i)%|per ?cent|\b(?:total|scor|averag|overall|rank|league|better than)", said) == []
    assert f"{reverse('letters:new')}?organisation=harbourside" in page


def test_everybody_else_reads_what_the_benchmark_is(client, curator_client, other_client, harbourside):
    make_activity(harbourside, "Food alliance of Harbourside")
    for each in (client, curator_client):
        page = each.get(PAGE, {"organisation": "harbourside"})
        assert page.status_code == 200
        assert "Benchmark: what you can show" in page.text
        assert "Food alliance of Harbourside" not in page.text
    assert other_client.get(PAGE, {"organisation": "harbourside"}).status_code == 404
    assert "Food alliance of Harbourside" not in other_client.get(PAGE).text


def test_who_does_it_what_is_weak_and_who_is_missed_is_asked_and_kept_inside(member_client, harbourside):
    address = note_address("advocacy")
    wrong = member_client.post(address, {"whose": "others"})
    assert "Enter who does it here" in wrong.text
    form = {
        "whose": "others", "who_does_it": "The  youth council", "who_may_be_shown": "on",
        "weak": "Not measured", "not_reaching": "Young carers",
    }  # fmt: skip
    assert member_client.post(address, form).url.endswith("?organisation=harbourside#advocacy-line")
    words = " ".join(re.sub(r"<[^>]+>", " ", member_client.get(PAGE).text).split())
    assert "Who does it? The youth council May be shown outside" in words
    assert "What is weak? Not measured (stays inside)" in words
    line = benchmark_of(harbourside, DAY).lines[3]
    assert (line.who_outside, line.weak_outside, line.not_reaching_outside) == ("The youth council", "", "")
    # Said again, it is changed, and nobody is kept who no longer does it.
    member_client.post(address, {"whose": "nobody", "who_does_it": "The youth council"})
    note = FunctionNote.objects.get()
    assert (note.who, note.who_does_it, note.weak) == ("Nobody", "", "")


def test_the_page_asks_as_much_of_the_database_however_much_is_recorded(member_client, harbourside):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            member_client.get(PAGE)
        return len(queries)

    def add(name):
        record = count()
        record.activity = make_activity(harbourside, name)
        record.save()

    add("One")
    asked()  # what is remembered of the site
    few = asked()
    for number in range(6):
        add(f"More {number}")
    assert asked() == few
