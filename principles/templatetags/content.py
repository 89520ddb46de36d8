"""How curated text is shown: Markdown as safe HTML, and where its words come from."""

from collections.abc import Iterable

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from documents.markdown import to_html
from principles.provenance import CuratedModel

register = template.Library()


@register.filter
def markdown(source: str) -> SafeString:
    """Curated Markdown as sanitised HTML."""
    return to_html(source)


@register.filter
def marks(row: CuratedModel) -> list[str]:
    """What a reader should know about a text: whose words, checked or not, reviewed or not, the note."""
    found = ["Official wording" if row.is_official else "Ours: a paraphrase"]
    if row.needs_checking:
        found.append("Needs checking")
    if row.reviewed_on and row.is_reviewed:
        found.append(f"Reviewed by NAVCA on {date_format(row.reviewed_on, 'j F Y')}")
    if row.editors_note:
        found.append(row.editors_note)
    return found


@register.filter
def shared_marks(rows: Iterable[CuratedModel]) -> list[str]:
    """The marks of all rows when they agree, so that they are said once; otherwise nothing."""
    each = [marks(row) for row in rows]
    return each[0] if each and all(found == each[0] for found in each) else []
