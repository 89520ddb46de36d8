"""What waits at NAVCA's desk. The admin's first page joins what the rooms offer here and in theirs.

A room that knows of such things has a `waiting.py` with `waiting(user, day) -> Iterator[Waiting]`. It offers
only what this person may see, and asks the database a fixed number of times.
"""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """Rows that somebody at NAVCA should look at: how many, what they are called, and where they are."""

    count: int
    one: str
    many: str
    url: str
    # Since when the oldest of them waits.
    days: int | None = None

    @property
    def text(self) -> str:
        """Such as “3 stories” or “1 story”."""
        return f"{self.count:,} {self.one if self.count == 1 else self.many}"


def days_since(moment: datetime.date | None, day: datetime.date) -> int | None:
    """How many days passed since the oldest of some rows; None when there is none."""
    return max(0, (day - moment).days) if moment else None
