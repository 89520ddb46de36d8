"""What loading a file did to each public body, or would do, in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum


class Outcome(Enum):
    """What became of a body, in the words of the summary."""

    ADDED = "added"
    CORRECTED = "corrected"
    REPLACED = "edited here and replaced"
    EDITED_HERE = "edited here and left alone"
    REMOVED = "no longer in the file and removed"
    MADE_HERE = "made here, not in the file, and left alone"
    REMOVED_HERE = "removed here and left out"
    LEFT_OUT = "left out because a body it points at was removed here"
    UNCHANGED = "unchanged"


WRITTEN = {Outcome.ADDED, Outcome.CORRECTED, Outcome.REPLACED}
ALWAYS_COUNTED = (Outcome.ADDED, Outcome.CORRECTED, Outcome.EDITED_HERE, Outcome.UNCHANGED)


@dataclass(frozen=True)
class Change:
    """What became of one body. `differences` are (label, words here, words in the file)."""

    name: str
    slug: str
    outcome: Outcome
    line: int | None = None
    differences: tuple[tuple[str, str, str], ...] = ()

    def lines(self) -> Iterator[str]:
        """Say it in words, the values in full."""
        place = f" (line {self.line})" if self.line else ""
        yield f"{self.name}{place}: {self.outcome.value}"
        for label, here, there in self.differences:
            yield f"    {label}, here: {here}"
            yield f"    {label}, in the file: {there}"


@dataclass
class Report:
    """What a load did, or with `dry_run` would do."""

    changes: list[Change] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        return sum(change.outcome is outcome for change in self.changes)

    @property
    def written(self) -> list[str]:
        """The slugs of the bodies that are new or not as they were."""
        return [change.slug for change in self.changes if change.outcome in WRITTEN]

    def summary(self) -> str:
        """Such as “3 added, 1 corrected, 0 edited here and left alone, 418 unchanged”."""
        counts = Counter(change.outcome for change in self.changes)
        shown = [outcome for outcome in Outcome if outcome in ALWAYS_COUNTED or counts[outcome]]
        return ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in shown)

    def lines(self) -> Iterator[str]:
        """Each body that is not simply as in the file, with its differences."""
        for change in self.changes:
            if change.outcome is not Outcome.UNCHANGED:
                yield from change.lines()
