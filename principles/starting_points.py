"""The three places from which a relationship with a public body can start (A2)."""

from typing import NamedTuple


class StartingPoint(NamedTuple):
    """An answer to “where are you?” and the principle whose evidence helps most from there."""

    slug: str
    label: str
    hint: str
    principle_number: int


STARTING_POINTS = (
    StartingPoint(
        "none",
        "We hardly know each other",
        "No regular contact, or only with one or two officers",
        1,
    ),
    StartingPoint(
        "informal",
        "We talk, but nothing is agreed",
        "Meetings and good will, and nothing written down",
        2,
    ),
    StartingPoint(
        "formal",
        "We have an agreement",
        "An accord, compact, covenant, strategy or contract that both sides signed",
        4,
    ),
)


def start_named(slug: str) -> StartingPoint | None:
    """The starting point of an address; None for no answer or one that we do not know."""
    return next((start for start in STARTING_POINTS if start.slug == slug), None)
