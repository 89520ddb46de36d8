"""The pieces of a compiled letter, and how values are put between them.

A piece is fixed HTML made once by Markdown and the sanitiser, or a slot for a value. Neither of the two ever
sees a value: a value is escaped and joined in, so that nothing a person types can become formatting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents.plain_text import one_line

from .fields import EMPTY, Deliberate, Field, Kind, Origin, find_field, format_value


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that is still missing, found before filling. `where` is a place in the letter, in words."""

    key: str
    label: str
    origin: Origin
    where: str

    @property
    def attribute(self) -> str:
        """The key under which the value is looked up."""
        field = find_field(self.key)
        return field.attribute if field else self.key


@dataclass(frozen=True, slots=True)
class Words:
    """Fixed HTML. `introduces` marks a paragraph that ends with a colon."""

    html: str
    visible: bool = True
    introduces: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one value within a line."""

    field: Field
    where: str


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that are left out when an optional field among them is left empty on purpose."""

    children: tuple["Piece", ...]
    optional: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines parted by <br>: one that comes out empty takes its line break with it."""

    lines: tuple[tuple["Piece", ...], ...]


@dataclass(frozen=True, slots=True)
class Element:
    """An HTML element that holds a slot. It vanishes when nothing in it can be seen, if `vanishes`."""

    opening: str
    closing: str
    children: tuple["Piece", ...]
    vanishes: bool = True
    is_list: bool = False
    introduces: bool = False


@dataclass(frozen=True, slots=True)
class Alone:
    """A slot that is a whole paragraph or list item, where a list or a member's block can spread out."""

    slot: Slot
    opening: str
    closing: str
    is_item: bool


Piece = Words | Slot | Clause | Lines | Element | Alone


@dataclass(frozen=True, slots=True)
class MemberBlock:
    """A member's own paragraphs and bullets: plain text whose unknown brackets are gaps of their own."""

    source: str
    pieces: tuple[Piece, ...]

    def fill(self, values: Mapping[str, "Value"]) -> tuple[tuple[SafeString, ...], tuple[Gap, ...]]:
        """Return the HTML of each paragraph and list, and the gaps in order of appearance."""
        filling = Filling(values)
        filling.within_block = True
        html = tuple(mark_safe(filling.html_of(piece)[0]) for piece in self.pieces)  # noqa: S308 every value is escaped
        return html, tuple(dict.fromkeys(filling.gaps))

    @property
    def is_empty(self) -> bool:
        """Whether the member wrote nothing."""
        return not self.pieces


Item = str | int | date | MemberBlock | None
Value = Item | Deliberate | Sequence[Item]


