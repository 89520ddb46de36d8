"""What a bid paragraph is made of: findings, figures of case studies, and the member's own records."""

from typing import Any

from django import forms

from casestudies.models import Figure, Status
from members.forms import NumberedChoiceField, PlainForm
from members.models import Organisation
from members.records import Record
from principles.models import Finding

from .wording import shortened

UNKNOWN = dict.fromkeys(
    ("invalid_choice", "invalid_pk_value"), "Choose from the list: one of these is no longer there"
)


class FigureField(NumberedChoiceField):
    """Figures of case studies, each by its place: a number alone says nothing."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.case_study.place}: {obj}"


class RecordField(forms.ModelMultipleChoiceField):
    """Records of the member, each by its activity; one sentence for whatever is no longer there."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError as error:  # also of what is no number of a record at all
            raise forms.ValidationError(UNKNOWN["invalid_choice"], "invalid_choice") from error

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.activity.name}: {shortened(obj.sentence, 160)}"


class FindingField(NumberedChoiceField):
    """Findings, each by its reference."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.ref}: {obj.text}"


class BidForm(PlainForm, forms.Form):
    """Tick what goes into the text."""

    gaps = ("records", "findings", "figures")
    records = RecordField(
        Record.objects.none(), label="Your own evidence", required=False,
        widget=forms.CheckboxSelectMultiple, error_messages=UNKNOWN,
    )  # fmt: skip
    findings = FindingField(
        Finding.objects.none(), label="Findings of research", required=False,
        widget=forms.CheckboxSelectMultiple, error_messages=UNKNOWN,
    )  # fmt: skip
    figures = FigureField(
        Figure.objects.none(), label="Figures from other places", required=False,
        widget=forms.CheckboxSelectMultiple, error_messages=UNKNOWN,
    )  # fmt: skip

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            "records": Record.objects.for_organisation(organisation)
            .select_related("activity")
            .order_by("activity__function__order", "activity__name", "-dated_on", "pk"),
            "findings": Finding.objects.select_related("source"),
            "figures": Figure.objects.filter(case_study__status=Status.PUBLISHED)
            .select_related("case_study", "source")
            .order_by("case_study__order", "case_study__title", "order"),
        }
        for name, queryset in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101  (for the type checker)
            field.queryset = queryset
        if not rows["records"].exists():
            del self.fields["records"]

    @property
    def chosen(self) -> dict[str, list[Any]]:
        """What was ticked, by the name of its field."""
        return {name: list(rows) for name, rows in self.cleaned_data.items()}
