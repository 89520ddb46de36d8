"""Text as it is indexed and asked for: words of plain small letters and figures, whatever was typed.

Both databases get these words and find their stems; everything else that could differ between them is
settled here.
"""

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
_APOSTROPHES = re.compile("['’‘`\u00b4\u02bc]")
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
# An l read for a capital I: the end of LCSI in scanned text.
_SMALL_L_AFTER_CAPITALS = re.compile(r"\b([A-Z]{2,})l\b")
_OTHER_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "\u0131": "i"}
)
_NUMBER_WITH_UNIT = re.compile(r"(\d+)[a-z]+")
# What a word keeps when its ending goes, so that both forms are marked in a result.
_ENDING = re.compile(r"(?<=\w{4})(?:ations?|ings?|ions?|ies|ers?|ed|es|ly|s|e|y)$")

# The words that PostgreSQL's English configuration leaves out, without the parts of contractions.
_LEFT_OUT = """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
    her hers herself it its itself they them their theirs themselves what which who whom this that
    these those am is are was were be been being have has had having do does did doing a an the and
    but if or because as until while of at by for with about against between into through during
    before after above below to from up down in out on off over under again further then once here
    there when where why how all any both each few more most other some such no nor not only own
    same so than too very s t can will just don should now
"""
LEFT_OUT = frozenset(_LEFT_OUT.split())

LONGEST_WORD = 60  # letters; the databases refuse words without end


def fold(text: str) -> str:
    """Return the text in small letters, without accents and apostrophes."""
    text = _SMALL_L_AFTER_CAPITALS.sub(r"\1I", _APOSTROPHES.sub("", text))
    parts = unicodedata.normalize("NFKD", text.casefold())
    return _ACCENTS.sub("", parts).translate(_OTHER_LETTERS)


def asked(text: str) -> Iterator[str]:
    """Yield the words of the text, a number as one word: “£549.5 million” is 549p5 and million."""
    for match in _WORD.finditer(fold(text)):
        yield _number(match.group())[:LONGEST_WORD]


def indexed(text: str) -> Iterator[str]:
    """Yield the words of the text and the parts of its numbers: 549.5 is also found as 549, 12m as 12."""
    for word in _WORD.findall(fold(text)):
        if word.isalpha():  # nearly always
            yield word[:LONGEST_WORD]
            continue
        number = _number(word)
        yield number[:LONGEST_WORD]
        if not word.isalnum():
            parts = number.split("p")
            yield from parts[:1] if len(parts) == 2 else parts
        elif with_unit := _NUMBER_WITH_UNIT.fullmatch(word):
            yield with_unit.group(1)


def spelling(word: str) -> str:
    """Return the word in a form that no stemmer shortens, so that its beginning can be looked for."""
    return f"{word}0"


def root(word: str) -> str:
    """Return the word without its endings, roughly as the databases do."""
    shorter = _ENDING.sub("", word)
    return word if shorter == word else root(shorter)


def _number(word: str) -> str:
    # Thousands are written together; a decimal point becomes a letter, since no index keeps it.
    return (
        word if word.isalnum() else re.sub(r",(?=\d{3}(?!\d))", "", word).replace(",", "p").replace(".", "p")
    )
