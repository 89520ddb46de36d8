"""The envelope test sheet: one page that shows whether an address appears in a window envelope."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string

from documents import pdf
from documents.envelope import address_block

from .files import LETTER_CSS

ENVELOPE_CSS = Path(settings.BASE_DIR) / "static" / "css" / "envelope.css"
FILE_NAME: Final = "envelope-test-sheet.pdf"

# As many lines as the window allows, and the third as wide as it allows.
_SAMPLE: Final = [
    "Councillor Alex Sample",
    "Leader of the Council",
    "Harbourside and Fellside Combined Authority",
    "Civic Centre",
    "1 Invented Street",
    "Exham",
    "ZZ1 1ZZ",
]


def make(offset_mm: int) -> bytes:
    """Return the page as PDF, with the address where letters have it at this offset of the window, in mm.

    Raises what documents.pdf.render() raises.
    """
    context = {"address": address_block(_SAMPLE), "offset_mm": offset_mm, "place": _place(offset_mm)}
    html = render_to_string("letters/envelope_sheet.html", context)
    return pdf.render(html, stylesheets=[LETTER_CSS, ENVELOPE_CSS])


def _place(offset_mm: int) -> str:
    if not offset_mm:
        return "in the usual place"
    return f"{abs(offset_mm)} mm {'above' if offset_mm < 0 else 'below'} the usual place"
