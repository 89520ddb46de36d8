"""What a briefing is for: a member, a body, a day, and perhaps a planned meeting."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import slugify

from members.benchmark import Benchmark, benchmark_of
from members.models import Organisation
from partnerships.models import Meeting, OwnBody
from publicbodies.models import PublicBody

from .asks import asks_for
from .picture import Picture, picture_of


@dataclass(frozen=True)
class Occasion:
    """One meeting to prepare, or a body and a day. What is computed for it is computed once."""

    organisation: Organisation
    where: PublicBody | OwnBody
    day: datetime.date
    meeting: Meeting | None = None

    @cached_property
    def asks(self) -> list[str]:
        return asks_for(self.organisation, self.where)

    @cached_property
    def benchmark(self) -> Benchmark:
        return benchmark_of(self.organisation, self.day)

    @cached_property
    def picture(self) -> Picture:
        return picture_of(self.organisation, self.where, self.day, self.asks, self.benchmark)

    @property
    def stem(self) -> str:
        """What the names of its files end with, such as “suffolk-county-council-2026-12-08”."""
        body = slugify(self.where.official_name)[:60].strip("-") or "body"
        return f"{body}-{self.day:%Y-%m-%d}"
