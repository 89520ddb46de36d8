"""Find merge fields, drafting notes and optional clauses in the words of a letter.

A field is a bracket of words; `[1]`, `[sic]`, a link and an unclosed bracket are ordinary text. What `[Name]`
means depends on the line it stands on, as it does for a person who reads the letter.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from documents.plain_text import clean, one_line

from .fields import AMBIGUOUS, Field, field_of, find_field, nearest_field, normal_name, own_field


@dataclass(frozen=True, slots=True)
class Problem:
    """What stops a template from being saved: a line, counted from 1, and what to do about it."""

    line: int
    message: str
    in_subject: bool = False


class Mark(Enum):
    """What a piece of a letter's source is."""

    WORDS = "words"
    FIELDS = "fields"
    NOTE = "note"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of source; `fields` are the fields that one bracket names, usually one."""

    mark: Mark
    text: str
    start: int
    fields: tuple[Field, ...] = ()


SIGN_OFF: Final = re.compile(
    r"^[ \t*_>]*(yours (?:sincerely|faithfully|truly)|(?:(?:kind|best|warm) )?regards|(?:best|warm) wishes)"
    r"[ \t*_,.]*$",
    re.IGNORECASE | re.MULTILINE,
)
_DEAR: Final = re.compile(r"[\s*_>#]*dear\b", re.IGNORECASE)
_FROM: Final = re.compile(r"[\s*_>#]*from\s*:", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_PARAGRAPH_END: Final = re.compile(r"\n[ \t]*\n|\Z")
_ADDRESS: Final = re.compile(r":[ \t]*<?(?:[a-z][a-z0-9+.-]*:|/|#|www\.)", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\([_-])")
_LINKED: Final = re.compile(r"\([ \t]*<?(?:[a-z][a-z0-9+.-]*:|/|#|www\.)", re.IGNORECASE)
# Any character after a backslash; double braces of other template languages; a bracket; a brace; a note.
_TOKEN: Final = re.compile(
    r"\\."
    r"|\{[{%#]|[}%#]\}"
    r"|\[(?P<name>(?:[^\[\]\\]|\\[^\[\]\n]){1,1000})\]"
    r"|(?P<open>\{)|(?P<close>\})"
    r"|(?P<note>[*_]{0,3}\((?:Insert|INSERT)\b)"
)
_DEFINITION: Final = re.compile(rf"^ {{0,3}}\[([^\[\]\n]+)\]{_ADDRESS.pattern}", re.IGNORECASE | re.MULTILINE)
_ROUND_BRACKET: Final = re.compile(r"[()]")
_PAIR: Final = re.compile(r"\[([^\[\]\n]*)\]")
_LONGEST_NOTE: Final = 1000  # characters; more is a bracket somebody forgot to close
_LITERAL_WORDS: Final = frozenset({"sic"})
_WORD_BULLET: Final = re.compile(r"^([ \t]*)[•●▪‣∙·\uf0b7\uf0a7][ \t]*|^([ \t]*)-\t[ \t]*", re.MULTILINE)
_WORD_INNER_BULLET: Final = re.compile(r"^[ \t]*(?:[◦○][ \t]*|o\t[ \t]*)", re.MULTILINE)
_LINE_BREAK: Final = re.compile("[\x0b\x0c\u2028\u2029]")  # Word's line and page breaks
_BRACES: Final = frozenset({Mark.OPEN, Mark.CLOSE})
_UNCLOSED: Final = (
    "This optional clause has no closing brace: add “}” in the same paragraph, "
    "or write \\{ for a brace that prints."
)


def tidy(text: str) -> str:
    """Return text as it can be read here: one kind of line end, no controls, Word's bullets as "- "."""
    tidied = clean(_LINE_BREAK.sub("\n", text)).replace("\u00ad", "")
    tidied = _WORD_INNER_BULLET.sub("    - ", tidied)
    return _WORD_BULLET.sub(lambda match: f"{match[1] or match[2] or ''}- ", tidied)


