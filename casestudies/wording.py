"""The words of a case study in one value, by which a change after a member's agreement is noticed."""

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

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


def _said(study: "CaseStudy") -> Iterator[object]:
    yield [getattr(study, name) for name in OWN]
    for rows, names in (
        (study.figures.order_by("order", "slug"), ("value", "unit", "meaning", "as_of", "source__title")),
        (study.partners.order_by("order", "name"), ("name", "part")),
        (study.pictures.order_by("order", "pk"), ("file", "alt", "caption", "credit")),
        (study.updates.order_by("happened_on", "slug"), ("happened_on", "when", "text")),
    ):
        yield [list(row) for row in rows.values_list(*names)]
