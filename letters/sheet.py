"""From a letter and one recipient to the words on the sheet, with the gaps that are left."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from casestudies.models import CaseStudy
from documents import fonts
from documents.envelope import AddressBlock, AddressDoesNotFit, address_block
from members.models import Organisation
from members.pictures import PLACES
from partnerships.models import Recipient
from principles.models import Finding
from publicbodies.models import BodyKind

from .fields import EMPTY, Origin, letter_date
from .merge import Filled, Gap, Value, gap_mark, member_block
from .models import Citation, CitationKind, Letter, LetterCopy
from .salutation import greeting, sign_off

# What a council of each tier answers for, as a letter names it. From the Local Government Acts.
COMPETENCES: dict[str, list[str]] = {
    BodyKind.COUNTY: ["social care", "public health"],
    BodyKind.DISTRICT: ["housing", "planning", "leisure"],
    BodyKind.ICB: ["health services", "health inequalities"],
    BodyKind.STRATEGIC_AUTHORITY: ["transport", "skills", "growth"],
}
_TAG = re.compile(r"<[^>]*>")  # of our own HTML, in which every other < is escaped

ALL_COUNCIL_COMPETENCES = ["social care", "public health", "housing", "planning", "leisure"]


@dataclass(frozen=True)
class NamedGap:
    """A gap with the place on the site where it is filled."""

    label: str
    url: str


@dataclass(frozen=True)
class Sheet:
    """One recipient's letter, ready for the layout. Html fields are safe; the rest is plain text."""

    title: str
    running_title: str
    org_name: str
    sender_lines: Sequence[str]
    legal_line: str
    address_lines: Sequence[str]
    compact_address: bool
    date: str
    greeting: SafeString
    subject: SafeString
    body: SafeString
    sign_off: str
    signer_name: SafeString
    signer_role: SafeString
    signer_organisation: SafeString
    offset_mm: int
    gaps: Sequence[NamedGap]
    problems: Sequence[str] = ()
    warnings: Sequence[str] = ()
    large_print: bool = False
    draft: bool = False
    fold_ticks: bool = True
    logo_url: str = ""
    logo_alt: str = ""
    signature_url: str = ""
    signature_alt: str = ""
    stored_pictures: Mapping[str, FieldFile] = field(default_factory=dict)
    enclosures: Sequence[str] = field(default_factory=tuple)
    cc: Sequence[str] = field(default_factory=tuple)
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing, so that the letter may leave."""
        return not self.gaps and not self.problems

    @property
    def file_stem(self) -> str:
        """The file name without its ending: plain letters, safe on every system."""
        return slugify(self.title)[:100].strip("-") or "letter"


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
    studies = CaseStudy.objects.published().filter(slug__in=wanted[CitationKind.CASE_STUDY])
    found: dict[tuple[str, str], Finding | CaseStudy] = {
        (CitationKind.FINDING, row.ref): row for row in (findings if wanted[CitationKind.FINDING] else [])
    }
    found |= {
        (CitationKind.CASE_STUDY, row.slug): row
        for row in (studies if wanted[CitationKind.CASE_STUDY] else [])
    }
    return [(row, found[row.kind, row.reference]) for row in citations if (row.kind, row.reference) in found]


def cited_titles(letter: Letter) -> list[tuple[Citation, str]]:
    """What the letter cites, by its title."""
    return [(citation, str(row)) for citation, row in cited_rows(letter)]


def cited_texts(letter: Letter) -> tuple[list[str], str]:
    """The sentences of the findings a letter cites, each with its source, and of its case study."""
    findings: list[str] = []
    case_study = ""
    for _, row in cited_rows(letter):
        if isinstance(row, CaseStudy):
            case_study = row.letter_sentence
            continue
        findings.append(cited_sentence(row))
    return findings, case_study


def cited_sentence(finding: Finding) -> str:
    """What a letter prints of a finding: its words and its source."""
    source = finding.source
    when = f"{source.published_on:%B %Y}" if source.published_on else source.published_note
    return f"{finding.text.rstrip('.')} ({source.title}, {source.publisher}, {when})."


def profile_values(organisation: Organisation, letter: Letter | None = None) -> dict[str, Value]:
    """What the profile knows. An empty optional detail was left empty on purpose; an essential is a gap."""
    return {
        "sender_name": (letter and letter.signer_name) or organisation.signer_name,
        "sender_role": (letter and letter.signer_role) or organisation.signer_role,
        "organisation_name": organisation.name,
        "organisation_short_name": organisation.short_name or organisation.name,
        "organisation_address": organisation.address or EMPTY,
        "organisation_email": organisation.email or EMPTY,
        "organisation_phone": organisation.phone or EMPTY,
        "organisation_website": organisation.website or EMPTY,
        "charity_number": organisation.charity_number or EMPTY,
        "place": organisation.place,
        "sector_term": organisation.sector_in_short,
        "sector_term_in_full": organisation.sector_in_full,
        "groups_supported": organisation.groups_supported or EMPTY,
        "staff_and_volunteers": EMPTY,
    }


def body_values(recipient: Recipient) -> dict[str, Value]:
    """What is known about a recipient's body. What a body of the member's own decides is not known."""
    where = recipient.where
    competences = COMPETENCES.get(where.kind, ALL_COUNCIL_COMPETENCES) if recipient.body else EMPTY
    return {
        "body": where.official_name,
        "tier": where.get_kind_display(),
        "competences": competences,
        "change_notice": where.change_note or EMPTY,
    }


def letter_values(letter: Letter) -> dict[str, Value]:
    """What was asked for in this letter, the examples as the member's own blocks."""
    findings, case_study = cited_texts(letter)
    return {
        "date": letter.dated_on,
        "our_reference": f"CT-{letter.uuid.hex[:6].upper()}",
        "main_ask": member_block(letter.main_ask) if letter.main_ask.strip() else "",
        "further_asks": [member_block(line) for line in letter.further_asks.splitlines() if line.strip()]
        or EMPTY,
        "reply_by_date": letter.reply_by_on or "",
        "examples": [member_block(text) for text in letter.chosen_examples if text.strip()],
        "findings": findings or EMPTY,
        "case_study": case_study or EMPTY,
        "meeting_dates": EMPTY,
        "enclosures": EMPTY,
        "cc": EMPTY,
        "co_signatories": EMPTY,
        "sources": EMPTY,
    }