def line_of(text: str, position: int) -> int:
    """Return the number of the line that holds this position, from 1."""
    return text.count("\n", 0, position) + 1


def tokens_of_template(text: str, problems: list[Problem]) -> list[Token]:
    """Return the tokens of a template's words; what it may not say is added to `problems`."""
    return _paired(list(_tokens(text, problems)), text, problems)


def tokens_of_member(text: str) -> list[Token]:
    """Return the tokens of a member's own words, where an unknown bracket of words is a gap of its own."""
    return list(_tokens(text, None))


def tokens_of_standard_wording(text: str) -> list[Token]:
    """Return the tokens of a member's words for a part of the template: optional clauses stay optional."""
    return _paired(list(_tokens(text, None, braces=True)), text, [])


def _tokens(text: str, problems: list[Problem] | None, *, braces: bool = False) -> Iterator[Token]:
    """Yield words, fields, notes and braces in order. Without `problems` the text is a member's."""
    braces = braces or problems is not None
    done = position = 0
    while match := _TOKEN.search(text, position):
        start, position = match.span()
        token: Token | None = None
        if match["name"] is not None:
            fields = _fields_of_bracket(match, text, problems)
            token = Token(Mark.FIELDS, match[0], start, fields) if fields else None
            if (
                not fields
                and problems is not None
                and (pair := _PAIR.match(text, position))
                and find_field(pair[1]) is None
            ):
                position = pair.end()  # [words][ref] is one piece of ordinary text
        elif match["note"] is not None:
            end = _end_of_note(text, start)
            note = " ".join(text[start:end].strip("*_").removeprefix("(").removesuffix(")").split())
            if end < 0 and problems is not None:
                problems.append(
                    Problem(line_of(text, start), "This drafting note has no closing bracket: add “)”.")
                )
            elif end >= 0:
                position = end
                # A member's letter must not print it either: there it is a gap.
                token = (
                    Token(Mark.NOTE, note, start)
                    if problems is not None
                    else Token(Mark.FIELDS, note, start, (own_field(note),))
                )
        elif (match["open"] or match["close"]) and braces:
            token = Token(Mark.OPEN if match["open"] else Mark.CLOSE, match[0], start)
        if token:
            if start > done:
                yield Token(Mark.WORDS, text[done:start], done)
            yield token
            done = position
    if done < len(text):
        yield Token(Mark.WORDS, text[done:], done)


def _fields_of_bracket(match: re.Match[str], text: str, problems: list[Problem] | None) -> tuple[Field, ...]:
    """Return the fields a bracket names; none when it is ordinary text or a problem."""
    name, start, end = match["name"], match.start(), match.end()
    # Markdown's own backslashes go; any other stands for a slash between two names.
    words = one_line(_ESCAPED.sub(r"\1", name).replace("\\", "/"))
    if not _LETTERS.search(words) or words.casefold() in _LITERAL_WORDS or "://" in words or "@" in words:
        return ()
    if _paragraph_end(name, 0) < len(name):
        return ()
    if _defines_address(text, start, end):
        return ()
    if problems is None:
        # A member's words are no Markdown: only an address behind the bracket makes it a link.
        if _LINKED.match(text, end) or words.casefold() in _references(text):
            return ()
        return _known(words, start, text) or (own_field(words),)
    if text.startswith("(", end) or (start > 0 and text[start - 1] == "!"):
        return ()
    known = _known(words, start, text)
    if known:
        return () if _is_reference_link(text, end, words, defined_only=True) else known
    if _is_reference_link(text, end, words, defined_only=False):
        return ()
    problems.append(Problem(line_of(text, start), _why_unknown(words)))
    return ()


def _paragraph_end(text: str, position: int, limit: int | None = None) -> int:
    """Return where the paragraph that holds this position ends, or the limit."""
    found = _PARAGRAPH_END.search(text, position, len(text) if limit is None else limit)
    return found.start() if found else len(text)


