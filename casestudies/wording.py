"""The words of a case study in one value, by which a change after a member's agreement is noticed."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import CaseStudy

OWN = (
    "title", "place", "lead_organisation", "period", "theme", "summary", "the_place", "what_they_did",
    "what_changed", "letter_sentence", "source_line",
)  # fmt: skip


def fingerprint(study: "CaseStudy") -> str:
    """A value that is the same as long as the page says the same of what its member told."""
    said = json.dumps(list(_said(study)), ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def names(study: "CaseStudy", *words: str) -> bool:
    """Whether one of these names stands anywhere in it as a word, whatever its capitals."""
    own, *parts = _said(study)
    text = "\n".join(str(each) for row in [own, *[row for rows in parts for row in rows]] for each in row)
    found = (rf"(?<!\w){re.escape(word)}(?!\w)" for word in words if word)
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in found)


def _said(study: "CaseStudy") -> Iterator[list[Any]]:
    yield [getattr(study, name) for name in OWN]
    for rows, names in (
        (study.figures.order_by("order", "slug"), ("value", "unit", "meaning", "as_of", "source__title")),
        (study.partners.order_by("order", "name"), ("name", "part")),
        (study.pictures.order_by("order", "pk"), ("file", "alt", "caption", "credit")),
        (study.updates.order_by("happened_on", "slug"), ("happened_on", "when", "text")),
    ):
        yield [list(row) for row in rows.values_list(*names)]
