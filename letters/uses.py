"""How many letters of members use a public row. Counts only: NAVCA never learns which."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from casestudies.models import CaseStudy
from members.work import Activity
from principles.models import Finding

from .models import Citation, CitationKind, Letter, LetterTemplateVersion, LetterVersion, StarterExample


def uses(rows: Iterable[Any]) -> Iterator[str]:
    """What uses these rows by their reference, without a key: “3 letters of members cite it”."""
    cited = [
        (CitationKind.FINDING.value, row.ref)
        if isinstance(row, Finding)
        else (CitationKind.CASE_STUDY.value, row.slug)
        for row in rows
        if isinstance(row, Finding | CaseStudy)
    ]
    if cited and (count := len(letters_that_cite(cited))):
        yield f"{count} letter{' of a member cites' if count == 1 else 's of members cite'} it"
    examples = [row for row in rows if isinstance(row, StarterExample)]
    if examples:
        count = _with_examples([row.ref for row in examples])
        if count:
            yield f"{count} letter{' of a member lists' if count == 1 else 's of members list'} it"
        count = Activity.objects.filter(idea__in=[row.slug for row in examples]).count()
        if count:
            yield f"{count} activit{'y of a member' if count == 1 else 'ies of members'} began with it"


def uses_of_versions(versions: QuerySet[LetterTemplateVersion]) -> Iterator[str]:
    """Why versions of letter templates stay: they are published, and letters were written from them."""
    if count := versions.filter(published_at__isnull=False).count():
        yield f"{count} version{' is' if count == 1 else 's are'} published: members write letters from it"
    began = Letter.objects.filter(template_version__in=versions).values_list("pk", flat=True)
    ready = LetterVersion.objects.filter(template_version__in=versions).values_list("letter", flat=True)
    if count := len({*began, *ready}):
        yield f"{count} letter{' of a member was' if count == 1 else 's of members were'} written from it"


def letters_that_cite(cited: Iterable[tuple[str, str]]) -> set[Any]:
    """The keys of the letters that cite any of these, as they stand or in a version that was made ready."""
    now, then = Q(), Q()
    for kind, reference in cited:
        now |= Q(kind=kind, reference=reference)
        then |= Q(as_text__contains=f'"{reference}"') & Q(as_text__contains=f'"{kind}"')
    letters = set(Citation.objects.filter(now).values_list("letter", flat=True))
    versions = LetterVersion.objects.annotate(as_text=Cast("cited", TextField())).filter(then)
    return letters | set(versions.values_list("letter", flat=True))


def _with_examples(refs: Iterable[str]) -> int:
    chosen = Q()
    for ref in refs:
        chosen |= Q(as_text__contains=f'"{ref}"')
    return Letter.objects.annotate(as_text=Cast("examples", TextField())).filter(chosen).count()
