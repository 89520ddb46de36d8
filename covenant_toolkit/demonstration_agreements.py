"""Two agreements of the demonstration member: one in draft, and one that is signed and kept."""

import datetime

from django.utils import timezone

from casestudies.models import AgreementKind, SuccessFactor
from members.days import months_after
from members.models import Organisation, User
from partnerships.models import (
    Agreement,
    AgreementStage,
    Cause,
    Concern,
    ConcernStep,
    FactorTick,
    Lead,
    LeadKind,
    NoticeClause,
    NoticeGiven,
    NoticeSort,
    Party,
    Promise,
    Side,
    StageStep,
    Success,
)
from publicbodies.models import PublicBody

LINK = "https://harbourside.example.org/suffolk-compact"


def make_agreements(organisation: Organisation) -> None:
    """Give the member two agreements, once."""
    if organisation.agreements.exists():
        return
    today = timezone.localdate()
    by = organisation.memberships.get(is_main_contact=True).user
    bodies = PublicBody.objects.in_bulk(["ipswich", "suffolk"], field_name="slug")
    _in_draft(organisation, bodies["ipswich"], today, by)
    _kept(organisation, bodies["suffolk"], today, by)


def _in_draft(organisation: Organisation, borough: PublicBody, today: datetime.date, by: User) -> None:
    agreement = Agreement.objects.create(
        organisation=organisation, kind=AgreementKind.ACCORD, name="Ipswich Accord",
        stage=AgreementStage.DRAFT, link="https://harbourside.example.org/draft-accord", recorded_by=by,
        purpose="How local groups take part when the borough plans its services.",
        next_step="Ask three small groups to read the draft",
        next_step_on=today + datetime.timedelta(days=6),
    )  # fmt: skip
    _agree(agreement, borough, None)
    _look_after(agreement, months_after(today, -2))
    for stage, months in ((AgreementStage.IDEA, 4), (AgreementStage.LEADS_NAMED, 2), (agreement.stage, 1)):
        _step(agreement, stage, months_after(today, -months), by)


def _kept(organisation: Organisation, county: PublicBody, today: datetime.date, by: User) -> None:
    signed_on = months_after(today, -14)
    agreement = Agreement.objects.create(
        organisation=organisation, kind=AgreementKind.COMPACT, name="Suffolk Compact",
        stage=AgreementStage.ACTION_PLAN, signed_on=signed_on, link=LINK, recorded_by=by,
        we_began_it=False, review_month=months_after(today, 2).month, reviewed_on=months_after(today, -10),
        renew_by_on=months_after(signed_on, 36),
        purpose="Open talk, fair notice and a yearly look at what both sides promised.",
    )  # fmt: skip
    _agree(agreement, county, signed_on)
    _look_after(agreement, signed_on)
    for stage, day in (
        (AgreementStage.SIGNED, signed_on), (AgreementStage.ACTION_PLAN, months_after(signed_on, 1)),
        (AgreementStage.REVIEWED, agreement.reviewed_on),
        (AgreementStage.ACTION_PLAN, months_after(today, -9)),
    ):  # fmt: skip
        _step(agreement, stage, day or today, by)
    for side, who, what, months in (
        (Side.THEIRS, "Head of communities", "Name the compact in the induction of new managers", 3),
        (Side.OURS, "", "Bring the heads of six small groups to the budget workshop", 1),
    ):
        Promise.objects.create(
            organisation=organisation, body=county, agreement=agreement, side=side, who=who,
            what=what, made_on=months_after(today, -9), due_on=months_after(today, months), recorded_by=by,
        )  # fmt: skip
    notice = NoticeClause.objects.create(
        agreement=agreement, sort=NoticeSort.NOTICE, what="a cut in funding", count=3
    )
    NoticeClause.objects.create(
        agreement=agreement, sort=NoticeSort.CONSULTATION, what="changes to grants", count=12, length="weeks"
    )
    NoticeGiven.objects.create(
        clause=notice, about="End of the community transport grant",
        given_on=today - datetime.timedelta(days=20),
    )  # fmt: skip
    Success.objects.create(
        agreement=agreement, happened_on=months_after(today, -3), for_a_story=True, recorded_by=by,
        what="The council asked groups before it wrote its plan for warm spaces. Eleven took part.",
    )  # fmt: skip
    concern = Concern.objects.create(
        agreement=agreement, noticed_on=months_after(today, -1), cause=Cause.NOT_KNOWN, recorded_by=by,
        what="A new team let a contract without telling groups. They had not heard of the compact.",
    )  # fmt: skip
    ConcernStep.objects.create(
        concern=concern, step=agreement.steps_of_disagreement[0],
        happened_on=today - datetime.timedelta(days=16),
        outcome="They will read the compact with their team and tell us of the next contract.",
    )  # fmt: skip
    reasons = {"co-produced": "Groups wrote the first draft at two open evenings.",
               "senior-leadership": "The leader signed it and opens each yearly review."}  # fmt: skip
    for factor in SuccessFactor.objects.all():
        reason = next((words for slug, words in reasons.items() if factor.slug.startswith(slug)), "")
        FactorTick.objects.create(agreement=agreement, factor=factor, holds=bool(reason), reason=reason)


def _agree(agreement: Agreement, body: PublicBody, signed_on: datetime.date | None) -> None:
    ours = agreement.organisation.name
    Party.objects.create(agreement=agreement, side=Side.OURS, name=ours, signed_on=signed_on)
    Party.objects.create(agreement=agreement, side=Side.THEIRS, body=body, signed_on=signed_on)


def _look_after(agreement: Agreement, since: datetime.date) -> None:
    for side, kind, post, role in (
        (Side.OURS, LeadKind.SECTOR, "Chief executive", "Calls the yearly review and keeps the log"),
        (Side.THEIRS, LeadKind.POLITICAL, "Cabinet member for communities", "Speaks for it in cabinet"),
        (Side.THEIRS, LeadKind.OFFICER, "Head of communities", "Sees that notice is given in time"),
    ):
        Lead.objects.create(agreement=agreement, side=side, kind=kind, post=post, role=role, since_on=since)


def _step(agreement: Agreement, stage: str, day: datetime.date, by: User) -> None:
    StageStep.objects.create(agreement=agreement, stage=stage, happened_on=day, recorded_by=by)
