"""An agreement as a document: what is printed of its text and its record, and the HTML of that.

Values are text: they reach the page through the template, which escapes them, so that no value can become
formatting.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from casestudies.models import SuccessFactor
from documents.plain_text import one_line
from members.days import months_after
from members.models import Organisation
from principles.models import Principle

from .clauses import Clause, Layout, Part, parts
from .models import Agreement, AgreementText, Side

AGREEMENT_CSS = Path(settings.BASE_DIR) / "static" / "css" / "agreement.css"

_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n")
_BULLET: Final = re.compile(r"^\s*(?:[-–•*]|\d{1,2}[.)])\s+")
_SECTION: Final = re.compile(
    r'<section id="s-(?P<key>[a-z0-9-]+)">(?P<html>.*?)</section>', re.DOTALL
)  # fmt: skip
_TITLE: Final = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """The words of one clause as they are set, under a heading of its own where a part has several."""

    layout: Layout
    pieces: Sequence[str]
    heading: str = ""

    @property
    def is_paragraphs(self) -> bool:
        return self.layout == Layout.PARAGRAPHS

    @property
    def is_steps(self) -> bool:
        return self.layout == Layout.STEPS


@dataclass(frozen=True)
class Section:
    """A section of the document. `table` names what comes from the record and not from the text."""

    key: str
    title: str
    blocks: Sequence[Block] = ()
    note: str = ""
    table: str = ""


def sector_of(organisation: Organisation) -> str:
    """The sector as it follows “the” in a heading: VCSE sector."""
    words = organisation.sector_in_short
    return words if "sector" in words else f"{words} sector"


def parts_of(organisation: Organisation) -> list[Part]:
    """The parts of the organisation's agreements."""
    return parts(list(Principle.objects.order_by("number")), sector=sector_of(organisation))


def values_of(agreement: Agreement, text: AgreementText, day: datetime.date) -> dict[str, Any]:
    """All that the document says, as plain values: what was typed, and what stands in the record on a day."""
    organisation = agreement.organisation
    ticks = {tick.factor_id: tick for tick in agreement.ticks.all()}
    written = [
        {"key": part.key, "title": part.title, "note": part.note, "clauses": clauses}
        for part in parts_of(organisation)
        if (clauses := list(_written(part, text.clauses)))
    ]
    return {
        "name": agreement.name,
        "kind": agreement.get_kind_display(),
        "large_print": organisation.large_print,
        "parties": [{"side": party.side, "name": str(party)} for party in agreement.parties.all()],
        "parts": written,
        "notice_months": text.notice_months,
        "consultation_weeks": text.consultation_weeks,
        "times": list(_times(text, day)),
        "leads": [
            {
                "side": f"The {sector_of(organisation)}" if lead.side == Side.OURS else "The public bodies",
                "post": lead.post,
                "name": lead.name,
                "role": lead.role,
            }
            for lead in agreement.leads.all()
            if lead.is_there_on(day)
        ],
        "review": f"The yearly review is in {MONTHS[agreement.review_month]}."
        if agreement.review_month
        else "",
        "factors": [
            {
                "name": factor.name,
                "question": factor.question,
                "holds": bool(tick and tick.holds),
                "reason": tick.reason if tick else "",
            }
            for factor in SuccessFactor.objects.all()
            for tick in [ticks.get(factor.pk)]
        ],
    }


