"""The stages of an agreement: which follow which, and what each one needs. Knows no database.

A stage is reached by a move. Whichever way it goes, forward, back or to an end, the stage that it leads to
gets what it needs, or the move does not happen. “Review due” is no move: the clock says it.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import models
from django.utils.formats import date_format

from members.days import months_after


class AgreementStage(models.TextChoices):
    """How far an agreement is, in the usual order. Any stage before the signature may stop."""

    IDEA = "idea", "Idea"
    LEADS_NAMED = "leads-named", "Leads named"
    DRAFT = "draft", "Draft"
    CONSULTATION = "consultation", "Consultation"
    SIGNED = "signed", "Signed"
    ACTION_PLAN = "action-plan", "Action plan"
    REVIEW_DUE = "review-due", "Review due"
    REVIEWED = "reviewed", "Reviewed"
    RENEWED = "renewed", "Renewed"
    LAPSED = "lapsed", "Lapsed"
    OVERTAKEN = "overtaken", "Overtaken by reorganisation"
    STOPPED = "stopped", "Stopped before it was signed"


class StopReason(models.TextChoices):
    """Why nothing was signed."""

    DECLINED = "declined", "They declined"
    NO_REPLY = "no-reply", "No reply"
    OVERTAKEN = "overtaken", "Overtaken by reorganisation"
    OURS = "ours", "We decided not to go on"


S = AgreementStage
BEFORE = (S.IDEA, S.LEADS_NAMED, S.DRAFT, S.CONSULTATION)
# Both sides are bound by it.
IN_FORCE = (S.SIGNED, S.ACTION_PLAN, S.REVIEW_DUE, S.REVIEWED, S.RENEWED)
ENDED = (S.LAPSED, S.OVERTAKEN, S.STOPPED)

FORWARD: dict[str, tuple[AgreementStage, ...]] = {
    S.IDEA: (S.LEADS_NAMED,),
    S.LEADS_NAMED: (S.DRAFT,),
    S.DRAFT: (S.CONSULTATION,),
    S.CONSULTATION: (S.SIGNED,),
    S.SIGNED: (S.ACTION_PLAN, S.REVIEWED),
    S.ACTION_PLAN: (S.REVIEWED,),
    S.REVIEWED: (S.RENEWED, S.ACTION_PLAN, S.REVIEWED),
    S.RENEWED: (S.ACTION_PLAN, S.REVIEWED),
}

RENEWED_FOR_MONTHS = 6 * 12  # at the longest
# A review so many months before its month, or fewer, is this year's, held early.
EARLY_MONTHS = 3


@dataclass(frozen=True)
class Signature:
    """One party: on whose side, and when it signed, if it did."""

    is_ours: bool
    signed_on: datetime.date | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of an agreement on a day, as far as its stages ask."""

    day: datetime.date
    stage: AgreementStage = S.IDEA
    we_have_lead: bool = False
    they_have_political_lead: bool = False
    they_have_officer_lead: bool = False
    they_have_other_lead: bool = False
    has_text: bool = False
    consultation_ends_on: datetime.date | None = None
    signed_on: datetime.date | None = None
    signatures: tuple[Signature, ...] = ()
    promises: int = 0
    review_month: int | None = None
    # The latest review that was held, and the latest one that the stage took in.
    review_held_on: datetime.date | None = None
    reviewed_on: datetime.date | None = None
    renew_by_on: datetime.date | None = None
    # The day before it was renewed anew.
    renewed_before_on: datetime.date | None = None
    a_body_ends: bool = False
    successors: int = 0
    successors_not_known: bool = False
    stop_reason: str = ""
    ended_on: datetime.date | None = None
    end_reason: str = ""
    has_next_step: bool = False


@dataclass(frozen=True)
class Need:
    """Something that a stage needs and lacks: what to do about it, and the field that it is about."""

    field: str
    text: str


class Way(StrEnum):
    """Which way a move goes."""

    FORWARD = "forward"
    END = "end"
    BACK = "back"


class NotYet(Exception):
    """A stage was asked for that does not follow, or that lacks something. Says what."""

    def __init__(self, needs: Iterable[Need]) -> None:
        self.needs = list(needs)
        super().__init__("; ".join(need.text for need in self.needs))


def moves(stage: AgreementStage) -> list[tuple[AgreementStage, Way]]:
    """Where an agreement may go from a stage: first the usual way, then its ends, then back."""
    ends = {True: (S.STOPPED,), False: (S.LAPSED, S.OVERTAKEN)}[stage in BEFORE] if stage not in ENDED else ()
    forward = [(each, Way.FORWARD) for each in FORWARD.get(stage, ())]
    taken = {each for each, _ in forward}
    back = [(each, Way.BACK) for each in reversed(earlier(stage)) if each not in taken]
    return [*forward, *((each, Way.END) for each in ends), *back]


