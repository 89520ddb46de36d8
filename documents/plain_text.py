"""Clean text that people typed or pasted, before it is kept."""

import re
import unicodedata

# C0 and C1 controls (but not tab and newline), the marks that turn the direction of the text around,
# and what no XML file may hold (lone surrogates, U+FFFE, U+FFFF). The joiners U+200C and U+200D stay:
# names in some scripts need them.
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def clean(value: str) -> str:
    """Return the text in NFC, with plain newlines and without control or direction-turning characters."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _HARMFUL.sub("", value))


def one_line(value: str) -> str:
    """Return the cleaned text on one line: every run of white space becomes one space."""
    return " ".join(clean(value).split())


def has_harmful(value: str) -> bool:
    """Say whether clean() would take a character out."""
    return bool(_HARMFUL.search(value.replace("\r", "\n")))
