"""What the profile and the patch wait for."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format

from .due import Due
from .models import Organisation
from .patch import changes_in_patch


def due(organisation: Organisation, day: datetime.date) -> Iterator[Due]:
    """Bodies of the patch that have ended, and details that letters still miss."""
    for change in changes_in_patch(organisation, day):
        if change.has_happened:
            first, *others = change.bodies
            more = f" and {len(others)} more" if others else ""
            yield Due(
                f"Say who follows {first.official_name}{more}",
                f"{reverse('members:patch')}?organisation={organisation.slug}#due-{change.key}",
                on=change.on,
                note=f"The last day was {date_format(change.on)}. Letters you have stay as they are.",
                status="Ended",
            )
    if missing := organisation.labelled(organisation.missing_details):
        names = ", ".join(label for _, label in missing)
        yield Due(
            f"Add {len(missing)} detail{'' if len(missing) == 1 else 's'} that letters use",
            f"{reverse('members:profile')}?organisation={organisation.slug}#id_{missing[0][0]}",
            note=f"{names[:1].upper()}{names[1:]}. You can write first: what is missing shows as a gap.",
        )
