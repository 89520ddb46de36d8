"""How a case study came to be where it is: each step, when and by whom, as history has it."""

import datetime
from dataclasses import dataclass

from .models import CaseStudy, Status


@dataclass(frozen=True)
class Step:
    """A case study became this, then, by that person."""

    status: Status
    at: datetime.datetime
    by: str


def steps(study: CaseStudy) -> list[Step]:
    """Every step of a case study, the first one first, in one query."""
    found: list[Step] = []
    records = study.history.select_related("history_user").order_by("history_date", "history_id")
    for record in records.only("status", "history_date", "history_change_reason", "history_user"):
        if not found or found[-1].status != record.status:
            by = str(record.history_user or record.history_change_reason or "Nobody signed in")
            found.append(Step(Status(record.status), record.history_date, by))
    return found
