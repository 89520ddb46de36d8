"""allauth's forms in our words."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.webauthn import forms as keys
from django import forms

LABELS = {
    "login": "Email address",
    "email": "Email address",
    "oldpassword": "Password that you use now",
    "password1": "New password",
    "password2": "New password again",
    "name": "Name of the key",
    "passwordless": "Sign in with this key alone, without a password",
}
HELP = {
    "password1": "At least 10 characters, not only figures, and none that many people use",
    "name": "To tell it from your other keys",
    "passwordless": "Your browser then asks for your fingerprint, your face or the PIN of the key",
}


class OurWords(forms.Form):
    """Labels and hints in sentence case, and no placeholders, which vanish when they are needed."""

    labels: Mapping[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = {**LABELS, **self.labels}.get(name, field.label)
            field.help_text = HELP.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)


def in_our_words(form: type[forms.Form], **labels: str) -> type[forms.Form]:
    """The form with our words for its fields, and with these labels in place of its own."""
    return type(form.__name__, (OurWords, form), {"labels": labels})


LoginForm = in_our_words(account.LoginForm)
RequestLoginCodeForm = in_our_words(account.RequestLoginCodeForm)
ConfirmLoginCodeForm = in_our_words(account.ConfirmLoginCodeForm)
ConfirmEmailVerificationCodeForm = in_our_words(account.ConfirmEmailVerificationCodeForm)
AddEmailForm = in_our_words(account.AddEmailForm, email="New email address")
ChangePasswordForm = in_our_words(account.ChangePasswordForm)
SetPasswordForm = in_our_words(account.SetPasswordForm)
ResetPasswordForm = in_our_words(account.ResetPasswordForm)
ResetPasswordKeyForm = in_our_words(account.ResetPasswordKeyForm)
AuthenticateForm = in_our_words(second_step.AuthenticateForm)
AddWebAuthnForm = in_our_words(keys.AddWebAuthnForm)
EditWebAuthnForm = in_our_words(keys.EditWebAuthnForm)
