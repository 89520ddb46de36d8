"""Small counts: what is hidden cannot be worked out from the rest, also by somebody who knows the rule."""

import itertools
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.small_counts import POSSIBLE, overlapping_counts, small_counts


def counted(*numbers, fewest=5):
    """The counts of things of which each is another member's."""
    owner = itertools.count()
    things = [(category, next(owner)) for category, number in enumerate(numbers) for _ in range(number)]
    return small_counts(things, range(len(numbers)), fewest)


@pytest.mark.parametrize(
    ("numbers", "total", "cells"),
    [
        ((7, 12, 0, 9), 28, [7, 12, 0, 9]),  # nothing small
        ((7, 12, 3, 9), 31, [None, 12, None, 9]),  # one small, and the next smallest with it
        ((20, 4, 4, 9), 37, [20, None, None, None]),  # 4 and 4 of 8 would be certain
        ((20, 2, 3, 1), 26, [20, None, None, None]),
        ((6, 1), 7, [None, None]),
        ((1, 1, 1, 1, 1, 0), 5, [None] * 6),  # each of five was one: nothing else is left but to hide all
        ((2, 2, 0), None, [None] * 3),  # too few to say even the total
        ((0, 0), None, [None] * 2),
    ],
)
def test_what_is_shown(numbers, total, cells):
    found = counted(*numbers)
    assert (found.total, [*found.cells.values()]) == (total, cells)


def test_many_things_of_few_members_are_few():
    things = [("plan", "one member")] * 40 + [("draft", member) for member in range(9)]
    found = small_counts(things, ["plan", "draft", "idea"])
    assert found.cells == {"plan": None, "draft": None, "idea": 0}
    assert small_counts([("plan", "one member")] * 40, ["plan", "draft"]).total is None


@pytest.mark.parametrize(("categories", "most"), [(2, 18), (3, 16), (4, 11)])
def test_no_hidden_number_can_be_computed_back(categories, most):
    """Try every table there is, as somebody would who knows the rule and has all the time of the world."""
    possible = defaultdict(list)
    for numbers in itertools.product(range(most + 1), repeat=categories):
        if sum(numbers) <= most:
            found = counted(*numbers)
            possible[found.total, tuple(found.cells.values())].append(numbers)
    for (total, cells), tables in possible.items():
        # With every cell hidden there was no choice left that keeps so many open.
        fewest = POSSIBLE if any(cell is not None for cell in cells) else 2
        for place, cell in enumerate(cells):
            if cell is None and total is not None:
                assert len({table[place] for table in tables}) >= fewest, (total, cells, tables)


# Who owns each thing: members may have several, in several categories.
OWNED = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 25)), max_size=90)


@given(things=OWNED)
def test_no_number_shown_has_few_members_behind_it(things):
    found = small_counts(things, range(7))
    for category, count in found.cells.items():
        owners = {owner for where, owner in things if where == category}
        assert count is None or len(owners) == 0 or len(owners) >= 5
        assert count in (None, sum(where == category for where, _ in things))
    if found.total is None:
        assert len({owner for _, owner in things}) < 5
        assert found.hidden == [*range(7)]
        return
    # What is missing from the total is a number too: five members are behind it, or it is nothing.
    missing = {owner for where, owner in things if where in found.hidden}
    assert found.total == len(things)
    assert len(found.hidden) != 1
    assert not found.hidden or len(missing) >= 5


@given(things=OWNED)
def test_a_hidden_number_has_neighbours_it_could_be_exchanged_with(things):
    """From the total alone every hidden cell could be several numbers, so no sum gives one away."""
    found = small_counts(things, range(7))
    if found.total is None or len(found.hidden) in (0, 7):
        return
    sum_of_hidden = found.total - sum(count for count in found.cells.values() if count is not None)
    others = len(found.hidden) - 1
    assert sum_of_hidden - others >= POSSIBLE


@given(things=OWNED)
def test_the_order_of_things_and_the_names_of_members_do_not_matter(things):
    renamed = [(where, f"member {owner}") for where, owner in reversed(things)]
    assert small_counts(things, range(7)) == small_counts(renamed, range(7))


@given(things=OWNED)
def test_overlapping_counts_show_no_number_of_few_members(things):
    found = overlapping_counts(things, range(7))
    owners = {place: {owner for where, owner in things if where == place} for place in range(7)}
    is_small = len(set().union(*owners.values())) < 5
    for place, number in found.items():
        few = 0 < len(owners[place]) < 5
        assert number == (None if few or is_small else sum(where == place for where, _ in things))


@pytest.mark.parametrize("categories", [2, 3])
def test_no_overlapping_number_can_be_computed_back(categories):
    """Messages of one member each, with any themes, for somebody who also knows how many there are in all."""
    possible = defaultdict(set)
    # Each member's message stands in some of the categories, or in none.
    subsets = list(itertools.product((0, 1), repeat=categories))
    for messages in range(5, 10):
        for chosen in itertools.combinations_with_replacement(subsets, messages):
            things = [
                (place, owner)
                for owner, places in enumerate(chosen)
                for place in range(categories)
                if places[place]
            ]
            shown = overlapping_counts(things, range(categories))
            numbers = tuple(sum(places[place] for places in chosen) for place in range(categories))
            possible[messages, tuple(shown.values())].add(numbers)
    for (messages, cells), tables in possible.items():
        for place, cell in enumerate(cells):
            if cell is None:
                assert len({table[place] for table in tables}) >= POSSIBLE, (messages, cells, tables)
