"""The parts of a slide deck that are the same for every member: the Covenant, its principles, other places.

What a place calls itself, its sector and the body comes in as a `Setting`; a blank deck has brackets there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import models

from casestudies.kinds import PlaceKind
from casestudies.models import CaseStudy
from documents.slide_fit import Paragraph
from documents.slides import Cards, Notes, Picture, Slide, Table, Words
from members.pictures import stored_bytes
from principles.models import Expectation, Principle, Side, Source
from publicbodies.models import BodyKind, PublicBody

from .wording import sentence, source_line

COVENANT: Final = "civil-society-covenant"
MOST_CASES: Final = 2
MOST_FIGURES: Final = 2

# The kind of place that a body is from or decides for.
PLACE_KINDS: Final[dict[str, PlaceKind]] = {
    BodyKind.COUNTY: PlaceKind.TWO_TIER,
    BodyKind.DISTRICT: PlaceKind.TWO_TIER,
    BodyKind.UNITARY: PlaceKind.UNITARY,
    BodyKind.ISLES_OF_SCILLY: PlaceKind.UNITARY,
    BodyKind.METROPOLITAN: PlaceKind.METROPOLITAN,
    BodyKind.LONDON_BOROUGH: PlaceKind.LONDON_BOROUGH,
    BodyKind.CITY_OF_LONDON: PlaceKind.LONDON_BOROUGH,
    BodyKind.STRATEGIC_AUTHORITY: PlaceKind.COMBINED_AUTHORITY,
    BodyKind.ICB: PlaceKind.ICB,
}


class Part(models.TextChoices):
    """What a deck may hold after its opening, in this order."""

    COVENANT = "covenant", "What the Civil Society Covenant is"
    PRINCIPLES = "principles", "The four principles"
    PRACTICE = "practice", "What the principles ask of each side"
    HERE = "here", "What this means for them: their work and the change ahead"
    WORKS = "works", "What already works here, with your figures"
    RESEARCH = "research", "What research says to their priorities"
    CASES = "cases", "How other places do it"
    ASKS = "asks", "What you ask"
    NEXT = "next", "Next steps"
    SOURCES = "sources", "Contact and sources"


@dataclass(frozen=True)
class Setting:
    """Who speaks, where, to whom and when, as the slides say it."""

    organisation: str
    place: str
    sector: str
    sector_in_full: str
    body: str
    day: str
    contact: Sequence[str] = ()

    @property
    def title(self) -> str:
        return f"The Civil Society Covenant in {self.place}"


def covenant(setting: Setting) -> Iterator[Slide]:
    """What the Covenant is and is not."""
    source = Source.objects.filter(slug=COVENANT).first()
    words = (
        "The government’s commitment to work in partnership with civil society, published in July 2025",
        "It speaks of local public bodies too: councils, health bodies and others",
        "Both sides get one language for what each may expect. It is a framework, not a set of rules",
        f"In {setting.place} it is about public bodies and the {setting.sector_in_full}",
    )
    shown = [*map(Paragraph, words), *([_source(source)] if source else [])]
    points = (
        "The Covenant binds nobody by law. A local agreement says what it means in one place.",
        "It starts from what works already. Ask what they would not want to lose.",
        f"We bring the {setting.sector} together, connect it with you and speak up for it.",
    )
    yield Words("What the Civil Society Covenant is", shown, Notes(points, _lines([source])))


def _source(source: Source) -> Paragraph:
    when = f"{source.published_on:%B %Y}" if source.published_on else source.published_note
    words = ", ".join(filter(None, [source.publisher, source.title, when]))
    return Paragraph(f"Source: {words}", bullet=False, source=True, link=source.url)


def principles(setting: Setting) -> Iterator[Slide]:
    """The four principles in one line each."""
    rows = list(Principle.objects.select_related("source"))
    points = tuple(sentence(row.letter_paragraph).replace("[place]", setting.place) for row in rows)
    notes = Notes(points, _lines(row.source for row in rows))
    title = "The Covenant’s four principles"
    if len(rows) == 4:
        yield Cards(title, [(f"{row.number} {row.name}", row.summary) for row in rows], notes)
    elif rows:
        yield Words(title, [Paragraph(f"{row.name}: {row.summary}") for row in rows], notes)


def practice(setting: Setting) -> Iterator[Slide]:
    """What each principle asks of either side: the first line of each, the others as talking points."""
    asked: dict[tuple[Principle, str], list[str]] = {}
    for line in Expectation.objects.select_related("principle__source"):
        asked.setdefault((line.principle, line.side), []).append(line.text)
    rows, points = [], []
    sources = []
    for principle in sorted({principle for principle, _ in asked}, key=lambda each: each.number):
        of_them = asked.get((principle, Side.PUBLIC_BODIES), [])
        of_us = asked.get((principle, Side.CIVIL_SOCIETY), [])
        of_both = asked.get((principle, Side.BOTH), [])
        rows.append(
            [principle.name, *("; ".join((side or of_both)[:1]) for side in (of_them, of_us))],
        )
        more = [*of_them[1:], *of_us[1:], *of_both]
        if more:
            points.append(f"{principle.name}, also: {'; '.join(_small(each) for each in more)}.")
        sources.append(principle.source)
    if rows:
        yield Table(
            "What the principles ask of each side",
            ["Principle", "Of public bodies", f"Of the {setting.sector}"],
            rows,
            (3, 4, 4),
            Notes(
                ("Where do we keep to this already? Begin with the row that is easiest.", *points),
                (
                    *_lines(sources),
                    "The lines for each side are the toolkit’s own, worked out from the principles.",
                ),
            ),
            "For each of the four principles, what it asks of public bodies and what of the sector",
        )


def cases_for(body: PublicBody | None) -> list[CaseStudy]:
    """One or two published case studies, those of the same kind of place first, none of the body itself."""
    rows = (
        CaseStudy.objects.published().select_related("source").prefetch_related("figures__source", "pictures")
    )
    if body:
        rows = rows.exclude(public_bodies=body)
    kind = PLACE_KINDS.get(body.kind) if body else None
    return sorted(rows, key=lambda row: row.place_kind != kind)[:MOST_CASES]


def cases(rows: Iterable[CaseStudy], body: PublicBody | None) -> Iterator[Slide]:
    """A slide for each case study, with its picture when it has one."""
    kind = PLACE_KINDS.get(body.kind) if body else None
    for row in rows:
        numbers = list(row.figures.all())[:MOST_FIGURES]
        shown = [Paragraph(row.summary, bullet=False)]
        shown += [
            Paragraph(f"{capital(str(each) if each.unit else each.meaning)} ({each.as_of})")
            for each in numbers
        ]
        if not numbers:
            shown.append(Paragraph(row.letter_sentence, bullet=False))
        if row.source:
            shown.append(_source(row.source))
        how_like = (
            f"The same kind of place as yours: {row.get_place_kind_display()}."
            if row.place_kind == kind
            else f"What kind of place it is: {row.get_place_kind_display()}."
        )
        figures = (f"{figure}: {sentence(figure.meaning)} ({figure.as_of})" for figure in row.figures.all())
        sources = [row.source, *(figure.source for figure in row.figures.all())]
        yield Words(
            row.title,
            shown,
            Notes(
                (how_like, "What of this could work here? What would be different?", *figures),
                _lines(sources),
            ),
            _picture(row),
        )


def _picture(row: CaseStudy) -> Picture | None:
    for picture in row.pictures.all():
        if found := Picture.of(stored_bytes(picture.file), picture.alt):
            return found
    return None


def sources_slide(setting: Setting, slides: Sequence[Slide], named: Iterable[Source]) -> Iterator[Slide]:
    """Whom to ask, and where everything above comes from."""
    shown = [Paragraph(line, bullet=False) for line in setting.contact if line.strip()]
    for source in {source.pk: source for source in named}.values():
        words = _source(source).words.removeprefix("Source: ")
        shown.append(Paragraph(words, source=True, link=source.url))
    said = dict.fromkeys(line for slide in slides for line in slide.notes.sources)
    points = ("Leave this slide on while people ask questions.", "Send the deck afterwards.")
    yield Words("Contact and sources", shown, Notes(points, tuple(said)))


def _lines(sources: Iterable[Source | None]) -> tuple[str, ...]:
    """Each source once, as notes name it."""
    return tuple(dict.fromkeys(source_line(source) for source in sources if source))


def capital(words: str) -> str:
    """The words with a capital."""
    return words[:1].upper() + words[1:]


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
