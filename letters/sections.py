"""The parts of the letter's form that are made of rows: each adds its fields and stores what was typed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Q

from documents.plain_text import one_line

from .blocks import blocks_of, places_of
from .models import Place
from .tiers import TierParagraph
from .values import change_notice

if TYPE_CHECKING:
    from .forms import LetterForm

MOST_ROWS: Final = 50
LONGEST: Final = 6_000  # characters
_BUTTON: Final = re.compile(r"(?P<prefix>[a-z]+)-(?P<index>[0-9]{1,3})-(?P<way>up|down)")


@dataclass
class Row:
    """One row of a section: its fields, and what stands beside them."""

    index: int | str
    title: str
    text: forms.BoundField
    chosen: forms.BoundField | None = None
    place: forms.BoundField | None = None
    keep: forms.BoundField | None = None
    ref: str = ""
    name: str = ""
    is_changed: bool = False
    can_rise: bool = False
    can_sink: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether the letter prints it. A row without a tick is always in."""
        return self.chosen is None or bool(self.chosen.value())

    @property
    def anchor(self) -> int | str:
        """What the row is called in the addresses on the page."""
        return self.name or self.index

    @property
    def fields(self) -> list[forms.BoundField]:
        return [field for field in (self.text, self.chosen, self.place, self.keep) if field]

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)


class Section:
    """Rows of one kind. `prefix` begins the names of their fields and buttons."""

    prefix: ClassVar[str]

    def __init__(self, form: "LetterForm") -> None:
        self.form, self.letter = form, form.instance
        self.rows: list[Row] = []

    @property
    def has_errors(self) -> bool:
        return any(row.has_errors for row in self.rows)

    @property
    def is_posted(self) -> bool:
        """Whether the person had this section on the page that was sent."""
        return any(row.text.html_name in self.form.data for row in self.rows)

    def add_field(self, name: str, field: forms.Field) -> forms.BoundField:
        """Add a field under the name of the section."""
        self.form.fields[f"{self.prefix}_{name}"] = field
        return self.form[f"{self.prefix}_{name}"]

    def add_text(
        self, name: int | str, text: str, label: str, *, rows: int = 3, called: str = ""
    ) -> forms.BoundField:
        """Add a box for words. Its address on the page has its name, or what it is called."""
        words = f"Shorten “{label}” to {LONGEST:,} characters or fewer"
        field = forms.CharField(
            label=label,
            initial=text,
            required=False,
            widget=forms.Textarea(attrs={"rows": rows, "id": f"id_{self.prefix}_{called or name}_text"}),
            validators=[MaxLengthValidator(LONGEST, words)],
        )
        return self.add_field(f"{name}_text", field)

    def add_tick(self, name: str, label: str, *, ticked: bool) -> forms.BoundField:
        return self.add_field(name, forms.BooleanField(label=label, initial=ticked, required=False))

    def ticked(self, bound: forms.BoundField | None) -> bool:
        """Whether a box was ticked in the form that was sent."""
        return bool(bound and self.form.cleaned_data.get(bound.name))

    def words(self, row: Row) -> str:
        """What was typed; what is stored when that cannot be, or the page that was sent had no such box."""
        if row.text.html_name not in self.form.data or row.text.errors:
            return row.text.initial or ""
        return self.form.cleaned_data.get(row.text.name) or ""

    def posted_count(self) -> int:
        """How many rows the page had that was sent."""
        numbers = (index for index in range(MOST_ROWS) if f"{self.prefix}_{index}_text" in self.form.data)
        return max(numbers, default=-1) + 1

    def check(self) -> None:
        """Add errors for what cannot be saved."""

    def store(self) -> None:
        """Put what was typed into the letter, which is saved later."""
        raise NotImplementedError

    def land_on_new(self, name: int | str) -> None:
        """Come back to the empty box at the end, if the button for another one was pressed."""
        if not self.form.errors and self.form.data.get("add") == self.prefix:
            self.form.lands_on = f"id_{self.prefix}_{name}_text"

    def move(self, items: list[Any], together: Callable[[Any, Any], bool]) -> None:
        """Let an item change places with the next one it goes together with, if its button was pressed."""
        found = _BUTTON.fullmatch(self.form.data.get("move", ""))
        is_ours = found is not None and found["prefix"] == self.prefix and int(found["index"]) < len(items)
        if not found or not is_ours or self.form.errors:
            return
        index, way = int(found["index"]), found["way"]
        others = range(index - 1, -1, -1) if way == "up" else range(index + 1, len(items))
        other = next((each for each in others if together(items[index], items[each])), None)
        if other is None:
            return
        items[index], items[other] = items[other], items[index]
        further = range(other) if way == "up" else range(other + 1, len(items))
        may_go_on = any(together(items[other], items[each]) for each in further)
        self.form.lands_on = (
            f"{self.prefix}-{self.name_of(items, other)}-{way if may_go_on else _OTHER_WAY[way]}"
        )

    def name_of(self, items: Sequence[Any], index: int) -> int | str:
        """What the row of an item is called in the addresses on the page."""
        return index

    def mark_movable(self, values: Sequence[Any], together: Callable[[Any, Any], bool]) -> None:
        """Say which rows can change places with one above or below."""
        for index, row in enumerate(self.rows[: len(values)]):
            row.can_rise = any(together(values[index], each) for each in values[:index])
            row.can_sink = any(together(values[index], each) for each in values[index + 1 :])


