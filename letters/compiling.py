"""Turn the words of a template into pieces: fixed HTML, slots and optional clauses."""

import re
import secrets
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from django.utils.html import escape

from documents.markdown import to_html

from .brackets import Mark, Problem, Token, line_of
from .fields import Field
from .pieces import Alone, Clause, Element, Lines, Piece, Slot, Words, words
from .typography import Typographer


def body_pieces(text: str, tokens: list[Token], problems: list[Problem]) -> tuple[Piece, ...]:
    """Return the pieces of a body; a field or clause in a wrong place is added to `problems`."""
    return _Compiler(text, tokens, problems).pieces()


def subject_pieces(tokens: list[Token]) -> tuple[Piece, ...]:
    """Return the subject's pieces; a subject is plain text, so only backslashes mean anything."""
    typographer = Typographer()
    stack: list[list[Piece]] = [[]]
    for token in with_spaces_in_clauses(tokens):
        if token.mark is Mark.OPEN:
            stack.append([words(" ")] if token.text == " " else [])
        elif token.mark is Mark.CLOSE:
            children = tuple(stack.pop())
            stack[-1].append(Clause(children, optional_fields(children)))
        elif token.mark is Mark.FIELDS:
            for number, field in enumerate(token.fields):
                stack[-1] += [words(", ")] if number else []
                stack[-1].append(Slot(field, "the subject"))
            typographer.saw_value()
        elif token.mark is Mark.WORDS:
            literal = re.sub(r"\\([\[\]{}()\\*_])", r"\1", token.text).replace("\n", " ")
            stack[-1].append(words(str(escape(typographer.improve(literal)))))
    return tuple(stack[0])


def with_spaces_in_clauses(tokens: list[Token]) -> list[Token]:
    """Return the tokens with the space before a clause moved into it, so that it leaves with the clause."""
    tidied = list(tokens)

    def change(number: int, text: str) -> None:
        tidied[number] = Token(Mark.WORDS, text, tidied[number].start)

    def text_at(number: int) -> str | None:
        inside = 0 <= number < len(tidied) and tidied[number].mark is Mark.WORDS
        return tidied[number].text if inside else None

    for number, token in enumerate(tokens):
        if token.mark is Mark.OPEN:
            before, first = text_at(number - 1), text_at(number + 1)
            spaced = before is not None and before != before.rstrip(" \t")
            is_blank = before is not None and not before.strip(" \t")
            # Blank words between two clauses, or after a field, stand within the line.
            starts_line = before is None or (is_blank and number < 2) or before.endswith("\n")
            if first is not None and (spaced or starts_line):
                first = first.lstrip()
                change(number + 1, first)
            if spaced and not starts_line and before is not None:
                change(number - 1, before.rstrip(" \t"))
                if first is not None:
                    change(number + 1, f" {first}")
                else:
                    tidied[number] = Token(Mark.OPEN, " ", token.start)
        elif token.mark is Mark.CLOSE:
            last, after = text_at(number - 1), text_at(number + 1)
            if last is not None and not (after or "")[:1].isalnum():
                change(number - 1, last.rstrip())
    return tidied


def optional_fields(pieces: tuple[Piece, ...]) -> tuple[Field, ...]:
    """Return the optional fields anywhere in these pieces."""
    found: list[Field] = []
    for piece in pieces:
        if isinstance(piece, (Slot, Alone)):
            field = piece.field if isinstance(piece, Slot) else piece.slot.field
            found += [] if field.essential else [field]
        elif isinstance(piece, (Element, Clause)):
            found += optional_fields(piece.children)
        elif isinstance(piece, Lines):
            found += [field for line in piece.lines for field in optional_fields(line)]
    return tuple(found)


_VOID: Final = frozenset({"br", "hr", "img", "wbr", "col"})
_BLOCKS: Final = {"p": "paragraph", "li": "list item", **{f"h{level}": "heading" for level in range(1, 7)}}
_LISTS: Final = frozenset({"ul", "ol"})
_KEPT: Final = frozenset(
    {"td", "th", "tr", "tbody", "thead", "table"}
)  # a cell that vanished would shift others


