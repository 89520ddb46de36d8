"""What both sides answered in a poll, side by side, and how that differs from the poll before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Final

from .models import Agreement, HowOften, Poll, PollAnswer, Side

# By how much the middle has to move, on the five steps, before we call it a change.
_NOTABLE: Final = 0.5


@dataclass(frozen=True)
class SideAnswers:
    """How one side answered one question: the answers in words with their number, and the change."""

    counts: Sequence[tuple[str, int]]
    change: str = ""

    @property
    def is_one(self) -> bool:
        """Whether one person alone answered."""
        return sum(count for _, count in self.counts) == 1


@dataclass(frozen=True)
class Question:
    """A question answered in five steps, by side."""

    words: str
    ours: SideAnswers
    theirs: SideAnswers


@dataclass(frozen=True)
class OpenQuestion:
    """A question answered in words, by side."""

    words: str
    ours: Sequence[str]
    theirs: Sequence[str]


@dataclass(frozen=True)
class Results:
    """A poll with its answers. `before` is the poll it is compared with."""

    poll: Poll
    before: Poll | None
    count_ours: int
    count_theirs: int
    questions: Sequence[Question]
    open_questions: Sequence[OpenQuestion]

    @property
    def has_answers(self) -> bool:
        return bool(self.count_ours or self.count_theirs)


def results(agreement: Agreement) -> list[Results]:
    """Every poll of an agreement with its answers, the latest first, each compared with the one before."""
    polls = list(agreement.polls.prefetch_related("answers"))
    return [
        _results(poll, polls[after] if after < len(polls) else None) for after, poll in enumerate(polls, 1)
    ]


def _results(poll: Poll, before: Poll | None) -> Results:
    ours, theirs = _of(poll, Side.OURS), _of(poll, Side.THEIRS)
    return Results(
        poll=poll,
        before=before,
        count_ours=len(ours),
        count_theirs=len(theirs),
        questions=[
            Question(
                _words(name),
                _side(name, ours, _of(before, Side.OURS)),
                _side(name, theirs, _of(before, Side.THEIRS)),
            )
            for name in PollAnswer.QUESTIONS
        ],
        open_questions=[
            OpenQuestion(_words(name), _said(name, ours), _said(name, theirs))
            for name in PollAnswer.OPEN_QUESTIONS
        ],
    )


def _of(poll: Poll | None, side: Side) -> list[PollAnswer]:
    return [answer for answer in poll.answers.all() if answer.side == side] if poll else []


def _words(name: str) -> str:
    return str(PollAnswer._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _side(name: str, now: Iterable[PollAnswer], before: Iterable[PollAnswer]) -> SideAnswers:
    values, earlier = _values(name, now), _values(name, before)
    counted = Counter(values)
    counts = [(str(step.label), counted[step]) for step in reversed(HowOften) if counted[step]]
    return SideAnswers(counts, _change(values, earlier) if values and earlier else "")


def _values(name: str, answers: Iterable[PollAnswer]) -> list[int]:
    return [value for answer in answers if (value := getattr(answer, name)) is not None]


def _change(now: Sequence[int], before: Sequence[int]) -> str:
    difference = mean(now) - mean(before)
    if abs(difference) < _NOTABLE:
        return "about as before"
    return "more often than before" if difference > 0 else "less often than before"


def _said(name: str, answers: Iterable[PollAnswer]) -> list[str]:
    """What was written, in the order of the words: not in that of the answers, which tells who said it."""
    return sorted(words for answer in answers if (words := getattr(answer, name)))
