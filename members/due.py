"""What waits for a member to do something. The dashboard joins what the rooms offer here and in theirs.

A room that knows of such things has a `due.py` with `due(organisation, day) -> Iterable[Due]`. It asks the
database a fixed number of times and sums up: one line for forty posts to check, not forty lines.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum


class DueKind(StrEnum):
    """How a line looks on the right: amber needs you, teal waits for somebody else, plain can wait."""

    TODO = "todo"
    WAITING = "sent"
    LATER = "done"


@dataclass(frozen=True)
class Due:
    """One thing to do next: a link, a sentence below it, and a word or two on the right."""

    text: str
    url: str
    # The day it is or was due. Nothing with a day comes after everything with one.
    on: datetime.date | None = None
    kind: DueKind = DueKind.TODO
    note: str = ""
    status: str = "To do"
