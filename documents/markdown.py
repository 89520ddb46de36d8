"""Markdown, as curators write it, to HTML that is safe to show and to print.

What is typed is what is printed: HTML tags and entities are text here, never markup. The sanitiser
still has the last word on whatever Markdown makes.
"""

import re
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from documents import plain_text

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr", "code"}
TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

_LINK_IS_ALLOWED = re.compile(r"(?:https?://|mailto:|/(?![/\\])|#)", re.IGNORECASE)
_START = re.compile(r"[0-9]{1,6}")  # of a numbered list; Word takes no endless number
_LINK_TO_NOWHERE = re.compile(r'<a rel="noopener">(.*?)</a>', re.DOTALL)
_ITEM = re.compile(r"( *)(?:([-*+])|\d+\.) +\S")
_RULE = re.compile(r" *(?:[-*_] *){3,}$")
_DEEPEST = 8  # levels of quotes and lists; nobody writes three, and each costs as much as all inside it
_MARKS = re.compile(rf"((?: *(?:>|(?:[-*+]|\d{{1,9}}\.) )){{{_DEEPEST}}})(?: *(?:>|(?:[-*+]|\d{{1,9}}\.) ))+")
_INDENT = re.compile(rf"( {{{4 * _DEEPEST}}}) +")
# How many characters may be looked through for the ends of links in one paragraph.
_MOST_LOOKED_THROUGH = 1_000_000
_LOOKS_LIKE_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--")


def to_html(text: str) -> SafeString:
    """Return the Markdown text as sanitised HTML whose headings begin at h2.

    Links may go to http, https and mailto addresses, to a path of this site ("/…") or to a place on
    the page ("#…"). Anything else keeps its words and loses its link. Pictures and HTML tags are left out.
    """
    html = nh3.clean(
        _convert(text),
        tags=TAGS | TABLE_TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed_value,
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
    html = _LINK_TO_NOWHERE.sub(r"\1", html)
    return mark_safe(html)  # noqa: S308 - nh3 has cleaned it


def changes_made_by_sanitiser(text: str) -> list[str]:
    """Return, in plain English, what to_html leaves out or shows differently; empty when nothing is lost."""
    changes = []
    if plain_text.has_harmful(text):
        changes.append("Invisible control characters were taken out.")
    reader = _Reader()
    reader.feed(_convert(text))
    reader.close()
    return changes + reader.changes


def _convert(text: str) -> str:
    converter = markdown.Markdown(extensions=["sane_lists", "tables"], output_format="html")
    converter.preprocessors.register(_ListsAsTyped(converter), "lists", 25)
    converter.preprocessors.register(_Shallow(converter), "shallow", 24)
    converter.preprocessors.register(_LinksThatEnd(converter), "links", 23)
    # Without these three, raw HTML and entities are ordinary text.
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.inlinePatterns.deregister("entity")
    converter.inlinePatterns.register(_Ampersand("&"), "ampersand", 75)
    converter.treeprocessors.register(_HeadingsBeginAtTwo(converter), "headings", 0)
    return converter.convert(plain_text.clean(text))


class _ListsAsTyped(Preprocessor):
    """Let bullets follow a paragraph without a blank line, and nest by two spaces or more."""

    def run(self, lines: list[str]) -> list[str]:
        typed: list[str] = []
        indents: list[int] = []  # of the open list items, outermost first
        for line in lines:
            after_blank = not (typed and typed[-1].strip())
            item = None if _RULE.match(line) else _ITEM.match(line)
            if item and (indents or after_blank or item.group(2)) and (indents or len(item.group(1)) < 4):
                if not indents and not after_blank:
                    typed.append("")
                indent = len(item.group(1))
                while indents and indents[-1] > indent:
                    indents.pop()
                if (not indents or indent >= indents[-1] + 2) and len(indents) < _DEEPEST:
                    indents.append(indent)
                line = "    " * (len(indents) - 1) + line.lstrip()
            elif line.strip() and after_blank and not line[0].isspace():
                indents.clear()
            typed.append(line)
        return typed


class _Shallow(Preprocessor):
    """Take quotes within quotes and lists within lists for no deeper than anybody writes them."""

    def run(self, lines: list[str]) -> list[str]:
        shallow = (_INDENT.sub(r"\1", line.expandtabs(4), count=1) for line in lines)
        return [line if _RULE.match(line) else _MARKS.sub(r"\1", line, count=1) for line in shallow]


class _LinksThatEnd(Preprocessor):
    """Print brackets as typed in a paragraph of so many that looking for their ends would take minutes."""

    def run(self, lines: list[str]) -> list[str]:
        kept: list[str] = []
        paragraph: list[str] = []
        for line in [*lines, ""]:
            if line.strip():
                paragraph.append(line)
                continue
            if _looked_through("\n".join(paragraph)) > _MOST_LOOKED_THROUGH:
                paragraph = [re.sub(r"\\*\[", r"\[", each) for each in paragraph]
            kept += [*paragraph, line]
            paragraph = []
        return kept[:-1]


def _looked_through(text: str) -> int:
    """How many characters lie between each bracket that opens and the one that closes it, or the end."""
    total, opened = 0, {"]": [], ")": []}  # type: ignore[var-annotated]
    for place, character in enumerate(text):
        if character == "[":
            opened["]"].append(place)
        elif character == "(" and text[place - 1 : place] == "]":
            opened[")"].append(place)
        elif opened.get(character):
            total += place - opened[character].pop()
    return total + sum(len(text) - place for places in opened.values() for place in places)


class _Ampersand(InlineProcessor):
    """Print "&copy;" as it was typed."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return f"{AMP_SUBSTITUTE}amp;", m.start(0), m.end(0)


class _HeadingsBeginAtTwo(Treeprocessor):
    """Move every heading one level down when the text has an h1: the page has its own."""

    def run(self, root: Element) -> None:
        step = 1 if root.find(".//h1") is not None else 0
        for element in root.iter():
            if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                element.tag = f"h{min(4, int(element.tag[1]) + step)}"


def _allowed_value(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href" and not _LINK_IS_ALLOWED.match(value):
        return None
    if attribute == "start" and not _START.fullmatch(value):
        return None
    return value


class _Reader(HTMLParser):
    """Walks through the HTML before it is cleaned and notes what the sanitiser will take away."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[str] = []
        self._refused_link: str | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.changes.append(f"The picture “{values.get('alt') or values.get('src', '')}” is left out.")
        elif tag == "a" and not _LINK_IS_ALLOWED.match(values.get("href", "")):
            self._refused_link, self._words = values.get("href", ""), ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._refused_link is not None:
            address = self._refused_link or "an empty address"
            self.changes.append(
                f"“{self._words}” is no longer a link: {address} does not begin with"
                " https://, http://, mailto:, / or #."
            )
            self._refused_link = None

    def handle_data(self, data: str) -> None:
        self._words += data
        for found in _LOOKS_LIKE_HTML.finditer(data):
            self.changes.append(f"The HTML “{found.group()}” is shown as it was typed.")
