"""The slide deck for a meeting with one body: what is public, and what the member has recorded."""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final

from documents.slide_fit import Paragraph
from documents.slides import Columns, Notes, Opening, Picture, Slide, Table, Words, render
from members.benchmark import Line, Rung, ladder, rungs_of
from members.models import Organisation
from members.pictures import stored_bytes
from members.records import Record
from members.work import Activity
from partnerships.models import OwnBody
from principles.models import Source
from publicbodies.models import PublicBody
from publicbodies.responsibilities import ROLES

from . import deck_parts
from .deck_parts import COVENANT, Part, Setting, capital, cases_for
from .occasion import Occasion
from .priorities import Priority, priorities_of
from .promises import both_sides
from .standing import what_follows
from .wording import RESEARCH, day_words, sector_in_full, sector_of, sentence, shortened, source_line

OF_EACH_FUNCTION: Final = 3  # activities; the others stand in the notes
FEW: Final = 2  # so few activities fill no table
MOST_PROMISES: Final = 5
LONGEST_EVIDENCE: Final = 170
LONGEST_NOTE: Final = 400
MOST_TASKS: Final = 6
NO_RECORD: Final = "Going on; no record yet"
OWN_RECORDS: Final = "Our own records, each with its date"


def deck_for(occasion: Occasion, parts: Collection[str] = tuple(Part.values)) -> bytes:
    """The deck as a .pptx file, with these parts. The same records give the same bytes."""
    organisation = occasion.organisation
    return render(
        slides_for(occasion, parts),
        title=f"{setting_of(occasion).title}: {occasion.where.official_name}",
        author=organisation.name,
        footer=organisation.name,
        day=occasion.day,
    )


def slides_for(occasion: Occasion, parts: Collection[str] = tuple(Part.values)) -> list[Slide]:
    """The slides of the parts that are wanted and have something to say. The opening is always there."""
    setting = setting_of(occasion)
    body = occasion.where if isinstance(occasion.where, PublicBody) else None
    priorities = priorities_of(occasion.where, occasion.organisation, occasion.benchmark)
    studies = cases_for(body)
    making: dict[str, Callable[[], Iterable[Slide]]] = {
        Part.COVENANT: lambda: deck_parts.covenant(setting),
        Part.PRINCIPLES: lambda: deck_parts.principles(setting),
        Part.PRACTICE: lambda: deck_parts.practice(setting),
        Part.HERE: lambda: _here(occasion, setting),
        Part.WORKS: lambda: _works(occasion, setting),
        Part.RESEARCH: lambda: _research(priorities, setting),
        Part.CASES: lambda: deck_parts.cases(studies, body),
        Part.ASKS: lambda: _asks(occasion, setting),
        Part.NEXT: lambda: _next(occasion, setting),
    }
    slides: list[Slide] = [_opening(occasion, setting)]
    for part, make in making.items():
        if part in parts:
            slides += make()
    if Part.SOURCES in parts:
        named = list(Source.objects.filter(slug=COVENANT))
        named += [row.source for row in priorities if Part.RESEARCH in parts]
        named += [row.source for row in studies if Part.CASES in parts and row.source]
        slides += deck_parts.sources_slide(setting, slides, named)
    return slides


def setting_of(occasion: Occasion) -> Setting:
    """What the slides call the member, its place, its sector and the body."""
    organisation = occasion.organisation
    return Setting(
        organisation=organisation.name,
        place=organisation.place or "our area",
        sector=sector_of(organisation),
        sector_in_full=sector_in_full(organisation),
        body=occasion.where.official_name,
        day=day_words(occasion.day),
        contact=_contact(organisation),
    )


def _contact(organisation: Organisation) -> list[str]:
    signer = ", ".join(filter(None, [organisation.signer_name, organisation.signer_role]))
    reached = ", ".join(filter(None, [organisation.email, organisation.phone]))
    return [line for line in (signer, organisation.name, reached, organisation.website) if line]


def _opening(occasion: Occasion, setting: Setting) -> Slide:
    organisation = occasion.organisation
    groups = [f"We support {organisation.groups_supported}."] if organisation.groups_supported else []
    return Opening(
        setting.title,
        [setting.organisation, f"For {setting.body}", setting.day],
        Notes(
            (
                f"We are {setting.organisation}.",
                f"We work for the {setting.sector_in_full} in {setting.place}.",
                *groups,
                "Say what you want from this meeting before the first slide.",
            ),
            ("Our own details",),
        ),
        Picture.of(stored_bytes(organisation.logo), f"Logo of {organisation.name}"),
    )


# How it applies to them


