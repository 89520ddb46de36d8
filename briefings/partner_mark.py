"""Where the other side puts the member: the partner's mark on the ladders."""

import datetime
from collections.abc import Mapping

from members.models import Organisation
from partnerships.models import OwnBody
from publicbodies.models import PublicBody


def partner_rungs(
    organisation: Organisation, where: PublicBody | OwnBody, day: datetime.date
) -> Mapping[int, int]:
    """The rung that the body has picked for each function, by the function's number. Empty until it has."""
    return {}
