"""The kept agreement of the demonstration member: its first review, this year's plan, and the next review."""

import datetime

from django.utils import timezone

from members.days import months_after
from members.models import Organisation
from partnerships import meetings
from partnerships.models import ActionPlan, Meeting, Promise, PromiseState, Side
from partnerships.working_days import is_working_day

# What was promised at the first review, and what became of it since.
SETTLED = (
    (Side.THEIRS, "Head of communities", "Publish the grants calendar each January", PromiseState.KEPT,
     "It is on the council’s grants page"),
    (Side.THEIRS, "", "Pay every grant within 30 days", PromiseState.PARTLY,
     "Nine of eleven were paid in time"),
    (Side.OURS, "", "Send the survey of groups to the scrutiny committee", PromiseState.KEPT,
     "Sent in the spring, and read there"),
)  # fmt: skip


def make_reviews(organisation: Organisation) -> None:
    """Give the kept agreement a review that was held, a plan of this year and a review to come, once."""
    agreement = organisation.agreements.exclude(reviewed_on=None).first()
    if agreement is None or agreement.plans.exists():
        return
    assert agreement.reviewed_on is not None  # noqa: S101  (asked for just now)
    by = organisation.memberships.get(is_main_contact=True).user
    body = agreement.parties.filter(body__isnull=False)[0].body
    today = timezone.localdate()
    people = "Cabinet member for communities\nHead of communities\nAmina Yusuf, chief executive"
    common = {
        "organisation": organisation, "body": body, "agreement": agreement, "is_review": True,
        "people": people, "place": "Town hall, room 2", "starts_at": datetime.time(10), "recorded_by": by,
    }  # fmt: skip
    held = Meeting.objects.create(
        **common, subject="First review of the compact", meets_on=agreement.reviewed_on,
        notes="Both sides read the promises one by one.\n\n"
        "Notice was given in time. Grants were paid late twice.",
    )  # fmt: skip
    meetings.mark_held(held, by=by)
    Meeting.objects.create(
        **common, subject="Second review of the compact", meets_on=_working_day_from(months_after(today, 2))
    )
    plan = ActionPlan.objects.create(
        agreement=agreement, year=today.year, agreed_on=agreement.reviewed_on, recorded_by=by,
        success="Every manager who cuts or commissions knows the compact, and no group hears of a cut "
        "less than three months before.",
    )  # fmt: skip
    for side, who, what, state, evidence in SETTLED:
        Promise.objects.create(
            organisation=organisation, body=body, agreement=agreement, plan=plan, side=side, who=who,
            what=what, made_on=held.meets_on, due_on=months_after(today, -1), state=state, evidence=evidence,
            settled_on=today - datetime.timedelta(days=20), recorded_by=by,
        )  # fmt: skip
    agreement.promises.filter(state=PromiseState.OPEN).update(plan=plan)


def _working_day_from(day: datetime.date) -> datetime.date:
    while not is_working_day(day):
        day += datetime.timedelta(days=1)
    return day
