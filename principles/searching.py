"""How the rows of this room look among the results of a search, and which of them change together.

`entries_of` and `owners` are open to the rooms above, which register their own rows with them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import NamedTuple

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.dateformat import format as format_date

from search import index
from search.models import Entry

from .models import (
    EquityKind,
    EquityPoint,
    EvidenceUse,
    Expectation,
    Finding,
    GlossaryTerm,
    GuidePage,
    Impact,
    LCSIFunction,
    Link,
    Principle,
    PrinciplePoint,
    ProgressSign,
    Source,
    StartingPoint,
    Update,
)

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_TABLE = re.compile(r"^ *\|?[-:| ]*-{3,}[-:| ]*$|\|", re.MULTILINE)
_SIGNS = re.compile(r"^ *(?:#{1,6}|[-*+]|>) +|\*+|`+|\b__|__\b", re.MULTILINE)


class Section(NamedTuple):
    """A heading among the results, and where it stands."""

    order: int
    label: str


PRINCIPLES = Section(10, "Principles")
FUNCTIONS = Section(15, "Functions")
FINDINGS = Section(20, "Findings")
GUIDE = Section(50, "Guide")
UPDATES = Section(60, "Updates")
GLOSSARY = Section(70, "Glossary")
LINKS = Section(75, "Links")
SOURCES = Section(80, "Sources")


def entry(section: Section, title: str, text: str, url: str, *, note: str = "", part: str = "") -> Entry:
    """An entry that is not indexed yet."""
    return Entry(
        section=section.label,
        section_order=section.order,
        title=title,
        text=text,
        note=note,
        url=url,
        part=part,
    )


def touched(*rows: models.Model) -> list[tuple[type[models.Model], int]]:
    """Return which rows' entries hold words of these: ask before a row goes away, renew afterwards."""
    return list(dict.fromkeys((type(owner), owner.pk) for row in rows for owner in owners(row)))


def renew(places: Iterable[tuple[type[models.Model], int]]) -> None:
    """Let a search find the touched rows as they are now, or no more when they are gone."""
    for model, pk in places:
        row = model._default_manager.filter(pk=pk).first()
        index.index(model._meta.label_lower, str(pk), entries_of(row) if row else ())


def in_words(text: str) -> str:
    """Markdown without its signs: good enough to search in, and quick with thousands of texts."""
    return _SIGNS.sub("", _TABLE.sub(" ", _LINK.sub(r"\1", text)))


def said_by(source: Source) -> str:
    """A source on one line, with its day."""
    day = format_date(source.published_on, "j F Y") if source.published_on else source.published_note
    return ", ".join(filter(None, [source.publisher, source.title, day]))


def address(name: str, *, mark: str = "", arguments: Iterable[str] = (), otherwise: str = "evidence") -> str:
    """The address of a page of this room, with a place on it; while there is no such page, of another."""
    try:
        found = reverse(f"principles:{name}", args=list(arguments))
    except NoReverseMatch:
        return reverse(f"principles:{otherwise}")
    return f"{found}#{mark}" if mark else found


@singledispatch
def entries_of(row: models.Model) -> Iterable[Entry]:
    """What a search may find of a row: nothing, unless its room says so."""
    return ()


@singledispatch
def owners(row: models.Model) -> Iterable[models.Model]:
    """The rows among whose entries the words of this one stand: itself, unless it is part of another."""
    return (row,)


@owners.register(PrinciplePoint)
@owners.register(Expectation)
@owners.register(ProgressSign)
def _of_part(row: PrinciplePoint | Expectation | ProgressSign) -> Iterable[models.Model]:
    return (row.principle,)


@owners.register
def _of_source(source: Source) -> Iterator[models.Model]:
    """A source stands under everything that was read in it."""
    yield source
    for relation in source._meta.related_objects:
        name = relation.get_accessor_name()
        for row in getattr(source, name).all() if name else ():
            yield from owners(row)


