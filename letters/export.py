"""What a member can take away of its letters: a list of them, and each recipient's as a Word file."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from members.export import ExportFile, table
from members.models import Organisation

from .files import KINDS, file_name, make
from .models import Citation, Letter, LetterCopy
from .sheet import sheet_for

EXPORTED = (Letter, LetterCopy, Citation)

AT_A_TIME = 50

# What is kept in parts, and the heading of its column.
OWN_PARTS = {
    "own_paragraphs": "Your own paragraphs",
    "tier_paragraphs": "Words for one kind of body",
    "change_notices": "Words on a body’s change",
    "own_wording": "Standard wording you changed",
}


def export(organisation: Organisation) -> Iterator[ExportFile]:
    """The organisation's letters, oldest first."""
    letters = Letter.objects.for_organisation(organisation).for_page().order_by("created_at")
    yield table(
        "letters.csv",
        "Your letters: what you typed into each, what it cites and who it is to.",
        letters,
        leave_out=("examples", "revision", "template_version", *OWN_PARTS),
        more={
            "Letter": lambda letter: letter.template_version.template.title,
            "Examples": lambda letter: "\n".join(letter.chosen_examples),
            "Examples not used": lambda letter: "\n".join(
                example["text"] for example in letter.examples if not example.get("chosen")
            ),
            **{heading: partial(_own_words, part) for part, heading in OWN_PARTS.items()},
            "Cites": lambda letter: "; ".join(map(str, letter.citations.all())),
            "To": lambda letter: "; ".join(
                str(copy.recipient or "Local voluntary sector") for copy in letter.copies.all()
            ),
        },
    )
    for letter in letters.iterator(chunk_size=AT_A_TIME):
        for copy in letter.copies.all():
            copy.letter = letter
            yield _document(copy)


def _own_words(part: str, letter: Letter) -> str:
    """The words of a part of the letter that is kept in pieces, a blank line between them."""
    stored = getattr(letter, part)
    pieces = stored.values() if isinstance(stored, dict) else stored
    return "\n\n".join(piece if isinstance(piece, str) else piece["text"] for piece in pieces)


def _document(copy: LetterCopy) -> ExportFile:
    """One recipient's letter: as it would leave, or as a draft while something is missing."""
    sheet = sheet_for(copy)
    kind = KINDS["word" if sheet.is_complete else "draft-word"]
    to = copy.recipient or "the local voluntary sector"
    sheet = replace(sheet, draft=kind.draft)
    return ExportFile(
        f"letters/{copy.letter.dated_on:%Y-%m-%d}-{file_name(sheet, kind)}",
        f"{copy.letter.template_version.template.title}, to {to}.",
        lambda: [make(sheet, kind)],
    )
