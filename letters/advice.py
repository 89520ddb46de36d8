"""Quiet advice on a letter while it is written. It never keeps a letter from leaving."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import strip_tags

from partnerships.working_days import is_working_day

from .election_periods import PreElectionPeriod, is_elected, usual_period_holding
from .fields import letter_date
from .models import Letter
from .sheet import Sheet
from .values import lines_of

MOST_EXAMPLES: Final = 4
MOST_ASKS: Final = 3
MOST_PAGES: Final = 2
LONGEST_ASK: Final = 60  # words
# Measured on PDFs of the shipped letters: the first page carries the address, the last the signature.
WORDS_ON_FIRST_PAGE: Final = 200
WORDS_ON_A_PAGE: Final = 300
WORDS_OF_SIGN_OFF: Final = 40
DECISION: Final = (
    "They answer with care then and seldom meet or promise anything. "
    "You may still write: the decision is yours."
)


@dataclass(frozen=True)
class Advice:
    """A sentence to the writer, with the place on the page that it is about."""

    text: str
    anchor: str = ""


def advice_on(letter: Letter, sheets: Sequence[Sheet], day: datetime.date) -> list[Advice]:
    """What would make the letter better. The day is the one on which somebody works on it."""
    return [
        *_on_asks(letter),
        *_on_reply_by(letter, day),
        *_on_examples(letter),
        *_on_length(sheets),
    ]


def election_banners(letter: Letter, day: datetime.date) -> list[str]:
    """What to know when the letter's date, or the day, falls in the weeks before an election.

    NAVCA's table counts; for a year of which it says nothing, the usual weeks before the first Thursday of
    May. Bodies that are not elected are left out.
    """
    days = sorted({day, letter.dated_on})
    periods = list(PreElectionPeriod.objects.holding(days).prefetch_related("bodies"))
    usual = _usual_polls(days)
    bodies = [body for body in letter.bodies if is_elected(body)] if periods or usual else []
    if not bodies:
        return []
    banners = []
    for period in periods:
        if names := [body.short_name for body in bodies if period.concerns(body)]:
            banners.append(
                f"The pre-election period for {period.name} runs from {letter_date(period.first_on)} to "
                f"{letter_date(period.polling_on)} and concerns {_few(names)}. {DECISION}"
            )
    return banners + [
        f"Councils that hold elections on {letter_date(polling)} are in their pre-election period from late "
        f"March until then. {DECISION}"
        for polling in usual
    ]


def _usual_polls(days: Iterable[datetime.date]) -> list[datetime.date]:
    """The usual polling days before which one of the days falls, in years that the table is silent on."""
    polls = {polling for day in days if (polling := usual_period_holding(day))}
    return sorted(day for day in polls if not PreElectionPeriod.objects.of_year(day.year).exists())


def _few(names: Sequence[str]) -> str:
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} others"
    return ", ".join(names)


def _on_asks(letter: Letter) -> Iterator[Advice]:
    ask = letter.main_ask
    if ask.count("?") > 1 or len(ask.split()) > LONGEST_ASK:
        yield Advice(
            "Ask for one thing first, in a sentence or two. The rest can follow below.", "id_main_ask"
        )
    if len(lines_of(letter.further_asks)) > MOST_ASKS:
        yield Advice("More than three further asks: each makes the others weaker.", "asks")


def _on_reply_by(letter: Letter, day: datetime.date) -> Iterator[Advice]:
    reply_by = letter.reply_by_on
    if reply_by is None:
        return
    if reply_by < max(day, letter.dated_on):
        yield Advice(f"{letter_date(reply_by)} is over before the letter arrives.", "id_reply_by_on")
    elif not is_working_day(reply_by):
        day_off = f"a {reply_by:%A}" if reply_by.weekday() >= 5 else "a bank holiday"
        yield Advice(f"{letter_date(reply_by)} is {day_off}. Choose a working day.", "id_reply_by_on")


def _on_examples(letter: Letter) -> Iterator[Advice]:
    examples = letter.chosen_examples
    if len(examples) > MOST_EXAMPLES:
        yield Advice("More than four examples. Three or four are remembered.", "examples")
    if examples and not any(re.search(r"[0-9]", text) for text in examples):
        yield Advice("No example has a number of your own in it. One number says much.", "examples")


def _on_length(sheets: Sequence[Sheet]) -> Iterator[Advice]:
    pages = max((estimated_pages(sheet) for sheet in sheets), default=0)
    if pages > MOST_PAGES:
        yield Advice(f"About {pages} pages, going by the number of words. Two at most are read to the end.")


def estimated_pages(sheet: Sheet) -> int:
    """How many pages a letter has in ordinary print, guessed from its words: laying it out takes a second."""
    after = [*sheet.co_signatories, *sheet.enclosures, *sheet.cc]
    words = len(strip_tags(sheet.body).split()) + WORDS_OF_SIGN_OFF + 8 * len(after)
    further = max(0, words - WORDS_ON_FIRST_PAGE)
    return 1 + -(-further // WORDS_ON_A_PAGE)
