"""The head of a letter in Word: sender and logo beside each other, the address behind the envelope's window.

Each stands in a frame, which is a paragraph with a place on the sheet: it is read in its turn and edited like
any other. Places are those of static/css/letter.css, in mm from the top left.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from documents.word_base import MARGIN_MM, TWIPS_PER_MM

TOP_MM: Final = 13
LOGO_MM: Final = (95, 26)
SENDER_MM: Final = (125, 70)  # from the left, and wide: Arial is wider than the face of the PDF
WINDOW_BOTTOM_MM: Final = 79
ADDRESS_WIDTH_MM: Final = 85
BODY_TOP_MM: Final = 100
BODY_TOP_WITHOUT_ADDRESS_MM: Final = 60
MM_PER_PT: Final = 25.4 / 72

# What stands before a frame among the properties of a paragraph: Word insists on their order.
_BEFORE_FRAME: Final = {qn(f"w:{name}") for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore")}


class Letterhead(NamedTuple):
    """How a letter is set: offset of the window in mm, its size, and whether its address has many lines."""

    offset_mm: int = 0
    large_print: bool = False
    compact_address: bool = False
    has_address: bool = True

    @classmethod
    def of(cls, classes: Sequence[str]) -> "Letterhead":
        """As the classes of the letter's article say it."""
        offset = next((name[7:] for name in classes if name.startswith("offset-")), "0")
        return cls(
            int(offset.replace("m", "-")),
            "large-print" in classes,
            "compact-address" in classes,
            "no-address" not in classes,
        )

    @property
    def logo_mm(self) -> tuple[float, float]:
        """The box of the logo, which ends above what the window needs."""
        return LOGO_MM[0], min(LOGO_MM[1], LOGO_MM[1] + 1 + self.offset_mm)

    @property
    def body_top_mm(self) -> int:
        """Where the text begins below the edge of the sheet; an address moved down pushes it."""
        return BODY_TOP_MM + max(0, self.offset_mm) if self.has_address else BODY_TOP_WITHOUT_ADDRESS_MM

    def place_logo(self, paragraphs: Sequence[Any]) -> None:
        """At the left margin, level with the sender."""
        for paragraph in paragraphs:
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        _frame(paragraphs, MARGIN_MM, TOP_MM, LOGO_MM[0])

    def place_sender(self, paragraphs: Sequence[Any]) -> None:
        """In a frame at the right, from the top margin down."""
        _set(paragraphs, *((18, 23) if self.large_print else (12, 15)))
        _frame(paragraphs, SENDER_MM[0], TOP_MM, SENDER_MM[1])

    def place_address(self, paragraphs: Sequence[Any]) -> None:
        """On the bottom of the window, growing upwards, in the sizes of documents.envelope."""
        leading = 13 if self.compact_address else 14
        _set(paragraphs, 11 if self.compact_address and not self.large_print else 12, leading)
        height = len(paragraphs) * leading * MM_PER_PT
        _frame(paragraphs, MARGIN_MM, WINDOW_BOTTOM_MM + self.offset_mm - height, ADDRESS_WIDTH_MM)

    def place_body(self, first: Any) -> None:
        """Begin below the head, whose frames take no room of their own."""
        first.paragraph_format.space_before = Mm(self.body_top_mm - MARGIN_MM)


def _set(paragraphs: Sequence[Any], size_pt: int, leading_pt: int) -> None:
    for paragraph in paragraphs:
        layout = paragraph.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing = Pt(leading_pt)
        for run in paragraph.runs:
            run.font.size = Pt(size_pt)


def _frame(paragraphs: Sequence[Any], x_mm: float, y_mm: float, width_mm: float) -> None:
    """Put paragraphs into one frame: neighbours with the same frame share it."""
    for paragraph in paragraphs:
        frame = OxmlElement("w:framePr")
        for name, value in (
            ("w", round(width_mm * TWIPS_PER_MM)), ("hSpace", 0), ("wrap", "around"), ("vAnchor", "page"),
            ("hAnchor", "page"), ("x", round(x_mm * TWIPS_PER_MM)), ("y", round(y_mm * TWIPS_PER_MM)),
        ):  # fmt: skip
            frame.set(qn(f"w:{name}"), str(value))
        properties = paragraph._p.get_or_add_pPr()
        properties.insert(sum(each.tag in _BEFORE_FRAME for each in properties), frame)
