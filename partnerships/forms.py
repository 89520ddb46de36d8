"""A recipient: which body, which post, who holds it and where letters go."""

from typing import Any

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from members.changed_fields import ChangedFieldsForm
from members.forms import PlainForm
from members.models import Organisation
from publicbodies.models import PublicBody

from .addresses import postcode_problem, window_problems
from .models import (
    OwnBody,
    OwnBodyKind,
    Post,
    Recipient,
    RecipientQuerySet,
    Style,
    bodies_without_recipient,
    office_details,
)

EMAIL_WORDS = "Enter an email address in the correct format, like name@example.org"
# The section opens itself when something in it was typed or has an error.
NEW_BODY_OPENS = """
    <details class="more mb-3"{% if form.new_name.value or form.new_kind.value %} open{% endif %}>
    <summary>A body that is not in the list</summary><div>
    <p class="form-text">An NHS trust, a police and crime commissioner’s office, a fire authority, a parish or
    town council, a funder, a university</p>
"""
CHOOSE_BODY = "Select the body, or enter the name of another one"


class RecipientForm(ChangedFieldsForm):
    """Add or change a recipient of one organisation, at a body of its patch or at one of its own.

    `new_body` is the body of one's own that was typed here and is not stored yet. An address that will not
    fit behind an envelope's window is shown back once, and then kept when the member says so.
    """

    # Which of these has to be filled depends on the others, so that none is called optional.
    gaps = ("body", "own_body", "new_name", "new_kind", "other_post")
    new_name = forms.CharField(
        label="Name of the body", max_length=160, required=False, help_text="As it stands on its letters"
    )
    new_kind = forms.ChoiceField(
        label="Kind of body", choices=[("", "Choose a kind"), *OwnBodyKind.choices], required=False
    )
    new_place = forms.CharField(label="Where it is", max_length=80, required=False)
    use_office_address = forms.BooleanField(
        label="Use the office address that NAVCA has confirmed", required=False
    )
    keep_address = forms.BooleanField(
        label="Keep this address as it is",
        help_text="A letter can leave by hand or email. To post it, mend the address first",
        required=False,
        widget=forms.HiddenInput,
    )
    checked_today = forms.BooleanField(label="I have checked these details today", required=False)
    offer_office_address = forms.BooleanField(
        label="This is the office’s public address: offer it to other members",
        help_text="NAVCA looks at it first and sees the body and the address, never your name or who you "
        "write to. Leave this empty for somebody’s home or an address that names a person",
        required=False,
    )

    class Meta:
        model = Recipient
        fields = [
            "body", "own_body", "post", "other_post", "style", "name", "salutation",
            "address", "email", "phone", "source",
        ]  # fmt: skip
        widgets = {
            "address": forms.Textarea(attrs={"rows": 5}),
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
        }
        labels = {"body": "Council or health body", "own_body": "Or one of your other bodies"}
        help_texts = {"other_post": "Only when you chose “Another post”"}
        error_messages = {
            "body": {"invalid_choice": "Select the council or health body"},
            "own_body": {"invalid_choice": "Select one of your other bodies"},
            "post": {"required": "Select the post"},
            "email": {"invalid": EMAIL_WORDS},
        }

    def __init__(
        self, *args: Any, organisation: Organisation, also: PublicBody | None = None, **kwargs: Any
    ) -> None:
        """Offer the bodies of the organisation's patch, and `also` one that was asked for by name."""
        super().__init__(*args, **kwargs)
        self.new_body: OwnBody | None = None
        self.instance.organisation = organisation
        self.fields["checked_today"].initial = self.instance.pk is None
        if self.instance.checked_on:
            last = date_format(self.instance.checked_on, "j F Y")
            self.fields["checked_today"].help_text = f"Last checked on {last}"
        today = timezone.localdate()
        offered = PublicBody.objects.filter(
            pk__in=[*organisation.patch.can_be_written_to_on(today).values_list("pk", flat=True),
                    *bodies_without_recipient(organisation, today).values_list("pk", flat=True),
                    *[body.pk for body in (also, self.instance.body) if body]]
        )  # fmt: skip
        self._choose("body", offered, "Choose a body of your patch")
        self._choose("own_body", organisation.own_bodies.all(), "None of them")
        if not organisation.own_bodies.exists():
            del self.fields["own_body"]
        for name, nothing, choices in (("post", "Choose a post", Post), ("style", "No style", Style)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
            field.choices = [("", nothing), *choices.choices]
        self._offer_office_addresses(also or self.instance.body, offered)
        self.helper.layout = Layout(*self._fieldsets())

    def _choose(self, name: str, queryset: Any, empty_label: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = queryset
        field.empty_label = empty_label

    def _offer_office_addresses(self, body: PublicBody | None, offered: Any) -> None:
        """Show the confirmed addresses of the body at hand, or of every body that can be chosen."""
        known = [body] if body else list(offered.exclude(office_address=""))
        known = [row for row in known if row.office_address]
        if not known:
            del self.fields["use_office_address"]
            return
        addresses = [f"{row.short_name}: {', '.join(row.office_address.splitlines())}" for row in known]
        self.fields["use_office_address"].help_text = ". ".join(addresses)

    def _fieldsets(self) -> list[Fieldset]:
        def there(*names: str) -> list[str]:
            return [name for name in names if name in self.fields]

        return [
            Fieldset(
                "Where",
                *there("body", "own_body"),
                HTML(NEW_BODY_OPENS),
                "new_name",
                "new_kind",
                "new_place",
                HTML("</div></details>"),
            ),
            Fieldset("Who", "post", "other_post", "style", "name", "salutation"),
            Fieldset(
                "How letters get there",
                *there("use_office_address", "address", "keep_address", "email", "phone"),
            ),
            Fieldset("How you know", "source", "checked_today", "offer_office_address"),
        ]

    def _get_validation_exclusions(self) -> set[str]:
        # These are not in the form, but “in your list already” must be checked against them. A body that
        # is being typed has nobody yet.
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        if self.new_body or {"body", "own_body"} & set(self.errors):
            return exclusions | {"body", "own_body"}
        return exclusions - {"organisation", "archived_at", "body", "own_body"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._clean_body(cleaned)
        body = cleaned.get("body")
        if cleaned.get("use_office_address"):
            if body and body.office_address:
                cleaned["address"], cleaned["source"] = body.office_address, office_details(body)["source"]
            elif body:
                self.add_error(
                    "use_office_address", f"Type the address: none is confirmed yet for {body.short_name}"
                )
        if cleaned.get("offer_office_address"):
            self._clean_offer(cleaned)
        return cleaned

    def _clean_body(self, cleaned: dict[str, Any]) -> None:
        """One body: chosen, or typed here. A name that is in the member's own list means that body."""
        self.new_body = None
        typed = cleaned.get("new_name", "")
        chosen = [name for name in ("body", "own_body") if cleaned.get(name)]
        if {"body", "own_body", "new_name"} & set(self.errors):
            return
        if len(chosen) + bool(typed) > 1:
            self.add_error("body", "Choose one body only, and leave the others empty")
        elif not chosen and not typed:
            self.add_error("body", CHOOSE_BODY)
        elif typed:
            own = OwnBody(
                organisation=self.instance.organisation, name=typed,
                kind=cleaned.get("new_kind") or "", place=cleaned.get("new_place", ""),
            )  # fmt: skip
            own.clean()
            known = self.instance.organisation.own_bodies.filter(
                name__iexact=own.name, place__iexact=own.place
            )
            if found := known.first():
                cleaned["own_body"] = found
                self.instance.own_body = found
                return
            self.new_body = own
            if not own.kind and "new_kind" not in self.errors:
                self.add_error("new_kind", "Select the kind of body")

    def _clean_offer(self, cleaned: dict[str, Any]) -> None:
        address, name = cleaned.get("address", ""), cleaned.get("name", "")
        if not cleaned.get("body"):
            problem = "Take the tick out: only addresses of councils and health bodies can be offered"
        elif not address:
            problem = "Enter the address that you want to offer"
        elif name and name.casefold() in address.casefold():
            problem = (
                f"Take “{name}” out of the address, or do not offer it: an office’s address names nobody"
            )
        else:
            return
        self.add_error("offer_office_address", problem)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.new_body:
            self.instance.own_body = self.new_body
        elif found := self.cleaned_data.get("own_body"):
            self.instance.own_body = found
        if not (self.cleaned_data.get("keep_address") or {"address", "body", "post"} & set(self.errors)):
            self._warn_about_address()

    def _warn_about_address(self) -> None:
        """Say what is odd about the address, once, before it is kept."""
        on_the_envelope = {"address", "name", "style", "post", "other_post", "body", "own_body", "new_name"}
        if not self.instance.address or not (on_the_envelope & {*self.changed_data}):
            return
        if not (self.instance.body or self.instance.own_body):
            return
        problems = [postcode_problem(self.instance.address), *window_problems(self.instance.address_lines)]
        if problems := [problem for problem in problems if problem]:
            self.fields["keep_address"].widget = forms.CheckboxInput()
            for problem in problems:
                self.add_error("address", problem)

    def save(self, commit: bool = True) -> Recipient:
        """Keep the recipient, with the day its details were checked."""
        if self.cleaned_data["checked_today"]:
            self.instance.checked_on, self.instance.check_asked_on = timezone.localdate(), None
        elif self.cleaned_data.get("use_office_address") and self.instance.body:
            self.instance.checked_on = self.instance.body.office_address_checked_on
        saved: Recipient = super().save(commit)
        return saved


class UsualPostsForm(PlainForm, forms.Form):
    """Bodies that get their usual post added to the list."""

    bodies = forms.ModelMultipleChoiceField(
        queryset=PublicBody.objects.none(),
        to_field_name="slug",
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Tick the bodies you want to add"),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = self.fields["bodies"]
        assert isinstance(bodies, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        bodies.queryset = bodies_without_recipient(organisation, timezone.localdate())


class OwnBodyForm(ChangedFieldsForm):
    """Change the name, kind or place of a body of one's own, for everybody at it."""

    class Meta:
        model = OwnBody
        fields = ["name", "kind", "place"]
        error_messages = {
            "name": {"required": "Enter the name of the body"},
            "kind": {"required": "Select the kind of body"},
        }

    def _get_validation_exclusions(self) -> set[str]:
        # The organisation is not in the form, but “you have it already” must be checked against it.
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - {"organisation"}


class AskForCheckForm(PlainForm, forms.Form):
    """The bodies at which people may have changed, for example after elections."""

    elected = forms.BooleanField(
        label="Every body that people elect",
        help_text="Councils, strategic authorities, police and crime commissioners, parish and town councils",
        required=False,
    )
    bodies = forms.MultipleChoiceField(
        label="Or choose bodies", widget=forms.CheckboxSelectMultiple, required=False,
        error_messages={"invalid_choice": "Tick bodies from the list"},
    )  # fmt: skip

    def __init__(self, *args: Any, recipients: RecipientQuerySet, **kwargs: Any) -> None:
        """Offer the bodies of these recipients."""
        super().__init__(*args, **kwargs)
        self.fields["bodies"].label = "Or choose bodies"
        self.recipients = recipients
        bodies = self.fields["bodies"]
        assert isinstance(bodies, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        names = {self._key(row): row.where.official_name for row in recipients.with_bodies()}
        bodies.choices = list(names.items())

    def _key(self, recipient: Recipient) -> str:
        return f"body-{recipient.body_id}" if recipient.body_id else f"own-{recipient.own_body_id}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("elected") or cleaned.get("bodies") or self.errors):
            self.add_error("bodies", "Tick the bodies where people may have changed")
        return cleaned

    def chosen(self) -> RecipientQuerySet:
        """The recipients at the bodies that were ticked."""
        keys = [key.split("-") for key in self.cleaned_data["bodies"]]
        found = self.recipients.filter(
            Q(body__in=[pk for kind, pk in keys if kind == "body"])
            | Q(own_body__in=[pk for kind, pk in keys if kind == "own"])
        )
        return found | self.recipients.at_elected_bodies() if self.cleaned_data["elected"] else found
