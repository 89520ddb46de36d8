"""The forms of our work: an activity, and a record of it with the fields that its kind needs."""

from dataclasses import dataclass, field
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from principles.models import LCSIFunction
from publicbodies.models import PublicBody

from .changed_fields import OPENED_WITH, ChangedFieldsForm
from .days import day_field
from .forms import NumberedChoiceField
from .private_files import KINDS, MOST_BYTES
from .records import CONFIRMING, NEEDS, USUAL_SOURCE, Record, RecordKind, SourceKind
from .work import Activity

OPTIONAL = " (optional)"


class RuledForm(ChangedFieldsForm):
    """A form whose model knows the rules: the model's words, and one fault for each field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:  # type: ignore[attr-defined]
            words = self._meta.model._meta.get_field(name).error_messages
            if "required" in words:
                self.fields[name].error_messages["required"] = words["required"]

    def _update_errors(self, errors: ValidationError) -> None:
        # A value that cannot be read is not “missing” as well.
        if hasattr(errors, "error_dict"):
            known = {name: found for name, found in errors.error_dict.items() if name not in self.errors}
            errors.error_dict = known
        super()._update_errors(errors)  # type: ignore[misc]

    def _get_validation_exclusions(self) -> set[str]:
        # The organisation is not in the form, but a name must be the only one within it.
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - {"organisation"}


class ActivityForm(RuledForm):
    """What is done, when, with whom, and which function and principles it shows."""

    gaps = ("letter_wording", "first_principle")
    first_on = day_field(required=False, label="First day", help_text="A rough date is good enough")
    last_on = day_field(
        required=False, label="Last day", help_text="Empty when it goes on. An activity that ended needs it"
    )

    class Meta:
        model = Activity
        fields = [
            "name", "letter_wording", "function", "first_principle", "second_principle",
            "stage", "first_on", "last_on", "bodies", "partners",
        ]  # fmt: skip
        widgets = {
            "letter_wording": forms.Textarea(attrs={"rows": 3}),
            "stage": forms.RadioSelect,
            "bodies": forms.CheckboxSelectMultiple,
        }
        field_classes = {"bodies": NumberedChoiceField}
        help_texts = {"stage": "The days below decide where you give them"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, empty in (
            ("function", "Choose a function"),
            ("first_principle", "The one the function usually shows"),
            ("second_principle", "None"),
        ):
            self._choice(name).empty_label = empty
        self.fields["first_principle"].help_text = "Left empty, the usual ones for the function are taken"
        bodies = self._choice("bodies")
        live = PublicBody.objects.can_be_written_to_on(timezone.localdate())
        offered = live.filter(pk__in=self.instance.organisation.patch.values("pk"))
        if not self.instance._state.adding:
            offered = offered | PublicBody.objects.filter(pk__in=self.instance.bodies.values("pk"))
        bodies.queryset = offered.distinct()
        self.helper.layout = Layout(
            Fieldset("What you do", "name", "letter_wording"),
            Fieldset("What it shows", "function", "first_principle", "second_principle"),
            Fieldset("When", "stage", "first_on", "last_on"),
            Fieldset("With whom", *(["bodies"] if bodies.queryset else []), "partners"),
        )
        if not bodies.queryset:
            del self.fields["bodies"]

    def _choice(self, name: str) -> forms.ModelChoiceField:
        choice = self.fields[name]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        return choice


def usual_for(function: LCSIFunction | None) -> dict[str, Any]:
    """What an activity's form offers first under a function."""
    if function is None:
        return {}
    names = ("function", "first_principle", "second_principle")
    return dict(zip(names, [function, *function.usual_principles.all()], strict=False))


@dataclass(frozen=True)
class KindWords:
    """What the form of one kind of record asks, in its own words."""

    hint: str
    fields: tuple[str, ...]
    labels: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)


