"""The admin of a public body with what its own room cannot know: how many members use it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import ManyToOneRel, QuerySet

from members.small_counts import FEWEST
from principles.deleting import InUseAdmin, KeptAdmin
from publicbodies.admin import PublicBodyAdmin
from publicbodies.models import PublicBody

from .private_rows import path_to_organisation

admin.site.unregister(PublicBody)


@admin.register(PublicBody)
class UsedBodyAdmin(KeptAdmin, InUseAdmin, PublicBodyAdmin):
    why_kept = "Bodies stay, also when they have ended: old letters are addressed to them"
    instead = (
        "When a body ends, enter its last day and who follows it: members who work with it are told, and "
        "it is not offered for new letters. What is wrong on its page can be corrected there."
    )

    def reasons_to_keep(self, rows: list[PublicBody]) -> Iterator[str]:
        """That none goes, by how many members one is used, and the public rows that name them.

        Several together are not counted: the number of one could be worked out from theirs.
        """
        yield self.why_kept
        if len(rows) == 1:
            members = members_that_use(rows[0])
            yield (
                f"{members} members use it"
                if members >= FEWEST
                else f"It is used by fewer than {FEWEST} members, or by none"
            )
        yield from self.uses_by_key(rows)

    def count_of_members(self, using: QuerySet[Any]) -> Iterator[str]:
        """Nothing: how many letters or meetings a body has would speak of one member."""
        return iter(())


def members_that_use(body: PublicBody) -> int:
    """How many organisations have anything to do with a body, from their patch to their agreements."""
    found: set[int | None] = set()
    for relation in PublicBody._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel):
            continue
        using: Any = relation.related_model
        if path := path_to_organisation(using):
            rows = using._base_manager.filter(**{relation.field.name: body})
            found.update(rows.values_list(path, flat=True))
    return len(found - {None})
