"""Which rows of the public rooms a search looks through."""

from collections.abc import Iterable, Iterator

import casestudies.searching
import principles.searching
from principles.searching import entries_of
from search import index
from search.models import Entry

ROWS_AT_A_TIME = 500


def rebuild() -> int:
    """Index every public row anew and return how many things a search can find."""
    return index.rebuild(_everything())


def _everything() -> Iterator[tuple[str, str, Iterable[Entry]]]:
    for searched in (principles.searching.searched, casestudies.searching.searched):
        for queryset in searched():
            for row in queryset.iterator(chunk_size=ROWS_AT_A_TIME):
                yield row._meta.label_lower, str(row.pk), entries_of(row)
