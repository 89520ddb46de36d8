"""Take apart a letter pasted from Word or an email: heading lines, greeting, body and sign-off."""

import re
from dataclasses import dataclass
from typing import Final

from .brackets import SIGN_OFF, Mark, tidy, tokens_of_template

_HEADING: Final = re.compile(
    r"^[ \t*_]*(to|from|subject|date)[ \t]*:[ \t*_]*(.*?)[ \t*_]*$", re.IGNORECASE | re.MULTILINE
)
_DEAR: Final = re.compile(r"^[ \t*_]*(dear\b.*?)[ \t*_,]*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ImportedLetter:
    """A pasted letter in its parts. The body holds no heading line, greeting, sign-off or signature.

    `fields` are the canonical keys of every field in the whole letter, each read in the line where it stood;
    `notes` are the drafting notes, which never print.
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


def import_letter(text: str) -> ImportedLetter:
    """Return the parts of a pasted letter; a part that is not there is empty."""
    text = tidy(text)
    tokens = tokens_of_template(text, [])
    fields = frozenset(field.key for token in tokens for field in token.fields)
    dear = _DEAR.search(text)
    headings = {
        match[1].lower(): match[2]
        for match in _HEADING.finditer(text, 0, dear.start() if dear else len(text))
    }
    rest = text[dear.end() :] if dear else _HEADING.sub("", text)
    ends = list(SIGN_OFF.finditer(rest))
    body, sign_off, signature = rest, "", ""
    if ends:
        body, sign_off, signature = rest[: ends[-1].start()], ends[-1][1], rest[ends[-1].end() :]
    notes = tuple(token.text for token in tokens if token.mark is Mark.NOTE)
    return ImportedLetter(
        subject=headings.get("subject", ""),
        body=_without_notes(body),
        notes=notes,
        greeting=dear[1] if dear else "",
        sign_off=sign_off,
        to=headings.get("to", ""),
        sender=headings.get("from", ""),
        signature=tuple(line.strip() for line in signature.splitlines() if line.strip()),
        fields=fields,
    )


def _without_notes(body: str) -> str:
    """Return the body without its drafting notes and without the blank lines they leave."""
    kept = "".join(token.text for token in tokens_of_template(body, []) if token.mark is not Mark.NOTE)
    lines = (line.rstrip() for line in kept.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
