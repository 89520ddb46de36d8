"""Forms about people: invite, accept, ask for access."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from documents.plain_text import one_line

from .forms import PlainForm
from .invitations import AccessRequest, Invitation
from .models import Organisation, User

ADDRESS_ERRORS = {
    "required": "Enter an email address",
    "invalid": "Enter an email address in the correct format, like name@example.org",
}


class InvitationForm(PlainForm, forms.ModelForm):
    """Invite one address to one organisation."""

    class Meta:
        model = Invitation
        fields = ["name", "email"]
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}
        labels = {"name": "Their name", "email": "Their email address"}
        help_texts = {"email": "They get a link there. It works once, for 14 days."}
        error_messages = {"email": ADDRESS_ERRORS}

    def __init__(self, *args: Any, organisation: Organisation, invited_by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        self.instance.invited_by = invited_by

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        organisation = self.instance.organisation
        if organisation.people.filter(email=email).exists():
            raise forms.ValidationError(f"{email} belongs to {organisation} already")
        if organisation.invitations.waiting().filter(email=email).exists():
            raise forms.ValidationError(self._said_twice(email))
        self.instance.email = email
        person = self.instance.known_person()
        if person and self.instance.is_refused_to(person):
            raise forms.ValidationError(
                "NAVCA’s own people see no member’s letters. Only the organisation itself can invite them"
            )
        return email

    def keep(self) -> Invitation | None:
        """Save the invitation. None, with an error on the form, when somebody else was a moment faster."""
        try:
            with transaction.atomic():
                return self.save()
        except IntegrityError:
            self.add_error("email", self._said_twice(self.instance.email))
            return None

    def _said_twice(self, email: str) -> str:
        return f"{email} is invited already. Send that invitation again instead"


class NewOrganisationForm(PlainForm, forms.ModelForm):
    """An organisation that NAVCA adds, with the person who becomes its main contact."""

    person_name = forms.CharField(label="Name of the first person", max_length=120, required=False)
    person_email = forms.EmailField(
        label="Email address of the first person",
        help_text="The invitation goes there. This person becomes the main contact.",
        error_messages={
            "required": "Enter the email address of the first person",
            "invalid": "Enter the email address in the correct format, like name@example.org",
        },
    )

    class Meta:
        model = Organisation
        fields = ["name", "place", "charity_number", "website", "membership_ends_on"]
        error_messages = {
            "name": {"required": "Enter the organisation’s name"},
            "website": {"invalid": "Enter the web address in the correct format, like https://example.org"},
            "membership_ends_on": {"invalid": "Enter a real date, like 31/03/2027"},
        }

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])


class NewPersonForm(PlainForm, forms.Form):
    """What an invited person without an account tells us."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters. Leave it empty to have a code emailed to you at each sign-in.",
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class AccessRequestForm(PlainForm, forms.ModelForm):
    """Ask NAVCA for an account. The last field is a trap: people do not see it, machines fill it in."""

    # A name that no browser knows from another form, or it would fill it in for people.
    anything_else = forms.CharField(
        required=False, label="Leave this empty", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    class Meta:
        model = AccessRequest
        fields = ["organisation_name", "place", "charity_number", "name", "email", "message"]
        labels = {
            "organisation_name": "Your organisation’s name",
            "place": "The place it serves",
            "charity_number": "Charity number",
            "name": "Your name",
            "email": "Your email address",
            "message": "Anything NAVCA should know",
        }
        help_texts = {"email": "NAVCA answers there."}
        widgets = {
            "organisation_name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "message": forms.Textarea(attrs={"rows": 5}),
        }
        error_messages = {
            "organisation_name": {"required": "Enter your organisation’s name"},
            "place": {"required": "Enter the place it serves"},
            "name": {"required": "Enter your name"},
            "email": ADDRESS_ERRORS | {"required": "Enter your email address"},
        }

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the box was filled in that people do not see."""
        return bool(self.cleaned_data["anything_else"])
