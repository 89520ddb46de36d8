"""How many stories of members name a public row. Counts only, for drafts count too."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db.models import Q, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from casestudies.models import SuccessFactor
from principles.models import LCSIFunction, Principle

from .stories import Story

# What a story names by slug, in a list of each kind: as it is being written, and as it was sent.
LISTS: Final[dict[type[Any], str]] = {
    Principle: "principles", LCSIFunction: "functions", SuccessFactor: "success_factors",
}  # fmt: skip


def uses(rows: Iterable[Any]) -> Iterator[str]:
    """What uses these rows by their slug, without a key: “2 stories of members name it”."""
    found = Q()
    for row in rows:
        if name := LISTS.get(type(row)):
            found |= Q(**{f"{name}_now__contains": f'"{row.slug}"'})
            found |= Q(**{f"{name}_sent__contains": f'"{row.slug}"'})
    if not found:
        return
    as_text = {f"{name}_now": Cast(name, TextField()) for name in LISTS.values()}
    as_text |= {f"{name}_sent": Cast(KT(f"sent_words__{name}"), TextField()) for name in LISTS.values()}
    if count := Story.objects.annotate(**as_text).filter(found).count():
        yield f"{count} stor{'y of a member names' if count == 1 else 'ies of members name'} it"