@dataclass(slots=True)
class _Open:
    """An element, or a clause when `tag` is empty, whose end has not been read yet."""

    tag: str
    opening: str
    children: list[Piece]
    last: str = ""


class _Compiler(HTMLParser):
    """Turn the tokens of a body into pieces, by way of Markdown and the sanitiser."""

    def __init__(self, text: str, tokens: list[Token], problems: list[Problem]) -> None:
        """Choose tokens that nobody can foresee, so that no words can stand for a slot."""
        super().__init__(convert_charrefs=False)
        self.text, self.problems = text, problems
        self.slots: dict[str, tuple[Field, int]] = {}
        self.braces: dict[str, tuple[Mark, int]] = {}
        self.unused: set[str] = set()
        nonce = secrets.token_hex(8)
        parts: list[str] = []
        for token in with_spaces_in_clauses(tokens):
            if token.mark is Mark.WORDS:
                parts.append(token.text)
            elif token.mark is Mark.FIELDS:
                names = [f"slot{nonce}n{len(self.slots) + n:04d}x" for n in range(len(token.fields))]
                self.slots |= {
                    name: (field, token.start) for name, field in zip(names, token.fields, strict=True)
                }
                parts.append(", ".join(names))
            elif token.mark in {Mark.OPEN, Mark.CLOSE}:
                # Private-use characters: not a letter, so that _emphasis_ may stand beside a brace.
                name = f"\ue000{nonce}{len(self.braces):04d}\ue001"
                self.braces[name] = (token.mark, token.start)
                parts.append(name + (" " if token.text == " " else ""))
        self.unused = {*self.slots, *self.braces}
        self._splitter = re.compile(f"(slot{nonce}n[0-9]{{4,}}x|\ue000{nonce}[0-9]{{4,}}\ue001)")
        self._source = "".join(parts)
        self._typographer = Typographer()
        self._counts = dict.fromkeys(_BLOCKS.values(), 0)
        self._where = "the letter"
        self._stack = [_Open("", "", [])]

    def pieces(self) -> tuple[Piece, ...]:
        """Return the body's pieces; what stands where nothing can be printed is added to the problems."""
        self.feed(str(to_html(self._source)))
        self.close()
        for name in sorted(self.unused, key=lambda name: (self.slots.get(name) or self.braces[name])[1]):
            if name in self.slots:
                field, start = self.slots[name]
                self._problem(
                    start, f"[{field.key}] stands where it would not be printed. Move it into the text."
                )
        return tuple(self._stack[0].children)  # one piece for each block: a member may change one

    def _problem(self, start: int, message: str) -> None:
        self.problems.append(Problem(line_of(self.text, start), message))

    # What the parser of the standard library calls.

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, or add one that holds nothing."""
        opening = self.get_starttag_text() or ""
        for name in self._splitter.findall(opening):
            self.unused.discard(name)
            if name in self.slots:
                field, start = self.slots[name]
                self._problem(
                    start, f"[{field.key}] is inside the address of a link or picture. Move it into the text."
                )
        if tag in _VOID:
            self._stack[-1].children.append(Words(opening, visible=tag != "br"))
            self._typographer.saw_space() if tag == "br" else None
            return
        if tag in _BLOCKS:
            self._typographer.saw_space()
            if not (tag == "p" and any(entry.tag == "li" for entry in self._stack)):
                self._counts[_BLOCKS[tag]] += 1
                self._where = f"{_BLOCKS[tag]} {self._counts[_BLOCKS[tag]]}"
        self._stack.append(_Open(tag, opening, []))

    def handle_endtag(self, tag: str) -> None:
        """Close an element and add it to the one around it."""
        if self._stack[-1].tag != tag:
            self._crossing()
            while len(self._stack) > 1 and self._stack[-1].tag != tag:
                loose = self._stack.pop()
                self._stack[-1].children += loose.children
        entry = self._stack.pop()
        self._stack[-1].last = entry.last
        self._stack[-1].children.append(_element(entry, _merged(entry.children)))

    def handle_data(self, data: str) -> None:
        """Add words, slots and clauses."""
        in_code = any(entry.tag in {"code", "pre"} for entry in self._stack)
        for part in self._splitter.split(data):
            top = self._stack[-1]
            if part in self.slots:
                self.unused.discard(part)
                top.children.append(Slot(self.slots[part][0], self._where))
                top.last = "x"
                self._typographer.saw_value()
            elif part in self.braces:
                self.unused.discard(part)
                self._brace(self.braces[part][0])
            elif part:
                improved = part if in_code else self._typographer.improve(part)
                top.children.append(words(improved))
                top.last = improved.rstrip()[-1:] or top.last

    def handle_entityref(self, name: str) -> None:
        """Add a named character as it stands."""
        self._character(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Add a numbered character as it stands."""
        self._character(f"&#{name};")

    def _character(self, reference: str) -> None:
        self._stack[-1].children.append(Words(reference, visible=reference not in {"&nbsp;", "&#160;"}))
        self._stack[-1].last = "x"
        self._typographer.saw_value()

    def _brace(self, mark: Mark) -> None:
        if mark is Mark.OPEN:
            self._stack.append(_Open("", "", []))
        elif self._stack[-1].tag or len(self._stack) == 1:
            self._crossing()
        else:
            entry = self._stack.pop()
            children = _merged(entry.children)
            self._stack[-1].children.append(Clause(children, optional_fields(children)))
            self._stack[-1].last = entry.last or self._stack[-1].last

    def _crossing(self) -> None:
        starts = [start for mark, start in self.braces.values() if mark is Mark.OPEN]
        message = "This optional clause starts or ends in the middle of bold words, a link or a list item."
        line = min(starts, default=0)
        if not any(problem.message == message for problem in self.problems):
            self._problem(line, message)