def earlier(stage: AgreementStage) -> list[AgreementStage]:
    """The stages to which one can go back, in their order."""
    if stage == S.STOPPED:
        return [*BEFORE]
    before = [*BEFORE, *IN_FORCE]
    if stage not in ENDED:
        before = before[: before.index(stage)]
    return [each for each in before if each != S.REVIEW_DUE]


def way_to(to: str, stage: AgreementStage) -> Way | None:
    """Which way a move goes, or None when there is no such move."""
    return next((way for each, way in moves(stage) if each == to), None)


def needs_of(to: AgreementStage, facts: Facts) -> list[Need]:
    """What a stage needs and lacks, in the order in which to do it. `facts` are those of the move."""
    lacks = [Need(field, text) for field, text, is_there in _NEEDS[to](facts) if not is_there]
    if lacks or way_to(to, facts.stage) != Way.FORWARD:
        return lacks
    if to == S.REVIEWED and _is_taken_in(facts):
        return [Need("review", "Hold the next review first: the last one is recorded already")]
    if to == S.RENEWED and facts.renewed_before_on and not _is_later(facts):
        return [Need("renew_by_on", "Enter a later day than the one before")]
    return []


def move(facts: Facts, to: AgreementStage, reason: str = "") -> Facts:
    """The facts after a move. Raises NotYet when it cannot be made, with what it lacks."""
    way = way_to(to, facts.stage)
    if way is None:
        words = f"“{to.label}” does not follow “{facts.stage.label}”"
        raise NotYet([Need("", words)])
    lacks = needs_of(to, facts)
    if way == Way.BACK and not reason.strip():
        lacks.append(Need("note", "Enter why you go back"))
    if lacks:
        raise NotYet(lacks)
    return _after(facts, to, way)


def _after(facts: Facts, to: AgreementStage, way: Way) -> Facts:
    """What a move itself changes: a review is taken in, and what is no longer so is forgotten."""
    changed = replace(facts, stage=to)
    if to == S.REVIEWED and way == Way.FORWARD:
        changed = replace(changed, reviewed_on=facts.review_held_on)
    if way == Way.BACK:
        changed = replace(
            changed, ended_on=None, end_reason="", stop_reason="", successors_not_known=False, successors=0
        )
        if to in BEFORE:
            changed = replace(changed, signed_on=None, reviewed_on=None)
        elif facts.stage in (S.REVIEWED, S.RENEWED) and to != S.REVIEWED:
            changed = replace(changed, reviewed_on=None)
    return changed


def _is_taken_in(facts: Facts) -> bool:
    held, known = facts.review_held_on, facts.reviewed_on
    return bool(known and (held is None or held <= known))


def _is_later(facts: Facts) -> bool:
    now, before = facts.renew_by_on, facts.renewed_before_on
    return bool(now and before and now > before)


def advice(facts: Facts, to: AgreementStage) -> list[str]:
    """What is good to have before a move and keeps nobody from it."""
    found = []
    if to == S.LEADS_NAMED and not (facts.they_have_political_lead and facts.they_have_officer_lead):
        found.append(
            "The Keep it Local network asks for two leads at a council, a politician and a senior officer, "
            "beside yours."
        )
    if to == S.SIGNED and facts.consultation_ends_on and facts.consultation_ends_on > facts.day:
        found.append(f"The consultation is open until {_words(facts.consultation_ends_on)}.")
    if to == S.SIGNED and not facts.review_month:
        found.append("Agree the month of the yearly review. Without one it is the month of the signature.")
    return found


_Line = tuple[str, str, bool]


def _nothing(facts: Facts) -> list[_Line]:
    return []


def _for_leads(facts: Facts) -> list[_Line]:
    theirs = facts.they_have_political_lead or facts.they_have_officer_lead or facts.they_have_other_lead
    return [
        ("leads", "Name a lead on your side", facts.we_have_lead),
        ("leads", "Name a lead on their side", theirs),
    ]


_TEXT = "Write the text, add a document, or enter the web address where it can be read"


def _for_draft(facts: Facts) -> list[_Line]:
    return [("document", _TEXT, facts.has_text)]


def _for_consultation(facts: Facts) -> list[_Line]:
    closes = (
        "consultation_ends_on",
        "Enter the day the consultation closes",
        bool(facts.consultation_ends_on),
    )
    return [*_for_draft(facts), closes]


