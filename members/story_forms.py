"""The form in which a story is written, question by question, and how it is saved while somebody types."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from casestudies.models import PlaceKind, SuccessFactor
from casestudies.pictures import prepared
from documents.plain_text import one_line
from principles.models import LCSIFunction, Principle
from publicbodies.models import Region

from .forms import PlainForm
from .models import User
from .saving import typed_in
from .stories import Story, StoryPicture

SPARE_ROWS = 2
MOST_ROWS = 12

# The columns of a row: name, label, longest, hint.
Columns = tuple[tuple[str, str, int, str], ...]
FIGURE_COLUMNS = (
    ("value", "The number", 40, "As you would print it, such as “£30,000” or “212”"),
    ("unit", "What it counts", 80, "Such as “people who found work”"),
    ("as_of", "When", 60, "Such as “2025/26” or “in March 2026”"),
    ("source", "Where it comes from", 200, "Such as “Our survey of members, March 2026”"),
)
TALL = (("problem", 6), ("together", 8), ("changed", 6), ("learnt", 5), ("summary", 3))  # lines of a box
PARTNER_COLUMNS = (
    ("name", "Name", 160, ""),
    ("part", "What they did", 200, ""),
)


@dataclass(frozen=True)
class Row:
    """A row of the form: its fields, and its number for those who do not see it."""

    name: str
    fields: list[forms.BoundField]


class StoryForm(PlainForm, forms.ModelForm):
    """A whole story. It can be saved with anything missing; what is needed is asked for when it is sent."""

    gaps = (
        "title", "place", "region", "place_kind", "problem", "together", "changed", "may_publish_by",
        "may_name_by",
    )  # fmt: skip

    class Meta:
        model = Story
        fields = [
            "title", "place", "region", "place_kind", "period", "problem", "together", "changed", "learnt",
            "summary", "may_publish", "may_publish_by", "may_name", "may_name_by",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": rows}) for name, rows in TALL}
        labels = {
            "title": "Give your story a title",
            "place": "Where did it happen?",
            "region": "Region",
            "place_kind": "What kind of place is it?",
            "period": "When was it?",
            "problem": "What was the problem?",
            "together": "What did you do together?",
            "changed": "What changed?",
            "learnt": "What did you learn?",
            "summary": "The story in two sentences",
            "may_publish": "NAVCA may publish this story here, once we have agreed to the final text",
            "may_publish_by": "Who agrees to that",
            "may_name": "NAVCA may name our organisation in it",
            "may_name_by": "Who agrees to that",
        }
        help_texts = {
            "title": "What happened, in one line, such as “How a compact saved the minibus”",
            "place": "As people there call it",
            "period": "Such as “2024 to 2026”",
            "problem": "How things were before, for whom, and why nobody could solve it alone",
            "together": "Who began, who joined, what each side did, what was agreed, what nearly went wrong",
            "changed": "For people, for groups, and for how you work with public bodies",
            "learnt": "What you would tell another place that wants to do the same",
            "summary": "For lists. Left empty, it begins with what changed",
            "may_publish_by": "Name and role",
            "may_name_by": "Name and role. Without this tick the story says “a member of NAVCA”",
        }

    def __init__(self, *args: Any, person: User, more_rows: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("region", Region.choices), ("place_kind", PlaceKind.choices)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
            field.choices = [("", "Choose"), *choices]
        for name in ("may_publish_by", "may_name_by"):
            if not getattr(self.instance, name):
                self.initial[name] = person.name
        for name, label, rows in (
            ("principles", "Which principles does it show?", Principle.objects.all()),
            ("functions", "Which work of yours does it show?", LCSIFunction.objects.all()),
            ("success_factors", "What made it work?", SuccessFactor.objects.all()),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                choices=[(row.slug, row.name) for row in rows],
                required=False,
                initial=getattr(self.instance, name),
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": "Tick what is in the list"},
            )
        self.count_figures = self._count("figures", more_rows)
        self.count_partners = self._count("partners", more_rows)
        for number in range(1, self.count_figures + 1):
            self._add_row("figure", number, FIGURE_COLUMNS, self.instance.figures)
        for number in range(1, self.count_partners + 1):
            self._add_row("partner", number, PARTNER_COLUMNS, self.instance.partners)
            self.fields[f"partner-{number}-agreed"] = forms.BooleanField(
                label=f"Partner {number} agreed to be named",
                required=False,
                initial=self._stored(self.instance.partners, number).get("agreed", False),
            )

    def _count(self, name: str, more_rows: bool) -> int:
        """How many rows there are: those that were sent, or those that are stored with some to spare."""
        sent = self.data.get(f"{name}-rows", "") if self.is_bound else ""
        if sent.isdecimal() and len(sent) < 4:
            return min(int(sent), MOST_ROWS)
        spare = SPARE_ROWS * (2 if more_rows else 1)
        return min(len(getattr(self.instance, name)) + spare, MOST_ROWS)

    def _add_row(self, what: str, number: int, columns: Columns, stored: list[dict[str, Any]]) -> None:
        for name, label, longest, hint in columns:
            self.fields[f"{what}-{number}-{name}"] = forms.CharField(
                label=label,
                max_length=longest,
                required=False,
                help_text=hint if number == 1 else "",
                initial=self._stored(stored, number).get(name, ""),
                error_messages={
                    "max_length": f"{what.capitalize()} {number}, {label.lower()}: "
                    f"shorten this to {longest} characters or fewer"
                },
            )

    @staticmethod
    def _stored(rows: list[dict[str, Any]], number: int) -> dict[str, Any]:
        return rows[number - 1] if number <= len(rows) else {}

    @property
    def figure_rows(self) -> list[Row]:
        return self._rows("figure", self.count_figures, [name for name, *_ in FIGURE_COLUMNS])

    @property
    def partner_rows(self) -> list[Row]:
        return self._rows("partner", self.count_partners, ["name", "part", "agreed"])

    def _rows(self, what: str, count: int, names: list[str]) -> list[Row]:
        return [
            Row(f"{what.capitalize()} {number}", [self[f"{what}-{number}-{name}"] for name in names])
            for number in range(1, count + 1)
        ]

    @property
    def can_have_more(self) -> bool:
        return min(self.count_figures, self.count_partners) < MOST_ROWS

    def clean(self) -> dict[str, Any]:
        """Take ticks and rows into the story. What has an error keeps what is stored."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("principles", "functions", "success_factors"):
            if name in cleaned:
                setattr(self.instance, name, cleaned[name])
        for what, count, names in (
            ("figure", self.count_figures, ["value", "unit", "as_of", "source"]),
            ("partner", self.count_partners, ["name", "part", "agreed"]),
        ):
            fields = [[f"{what}-{number}-{name}" for name in names] for number in range(1, count + 1)]
            if any(name in self.errors for row in fields for name in row):
                continue
            rows = [
                {
                    name: one_line(value) if isinstance(value := cleaned[field], str) else value
                    for name, field in zip(names, row, strict=True)
                }
                for row in fields
            ]
            setattr(self.instance, f"{what}s", [row for row in rows if any(row.values())])
        return cleaned

    def parts_typed(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Each field by its name with its label and words, in the order of the page."""
        for field in self:
            what, number, _ = [*field.name.split("-"), "", ""][:3]
            label = f"{what.capitalize()} {number}: {field.label}" if number else str(field.label)
            yield field.name, (label.removesuffix(" (optional)"), typed_in(field))


class NoteForm(PlainForm, forms.Form):
    """A few words to the other side."""

    note = forms.CharField(max_length=4_000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, label: str, needed: str = "", hint: str = "", **kwargs: Any) -> None:
        """`needed` is what to say when nothing was typed; empty: it may stay empty."""
        super().__init__(*args, **kwargs)
        field = self.fields["note"]
        field.required, field.help_text = bool(needed), hint
        field.label = label if needed else f"{label} (optional)"
        field.error_messages |= {
            "required": needed,
            "max_length": "Shorten this to 4,000 characters or fewer",
        }


class PictureForm(PlainForm, forms.ModelForm):
    """A picture with what it shows and whose it is. The file is asked for once."""

    class Meta:
        model = StoryPicture
        fields = ["file", "alt", "credit", "may_use"]
        widgets = {"file": forms.FileInput(attrs={"accept": "image/png,image/jpeg"})}
        labels = {
            "file": "The picture",
            "alt": "What it shows",
            "credit": "Who took it, or whose it is",
            "may_use": "We have the right to use it, and the people in it agree to be seen",
        }
        help_texts = {
            "file": "PNG or JPEG, up to 10 MB. It is made smaller, and what the camera noted is taken out",
            "alt": "One sentence for those who cannot see it",
            "credit": "Printed below it",
        }
        error_messages = {
            "file": {"required": "Choose the picture", "empty": "The file is empty. Choose another"},
            "alt": {"required": "Say what it shows"},
            "credit": {"required": "Enter who took it, or whose it is"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["file"]
        else:
            self.fields["file"].max_length = None  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        chosen = self.cleaned_data["file"]
        return prepared(chosen)[0] if isinstance(chosen, UploadedFile) else chosen

    def clean_may_use(self) -> bool:
        if not self.cleaned_data["may_use"]:
            raise forms.ValidationError("Tick that you have the right to use it, or leave the picture out")
        return True

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors and "file" in self.files and "file" not in self.errors:
            self.add_error("file", "Choose the picture again. The page cannot keep it meanwhile")
