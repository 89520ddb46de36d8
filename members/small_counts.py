"""Counts that give nobody away: small cells of a table are hidden, and others with them where needed."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Category = TypeVar("Category", bound=Hashable)

# A number is shown only when it is made of at least so many members.
FEWEST = 5
# A hidden number could be at least so many different ones.
POSSIBLE = 3


@dataclass(frozen=True)
class SmallCounts(Generic[Category]):
    """One list of counts with its total, as it may be published. None stands for a number that is hidden."""

    total: int | None
    cells: Mapping[Category, int | None]

    @property
    def hidden(self) -> list[Category]:
        """The categories whose number is not shown, because it is small or would give one away."""
        return [category for category, count in self.cells.items() if count is None]


def small_counts(
    things: Iterable[tuple[Category, Hashable]],
    categories: Sequence[Category],
    fewest: int = FEWEST,
) -> SmallCounts[Category]:
    """Count things by category and hide what would say too much. Each thing is a category and whose it is.

    A number is shown when it is 0 or at least `fewest` members have a part in it. What is hidden could still
    be worked out from the total and the rest, so further cells are hidden, the smallest first, until the
    hidden ones together belong to at least `fewest` members and each could be several different numbers, also
    for somebody who knows this rule. Where no such choice is left, every cell is hidden, those that hold
    nothing too. With fewer than `fewest` members in all, so is the total.
    """
    counts: Counter[Category] = Counter()
    members: dict[Category, set[Hashable]] = defaultdict(set)
    for category, member in things:
        counts[category] += 1
        members[category].add(member)
    nothing: dict[Category, int | None] = dict.fromkeys(categories)
    if len(set().union(*members.values())) < fewest:
        return SmallCounts(None, nothing)
    total = counts.total()
    shown = sorted(
        (category for category in categories if len(members[category]) >= fewest),
        # Of two that are as large, always the same is hidden first.
        key=lambda category: (counts[category], categories.index(category)),
    )
    small = [category for category in categories if 0 < len(members[category]) < fewest]
    others: list[Category] = []
    while small and not _is_safe(small, others, shown, counts, members, fewest):
        if not shown:
            return SmallCounts(total, nothing)
        others.append(shown.pop(0))
    hidden = {*small, *others}
    return SmallCounts(
        total, {category: None if category in hidden else counts[category] for category in categories}
    )


def _is_safe(
    small: Sequence[Category],
    others: Sequence[Category],
    shown: Sequence[Category],
    counts: Counter[Category],
    members: Mapping[Category, set[Hashable]],
    fewest: int,
) -> bool:
    """Whether nobody can tell the hidden cells from the total and the rest.

    Whoever knows the rule knows the sum of the hidden cells, that small ones hold 1 to one below the limit,
    and that the others hold the limit or more and no more than the smallest that is shown.
    """
    hidden = [*small, *others]
    owners = set().union(*(members[category] for category in hidden))
    if len(hidden) < 2 or len(owners) < fewest:
        return False
    total = sum(counts[category] for category in hidden)
    most = min((counts[category] for category in shown), default=total)
    bounds = [(1, max(fewest - 1, counts[category])) for category in small]
    bounds += [(fewest, max(most, counts[category])) for category in others]
    least_of_all, most_of_all = sum(low for low, _ in bounds), sum(high for _, high in bounds)
    for low, high in bounds:
        lowest = max(low, total - (most_of_all - high))
        highest = min(high, total - (least_of_all - low))
        if highest - lowest + 1 < POSSIBLE:
            return False
    return True


def overlapping_counts(
    things: Iterable[tuple[Category, Hashable]],
    categories: Sequence[Category],
    fewest: int = FEWEST,
) -> Mapping[Category, int | None]:
    """Count things that may stand in several categories, each pair of a thing and a category once.

    Nothing adds up here: no total is given and none follows from another list, so that there is nothing to
    take the shown numbers from. A number is hidden when 1 to one below `fewest` members have a part in it,
    and all are when fewer than `fewest` members have a part in any.
    """
    counts: Counter[Category] = Counter()
    members: dict[Category, set[Hashable]] = defaultdict(set)
    for category, member in things:
        counts[category] += 1
        members[category].add(member)
    if len(set().union(*members.values())) < fewest:
        return dict.fromkeys(categories)
    return {
        category: None if 0 < len(members[category]) < fewest else counts[category] for category in categories
    }
