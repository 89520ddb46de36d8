"""What the demonstration member does, with invented records of every kind, some of them grown old."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from members.days import months_after
from members.function_notes import FunctionNote, WhoDoesIt
from members.models import Organisation
from members.records import Record, RecordKind, SourceKind
from members.work import Activity, ActivityStage
from principles.models import LCSIFunction

# Name, wording for a letter, function, status.
ACTIVITIES = (
    ("Funding advice sessions", "We help small groups to find and win grants: 64 of them last year.",
     "facilitating-funding", ActivityStage.RUNNING),
    ("Small grants panel", "We run the council’s small grants panel, with residents deciding.",
     "facilitating-funding", ActivityStage.RUNNING),
    ("Volunteer centre", "Our volunteer centre finds people a place to help within two weeks.",
     "volunteering-and-participation", ActivityStage.RUNNING),
    ("Youth social action days", "Twice a year 200 young people spend a day with a local charity.",
     "volunteering-and-participation", ActivityStage.RUNNING),
    ("Seat on the health and wellbeing board",
     "We speak for local groups on the health and wellbeing board and two of its subgroups.",
     "advocacy", ActivityStage.RUNNING),
    ("State of the sector report", "We will publish how local groups fare, every two years.",
     "advocacy", ActivityStage.PLANNED),
    ("Food alliance", "We bring 38 food projects together as one contact for councils and the NHS.",
     "convening", ActivityStage.RUNNING),
    ("Leaders’ group", "Every quarter the leaders of ten large charities meet the heads of the councils.",
     "convening", ActivityStage.RUNNING),
    ("Chief officers’ network", "", "convening", ActivityStage.PLANNED),
)  # fmt: skip

# What the member says of a function itself: what it ticked may be shown outside.
NOTES: dict[str, dict[str, Any]] = {
    "organisational-development": {
        "whose": WhoDoesIt.OTHERS, "who_does_it": "An invented advice network for the county",
        "who_may_be_shown": True, "not_reaching": "Groups without a paid worker seldom ask for advice.",
    },
    "advocacy": {
        "weak": "We sit on boards, but do not measure what comes of it.", "weak_may_be_shown": True,
        "not_reaching": "Gypsy, Roma and Traveller groups.", "not_reaching_may_be_shown": True,
    },
    "volunteering-and-participation": {"weak": "The last count of volunteers is two years old."},
}  # fmt: skip


def make_work(organisation: Organisation) -> None:
    """Give the member its activities and records, once."""
    if organisation.activities.exists():
        return
    today = timezone.localdate()
    functions = LCSIFunction.objects.prefetch_related("usual_principles").in_bulk(field_name="slug")
    for name, wording, slug, stage in ACTIVITIES:
        activity = Activity(
            organisation=organisation,
            name=name,
            letter_wording=wording,
            function=functions[slug],
            stage=stage,
        )
        activity.full_clean()
        activity.save()
        for record in _records(name, today):
            record.activity = activity
            record.full_clean()
            record.save()
    for slug, words in NOTES.items():
        note = FunctionNote(organisation=organisation, function=functions[slug], **words)
        note.full_clean()
        note.save()


def _records(name: str, today: datetime.date) -> list[Record]:
    def record(kind: RecordKind, source: str, months_ago: int, **fields: Any) -> Record:
        return Record(kind=kind, source=source, dated_on=months_after(today, -months_ago), **fields)

    return {
        "Funding advice sessions": [
            record(
                RecordKind.COUNT, "Our advice log", 7, value=Decimal(1_200_000), unit="£ won by 64 groups",
                period="2025/26", method="award letters that groups sent us, each grant once",
            ),
            record(
                RecordKind.QUOTE, "Treasurer of an invented village hall", 3, source_kind=SourceKind.GROUPS,
                text="Without the advice session we would have closed the hall.",
                consent_by="The treasurer", consent_on=months_after(today, -3),
            ),
        ],
        "Volunteer centre": [
            record(
                RecordKind.COUNT, "The centre’s database", 30, value=Decimal(412), unit="people placed",
                period="2023/24", method="first day of each volunteer with a group",
            ),
            record(
                RecordKind.FEEDBACK, "Survey of groups", 5, source_kind=SourceKind.GROUPS,
                text="Groups say that new volunteers stay longer when the centre has met them first.",
                value=Decimal(92), unit="% of 48 groups would use it again",
            ),
            record(
                RecordKind.AGREEMENT, "Hospital discharge agreement", 9,
                partner="Harbourside Hospital Trust", text="Volunteers of the centre bring people home.",
            ),
        ],
        "Food alliance": [
            record(
                RecordKind.AGREEMENT, "Food partnership agreement", 14, partner="Suffolk County Council",
                text="Names the alliance as the council’s way to reach food projects.",
                secured_until_on=months_after(today, 6),
            ),
            record(
                RecordKind.INDEPENDENT, "Evaluation by an invented university", 10,
                source_kind=SourceKind.INDEPENDENT, text="Projects in the alliance waste less food.",
                value=Decimal(18), unit="% less food thrown away",
            ),
            record(
                RecordKind.COUNT, "The alliance’s list of members", 2, value=Decimal(38),
                unit="food projects in the alliance", period=date_format(months_after(today, -2), "F Y"),
                method="members that came to a meeting within the year",
            ),
        ],
        "Leaders’ group": [
            record(
                RecordKind.CONTRACT, "Grant for convening", 8, partner="Suffolk County Council",
                text="Pays for the meetings and for the papers.", value=Decimal(24_000), unit="£ a year",
                secured_until_on=months_after(today, 28), reviewed_on=months_after(today, -1),
            ),
        ],
    }.get(name, [])  # fmt: skip
