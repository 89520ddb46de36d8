"""A recipient: which body, which post, who holds it and where letters go."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone

from members.forms import PlainForm
from members.models import Organisation
from publicbodies.models import PublicBody

from .models import Recipient


class RecipientForm(PlainForm, forms.ModelForm):
    """Add or change a recipient of one organisation. Offers the bodies of its patch."""

    class Meta:
        model = Recipient
        fields = ["body", "post", "other_post", "style", "name", "salutation", "address", "email"]
        widgets = {"address": forms.Textarea(attrs={"rows": 5})}
        labels = {"body": "Public body", "other_post": "Name of the post"}
        help_texts = {"other_post": "Only when you chose “Another post”"}
        error_messages = {
            "body": dict.fromkeys(["required", "invalid_choice"], "Select the council or health body"),
            "post": {"required": "Select the post"},
            "email": {"invalid": "Enter an e-mail address in the correct format, like name@example.org"},
        }

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        offered = PublicBody.objects.can_be_written_to_on(timezone.localdate()).filter(
            pk__in=organisation.patch.values("pk")
        )
        if self.instance.pk:
            offered = offered | PublicBody.objects.filter(pk=self.instance.body_id)
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        body.queryset = offered.distinct()
        body.empty_label = "Choose a body of your patch"
        self.helper.layout = Layout(
            Fieldset("Where", "body", "post", "other_post"),
            Fieldset("Who", "style", "name", "salutation"),
            Fieldset("How letters get there", "address", "email"),
        )

    def _get_validation_exclusions(self) -> set[str]:
        # The organisation is not in the form, but “in your list already” must be checked against it.
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - {"organisation"}
