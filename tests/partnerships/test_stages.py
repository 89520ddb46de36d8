"""The stages of an agreement: none is reached without what it needs, whatever the order of moves."""

import datetime
from dataclasses import fields, replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.stages import (
    BEFORE,
    ENDED,
    IN_FORCE,
    AgreementStage,
    Facts,
    NotYet,
    Signature,
    StopReason,
    Way,
    advice,
    move,
    moves,
    needs_of,
    review_due_from,
    stage_on,
    way_to,
)

S = AgreementStage
DAY = datetime.date(2027, 6, 15)
NEAR = st.dates(DAY - datetime.timedelta(days=800), DAY + datetime.timedelta(days=2_600))
MAYBE = st.none() | NEAR
PARTIES = st.lists(st.builds(Signature, st.booleans(), MAYBE), max_size=4).map(tuple)
VALUES = {
    "day": st.just(DAY), "stage": st.just(S.IDEA), "signatures": PARTIES,
    "review_month": st.none() | st.integers(1, 12), "promises": st.integers(0, 2),
    "successors": st.integers(0, 2), "stop_reason": st.sampled_from(["", *StopReason.values]),
    "end_reason": st.sampled_from(["", "  ", "Nobody was left"]),
}  # fmt: skip
for field in fields(Facts):
    VALUES.setdefault(field.name, st.booleans() if field.type is bool or field.type == "bool" else MAYBE)
FACTS = st.builds(Facts, **VALUES)
# Everything that any stage asks for, so that most moves go through, but for a few facts that may be anything.
FULL = Facts(
    day=DAY, we_have_lead=True, they_have_officer_lead=True, has_text=True, promises=1, a_body_ends=True,
    consultation_ends_on=DAY, signed_on=datetime.date(2026, 4, 2), successors=1, stop_reason="declined",
    signatures=(Signature(True, DAY), Signature(False, DAY)), review_held_on=datetime.date(2027, 5, 3),
    renew_by_on=datetime.date(2030, 1, 1), ended_on=DAY, end_reason="Nobody was left", has_next_step=True,
)  # fmt: skip
# Each takes one thing away that some stage asks for.
SPOILED: list[dict[str, Any]] = [
    {"we_have_lead": False}, {"they_have_officer_lead": False}, {"has_text": False}, {"promises": 0},
    {"consultation_ends_on": None}, {"signed_on": None}, {"signed_on": DAY + datetime.timedelta(days=1)},
    {"signatures": (Signature(True, DAY), Signature(False))}, {"signatures": (Signature(True, DAY),)},
    {"review_held_on": None}, {"review_held_on": datetime.date(2026, 4, 1)}, {"renew_by_on": None},
    {"renew_by_on": datetime.date(2033, 6, 16)}, {"renew_by_on": DAY}, {"a_body_ends": False},
    {"successors": 0}, {"ended_on": None}, {"ended_on": DAY + datetime.timedelta(days=1)},
    {"end_reason": " "}, {"stop_reason": ""}, {"has_next_step": False},
]  # fmt: skip
ALMOST = st.lists(st.sampled_from(SPOILED), max_size=2).map(
    lambda faults: replace(FULL, **{name: value for fault in faults for name, value in fault.items()})
)
# A stage that is asked for by name, or the first, second … of those offered.
ASKED = st.one_of(st.sampled_from(S), st.integers(0, 3), st.integers(0, 3))


