"""The layouts of a slide deck: which placeholders there are, where they stand, how large text may be.

Lengths are in pt: a slide is 960 wide and 540 high. Text for people at the back of a room is 20 pt or more;
tables, sources and the smallest print of an opening go down to 18.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .slide_fit import Box

SLIDE: Final = (960, 540)
MARGIN: Final = 48

_TITLE: Final = (32, 30, 28, 26, 24)
_BODY: Final = (28, 26, 24, 22, 20)
_NARROW: Final = (24, 22, 20)


@dataclass(frozen=True)
class Place:
    """A placeholder of a layout: what it is for, where it stands and how its text may be set."""

    kind: str  # as the file format calls it: title, ctrTitle, subTitle, body, pic, tbl
    name: str
    index: int
    box: tuple[float, float, float, float]  # from the left, from the top, width, height
    sizes: tuple[int, ...] = _BODY
    bold: bool = False
    colour: str = "tx1"
    anchor: str = "t"
    prompt: str = "Words"
    bullets: bool = False

    @property
    def inside(self) -> Box:
        """What text can fill, in pt, and the sizes it may have."""
        return Box(self.box[2], self.box[3], self.sizes)


@dataclass(frozen=True)
class Layout:
    """A layout of the deck, with its placeholders in the order they are read."""

    name: str
    type: str
    places: tuple[Place, ...]
    is_opening: bool = False
    drawn: str = ""

    def place(self, index: int) -> Place:
        """The placeholder with this number. Raises StopIteration when there is none."""
        return next(each for each in self.places if each.index == index)


HEAD: Final = Place(
    "title", "Title", 0, (MARGIN, 32, 864, 82), _TITLE, bold=True, colour="tx2", anchor="b", prompt="Title"
)
WHOLE: Final = (MARGIN, 138, 864, 340)
_LEFT, _RIGHT = (MARGIN, 138, 412, 340), (500, 138, 412, 340)


def _opening(*more: Place) -> tuple[Place, ...]:
    return (
        Place(
            "ctrTitle", "Title", 0, (64, 140, 560, 176), (44, 40, 36, 32, 28), bold=True, colour="bg1",
            anchor="b", prompt="Title",
        ),
        Place(
            "subTitle", "Subtitle", 1, (64, 334, 560, 174), (24, 22, 20, 18), colour="bg1",
            prompt="Organisation, for whom, and the day",
        ),
        *more,
    )  # fmt: skip


def _column(side: tuple[float, float, float, float], index: int, words: str) -> tuple[Place, Place]:
    left, top, width, height = side
    return (
        Place(
            "body", f"{words} heading", index, (left, top, width, 34), (24, 22, 20), bold=True, colour="tx2",
            anchor="b", prompt="Heading",
        ),
        Place(
            "body", f"{words} text", index + 1, (left, top + 48, width, height - 48), _NARROW, bullets=True
        ),
    )  # fmt: skip


def _cards() -> Iterator[Place]:
    for number in range(1, 5):
        left = MARGIN + 20 + (number - 1) % 2 * 440
        top = 138 + 14 + (number - 1) // 2 * 176
        yield Place(
            "body", f"Part {number} heading", 8 + 2 * number, (left, top, 388, 32), (24, 22, 20), bold=True,
            colour=f"accent{number}", prompt="Heading",
        )  # fmt: skip
        yield Place("body", f"Part {number} text", 9 + 2 * number, (left, top + 38, 388, 100), (22, 20, 18))


OPENING: Final = Layout("Opening", "title", _opening(), is_opening=True)
LOGO: Final = Layout(
    "Opening with logo", "title",
    _opening(Place("pic", "Logo", 10, (76, 52, 252, 66), prompt="Logo")), is_opening=True,
)  # fmt: skip
TEXT: Final = Layout("Title and text", "obj", (HEAD, Place("body", "Text", 10, WHOLE, bullets=True)))
COLUMNS: Final = Layout(
    "Two columns", "twoTxTwoObj", (HEAD, *_column(_LEFT, 10, "Left"), *_column(_RIGHT, 12, "Right"))
)
CARDS: Final = Layout("Four principles", "cust", (HEAD, *_cards()))
TABLE: Final = Layout(
    "Title and table", "tbl", (HEAD, Place("tbl", "Table", 10, WHOLE, (24, 22, 20, 18), prompt="Table"))
)
PICTURE: Final = Layout(
    "Text and picture", "picTx",
    (
        HEAD,
        Place("body", "Text", 10, (MARGIN, 138, 500, 340), _NARROW, bullets=True),
        Place("pic", "Picture", 11, (580, 138, 332, 340), prompt="Picture"),
    ),
)  # fmt: skip
LAYOUTS: Final = (OPENING, LOGO, TEXT, COLUMNS, CARDS, TABLE, PICTURE)

FOOTER: Final = Place(
    "ftr", "Footer", 20, (MARGIN, 496, 740, 22), (14, 12), colour="accent6", anchor="ctr", prompt=""
)
NUMBER: Final = Place(
    "sldNum", "Slide number", 21, (812, 496, 100, 22), (14,), colour="accent6", anchor="ctr", prompt="#"
)
