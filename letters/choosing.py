"""Beginning a letter: which one, who it is to, and somebody new who is added to the list on the way."""

import uuid
from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import HTML, Fieldset
from django import forms
from django.http import QueryDict
from django.utils import timezone

from members.models import Organisation
from partnerships.forms import NEW_BODY_OPENS, RecipientForm
from partnerships.models import Recipient
from publicbodies.models import PublicBody

from .models import Audience, LetterTemplate, Situation
from .recipients import RecipientsForm


class ChooseForm(RecipientsForm):
    """Which letter, and who it is to. The letter to the sector is to nobody in particular."""

    template = forms.ModelChoiceField(
        queryset=LetterTemplate.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
        label="Which letter?",
        error_messages={"required": "Select which letter", "invalid_choice": "Select which letter"},
    )
    # The draft that this page will make: sent twice, it makes one.
    key = forms.UUIDField(
        required=False,
        initial=uuid.uuid4,
        widget=forms.HiddenInput,
        error_messages={"invalid": "Choose “Write a letter” to begin anew"},
    )
    field_order = ("template", "to", "bodies")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = self.fields["template"]
        assert isinstance(template, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        template.queryset = LetterTemplate.objects.in_use()
        self.templates = list(template.queryset)

    @staticmethod
    def kept(data: QueryDict) -> dict[str, Any]:
        kept = {"template": data.get("template", ""), "key": data.get("key", "")}
        return {**RecipientsForm.kept(data), **kept}

    @property
    def letter_groups(self) -> list[tuple[str, list[LetterTemplate]]]:
        """The letters by the situation they are for, first letters first."""
        groups = (
            (str(situation.label), [row for row in self.templates if row.situation == situation])
            for situation in Situation
        )
        return [(label, rows) for label, rows in groups if rows]

    @property
    def is_for_other_situation(self) -> bool:
        """Whether the letter chosen stands among those that are folded away at first."""
        groups = self.letter_groups
        return any(row.slug == self["template"].value() for _, rows in groups[1:] for row in rows)

    @property
    def needs_somebody(self) -> bool:
        template = self.cleaned_data.get("template")
        return template is not None and template.audience == Audience.PUBLIC_BODY

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("template") and not self.needs_somebody:
            # Nobody sees the question, so nobody has to mend its answer.
            for name in {"to", "bodies", "group"} & set(self.errors):
                del self.errors[name]
        return cleaned


class SomeoneForm(RecipientForm):
    """Add somebody to the list while a letter is begun: the details without which no letter gets there."""

    TELLING = ("body", "own_body", "new_name", "name", "address", "email")
    offer_office_address = None  # type: ignore[assignment]

    class Meta(RecipientForm.Meta):
        fields = ["body", "own_body", "post", "other_post", "style", "name", "address", "email"]
        help_texts = {
            **RecipientForm.Meta.help_texts,
            "name": "Without a title. Two people who share the post: both, with “and” between",
        }

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        instance = Recipient(organisation=organisation)
        super().__init__(*args, organisation=organisation, instance=instance, prefix="new", **kwargs)
        self._choose("body", PublicBody.objects.can_be_written_to_on(timezone.localdate()), "Choose a body")

    @classmethod
    def kept(cls, data: QueryDict) -> dict[str, Any]:
        """What was typed, to be shown again."""
        return {name.removeprefix("new-"): value for name, value in data.items() if name.startswith("new-")}

    @classmethod
    def is_filled(cls, data: QueryDict) -> bool:
        """Whether somebody was begun here, so that going on must not lose them."""
        return any(data.get(f"new-{name}", "").strip() for name in cls.TELLING)

    def show_bodies(self, bodies: Iterable[PublicBody]) -> None:
        """List these bodies. Any other that can be written to is taken, too."""
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.widget.choices = [("", field.empty_label), *((body.pk, str(body)) for body in bodies)]  # type: ignore[attr-defined]

    def _fieldsets(self) -> list[Fieldset]:
        def there(*names: str) -> list[str]:
            return [name for name in names if name in self.fields]

        new_body = [HTML(NEW_BODY_OPENS), "new_name", "new_kind", "new_place", HTML("</div></details>")]
        how = there("use_office_address", "address", "keep_address", "email")
        return [
            Fieldset("Where", *there("body", "own_body"), *new_body),
            Fieldset("Who", "post", "other_post", "style", "name"),
            Fieldset("How letters get there", *how, "checked_today"),
        ]

    def add(self) -> None:
        """Keep the recipient, and the body that was typed with it. Both or none: in a transaction."""
        if self.new_body:
            self.new_body.save()
        self.save()