def _merged(children: list[Piece]) -> tuple[Piece, ...]:
    """Join fixed words that follow each other, unless one of them is a paragraph that introduces a list."""
    merged: list[Piece] = []
    for piece in children:
        last = merged[-1] if merged else None
        if (
            isinstance(piece, Words)
            and isinstance(last, Words)
            and not (last.introduces or piece.introduces or _is_break(piece) or _is_break(last))
        ):
            merged[-1] = Words(last.html + piece.html, last.visible or piece.visible)
        else:
            merged.append(piece)
    return tuple(merged)


def _is_break(piece: Piece) -> bool:
    return isinstance(piece, Words) and piece.html.startswith("<br")


def _element(entry: _Open, children: tuple[Piece, ...]) -> Piece:
    """Return an element as fixed words when no value stands in it, or as a piece to be filled."""
    closing = f"</{entry.tag}>"
    introduces = entry.tag == "p" and entry.last == ":"
    if all(isinstance(child, Words) for child in children):
        fixed = "".join(child.html for child in children if isinstance(child, Words))
        visible = entry.tag in _KEPT or any(child.visible for child in children if isinstance(child, Words))
        return Words(f"{entry.opening}{fixed}{closing}", visible, introduces)
    solid = [child for child in children if not isinstance(child, Words) or child.visible]
    if entry.tag in {"p", "li"} and len(solid) == 1:
        only = solid[0]
        if isinstance(only, Slot):
            return Alone(only, entry.opening, closing, is_item=entry.tag == "li")
        if isinstance(only, Alone) and entry.tag == "li" and not only.is_item:
            return Alone(only.slot, entry.opening, closing, is_item=True)
    if any(_is_break(child) for child in children):
        children = (_lines(children),)
    return Element(
        entry.opening,
        closing,
        children,
        vanishes=entry.tag not in _KEPT,
        is_list=entry.tag in _LISTS,
        introduces=introduces,
    )


def _lines(children: tuple[Piece, ...]) -> Lines:
    lines: list[list[Piece]] = [[]]
    for child in children:
        if _is_break(child):
            lines.append([])
        elif lines[-1] or not isinstance(child, Words) or len(lines) == 1:
            lines[-1].append(child)
        elif child.html.strip():
            lines[-1].append(Words(child.html.lstrip("\n"), child.visible))
    return Lines(tuple(tuple(line) for line in lines))
