"""Curly quotes and dashes for a template's own words. Values are printed as they were typed."""

import re
from typing import Final

_DASH: Final = re.compile(r"(?<!\S)--?(?!\S)|(?<=\w)--(?=\w)")
_LONG_DASH: Final = re.compile(r"(?<!-)---(?!-)")
_OPENS_AFTER: Final = frozenset("([{–—-/“‘")


class Typographer:
    """Improves text in the order of reading. It keeps the last character, since bold words part a text."""

    def __init__(self) -> None:
        """Start as at the beginning of a paragraph."""
        self._last = " "

    def saw_value(self) -> None:
        """Take note of a value, which counts as a word."""
        self._last = "x"

    def saw_space(self) -> None:
        """Take note of a new line or paragraph."""
        self._last = " "

    def improve(self, text: str) -> str:
        """Return the text with curly quotes, and dashes for spaced hyphens."""
        text = _DASH.sub("–", _LONG_DASH.sub("—", text))
        if '"' not in text and "'" not in text:
            self._last = text[-1:] or self._last
            return text
        improved: list[str] = []
        last = self._last
        for position, character in enumerate(text):
            opens = last.isspace() or last in _OPENS_AFTER
            if character == '"':
                character = "“" if opens else "”"
            elif character == "'":
                # '90s: the apostrophe stands for figures left out.
                character = "‘" if opens and not text[position + 1 : position + 2].isdigit() else "’"
            improved.append(character)
            last = character
        self._last = last
        return "".join(improved)
