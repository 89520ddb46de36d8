"""What changed between two texts, word by word."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"\S+\s*")
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n")


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
    """Return the paragraphs that differ, in order, and how many equal ones stand between them."""
    before, after = _paragraphs(older), _paragraphs(newer)
    passages: list[Passage] = []
    for same, old, new in _blocks(before, after):
        if same:
            passages.append(Passage(unchanged=len(old)))
            continue
        for number in range(max(len(old), len(new))):
            pair = "".join(old[number : number + 1]), "".join(new[number : number + 1])
            passages.append(Passage(tuple(_stretches(*pair))))
    return passages


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in _PARAGRAPH.split(text.replace("\r\n", "\n")) if part.strip()]


def stretches(older: str, newer: str) -> list[Stretch]:
    """Return the words of both texts, in the order in which they are read, told apart."""
    return list(_stretches(older, newer))


def _stretches(older: str, newer: str) -> Iterator[Stretch]:
    for same, old, new in _blocks(_WORD.findall(older), _WORD.findall(newer)):
        if same:
            yield Stretch("".join(new))
            continue
        if old:
            yield Stretch("".join(old), removed=True)
        if new:
            yield Stretch("".join(new), added=True)


def _blocks(older: Sequence[str], newer: Sequence[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Yield runs of equal parts, and of different ones side by side, whatever white space follows them."""
    before, after = ([part.rstrip() for part in parts] for parts in (older, newer))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        yield kind == "equal", list(older[a:b]), list(newer[c:d])
