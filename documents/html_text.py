"""Semantic HTML as plain text, for an email or a newsletter."""

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "h1", "h2", "h3", "h4", "blockquote", "tr", "div", "address"}
_NOT_SHOWN = {"title", "style", "script"}


def to_text(html: str) -> str:
    """Return the words of the HTML: a blank line after a paragraph, "• " or the number before an item.

    A link is followed by its address in brackets unless it shows it already.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Reads HTML as lines of text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []
        self._line = ""
        self._lists: list[int | None] = []  # the next number of each open list, None for bullets
        self._address = ""
        self._not_shown = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, an item or a link."""
        if tag == "br":
            self._line += "\n"
        elif tag in {"ul", "ol"}:
            self._end_line()
            self._lists.append(int(dict(attrs).get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            self._end_line()
            number = self._lists[-1] if self._lists else None
            self._line = "  " * (len(self._lists) - 1) + ("• " if number is None else f"{number}. ")
            if number is not None:
                self._lists[-1] = number + 1
        elif tag == "a":
            self._address = dict(attrs).get("href") or ""
        elif tag in _NOT_SHOWN:
            self._not_shown += 1

    def handle_endtag(self, tag: str) -> None:
        """End a line, and leave a blank one after a paragraph or a whole list."""
        if tag == "a":
            words = self._address.removeprefix("mailto:")
            is_of_use = self._address.startswith(("http", "/", "mailto:"))
            if is_of_use and not self._line.endswith(words):
                self._line += f" ({words})"
        elif tag in {"ul", "ol"}:
            self._end_line()
            self._lists.pop()
            if not self._lists:
                self._blocks.append("")
        elif tag in _BLOCKS and not self._lists:
            self._end_line()
            self._blocks.append("")
        elif tag in {"li", "p"}:
            self._end_line()
        elif tag in {"td", "th"}:
            self._line += " "
        elif tag in _NOT_SHOWN:
            self._not_shown -= 1

    def handle_data(self, data: str) -> None:
        """Add words; line ends of the HTML source are white space."""
        if self._not_shown:
            return
        words = re.sub(r"[ \t\n]+", " ", data)
        at_start = not self._line or self._line.endswith(("\n", " "))
        self._line += words.lstrip(" ") if at_start else words

    def _end_line(self) -> None:
        if self._line.strip():
            self._blocks.append("\n".join(line.rstrip(" ") for line in self._line.split("\n")).rstrip())
        self._line = ""

    def text(self) -> str:
        """Return what was read, without blank lines at either end."""
        self._end_line()
        joined = "\n".join(self._blocks)
        return re.sub(r"\n{3,}", "\n\n", joined).strip("\n")
