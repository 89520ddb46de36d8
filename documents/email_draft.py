"""An email that is not sent yet, as an .eml file that a mail program opens to be checked and sent.

`X-Unsent: 1` makes Outlook open it as a draft. It has no sender, date or message id, which the program that
sends it adds, and a fixed boundary: the same input gives the same bytes.
"""

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

from . import file_names
from .plain_text import clean, one_line

CONTENT_TYPE = "message/rfc822"
BOUNDARY = "=_what-is-attached_="

_LINE = 76
_WORDS_AS_THEY_ARE = re.compile(r"(?!.*=\?)[ -~]*")
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class AddressNotUsable(ValueError):
    """An email address that no mail program can use; the message names it."""


class Mailbox(NamedTuple):
    """Whom a mail goes to: an email address, and the name shown with it."""

    address: str
    name: str = ""


def draft(
    subject: str,
    text: str,
    *,
    to: Sequence[Mailbox] = (),
    cc: Sequence[Mailbox] = (),
    attachments: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the draft: its text in UTF-8, and the attachments, PDFs by their file names.

    White space in the subject and in names becomes single spaces, so that no value can begin a header of its
    own. An address given twice is kept where it stands first.

    Raises AddressNotUsable.
    """
    message = EmailMessage(policy=SMTP)
    message.set_content(clean(text).strip("\n") + "\n", cte="quoted-printable")
    taken: set[str] = set()
    for name, content in (attachments or {}).items():
        message.add_attachment(
            content, maintype="application", subtype="pdf", filename=file_names.unlike(name, taken)
        )
    if attachments:
        message.set_boundary(BOUNDARY)
    headers = ["X-Unsent: 1\r\n", _folded("Subject", [_encoded(one_line(subject), len("Subject: "))])]
    known: set[str] = set()
    headers += [_folded(name, _mailboxes(people, known)) for name, people in (("To", to), ("Cc", cc))]
    # Headers are written here: EmailMessage of Python 3.11 gains and loses spaces when it folds an accent.
    return "".join(header for header in headers if header).encode() + message.as_bytes()


def _mailboxes(people: Iterable[Mailbox], known: set[str]) -> list[str]:
    """Return "Name <address>" for each address that is not known yet."""
    written = []
    for address, name in people:
        spec = _spec(address)
        if spec.lower() not in known:
            known.add(spec.lower())
            shown = one_line(name)
            written.append(f"{_phrase(shown)}<{spec}>" if shown else spec)
    return written


def _spec(address: str) -> str:
    local, _, domain = one_line(address).rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    if not (_LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise AddressNotUsable(f"“{one_line(address)}” is not an email address")
    return f"{local}@{domain}"


def _phrase(name: str) -> str:
    """Return a display name as the quoted or encoded words before an address."""
    if _WORDS_AS_THEY_ARE.fullmatch(name) and len(name) < _LINE - 10:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" '
    return _encoded(name, 0, always=True) + "\r\n "


def _encoded(words: str, used: int, *, always: bool = False) -> str:
    """Return words as they are when they are ASCII and short, else as encoded words of RFC 2047."""
    if not always and _WORDS_AS_THEY_ARE.fullmatch(words) and used + len(words) <= _LINE:
        return words
    parts, part = [], b""
    for character in words:
        letter = character.encode()
        if len(part) + len(letter) > 42:  # 75 characters at most with what stands around them
            parts.append(part)
            part = b""
        part += letter
    parts.append(part)
    return "\r\n ".join(f"=?utf-8?B?{base64.b64encode(part).decode()}?=" for part in parts)


def _folded(name: str, values: Sequence[str]) -> str:
    """Return a header with each of its values on a line of its own; nothing without a value."""
    joined = ",\r\n ".join(values)
    return f"{name}: {joined}\r\n" if values else ""
