"""Talking points as files: PDF to read, Word to change."""

from django.template.loader import render_to_string

from documents import pdf, word
from partnerships.agreement_document import AGREEMENT_CSS

from .occasion import Occasion
from .talking import talking_points


def talking_html(occasion: Occasion) -> str:
    """The whole document, as documents.pdf and documents.word want it."""
    context = {"points": talking_points(occasion), "organisation": occasion.organisation}
    return render_to_string("briefings/talking_document.html", context)


def talking_pdf(occasion: Occasion) -> bytes:
    """The talking points as a PDF, tagged for screen readers."""
    return pdf.render(talking_html(occasion), stylesheets=[AGREEMENT_CSS])


def talking_word(occasion: Occasion) -> bytes:
    """The talking points as a Word file, in large print where the organisation prints large."""
    organisation = occasion.organisation
    return word.render(
        talking_html(occasion),
        title=f"Talking points: {occasion.where.official_name}",
        author=organisation.name,
        large_print=organisation.large_print,
    )
