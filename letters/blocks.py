"""The paragraphs of a letter: NAVCA's standard wording, a member's own in place of one, and added ones."""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from documents.html_text import to_text

from .merge import CompiledTemplate, compile_template, member_block
from .models import Letter, Place
from .pieces import Alone, Clause, Element, Lines, Piece, Slot, Words, words

_LONE_FIELD: Final = re.compile(r"\{?\[[^\[\]]+\][.]?\}?")
_HEADING: Final = re.compile(r"<h[1-6]>")
_BREAK: Final = words("\n")
# After or before which field's block the member's own paragraphs stand.
_FIELD_AT: Final[Mapping[str, str]] = {
    Place.BEFORE_ASKS: "further asks",
    Place.AFTER_EXAMPLES: "examples",
}


@dataclass(frozen=True)
class Block:
    """One paragraph, list or heading of a template, with its words as a member can edit them.

    Fields stand in square brackets, and words that go when their field is empty in braces.
    """

    number: int
    piece: Piece
    text: str

    @property
    def is_standard_wording(self) -> bool:
        """Whether there are words of NAVCA's in it, and not only the place of a field."""
        return not _LONE_FIELD.fullmatch(self.text)

    @property
    def introduces(self) -> bool:
        """Whether it ends with a colon, so that what follows belongs to it."""
        return isinstance(self.piece, (Words, Element)) and self.piece.introduces

    @property
    def lone_field(self) -> str:
        """The key of the field that is all of the block, such as “examples”."""
        return self.piece.slot.field.key if isinstance(self.piece, Alone) else ""

    @property
    def is_heading(self) -> bool:
        return bool(self.opening)

    @property
    def opening(self) -> str:
        """The tag a heading begins with; empty for anything else."""
        found = _HEADING.match(_readable(self.piece))
        return found[0] if found else ""


def blocks_of(compiled: CompiledTemplate) -> list[Block]:
    """The blocks of a template's body in order, numbered from 0."""
    seen = [
        piece for piece in compiled.body if not isinstance(piece, Words) or piece.visible or piece.introduces
    ]
    return [Block(number, piece, _text_of(piece)) for number, piece in enumerate(seen)]


def places_of(compiled: CompiledTemplate) -> list[Place]:
    """Where in a letter from this template a member's own paragraphs can stand."""
    lone = {block.lone_field for block in blocks_of(compiled)}
    return [place for place in Place if place not in _FIELD_AT or _FIELD_AT[place] in lone]


def wording_of(letter: Letter) -> CompiledTemplate:
    """The letter's template with the member's own wording and paragraphs in their places."""
    version, added = letter.template_version, letter.paragraphs_by_place
    if not letter.own_wording and not added:
        return version.compiled()
    return _with_own_words(
        version.subject,
        version.body,
        tuple(sorted(letter.own_wording.items())),
        tuple((place, tuple(texts)) for place, texts in sorted(added.items())),
    )


# Twenty letters on the screen at once; the words of a letter to 373 bodies are put together once.
@functools.lru_cache(maxsize=20)
def _with_own_words(
    subject: str,
    body: str,
    replaced: tuple[tuple[str, str], ...],
    added: tuple[tuple[str, tuple[str, ...]], ...],
) -> CompiledTemplate:
    compiled = compile_template(subject, body)
    blocks = blocks_of(compiled)
    insertions: dict[int, list[str]] = {}
    for place, texts in sorted(added, key=lambda row: Place.values.index(row[0])):
        insertions.setdefault(_position(place, blocks), []).extend(texts)
    own = dict(replaced)
    pieces: list[Piece] = []
    for block in blocks:
        pieces += _own_paragraphs(insertions.get(block.number, ()))
        number = str(block.number)
        pieces += _in_place_of(block, own[number]) if number in own else [block.piece]
    pieces += _own_paragraphs(insertions.get(len(blocks), ()))
    return replace(compiled, body=tuple(_with_breaks(pieces)))


def _position(place: str, blocks: Sequence[Block]) -> int:
    """The number of the block before which the own paragraphs of a place stand; the count for the end."""
    field = _FIELD_AT.get(place)
    for block in blocks:
        if field and block.lone_field == field:
            return block.number + 1 if place == Place.AFTER_EXAMPLES else _with_introduction(block, blocks)
    return _with_introduction(blocks[-1], blocks) if blocks else 0


def _with_introduction(block: Block, blocks: Sequence[Block]) -> int:
    """The number of a block, or of the paragraph that introduces it."""
    return block.number - 1 if block.number and blocks[block.number - 1].introduces else block.number


def _own_paragraphs(texts: Sequence[str]) -> Iterator[Piece]:
    for text in texts:
        yield from member_block(text).pieces


def _in_place_of(block: Block, text: str) -> list[Piece]:
    """A member's words as the kind of block they stand in for; no words leave the block out."""
    if block.is_heading:
        line = member_block(" ".join(text.split()), clauses=True).pieces
        children = line[0].children if line and isinstance(line[0], Element) else ()
        return [Element(block.opening, block.opening.replace("<", "</"), children)] if children else []
    pieces = list(member_block(text, clauses=True).pieces)
    if pieces and text.rstrip().endswith(":") and isinstance(pieces[-1], Element):
        pieces[-1] = replace(pieces[-1], introduces=not pieces[-1].is_list)
    return pieces


def _with_breaks(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece
        yield _BREAK


def _text_of(piece: Piece) -> str:
    """A block as plain text, with "- " before the items of a list."""
    return re.sub(r"(?m)^(\s*)• ", r"\1- ", to_text(_readable(piece)))


def _readable(piece: Piece) -> str:
    """A block as HTML with the names of its fields in brackets."""
    if isinstance(piece, Words):
        return piece.html
    if isinstance(piece, Slot):
        return f"[{piece.field.key}]"
    if isinstance(piece, Alone):
        return f"{piece.opening}[{piece.slot.field.key}]{piece.closing}"
    if isinstance(piece, Lines):
        return "<br>".join("".join(map(_readable, line)) for line in piece.lines)
    inside = "".join(map(_readable, piece.children))
    if isinstance(piece, Clause):
        return f"{' ' if inside.startswith(' ') else ''}{{{inside.lstrip()}}}"
    return f"{piece.opening}{inside}{piece.closing}"
