"""Names as people type them, and as they are looked for: folded, in words, with initials."""

from collections.abc import Iterable
from functools import lru_cache

from search.words import asked

# Small words are left out of initials: NHS Norfolk and Suffolk, City of London.
_SMALL = {"and", "of", "the", "upon", "on", "in", "with"}
MOST_WORDS = 8
KEPT = 2_000  # names: more than there are, so that ranking suggestions folds each of them once


def asked_words(text: str) -> list[str]:
    """The words to look for in what was typed, without “and”, which may have been an ampersand."""
    return [word for word in dict.fromkeys(asked(text[:200])) if word != "and"][:MOST_WORDS]


def searched_words(names: Iterable[str], others: Iterable[str] = ()) -> str:
    """Every word of the names and of the other texts once, and the initials of the names.

    A space stands before and after each, so that the beginning of a word can be looked for.
    """
    found: dict[str, None] = {}
    for name in names:
        words = words_of(name)
        found |= dict.fromkeys(words)
        if short := initials(name):
            found[short] = None
    for other in others:
        found |= dict.fromkeys(words_of(other))
    return f" {' '.join(found)} " if found else ""


@lru_cache(maxsize=KEPT)
def initials(name: str) -> str:
    """The first letters of a name: “nel” of North East Lincolnshire, nothing of a name of one word."""
    great = [word for word in words_of(name) if word not in _SMALL]
    return "".join(word[0] for word in great) if len(great) > 1 else ""


def words_of(name: str) -> list[str]:
    """The words of a name as the search asks for them, with “and” for “&”."""
    return list(asked(name.replace("&", " and ")))


@lru_cache(maxsize=KEPT)
def folded(name: str) -> str:
    """A name in a form in which two spellings of it are the same."""
    return " ".join(word for word in asked(name) if word != "and")