def _known(words: str, start: int, text: str) -> tuple[Field, ...]:
    """Return the one field of that name, or the several that slashes separate, or none."""
    if whole := _resolve(words, start, text):
        return (whole,)
    parts = [_resolve(part, start, text) for part in words.split("/")]
    found = tuple(part for part in parts if part)
    return found if len(parts) > 1 and len(found) == len(parts) else ()


def _resolve(name: str, start: int, text: str) -> Field | None:
    """Return the field; `Name` and `Role` get their meaning from the line they stand on."""
    choices = AMBIGUOUS.get(normal_name(name))
    if choices is None:
        return find_field(name)
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if _FROM.match(line) or _end_of_sign_off(text) <= start:
        return field_of(choices[1])
    if _DEAR.match(line) and normal_name(name) == "name":
        return field_of("salutation name")
    return None


@functools.lru_cache(maxsize=8)
def _end_of_sign_off(text: str) -> int:
    """Return where the sign-off ends; behind the text when there is none."""
    found = SIGN_OFF.search(text)
    return found.end() if found else len(text) + 1


def _why_unknown(words: str) -> str:
    for part in words.split("/"):
        if choices := AMBIGUOUS.get(normal_name(part)):
            return (
                f"[{words}] could be the reader or the writer here. Write [{choices[0]}] or [{choices[1]}]."
            )
    nearest = nearest_field(words)
    hint = f"The nearest field is [{nearest.key}]. " if nearest else ""
    return f"[{words}] is not a field of a letter. {hint}To print the square brackets, write \\[{words}\\]."


def _defines_address(text: str, start: int, end: int) -> bool:
    """Say whether the bracket opens a line such as `[ref]: https://example.org`."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return not before.strip() and bool(_ADDRESS.match(text, end))


def _is_reference_link(text: str, end: int, words: str, *, defined_only: bool) -> bool:
    """Say whether `[words][ref]` or `[words]` is a link by reference, or a pair without a field."""
    pair = _PAIR.match(text, end)
    reference = (pair[1].strip() if pair else "") or words
    if reference.casefold() in _references(text):
        return True
    if defined_only or not pair:
        return False
    return find_field(pair[1]) is None


@functools.lru_cache(maxsize=8)
def _references(text: str) -> frozenset[str]:
    """Return the names for which a line such as `[ref]: https://example.org` gives an address."""
    return frozenset(match[1].strip().casefold() for match in _DEFINITION.finditer(text))


def _end_of_note(text: str, start: int) -> int:
    """Return where a drafting note ends, with the emphasis around it, or -1 when it is not closed."""
    bracket = text.index("(", start)
    emphasis = text[start:bracket]
    depth = 0
    limit = _paragraph_end(text, start, bracket + _LONGEST_NOTE)
    for found in _ROUND_BRACKET.finditer(text, bracket, limit):
        depth += 1 if found[0] == "(" else -1
        if depth == 0:
            end = found.end()
            return end + len(emphasis) if text.startswith(emphasis[::-1], end) else end
    return -1


def _paired(tokens: list[Token], text: str, problems: list[Problem]) -> list[Token]:
    """Keep the braces that make an optional clause; turn all others back into words."""
    kept: set[int] = set()
    limit = -1
    for index, token in enumerate(tokens):
        if token.mark is not Mark.OPEN or index in kept:
            continue
        if token.start > limit:
            limit = _paragraph_end(text, token.start)
        holds_field, brace = False, None
        for number in range(index + 1, len(tokens)):
            if tokens[number].start >= limit:
                break
            if tokens[number].mark in _BRACES:
                brace = number
                break
            holds_field = holds_field or tokens[number].mark is Mark.FIELDS
        if holds_field and brace is not None and tokens[brace].mark is Mark.CLOSE:
            kept |= {index, brace}
        elif holds_field:
            problems.append(Problem(line_of(text, token.start), _UNCLOSED))
    return [
        Token(Mark.WORDS, token.text, token.start) if token.mark in _BRACES and number not in kept else token
        for number, token in enumerate(tokens)
    ]
