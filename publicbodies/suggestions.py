"""What a search box offers while somebody types the name of a public body."""

import datetime
from typing import Any

from .areas import area_of
from .models import BodyKind, PublicBody, Stage
from .names import folded, initials

MOST = 12
LONGEST = 200  # characters; more is typed by machines
_SHOWN = (
    "slug", "kind", "official_name", "short_name", "shadow_on", "first_on", "last_on", "county__short_name",
)  # fmt: skip

# When two names fit equally well: the county before its districts, councils before those above them.
_ORDER = {kind: number for number, kind in enumerate(BodyKind)}


def suggestions(text: str, day: datetime.date) -> list[PublicBody]:
    """The bodies that fit what was typed, the best first: not more than `MOST`."""
    wanted = folded(text[:LONGEST])
    found = PublicBody.objects.named_like(text).select_related("county").only(*_SHOWN)
    return sorted(found, key=lambda body: _rank(body, wanted, day))[:MOST]


def _rank(body: PublicBody, wanted: str, day: datetime.date) -> tuple[Any, ...]:
    name = folded(body.short_name)
    fits = (
        name == wanted,
        initials(body.short_name) == wanted.replace(" ", ""),
        name.startswith(wanted),
        f" {wanted}" in name,
        True,
    )
    has_ended = body.stage_on(day) is Stage.ENDED
    return (has_ended, fits.index(True), _ORDER[BodyKind(body.kind)], body.short_name)


def as_data(text: str, day: datetime.date) -> dict[str, Any]:
    """The suggestions as a script reads them, and once the name of an area stands there, who serves it."""
    found = suggestions(text, day)
    area: dict[str, Any] | None = None
    if found and found[0].has_an_area and folded(found[0].short_name) == folded(text[:LONGEST]):
        slugs = list(area_of(found[0], day).values_list("slug", flat=True))
        area = {"name": found[0].short_name, "slug": found[0].slug, "slugs": slugs}
    return {
        "suggestions": [
            {
                "slug": body.slug,
                "name": body.official_name,
                "note": ", ".join(filter(None, [body.kind_and_county, body.change_on(day)])),
                "url": body.get_absolute_url(),
            }
            for body in found
        ],
        "area": area,
    }
