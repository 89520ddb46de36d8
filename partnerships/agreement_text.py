"""The form in which the text of an agreement is written, clause by clause, and how it is saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from documents.plain_text import clean
from members.forms import PlainForm
from members.saving import typed_in
from principles.models import ProgressSign

from .agreement_document import parts_of
from .clauses import USUAL_CONSULTATION_WEEKS, USUAL_NOTICE_MONTHS, Clause, Layout, Part
from .models import Agreement, AgreementText, ClauseWording
from .models.contacts import LONG_WORDS

ALL = "all"  # what the button sends that fills every empty clause
NUMBER_WORDS = "Enter a whole number from 1 to {}"


@dataclass(frozen=True)
class ClauseRow:
    """A clause in the form: its field, whether there are words in it, and the official signs on offer."""

    part: Part
    clause: Clause
    field: forms.BoundField
    is_written: bool
    signs: Sequence[ProgressSign]
    starter: str  # words to begin with

    @property
    def has_brackets(self) -> bool:
        """Whether words in square brackets are still to be filled in."""
        return "[" in str(self.field.value() or "")

    @property
    def label(self) -> str:
        """The clause by its own name, after that of its part where that has several."""
        title = self.part.title
        return f"{title}: {self.clause.title}" if len(self.part.clauses) > 1 else self.clause.title


@dataclass(frozen=True)
class PartRows:
    """A part in the form, with its clauses."""

    part: Part
    rows: Sequence[ClauseRow]
    is_open: bool
    times: Sequence[forms.BoundField] = ()

    @property
    def said(self) -> str:
        """How much of it is written."""
        written = sum(row.is_written for row in self.rows)
        if not written and not any(field.value() for field in self.times):
            return "Not written yet"
        return f"{written} of {len(self.rows)} written" if len(self.rows) > 1 else "Written"

    @property
    def anchor(self) -> str:
        return f"part-{self.part.key}"


class AgreementTextForm(PlainForm, forms.ModelForm):
    """Every clause of an agreement. A button adds words to begin with, or an official sign, to a clause.

    `lands_on` names the part to come back to after such a button.
    """

    class Meta:
        model = AgreementText
        fields = ["notice_months", "consultation_weeks"]
        labels = {
            "notice_months": "Notice before money, a contract or a lease is cut or ended, in months",
            "consultation_weeks": "Time to answer a consultation, in weeks",
        }
        help_texts = {
            "notice_months": "Local compacts usually promised three",
            "consultation_weeks": "Long enough for a committee to meet in between",
        }
        widgets = {
            name: forms.NumberInput(attrs={"class": "input-short"})
            for name in ("notice_months", "consultation_weeks")
        }
        error_messages = {
            name: dict.fromkeys(("invalid", "min_value", "max_value"), NUMBER_WORDS.format(most))
            for name, most in (("notice_months", 36), ("consultation_weeks", 52))
        }

    gaps = ("notice_months", "consultation_weeks")

    def __init__(self, *args: Any, agreement: Agreement, open_part: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts_of(agreement.organisation)
        self.open_part = open_part
        self.lands_on = ""
        for part in self.parts:
            for clause in part.clauses:
                self.fields[field_name(clause)] = forms.CharField(
                    label=clause.title,
                    help_text=clause.hint,
                    required=False,
                    validators=[LONG_WORDS],
                    initial=self.instance.clauses.get(clause.key, ""),
                    widget=forms.Textarea(attrs={"rows": 3 if clause.layout == Layout.PARAGRAPHS else 4}),
                )
        self.starters = dict(ClauseWording.objects.values_list("clause", "text"))
        self.signs = list(ProgressSign.objects.select_related("principle"))

    @property
    def part_rows(self) -> list[PartRows]:
        """The parts as the page shows them: the first is open, and what has an error or was asked for."""
        found = []
        for part in self.parts:
            rows = [self._row(part, clause) for clause in part.clauses]
            times = [self["notice_months"], self["consultation_weeks"]] if part.key == "notice" else []
            has_errors = any(field.errors for field in [*(row.field for row in rows), *times])
            is_open = part.key == (self.open_part or self.parts[0].key) or has_errors
            found.append(PartRows(part, rows, is_open, times))
        return found

    def _row(self, part: Part, clause: Clause) -> ClauseRow:
        field = self[field_name(clause)]
        signs = [
            sign
            for sign in self.signs
            if clause.signs and sign.kind == clause.signs and sign.principle.slug == part.key
        ]
        is_written = bool(str(field.value() or "").strip())
        return ClauseRow(part, clause, field, is_written, signs, self.starters.get(clause.key, ""))

    @property
    def to_fill(self) -> list[ClauseRow]:
        """The clauses with words that still wait, in square brackets, for the member's own."""
        return [row for part in self.part_rows for row in part.rows if row.has_brackets]

    @property
    def count_written(self) -> int:
        return sum(any(row.is_written for row in part.rows) for part in self.part_rows)

    def clean(self) -> dict[str, Any]:
        """Take the words of each clause into the text. A clause with an error keeps what is stored."""
        cleaned = super().clean() or self.cleaned_data
        words = dict(self.instance.clauses)
        adopt, _, sign = str(self.data.get("adopt", "")).partition(" ")
        for part in self.parts:
            for clause in part.clauses:
                name = field_name(clause)
                if name in self.errors:
                    continue
                sent = cleaned[name] if name in self.data else words.get(clause.key, "")
                typed = clean(sent).strip()
                if adopt == clause.key or (adopt == ALL and not typed):
                    typed = self._with_more(clause, typed, sign)
                    self.lands_on = part.key if adopt != ALL else ""
                    self._adopt_times(clause, cleaned)
                if typed:
                    words[clause.key] = typed
                else:
                    words.pop(clause.key, None)
        self.instance.clauses = words
        return cleaned

    def _with_more(self, clause: Clause, typed: str, sign: str) -> str:
        """A clause with its words to begin with, or with the official sign of this number, at its end."""
        offered = {str(row.pk): row.text for row in self.signs if row.kind == clause.signs}
        more = offered.get(sign, "") if sign else self.starters.get(clause.key, "")
        if not more or more in typed:
            return typed
        between = "\n\n" if clause.layout == Layout.PARAGRAPHS else "\n"
        return f"{typed}{between}{more}" if typed else more

    def _adopt_times(self, clause: Clause, cleaned: dict[str, Any]) -> None:
        if clause.key != "notice":
            return
        for name, usual in (
            ("notice_months", USUAL_NOTICE_MONTHS),
            ("consultation_weeks", USUAL_CONSULTATION_WEEKS),
        ):
            if name not in self.errors and not cleaned.get(name):
                cleaned[name] = usual

    def parts_typed(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Each field by its name with its label and words, in the order of the agreement."""
        for part in self.part_rows:
            for field in [*part.times, *(row.field for row in part.rows)]:
                label = str(field.label)
                yield field.name, (label if label == part.part.title else f"{part.part.title}: {label}",
                                   typed_in(field))  # fmt: skip


def field_name(clause: Clause) -> str:
    """The name of a clause's field in the form and in what a browser sends."""
    return f"clause_{clause.key.replace('.', '_')}"
