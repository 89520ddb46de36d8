"""The clauses of an agreement: what each is for, and words to begin with.

An agreement is written clause by clause, four clauses for each principle of the Covenant. The words to begin
with are NAVCA's to change (`ClauseWording`). Square brackets in them wait for the member's own words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import models

from principles.models import Principle, SignKind


class Layout(models.TextChoices):
    """How the words of a clause are set."""

    PARAGRAPHS = "paragraphs", "Paragraphs"
    LIST = "list", "One point on each line"
    STEPS = "steps", "One step on each line, numbered"


@dataclass(frozen=True)
class Clause:
    """One clause: its name in the form and in what is kept, its heading, and a hint."""

    key: str
    title: str
    hint: str
    layout: Layout = Layout.PARAGRAPHS
    signs: str = ""  # the kind of official signs that may be offered beside it


@dataclass(frozen=True)
class Part:
    """A section of the agreement with one clause or several. `note` says what a reader has to know of it."""

    key: str
    title: str
    clauses: Sequence[Clause]
    hint: str = ""
    note: str = ""
    number: int = 0  # of its principle


PURPOSE = Part(
    "purpose", "What this agreement is for",
    [Clause(
        "purpose", "What this agreement is for",
        "In the words people use here. Two or three sentences are enough",
    )],
)  # fmt: skip
PRIORITIES = Part(
    "priorities", "What we want to change together",
    [Clause(
        "priorities", "Shared priorities", "One on each line. Three that are meant are better than ten",
        Layout.LIST,
    )],
)  # fmt: skip

EQUITY = Part(
    "equity", "Fairness between strong and weak",
    [Clause(
        "equity", "Equity clause",
        "Who has least say here, and what both sides do about it. One on each line",
        Layout.LIST,
    )],
    hint="The Covenant has no such clause. The Mobilising Community Assets programme argues for one.",
    note="The national Covenant has no such clause. Both sides add it because the Mobilising Community "
    "Assets programme argues for it.",
)  # fmt: skip
MONEY = Part(
    "money", "Money and contracts",
    [Clause(
        "money", "Money and contracts",
        "How long grants last, what they pay for, how decisions are made. One on each line",
        Layout.LIST,
    )],
)  # fmt: skip
NOTICE = Part(
    "notice", "Notice and time to answer",
    [Clause(
        "notice", "Anything else about notice and time to answer",
        "Such as what happens in an emergency. One on each line",
        Layout.LIST,
    )],
    hint="Broken notice was what local compacts failed by most. Write it as time that can be counted.",
)  # fmt: skip
DATA = Part(
    "data", "Sharing data",
    [Clause(
        "data", "Sharing data", "What is shared, how, and what never is. One on each line",
        Layout.LIST,
    )],
)  # fmt: skip
VOICE = Part(
    "voice", "Voice and seats",
    [Clause(
        "voice", "Voice and seats",
        "Which boards have a seat for the sector, who chooses, who reports back. One on each line",
        Layout.LIST,
    )],
)  # fmt: skip
DISAGREEMENT = Part(
    "disagreement", "When we disagree",
    [Clause(
        "disagreement", "Steps of disagreement",
        "One step on each line, the gentlest first, each with its time and who takes part",
        Layout.STEPS,
    )],
)  # fmt: skip
KEEPING = Part(
    "keeping", "Keeping it",
    [Clause(
        "keeping", "Review and renewal",
        "The month comes from the agreement’s own page. Short and reviewed beats long and forgotten",
        Layout.LIST,
    )],
)  # fmt: skip
REORGANISATION = Part(
    "reorganisation", "When a public body changes or ends",
    [Clause(
        "reorganisation", "What happens on reorganisation",
        "Who carries the agreement on, and what is safe meanwhile. One on each line",
        Layout.LIST,
    )],
)  # fmt: skip


# What is filled in for the times of notice when somebody takes the words to begin with.
USUAL_NOTICE_MONTHS: Final = 3
USUAL_CONSULTATION_WEEKS: Final = 12


def principle_part(principle: Principle, *, sector: str) -> Part:
    """The four clauses of one principle."""
    slug = principle.slug
    return Part(
        slug,
        principle.name,
        [
            Clause(f"{slug}.ours", f"What the {sector} will do", "Your side. One on each line",
                   Layout.LIST),
            Clause(f"{slug}.theirs", "What the public bodies will do", "Their side. One on each line",
                   Layout.LIST),
            Clause(f"{slug}.progress", "How we will know", "What both can see or count. One on each line",
                   Layout.LIST, SignKind.PROGRESS),
            Clause(f"{slug}.worries", "What would worry us", "Signs to speak about early. One on each line",
                   Layout.LIST, SignKind.WARNING),
        ],
        hint=principle.summary,
        number=principle.number,
    )  # fmt: skip


def parts(principles: Sequence[Principle], *, sector: str) -> list[Part]:
    """Every part of an agreement, in the order in which it is read."""
    return [
        PURPOSE,
        PRIORITIES,
        *(principle_part(principle, sector=sector) for principle in principles),
        EQUITY,
        MONEY,
        NOTICE,
        DATA,
        VOICE,
        DISAGREEMENT,
        KEEPING,
        REORGANISATION,
    ]
