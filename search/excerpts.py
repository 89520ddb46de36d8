"""The words that were found, marked in the text they were found in."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .words import asked, indexed, root

EXCERPT = 260  # characters
BEFORE = 80  # characters shown before the first word found

# As people see words: an apostrophe or a point inside belongs to them.
_SEEN = re.compile(r"\w+(?:[’'.,]\w+)*")


def highlight(text: str, words: list[str], begins: bool) -> SafeString:
    """Return the text escaped, with each of the words in a mark. `begins`: the last may be a beginning."""
    pieces, position = [], 0
    for first, last in _places(text, words, begins):
        pieces.append(f'{escape(text[position:first])}<mark class="hit">{escape(text[first:last])}</mark>')
        position = last
    pieces.append(escape(text[position:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped


def excerpt(text: str, words: list[str], begins: bool) -> SafeString:
    """Return about EXCERPT characters of the text around the first word found, escaped and marked."""
    text = " ".join(text.split())
    start, end = 0, len(text)
    if end > EXCERPT + BEFORE:
        first, _ = next(_places(text, words, begins), (0, 0))
        start = text.find(" ", first - BEFORE) + 1 if first > BEFORE else 0
        # Never through the middle of a word, however long it is.
        space = text.rfind(" ", start, start + EXCERPT)
        end = space if space > first else min(end, start + EXCERPT)
    cut = highlight(text[start:end], words, begins)
    return mark_safe(f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}")  # noqa: S308 - escaped


def _places(text: str, words: list[str], begins: bool) -> Iterator[tuple[int, int]]:
    roots = {root(word) for word in words}
    for match in _SEEN.finditer(text):
        forms, their_roots = _forms(match.group())
        if not roots.isdisjoint(their_roots) or (
            begins and any(form.startswith(words[-1]) for form in forms)
        ):
            yield match.span()


@lru_cache(maxsize=20_000)
def _forms(seen: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that a word on the page is indexed as, and their roots."""
    forms = frozenset([*indexed(seen), *asked(seen)])
    return forms, frozenset(root(form) for form in forms)
