"""Words that several papers of this room share."""

import datetime
import re
from typing import Final

from django.utils.formats import date_format

from members.models import Organisation
from principles.models import Source

# The research that all findings of the first release come from.
RESEARCH: Final = "dcms-lcsi-2025"
# It carries a disclaimer, so that nobody may say “the government says”.
COMMISSIONED: Final = "research commissioned by DCMS, not a statement of government policy"

_THE_SECTOR: Final = re.compile(r"\bthe sector\b", re.IGNORECASE)


def day_words(day: datetime.date) -> str:
    """Such as “29 November 2026”."""
    return date_format(day, "j F Y")


def sector_of(organisation: Organisation) -> str:
    """The sector as it follows “the”: VCSE sector."""
    words = organisation.sector_in_short
    return words if "sector" in words else f"{words} sector"


def sector_in_full(organisation: Organisation) -> str:
    """The same for its first mention: voluntary, community and social enterprise (VCSE) sector."""
    words = organisation.sector_in_full
    return words if "sector" in words else f"{words} sector"


def in_their_words(text: str, organisation: Organisation) -> str:
    """A sentence of ours on “the sector”, with the member's name for it."""

    def named(found: re.Match[str]) -> str:
        return f"{found[0][:3]} {sector_of(organisation)}"

    return _THE_SECTOR.sub(named, text)


def shortened(text: str, most: int) -> str:
    """The text on one line, or as many of its words as fit, with an ellipsis."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    kept = words[: most - 1]
    at = kept.rfind(" ")
    return f"{kept[:at] if at > most // 2 else kept}".rstrip(" ,.;:–-(“") + "…"


def source_line(source: Source) -> str:
    """Who published something, its title, when, and where it can be read."""
    when = f"{source.published_on:%B %Y}" if source.published_on else source.published_note
    said = ", ".join(filter(None, [source.publisher, source.title, when, source.url]))
    return f"{said} ({COMMISSIONED})" if source.slug == RESEARCH else said


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    words = " ".join(text.split())
    words = f"{words[:1].upper()}{words[1:]}"
    return words if words.endswith((".", "!", "?", "…", ".”", "?”", "!”")) else f"{words}."
