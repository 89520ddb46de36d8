"""Text for a funding bid or a paper: chosen findings, figures and own evidence, each with its source."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casestudies.models import Figure
from documents.plain_text import one_line
from members.models import Organisation
from members.records import UNNAMED, Record
from principles.models import Finding, Source

from .wording import COMMISSIONED, RESEARCH, day_words, in_their_words, sector_in_full, sentence, source_line


@dataclass(frozen=True)
class BidText:
    """The paragraphs and, under them, the numbered sources."""

    paragraphs: Sequence[str]
    sources: Sequence[str]

    @property
    def as_text(self) -> str:
        """As it is pasted: paragraphs, then a line for each source."""
        notes = [f"[{number}] {source}" for number, source in enumerate(self.sources, 1)]
        return "\n\n".join([*self.paragraphs, *(["Sources\n" + "\n".join(notes)] if notes else [])])


def bid_text(
    organisation: Organisation,
    findings: Iterable[Finding] = (),
    figures: Iterable[Figure] = (),
    records: Iterable[Record] = (),
) -> BidText:
    """The text. Nothing is said that was not chosen, but for who the organisation is."""
    notes: list[str] = []
    place = f" in {one_line(organisation.place)}" if organisation.place else ""
    name = one_line(organisation.name)
    groups = one_line(organisation.groups_supported)
    opening = f"{name} supports the {sector_in_full(organisation)}{place}."
    paragraphs = [f"{opening} We support {sentence(groups)}" if groups else opening]
    if own := [_own(record, notes) for record in records]:
        paragraphs.append(" ".join(["What we can show:", *own]))
    chosen = list(findings)
    if chosen:
        paragraphs.append(" ".join(_found(chosen, organisation, notes)))
    if told := [_figure(figure, notes) for figure in figures]:
        paragraphs.append(" ".join(["Elsewhere:", *told]))
    return BidText(paragraphs, notes)


def _own(record: Record, notes: list[str]) -> str:
    said = one_line(record.headline).removesuffix(".")
    origin = record.attribution or UNNAMED[record.source_kind]
    how = f"counted from {record.method}" if record.method else ""
    note = ", ".join(filter(None, [origin, how, day_words(record.dated_on)]))
    return f"{_capital(said)} {_noted(_capital(one_line(note)), notes)}."


def _found(findings: Sequence[Finding], organisation: Organisation, notes: list[str]) -> Iterator[str]:
    """Each finding with its source, those of one source together.

    The research is not the government's word, and the text says so.
    """
    by_source: dict[Source, list[Finding]] = {}
    for finding in findings:
        by_source.setdefault(finding.source, []).append(finding)
    for source, rows in by_source.items():
        who = _capital(COMMISSIONED.split(",")[0]) if source.slug == RESEARCH else source.publisher
        for row in rows:
            text = sentence(in_their_words(row.text, organisation)).removesuffix(".")
            said = f"{who} shows: {text}" if row is rows[0] else text
            yield f"{said} {_noted(source_line(source), notes)}."


def _figure(figure: Figure, notes: list[str]) -> str:
    meaning = sentence(figure.meaning)
    what = f"{figure.value} {figure.unit}".strip()
    said = f"{figure.case_study.place}: {what} ({figure.as_of}). {meaning}"
    return f"{said.removesuffix('.')} {_noted(source_line(figure.source), notes)}."


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _noted(note: str, notes: list[str]) -> str:
    """The mark of a note; the same source has one number."""
    if note not in notes:
        notes.append(note)
    return f"[{notes.index(note) + 1}]"
