"""Sheets for tests: a letter that fills every place, and what changes."""

import base64
from types import SimpleNamespace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from documents import pdf
from documents.envelope import address_block
from tests.documents.renderer import (
    LETTER_CSS,
)

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPjPAAADAgEBhCbC8QAAAABJRU5ErkJggg=="
)


PARAGRAPH = (
    "<p>We would like to explore with you how the Covenant can be used here in Harbourside, and to hear what"
    " matters most to the council this year.</p>"
)


BODY = (
    PARAGRAPH * 2
    + "<p>We would welcome:</p><ul><li>A shared conversation<ul><li>in spring</li></ul></li>"
    + "<li>A commitment to <strong>recognise</strong> what the sector brings.</li></ul>"
    + "<h2>Our work</h2>"
    + PARAGRAPH
)


ADDRESS = [
    "Councillor Jo Ferris",
    "Leader of the Council",
    "Harbourside Borough Council",
    "Civic Centre",
    "Harbourside",
]


def sheet(**changes):
    values = {
        "org_name": "Harbourside Voluntary Action",
        "sender_lines": ["The Old Custom House", "Harbourside ZZ1 1ZZ", "01632 960123", "amina@example.org"],
        "legal_line": "Registered charity 0000000",
        "logo_url": "ours:logo",
        "logo_alt": "Harbourside Voluntary Action",
        "address_lines": [*ADDRESS[:4], "ZZ1 2ZZ"],
        "date": "12 January 2026",
        "greeting": SafeString("Dear Councillor Ferris"),
        "subject": SafeString("Strengthening partnerships"),
        "body": SafeString(BODY),
        "signature_url": "",
        "signature_alt": "Signature of Amina Yusuf",
        "sign_off": "Yours sincerely",
        "signer_name": SafeString("Amina Yusuf"),
        "signer_role": SafeString("Chief executive"),
        "signer_organisation": SafeString("Harbourside Voluntary Action"),
        "enclosures": [],
        "cc": [],
        "title": "Strengthening partnerships: letter to Harbourside Borough Council",
        "running_title": "Harbourside Voluntary Action, letter to Harbourside Borough Council",
        "draft": False,
        "large_print": False,
        "fold_ticks": True,
        "offset_mm": 0,
        "compact_address": False,
    }
    unknown = set(changes) - set(values)
    assert not unknown
    if "body" in changes:
        changes["body"] = SafeString(changes["body"])
    return SimpleNamespace(**(values | changes))


def letter(**changes):
    html = render_to_string("letters/document.html", {"sheet": sheet(**changes)})
    return pdf.render(html, stylesheets=[LETTER_CSS], images={"logo": PNG, "signature": PNG})


def addressed(count, **changes):
    lines = [*[*ADDRESS, "Harbourside Peninsula"][: count - 1], "ZZ1 2ZZ"]
    block = address_block(lines, large_print=changes.get("large_print", False))
    assert len(block.lines) == count
    return block, letter(address_lines=block.lines, compact_address=block.compact, **changes)
