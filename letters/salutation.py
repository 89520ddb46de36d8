"""How a letter begins and ends. The style of address is asked for, never worked out from a name."""

import re
from typing import Final

STYLES: Final = (
    "Councillor",
    "Mayor",
    "Dr",
    "Professor",
    "Dame",
    "Sir",
    "Lady",
    "Lord",
    "Mr",
    "Mrs",
    "Ms",
    "Mx",
)
_ABBREVIATIONS: Final = {"cllr": "Councillor", "clr": "Councillor", "prof": "Professor", "doctor": "Dr"}
_KNOWN_STYLES: Final = {style.casefold(): style for style in STYLES} | _ABBREVIATIONS
# A knight or dame is addressed by the first name.
_WITH_FIRST_NAME: Final = frozenset({"Dame", "Sir"})
_POSTNOMINALS: Final = frozenset({"OBE", "MBE", "CBE", "KBE", "DBE", "MP", "JP", "DL", "PHD"})
_BETWEEN_TWO: Final = re.compile(r"\s*(?:;|&|\n|\band\b)\s*")
_BEFORE_DEAR: Final = re.compile(r"^dear\s+", re.IGNORECASE)
_AFTER_POST: Final = re.compile(r"\s+(?:of|for|to)\s+(?:the\s+)?|[,(–]|\s-\s")
_BEFORE_POST: Final = re.compile(
    r"^(?:(?:the|interim|acting|council|icb|board|trust|nhs|borough|county|city|district)\s+)+", re.IGNORECASE
)
NO_RECIPIENT: Final = "Dear colleagues"


def greeting(post: str, name: str = "", style: str = "", salutation: str = "") -> str:
    """Return the opening words, such as "Dear Councillor Ferris" or "Dear Chief Executive".

    `salutation` is what the member wants after Dear and wins over everything else. Without a style the full
    name is used. Two names, parted by "and", "&", ";" or a new line, are both greeted.
    """
    if wanted := " ".join(_BEFORE_DEAR.sub("", salutation.strip()).split()):
        return f"Dear {wanted.rstrip(',')}"
    names = [found for part in _BETWEEN_TWO.split(name) if (found := _plain_name(part))]
    if names:
        return f"Dear {_joined(_styled(names, _styles(style, len(names))))}"
    if posts := _short_post(post):
        return f"Dear {posts}"
    return NO_RECIPIENT


def sign_off(name: str = "", salutation: str = "", *, sector: bool = False) -> str:
    """Return the closing words: sincerely to a person, faithfully to a post, kind regards to the sector."""
    if sector:
        return "Kind regards"
    return "Yours sincerely" if name.strip() or salutation.strip() else "Yours faithfully"


def _plain_name(name: str) -> str:
    """Return the name without the letters after it, such as OBE."""
    words = name.replace(",", " ").split()
    while len(words) > 1 and words[-1].replace(".", "").upper() in _POSTNOMINALS:
        words.pop()
    return " ".join(words)


def _styles(style: str, count: int) -> list[str]:
    """Return one style for each person; a single style is everybody's."""
    parts = [part for part in _BETWEEN_TWO.split(style.strip()) if part] or [""]
    known = [_KNOWN_STYLES.get(part.rstrip(".").casefold(), part) for part in parts]
    return (known + [known[-1]] * count)[:count]


def _styled(names: list[str], styles: list[str]) -> list[str]:
    greeted = [_greeted(name, style) for name, style in zip(names, styles, strict=True)]
    if len(set(greeted)) < len(greeted):
        # Two Councillors Ferris: only the full names tell them apart.
        return [f"{style} {name}".strip() for name, style in zip(names, styles, strict=True)]
    return greeted


def _greeted(name: str, style: str) -> str:
    words = name.split()
    while style and len(words) > 1 and _KNOWN_STYLES.get(words[0].rstrip(".").casefold()) == style:
        words = words[1:]
    if not style:
        return " ".join(words)
    return f"{style} {words[0] if style in _WITH_FIRST_NAME else words[-1]}"


def _joined(greeted: list[str]) -> str:
    return greeted[0] if len(greeted) == 1 else f"{', '.join(greeted[:-1])} and {greeted[-1]}"


def _short_post(post: str) -> str:
    """Return a post as it is spoken to: "Leader" for "Leader of the council"."""
    spoken = _AFTER_POST.split(" ".join(post.split()), maxsplit=1)[0]
    spoken = _BEFORE_POST.sub("", spoken).strip()
    return " ".join(word if word == "and" else word[:1].upper() + word[1:] for word in spoken.split())
