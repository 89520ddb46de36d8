"""The merge fields of a letter: what `[place]` means, where its value comes from, and how a value is printed.

The registry is the only list of fields. A field is written in square brackets, as members know it from Word
letters; its name is blind to case, spaces, line breaks, underscores and hyphens.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from documents.plain_text import clean, one_line


class Kind(Enum):
    """How a value is typed and printed."""

    LINE = "one line"
    TEXT = "long text"
    LIST = "list"
    DATE = "date"
    POSTCODE = "postcode"
    LINK = "link"


class Origin(Enum):
    """Where a value is filled in."""

    PROFILE = "profile"
    RECIPIENT = "recipient"
    LETTER = "this letter"
    COMPUTED = "computed"


class Deliberate(Enum):
    """The one member says that an optional field was left empty on purpose, which is not a gap."""

    EMPTY = "empty"


EMPTY: Final = Deliberate.EMPTY


@dataclass(frozen=True, slots=True)
class Field:
    """One merge field.

    `key` is the name people read; `attribute` is the same as a Python identifier and the key of its value.
    """

    key: str
    kind: Kind
    origin: Origin
    essential: bool
    label: str
    help: str
    sample: str | date | tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    attribute: str = ""

    def __post_init__(self) -> None:
        """Derive the attribute from the key where it is not given."""
        if not self.attribute:
            object.__setattr__(self, "attribute", re.sub(r"\W", "_", self.key))


def _profile(
    key: str,
    label: str,
    sample: str,
    help: str,
    *synonyms: str,
    kind: Kind = Kind.LINE,
    essential: bool = False,
    attribute: str = "",
) -> Field:
    return Field(key, kind, Origin.PROFILE, essential, label, help, sample, synonyms, attribute)


def _recipient(
    key: str,
    label: str,
    sample: str | tuple[str, ...],
    help: str,
    *synonyms: str,
    kind: Kind = Kind.LINE,
    essential: bool = False,
    origin: Origin = Origin.RECIPIENT,
    attribute: str = "",
) -> Field:
    return Field(key, kind, origin, essential, label, help, sample, synonyms, attribute)


def _letter(
    key: str,
    label: str,
    sample: str | date | tuple[str, ...],
    help: str,
    *synonyms: str,
    kind: Kind = Kind.LINE,
    essential: bool = False,
    origin: Origin = Origin.LETTER,
) -> Field:
    return Field(key, kind, origin, essential, label, help, sample, synonyms)


FIELDS: Final[tuple[Field, ...]] = (
    # The sender, from the member's profile.
    _profile(
        "sender name",
        "Your name",
        "Alex Morgan",
        "The person who signs the letter.",
        "your name",
        "name of sender",
        "sender's name",
        essential=True,
    ),
    _profile(
        "sender role",
        "Your role",
        "Chief officer",
        "The job title printed under the name.",
        "your role",
        "your job title",
        "sender job title",
        "role of sender",
        essential=True,
    ),
    _profile(
        "organisation name",
        "Name of your organisation",
        "Voluntary Action Wexcombe",
        "The full name, as it stands on your letterhead.",
        "organisation",
        "your organisation",
        "your organisation name",
        "name of organisation",
        "name of your organisation",
        "local infrastructure organisation name",
        "local infrastructure organisation",
        "LIO name",
        essential=True,
    ),
    _profile(
        "organisation short name",
        "Short name of your organisation",
        "VAW",
        "What people call you once the full name has been said.",
        "short name",
        "your short name",
    ),
    _profile(
        "organisation address",
        "Your address",
        "4 Market Row\nWexcombe\nZZ1 4AA",
        "The postal address that replies go to, one part on each line.",
        "your address",
        "sender address",
        kind=Kind.TEXT,
    ),
    _profile("email", "Your email address", "alex@example.org", "Where a reply should go.", "your email",
             "email address", "your email address", "sender email", attribute="organisation_email"),
    _profile("phone", "Your telephone number", "01632 960123", "A number that somebody answers.", "telephone",
             "phone number", "telephone number", "your phone", "your phone number", "your telephone number",
             attribute="organisation_phone"),
    _profile("charity number", "Charity number", "0000000", "Your number in the register of charities.",
             "registered charity number", "your charity number"),
    _profile("website", "Your website", "https://example.org", "Printed as it is typed.", "web address",
             "your website", kind=Kind.LINK, attribute="organisation_website"),
    _profile(
        "place",
        "Your place",
        "Wexcombe",
        "The area you serve in everyday words, which may differ from the name of a council.",
        "area",
        "local area",
        "your place",
        "your area",
        "name of place",
        "place name",
        essential=True,
    ),
    _profile(
        "sector term",
        "Your word for the sector",
        "voluntary and community sector",
        "The term your own groups use for themselves.",
        "sector",
        "name of sector",
        essential=True,
    ),
    _profile("sector term in full", "Your word for the sector, in full",
             "voluntary, community and social enterprise sector",
             "The long form, for the first time the sector is named.", "sector in full"),
    _profile("groups supported", "Groups you support", "340 local groups", "A count you can stand behind.",
             "number of groups", "number of groups supported"),
    _profile("staff and volunteers", "Staff and volunteers", "9 staff and 60 volunteers",
             "How many people work with you, in words.", "staff/volunteers"),
    # The recipient: typed once, or worked out from the public body.
    _recipient("body", "Body written to", "Wexcombe District Council", "The full name of the body.",
               "name of body", "public body", "council", "council name", "name of council", "body name",
               "health body", "recipient organisation", essential=True, origin=Origin.COMPUTED),
    _recipient("post", "Post written to", "Leader of the council", "The office the letter is addressed to.",
               "recipient post", "recipient role", "recipient job title", "their role", essential=True),
    _recipient("recipient name", "Name of the recipient", "Councillor Jo Ferris",
               "The full name with the style of address. Leave it empty to write to the post.",
               "name of recipient", "recipient's name", "their name"),
    _recipient("salutation name", "Name after Dear", "Councillor Ferris",
               "What follows the word Dear; worked out from the style and the name.",
               "salutation", "dear name", essential=True, origin=Origin.COMPUTED),
    _recipient("address", "Address of the recipient", "Wexcombe Hall\nMarket Row\nWexcombe\nZZ1 4AA",
               "Three to seven lines, postcode last.", "recipient address", "their address",
               kind=Kind.TEXT, attribute="recipient_address"),
    _recipient("tier", "Kind of body", "district council", "The tier of government, in words.",
               "kind of body", "tier of government", origin=Origin.COMPUTED),
    _recipient("competences", "What the body decides", ("housing", "planning", "leisure"),
               "The matters this tier of government decides.", "responsibilities", "powers",
               kind=Kind.LIST, origin=Origin.COMPUTED),
    _recipient("change notice", "Note that the body will change",
               "We know that the council ends on 31 March 2028.",
               "A sentence for a body that ends or merges.", "notice of change", kind=Kind.TEXT,
               origin=Origin.COMPUTED),
    # What is asked in this letter.
    _letter("date", "Date of the letter", date(2026, 1, 12), "The day printed at the top.", "date of letter",
            "letter date", "today", kind=Kind.DATE, essential=True),
    _letter("our reference", "Our reference", "VAW/12", "Your own mark for finding the letter again.",
            "our ref", "reference"),
    _letter("subject", "Subject of the letter", "Working together in Wexcombe",
            "The line that says what the letter is about.", "subject line", essential=True),
    _letter("main ask", "What you ask for first", "Meet us for an hour before the end of March.",
            "One request that can be answered with yes or no.", "ask", "our ask", "first ask",
            kind=Kind.TEXT, essential=True),
    _letter("further asks", "Further asks", ("Name one officer we can turn to.",),
            "Up to two more requests.", "other asks", kind=Kind.LIST),
    _letter("examples", "Examples of your work",
            ("Sixty groups met the planning team in May.",
             "Our drivers brought 200 people home from hospital."),
            "One to four examples, each with a figure or a name if you can.", "your examples", "own examples",
            "examples of our work", kind=Kind.LIST, essential=True),
    _letter("findings", "Findings from research",
            ("Groups with a support body nearby recruit more volunteers.",),
            "Up to three findings that carry the argument.", "evidence", "research findings", kind=Kind.LIST),
    _letter("case study", "Case study",
            "In one northern borough the council and its groups wrote a shared plan.",
            "A few sentences on a place like the reader's own.", "example from elsewhere", kind=Kind.TEXT),
    _letter("meeting dates", "Dates offered for a meeting", ("3 February 2026", "10 February 2026"),
            "Two dates make it easy to say yes.", "dates for a meeting", "proposed dates", kind=Kind.LIST),
    _letter("reply by date", "Reply by", date(2026, 2, 2), "The day you would like to have heard by.",
            "reply by", "reply date", "deadline", kind=Kind.DATE, essential=True),
    _letter("contact", "Who answers their questions", "Sam Patel on 01632 960124",
            "A person, with a telephone number or an email address.", "contact person", "named contact"),
    _letter("tier paragraph", "What this tier decides", "Housing, planning and leisure are in your hands.",
            "A paragraph that only bodies of one tier receive.", "paragraph for the tier", kind=Kind.TEXT,
            origin=Origin.COMPUTED),
    _letter("also written to", "Who else receives it", ("NHS Wexcombe Integrated Care Board",),
            "The other bodies the letter goes to.", "other recipients", "who else received it",
            kind=Kind.LIST, origin=Origin.COMPUTED),
    _letter("enclosures", "Enclosures", ("The picture of our sector, one page",),
            "What goes in the envelope too.",
            "enclosed", "enc", kind=Kind.LIST, origin=Origin.COMPUTED),
    _letter("cc", "Copies to", ("Chief Executive, Wexcombe District Council",), "Who else gets this letter.",
            "copies to", "copied to", kind=Kind.LIST),
    _letter("co-signatories", "Who signs with you", ("Wexcombe Food Alliance",),
            "Organisations that put their name to the letter.", "cosigners", kind=Kind.LIST),
    _letter("sources", "Sources", ("Our own survey of 2025",), "Where the figures come from.", "sources note",
            "source note", kind=Kind.LIST, origin=Origin.COMPUTED),
)  # fmt: skip

# In a letter typed in Word these words mean the reader after "Dear" and the writer after the sign-off.
AMBIGUOUS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("recipient name", "sender name"),
    "role": ("post", "sender role"),
    "jobtitle": ("post", "sender role"),
}


def normal_name(name: str) -> str:
    """Return the name as the registry compares it: no case, no spaces, no hyphens or underscores."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    return re.sub(r"[\s_\\\-\u2010\u2011\u00ad\u200b-\u200d\ufeff]+", "", folded)