def is_justified(facts, old):
    """What an agreement must have at its stage, said once more and in other words."""
    leads = facts.they_have_political_lead or facts.they_have_officer_lead or facts.they_have_other_lead
    was_signed = facts.signed_on is not None
    ended = facts.ended_on is not None and facts.ended_on <= facts.day
    sides = [{party.is_ours for party in facts.signatures}, {True, False}]
    signed_by_all = sides[0] == sides[1] and all(party.signed_on for party in facts.signatures)
    in_six_years = datetime.date(DAY.year + 6, DAY.month, DAY.day)
    return {
        S.IDEA: True,
        S.LEADS_NAMED: leads and facts.we_have_lead,
        S.DRAFT: facts.has_text,
        S.CONSULTATION: facts.has_text and facts.consultation_ends_on,
        S.SIGNED: was_signed and facts.signed_on <= DAY and signed_by_all and facts.has_text,
        S.ACTION_PLAN: was_signed and facts.promises >= 1,
        S.REVIEWED: was_signed and any(
            day and facts.signed_on <= day <= DAY for day in (old.review_held_on, old.reviewed_on)
        ),
        S.RENEWED: was_signed and facts.renew_by_on and DAY < facts.renew_by_on <= in_six_years,
        S.LAPSED: ended and facts.end_reason.strip(),
        S.OVERTAKEN: ended and facts.a_body_ends and (facts.successors or facts.successors_not_known),
        S.STOPPED: ended and facts.stop_reason and facts.has_next_step,
    }[facts.stage]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    start=st.sampled_from([each for each in S if each != S.REVIEW_DUE]),
    steps=st.lists(
        st.tuples(FACTS | ALMOST | ALMOST, ASKED, st.sampled_from(["", " ", "Too quick"])), max_size=25
    ),
)
def test_no_stage_is_reached_without_what_it_needs(start, steps):
    """Any facts may change between any two moves, and any stage may be asked for at any time."""
    facts = replace(FULL, stage=start)
    for changed, asked, reason in steps:
        offered = [each for each, _ in moves(facts.stage)]
        to = asked if isinstance(asked, S) else offered[min(asked, len(offered) - 1)]
        facts = replace(changed, stage=facts.stage)
        if facts.stage in IN_FORCE and facts.signed_on is None:
            facts = replace(facts, signed_on=DAY)  # the database keeps that
        before = facts
        try:
            facts = move(facts, to, reason)
        except NotYet:
            continue
        way = way_to(to, before.stage)
        assert facts.stage == to != S.REVIEW_DUE
        assert is_justified(facts if way != Way.BACK else replace(facts, signed_on=before.signed_on), before)
        assert way is not None
        assert way != Way.BACK or reason.strip()
        if to == S.STOPPED:
            assert before.stage in BEFORE
        if to in (S.LAPSED, S.OVERTAKEN):
            assert before.stage in IN_FORCE
        if to in IN_FORCE and before.stage in BEFORE:
            assert (before.stage, to) == (S.CONSULTATION, S.SIGNED)
        if to == S.RENEWED and way != Way.BACK:
            assert before.stage == S.REVIEWED


@given(facts=FACTS, stage=st.sampled_from(S), to=st.sampled_from(S))
def test_what_is_offered_is_what_can_be_done(facts, stage, to):
    """A move that lacks nothing and is offered goes through; one that is not offered never does."""
    facts = replace(facts, stage=stage)
    if way_to(to, stage) is None:
        with pytest.raises(NotYet, match="does not follow"):
            move(facts, to, "why")
    elif needs_of(to, facts):
        with pytest.raises(NotYet):
            move(facts, to, "why")


def test_each_single_fault_keeps_a_stage_from_being_reached():
    """Every stage, every move, every fact that may be missing, all of them tried."""
    stored = [each for each in S if each != S.REVIEW_DUE]
    for start, to, fault in product(stored, S, [{}, *SPOILED]):
        facts = replace(FULL, stage=start, **fault)
        if start in IN_FORCE and facts.signed_on is None:
            continue  # the database keeps that
        try:
            after = move(facts, to, "why")
        except NotYet:
            assert fault or way_to(to, start) is None, f"{to} from {start} lacks nothing"
            continue
        way = way_to(to, start)
        signed_on = facts.signed_on if way == Way.BACK else after.signed_on
        assert is_justified(replace(after, signed_on=signed_on), facts)
        assert way != Way.BACK or to not in ENDED


def test_there_is_a_way_to_every_stage_and_back():
    for stage in S:
        if stage == S.REVIEW_DUE:
            continue
        ways = dict(moves(stage))
        assert ways
        assert stage not in ways or stage == S.REVIEWED  # a review every year
        if stage in ENDED:
            assert set(ways.values()) == {Way.BACK}
        if stage in BEFORE:
            assert ways[S.STOPPED] == Way.END
    assert [each for each, _ in moves(S.SIGNED)] == [
        S.ACTION_PLAN, S.REVIEWED, S.LAPSED, S.OVERTAKEN, S.CONSULTATION, S.DRAFT, S.LEADS_NAMED, S.IDEA,
    ]  # fmt: skip


KEPT = Facts(
    day=DAY, we_have_lead=True, they_have_officer_lead=True, has_text=True, review_month=3,
    consultation_ends_on=datetime.date(2027, 3, 1), signed_on=datetime.date(2027, 4, 2), promises=2,
    signatures=(Signature(True, DAY), Signature(False, DAY)),
)  # fmt: skip