def recipient_values(recipient: Recipient) -> dict[str, Value]:
    return {
        "post": recipient.post_label,
        "recipient_name": recipient.full_name or recipient.post_label,
        "recipient_address": recipient.address or EMPTY,
        **body_values(recipient),
    }


def sheet_for(copy: LetterCopy, *, draft: bool = False, large_print: bool | None = None) -> Sheet:
    """One recipient's letter with every value in its place and every gap named.

    Without a word about large print it is set as the organisation's profile says.
    """
    letter, recipient = copy.letter, copy.recipient
    organisation = letter.organisation
    if large_print is None:
        large_print = organisation.large_print
    values = profile_values(organisation, letter) | letter_values(letter)
    if recipient:
        hello = greeting(recipient.post_label, recipient.name, recipient.style, recipient.salutation)
        goodbye = letter.template_version.sign_off or sign_off(recipient.name, recipient.salutation)
        values |= recipient_values(recipient) | {"salutation_name": hello.removeprefix("Dear ")}
        to = recipient.where.official_name
    else:
        hello = letter.template_version.greeting or greeting("")
        goodbye = letter.template_version.sign_off or sign_off(sector=True)
        to = "the local voluntary sector"
    filled = letter.template_version.compiled().fill(values)
    gaps = [named_gap(gap, letter) for gap in filled.gaps]
    signer, signer_gaps = _signer(values, filled)
    gaps += [named_gap(gap, letter) for gap in signer_gaps]
    address, problems = _address(recipient, large_print=large_print)
    printed = [hello, _TAG.sub("", filled.body_html), organisation.name, *(address.lines if address else ())]
    return Sheet(
        title=f"{filled.subject_text}: to {to}",
        running_title=f"{organisation.name}, letter to {to}",
        org_name=organisation.name,
        sender_lines=_sender_lines(organisation),
        legal_line=f"Registered charity {organisation.charity_number}" if organisation.charity_number else "",
        address_lines=address.lines if address else [],
        compact_address=bool(address and address.compact),
        date=letter_date(letter.dated_on),
        greeting=mark_safe(escape(hello)),  # noqa: S308  (escaped)
        subject=filled.subject_html,
        body=filled.body_html,
        sign_off=goodbye,
        signer_name=signer["sender_name"],
        signer_role=signer["sender_role"],
        signer_organisation=signer["organisation_name"],
        offset_mm=organisation.envelope_offset_mm,
        gaps=gaps,
        problems=problems,
        warnings=_unprintable(" ".join([*printed, *map(str, signer.values())])),
        draft=draft,
        large_print=large_print,
        values=values,
        **pictures_of(letter),
    )


