"""Papers for a meeting."""

from typing import Any

from .letters import the_letter
from .served import Measure, start_django, timed

DECKS = 20
PACKS = 5
MANY = 60


def deck() -> list[Measure]:
    """Slides for one body, made anew each time: the demonstration’s, then of sixty activities."""
    start_django()
    from briefings.deck import deck_for

    (times,) = timed(DECKS, lambda: deck_for(_occasion()))
    _much_work()
    (of_many,) = timed(DECKS, lambda: deck_for(_occasion()))
    against = "the target of a second"
    return [
        Measure("slides for a meeting", times.usual, "ms", times.usual / 1000, against),
        Measure(f"slides of {MANY} activities", of_many.usual, "ms", of_many.usual / 1000, against),
    ]


def pack() -> list[Measure]:
    """The whole pack for one body (picture, slides, talking points, history), as above."""
    start_django()
    from briefings.pack import pack_zip

    (times,) = timed(PACKS, lambda: pack_zip(_occasion()))
    _much_work()
    (of_many,) = timed(PACKS, lambda: pack_zip(_occasion()))
    against = "the target of 4 s"
    return [
        Measure("pack for a meeting", times.usual / 1000, "s", times.usual / 4000, against),
        Measure(f"pack of {MANY} activities", of_many.usual / 1000, "s", of_many.usual / 4000, against),
    ]


def _occasion() -> Any:
    """The demonstration member before a meeting with one body, read anew."""
    from django.utils import timezone

    from briefings.occasion import Occasion
    from members.models import Organisation
    from publicbodies.models import PublicBody

    organisation = Organisation.objects.get(pk=the_letter().organisation.pk)
    return Occasion(organisation, PublicBody.objects.get(slug="suffolk"), timezone.localdate())


def _much_work() -> None:
    """Give the member sixty activities with three records each, and names as long as they may be."""
    from django.utils import timezone

    from members.models import Organisation
    from members.records import Record, RecordKind
    from members.work import Activity
    from principles.models import LCSIFunction, Principle

    def long(words: str, most: int) -> str:
        return f"{words} {'W' * most}"[:most]

    organisation = Organisation.objects.get(pk=the_letter().organisation.pk)
    Organisation.objects.filter(pk=organisation.pk).update(name=long("Voluntary Action", 140))
    functions, today = list(LCSIFunction.objects.all()), timezone.localdate()
    principle = Principle.objects.all()[0]
    for number in range(MANY):
        activity = Activity.objects.create(
            organisation=organisation,
            name=long(f"Activity {number}", 80),
            function=functions[number % len(functions)],
            first_principle=principle,
        )
        for kind, fields in (
            (RecordKind.COUNT, {"value": 9_876_543_210, "unit": long("£ won by", 80), "period": "2025/26"}),
            (RecordKind.FEEDBACK, {"text": long("Groups say", 2_500), "source_kind": "groups"}),
            (RecordKind.AGREEMENT, {"partner": long("Partner", 160)}),
        ):
            record = Record(
                activity=activity, kind=kind, dated_on=today, source=long(f"Source {number}", 200),
                method=long("Counted from", 200) if kind == RecordKind.COUNT else "", **fields,
            )  # fmt: skip
            record.full_clean()
            record.save()
