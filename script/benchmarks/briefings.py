"""Papers for a meeting."""

from .letters import the_letter
from .served import Measure, start_django, timed

DECKS = 20
PACKS = 5


def deck() -> list[Measure]:
    """The demonstration member’s slides for one body, made anew each time."""
    start_django()
    from django.utils import timezone

    from briefings.deck import deck_for
    from briefings.occasion import Occasion
    from publicbodies.models import PublicBody

    organisation = the_letter().organisation
    body = PublicBody.objects.get(slug="suffolk")
    (times,) = timed(DECKS, lambda: deck_for(Occasion(organisation, body, timezone.localdate())))
    return [Measure("slides for a meeting", times.usual, "ms", times.usual / 1000, "the target of a second")]


def pack() -> list[Measure]:
    """The demonstration member’s whole pack for one body: picture, slides, talking points, history."""
    start_django()
    from django.utils import timezone

    from briefings.occasion import Occasion
    from briefings.pack import pack_zip
    from publicbodies.models import PublicBody

    organisation = the_letter().organisation
    body = PublicBody.objects.get(slug="suffolk")
    (times,) = timed(PACKS, lambda: pack_zip(Occasion(organisation, body, timezone.localdate())))
    return [Measure("pack for a meeting", times.usual / 1000, "s", times.usual / 4000, "the target of 4 s")]
