"""The clauses of an agreement: what each is for, and words to begin with.

An agreement is written clause by clause, four clauses for each principle of the Covenant. The words to begin
with are ours. Square brackets in them wait for the member's own words.
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
    """One clause: its name in the form and in what is kept, its heading, a hint, and words to begin with."""

    key: str
    title: str
    hint: str
    starter: str
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
        "People in [place] do better when local groups and public bodies plan and act together. This "
        "agreement says what each of us will do for that, how we will know that we are doing it, and what "
        "happens when we do not.",
    )],
)  # fmt: skip
PRIORITIES = Part(
    "priorities", "What we want to change together",
    [Clause(
        "priorities", "Shared priorities", "One on each line. Three that are meant are better than ten",
        "[A shared priority, such as: fewer people on their own]\n[A second one]\n[A third one]",
        Layout.LIST,
    )],
)  # fmt: skip

# What both sides may promise, how they will know and what would worry them, by the principle.
_STARTERS: Final[dict[str, tuple[str, str, str, str]]] = {
    "recognition-and-value": (
        "Speak openly about what people tell us, with evidence, and say so early when we disagree\n"
        "Tell members of the public how our groups are run and what they are paid for",
        "Name the part of local groups in plans, reports and news of our own\n"
        "Treat a group that criticises us like any other, in money and in conversation",
        "Our plans of this year name at least [three] things that local groups do\n"
        "Groups say in the yearly poll that they can disagree without fear",
        "A group keeps quiet because its money may be at risk\n"
        "A plan about local people does not mention a single local group",
    ),
    "partnership-and-collaboration": (
        "Bring what groups know when a plan begins, and answer within the days we agreed\n"
        "Work together before we compete with each other",
        "Talk with groups before a plan is written, while it can still change\n"
        "Offer money for [three] years wherever we can, with forms that suit the sum",
        "Groups took part in [two] plans before the first draft this year\n"
        "The share of grants for three years or more grows",
        "We hear of a plan when it is published\n"
        "The same short grant is renewed from year to year at the last minute",
    ),
    "participation-and-inclusion": (
        "Bring people into the conversation who are seldom heard, and pay what it costs them\n"
        "Say whom we do not reach",
        "Hold meetings where and when people can come, in words they use\n"
        "Say after each consultation what changed because of it, and what did not",
        "People with experience of the matter sit on [name of group or board] and are paid for their time\n"
        "After each consultation there is a page that says what changed",
        "The same few people answer for everybody\n"
        "Nobody can say what came of the last consultation",
    ),
    "transparency-and-data": (
        "Share what we know of local need, without naming people\n"
        "Say each year what we did with public money",
        "Give reasons for decisions in writing, also for those nobody will like\n"
        "Share figures that groups need, in a form they can use",
        "Every decision on grants comes with its reasons, within [ten] working days\n"
        "Both sides see the same figures before the yearly review",
        "A decision is explained only after somebody has complained\n"
        "Figures about an area are kept from the groups that work there",
    ),
}  # fmt: skip

EQUITY = Part(
    "equity", "Fairness between strong and weak",
    [Clause(
        "equity", "Equity clause",
        "Who has least say here, and what both sides do about it. One on each line",
        "We begin where need is greatest and where there is least to build on\n"
        "People with experience of a matter take part from the start, and are paid for their time\n"
        "Small groups, and groups led by the people they serve, can use this agreement as larger ones can",
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
        "Money is agreed for [three] years wherever that is possible, and pays the full cost of the work\n"
        "What has to be reported suits the size of the sum\n"
        "Whoever bids is told the reasons of a decision within [ten] working days\n"
        "There is [a sum or hours a week] on each side to keep this agreement itself going",
        Layout.LIST,
    )],
)  # fmt: skip
NOTICE = Part(
    "notice", "Notice and time to answer",
    [Clause(
        "notice", "Anything else about notice and time to answer",
        "Such as what happens in an emergency. One on each line",
        "When there is less time in an emergency, we say so in writing, with the reason, and meet within "
        "[five] working days",
        Layout.LIST,
    )],
    hint="Broken notice was what local compacts failed by most. Write it as time that can be counted.",
)  # fmt: skip
DATA = Part(
    "data", "Sharing data",
    [Clause(
        "data", "Sharing data", "What is shared, how, and what never is. One on each line",
        "We share figures about need and about what works, never about a person who can be recognised\n"
        "Where personal data has to be shared, that has an agreement of its own, in writing",
        Layout.LIST,
    )],
)  # fmt: skip
VOICE = Part(
    "voice", "Voice and seats",
    [Clause(
        "voice", "Voice and seats",
        "Which boards have a seat for the sector, who chooses, who reports back. One on each line",
        "The sector has a seat and a voice on [name of board], and in the groups that prepare its work\n"
        "The sector itself chooses who sits there, and those who sit there report back\n"
        "Papers come at least [five] working days before a meeting",
        Layout.LIST,
    )],
)  # fmt: skip
DISAGREEMENT = Part(
    "disagreement", "When we disagree",
    [Clause(
        "disagreement", "Steps of disagreement",
        "One step on each line, the gentlest first, each with its time and who takes part",
        "The two leads talk, within [five] working days of hearing of it\n"
        "They write down what is agreed and what is not, and both sides see it\n"
        "[The chief officers of both sides] meet within [20] working days\n"
        "Somebody whom both trust helps us to find an answer\n"
        "Nobody is treated worse for having raised it, and it stands in the yearly review",
        Layout.STEPS,
    )],
)  # fmt: skip
KEEPING = Part(
    "keeping", "Keeping it",
    [Clause(
        "keeping", "Review and renewal",
        "The month comes from the agreement’s own page. Short and reviewed beats long and forgotten",
        "Both sides meet every year, look at each promise, and say what was kept, partly kept and not kept\n"
        "They agree a plan for the next year that says what success looks like\n"
        "New councillors, staff, trustees and volunteers who work with it are told of it when they begin\n"
        "The agreement is written anew after six years at most",
        Layout.LIST,
    )],
)  # fmt: skip
REORGANISATION = Part(
    "reorganisation", "When a public body changes or ends",
    [Clause(
        "reorganisation", "What happens on reorganisation",
        "Who carries the agreement on, and what is safe meanwhile. One on each line",
        "When a body that agrees here changes or ends, it asks its successor in writing, before that day, to "
        "carry this agreement on\n"
        "Grants, leases and seats that are agreed run to the day that was agreed\n"
        "Both sides meet the successor within [three] months of its first day",
        Layout.LIST,
    )],
)  # fmt: skip


# What is filled in for the times of notice when somebody takes the words to begin with.
USUAL_NOTICE_MONTHS: Final = 3
USUAL_CONSULTATION_WEEKS: Final = 12


def principle_part(principle: Principle, *, sector: str) -> Part:
    """The four clauses of one principle."""
    ours, theirs, progress, worries = _STARTERS.get(principle.slug, ("", "", "", ""))
    slug = principle.slug
    return Part(
        slug,
        principle.name,
        [
            Clause(f"{slug}.ours", f"What the {sector} will do", "Your side. One on each line", ours,
                   Layout.LIST),
            Clause(f"{slug}.theirs", "What the public bodies will do", "Their side. One on each line", theirs,
                   Layout.LIST),
            Clause(f"{slug}.progress", "How we will know", "What both can see or count. One on each line",
                   progress, Layout.LIST, SignKind.PROGRESS),
            Clause(f"{slug}.worries", "What would worry us", "Signs to speak about early. One on each line",
                   worries, Layout.LIST, SignKind.WARNING),
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