_SOURCE_HINTS = {"source": "The name of the survey, database, report or document"}
_AGREED_FIELDS = (
    "partner", "source", "dated_on", "secured_until_on", "reviewed_on", "text", "value", "unit",
)  # fmt: skip
_AGREED_LABELS = {
    "source": "Name of the document",
    "dated_on": "Signed on",
    "text": "What it says about your work",
    "value": "Money or another number in it",
    "unit": "What the number means",
}
_AGREED_HINTS = {
    "partner": "The name of the council, health body or other partner",
    "secured_until_on": "The last day it is funded or agreed",
    "reviewed_on": "When you last looked at it together",
    "unit": "Such as “£ a year”",
}
KIND_WORDS: dict[str, KindWords] = {
    RecordKind.COUNT: KindWords(
        "A number with the time it covers and how it was counted",
        ("value", "unit", "period", "method", "source_kind", "source", "dated_on"),
        {"dated_on": "Date of the number"},
        {
            "value": "Figures only, such as 212",
            "unit": "Such as “groups advised”. Begin with £ for money: “£ won by 64 groups”",
            "period": "Such as “2025/26” or “April to September 2026”",
            "method": "Such as “entries in our advice log, each group once”",
            "dated_on": "The last day of that time",
            **_SOURCE_HINTS,
        },
    ),
    RecordKind.FEEDBACK: KindWords(
        "What groups or partners told you, in your own words",
        ("text", "value", "unit", "period", "source_kind", "source", "dated_on"),
        {"text": "What they said", "value": "A number from it", "unit": "What the number means"},
        {"unit": "Such as “% who would come again”", **_SOURCE_HINTS},
    ),
    RecordKind.QUOTE: KindWords(
        "Somebody’s exact words, with their agreement",
        ("text", "source_kind", "source", "dated_on", "consent_by", "consent_on", "may_be_named"),
        {
            "text": "The exact words",
            "source": "Who said it",
            "dated_on": "Said on",
            "may_be_named": "They agreed to be named",
        },
        {
            "text": "Without quotation marks",
            "source": "Name and role. Shown only when they agreed to be named",
            "consent_by": "Usually the person who said them",
        },
    ),
    RecordKind.INDEPENDENT: KindWords(
        "Figures or findings about your work that others published or hold",
        ("text", "value", "unit", "period", "method", "source_kind", "source", "dated_on"),
        {"text": "What was found", "value": "The main number", "dated_on": "Published on"},
        _SOURCE_HINTS,
    ),
    RecordKind.AGREEMENT: KindWords(
        "A compact, accord, memorandum or other written agreement with a partner",
        _AGREED_FIELDS,
        _AGREED_LABELS,
        _AGREED_HINTS,
    ),
    RecordKind.CONTRACT: KindWords(
        "A contract or grant that pays for the work", _AGREED_FIELDS, _AGREED_LABELS, _AGREED_HINTS
    ),
    RecordKind.STRATEGY: KindWords(
        "A strategy or plan of a public body that names your work",
        _AGREED_FIELDS,
        {**_AGREED_LABELS, "partner": "Whose strategy it is", "dated_on": "Adopted on"},
        _AGREED_HINTS,
    ),
}


class FigureField(forms.DecimalField):
    """A number as people write it: 1,200 or £30,000.50."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").replace("£", "").replace(" ", "")
        return super().to_python(value)


def figure_field(**kwargs: Any) -> FigureField:
    """A form field for a record's number, with the limits of its column."""
    column = Record._meta.get_field("value")
    return FigureField(
        max_digits=column.max_digits,
        decimal_places=column.decimal_places,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-30", "autocomplete": "off"}),
        error_messages={
            "invalid": "Enter a number in figures, such as 212 or 4.5",
            "max_decimal_places": "Enter a number with no more than two figures after the point",
            "max_digits": "Enter a shorter number",
            "max_whole_digits": "Enter a shorter number",
        },
        **kwargs,
    )


class RecordForm(RuledForm):
    """One record. Its kind decides which fields are asked and what they are called."""

    value = figure_field(label="Number")
    dated_on = day_field(label="Date")
    secured_until_on = day_field(label="Secured until", required=False)
    reviewed_on = day_field(label="Last reviewed with the partner", required=False)
    consent_on = day_field(label="The day they agreed", required=False)

    class Meta:
        model = Record
        fields = [
            "text", "value", "unit", "period", "method", "partner", "source_kind", "source", "dated_on",
            "secured_until_on", "reviewed_on", "consent_by", "consent_on", "may_be_named", "link", "file",
        ]  # fmt: skip
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "source_kind": forms.RadioSelect,
            "file": forms.ClearableFileInput(attrs={"accept": ",".join(KINDS)}),
        }
        help_texts = {
            "link": "Where others can read it",
            "file": f"PDF, PNG, JPEG, Word or Excel, smaller than {MOST_BYTES // 1024 // 1024} MB. Only your "
            "organisation can open it",
        }
        error_messages = {
            "link": {"invalid": "Enter a web address in the correct format, like https://example.org"},
            "file": {"empty": "The file is empty. Choose another"},
        }

    def __init__(self, *args: Any, instance: Record, **kwargs: Any) -> None:
        kind = instance.kind
        # What the model needs of this kind is not optional, and the model says so in its own words.
        self.gaps = (*NEEDS[kind], "source_kind")
        super().__init__(*args, instance=instance, **kwargs)
        words = KIND_WORDS[kind]
        for name in [
            name for name in self.fields if name not in (*words.fields, "link", "file", OPENED_WITH)
        ]:
            del self.fields[name]
        for name, label in words.labels.items():
            is_optional = str(self.fields[name].label).endswith(OPTIONAL)
            self.fields[name].label = f"{label}{OPTIONAL}" if is_optional else label
        for name, hint in words.hints.items():
            self.fields[name].help_text = hint
        if "source_kind" in self.fields:
            self.fields["source_kind"].error_messages["invalid_choice"] = "Choose who it comes from"
            self.initial["source_kind"] = instance.source_kind or USUAL_SOURCE.get(kind, "")
            offered = [each for each in SourceKind if kind not in CONFIRMING or each != SourceKind.OURS]
            self.fields["source_kind"].choices = [(each.value, each.label) for each in offered]  # type: ignore[attr-defined]
        # The name under which a file is stored is ours and short, however long its own is.
        self.fields["file"].max_length = None  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            Fieldset("The record", *words.fields),
            Fieldset("Where it can be seen", "link", "file"),
        )
