"""Which rows of the public rooms a search looks through."""

from collections.abc import Iterable, Iterator
from itertools import chain

import casestudies.searching
import principles.searching
import publicbodies.searching
from principles.searching import entries_of
from search import index
from search.models import Entry

ROWS_AT_A_TIME = 500


def rebuild() -> int:
    """Index every public row anew and return how many things a search can find."""
    return index.rebuild(_everything())


def _everything() -> Iterator[tuple[str, str, Iterable[Entry]]]:
    for queryset in chain(principles.searching.searched(), casestudies.searching.searched()):
        for row in queryset.iterator(chunk_size=ROWS_AT_A_TIME):
            yield row._meta.label_lower, str(row.pk), entries_of(row)
    for body in publicbodies.searching.searched().iterator(chunk_size=ROWS_AT_A_TIME):
        yield body._meta.label_lower, str(body.pk), publicbodies.searching.entries_of(body)