class Filling:
    """One run through the pieces of a letter with one set of values; gathers the gaps it meets."""

    def __init__(self, values: Mapping[str, Value], line_break: str = "<br>") -> None:
        """Take the values by attribute; `line_break` is what a newline inside a long value becomes."""
        self.values = values
        self.line_break = line_break
        self.gaps: list[Gap] = []
        self.within_block = False
        self._ready: dict[str, Value] = {}
        self._escaped_words: dict[str, str] = {}

    def value_of(self, field: Field) -> Value:
        """Return the value to print, None for a gap, or EMPTY; scalars come back formatted.

        Raises TypeError for a value that a letter cannot print, such as True.
        """
        try:
            return self._ready[field.attribute]
        except KeyError:
            value = self._prepared(field, self.values.get(field.attribute))
            self._ready[field.attribute] = value
            return value

    def _prepared(self, field: Field, value: Value) -> Value:
        if value is None:
            return None
        ready: Value = EMPTY
        if isinstance(value, MemberBlock):
            ready = EMPTY if value.is_empty else value
        elif isinstance(value, (list, tuple)):
            items = [self._item(field, item) for item in value]
            ready = [item for item in items if item is not None] or EMPTY
        elif value is not EMPTY:
            ready = format_value(field.kind, value) or EMPTY  # type: ignore[arg-type]
        return None if ready is EMPTY and field.essential else ready

    @staticmethod
    def _item(field: Field, item: Item) -> Item:
        """Return an item of a list ready to print, or None when there is nothing in it."""
        if isinstance(item, MemberBlock):
            return None if item.is_empty else item
        if item is None or item is EMPTY:
            return None
        return format_value(Kind.TEXT if field.kind is Kind.LIST else field.kind, item) or None

    # Each method returns the HTML and whether any of it can be seen.

    def html_of(self, piece: Piece) -> tuple[str, bool]:
        """Return the HTML of a piece, and whether anything of it shows on paper."""
        if isinstance(piece, Words):
            return piece.html, piece.visible
        if isinstance(piece, Slot):
            return self._slot(piece)
        if isinstance(piece, Element):
            inner, visible = self.joined(piece.children)
            if piece.vanishes and not visible:
                return "", False
            return f"{piece.opening}{inner}{piece.closing}", visible
        if isinstance(piece, Alone):
            return self._alone(piece)
        if isinstance(piece, Clause):
            if any(self.value_of(field) is EMPTY for field in piece.optional):
                return "", False
            return self.joined(piece.children)
        return self._lines(piece)

    def joined(self, pieces: Sequence[Piece]) -> tuple[str, bool]:
        """Return the HTML of pieces in a row; a list that vanishes takes its introduction along."""
        out: list[str] = []
        seen = False
        introduction: tuple[int, int, bool] | None = None
        for piece in pieces:
            mark = len(self.gaps)
            html, visible = self.html_of(piece)
            if isinstance(piece, Words) and not visible:
                out.append(html)
                continue
            if introduction and not visible and _is_list(piece):
                position, first_gap, seen = introduction
                out[position] = ""
                del self.gaps[first_gap:]
                introduction = None
                continue
            introduction = None
            if visible and isinstance(piece, (Words, Element)) and piece.introduces:
                introduction = (len(out), mark, seen)
            out.append(html)
            seen = seen or visible
        return "".join(out), seen

    def _lines(self, piece: Lines) -> tuple[str, bool]:
        out: list[str] = []
        seen = False
        for line in piece.lines:
            html, visible = self.joined(line)
            if visible or all(isinstance(part, Words) for part in line):
                out.append(html)
            seen = seen or visible
        return "<br>\n".join(out), seen

    def _slot(self, slot: Slot) -> tuple[str, bool]:
        value = self.value_of(slot.field)
        if value is None:
            return self._gap(slot), True
        if value is EMPTY:
            return "", False
        return self._inline(value, slot.where), True

    def _alone(self, piece: Alone) -> tuple[str, bool]:
        value = self.value_of(piece.slot.field)
        where = piece.slot.where
        if isinstance(value, list):
            items = "\n".join(f"<li>{self._in_item(item, where)}</li>" for item in value)
            return items if piece.is_item else f"<ul>\n{items}\n</ul>", True
        if isinstance(value, str) and piece.slot.field.kind is Kind.LIST and not piece.is_item:
            return f"<ul>\n<li>{self._escaped(value)}</li>\n</ul>", True
        if isinstance(value, MemberBlock) and not self.within_block:
            if piece.is_item:
                return f"{piece.opening}{self._in_item(value, where)}{piece.closing}", True
            return "\n".join(self._spread(value.pieces, where)), True
        html, visible = self._slot(piece.slot)
        return (f"{piece.opening}{html}{piece.closing}", True) if visible else ("", False)

    def _gap(self, slot: Slot) -> str:
        field = slot.field
        self.gaps.append(Gap(field.key, field.label, field.origin, slot.where))
        return gap_html(field)

    def _escaped(self, words: str) -> str:
        """Return a value's words as HTML; the same words are escaped once in a letter."""
        if words not in self._escaped_words:
            self._escaped_words[words] = str(escape(words)).replace("\n", self.line_break)
        return self._escaped_words[words]

    def _inline(self, value: Value, where: str) -> str:
        """Return a value within a line: "a, b and c" for a list, line breaks between a block's paragraphs."""
        if isinstance(value, list):
            items = [self._inline(item, where) for item in value]
            return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else items[0]
        if isinstance(value, MemberBlock):
            if self.within_block or self.line_break == " ":
                # A block inside a block could go on for ever, and a subject holds no bullets.
                return self._escaped(one_line(value.source).strip())
            lines = [line for piece in value.pieces for line in _lines_of(piece)]
            return self.line_break.join(self._of_block(line, where) for line in lines)
        return self._escaped(str(value))

    def _in_item(self, item: Item, where: str) -> str:
        """Return what stands in a list item: the first paragraph bare, the others as they are."""
        if not isinstance(item, MemberBlock) or self.within_block:
            return self._inline(item, where)
        first, *rest = item.pieces
        if isinstance(first, Element) and not first.is_list:
            return "\n".join([self._of_block(first.children, where), *self._spread(rest, where)])
        if isinstance(first, Element) and len(first.children) == 1 and not rest:
            only = first.children[0]  # "- Our example", typed with its own bullet
            return self._of_block(only.children if isinstance(only, Element) else (only,), where)
        return "\n".join(self._spread(item.pieces, where))

    def _spread(self, pieces: Sequence[Piece], where: str) -> list[str]:
        return [self._of_block((piece,), where) for piece in pieces]

    def _of_block(self, pieces: Sequence[Piece], where: str) -> str:
        """Return the HTML of pieces of a member's block, its gaps named by the place of the block."""
        mark, self.within_block = len(self.gaps), True
        html = self.joined(pieces)[0]
        self.within_block = False
        self.gaps[mark:] = [Gap(gap.key, gap.label, gap.origin, where) for gap in self.gaps[mark:]]
        return html


def _lines_of(piece: Piece) -> list[tuple[Piece, ...]]:
    """Return the lines of a block's paragraph or list, for a place where no list can stand."""
    if not isinstance(piece, Element):
        return [(piece,)]
    if not piece.is_list:
        return [piece.children]
    lines: list[tuple[Piece, ...]] = []
    for item in piece.children:
        children = item.children if isinstance(item, Element) else (item,)
        lines.append(tuple(child for child in children if not _is_list(child)))
        lines += [line for child in children if _is_list(child) for line in _lines_of(child)]
    return lines


def _is_list(piece: Piece) -> bool:
    if isinstance(piece, Alone):
        return piece.slot.field.kind is Kind.LIST
    return isinstance(piece, Element) and piece.is_list


def gap_html(field: Field) -> str:
    """Return the mark that shows a missing value in a preview or draft."""
    return f'<mark class="gapf" data-field="{escape(field.key)}">[{escape(field.label)}]</mark>'


def words(html: str) -> Words:
    """Return fixed HTML, visible when there is more in it than white space."""
    return Words(html, bool(html.strip()))
