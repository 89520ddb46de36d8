"""Take apart a letter pasted from Word or an email: heading lines, greeting, body and sign-off."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from .brackets import SIGN_OFF, Mark, Problem, Token, tidy, tokens_of_template
from .compiling import body_pieces
from .fields import Field

_HEADING: Final = re.compile(
    r"^[ \t*_]*(to|from|subject|date)[ \t*_]*:[ \t*_]*(.*?)[ \t*_]*$", re.IGNORECASE | re.MULTILINE
)
_DEAR: Final = re.compile(r"^[ \t*_]*(dear\b.*?)[ \t*_,]*$", re.IGNORECASE | re.MULTILINE)
_ITEM: Final = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_BRACKETS: Final = re.compile(r"\[[^\]]*\]")
_WORD: Final = re.compile(r"[^\W_]")
# What stands under every sign-off without being typed.
_SIGNER: Final = frozenset({"sender name", "sender role", "organisation name"})


class Part(Enum):
    """What a line of a pasted letter is."""

    ABOVE = "above the letter"
    TO = "to"
    FROM = "from"
    DATE = "date"
    SUBJECT = "subject"
    GREETING = "greeting"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    NOTE = "drafting note"
    SIGN_OFF = "sign-off"
    SIGNATURE = "signature"
    BELOW = "below the signature"


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line that is not blank, numbered from 1, and the brackets on it with the fields each names."""

    number: int
    words: str
    part: Part
    fields: tuple[tuple[str, tuple[Field, ...]], ...]

    @property
    def is_lost(self) -> bool:
        """Whether the words go nowhere: no part of a letter is made of them."""
        return self.part in {Part.ABOVE, Part.BELOW}


@dataclass(frozen=True, slots=True)
class ImportedLetter:
    """A pasted letter in its parts. The body holds no heading line, greeting, sign-off or signature.

    `fields` are the canonical keys of every field in the whole letter, each read in the line where it stood;
    `notes` are the drafting notes, which never print. `problems` name the lines that need a person.
    """

    subject: str
    body: str
    notes: tuple[str, ...]
    greeting: str
    sign_off: str
    to: str
    sender: str
    signature: tuple[str, ...]
    fields: frozenset[str]
    lines: tuple[PastedLine, ...]
    problems: tuple[Problem, ...]


def import_letter(text: str) -> ImportedLetter:
    """Return the parts of a pasted letter; a part that is not there is empty."""
    text = tidy(text)
    problems: list[Problem] = []
    tokens = tokens_of_template(text, problems)
    if not problems:
        body_pieces(text, tokens, problems)
    frame = _Frame.of(text)
    lines = tuple(_lines(text, tokens, frame))
    kept = {line.number for line in lines if line.part in _KEPT}
    return ImportedLetter(
        subject=frame.headings.get("subject", ""),
        body=_body(text[frame.body_start : frame.body_end]),
        notes=tuple(token.text for token in tokens if token.mark is Mark.NOTE),
        greeting=frame.greeting,
        sign_off=frame.sign_off,
        to=frame.headings.get("to", ""),
        sender=frame.headings.get("from", ""),
        signature=tuple(line.strip() for line in text[frame.signature_start :].splitlines() if line.strip()),
        fields=frozenset(field.key for token in tokens for field in token.fields),
        lines=lines,
        problems=(*(problem for problem in problems if problem.line in kept), *_second_letter(lines)),
    )


