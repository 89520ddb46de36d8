"""The slide deck to take away without an account: the public slides, and brackets where a member fills in."""

import datetime

from documents.slide_fit import Paragraph
from documents.slides import Columns, Notes, Opening, Slide, Table, Words, render
from principles.models import LCSIFunction, Source

from . import deck_parts
from .deck_parts import COVENANT, Setting, cases_for
from .models import PriorityTier, TierPriority
from .wording import source_line

BLANK = Setting(
    organisation="[name of your organisation]",
    place="[place]",
    sector="[your name for the sector]",
    sector_in_full="[your name for the sector, in full]",
    body="[name of the public body]",
    day="[date]",
    contact=("[name, job title]", "[name of your organisation]", "[email, telephone, web address]"),
)
_FILL = "Fill every square bracket, or delete its line. Then delete this note."


def blank_deck(day: datetime.date) -> bytes:
    """The deck with its brackets, as a .pptx file."""
    return render(
        blank_slides(),
        title="The Civil Society Covenant: slides for a meeting",
        author="Covenant Toolkit",
        footer=BLANK.organisation,
        day=day,
    )


def blank_slides() -> list[Slide]:
    """The same slides in the same order as a member's."""
    studies = cases_for(None)
    priorities = list(TierPriority.objects.of_tier(PriorityTier.ANY))
    slides: list[Slide] = [
        Opening(BLANK.title, [BLANK.organisation, f"For {BLANK.body}", BLANK.day], Notes((_FILL,), ())),
        *deck_parts.covenant(BLANK),
        *deck_parts.principles(BLANK),
        *deck_parts.practice(BLANK),
        Columns(
            f"What this means for {BLANK.body}",
            (
                "What you answer for",
                [Paragraph(f"[their {nth} task]") for nth in ("first", "second", "third")],
            ),
            (
                "What changes ahead",
                [
                    Paragraph("[what will change for them, and when]"),
                    Paragraph("[what should be carried over]"),
                ],
            ),
            Notes((_FILL, "Without a change ahead, say there where your work meets theirs."), ()),
        ),
        Table(
            "What already works, and what shows it",
            ["Function", "What we do", "What shows it"],
            [
                [row.name, "[an activity]", "[a figure, its time and how you counted it]"]
                for row in LCSIFunction.objects.all()
            ],
            (3, 3, 5),
            Notes(
                (
                    _FILL,
                    "A number with its time and method says more than an adjective.",
                    "Leave out a function that is not yours, or say who does it here.",
                ),
                ("[your own records, with their dates]",),
            ),
            "For each of five functions, an activity and what shows it",
        ),
        Table(
            "What research says to your priorities",
            ["Your priority", "Research commissioned by DCMS found", "What we do here"],
            [[row.about, row.finding.text, "[what you do]"] for row in priorities],
            (3, 6, 3),
            Notes(
                (
                    "Say “research commissioned by DCMS found”, never “the government says”.",
                    "Choose findings that speak to what this body cares for most.",
                ),
                (
                    *dict.fromkeys(row.origin for row in priorities),
                    *(f"Finding {row.finding.ref}. {source_line(row.finding.source)}" for row in priorities),
                ),
            ),
            "For three priorities, what research found and what you do",
        ),
        *deck_parts.cases(studies, None),
        Words(
            "What we ask of you",
            [Paragraph(f"[your {nth} ask]") for nth in ("first", "second", "third")],
            Notes((_FILL, "Three at most. The first should be one they can answer in the room."), ()),
        ),
        Table(
            "Next steps",
            ["Who", "What", "By when"],
            [
                ["[who]", "[what]", "[day]"],
                [BLANK.organisation, "Send a note of what was agreed.", "Within a week"],
                ["Both of us", "Meet again and look at what was done.", "Within three months"],
            ],
            (4, 7, 3),
            Notes((_FILL, "Read each line aloud and ask whether it is right."), ()),
            "Who does what by when",
        ),
    ]
    named = [
        *Source.objects.filter(slug=COVENANT),
        *(row.finding.source for row in priorities),
        *(row.source for row in studies if row.source),
    ]
    return [*slides, *deck_parts.sources_slide(BLANK, slides, named)]