@entries_of.register
def _principle(principle: Principle) -> Iterator[Entry]:
    url = principle.get_absolute_url()
    parts = [
        in_words(principle.explanation),
        *(point.text for point in principle.points.all()),
        *(expectation.text for expectation in principle.expectations.all()),
        *(sign.text for sign in principle.signs.all()),
        in_words(principle.evidence_use),
    ]
    yield entry(PRINCIPLES, principle.name, "\n".join([principle.summary, *parts]), url)


@entries_of.register
def _function(function: LCSIFunction) -> Iterator[Entry]:
    aliases = f"Also called: {', '.join(map(str, function.aliases))}" if function.aliases else ""
    url = address("function", arguments=[function.slug])
    yield entry(FUNCTIONS, function.name, function.definition, url, note=aliases)


@entries_of.register
def _impact(impact: Impact) -> Iterator[Entry]:
    yield entry(FUNCTIONS, impact.text, "", address("functions"), note=said_by(impact.source))


@entries_of.register
def _finding(finding: Finding) -> Iterator[Entry]:
    as_of = f"As of {finding.as_of}. " if finding.as_of else ""
    title = f"{finding.ref}: {finding.title}"
    yield entry(
        FINDINGS, title, finding.text, finding.get_absolute_url(), note=f"{as_of}{said_by(finding.source)}"
    )


@entries_of.register
def _use(use: EvidenceUse) -> Iterator[Entry]:
    yield entry(GUIDE, use.title, in_words(use.text), address("evidence", mark=use.ref))


@entries_of.register
def _equity_point(point: EquityPoint) -> Iterator[Entry]:
    kind = EquityKind(point.kind).label
    url = address("guide-page", arguments=["equity"], mark=point.ref)
    yield entry(GUIDE, point.title, f"{kind}. {point.text}", url, note=said_by(point.source))


@entries_of.register
def _guide_page(page: GuidePage) -> Iterator[Entry]:
    url = reverse("principles:guide-page", args=[page.slug])
    yield entry(GUIDE, page.title, f"{page.summary}\n{in_words(page.body)}", url)


@entries_of.register
def _starting_point(start: StartingPoint) -> Iterator[Entry]:
    texts = (start.hint, *map(in_words, (start.reading, start.evidence, start.letter)))
    yield entry(GUIDE, start.label, "\n".join(texts), start.get_absolute_url())


@entries_of.register
def _update(update: Update) -> Iterator[Entry]:
    when = update.when or format_date(update.happened_on, "j F Y")
    url = address("updates", mark=update.slug)
    note = f"{when[:1].upper()}{when[1:]}. {said_by(update.source)}"
    yield entry(UPDATES, update.title, in_words(update.text), url, note=note)


@entries_of.register
def _glossary_term(term: GlossaryTerm) -> Iterator[Entry]:
    yield entry(GLOSSARY, term.term, term.definition, address("glossary", mark=term.slug))


@entries_of.register
def _link(link: Link) -> Iterator[Entry]:
    url = address("links", mark=link.slug, otherwise="sources")
    yield entry(LINKS, link.title, link.description, url)


@entries_of.register
def _source(source: Source) -> Iterator[Entry]:
    if source.is_told:
        return
    day = format_date(source.published_on, "j F Y") if source.published_on else source.published_note
    by = ", ".join(filter(None, [source.publisher, day]))
    yield entry(SOURCES, source.title, by, address("sources", mark=source.slug))


def searched() -> Iterator[models.QuerySet]:
    """The rows of this room that a search looks through, with what their entries need."""
    yield Principle.objects.prefetch_related("points", "expectations", "signs")
    yield LCSIFunction.objects.all()
    yield GuidePage.objects.all()
    yield GlossaryTerm.objects.all()
    yield Link.objects.all()
    yield EvidenceUse.objects.all()
    yield StartingPoint.objects.all()
    yield Source.objects.listed()
    for model in (Impact, Finding, EquityPoint, Update):
        yield model._default_manager.select_related("source")