def pictures_of(letter: Letter) -> dict[str, Any]:
    """The logo, and the signature when the letter is signed by the person whose signature it is."""
    organisation = letter.organisation
    is_theirs = letter.signer_name in ("", organisation.signer_name)
    shown = [name for name in PLACES if name == "logo" or is_theirs]
    values: dict[str, Any] = {"stored_pictures": {n: getattr(organisation, n) for n in shown}}
    for name in shown:
        values[f"{name}_url"], values[f"{name}_alt"] = organisation.picture(name)
    return values


def named_gap(gap: Gap, letter: Letter) -> NamedGap:
    """A gap with the address of the field that fills it."""
    here = letter.get_absolute_url()
    if gap.origin == Origin.PROFILE and gap.key not in ("sender name", "sender role"):
        name = {"organisation name": "name", "place": "place"}.get(gap.key, "name")
        profile = reverse("members:profile")
        return NamedGap(gap.label, f"{profile}?organisation={letter.organisation.slug}&next={here}#id_{name}")
    anchors = {
        "sender name": "id_signer_name", "sender role": "id_signer_role", "main ask": "id_main_ask",
        "reply by date": "id_reply_by_on", "examples": "examples", "date": "id_dated_on",
    }  # fmt: skip
    if gap.key.startswith("own: "):
        return NamedGap(gap.label, f"{here}#{_own_gap_anchor(gap.key.removeprefix('own: '), letter)}")
    return NamedGap(gap.label, f"{here}#{anchors.get(gap.key, 'id_main_ask')}")


def _own_gap_anchor(name: str, letter: Letter) -> str:
    """The text box in which the member wrote a bracket that is not filled yet."""
    bracket = f"[{name}]"
    for index, example in enumerate(letter.examples):
        if example.get("chosen") and bracket in " ".join(example["text"].split()):
            return f"id_example_{index}_text"
    return "id_further_asks" if bracket in letter.further_asks else "id_main_ask"


def _signer(values: dict[str, Value], filled: Filled) -> tuple[dict[str, SafeString], list[Gap]]:
    """The lines under the sign-off. A gap already named in the text is not named twice."""
    lines: dict[str, SafeString] = {}
    gaps: list[Gap] = []
    known = {gap.key for gap in filled.gaps}
    for attribute in ("sender_name", "sender_role", "organisation_name"):
        if value := values[attribute]:
            lines[attribute] = mark_safe(escape(str(value)))  # noqa: S308  (escaped)
            continue
        gap, lines[attribute] = gap_mark(attribute)
        if gap.key not in known:
            gaps.append(gap)
    return lines, gaps


def _unprintable(text: str) -> list[str]:
    """A warning that names the characters which none of the PDF's typefaces can draw."""
    missing = fonts.missing_glyphs(html.unescape(text))
    if not missing:
        return []
    return [f"The PDF cannot show {', '.join(missing)}. Word can, or write it in Latin letters."]


def _sender_lines(organisation: Organisation) -> list[str]:
    lines = [*organisation.address.splitlines(), organisation.phone, organisation.email]
    return [line.strip() for line in lines if line.strip()]


def address_problems(copies: Iterable[LetterCopy], organisation: Organisation) -> list[str]:
    """What keeps the addresses of these copies from fitting the envelope's window."""
    return [
        problem
        for copy in copies
        for problem in _address(copy.recipient, large_print=organisation.large_print)[1]
    ]


def _address(recipient: Recipient | None, *, large_print: bool) -> tuple[AddressBlock | None, list[str]]:
    if recipient is None:
        return None, []
    try:
        return address_block(recipient.address_lines, large_print=large_print), []
    except AddressDoesNotFit as refusal:
        return None, [f"{recipient}: {problem}" for problem in refusal.problems]
