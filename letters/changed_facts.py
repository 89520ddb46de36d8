"""What changed in the public rooms since a letter that cites it was made ready. Found when it is read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils import timezone

from casestudies.models import CaseStudy
from documents.comparing import Stretch, stretches
from members.models import User
from principles.models import Finding

from .citing import cited_sentence
from .models import CitationKind, Letter, LetterVersion, SeenChange


@dataclass(frozen=True)
class ChangedFact:
    """A finding or case study that says something else by now, or nothing any more."""

    version: LetterVersion
    kind: str
    reference: str
    title: str
    before: str
    now: str
    url: str
    source: str
    is_withdrawn: bool
    is_seen: bool

    @property
    def kind_label(self) -> str:
        return CitationKind(self.kind).label

    @property
    def stretches(self) -> list[Stretch]:
        """The old wording and the new one, word by word."""
        return stretches(self.before, self.now)


Fact = Finding | CaseStudy


def changed_facts(versions: Iterable[LetterVersion]) -> dict[int, list[ChangedFact]]:
    """What changed for each version that cites something, by the version's key.

    Two queries however many there are, when the versions were loaded with their `seen_changes`.
    """
    rows = list(versions)
    facts = current_facts((entry["kind"], entry["reference"]) for version in rows for entry in version.cited)
    return {version.pk: list(_changes(version, facts)) for version in rows}


def with_new_changes(letters: Iterable[Letter]) -> list[Letter]:
    """The letters, loaded for a page, each with the `new_changes` that nobody has seen yet.

    Of each letter its current version counts, and the one that was sent last.
    """
    rows = list(letters)
    versions = {row: {row.current_version, row.sent_version} - {None} for row in rows}
    found = changed_facts(version for each in versions.values() for version in each if version)
    for row in rows:
        of_letter = sorted((version for version in versions[row] if version), key=lambda each: -each.number)
        row.new_changes = [
            change for version in of_letter for change in found[version.pk] if not change.is_seen
        ]
    return rows


def mark_seen(version: LetterVersion, kind: str, reference: str, by: User) -> bool:
    """Keep that somebody has seen what changed, as it is now. Returns whether there was something new."""
    for change in changed_facts([version])[version.pk]:
        if (change.kind, change.reference) == (kind, reference) and not change.is_seen:
            SeenChange.objects.update_or_create(
                version=version,
                kind=kind,
                reference=reference,
                defaults={"text": change.now, "seen_by": by, "seen_at": timezone.now()},
            )
            return True
    return False


def current_facts(cited: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Fact]:
    """What is cited, by kind and reference, as it is now. What has been withdrawn is not among it."""
    wanted: dict[str, set[str]] = {}
    for kind, reference in cited:
        wanted.setdefault(kind, set()).add(reference)
    found: dict[tuple[str, str], Fact] = {}
    if refs := wanted.get(CitationKind.FINDING):
        for finding in Finding.objects.filter(ref__in=refs).select_related("source"):
            found[CitationKind.FINDING, finding.ref] = finding
    if slugs := wanted.get(CitationKind.CASE_STUDY):
        for study in CaseStudy.objects.published().filter(slug__in=slugs).select_related("source"):
            found[CitationKind.CASE_STUDY, study.slug] = study
    return found


def _changes(version: LetterVersion, facts: Mapping[tuple[str, str], Fact]) -> Iterator[ChangedFact]:
    seen = {(row.kind, row.reference): row.text for row in version.seen_changes.all()}
    for entry in version.cited:
        key = entry["kind"], entry["reference"]
        fact = facts.get(key)
        now = printed(fact) if fact else ""
        # The words are compared, not the revision: a date of the source may change without one, and a new
        # revision may be about what no letter prints.
        if fact and now == entry["text"]:
            continue
        yield ChangedFact(
            version=version,
            kind=entry["kind"],
            reference=entry["reference"],
            title=str(fact) if fact else entry["title"],
            before=entry["text"],
            now=now,
            url=fact.get_absolute_url() if fact else "",
            source=str(fact.source) if fact else "",
            is_withdrawn=fact is None,
            is_seen=seen.get(key) == now,
        )


def printed(fact: Fact) -> str:
    """What a letter says of a finding or a case study, with its source in full.

    A release that prints it in another way has to bring `LetterVersion.cited` along, or everything changed.
    """
    return fact.letter_sentence if isinstance(fact, CaseStudy) else cited_sentence(fact)
