"""What changed between two texts, word by word."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"\S+\s*")
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n")
# So many pairs of equal words, or of equal paragraphs, are looked at: in prose there are never as many, and
# over a word that is said thousands of times it would take minutes.
_MOST_PAIRS: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stand in both texts, only in the older one (`removed`) or only in the newer (`added`)."""

    text: str
    removed: bool = False
    added: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its changes, or `unchanged` paragraphs in a row, counted."""

    stretches: tuple[Stretch, ...] = ()
    unchanged: int = 0


def compare(older: str, newer: str) -> list[Passage]:
    """Return the paragraphs that differ, in order, and how many equal ones stand between them.

    Where the same words are said over and over, what differs is shown in whole paragraphs.
    """
    before, after = _paragraphs(older), _paragraphs(newer)
    pairs_left = _MOST_PAIRS
    passages: list[Passage] = []
    for same, old, new in _blocks(before, after):
        if same:
            passages.append(Passage(unchanged=len(old)))
            continue
        for number in range(max(len(old), len(new))):
            one, other = (_WORD.findall("".join(side[number : number + 1])) for side in (old, new))
            passages.append(Passage(tuple(_stretches(one, other, pairs_left))))
            pairs_left -= _pairs(one, other)
    return passages


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in _PARAGRAPH.split(text.replace("\r\n", "\n")) if part.strip()]


def stretches(older: str, newer: str) -> list[Stretch]:
    """Return the words of both texts, in the order in which they are read, told apart."""
    return list(_stretches(_WORD.findall(older), _WORD.findall(newer)))


def _stretches(older: list[str], newer: list[str], most: int = _MOST_PAIRS) -> Iterator[Stretch]:
    for same, old, new in _blocks(older, newer, most):
        if same:
            yield Stretch("".join(new))
            continue
        if old:
            yield Stretch("".join(old), removed=True)
        if new:
            yield Stretch("".join(new), added=True)


def _blocks(
    older: Sequence[str], newer: Sequence[str], most: int = _MOST_PAIRS
) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Yield runs of equal parts, and of different ones side by side, whatever white space follows them.

    What has more equal pairs than `most` is one run: equal or not.
    """
    before, after = ([part.rstrip() for part in parts] for parts in (older, newer))
    if _pairs(before, after) > most:
        yield before == after, list(older), list(newer)
        return
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        yield kind == "equal", list(older[a:b]), list(newer[c:d])


def _pairs(older: Sequence[str], newer: Sequence[str]) -> int:
    """How many pairs of equal parts there are, one of each text: what the search for runs goes through."""
    before, after = Counter(older), Counter(newer)
    return sum(count * after[part] for part, count in before.items())
