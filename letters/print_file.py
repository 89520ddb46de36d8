"""Many letters to print at once, in volumes: each letter counts its own pages."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, TypeVar

from documents import pdf

from .files import LETTER_CSS

# The renderer's work grows with the square of a volume's pages, and its memory with the pages.
LETTERS_IN_A_VOLUME: Final = 25

Letter = TypeVar("Letter")


def volumes(letters: Sequence[Letter]) -> list[Sequence[Letter]]:
    """Return the letters in their order, parted evenly into as few volumes as can hold them."""
    number = -(-len(letters) // LETTERS_IN_A_VOLUME)
    ends = [len(letters) * volume // number for volume in range(number + 1)] if number else []
    return [letters[begin:end] for begin, end in pairwise(ends)]


def print_volume(
    letters: Iterable[str],
    *,
    title: str,
    images: Mapping[str, bytes] | None = None,
    on_both_sides: bool = False,
) -> bytes:
    """Return the letters, whole HTML documents, as one PDF; on both sides, each on a sheet of its own.

    All letters show the same images, as in documents.pdf.render(), whose exceptions it raises.
    """
    return pdf.render_together(
        letters, title=title, stylesheets=[LETTER_CSS], images=images, on_right_hand_pages=on_both_sides
    )
