"""A case study drafted from a story in one action, with figures, partners, tags, pictures and its source."""

import re

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst, slugify

from casestudies.models import (
    RESERVED_SLUGS,
    CaseStudy,
    CaseStudyPicture,
    Figure,
    FunctionTag,
    Partner,
    SuccessFactorTag,
)
from principles.models import Source
from principles.models.sources import TOLD

from .models import User
from .pictures import stored_bytes
from .stories import Story, StoryStatus
from .story_steps import A_MEMBER, NotNow, locked
from .story_words import StoryWords

LONGEST_SENTENCE = 300


@transaction.atomic
def draft_case_study(story: Story, by: User) -> CaseStudy:
    """Make the draft from the words NAVCA has, and keep with the story which one it is.

    The organisation is named only where it agreed to that, and so is each partner. Raises NotNow when the
    story is not with NAVCA, or was drafted already.
    """
    found = locked(story)
    is_gone = found.status == StoryStatus.TAKEN_UP and found.case_study_id is None
    if not (found.is_with_navca or is_gone):
        raise NotNow(f"This story is in another place now: {found.state.lower()}.")
    words = StoryWords.sent(found)
    teller = str(found.organisation) if words.may_name else A_MEMBER
    slug = free_slug(words.title)
    source = _source(slug, teller, f"Story told to NAVCA: {words.title}")
    study = CaseStudy.objects.create(
        slug=slug,
        title=words.title,
        place=words.place,
        lead_organisation=str(found.organisation) if words.may_name else "",
        region=words.region,
        place_kind=words.place_kind,
        period=words.period,
        summary=words.summary or first_sentence(words.changed),
        the_place=as_markdown(words.problem),
        what_they_did=as_markdown(words.together),
        what_changed=as_markdown("\n\n".join(filter(None, [words.changed, words.learnt]))),
        letter_sentence=first_sentence(words.changed),
        source=source,
        source_line=f"Told by {teller if words.may_name else 'a member of NAVCA'}",
        told_by_member=True,
        from_story=True,
    )
    study.principles.set(words.principle_rows)
    _add_parts(study, words, teller, source)
    found.case_study, found.status = study, StoryStatus.TAKEN_UP
    found.save()
    found.record(by, what="Case study drafted", by_navca=True)
    return study


def _add_parts(study: CaseStudy, words: StoryWords, teller: str, source: Source) -> None:
    sources = {"": source}
    for number, row in enumerate(words.figure_rows, 1):
        if row.source not in sources:
            sources[row.source] = _source(f"{study.slug}-{number}", teller, row.source)
        Figure.objects.create(
            case_study=study, slug=f"figure-{number}", value=row.value[:40], unit=row.unit[:80],
            meaning=f"{capfirst(row.unit or row.value)}.", as_of=row.as_of[:60], source=sources[row.source],
            order=number,
        )  # fmt: skip
    for number, partner in enumerate([row for row in words.partner_rows if row.agreed], 1):
        Partner.objects.get_or_create(
            case_study=study, name=partner.name, defaults={"part": partner.part, "order": number}
        )
    for number, picture in enumerate(words.picture_rows, 1):
        content = stored_bytes(picture.file)
        if content is None:
            continue
        shown = CaseStudyPicture(
            case_study=study, alt=picture.alt, credit=picture.credit, order=number,
            file=ContentFile(content, str(picture.file.name).rpartition("/")[2]),
        )  # fmt: skip
        shown.clean()
        shown.save()
    for function in words.function_rows:
        FunctionTag.objects.create(case_study=study, function=function)
    for factor in words.factor_rows:
        SuccessFactorTag.objects.create(case_study=study, success_factor=factor)


def _source(slug: str, publisher: str, title: str) -> Source:
    stem, number = f"{TOLD}{slug}"[:44], 1
    free = stem
    while Source.objects.filter(slug=free).exists():
        number += 1
        free = f"{stem}-{number}"
    return Source.objects.create(
        slug=free, publisher=publisher, title=title[:300], published_note=str(timezone.localdate().year)
    )


def free_slug(title: str) -> str:
    """An address for a case study that no other has and no page of ours needs."""
    stem = slugify(title)[:90].strip("-") or "story"
    taken = {*CaseStudy.objects.filter(slug__startswith=stem).values_list("slug", flat=True), *RESERVED_SLUGS}
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def first_sentence(text: str) -> str:
    """The first sentence of a text, as one for a letter or a list to begin with. A curator reads it over."""
    first = re.split(r"(?<=[.!?])\s|\n", text.strip(), maxsplit=1)[0].strip()
    return first if len(first) <= LONGEST_SENTENCE else f"{first[:LONGEST_SENTENCE].rsplit(' ', 1)[0]} …"


def as_markdown(text: str) -> str:
    """Plain text with what Markdown would take for formatting made harmless, and its lines kept apart."""
    quiet = re.sub(r"([\\`*_\[\]])", r"\\\1", text)
    quiet = re.sub(r"(?m)^(\s*)([#>+-])", r"\1\\\2", quiet)
    return re.sub(r"(?<!\n)\n(?!\n)", "\n\n", quiet)