def _index(fields: Iterable[Field]) -> dict[str, Field]:
    index: dict[str, Field] = {}
    for field in fields:
        for name in (field.key, field.attribute, *field.synonyms):
            if index.setdefault(normal_name(name), field) is not field:
                raise ValueError(f"Two merge fields share the name {name!r}.")
    return index


_BY_NAME: Final = _index(FIELDS)
_BY_KEY: Final = {field.key: field for field in FIELDS}


def find_field(name: str) -> Field | None:
    """Return the field of that name or synonym, or None; `Name` and `Role` alone are ambiguous, so None."""
    return _BY_NAME.get(normal_name(name))


def field_of(key: str) -> Field:
    """Return the field with that canonical key.

    Raises KeyError for any other name.
    """
    return _BY_KEY[key]


def nearest_field(name: str) -> Field | None:
    """Return the known field whose name looks most like the one typed, for a hint in a message."""
    close = difflib.get_close_matches(normal_name(name), _BY_NAME, n=1, cutoff=0.55)
    return _BY_NAME[close[0]] if close else None


def own_field(name: str) -> Field:
    """Return the field for a bracket that only this member's text holds, such as `[name of board]`."""
    label = " ".join(one_line(name).split())
    key = f"own: {label}"
    return Field(key, Kind.LINE, Origin.LETTER, True, label, "A gap in your own words.", label, attribute=key)