def test_the_usual_way():
    facts = KEPT
    for to in (S.LEADS_NAMED, S.DRAFT, S.CONSULTATION, S.SIGNED, S.ACTION_PLAN):
        facts = move(facts, to)
    later = replace(facts, day=datetime.date(2028, 3, 1))
    assert stage_on(replace(facts, day=datetime.date(2028, 2, 29))) == S.ACTION_PLAN
    assert stage_on(later) == S.REVIEW_DUE
    with pytest.raises(NotYet, match="Record the review meeting"):
        move(later, S.REVIEWED)
    held = datetime.date(2028, 3, 20)
    reviewed = move(replace(later, day=held, review_held_on=held), S.REVIEWED)
    assert (stage_on(reviewed), reviewed.reviewed_on) == (S.REVIEWED, held)
    with pytest.raises(NotYet, match="Hold the next review first"):
        move(reviewed, S.REVIEWED)
    with pytest.raises(NotYet, match="up to 20 March 2034"):
        move(replace(reviewed, renew_by_on=datetime.date(2034, 3, 21)), S.RENEWED)
    old = datetime.date(2028, 4, 2)
    with pytest.raises(NotYet, match="later day than the one before"):
        move(replace(reviewed, renew_by_on=old, renewed_before_on=old), S.RENEWED)
    renewed = move(replace(reviewed, renew_by_on=datetime.date(2034, 3, 20)), S.RENEWED)
    assert stage_on(replace(renewed, day=datetime.date(2029, 3, 1))) == S.REVIEW_DUE


@pytest.mark.parametrize(
    ("month", "signed_on", "held_on", "due"),
    [
        (3, "2026-11-24", None, "2027-03-01"),
        (3, "2027-03-01", None, "2028-03-01"),  # signed in that month: a year later
        (None, "2026-11-24", None, "2027-11-01"),  # no month agreed: that of the signature
        (3, "2025-01-10", "2026-03-20", "2027-03-01"),
        (3, "2025-01-10", "2026-05-20", "2027-03-01"),  # held late
        (3, "2025-01-10", "2026-01-15", "2027-03-01"),  # held early, for March
        (3, "2025-01-10", "2025-11-15", "2026-03-01"),  # too early to be that of March
        (3, "2025-01-10", "2024-03-15", "2025-03-01"),  # before the signature: of another agreement
    ],
)
def test_when_a_review_falls_due(month, signed_on, held_on, due):
    day = datetime.date.fromisoformat
    facts = replace(
        KEPT, stage=S.SIGNED, review_month=month, signed_on=day(signed_on),
        review_held_on=day(held_on) if held_on else None,
    )  # fmt: skip
    assert review_due_from(facts) == day(due)
    assert stage_on(replace(facts, day=day(due))) == S.REVIEW_DUE
    assert stage_on(replace(facts, day=day(due) - datetime.timedelta(days=1))) == S.SIGNED
    assert review_due_from(replace(facts, stage=S.DRAFT)) is None


def test_going_back_forgets_what_is_no_longer_so():
    stopped = move(
        replace(
            KEPT, stage=S.DRAFT, signed_on=None, stop_reason="declined", ended_on=DAY, has_next_step=True
        ),
        S.STOPPED,
    )
    with pytest.raises(NotYet, match="why you go back"):
        move(stopped, S.DRAFT, " ")
    again = move(stopped, S.DRAFT, "A new leader asked for it")
    assert (again.stop_reason, again.ended_on) == ("", None)
    back = move(replace(KEPT, stage=S.SIGNED), S.CONSULTATION, "Signed by mistake")
    assert back.signed_on is None
    overtaken = replace(KEPT, stage=S.ACTION_PLAN, a_body_ends=True, successors_not_known=True, ended_on=DAY)
    overtaken = move(overtaken, S.OVERTAKEN)
    assert not move(overtaken, S.SIGNED, "The order was withdrawn").successors_not_known


def test_leads_are_advised_as_keep_it_local_asks_and_block_nothing():
    one = replace(KEPT, they_have_officer_lead=False, they_have_other_lead=True)
    assert "a politician and a senior officer" in advice(one, S.LEADS_NAMED)[0]
    assert needs_of(S.LEADS_NAMED, one) == []
    assert (
        advice(replace(one, they_have_political_lead=True, they_have_officer_lead=True), S.LEADS_NAMED) == []
    )
    assert "open until 1 July 2027" in advice(
        replace(KEPT, consultation_ends_on=datetime.date(2027, 7, 1)), S.SIGNED
    )[0]  # fmt: skip
