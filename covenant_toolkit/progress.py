"""What NAVCA sees of its members' progress: from letters and their answers to agreements that are kept.

Only members that have agreed to be counted are in it, and no number that fewer than five of them are behind.
It joins what the rooms know: the situation of a letter is its template's, what came of it is in the record
of contact.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from letters.models import Letter, Situation
from members.count_tables import CountTable, Section, counted, grouped, medians
from members.models import Organisation
from partnerships.counts import agreement_tables
from partnerships.models import Contact, ContactKind, Outcome, OwnBodyKind
from publicbodies.models import BodyKind

ELSEWHERE = "elsewhere"
SITUATIONS = [*Situation.choices, (ELSEWHERE, "Not written with the toolkit")]
BODIES = [*BodyKind.choices, *((f"own-{value}", label) for value, label in OwnBodyKind.choices)]
ANSWERED = (Outcome.REPLIED, Outcome.DECLINED)
PROFILES = [
    ("all", f"All {len(Organisation.LETTER_DETAILS)} details that letters use"),
    ("some", "Some of them"),
    ("name", "The name alone"),
]


class Passed(NamedTuple):
    """A letter that was sent, or a meeting that was held, by a consenting member."""

    organisation: int
    body: str
    outcome: str
    days: int | None
    letter: UUID | None


def progress() -> list[Section]:
    """Every table of the page, in a fixed number of queries."""
    letters, meetings = _passed(ContactKind.LETTER), _passed(ContactKind.MEETING)
    return [
        Section(
            "Members", [_by_profile()], "fewer than five members have agreed to be counted",
            ["A member is counted here once it has ticked “Count our organisation in NAVCA’s totals”."],
        ),
        Section(
            "Letters sent", _letter_tables(letters), "fewer than five consenting members have sent a letter",
            [
                "A letter to seven bodies is seven letters here, and so is each reminder. It is counted when "
                "the member has marked it as sent.",
                "The days go from sending to a reply or a refusal, weekends included; an acknowledgement is "
                "neither. Half of the answers took as long or less. A kind of body stands there "
                "once at least five members have an answer from it.",
            ],
        ),
        Section(
            "Meetings held",
            [counted("By kind of body", "Kind of body", BODIES, _with_bodies(meetings), unit="Meetings")],
            "fewer than five consenting members have recorded a meeting",
        ),
        Section(
            "Agreements", agreement_tables(), "fewer than five consenting members have recorded an agreement"
        ),
    ]  # fmt: skip


def _by_profile() -> CountTable:
    """The consenting members by how much of their profile is filled in."""
    details = Organisation.LETTER_DETAILS

    def band(row: dict[str, Any]) -> str:
        filled = sum(bool(row[name]) for name in details)
        # Every organisation has its name and what it calls the sector.
        return "all" if filled == len(details) else "some" if filled > 2 else "name"

    members = Organisation.objects.filter(may_be_counted=True).values("pk", *details)
    return counted(
        "By profile", "Profile", PROFILES, [(band(row), row["pk"]) for row in members], unit="Members"
    )


def _passed(kind: ContactKind) -> list[Passed]:
    rows = (
        Contact.objects.filter(kind=kind, organisation__may_be_counted=True)
        .order_by()
        .values_list(
            "organisation_id", "body__kind", "own_body__kind", "outcome", "happened_on", "outcome_on",
            "letter_reference",
        )
    )  # fmt: skip
    return [
        Passed(
            organisation,
            body or f"own-{own_body}",
            outcome,
            (until - day).days if until and outcome in ANSWERED else None,
            letter,
        )
        for organisation, body, own_body, outcome, day, until, letter in rows
    ]


def _with_bodies(rows: Iterable[Passed]) -> list[tuple[str, int]]:
    return [(row.body, row.organisation) for row in rows]


def _letter_tables(letters: list[Passed]) -> list[CountTable]:
    """Three lists that share their total and nothing else, and the days to an answer."""
    found = Letter.objects.filter(organisation__may_be_counted=True)
    situations: dict[UUID | None, str] = dict(
        found.values_list("uuid", "template_version__template__situation")
    )
    answered = [(row.body, row.days, row.organisation) for row in letters if row.days is not None]
    by_situation = [(situations.get(row.letter, ELSEWHERE), row.organisation) for row in letters]
    return [
        counted("By situation", "Situation", SITUATIONS, by_situation, unit="Letters"),
        counted("By kind of body", "Kind of body", BODIES, _with_bodies(letters), unit="Letters"),
        counted(
            "By what came of them", "What came of it", Outcome.choices,
            [(row.outcome, row.organisation) for row in letters],
            unit="Letters",
        ),
        medians(
            "Days to an answer", "From",
            [("Any body", [(days, owner) for _, days, owner in answered]), *grouped(answered, BODIES)],
            unit="Median days",
        ),
    ]  # fmt: skip