def sample_values() -> dict[str, str | date | tuple[str, ...]]:
    """Return an invented value for every field, for previews of a template."""
    return {field.attribute: field.sample for field in FIELDS}


LONDON: Final = ZoneInfo("Europe/London")
_MONTHS: Final = (
    ["January", "February", "March", "April", "May", "June", "July",
     "August", "September", "October", "November", "December"]
)  # fmt: skip
_POSTCODE: Final = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")


def day_in_london(moment: datetime) -> date:
    """Return the calendar day in London at that moment.

    Raises ValueError for a moment without a time zone, because its day cannot be known.
    """
    if moment.tzinfo is None:
        raise ValueError("A letter is dated from a moment with a time zone.")
    return moment.astimezone(LONDON).date()


def letter_date(day: date) -> str:
    """Return "12 January 2026" for a day, or for a moment the day it is then in London.

    Raises ValueError for a moment without a time zone.
    """
    if isinstance(day, datetime):
        day = day_in_london(day)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_postcode(text: str) -> str:
    """Return a UK postcode in capitals with its one space; anything else in capitals as typed."""
    typed = " ".join(one_line(text).split()).upper()
    match = _POSTCODE.fullmatch(typed.replace(" ", ""))
    return f"{match[1]} {match[2]}" if match else typed


def format_value(kind: Kind, value: str | int | date) -> str:
    """Return a single value as the words that will be printed, without any markup.

    Raises TypeError for a bool or any type that a letter cannot print, so that "False" never reaches paper.
    """
    if isinstance(value, str):
        if kind is Kind.TEXT:
            words = clean(value).strip()
        elif kind is Kind.POSTCODE:
            words = format_postcode(value)
        else:
            words = one_line(value).strip()
        return words if _prints(words) else ""
    if isinstance(value, bool):
        raise TypeError("A letter prints words, numbers and dates, not True or False.")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return letter_date(value)
    raise TypeError(f"A letter cannot print a value of type {type(value).__name__}.")


def _prints(words: str) -> bool:
    """Say whether anything of the words would be seen on paper."""
    if not words or words.isascii():
        return bool(words)
    return any(unicodedata.category(character)[0] not in "CZ" for character in words)