_OTHER_WAY: Final = {"up": "down", "down": "up"}


class FurtherAsks(Section):
    """What else the member would welcome, each in a box of its own, with an empty one at the end."""

    prefix = "ask"

    def __init__(self, form: "LetterForm") -> None:
        super().__init__(form)
        lines = self.letter.further_asks.splitlines()
        count = max(self.posted_count(), len(lines) + (not form.is_bound))
        lines += [""] * (count - len(lines))
        for index, line in enumerate(lines[:MOST_ROWS]):
            title = f"Further ask {index + 1}"
            self.rows.append(Row(index, title, self.add_text(index, line, title, rows=2)))
        self.mark_movable(lines, _both_said)

    def store(self) -> None:
        """Put the asks into the letter, a line each."""
        lines = [one_line(self.words(row)) for row in self.rows]
        self.mark_movable(lines, _both_said)
        self.move(lines, _both_said)
        if self.form.reloads:
            lines = [line for line in lines if line]
            self.land_on_new(len(lines))
        self.letter.further_asks = "\n".join(lines).rstrip()


def _both_said(one: str, other: str) -> bool:
    return bool(one and other)


class OwnParagraphs(Section):
    """The member's own paragraphs, each with its place in the letter, and an empty one at the end."""

    prefix = "paragraph"

    def __init__(self, form: "LetterForm") -> None:
        super().__init__(form)
        places = places_of(self.letter.template_version.compiled())
        stored = list(self.letter.own_paragraphs)
        count = max(self.posted_count(), len(stored) + (not form.is_bound))
        stored += [{"place": places[0], "text": ""} for _ in range(count - len(stored))]
        for index, paragraph in enumerate(stored[:MOST_ROWS]):
            title = f"Your paragraph {index + 1}"
            place = forms.ChoiceField(
                label=f"Where paragraph {index + 1} stands",
                choices=[(place.value, place.label) for place in places],
                initial=paragraph["place"],
                required=False,
                error_messages={"invalid_choice": "Choose a place from the list"},
            )
            text = self.add_text(index, paragraph["text"], title, rows=4)
            self.rows.append(Row(index, title, text, place=self.add_field(f"{index}_place", place)))
        self.mark_movable(stored, _same_place)

    def store(self) -> None:
        """Put the paragraphs into the letter with their places. Empty ones at the end go."""
        usual = places_of(self.letter.template_version.compiled())[0]
        paragraphs = [{"place": self._place(row) or usual, "text": self.words(row)} for row in self.rows]
        self.mark_movable(paragraphs, _same_place)
        self.move(paragraphs, _same_place)
        while paragraphs and not paragraphs[-1]["text"]:
            paragraphs.pop()
        if self.form.reloads:
            paragraphs = [each for each in paragraphs if each["text"]]
            self.land_on_new(len(paragraphs))
        self.letter.own_paragraphs = paragraphs

    def _place(self, row: Row) -> str:
        return self.form.cleaned_data.get(row.place.name, "") if row.place else ""