def _here(occasion: Occasion, setting: Setting) -> Iterator[Slide]:
    where, title = occasion.where, f"What this means for {setting.body}"
    changes = _changes(where, occasion)
    if isinstance(where, OwnBody) or where.kind not in ROLES:
        words = [
            f"The Covenant speaks to every public body that works with the {setting.sector}",
            "We would like to find out with you which of the four principles we live by already",
            *changes,
        ]
        yield Words(title, [*map(Paragraph, words)], Notes(("Ask where they see themselves.",), ()))
        return
    role = ROLES[where.kind]  # type: ignore[index]
    tasks = role.tasks
    if len(tasks) > MOST_TASKS:
        half = len(tasks) // 2
        tasks = (*tasks[: MOST_TASKS // 2], *tasks[half : half + MOST_TASKS // 2])
    beside = ("What changes ahead", changes) if changes else ("Where our work meets yours", [role.for_groups])
    points = [
        role.sentence,
        role.for_groups,
        *(["What is agreed in writing can be handed over by name to those who follow."] if changes else []),
        *([f"Not on the slide: {'; '.join(each for each in role.tasks if each not in tasks)}."]
          if len(role.tasks) > len(tasks) else []),
    ]  # fmt: skip
    yield Columns(
        title,
        ("What you answer for", [Paragraph(capital(task)) for task in tasks]),
        (beside[0], [Paragraph(words) for words in beside[1]]),
        Notes(tuple(points), (f"The directory of public bodies: {where.source}",)),
    )


def _changes(where: PublicBody | OwnBody, occasion: Occasion) -> list[str]:
    """What becomes of a body, in a sentence or two."""
    found = [sentence(where.change_note)] if where.change_note else []
    if isinstance(where, PublicBody) and where.last_on:
        if not found:
            found.append(sentence(f"{day_words(where.last_on)}: {what_follows(where, occasion.day)}"))
        if where.last_on >= occasion.day:
            found.append("What works between us should be carried over by name")
    return found


# What already works


def _works(occasion: Occasion, setting: Setting) -> Iterator[Slide]:
    """How far the evidence reaches for each function, then the activities with what shows each."""
    lines = [line for line in occasion.benchmark.lines if line.activities]
    if not lines:
        if groups := occasion.organisation.groups_supported:
            notes = Notes(("Give an example of one group, with its consent.",), ("Our own details",))
            yield Words("What already works here", [Paragraph(f"We support {groups}")], notes)
        return
    is_few = sum(len(line.activities) for line in lines) <= FEW
    rows = [
        [
            line.function.name,
            _how_many(line, is_few=is_few),
            line.rung_name if line.is_ours else _elsewhere(line),
        ]
        for line in occasion.benchmark.lines
    ]
    day = day_words(occasion.day)
    yield Table(
        "What already works, function by function",
        ["What we do", "Activities", "How far our evidence reaches"],
        rows,
        (5, 4, 4) if is_few else (5, 2, 4),
        Notes(
            (
                "The five functions are those of the research on local infrastructure commissioned by DCMS.",
                "Each step rests on dated records: we do it, we count it, others confirm it, it is agreed, "
                "it is secured. It is our own account, not an accreditation and not a ranking.",
                *(f"{line.in_words}." for line in lines),
            ),
            (f"{OWN_RECORDS}; counted for {day}",),
        ),
        "For each of five functions, how many activities we have and how far the evidence for them reaches",
    )
    if is_few:
        yield from _few(lines, occasion)
        return
    shown, points = [], []
    for line in lines:
        chosen = _chosen(line.activities, occasion)
        for activity, record in chosen[:OF_EACH_FUNCTION]:
            shown.append(
                [line.function.name, _named(activity, occasion), _shown_by(activity, record, occasion.day)]
            )
            if record and len(record.sentence) > LONGEST_EVIDENCE:
                points.append(f"{activity.name}: {shortened(record.sentence, LONGEST_NOTE)}")
        if rest := [activity.name for activity, _ in chosen[OF_EACH_FUNCTION:]]:
            points.append(f"{line.function.name}, also: {', '.join(rest)}.")
    yield Table(
        "What already works, and what shows it",
        ["Function", "What we do", "What shows it"],
        shown,
        (3, 4, 6),
        Notes(("Choose one line and tell its story.", *points), (OWN_RECORDS,)),
        "Activities by function, each with the strongest record that shows it",
    )


def _few(lines: Sequence[Line], occasion: Occasion) -> Iterator[Slide]:
    """One or two activities in words, with what shows them; nothing when nothing does yet."""
    shown, points = [], []
    for line in lines:
        for activity, record in _chosen(line.activities, occasion):
            what = _shown_by(activity, record, occasion.day)
            if what == NO_RECORD:
                continue
            shown += [Paragraph(_named(activity, occasion), bullet=False, bold=True), Paragraph(what)]
            if record:
                points.append(f"{activity.name}: {shortened(record.sentence, LONGEST_NOTE)}")
    if not shown:
        return
    if groups := occasion.organisation.groups_supported:
        shown.append(Paragraph(f"Altogether we support {groups}", bullet=False))
    notes = Notes(("Tell the story of one group, with its consent.", *points), (OWN_RECORDS,))
    yield Words("What already works, and what shows it", shown, notes)


def _how_many(line: Line, *, is_few: bool) -> str:
    """How many activities there are, or their names when there are few."""
    if is_few:
        return ", ".join(activity.name for activity in line.activities) or "–"
    return str(len(line.activities)) if line.activities else "–"


def _elsewhere(line: Line) -> str:
    return f"Done here by {line.who_outside}" if line.who_outside else "Not ours here"


def _chosen(activities: Sequence[Activity], occasion: Occasion) -> list[tuple[Activity, Record | None]]:
    """Activities with the strongest record of each: those done with this body first, then by strength."""
    found = []
    for activity in activities:
        reached = ladder([(activity, activity.records.all())], occasion.day)
        found.append((activity, reached.best, reached.rung))
    found.sort(key=lambda each: (not _is_with(each[0], occasion), each[1] is None, -each[2], each[0].name))
    return [(activity, record) for activity, record, _ in found]


def _is_with(activity: Activity, occasion: Occasion) -> bool:
    return isinstance(occasion.where, PublicBody) and occasion.where in activity.bodies.all()


def _named(activity: Activity, occasion: Occasion) -> str:
    return f"{activity.name} (with you)" if _is_with(activity, occasion) else activity.name


def _figure_beside(activity: Activity, record: Record, day: datetime.date) -> str:
    """The newest figure of an activity, for a strongest record that holds none."""
    if record.value is not None:
        return ""
    counted = [each for each in activity.records.all() if Rung.COUNT in rungs_of(each, day)]
    fresh = [each for each in counted if not each.is_ageing_on(day)]
    newest = max(fresh, key=lambda each: (each.dated_on, str(each.pk)), default=None)
    return ", ".join(filter(None, [newest.figure, newest.period])) if newest else ""


def _shown_by(activity: Activity, record: Record | None, day: datetime.date) -> str:
    if record:
        figure = _figure_beside(activity, record, day)
        return shortened(f"{figure}. {record.sentence}" if figure else record.sentence, LONGEST_EVIDENCE)
    if activity.is_described:
        return shortened(activity.letter_wording, LONGEST_EVIDENCE)
    partners = ", ".join(activity.all_partners)
    return shortened(f"Done with {partners}", LONGEST_EVIDENCE) if partners else NO_RECORD


# What research says, what we ask, what comes next


def _research(priorities: Sequence[Priority], setting: Setting) -> Iterator[Slide]:
    if not priorities:
        return
    is_dcms = all(row.source.slug == RESEARCH for row in priorities)
    by_whom = "Research commissioned by DCMS found" if is_dcms else "Research found"
    has_own = any(row.here for row in priorities)
    yield Table(
        "What research says to your priorities",
        ["Your priority", by_whom, *(["What we do here"] if has_own else [])],
        [[row.about, row.text, *([row.here or "–"] if has_own else [])] for row in priorities],
        (3, 6, 3) if has_own else (3, 8),
        Notes(
            (
                "Say “research commissioned by DCMS found”, never “the government says”.",
                "Ask which of these matters most this year.",
            ),
            (
                *dict.fromkeys(row.origin for row in priorities),
                *(
                    f"Finding {row.ref}, in the toolkit’s words. {source_line(row.source)}"
                    for row in priorities
                ),
            ),
        ),
        "For three priorities of the body, what research found and what we do here",
    )


def _asks(occasion: Occasion, setting: Setting) -> Iterator[Slide]:
    yield Words(
        "What we ask of you",
        [Paragraph(sentence(ask)) for ask in occasion.asks],
        Notes(
            (
                "Ask for the first, then stop and listen.",
                "If the answer is no: what would have to change for a yes, and by when?",
            ),
            ("What we wrote to you, or agreed among ourselves for this meeting",),
        ),
    )


def _next(occasion: Occasion, setting: Setting) -> Iterator[Slide]:
    """Open promises of both sides with their days, then the usual last lines of a meeting."""
    promised = [
        [row.by_whom if row.who else setting.organisation if row.is_ours else setting.body,
         sentence(row.what), day_words(row.due_on) if row.due_on else "No day agreed yet"]
        for side in both_sides(occasion.organisation, occasion.where)
        for row in side.open
    ]  # fmt: skip
    usual = [
        ["Both of us", "Name one person on each side who looks after this.", "Today"],
        [setting.organisation, "Send a note of what was agreed.", "Within a week"],
        ["Both of us", "Meet again and look at what was done.", "Within three months"],
    ]
    more = tuple(f"Also open: {who}: {what} ({when})" for who, what, when in promised[MOST_PROMISES:])
    yield Table(
        "Next steps",
        ["Who", "What", "By when"],
        [*promised[:MOST_PROMISES], *usual],
        (4, 7, 3),
        Notes(
            ("Read each line aloud and ask whether it is right. Change it on the slide.", *more),
            ("Promises we have written down" if promised else "Proposed for this meeting",),
        ),
        "Who does what by when",
    )
