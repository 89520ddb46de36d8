"""The agenda and the minutes of an agreement's yearly review, drafted from what is recorded.

They are drafts for both sides to change, so they are made anew each time and kept nowhere. What the member
has noted for itself alone, such as a concern that it has not raised, is in neither.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.text import slugify

from casestudies.models import SuccessFactor
from documents import pdf, word

from .agreement_document import AGREEMENT_CSS, sector_of
from .models import ActionPlan, Agreement, Meeting, MeetingState, Promise, PromiseState, Side
from .poll_results import Question, Results, SideAnswers, results


class ReviewFile(StrEnum):
    """What can be downloaded for a review."""

    AGENDA_PDF = "agenda-pdf"
    AGENDA_WORD = "agenda-word"
    MINUTES_PDF = "minutes-pdf"
    MINUTES_WORD = "minutes-word"

    @property
    def is_minutes(self) -> bool:
        return self.value.startswith("minutes")

    @property
    def is_word(self) -> bool:
        return self.value.endswith("word")

    @property
    def what(self) -> str:
        return "minutes" if self.is_minutes else "agenda"


PDF: Final = "application/pdf"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# What a review talks about when nobody has written another agenda.
USUAL_AGENDA: Final = (
    "Each promise: was it kept, partly kept or not, and how do we know?",
    "What went well because of the agreement, and what was not as agreed",
    "Whether the four things that make an agreement last still hold",
    "What success looks like in the year ahead, and who does what by when",
    "Who looks after the agreement on each side from now on",
    "The day of the next review",
)


# A side's answers to the poll are printed from so many on: everybody at the table reads them.
FEWEST_ANSWERS: Final = 3


@dataclass(frozen=True)
class SidePromises:
    """What one side promised, with a sentence on how many were kept."""

    title: str
    promises: Sequence[Promise]

    @property
    def tally(self) -> str:
        """Such as “2 kept, 1 partly, 1 not, 3 open.”."""
        counts = [
            (sum(promise.state == state for promise in self.promises), words)
            for state, words in (
                (PromiseState.KEPT, "kept"),
                (PromiseState.PARTLY, "partly kept"),
                (PromiseState.NOT_KEPT, "not kept"),
                (PromiseState.OPEN, "open"),
                (PromiseState.RELEASED, "no longer needed"),
            )
        ]
        said = ", ".join(f"{count} {words}" for count, words in counts if count)
        return f"{said[:1].upper()}{said[1:]}." if said else ""


def review_context(meeting: Meeting, kind: ReviewFile) -> dict[str, Any]:
    """All that the document says, for its template."""
    agreement = meeting.agreement
    assert agreement is not None  # noqa: S101  (a review is of an agreement)
    organisation = agreement.organisation
    since = last_review_before(meeting) or agreement.signed_on
    title = f"{'Minutes' if kind.is_minutes else 'Agenda'} of the yearly review"
    day = date_format(timezone.localdate(), "j F Y")
    poll = next((each for each in results(agreement) if each.has_answers), None)
    return {
        "kind": kind,
        "is_minutes": kind.is_minutes,
        "title": f"{agreement.name}: {title[:1].lower()}{title[1:]}",
        "heading": title,
        "stand": f"Draft of {day}, for both sides to change",
        "agreement": agreement,
        "organisation": organisation,
        "meeting": meeting,
        "large_print": organisation.large_print,
        "agenda": _lines(meeting.agenda) or [*USUAL_AGENDA],
        "people": _lines(meeting.people),
        "said": _paragraphs(meeting.notes),
        "since": since,
        "sides": list(_sides(agreement, meeting, since, sector_of(organisation))),
        "made_there": list(Promise.objects.filter(meeting=meeting)) if kind.is_minutes else [],
        "successes": [row for row in agreement.successes.all() if since is None or row.happened_on >= since],
        "concerns": [
            row
            for row in agreement.concerns.prefetch_related("steps")
            # Only what the other side has been told of, also when it was settled since.
            if row.steps.all() and (row.settled_on is None or since is None or row.settled_on >= since)
        ],
        "factors": _factors(agreement),
        "poll": poll,
        "poll_rows": [_poll_row(poll, question) for question in poll.questions] if poll else [],
        "fewest_answers": FEWEST_ANSWERS,
        "plan": _plan(agreement, meeting),
        "next_review": _next_review(agreement, meeting),
    }


def last_review_before(meeting: Meeting) -> datetime.date | None:
    """The day of the agreement's review before this one."""
    held = Meeting.objects.filter(
        agreement=meeting.agreement, is_review=True, state=MeetingState.HELD, meets_on__lt=meeting.meets_on
    )
    found: datetime.date | None = held.order_by("-meets_on").values_list("meets_on", flat=True).first()
    return found


