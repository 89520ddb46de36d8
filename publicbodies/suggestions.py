"""What a search box offers while somebody types the name of a public body."""

import datetime
from typing import Any

from .areas import area_of
from .models import BodyKind, PublicBody, Stage
from .names import folded

MOST = 12

# When two names fit equally well: the county before its districts, councils before those above them.
_ORDER = {kind: number for number, kind in enumerate(BodyKind)}


def suggestions(text: str, day: datetime.date) -> list[PublicBody]:
    """The bodies that fit what was typed, the best first: not more than `MOST`."""
    wanted = folded(text)
    found = PublicBody.objects.named_like(text).select_related("county")
    return sorted(found, key=lambda body: _rank(body, wanted, day))[:MOST]


def _rank(body: PublicBody, wanted: str, day: datetime.date) -> tuple[Any, ...]:
    name = folded(body.short_name)
    fit = 0 if name == wanted else 1 if name.startswith(wanted) else 2 if f" {wanted}" in f" {name}" else 3
    return (body.stage_on(day) is Stage.ENDED, fit, _ORDER[BodyKind(body.kind)], body.short_name)


def as_data(text: str, day: datetime.date) -> dict[str, Any]:
    """The suggestions as a script reads them, and the whole area of the first when there is one."""
    found = suggestions(text, day)
    area: dict[str, Any] | None = None
    if found and found[0].has_an_area and found[0].stage_on(day) is not Stage.ENDED:
        slugs = list(area_of(found[0], day).values_list("slug", flat=True))
        area = {"name": found[0].short_name, "slug": found[0].slug, "slugs": slugs}
    return {
        "suggestions": [
            {
                "slug": body.slug,
                "name": body.official_name,
                "note": body.note_on(day),
                "url": body.get_absolute_url(),
            }
            for body in found
        ],
        "area": area,
    }
