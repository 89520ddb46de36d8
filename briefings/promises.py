"""The promises between a member and a body, by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from members.models import Organisation
from partnerships.models import OwnBody, Promise, Side
from publicbodies.models import PublicBody


@dataclass(frozen=True)
class SidePromises:
    """What one side promised: what is open, the soonest first, and what was settled."""

    title: str
    open: Sequence[Promise]
    settled: Sequence[Promise]


def both_sides(organisation: Organisation, where: PublicBody | OwnBody) -> list[SidePromises]:
    """What either side promised, theirs first, each with what is open and what is settled."""
    rows = list(Promise.objects.for_organisation(organisation).at(where).for_page())
    return [
        SidePromises(
            title,
            [row for row in rows if row.side == side and row.is_open],
            [row for row in rows if row.side == side and not row.is_open],
        )
        for side, title in ((Side.THEIRS, "They promised"), (Side.OURS, "You promised"))
    ]
