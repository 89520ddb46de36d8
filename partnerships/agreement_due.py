"""What agreements ask a member to do, and when: the clock of keeping them."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode

from members.days import months_after
from members.due import Due, DueKind
from members.models import Organisation

from . import stages
from .models import Agreement, Lead, NoticeSort, Party, Side
from .stages import AgreementStage, Facts

# From so many months before the day of renewal it is asked for.
RENEW_AHEAD_MONTHS = 3
# A body's end is named so many months before it.
END_AHEAD_MONTHS = 12
# So many lines on the dashboard; more are summed up.
MOST = 6


def agreements_due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    """The lines of all agreements of an organisation, or one line when they are many."""
    rows = Agreement.objects.for_organisation(organisation).with_due()
    found = [(agreement, line) for agreement in rows for line in due_of(agreement, day)]
    if len(found) <= MOST:
        yield from (line for _, line in found)
        return
    to_do = [(agreement, line) for agreement, line in found if line.kind == DueKind.TODO] or found
    count = len({agreement.pk for agreement, _ in to_do})
    days = [line.on for _, line in to_do if line.on]
    yield Due(
        f"Look at {count} agreement{'' if count == 1 else 's'}: {len(to_do)} things to do",
        f"{reverse('partnerships:agreements')}?organisation={organisation.slug}",
        on=min(days, default=None),
        note="Those with something to do stand first in the list.",
    )


def due_of(agreement: Agreement, day: datetime.date) -> Iterator[Due]:
    """What one agreement asks for on a day, the most pressing first. Cheap after `with_due()`."""
    if agreement.next_step and (agreement.next_step_on is None or agreement.next_step_on <= day):
        yield Due(
            agreement.next_step, agreement.get_absolute_url(), on=agreement.next_step_on,
            note=f"Your next step: {agreement}.", status="Next step",
        )  # fmt: skip
    if agreement.has_ended:
        return
    facts = agreement.facts(day)
    yield from _ending(agreement, day)
    yield from _leads(agreement, day)
    yield from _consultation(agreement, day)
    if agreement.is_in_force:
        yield from _review(agreement, facts)
        yield from _renewal(agreement, day)
        yield from _notices(agreement, day)
        yield from _concerns(agreement, day)


def lines_of(agreement: Agreement, day: datetime.date) -> list[Due]:
    """What the page and the list say of one agreement: what is due, after the bodies that have ended.

    On the dashboard these have one line of their own, with all else that is open there.
    """
    return [*_ended(agreement, day), *due_of(agreement, day)]


def _ended(agreement: Agreement, day: datetime.date) -> Iterator[Due]:
    """Bodies that have ended and none of whose successors has taken the agreement over."""
    to = AgreementStage.OVERTAKEN if agreement.is_in_force else AgreementStage.STOPPED
    for party in [] if agreement.has_ended else agreement.parties.all():
        last = _last_day(agreement, party)
        if last is not None and last < day:
            yield Due(
                f"{party} has ended: say what becomes of {agreement}",
                reverse("partnerships:agreement-stage", args=[agreement.pk, to]), on=last, status="Ended",
                note="Add a body that follows to those who agree, or say that this overtook the agreement.",
            )  # fmt: skip


def _ending(agreement: Agreement, day: datetime.date) -> Iterator[Due]:
    soon = months_after(day, END_AHEAD_MONTHS)
    for party in agreement.parties.all():
        last = _last_day(agreement, party)
        if last is not None and day <= last <= soon:
            yield Due(
                f"{party} ends on {_words(last)}: talk about what becomes of {agreement}",
                agreement.get_absolute_url(), on=last, kind=DueKind.LATER, status="Ahead",
                note="Ask that the bodies that follow take it over, in writing.",
            )  # fmt: skip


def _last_day(agreement: Agreement, party: Party) -> datetime.date | None:
    """The last day of a body that agrees, unless one that follows it agrees too."""
    if party.body is None:
        return None
    bodies = {each.body_id for each in agreement.parties.all()}
    is_taken_over = not bodies.isdisjoint(body.pk for body in party.body.successors.all())
    return None if is_taken_over else party.body.last_on


def _leads(agreement: Agreement, day: datetime.date) -> Iterator[Due]:
    new = reverse("partnerships:lead-new", args=[agreement.pk])
    leads = list(agreement.leads.all())
    staying = {(lead.side, lead.kind) for lead in leads if lead.left_on is None}
    asked = set()
    for lead in sorted((each for each in leads if each.left_on), key=lambda each: each.left_on or day):
        part = (lead.side, lead.kind)
        if part in staying or part in asked or lead.nobody_follows:
            continue
        asked.add(part)
        has_left = lead.left_on is not None and lead.left_on < day
        yield Due(
            f"Ask who follows {_post(lead)} as lead for {agreement}",
            f"{new}?{urlencode({'side': lead.side, 'kind': lead.kind})}",
            on=lead.left_on,
            note=f"{'Left' if has_left else 'Leaves'} on {_words(lead.left_on)}. Then name the next here.",
            status="Ask",
        )
    if not agreement.is_in_force:
        return
    for side in Side:
        if not any(lead.side == side for lead in leads):
            yield Due(
                f"Name a lead on {'your' if side == Side.OURS else 'their'} side for {agreement}",
                f"{new}?{urlencode({'side': side})}",
                note="An agreement that nobody looks after is soon forgotten.", status="Name",
            )  # fmt: skip


def _post(lead: Lead) -> str:
    return f"the {lead.post[:1].lower()}{lead.post[1:]}"


def _consultation(agreement: Agreement, day: datetime.date) -> Iterator[Due]:
    closes = agreement.consultation_ends_on
    if agreement.stage != AgreementStage.CONSULTATION or closes is None:
        return
    if closes >= day:
        yield Due(
            f"Consultation open until {_words(closes)}: {agreement}", agreement.get_absolute_url(),
            on=closes, kind=DueKind.WAITING, status="Open",
        )  # fmt: skip
    else:
        yield Due(
            f"Consultation closed: {agreement}", agreement.get_absolute_url(), on=closes,
            note="Say to those who answered what changed because of them, then sign.",
        )  # fmt: skip


def _review(agreement: Agreement, facts: Facts) -> Iterator[Due]:
    held, taken_in = facts.review_held_on, facts.reviewed_on
    if held and held >= (facts.signed_on or held) and (taken_in is None or held > taken_in):
        yield Due(
            f"Record that {agreement} was reviewed",
            reverse("partnerships:agreement-stage", args=[agreement.pk, AgreementStage.REVIEWED]),
            on=held, note=f"You met on {_words(held)}. Say which promises were kept.",
        )  # fmt: skip
        return
    due = stages.review_due_from(facts)
    if due is None or due > facts.day:
        return
    planned = [meeting for meeting in agreement.meetings.all() if meeting.is_review and meeting.is_planned]
    if planned:
        meets_on = min(meeting.meets_on for meeting in planned)
        yield Due(
            f"Review of {agreement} on {_words(meets_on)}", agreement.get_absolute_url(), on=meets_on,
            kind=DueKind.WAITING, status="Planned",
        )  # fmt: skip
        return
    yield Due(
        f"Review due: {agreement}", agreement.get_absolute_url(), on=due,
        note="Agree a day, and look at each promise: kept, partly, or not.", status="Review due",
    )  # fmt: skip


def _renewal(agreement: Agreement, day: datetime.date) -> Iterator[Due]:
    last = agreement.last_renewal_day
    if last is None or months_after(last, -RENEW_AHEAD_MONTHS) > day:
        return
    chosen = agreement.renew_by_on is not None
    note = "" if chosen else "No day was agreed: six years after the signature is long enough. "
    yield Due(
        f"{'Renew' if last >= day else 'Past its day of renewal:'} {agreement}"
        + (f" by {_words(last)}" if last >= day else ""),
        agreement.get_absolute_url(), on=last, status="Renew",
        note=f"{note}Hold a review first, then renew it or let it lapse.",
    )  # fmt: skip


def _notices(agreement: Agreement, day: datetime.date) -> Iterator[Due]:
    for clause in agreement.notice_clauses.all():
        for given in clause.counted.all():
            if not given.is_running:
                continue
            earliest, url = clause.ends_on(given.given_on), given.get_absolute_url()
            is_consultation = clause.sort == NoticeSort.CONSULTATION
            if given.planned_on and given.planned_on < earliest:
                what = "consultation closes" if is_consultation else "planned for"
                yield Due(
                    f"Too early: {given.about}, {what} {_words(given.planned_on)}", url, on=given.given_on,
                    note=f"{clause}: {'open until' if is_consultation else 'not before'} {_words(earliest)}.",
                    status="Too early",
                )  # fmt: skip
            elif earliest > day:
                yield Due(
                    f"{given.about}: {'open until' if is_consultation else 'not before'} {_words(earliest)}",
                    url, on=earliest, kind=DueKind.WAITING, note=f"{clause}.", status="Counted",
                )  # fmt: skip
            else:
                yield Due(
                    f"Time is over: {given.about}", url, on=earliest,
                    note=f"{clause}. Say whether it was kept.",
                )  # fmt: skip


def _concerns(agreement: Agreement, day: datetime.date) -> Iterator[Due]:
    for concern in agreement.concerns.all():
        if concern.is_settled:
            continue
        for step in concern.steps.all():
            if not step.outcome and step.answer_by_on and step.answer_by_on <= day:
                yield Due(
                    f"An answer was asked for by {_words(step.answer_by_on)}: {agreement}",
                    concern.get_absolute_url(), on=step.answer_by_on,
                    note="Record what came of this step of the disagreement, or take the next.",
                    status="Answer",
                )  # fmt: skip


def _words(day: datetime.date | None) -> str:
    return date_format(day, "j F Y") if day else ""
