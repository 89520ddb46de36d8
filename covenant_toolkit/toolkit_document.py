"""The whole toolkit from the live content as one HTML document, for the renderer of PDFs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from casestudies.models import (
    CaseStudy,
    CaseStudyUpdate,
    Figure,
    FunctionTag,
    SuccessFactor,
    SuccessFactorTag,
)
from letters.blanks import blank_sheet
from letters.models import LetterTemplate
from principles.matrix import evidence_matrix
from principles.models import (
    EquityKind,
    EquityPoint,
    EvidenceUse,
    Finding,
    GlossaryTerm,
    GuidePage,
    Impact,
    LCSIFunction,
    Link,
    Principle,
    SignKind,
    Source,
    StartingPoint,
    Update,
)
from principles.provenance import CuratedModel
from principles.views import by_side


@dataclass(frozen=True)
class Entry:
    """A line of the contents under a chapter."""

    id: str
    title: str


@dataclass(frozen=True)
class Chapter:
    """A chapter. Its id is the address of its page with hyphens, so that the site's own links lead on."""

    id: str
    title: str
    template: str
    rows: Sequence[Any]
    entries: Sequence[Entry] = ()
    more: dict[str, Any] = field(default_factory=dict)


def document() -> str:
    """The whole toolkit as one HTML document for the renderer."""
    found = chapters()
    context = {
        "title": settings.SITE_NAME,
        "chapters": found,
        "made_on": timezone.localdate(),
        "has_unreviewed_text": any(
            isinstance(row, CuratedModel) and not row.is_reviewed for chapter in found for row in chapter.rows
        ),
    }
    return _lead_on(_put_under(render_to_string("toolkit/document.html", context)))


def chapters() -> list[Chapter]:
    """Every chapter that has something to say, in the order of reading."""
    findings = list(Finding.objects.select_related("source").prefetch_related("principles", "functions"))
    principles = list(
        Principle.objects.select_related("source").prefetch_related("points", "expectations", "signs__source")
    )
    functions = list(LCSIFunction.objects.select_related("source").prefetch_related("usual_principles"))
    every = [
        _chapter("guide", "Guide", GuidePage.objects.prefetch_related("sources"), title="title"),
        _chapter("starting-points", "Where does the relationship stand today?",
                 StartingPoint.objects.select_related("principle"), title="label"),
        Chapter(
            "principles", "The four principles", "toolkit/principles.html", principles,
            [Entry(f"principles-{row.slug}", str(row)) for row in principles],
            {"principles": [_principle(row, findings) for row in principles]},
        ),
        _chapter("functions", "What local infrastructure does", functions, title="name",
                 impacts=list(Impact.objects.select_related("source"))),
        Chapter(
            "evidence", "The evidence", "toolkit/evidence.html", findings,
            [Entry(row.ref, str(row)) for row in findings],
            {"matrix": evidence_matrix(functions, principles, findings), "principles": principles},
        ),
        _chapter("uses", "How to use the evidence", EvidenceUse.objects.all()),
        _equity(),
        _chapter("success-factors", "What makes an agreement last", SuccessFactor.objects.all()),
        _chapter("case-studies", "Case studies", _case_studies(), title="title"),
        _chapter("updates", "Since the Covenant was published",
                 Update.objects.newest_first().select_related("source")),
        _chapter("glossary", "Words and what they mean", GlossaryTerm.objects.all()),
        _chapter("links", "Useful links", Link.objects.all()),
        _letters(),
        _chapter("sources", "Sources", Source.objects.listed()),
    ]  # fmt: skip
    return [chapter for chapter in every if chapter.rows]


def _chapter(id_: str, heading: str, rows: Any, *, title: str = "", **more: Any) -> Chapter:
    rows = list(rows)
    entries = [Entry(f"{id_}-{row.slug}", getattr(row, title)) for row in rows] if title else []
    return Chapter(id_, heading, f"toolkit/{id_.replace('-', '_')}.html", rows, entries, more)


def _principle(principle: Principle, findings: Sequence[Finding]) -> dict[str, Any]:
    signs = list(principle.signs.all())
    return {
        "row": principle,
        "sides": by_side(list(principle.expectations.all())),
        "signs": [(kind.label, rows) for kind in SignKind if (rows := [s for s in signs if s.kind == kind])],
        "findings": [row for row in findings if principle in row.principles.all()],
    }


def _equity() -> Chapter:
    points = list(EquityPoint.objects.select_related("source"))
    kinds = [(kind.label, rows) for kind in EquityKind if (rows := [p for p in points if p.kind == kind])]
    return _chapter("equity", "Equity, a lens over all four principles", points, kinds=kinds)


def _case_studies() -> QuerySet[CaseStudy]:
    return (
        CaseStudy.objects.published()
        .select_related("source")
        .prefetch_related(
            "principles",
            "partners",
            "public_bodies",
            Prefetch("figures", queryset=Figure.objects.select_related("source")),
            Prefetch("updates", queryset=CaseStudyUpdate.objects.select_related("source")),
            Prefetch("function_tags", queryset=FunctionTag.objects.select_related("function")),
            Prefetch(
                "success_factor_tags", queryset=SuccessFactorTag.objects.select_related("success_factor")
            ),
        )
    )


def _letters() -> Chapter:
    templates = list(LetterTemplate.objects.in_use())
    sheets = [(row, blank_sheet(version)) for row in templates if (version := row.current_version)]
    entries = [Entry(f"templates-{row.slug}", row.title) for row, _ in sheets]
    return Chapter(
        "templates", "Letters to adapt", "toolkit/letters.html", templates, entries, {"letters": sheets}
    )


_UNDER = re.compile(r'<div class="under-(\d)">(.*?)</div>', re.DOTALL)
_HEADING = re.compile(r"<(/?)h([1-6])>")
_LINK = re.compile(r'<a href="(/[^"]*|#[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ID = re.compile(r'\sid="([^"]+)"')


def _put_under(html: str) -> str:
    """Give the headings of curated Markdown the levels below the heading they stand under.

    `<div class="under-3">` holds one text that stands under an h3. No level is left out.
    """

    def one_text(match: re.Match[str]) -> str:
        above = last = int(match[1])
        first = min((int(level) for _, level in _HEADING.findall(match[2])), default=2)

        def one_heading(heading: re.Match[str]) -> str:
            nonlocal last
            if not heading[1]:
                last = min(int(heading[2]) - first + above + 1, last + 1, 6)
            return f"<{heading[1]}h{last}>"

        return f"<div>{_HEADING.sub(one_heading, match[2])}</div>"

    return _UNDER.sub(one_text, html)


def _lead_on(html: str) -> str:
    """Turn the site's own links into links within the document; others keep their words."""
    ids = set(_ID.findall(html))

    def one_link(match: re.Match[str]) -> str:
        path, _, fragment = match[1].partition("#")
        page = path.partition("?")[0].strip("/").replace("/", "-")
        target = next((name for name in (fragment, page) if name in ids), None)
        return f'<a href="#{target}">{match[2]}</a>' if target else match[2]

    return _LINK.sub(one_link, html)