_KEPT: Final = {Part.SUBJECT, Part.GREETING, Part.PARAGRAPH, Part.ITEM, Part.NOTE}


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the parts of a letter begin and end."""

    headings: dict[str, str]
    heading_starts: dict[int, str]
    greeting: str
    greeting_start: int
    body_start: int
    body_end: int
    sign_off: str
    signature_start: int

    @classmethod
    def of(cls, text: str) -> "_Frame":
        dear = _DEAR.search(text)
        found = list(_HEADING.finditer(text, 0, dear.start()) if dear else _leading_headings(text))
        body_start = dear.end() if dear else (found[-1].end() if found else 0)
        ends = list(SIGN_OFF.finditer(text, body_start))
        return cls(
            headings={match[1].lower(): match[2] for match in found},
            heading_starts={match.start(): match[1].lower() for match in found},
            greeting=dear[1] if dear else "",
            greeting_start=dear.start() if dear else -1,
            body_start=body_start,
            body_end=ends[-1].start() if ends else len(text),
            sign_off=ends[-1][1] if ends else "",
            signature_start=ends[-1].end() if ends else len(text),
        )

    def part_at(self, start: int, line: str) -> Part:
        if start == self.greeting_start:
            return Part.GREETING
        if start in self.heading_starts:
            return Part(self.heading_starts[start])
        if start < self.body_start:
            return Part.ABOVE
        if start < self.body_end:
            return Part.ITEM if _ITEM.match(line) else Part.PARAGRAPH
        return Part.SIGN_OFF if start < self.signature_start else Part.SIGNATURE


def _leading_headings(text: str) -> Iterator[re.Match[str]]:
    """Yield the heading lines that open a text without a greeting."""
    position = 0
    for line in text.splitlines(keepends=True):
        if match := _HEADING.match(text, position):
            yield match
        elif line.strip():
            return
        position += len(line)


def _lines(text: str, tokens: list[Token], frame: _Frame) -> Iterator[PastedLine]:
    """Yield what each line is, and what its brackets mean."""
    bounds = itertools.pairwise([*(token.start for token in tokens), len(text)])
    notes = [span for token, span in zip(tokens, bounds, strict=True) if token.mark is Mark.NOTE]
    starts = [0, *itertools.accumulate(len(line) + 1 for line in text.split("\n"))]
    fields: dict[int, list[tuple[str, tuple[Field, ...]]]] = defaultdict(list)
    for token in tokens:
        if token.mark is Mark.FIELDS:
            fields[text.count("\n", 0, token.start)].append((token.text, token.fields))
    for number, words in enumerate(text.split("\n")):
        if not words.strip():
            continue
        first = starts[number] + len(words) - len(words.lstrip())
        part = frame.part_at(starts[number], words)
        if part in {Part.PARAGRAPH, Part.ITEM} and any(start <= first < end for start, end in notes):
            part = Part.NOTE
        if part is Part.SIGNATURE and not _is_signature(words, fields[number]):
            part = Part.BELOW
        yield PastedLine(number + 1, words.strip(), part, tuple(fields[number]))


def _is_signature(words: str, fields: list[tuple[str, tuple[Field, ...]]]) -> bool:
    """Say whether a line holds only what is printed under every sign-off."""
    named = {field.key for _, several in fields for field in several}
    return bool(named) and named <= _SIGNER and not _WORD.search(_BRACKETS.sub("", words))


def _second_letter(lines: tuple[PastedLine, ...]) -> list[Problem]:
    """Return a problem for a greeting that follows a sign-off."""
    signed_off = False
    for line in lines:
        if signed_off and _DEAR.match(line.words):
            return [Problem(line.number, "A second letter begins here. Paste one letter at a time.")]
        signed_off = signed_off or bool(SIGN_OFF.match(line.words))
    return []


def _body(body: str) -> str:
    """Return the body without its drafting notes and without the blank lines they leave."""
    kept = "".join(token.text for token in tokens_of_template(body, []) if token.mark is not Mark.NOTE)
    lines = [line.rstrip() for line in kept.strip().splitlines()]
    if "" not in lines:
        lines = list(_apart(lines))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _apart(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a text that has no blank ones, with one between paragraphs: each line was one."""
    for above, line in itertools.pairwise(["", *lines]):
        if above and not (_ITEM.match(above) and _ITEM.match(line)):
            yield ""
        yield line