def _same_place(one: dict[str, str], other: dict[str, str]) -> bool:
    return bool(one["text"] and other["text"]) and Place(one["place"]) == Place(other["place"])


class Offered(Section):
    """Words offered for some of the recipients, ticked and edited. Stored by a key of their own."""

    attribute: ClassVar[str]
    blank: ClassVar[str]

    def offers(self) -> list[tuple[str, str, str, bool]]:
        """Each offer: its key, whom it is for, the words, and whether it prints when nothing else is said."""
        raise NotImplementedError

    def __init__(self, form: "LetterForm") -> None:
        super().__init__(form)
        offers = self.offers()
        self.usual = {key: {"chosen": ticked, "text": text} for key, _, text, ticked in offers}
        stored: dict[str, dict[str, Any]] = getattr(self.letter, self.attribute)
        for key, title, _, _ in offers:
            said = stored.get(key, self.usual[key])
            tick = self.add_tick(f"{key}_chosen", title, ticked=said["chosen"])
            text = self.add_text(key, said["text"], title)
            self.rows.append(Row(key, title, text, chosen=tick))

    def check(self) -> None:
        """Say which are ticked without words."""
        for row in self.rows:
            if self.ticked(row.chosen) and not self.words(row) and not row.text.errors:
                self.form.add_error(row.text.name, self.blank.format(row.title))

    def store(self) -> None:
        """Put what differs from what was offered into the letter."""
        stored = getattr(self.letter, self.attribute)
        said = {
            str(row.index): stored.get(row.index, self.usual[str(row.index)])
            if row.text.errors
            else {"chosen": self.ticked(row.chosen), "text": self.words(row)}
            for row in self.rows
        }
        # What was left as it was offered follows the directory and NAVCA's words.
        setattr(self.letter, self.attribute, {key: said[key] for key in said if said[key] != self.usual[key]})


class TierParagraphs(Offered):
    """A paragraph for each tier among the recipients."""

    prefix = "tier"
    attribute = "tier_paragraphs"
    blank = "Write what you say to “{}”, or untick it"

    def offers(self) -> list[tuple[str, str, str, bool]]:
        tiers = self.form.tiers_present
        rows = {row.tier: row.text for row in TierParagraph.objects.all()} if tiers else {}
        return [(tier, tier.label, rows.get(tier, ""), False) for tier in tiers]


class ChangeNotices(Offered):
    """What the letter says to a body that ends, merges or begins."""

    prefix = "notice"
    attribute = "change_notices"
    blank = "Write what you say to {} about its change, or untick it"

    def offers(self) -> list[tuple[str, str, str, bool]]:
        changing = self.letter.bodies.filter(~Q(change_note="") | Q(last_on__isnull=False))
        notices = ((body, change_notice(body)) for body in changing)
        return [(body.slug, body.short_name, notice, True) for body, notice in notices if notice]


class StandardWording(Section):
    """NAVCA's paragraphs, which a member may put in other words and put back."""

    prefix = "wording"

    def __init__(self, form: "LetterForm") -> None:
        super().__init__(form)
        compiled = self.letter.template_version.compiled()
        self.originals = {
            str(block.number): block.text for block in blocks_of(compiled) if block.is_standard_wording
        }
        for count, (number, original) in enumerate(self.originals.items(), 1):
            text = self.letter.own_wording.get(number, original)
            lines = 1 + sum(1 + len(line) // 60 for line in text.splitlines())
            title = f"Standard paragraph {count}"
            bound = self.add_text(number, text, title, rows=min(lines, 12))
            self.rows.append(Row(number, title, bound, is_changed=number in self.letter.own_wording))

    def store(self) -> None:
        """Put the member’s own words into the letter, but for a paragraph that is put back."""
        back = "" if self.form.errors else self.form.data.get("restore", "")
        said = {str(row.index): _tidy(self.words(row)) for row in self.rows}
        self.letter.own_wording = {
            number: text
            for number, text in said.items()
            if text != _tidy(self.originals[number]) and number != back
        }
        for row in self.rows:
            row.is_changed = str(row.index) in self.letter.own_wording
        if back in self.originals:
            self.form.lands_on = f"id_{self.prefix}_{back}_text"


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