def _for_signed(facts: Facts) -> list[_Line]:
    sides = {signature.is_ours for signature in facts.signatures}
    unsigned = [signature for signature in facts.signatures if signature.signed_on is None]
    return [
        ("parties", "Name who agrees on both sides", sides == {True, False}),
        ("signing", "Enter when each party signed", not unsigned),
        ("signed_on", "Enter the day it was signed", facts.signed_on is not None),
        ("signed_on", "Enter a day that has come", facts.signed_on is None or facts.signed_on <= facts.day),
        ("document", _TEXT, facts.has_text),
    ]


def _for_action_plan(facts: Facts) -> list[_Line]:
    return [*_signed(facts), ("promises", "Add at least one promise, by you or by them", facts.promises > 0)]


def _for_review_due(facts: Facts) -> list[_Line]:
    due = review_due_from(facts)
    return [("", "The clock says when a review is due", bool(due and due <= facts.day))]


def _for_reviewed(facts: Facts) -> list[_Line]:
    held = facts.review_held_on or facts.reviewed_on
    is_held = bool(held and facts.signed_on and facts.signed_on <= held <= facts.day)
    return [*_signed(facts), ("review", "Record the review meeting once it was held", is_held)]


def _for_renewed(facts: Facts) -> list[_Line]:
    day, latest = facts.renew_by_on, months_after(facts.day, RENEWED_FOR_MONTHS)
    far = f"Enter a day up to {_words(latest)}: six years is the longest that an agreement should run unread"
    return [
        *_signed(facts),
        ("renew_by_on", "Enter by when it is to be renewed again", day is not None),
        ("renew_by_on", "Enter a day that is still to come", day is None or day > facts.day),
        ("renew_by_on", far, day is None or day <= latest),
    ]


def _signed(facts: Facts) -> list[_Line]:
    return [("signed_on", "Enter the day it was signed", facts.signed_on is not None)]


def _ended(facts: Facts) -> list[_Line]:
    return [
        ("ended_on", "Enter the day", facts.ended_on is not None),
        ("ended_on", "Enter a day that has come", facts.ended_on is None or facts.ended_on <= facts.day),
    ]


def _for_lapsed(facts: Facts) -> list[_Line]:
    return [*_ended(facts), ("end_reason", "Enter why it lapsed", bool(facts.end_reason.strip()))]


def _for_overtaken(facts: Facts) -> list[_Line]:
    knows = facts.successors > 0 or facts.successors_not_known
    return [
        ("parties", "No public body that agreed has ended or is going to end", facts.a_body_ends),
        *_ended(facts),
        ("successors", "Select the bodies that follow, or say that they are not known yet", knows),
    ]


def _for_stopped(facts: Facts) -> list[_Line]:
    return [
        ("stop_reason", "Select why it stopped", facts.stop_reason in StopReason.values),
        *_ended(facts),
        ("next_step", "Enter your next step, if only when to ask again", facts.has_next_step),
    ]


_NEEDS = {
    S.IDEA: _nothing,
    S.LEADS_NAMED: _for_leads,
    S.DRAFT: _for_draft,
    S.CONSULTATION: _for_consultation,
    S.SIGNED: _for_signed,
    S.ACTION_PLAN: _for_action_plan,
    S.REVIEW_DUE: _for_review_due,
    S.REVIEWED: _for_reviewed,
    S.RENEWED: _for_renewed,
    S.LAPSED: _for_lapsed,
    S.OVERTAKEN: _for_overtaken,
    S.STOPPED: _for_stopped,
}


def review_due_from(facts: Facts) -> datetime.date | None:
    """The first day of the month in which the next review falls due, or None when nothing is in force.

    The month is the one that was agreed, or else that of the signature. The first one after the signature
    counts, and after a review the first that is not that review's own, held a little early.
    """
    if facts.stage not in IN_FORCE or facts.signed_on is None:
        return None
    month = facts.review_month or facts.signed_on.month
    held = max(filter(None, [facts.review_held_on, facts.reviewed_on]), default=None)
    if held is None or held < facts.signed_on:
        return _next_month(month, facts.signed_on)
    return _next_month(month, months_after(held, EARLY_MONTHS))


def _next_month(month: int, after: datetime.date) -> datetime.date:
    """The first day of the first such month that begins after a day."""
    first = datetime.date(after.year, month, 1)
    return first if first > after else datetime.date(after.year + 1, month, 1)


def stage_on(facts: Facts) -> AgreementStage:
    """The stage on the day of the facts: a review may have fallen due since the last move."""
    due = review_due_from(facts)
    return S.REVIEW_DUE if due and due <= facts.day else facts.stage


def _words(day: datetime.date) -> str:
    return date_format(day, "j F Y")
