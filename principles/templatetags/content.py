"""How curated text is shown: Markdown as safe HTML, and where its words come from."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from documents.markdown import to_html
from principles.provenance import CuratedModel

register = template.Library()


@register.filter
@lru_cache(maxsize=500)
def markdown(source: str) -> SafeString:
    """Curated Markdown as sanitised HTML. The same text always gives the same HTML, so it is made once."""
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
def usual_marks(rows: Iterable[CuratedModel]) -> list[str]:
    """The marks that most of many rows have, to be said once above them; nothing when there is no usual."""
    counted = Counter(tuple(marks(row)) for row in rows)
    found, count = counted.most_common(1)[0] if counted else ((), 0)
    return list(found) if count > 1 and count > counted.total() / 2 else []


@register.filter
def shared_marks(rows: Iterable[CuratedModel]) -> list[str]:
    """The marks of all rows when they agree, so that they are said once; otherwise nothing."""
    each = [marks(row) for row in rows]
    return each[0] if each and all(found == each[0] for found in each) else []


class KeepNode(Node):
    """What stands inside, kept under a name instead of shown."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> SafeString:
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """`{% keep name %}…{% endkeep %}`: a block's words, to be shown in several places such as a title."""
    name = token.split_contents()[1]
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, name)
