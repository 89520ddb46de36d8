"""What NAVCA sees of its members' agreements: how many there are, by stage, by kind and by region.

Only members that have agreed to be counted are in it, and no number that fewer than five of them are
behind. It names no member and no agreement.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from casestudies.models import AgreementKind
from documents.spreadsheet import write_table
from members.models import Organisation
from members.small_counts import FEWEST, SmallCounts, small_counts
from publicbodies.models import Region

from .models import Agreement, AgreementStage, Party

NO_REGION = "none"
HIDDEN = f"hidden: fewer than {FEWEST} members, or a neighbour of such a number"


# An agreement's stage today, its kind, the region of its body, and whose it is.
Row = tuple[str, str, str | None, int]


@dataclass(frozen=True)
class CountTable:
    """The agreements counted in one way."""

    title: str
    heading: str
    rows: Sequence[tuple[str, int | None]]
    total: int | None

    @property
    def has_hidden(self) -> bool:
        return any(count is None for _, count in self.rows)


def agreement_tables() -> list[CountTable]:
    """The agreements of consenting members by stage, by kind and by region, in a fixed number of queries.

    The three share their total and nothing else, so that one says nothing about what another hides.
    """
    today = timezone.localdate()
    rows: list[Row] = [
        (row.stage_on(today), row.kind, row.found_region, row.organisation_id) for row in _counted()
    ]
    region_of_patch = _regions_of_patches() if any(region is None for _, _, region, _ in rows) else {}

    def region(row: Row) -> str:
        return row[2] or region_of_patch.get(row[3], NO_REGION)

    ways: list[tuple[str, str, list[tuple[str, str]], Callable[[Row], str]]] = [
        ("By stage", "Stage", [*AgreementStage.choices], lambda row: row[0]),
        ("By kind", "Kind", [*AgreementKind.choices], lambda row: row[1]),
        ("By region", "Region", [*Region.choices, (NO_REGION, "No public body named")], region),
    ]
    return [
        _table(title, heading, choices, small_counts([(way(row), row[3]) for row in rows], _values(choices)))
        for title, heading, choices, way in ways
    ]


def _counted() -> QuerySet[Any]:
    """The agreements of members that agreed to be counted, with the region of the first public body."""
    first = Party.objects.filter(agreement=OuterRef("pk"), body__isnull=False).order_by("pk")
    agreements = Agreement.objects.filter(organisation__may_be_counted=True).with_facts()
    return agreements.annotate(found_region=Subquery(first.values("body__region")[:1]))


def _regions_of_patches() -> dict[int, str]:
    """The region of each consenting member's patch, by the first body of it."""
    patches = Organisation.patch.through.objects.filter(organisation__may_be_counted=True)
    pairs = patches.order_by("-publicbody__slug").values_list("organisation_id", "publicbody__region")
    return dict(pairs)


def _values(choices: Sequence[tuple[str, str]]) -> list[str]:
    return [value for value, _ in choices]


def _table(
    title: str, heading: str, choices: Sequence[tuple[str, str]], counts: SmallCounts[str]
) -> CountTable:
    return CountTable(
        title, heading, [(label, counts.cells[value]) for value, label in choices], counts.total
    )


def as_csv(tables: Sequence[CountTable]) -> bytes:
    """The tables one below the other in one file."""
    return write_table(["Counted", "Which", "Agreements"], _lines(tables))


def _lines(tables: Sequence[CountTable]) -> Iterator[tuple[str, str, object]]:
    for table in tables:
        for label, count in table.rows:
            yield table.title, label, HIDDEN if count is None else count
        yield table.title, "All", HIDDEN if table.total is None else table.total
