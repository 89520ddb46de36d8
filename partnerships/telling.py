"""A success of an agreement becomes the draft of a story for NAVCA, with what the record knows."""

from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import Truncator

from documents.plain_text import one_line
from members.models import User
from members.stories import Story, new_story

from .models import Success


@transaction.atomic
def story_of(success: Success, by: User) -> Story:
    """The story that was begun from a success, or a new draft. Private until it is sent."""
    row = Success.objects.select_for_update(of=("self",)).select_related("story").get(pk=success.pk)
    if row.story is not None:
        return row.story
    agreement = success.agreement
    shown = f"\n\nIt can be seen here: {row.link}" if row.link else ""
    row.story = new_story(
        agreement.organisation,
        by,
        title=Truncator(one_line(row.what)).chars(120),
        period=date_format(row.happened_on, "F Y"),
        changed=f"{row.what}{shown}",
        partners=[{"name": str(party)[:160], "part": "", "agreed": False} for party in agreement.others],
        success_factors=[tick.factor.slug for tick in agreement.ticks.select_related("factor") if tick.holds],
    )
    row.for_a_story = True
    row.save(update_fields=["story", "for_a_story"])
    return row.story
