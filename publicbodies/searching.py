"""How public bodies look among the results of a search."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from search import index
from search.models import Entry

from .models import PublicBody

SECTION = "Public bodies"
ORDER = 35  # after the case studies, before the figures


def entries_of(body: PublicBody) -> Iterator[Entry]:
    """The one result that a body is: found by its names and codes, its county and what is about to change."""
    kind = body.get_kind_display()
    where = [body.get_region_display(), body.county.official_name if body.county else ""]
    yield Entry(
        section=SECTION,
        section_order=ORDER,
        title=body.official_name,
        text=" ".join(filter(None, [f"{kind}: {body.short_name}.", body.style, body.change_note])),
        note=" · ".join(filter(None, [*where, *(row.value for row in body.earlier.all())])),
        url=body.get_absolute_url(),
    )


def renew(slugs: Iterable[str]) -> None:
    """Let a search find these bodies as they are now."""
    for body in searched().filter(slug__in=list(slugs)):
        index.index(body._meta.label_lower, str(body.pk), entries_of(body))


def searched() -> QuerySet[PublicBody]:
    """The bodies that a search looks through, with what their entries need."""
    return PublicBody.objects.select_related("county").prefetch_related("earlier")
