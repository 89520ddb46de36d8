"""Where the other side puts the member: the partner's mark on the ladders."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from members.models import Organisation
from partnerships.models import OwnBody
from partnerships.other_side import view_of
from publicbodies.models import PublicBody


@dataclass(frozen=True)
class PartnerMark:
    """The rung that somebody at a body picked for each function, by the function's number, and when."""

    rungs: Mapping[int, int] = field(default_factory=dict)
    on: datetime.date | None = None


def partner_mark(organisation: Organisation, where: PublicBody | OwnBody) -> PartnerMark:
    """The latest answer that came from a body through a private link, or no mark."""
    view = view_of(organisation, where)
    if view is None:
        return PartnerMark()
    rungs = {line.function_id: line.rung for line in view.lines.all() if line.rung is not None}
    return PartnerMark(rungs, timezone.localdate(view.changed_at)) if rungs else PartnerMark()
