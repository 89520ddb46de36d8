"""A member's own paragraphs and bullets, read from plain text into the pieces of a letter."""

from typing import Final

from django.utils.html import escape

from .brackets import Mark, Token, tidy, tokens_of_member, tokens_of_standard_wording
from .compiling import optional_fields, with_spaces_in_clauses
from .pieces import Clause, Element, Lines, MemberBlock, Piece, Slot, Words, words

DEEPEST: Final = 4  # levels of bullets


def member_block(text: str, *, clauses: bool = False) -> MemberBlock:
    """Return a member's own words, ready to fill.

    A blank line parts paragraphs and lines that start with "- " are bullets, indented ones inner bullets.
    All else is literal, `**` and `#` too. A known field is filled; an unknown bracket of words is a gap whose
    key is "own: " and the words. With `clauses`, words in braces go when the field among them is empty.
    """
    pieces: list[Piece] = []
    paragraph: list[tuple[Piece, ...]] = []
    bullets: list[tuple[int, tuple[Piece, ...]]] = []

    def end_paragraph() -> None:
        if paragraph:
            inside: tuple[Piece, ...] = paragraph[0] if len(paragraph) == 1 else (Lines(tuple(paragraph)),)
            pieces.append(Element("<p>", "</p>", inside))
            paragraph.clear()

    def end_list() -> None:
        if bullets:
            pieces.append(_nested(bullets))
            bullets.clear()

    tidied = tidy(text)
    tokens = tokens_of_standard_wording(tidied) if clauses else tokens_of_member(tidied)
    for line in _lines_of_pieces(with_spaces_in_clauses(tokens)):
        first = line[0].html if line and isinstance(line[0], Words) else ""
        stripped = first.lstrip()
        indent = len(first) - len(stripped)
        content = _without_edges(line)
        if not content:
            end_paragraph()
            end_list()
        elif stripped.startswith("- ") or (stripped == "-" and len(line) > 1):
            end_paragraph()
            item = _without_edges((words(stripped[2:]), *line[1:]))
            if item:
                bullets.append((indent, item))
        elif indent and bullets:
            depth, item = bullets.pop()
            bullets.append((depth, (*item, words(" "), *content)))
        else:
            end_list()
            paragraph.append(content)
    end_paragraph()
    end_list()
    return MemberBlock(text, tuple(pieces))


def _lines_of_pieces(tokens: list[Token]) -> list[tuple[Piece, ...]]:
    """Return the lines of a member's text as words, slots and clauses. A clause stays on its line."""
    lines: list[list[Piece]] = [[]]
    clauses: list[list[Piece]] = []
    for token in tokens:
        here = clauses[-1] if clauses else lines[-1]
        if token.mark is Mark.FIELDS:
            for number, field in enumerate(token.fields):
                here += [words(", ")] if number else []
                here.append(Slot(field, "your own words"))
        elif token.mark is Mark.OPEN:
            clauses.append([words(" ")] if token.text == " " else [])
        elif token.mark is Mark.CLOSE:
            children = tuple(clauses.pop())
            around = clauses[-1] if clauses else lines[-1]
            around.append(Clause(children, optional_fields(children)))
        else:
            text = token.text.replace("\\[", "[").replace("\\]", "]")
            first, *rest = [text.replace("\n", " ")] if clauses else text.split("\n")
            here.append(words(str(escape(first))))
            lines += [[words(str(escape(part)))] for part in rest]
    return [tuple(part for part in line if not isinstance(part, Words) or part.html) for line in lines]


def _without_edges(line: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return a line without the white space around it; nothing for a blank one."""
    parts = list(line)
    if parts and isinstance(parts[0], Words):
        parts[0] = words(parts[0].html.lstrip())
    if parts and isinstance(parts[-1], Words):
        parts[-1] = words(parts[-1].html.rstrip())
    return tuple(part for part in parts if not isinstance(part, Words) or part.html)


def _nested(bullets: list[tuple[int, tuple[Piece, ...]]], level: int = 1) -> Element:
    """Return the list, with the bullets that are indented further inside the one before them.

    What is indented further still stays on the innermost level: the renderer does not end on a hundred.
    """
    top = bullets[0][0]
    groups: list[tuple[tuple[Piece, ...], list[tuple[int, tuple[Piece, ...]]]]] = []
    for indent, content in bullets:
        if indent > top and groups and level < DEEPEST:
            groups[-1][1].append((indent, content))
        else:
            groups.append((content, []))
    items = [
        Element("<li>", "</li>", (*content, _nested(inner, level + 1)) if inner else content)
        for content, inner in groups
    ]
    return Element("<ul>", "</ul>", tuple(items), is_list=True)
