"""What NAVCA's members have told it, in numbers that give no single one of them away."""

import datetime
from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format

from principles.models import LCSIFunction, Principle
from publicbodies.models import Region

from .count_tables import CountTable, Section, counted, counted_in_several
from .days import months_after
from .feedback import BODY_KINDS, Feedback, FeedbackKind, FeedbackTheme

NONE = "none"
MONTHS = 12
EARLIER = "earlier"
UNIT = {"unit": "Messages"}


def feedback_sections() -> list[Section]:
    """Every table of the page, in a fixed number of queries.

    A number counts messages; the members behind it are the organisations that sent them, each once. Those of
    members by kind, region and so on share their total and nothing else. Nobody can tell how many people or
    organisations are behind what came without an account, so that it stands apart.
    """
    return [
        Section("From members", _of_members(), "fewer than five members have told NAVCA something"),
        Section(
            "Without an account", [_of_the_public()], "fewer than five messages came without an account",
            ["Here, and only here, each message counts as one sender: nobody knows who sent it."],
        ),
    ]  # fmt: skip


def _of_members() -> list[CountTable]:
    today = timezone.localdate()
    rows = list(
        Feedback.objects.from_members()
        .order_by()
        .values_list(
            *("organisation_id", "kind", "region", "principle_id", "function_id", "body_kind", "sent_at")
        )
    )
    months = _months(today)
    known = {value for value, _ in months}

    def month(sent_at: datetime.datetime) -> str:
        value = f"{timezone.localtime(sent_at):%Y-%m}"
        return value if value in known else EARLIER

    principles = [
        (str(pk), f"{number}. {name}")
        for pk, number, name in Principle.objects.values_list("pk", "number", "name")
    ]
    functions = [(str(pk), name) for pk, name in LCSIFunction.objects.values_list("pk", "name")]
    ways: list[tuple[str, str, Sequence[tuple[str, str]], list[str]]] = [
        ("By kind", "Kind", FeedbackKind.choices, [row[1] for row in rows]),
        ("By region", "Region", _or_none(Region.choices), [row[2] or NONE for row in rows]),
        ("By principle", "Principle", _or_none(principles), [str(row[3] or NONE) for row in rows]),
        ("By function", "Function", _or_none(functions), [str(row[4] or NONE) for row in rows]),
        ("By kind of body", "Kind of body", _or_none(BODY_KINDS), [row[5] or NONE for row in rows]),
        ("By month", "Month", months, [month(row[6]) for row in rows]),
    ]
    owners = [row[0] for row in rows]
    return [
        _by_theme(),
        *(
            counted(title, heading, choices, zip(values, owners, strict=True), **UNIT)
            for title, heading, choices, values in ways
        ),
    ]


def _by_theme() -> CountTable:
    """NAVCA's own sorting. A message may have several themes, or none yet."""
    tagged = Feedback.themes.through.objects.filter(feedback__organisation__isnull=False)
    pairs = tagged.values_list("feedbacktheme_id", "feedback__organisation_id")
    choices = [(str(pk), name) for pk, name in FeedbackTheme.objects.values_list("pk", "name")]
    return counted_in_several(
        "By theme", "Theme", choices, [(str(theme), owner) for theme, owner in pairs],
        note="NAVCA’s staff give the themes. A message may have several, so these do not add up.", **UNIT,
    )  # fmt: skip


def _of_the_public() -> CountTable:
    rows = Feedback.objects.from_the_public().order_by().values_list("kind", "pk")
    return counted("Without an account, by kind", "Kind", FeedbackKind.choices, rows, **UNIT)


def _or_none(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [*choices, (NONE, "None in particular")]


def _months(today: datetime.date) -> list[tuple[str, str]]:
    """This month and the eleven before it, the latest first, and all that was earlier."""
    days = [months_after(today.replace(day=1), -back) for back in range(MONTHS)]
    return [*((f"{day:%Y-%m}", date_format(day, "F Y")) for day in days), (EARLIER, "Earlier")]