def _written(part: Part, words: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for clause in part.clauses:
        if pieces := pieces_of(clause, words.get(clause.key, "")):
            heading = clause.title if len(part.clauses) > 1 else ""
            yield {"key": clause.key, "heading": heading, "layout": clause.layout.value, "pieces": pieces}


def pieces_of(clause: Clause, words: str) -> list[str]:
    """The paragraphs of a clause, or its points without the marks that people type before them."""
    if clause.layout == Layout.PARAGRAPHS:
        return [part.strip() for part in _PARAGRAPH.split(words) if part.strip()]
    return [point for line in words.splitlines() if (point := one_line(_BULLET.sub("", line)))]


def _times(text: AgreementText, day: datetime.date) -> Iterator[str]:
    """Notice and time to answer in numbers, each with an example that can be counted."""
    if months := text.notice_months:
        ends = months_after(day, months)
        yield (
            f"Whoever means to end or to cut money, a contract or a lease says so in writing at least "
            f"{_counted(months, 'month')} before. Notice given on {_day(day)} would mean: not before "
            f"{_day(ends)}."
        )
    if weeks := text.consultation_weeks:
        closes = day + datetime.timedelta(weeks=weeks)
        yield (
            f"A consultation stays open for at least {_counted(weeks, 'week')}. One that opened on "
            f"{_day(day)} would close no earlier than {_day(closes)}."
        )


_NUMBERS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def _counted(number: int, word: str) -> str:
    said = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{said} {word}{'' if number == 1 else 's'}"


def _day(day: datetime.date) -> str:
    return date_format(day, "j F Y")


def sections_from(values: Mapping[str, Any]) -> list[Section]:
    """The sections of the document in the order of reading. What has no words is left out."""
    parties = [party["name"] for party in values["parties"]]
    found = [Section("parties", "Who agrees", [Block(Layout.LIST, parties)])] if parties else []
    written = {part["key"]: part for part in values["parts"]}
    if values["times"] and "notice" not in written:
        written = _with_notice(written)
    for part in written.values():
        blocks = [Block(Layout(row["layout"]), row["pieces"], row["heading"]) for row in part["clauses"]]
        if part["key"] == "notice" and values["times"]:
            blocks.insert(0, Block(Layout.LIST, values["times"]))
        if part["key"] == "keeping" and values["review"]:
            blocks.insert(0, Block(Layout.PARAGRAPHS, [values["review"]]))
        found.append(Section(part["key"], part["title"], blocks, part["note"]))
    if values["review"] and "keeping" not in written:
        found.append(
            Section("keeping", "Keeping it", [Block(Layout.PARAGRAPHS, [values["review"]])])
        )  # fmt: skip
    if values["leads"]:
        found.append(Section("leads", "Who looks after it", table="leads"))
    found.append(
        Section(
            "factors", "What makes it last", table="factors",
            note="Four questions that both sides answer, now and at each review.",
        )
    )  # fmt: skip
    if parties:
        found.append(Section("signatures", "Signatures", table="signatures"))
    return found


def _with_notice(written: dict[str, Any]) -> dict[str, Any]:
    """The parts with one for notice, which has times and no other words, after those on money."""
    notice = {"key": "notice", "title": "Notice and time to answer", "note": "", "clauses": []}
    before = {key: part for key, part in written.items() if key not in _AFTER_NOTICE}
    return {**before, "notice": notice, **{key: written[key] for key in written if key in _AFTER_NOTICE}}


_AFTER_NOTICE: Final = ("data", "voice", "disagreement", "keeping", "reorganisation")


def article_html(values: Mapping[str, Any], *, stand: str) -> SafeString:
    """The agreement as an element of a page. `stand` says which version it is, and of which day."""
    return render_to_string(
        "partnerships/_agreement_article.html",
        {"values": values, "sections": sections_from(values), "stand": stand},
    )


def document_html(values: Mapping[str, Any], *, stand: str, author: str) -> str:
    """The agreement as a whole document, as documents.pdf and documents.word want it."""
    context = {"values": values, "article": article_html(values, stand=stand), "author": author}
    return render_to_string("partnerships/agreement_document.html", context)


@dataclass(frozen=True)
class FrozenSection:
    """A section of a version, cut out of its document."""

    key: str
    title: str
    html: SafeString


def frozen_sections(html: str) -> list[FrozenSection]:
    """The sections of a version's document in their order."""
    return [
        FrozenSection(
            found["key"],
            mark_safe(_TITLE.search(found["html"])[1].strip()),  # type: ignore[index]  # noqa: S308
            mark_safe(found["html"]),  # noqa: S308  (drawn from escaped values when it was frozen)
        )
        for found in _SECTION.finditer(html)
    ]


def frozen_article(html: str) -> SafeString:
    """A version's agreement as part of a page."""
    inner = html.partition("<body>")[2].rpartition("</body>")[0]
    return mark_safe(inner)  # noqa: S308  (drawn from escaped values when it was frozen)


def word_count(values: Mapping[str, Any]) -> int:
    """How many words the agreement's own clauses have."""
    pieces = [piece for part in values["parts"] for row in part["clauses"] for piece in row["pieces"]]
    return len(" ".join([*pieces, *values["times"]]).split())