def _sides(
    agreement: Agreement, meeting: Meeting, since: datetime.date | None, sector: str
) -> Iterator[SidePromises]:
    """What is open, and what was settled since the last review. What is promised at this one is new."""
    rows = [
        promise
        for promise in agreement.promises.all()
        if promise.meeting_id != meeting.pk
        and (promise.settled_on is None or since is None or promise.settled_on >= since)
    ]
    for side, title in ((Side.THEIRS, "The public bodies"), (Side.OURS, f"The {sector}")):
        if promises := [promise for promise in rows if promise.side == side]:
            yield SidePromises(title, promises)


def _factors(agreement: Agreement) -> list[dict[str, Any]]:
    ticks = {tick.factor_id: tick for tick in agreement.ticks.all()}
    return [
        {
            "name": factor.name,
            "question": factor.question,
            "holds": bool(tick and tick.holds),
            "reason": tick.reason if tick else "",
        }
        for factor in SuccessFactor.objects.all()
        for tick in [ticks.get(factor.pk)]
    ]


def _poll_row(poll: Results, question: Question) -> tuple[str, str, str]:
    """A question with what each side answered in words, unless so few did that one could tell who."""

    def said(side: SideAnswers, count: int) -> str:
        if count < FEWEST_ANSWERS:
            return ""
        counts = ", ".join(f"{words}: {number}" for words, number in side.counts)
        return f"{counts} ({side.change})" if counts and side.change else counts

    return question.words, said(question.ours, poll.count_ours), said(question.theirs, poll.count_theirs)


def _plan(agreement: Agreement, meeting: Meeting) -> ActionPlan | None:
    """The plan of the meeting's year, or the last before it."""
    return agreement.plans.for_page().filter(year__lte=meeting.meets_on.year + 1).first()


def _next_review(agreement: Agreement, meeting: Meeting) -> str:
    if not agreement.review_month:
        return ""
    year = meeting.meets_on.year + 1
    return f"{MONTHS[agreement.review_month]} {year}"


def _lines(text: str) -> list[str]:
    return [line.strip(" -–•*\t") for line in text.splitlines() if line.strip(" -–•*\t")]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def review_html(meeting: Meeting, kind: ReviewFile) -> str:
    """The whole document, as documents.pdf and documents.word want it."""
    return render_to_string("partnerships/review_document.html", review_context(meeting, kind))


def make(meeting: Meeting, kind: ReviewFile) -> bytes:
    """The bytes of the file. Raises what documents.pdf raises when no PDF can be made."""
    html = review_html(meeting, kind)
    if not kind.is_word:
        return pdf.render(html, stylesheets=[AGREEMENT_CSS])
    organisation = meeting.organisation
    title = f"{meeting.agreement}: {kind.what}"
    return word.render(html, title=title, author=organisation.name, large_print=organisation.large_print)


def file_name(meeting: Meeting, kind: ReviewFile) -> str:
    """Such as “suffolk-compact-review-2027-agenda.pdf”."""
    stem = slugify(str(meeting.agreement))[:80].strip("-") or "agreement"
    ending = "docx" if kind.is_word else "pdf"
    return f"{stem}-review-{meeting.meets_on:%Y}-{kind.what}.{ending}"
