"""The form of a private link: for whom it is, and how long it works."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from members.changed_fields import ChangedFieldsForm
from members.days import day_field
from publicbodies.models import PublicBody

from .bodies import Where
from .body_forms import WithBodyForm
from .models import LinkPurpose, OwnBody, PrivateLink, Side
from .models.links import LASTS

LONGEST = datetime.timedelta(days=366)
STILL_TO_COME = "Enter a day that is still to come"


class LinkForm(ChangedFieldsForm):
    """Make a link for one person, or change for whom and until when it works."""

    until = day_field(
        label="Works until", help_text="Sixty days are usual. You can end it earlier at any time"
    )

    class Meta:
        model = PrivateLink
        fields = ["who", "side"]
        widgets = {"side": forms.RadioSelect}
        labels = {"who": "Who is it for?", "side": "Which side is that?"}
        help_texts = {"who": "A post, a team or a name. They see it when they open the link"}
        error_messages = {
            "who": {"required": "Enter who the link is for"},
            "side": dict.fromkeys(["required", "invalid_choice"], "Select which side that is"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance._state.adding
        self.initial["until"] = timezone.localdate() + LASTS if is_new else self.instance.lasts_until
        if "side" not in self.fields:
            return
        side = self.fields["side"]
        assert isinstance(side, forms.ChoiceField)  # noqa: S101  (for the type checker)
        side.choices = [(Side.THEIRS, "The public bodies"), (Side.OURS, "The local voluntary sector")]
        if not is_new and self.instance.purpose == LinkPurpose.POLL:
            del self.fields["side"]  # an answer belongs to the side it was given for

    def clean_until(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["until"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(STILL_TO_COME)
        if day > today + LONGEST:
            raise forms.ValidationError("Enter a day within a year from now")
        return day

    def _post_clean(self) -> None:
        if "until" in self.cleaned_data:
            self.instance.last_until(self.cleaned_data["until"])
        super()._post_clean()  # type: ignore[misc]


class ViewLinkForm(WithBodyForm, LinkForm):
    """Ask somebody at a body for a view of the benchmark. The body stays as it was when the link was made."""

    field_order = ("with_body", "who", "until", "shows_ours")

    class Meta(LinkForm.Meta):
        fields = ["who", "shows_ours"]

    def __init__(self, *args: Any, where: Where | None = None, **kwargs: Any) -> None:
        """`where` is the body that was asked for by name."""
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.offer_bodies(self.instance.organisation, where)
            self.fields["with_body"].label = "At which body"
        else:
            del self.fields["with_body"]

    def _post_clean(self) -> None:
        if where := self.cleaned_data.get("with_body"):
            self.instance.body = where if isinstance(where, PublicBody) else None
            self.instance.own_body = where if isinstance(where, OwnBody) else None
        super()._post_clean()
