"""From a letter and one recipient to the words on the sheet, with the gaps that are left."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from documents import fonts
from documents.envelope import AddressBlock, AddressDoesNotFit, address_block
from members.models import Organisation
from members.pictures import PLACES
from partnerships.models import Recipient

from .blocks import wording_of
from .fields import Origin, letter_date
from .merge import Filled, Gap, Value, gap_mark
from .models import Letter, LetterCopy
from .salutation import greeting, sign_off
from .tiers import Tier
from .unfilled import unfilled
from .values import copies_to, letter_values, lines_of, own_values, profile_values, recipient_values

LONGEST_STEM: Final = 100
_TO: Final = ": to "
_TAG = re.compile(r"<[^>]*>")  # of our own HTML, in which every other < is escaped


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
    co_signatories: Sequence[str] = field(default_factory=tuple)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing, so that the letter may leave."""
        return not self.gaps and not self.problems

    @property
    def file_stem(self) -> str:
        """The file name without its ending: plain letters, safe on every system."""
        return self.file_stem_for()

    def file_stem_for(self, person: str = "") -> str:
        """The same with a person or post, to tell the letters to one body apart. A long subject is cut."""
        subject, _, to = self.title.rpartition(_TO)
        whom = slugify(f"{_TO if subject else ''}{to} {person}")[:LONGEST_STEM]
        room = LONGEST_STEM - len(whom) - 1
        words = slugify(subject)
        if len(words) > room:
            words = words[: max(room, 0) + 1].rpartition("-")[0]
        return f"{words}-{whom}".strip("-") or "letter"


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
        values |= recipient_values(recipient) | own_values(letter, recipient)
        values["salutation_name"] = hello.removeprefix("Dear ")
        to = recipient.where.official_name
    else:
        hello = letter.template_version.greeting or greeting("")
        goodbye = letter.template_version.sign_off or sign_off(sector=True)
        to = "the local voluntary sector"
    filled = wording_of(letter).fill(values)
    signer, signer_gaps = _signer(values, filled)
    gaps = [named_gap(gap, letter, recipient) for gap in (*filled.gaps, *signer_gaps)]
    gaps += [NamedGap(label, url) for label, url in unfilled(letter, recipient)]
    address, problems = _address(recipient, large_print=large_print)
    co_signatories, enclosures = lines_of(letter.co_signatories), lines_of(letter.enclosures)
    cc = copies_to(letter) if recipient else []
    printed = [hello, _TAG.sub("", filled.body_html), organisation.name, *(address.lines if address else ())]
    printed += [*co_signatories, *enclosures, *cc]
    return Sheet(
        title=f"{filled.subject_text}{_TO}{to}",
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
        co_signatories=co_signatories,
        enclosures=enclosures,
        cc=cc,
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


# Where each field of the letter itself is filled.
ANCHORS: Final = {
    "sender name": "id_signer_name", "sender role": "id_signer_role", "main ask": "id_main_ask",
    "reply by date": "id_reply_by_on", "examples": "examples", "date": "id_dated_on",
}  # fmt: skip


def named_gap(gap: Gap, letter: Letter, recipient: Recipient | None) -> NamedGap:
    """A gap with the address of the field that fills it, named with whom it concerns if not everybody."""
    here = letter.get_absolute_url()
    if gap.origin == Origin.PROFILE and gap.key not in ("sender name", "sender role"):
        name = {"organisation name": "name", "place": "place"}.get(gap.key, "name")
        profile = reverse("members:profile")
        return NamedGap(gap.label, f"{profile}?organisation={letter.organisation.slug}&next={here}#id_{name}")
    if gap.key.startswith("own: "):
        anchor, whose = _own_gap(gap.key.removeprefix("own: "), letter, recipient)
        return NamedGap(f"{whose}: {gap.label}" if whose else gap.label, f"{here}#{anchor}")
    return NamedGap(gap.label, f"{here}#{ANCHORS.get(gap.key, 'id_main_ask')}")


def _own_gap(name: str, letter: Letter, recipient: Recipient | None) -> tuple[str, str]:
    """The text box in which the member wrote a bracket that is not filled yet, and whose letter holds it.

    Nobody is named when it is in every letter.
    """
    for anchor, text, whose in own_texts(letter, recipient):
        if f"[{name}]" in " ".join(text.split()).replace("\\", "/"):
            return anchor, whose
    return "id_main_ask", ""


def own_texts(letter: Letter, recipient: Recipient | None) -> Iterator[tuple[str, str, str]]:
    """Every text of the member's in one recipient's letter: its box on the page, its words, whose it is."""
    yield "id_main_ask", letter.main_ask, ""
    for index, line in enumerate(letter.further_asks.splitlines()):
        yield f"id_ask_{index}_text", line, ""
    for index, row in enumerate(letter.own_paragraphs):
        yield f"id_paragraph_{index}_text", row["text"], ""
    for row in letter.examples:
        if row.get("chosen"):
            yield f"id_example_{row['ref'].replace(':', '-')}_text", row["text"], ""
    for number, text in letter.own_wording.items():
        yield f"id_wording_{number}_text", text, ""
    if recipient and recipient.body:
        tier = Tier.of(recipient.body.kind)
        if tier and letter.tier_paragraphs.get(tier, {}).get("chosen"):
            yield f"id_tier_{tier}_text", letter.tier_paragraphs[tier]["text"], tier.label
        if notice := letter.change_notices.get(recipient.body.slug):
            name = recipient.body.short_name
            yield f"id_notice_{recipient.body.slug}_text", notice["text"], name


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


def sheets_of(letter: Letter) -> list[tuple[LetterCopy, Sheet]]:
    """Each copy with its sheet. The copies share the letter that was loaded once."""
    pairs = []
    for copy in letter.copies.all():
        copy.letter = letter
        pairs.append((copy, sheet_for(copy)))
    return pairs


def all_gaps(sheets: Sequence[Sheet]) -> list[NamedGap]:
    """Every gap of every copy once, in the order of the letter."""
    return list(dict.fromkeys(gap for sheet in sheets for gap in sheet.gaps))


def all_warnings(sheets: Sequence[Sheet]) -> list[str]:
    """The warnings of all sheets, each once, in the order they come."""
    return list(dict.fromkeys(warning for sheet in sheets for warning in sheet.warnings))
