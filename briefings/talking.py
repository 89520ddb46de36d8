"""Talking points for one meeting: who, what you want, what to say, what they may ask, what is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from documents.plain_text import one_line
from members.benchmark import Line, Rung
from partnerships.models import Recipient
from partnerships.models.places import at
from partnerships.other_side import compared, view_of
from principles.models import Finding, Source
from publicbodies.models import PublicBody, Succession

from .asks import lines_of
from .occasion import Occasion
from .priorities import priorities_of
from .promises import SidePromises, both_sides
from .standing import Risk, between
from .wording import (
    day_words,
    in_their_words,
    sector_in_full,
    sector_of,
    sentence,
    shortened,
    source_line,
)

POINTS: Final = 3
MOST_RISKS: Final = 8  # more is not read before a meeting
COVENANT: Final = "civil-society-covenant"


@dataclass(frozen=True)
class Answer:
    """A question they may ask, with an answer and where it comes from."""

    question: str
    answer: str
    source: str = ""


@dataclass(frozen=True)
class TalkingPoints:
    """All that the paper says."""

    title: str
    stand: str
    when: str
    place: str
    about: str
    whom: Sequence[str]
    want: str
    also: Sequence[str]
    our_points: Sequence[str]
    their_points: Sequence[str]
    their_sources: Sequence[str]
    answers: Sequence[Answer]
    promises: Sequence[SidePromises]
    changes: Sequence[str]
    risks: Sequence[Risk]
    further_risks: int
    agenda: Sequence[str]
    seen_differently: Sequence[str]
    kept_inside: int


def talking_points(occasion: Occasion) -> TalkingPoints:
    """What to say at a meeting with a body, from what is recorded."""
    organisation, where, day, meeting = occasion.organisation, occasion.where, occasion.day, occasion.meeting
    benchmark, asks = occasion.benchmark, occasion.asks
    at_risk = between(organisation, where, day).at_risk
    priorities = priorities_of(where, organisation, benchmark)
    return TalkingPoints(
        title=f"Talking points: {where.official_name}",
        stand=f"For {organisation.name}, {day_words(day)}. They are for you: do not hand them over.",
        when=meeting.when if meeting else day_words(day),
        place=one_line(meeting.place) if meeting else "",
        about=one_line(meeting.subject) if meeting else "",
        whom=_whom(occasion),
        want=sentence(asks[0]),
        also=[sentence(ask) for ask in asks[1:]],
        our_points=list(_our_points(benchmark.lines))[:POINTS] or [_without_work(occasion)],
        their_points=[
            " ".join(
                [f"{row.about}: {sentence(row.text)}", *([f"Here: {sentence(row.here)}"] if row.here else [])]
            )
            for row in priorities
        ],
        their_sources=[
            *dict.fromkeys(row.origin for row in priorities),
            *dict.fromkeys(source_line(row.source) for row in priorities),
        ],
        answers=list(_answers(occasion)),
        promises=both_sides(organisation, where),
        changes=list(_changes(occasion)),
        risks=at_risk[:MOST_RISKS],
        further_risks=len(at_risk[MOST_RISKS:]),
        agenda=lines_of(meeting.agenda) if meeting else [],
        seen_differently=list(_seen_differently(occasion)),
        kept_inside=sum(bool(line.weak and not line.weak_outside) for line in benchmark.lines),
    )


def _whom(occasion: Occasion) -> list[str]:
    """Those who take part, as the meeting says, or else the people you know there."""
    if occasion.meeting and (people := lines_of(occasion.meeting.people)):
        return people
    known = Recipient.objects.for_organisation(occasion.organisation).in_list().filter(**at(occasion.where))
    return [
        f"{person.full_name}, {person.post_label}" if person.full_name else person.post_label
        for person in known
    ]


def _our_points(lines: Sequence[Line]) -> Iterator[str]:
    """What stands on the firmest ground, the highest rung first."""
    for line in sorted(lines, key=lambda each: -each.rung):
        if line.is_ours:
            evidence = line.best.sentence if line.best else f"{line.best_words} (no record yet)"
            yield f"{line.function.name}: {sentence(shortened(one_line(evidence), 300))}"


def _without_work(occasion: Occasion) -> str:
    groups = occasion.organisation.groups_supported
    known = f" We support {groups}." if groups else ""
    return f"We support the {sector_in_full(occasion.organisation)}.{known}"


def _answers(occasion: Occasion) -> Iterator[Answer]:
    """What a chief executive or a leader usually asks. Each answer says where it comes from."""
    organisation = occasion.organisation
    sector = sector_of(organisation)
    findings = {
        row.ref: row
        for row in Finding.objects.filter(ref__in=["E6", "E10", "E16", "E17"]).select_related("source")
    }
    strong = [line for line in occasion.benchmark.lines if line.rung >= Rung.CONFIRMED]
    shown = [line.function.name for line in strong]
    yield Answer(
        "Who but you says that it works?",
        f"Others confirm our work in {_joined(shown)}. The one-page picture names each record and its date."
        if shown
        else "Our records are our own so far. Be the first who confirms or corrects them.",
        "Your own records, counted on the day above",
    )
    if finding := findings.get("E17"):
        yield _of_finding("What comes of it, beyond single projects?", finding, occasion)
    if finding := findings.get("E6"):
        yield _of_finding("What do we gain as a public body?", finding, occasion)
    if organisation.groups_supported:
        yield Answer(
            f"For how many of the {sector} do you speak?",
            sentence(
                f"We support {organisation.groups_supported}. We bring others with us to speak for themselves"
            ),
            "Your organisation’s details",
        )
    elif finding := findings.get("E16"):
        yield _of_finding(f"Why you, and not each part of the {sector}?", finding, occasion)
    if covenant := Source.objects.filter(slug=COVENANT).first():
        yield Answer(
            "Are we bound by the Covenant?",
            "It is not legally binding. The government published it in July 2025, and councils, strategic "
            "authorities and health bodies are meant too. A local agreement says what it means here.",
            source_line(covenant),
        )
    where = occasion.where
    if isinstance(where, PublicBody) and where.last_on and where.last_on >= occasion.day:
        yield Answer(
            f"We end on {day_words(where.last_on)}. Why agree anything now?",
            "What is agreed in writing can be handed over by name. We ask that it stands in the list of what "
            "passes to those who follow you.",
            f"The directory of public bodies: {where.source}",
        )
    if finding := findings.get("E10"):
        yield _of_finding("Is this about money?", finding, occasion)


def _of_finding(question: str, finding: Finding, occasion: Occasion) -> Answer:
    text = sentence(in_their_words(finding.text, occasion.organisation))
    source = f"Finding {finding.ref}, in the toolkit’s words. {source_line(finding.source)}"
    return Answer(question, text, source)


def _seen_differently(occasion: Occasion) -> Iterator[str]:
    """Where somebody at the body puts the member elsewhere than its records do: what to talk about."""
    if view := view_of(occasion.organisation, occasion.where):
        for row in compared(occasion.benchmark, view).gap:
            yield f"{row.ours.function.name}: {row.difference}"


def _joined(names: Sequence[str]) -> str:
    small = [f"{name[:1].lower()}{name[1:]}" for name in names]
    return small[0] if len(small) == 1 else f"{', '.join(small[:-1])} and {small[-1]}"


def _changes(occasion: Occasion) -> Iterator[str]:
    """What changes at the body and when."""
    where = occasion.where
    if not isinstance(where, PublicBody):
        return
    if where.last_on:
        yield f"{where.official_name}: last day {day_words(where.last_on)}."
    for row in Succession.objects.filter(body=where).select_related("successor"):
        since = f" from {day_words(row.starts_on)}" if row.starts_on else ", from a day that is not known yet"
        shadow = row.successor.shadow_on
        elected = f" It is elected, and prepares, from {day_words(shadow)}." if shadow else ""
        yield f"{row.successor.official_name} follows{since}.{elected}"
    if where.change_note:
        yield sentence(where.change_note)
