"""A letter's words without its sheet, to paste into an email or a newsletter.

They are read from the letter's own HTML (letters/_sheet.html), so that they are what the PDF says.
"""

from typing import Any, Final

import lxml.html  # type: ignore[import-untyped]
import nh3
from django.utils.safestring import SafeString, mark_safe

from documents.html_text import to_text

# The newsletter has a heading of its own: the letter's subject becomes a second one.
_LEVELS: Final = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h4"}
_TAGS: Final = {
    *("p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTACHED: Final = "The letter is attached as a PDF."


def newsletter_html(letter: str) -> SafeString:
    """Return the letter from its subject to its signer as plain HTML: no classes, styles or pictures."""
    body = _body(letter)
    heading = body.find("h1")
    if heading is not None:
        body.insert(0, heading)
    for element in body.iter("h1", "h2", "h3", "h4"):
        element.tag = _LEVELS[element.tag]
    for after in body.find_class("l-after"):
        after.drop_tree()
    return _html(body)


def newsletter_text(letter: str) -> str:
    """Return what newsletter_html() holds as text, with "• " before every item."""
    return to_text(newsletter_html(letter))


def email_text(letter: str) -> str:
    """Return the letter from its greeting to its signer as text, without the subject."""
    body = _body(letter)
    for heading in body.findall("h1"):
        heading.drop_tree()
    return f"{to_text(_html(body))}\n\n{_ATTACHED}"


def _body(letter: str) -> Any:
    """Return the body without its date, the signer's lines as one paragraph."""
    (body,) = lxml.html.document_fromstring(letter).find_class("l-body")
    for element in [*body.find_class("l-date"), *body.find_class("l-signature")]:
        element.drop_tree()
    for close in body.find_class("l-close"):
        _, signer, *others = close.findall("p")
        for line in others:
            signer.append(lxml.html.Element("br"))
            signer[-1].tail = line.text_content()
            line.drop_tree()
    return body


def _html(body: Any) -> SafeString:
    written = "".join(lxml.html.tostring(element, encoding="unicode").strip() + "\n" for element in body)
    cleaned = nh3.clean(
        written, tags=_TAGS, attributes={"a": {"href"}, "ol": {"start"}}, link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )  # fmt: skip
    lines = [line.strip() for line in cleaned.split("\n")]
    return mark_safe("\n".join(line for line in lines if line))  # noqa: S308 (nh3 has cleaned it)
