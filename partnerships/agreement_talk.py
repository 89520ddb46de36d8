"""What an agreement's page shows of the talk with both sides: comments by section, links and polls."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .agreement_document import frozen_sections
from .models import Agreement, AgreementVersion, Comment, PrivateLink
from .poll_results import Results, results


@dataclass(frozen=True)
class SectionComments:
    """What was said of one section of one version."""

    version: AgreementVersion
    title: str
    open: list[Comment] = field(default_factory=list)
    settled: list[Comment] = field(default_factory=list)


@dataclass(frozen=True)
class Talk:
    """The talk about an agreement."""

    sections: Sequence[SectionComments]
    links: Sequence[PrivateLink]
    polls: Sequence[Results]

    @property
    def open_sections(self) -> list[SectionComments]:
        return [each for each in self.sections if each.open]

    @property
    def settled(self) -> list[tuple[SectionComments, Comment]]:
        return [(each, comment) for each in self.sections for comment in each.settled]

    @property
    def links_at_work(self) -> list[PrivateLink]:
        """The links by which somebody can still answer."""
        return [link for link in self.links if link.can_be_answered]

    @property
    def links_ended(self) -> list[PrivateLink]:
        """Links that ended, and those to a poll that is closed."""
        return [link for link in self.links if not link.can_be_answered]

    @property
    def latest_poll(self) -> Results | None:
        return self.polls[0] if self.polls else None


def talk_about(agreement: Agreement) -> Talk:
    """The comments, links and polls of an agreement."""
    return Talk(
        sections=_sections(agreement),
        links=list(PrivateLink.objects.filter(agreement=agreement).for_page()),
        polls=results(agreement),
    )


def _sections(agreement: Agreement) -> list[SectionComments]:
    """The sections that have comments, those of the latest version first, in the order of the text."""
    said: dict[tuple[int, str], list[Comment]] = {}
    for comment in Comment.objects.of_agreement(agreement):
        said.setdefault((comment.version_id, comment.section), []).append(comment)
    versions = agreement.versions.filter(pk__in={version for version, _ in said})
    return [
        SectionComments(
            version,
            section.title,
            [comment for comment in comments if not comment.is_settled],
            [comment for comment in comments if comment.is_settled],
        )
        for version in versions
        for section in frozen_sections(version.html)
        if (comments := said.get((version.pk, section.key)))
    ]
