"""What a letter cites: findings and a case study, by reference, and the words it prints of them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from casestudies.models import CaseStudy
from members.models import Organisation
from principles.models import Finding, Source

from .models import Citation, CitationKind, Letter, LetterVersion


def cite(letter: Letter, items: Iterable[Finding | CaseStudy]) -> None:
    """Add findings and case studies to what a letter cites, each with the revision it has now."""
    Citation.objects.bulk_create(
        [
            Citation(letter=letter, kind=kind_of(item), reference=reference_of(item), revision=item.revision)
            for item in items
        ],
        ignore_conflicts=True,
    )


def kind_of(item: Finding | CaseStudy) -> CitationKind:
    """Whether it is a finding or a case study, as a citation stores it."""
    return CitationKind.FINDING if isinstance(item, Finding) else CitationKind.CASE_STUDY


def reference_of(item: Finding | CaseStudy) -> str:
    """What a citation keeps of it: a finding's reference or a case study's short name."""
    return item.ref if isinstance(item, Finding) else item.slug


def cited_rows(letter: Letter) -> list[tuple[Citation, Finding | CaseStudy]]:
    """What the letter cites, in the order it was added. What has been withdrawn since is left out.

    Asked once of a letter that was loaded: all its copies share it.
    """
    loaded = vars(letter)
    if "cited_rows" not in loaded:
        loaded["cited_rows"] = _cited_rows(letter)
    rows: list[tuple[Citation, Finding | CaseStudy]] = loaded["cited_rows"]
    return rows


def _cited_rows(letter: Letter) -> list[tuple[Citation, Finding | CaseStudy]]:
    citations = list(letter.citations.all())
    wanted = {kind: [row.reference for row in citations if row.kind == kind] for kind in CitationKind.values}
    findings = Finding.objects.filter(ref__in=wanted[CitationKind.FINDING]).select_related("source")
    studies = (
        CaseStudy.objects.published()
        .filter(slug__in=wanted[CitationKind.CASE_STUDY])
        .select_related("source")
    )
    found: dict[tuple[str, str], Finding | CaseStudy] = {
        (CitationKind.FINDING, row.ref): row for row in (findings if wanted[CitationKind.FINDING] else [])
    }
    found |= {
        (CitationKind.CASE_STUDY, row.slug): row
        for row in (studies if wanted[CitationKind.CASE_STUDY] else [])
    }
    vars(letter)["gone_rows"] = [row for row in citations if (row.kind, row.reference) not in found]
    return [(row, found[row.kind, row.reference]) for row in citations if (row.kind, row.reference) in found]


def gone_rows(letter: Letter) -> list[Citation]:
    """What the letter cites that was withdrawn or deleted, so that its sentence has left the letter."""
    cited_rows(letter)
    rows: list[Citation] = vars(letter)["gone_rows"]
    return rows


def changed_rows(letter: Letter) -> dict[int, str]:
    """What the letter cites that says something else since it was chosen, by its title."""
    return {row.pk: str(fact) for row, fact in cited_rows(letter) if row.revision != fact.revision}


def see_changes(letter: Letter, keys: Iterable[int]) -> None:
    """Keep that somebody has seen what these citations say now. The letter itself stays as it is."""
    seen = set(keys)
    for row, fact in cited_rows(letter):
        if row.pk in seen:
            row.revision = fact.revision
            row.save(update_fields=["revision"])


def changed_in_drafts(organisation: Organisation) -> QuerySet[Citation]:
    """What the drafts of an organisation cite and says something else since, in one query."""
    of_finding = Finding.objects.filter(ref=OuterRef("reference"), revision__gt=OuterRef("revision"))
    of_study = CaseStudy.objects.published().filter(
        slug=OuterRef("reference"), revision__gt=OuterRef("revision")
    )
    return (
        _of_drafts(organisation)
        .filter(
            Q(kind=CitationKind.FINDING) & Q(Exists(of_finding))
            | Q(kind=CitationKind.CASE_STUDY) & Q(Exists(of_study))
        )
        .select_related("letter")
        .order_by("letter__changed_at", "pk")
    )


def gone(citations: QuerySet[Citation]) -> QuerySet[Citation]:
    """Those of what is no longer on the site."""
    studies = CaseStudy.objects.published().values("slug")
    return citations.filter(
        Q(kind=CitationKind.CASE_STUDY) & ~Q(reference__in=studies)
        | Q(kind=CitationKind.FINDING) & ~Q(reference__in=Finding.objects.values("ref"))
    )


def gone_from_drafts(organisation: Organisation) -> QuerySet[Citation]:
    """What the drafts of an organisation cited and can no longer say, in one query."""
    return gone(_of_drafts(organisation)).select_related("letter").order_by("letter__changed_at", "pk")


def _of_drafts(organisation: Organisation) -> QuerySet[Citation]:
    as_it_is_now = LetterVersion.objects.filter(
        letter=OuterRef("letter"), revision=OuterRef("letter__revision")
    )
    return Citation.objects.filter(~Exists(as_it_is_now), letter__organisation=organisation)


def named(citations: Iterable[Citation]) -> dict[int, str]:
    """What each of them cites, by its title where there still is a row with one."""
    rows = list(citations)
    slugs = [row.reference for row in rows if row.kind == CitationKind.CASE_STUDY]
    titles = dict(CaseStudy.objects.filter(slug__in=slugs).values_list("slug", "title")) if slugs else {}
    return {row.pk: f"“{titles[row.reference]}”" if row.reference in titles else str(row) for row in rows}


def cited_texts(letter: Letter) -> tuple[list[str], str]:
    """The sentences of the findings a letter cites, with their sources, and of its case study."""
    rows = [row for _, row in cited_rows(letter)]
    studies = [row.letter_sentence for row in rows if isinstance(row, CaseStudy)]
    return cited_list([row for row in rows if isinstance(row, Finding)]), studies[-1] if studies else ""


def cited_list(findings: Iterable[Finding]) -> list[str]:
    """What a letter prints of its findings. A source that was named just above is not named in full again."""
    sentences: list[str] = []
    above: Source | None = None
    for finding in findings:
        repeats = finding.source == above
        sentences.append(_sentence(finding, "same source") if repeats else cited_sentence(finding))
        above = finding.source
    return sentences


def cited_sentence(finding: Finding) -> str:
    """The words of a finding and its source in full: by these a letter notices that a fact has changed."""
    source = finding.source
    return _sentence(finding, ", ".join(filter(None, [source.title, source.publisher, published(source)])))


def _sentence(finding: Finding, source: str) -> str:
    return f"{finding.text.rstrip('.')} ({source})."


def source_notes(letter: Letter) -> list[str]:
    """Each source of what the letter cites, once: publisher, title, when and where it can be read."""
    notes = [_source_note(row.source) for _, row in cited_rows(letter) if row.source]
    return list(dict.fromkeys(notes))


def _source_note(source: Source) -> str:
    parts = (source.publisher, source.title, published(source), source.url)
    return ", ".join(part for part in parts if part)


def published(source: Source) -> str:
    """When a source was published, in words."""
    return f"{source.published_on:%B %Y}" if source.published_on else source.published_note
