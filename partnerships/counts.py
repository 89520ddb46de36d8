"""What NAVCA sees of its members' agreements: how many there are, by stage, kind and region, and how they do.

Only members that have agreed to be counted are in it, and no number that fewer than five of them are
behind. It names no member and no agreement.
"""

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Max
from django.utils import timezone

from casestudies.models import AgreementKind, SuccessFactor
from members.count_tables import CountTable, counted, part
from members.models import Organisation
from members.small_counts import FEWEST
from publicbodies.models import Region

from .models import Agreement, AgreementStage, FactorTick, Meeting, MeetingState, Party
from .stages import ENDED, Facts, stage_on

NO_REGION = "none"


class Counted(NamedTuple):
    """What is asked of one agreement of a consenting member: `ending` are its public bodies that end."""

    organisation: int
    stage: str
    kind: str
    region: str | None
    ticks: int
    ending: frozenset[int]

    @property
    def is_at_risk(self) -> bool:
        return bool(self.ending) and self.stage not in ENDED


def agreement_tables() -> list[CountTable]:
    """The agreements of consenting members in several ways, in a fixed number of queries.

    The first four share their total and nothing else, so that one says nothing about what another hides. The
    rest are a part of those that go on, and shown only where they say no more either.
    """
    rows = _counted()
    region_of_patch = _regions_of_patches() if any(row.region is None for row in rows) else {}
    regions = [row.region or region_of_patch.get(row.organisation, NO_REGION) for row in rows]
    owners = [row.organisation for row in rows]
    kinds = [row.kind for row in rows]
    by_stage = counted(
        "By stage", "Stage", AgreementStage.choices, zip([row.stage for row in rows], owners, strict=True),
        note="As the calendar says today: “Review due” are those in force whose yearly review is late.",
    )  # fmt: skip
    return [
        by_stage,
        counted("By kind", "Kind", AgreementKind.choices, zip(kinds, owners, strict=True)),
        counted(
            "By region", "Region", [*Region.choices, (NO_REGION, "No public body named")],
            zip(regions, owners, strict=True),
            note="An agreement with several bodies is counted once, in the region of the first public body "
            "that is a party to it, or else of the member’s patch.",
        ),
        _by_ticks(rows),
        *_at_risk(rows, by_stage),
    ]  # fmt: skip


def _counted() -> list[Counted]:
    """What is asked of each agreement. The database sums up what hangs on it, and no row of it is built."""
    today = timezone.localdate()
    counted_members = {"agreement__organisation__may_be_counted": True}
    regions: dict[UUID, str] = {}
    ending: dict[UUID, set[int]] = defaultdict(set)
    parties = Party.objects.filter(body__isnull=False, **counted_members).order_by("pk")
    for agreement, body, region, last_on in parties.values_list(
        "agreement", "body", "body__region", "body__last_on"
    ):
        regions.setdefault(agreement, region)
        if last_on and last_on >= today:
            ending[agreement].add(body)
    holds = FactorTick.objects.filter(holds=True, **counted_members).order_by()
    ticks = dict(holds.values_list("agreement").annotate(Count("pk")))
    reviews = Meeting.objects.filter(
        is_review=True, state=MeetingState.HELD, meets_on__lte=today, **counted_members
    ).order_by()
    held = dict(reviews.values_list("agreement").annotate(Max("meets_on")))
    agreements = Agreement.objects.filter(organisation__may_be_counted=True).values_list(
        "pk", "organisation_id", "kind", "stage", "signed_on", "review_month", "reviewed_on"
    )
    return [
        Counted(
            organisation,
            stage_on(
                Facts(
                    today, AgreementStage(stage), signed_on=signed_on, review_month=month,
                    review_held_on=held.get(pk), reviewed_on=reviewed_on,
                )
            ),
            kind, regions.get(pk), ticks.get(pk, 0), frozenset(ending.get(pk, ())),
        )
        for pk, organisation, kind, stage, signed_on, month, reviewed_on in agreements
    ]  # fmt: skip


def _regions_of_patches() -> dict[int, str]:
    """The region of each consenting member's patch, by the first body of it."""
    patches = Organisation.patch.through.objects.filter(organisation__may_be_counted=True)
    pairs = patches.order_by("-publicbody__slug").values_list("organisation_id", "publicbody__region")
    return dict(pairs)


def _by_ticks(rows: list[Counted]) -> CountTable:
    factors = SuccessFactor.objects.count()
    choices = [("all", f"All {factors} success factors"), ("some", "Some of them"), ("none", "None yet")]

    def band(ticks: int) -> str:
        return "none" if not ticks else "all" if ticks >= factors else "some"

    bands = [(band(row.ticks), row.organisation) for row in rows]
    return counted("By success factors that hold", "Which", choices, bands)


def _at_risk(rows: list[Counted], by_stage: CountTable) -> list[CountTable]:
    """How many are going on with a public body that ends, and how many such bodies there are."""
    going_on = {str(stage.label) for stage in AgreementStage if stage not in ENDED}
    agreements = part(
        "Agreements at risk",
        ("Going on, with a public body that ends", "All others"),
        [(row.is_at_risk, row.organisation) for row in rows],
        sum(int(count) for label, count in by_stage.rows if count is not None and label in going_on),
    )
    at_risk = [row for row in rows if row.is_at_risk]
    # Shown with the agreements they are counted from, nought included.
    has_many = len({row.organisation for row in at_risk}) >= FEWEST or not at_risk
    bodies = len(frozenset().union(*(row.ending for row in at_risk)))
    label = "Public bodies that end, with an agreement going on"
    areas = [(label, bodies if has_many and not agreements.has_hidden else None)]
    return [
        agreements,
        CountTable("Areas at risk", "Which", areas, unit="Public bodies", adds_up=False),
    ]
