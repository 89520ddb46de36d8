"""Merge a letter: compile the template once, then fill it for every recipient.

Compiling runs Markdown and the sanitiser on the template's own words with opaque random tokens where the
fields are, and splits the result at the tokens. Filling joins the pieces with escaped values and takes
microseconds.
Sizes and places on paper are not known here; see the letter's style sheet.
"""

import functools
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from .brackets import Mark, Problem, tidy, tokens_of_template
from .compiling import body_pieces, subject_pieces
from .fields import EMPTY, FIELDS, day_in_london, letter_date
from .member_words import member_block
from .pasted import ImportedLetter, import_letter
from .pieces import Filling, Gap, MemberBlock, Piece, Value, gap_html

__all__ = [
    "EMPTY",
    "CompiledTemplate",
    "Filled",
    "Gap",
    "ImportedLetter",
    "MemberBlock",
    "Problem",
    "TemplateProblems",
    "Value",
    "compile_template",
    "day_in_london",
    "gap_mark",
    "import_letter",
    "letter_date",
    "member_block",
]


class TemplateProblems(ValueError):
    """A template that cannot be saved, with every reason and its line."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems in the order of their lines."""
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(f"Line {problem.line}: {problem.message}" for problem in self.problems))

    def __reduce__(self) -> tuple[type["TemplateProblems"], tuple[list[Problem]]]:
        """Survive the way between two processes."""
        return type(self), (self.problems,)


@dataclass(frozen=True, slots=True)
class Filled:
    """One letter with its values. Gaps show as <mark class="gapf" data-field="…">[label]</mark>."""

    subject_html: SafeString
    subject_text: str
    body_html: SafeString
    gaps: list[Gap]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing, so that the letter may be made ready."""
        return not self.gaps


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template ready to be filled. `fields` are canonical keys; `notes` are drafting notes, for help."""

    subject: tuple[Piece, ...]
    body: tuple[Piece, ...]
    fields: frozenset[str]
    notes: tuple[str, ...]

    def fill(self, values: Mapping[str, Value]) -> Filled:
        """Return the letter with these values, keyed by a field's attribute.

        An absent key or None is a gap. EMPTY, "" and an empty list leave an optional field empty on purpose;
        an essential one is then a gap too. Keys of other fields are passed over.

        Raises TypeError for a value a letter cannot print, such as True.
        """
        filling = Filling(values, line_break=" ")
        subject = filling.joined(self.subject)[0]
        text = " ".join(html.unescape(_TAG.sub("", subject)).split())
        in_body = Filling(values)
        body = in_body.joined(self.body)[0]
        gaps: dict[str, Gap] = {}
        for gap in (*filling.gaps, *in_body.gaps):
            gaps.setdefault(gap.key, gap)
        return Filled(
            mark_safe(subject),  # noqa: S308 fixed words were escaped when compiled, values when filled
            text,
            mark_safe(body),  # noqa: S308 as above; the fixed HTML went through the sanitiser
            list(gaps.values()),
        )


_TAG: Final = re.compile(r"<[^>]*>")


@functools.lru_cache(maxsize=256)
def compile_template(subject: str, body: str) -> CompiledTemplate:
    """Return the compiled template; the same words are compiled once per process.

    Raises TemplateProblems for an unknown or ambiguous field, a field in a link address, attribute or other
    place where nothing prints, an optional clause or drafting note that is not closed.
    """
    problems: list[Problem] = []
    subject, body = tidy(subject), tidy(body)
    in_subject: list[Problem] = []
    subject_tokens = tokens_of_template(subject, in_subject)
    problems += [
        Problem(problem.line, f"In the subject: {problem.message}", in_subject=True) for problem in in_subject
    ]
    body_tokens = tokens_of_template(body, problems)
    if problems:
        raise TemplateProblems(problems)
    pieces = body_pieces(body, body_tokens, problems)
    if problems:
        raise TemplateProblems(problems)
    every = [*subject_tokens, *body_tokens]
    return CompiledTemplate(
        subject_pieces(subject_tokens),
        pieces,
        frozenset(field.key for token in every for field in token.fields),
        tuple(token.text for token in every if token.mark is Mark.NOTE),
    )


_BY_ATTRIBUTE: Final = {field.attribute: field for field in FIELDS}


def gap_mark(attribute: str) -> tuple[Gap, SafeString]:
    """Return the gap of a field that stands outside the template, such as the signature, and its marked HTML.

    Raises KeyError for an attribute that no field has.
    """
    field = _BY_ATTRIBUTE[attribute]
    marked = mark_safe(gap_html(field))  # noqa: S308 escaped there
    return Gap(field.key, field.label, field.origin, "the signature"), marked
