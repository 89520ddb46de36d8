"""How allauth behaves here: nobody signs up alone, people land where their work is, and trouble is logged."""

import time
from typing import Any

from allauth.account import app_settings, signals
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from members.models import User
from members.security_log import REFUSED, note

NOT_THE_CODE = "That code is not right. Check it, or ask for a new one"
LOCKED = "locked"
SIGNED_IN_AT = "signed_in_at"
TOO_MANY = "Too many tries. Wait five minutes, then try again"


class AccountAdapter(DefaultAccountAdapter):
    """Signing in by email address: nobody signs up, and what is refused is noted."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That email address and password do not belong together. "
        "Check both, or have a code sent to you",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": NOT_THE_CODE,
        "incorrect_password": "That password is not right. Check it and type it again",
        "enter_current_password": "Enter the password that you use now",
        "duplicate_email": "This is your address already. Enter another one",
        "same_as_current": "This is your address already. Enter another one",
        "email_taken": "This address cannot be used. Enter another one",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: NAVCA adds organisations and people."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """NAVCA's staff land in the admin, members on their organisation's page."""
        return reverse("admin:index") if request.user.is_staff else reverse("dashboard")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not right after signing in, which was the same question."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Note when an address or a place on the network has had its tries."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note("sign-in by password", LOCKED, who=self._known(credentials))
            raise

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count tries by the account alone: allauth adds the host, where anybody can write another port."""
        return str(credentials.get("email", "")).lower()

    @staticmethod
    def _known(credentials: dict[str, Any]) -> User | None:
        return User.objects.filter(email=credentials.get("email", "").lower()).first()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log it. An unknown address is looked up like a known one, so that both take as long."""
        note("sign-in by password", REFUSED, who=self._known(credentials))


class MFAAdapter(DefaultMFAAdapter):
    """What the second step says, and what a new key is called."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That did not match. Try again with the newest code, or with your key",
        "unverified_email": "Confirm your email address first, then set up the second step",
        "cannot_generate_recovery_codes": "Set up an app or a key first, then make recovery codes",
    }

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """A name that tells a new key from the others."""
        return f"Key {Authenticator.objects.filter(user=user, type=type).count() + 1}"


@receiver(user_logged_in)
def signed_in(user: User, request: HttpRequest, **kwargs: Any) -> None:
    """Note when the session began, and in the security log that somebody signed in."""
    request.session[SIGNED_IN_AT] = time.time()
    note("sign-in", who=user)


def is_over(session: SessionBase) -> bool:
    """Whether somebody signed in too long ago, however often the session was written to since."""
    return bool(time.time() - session.get(SIGNED_IN_AT, time.time()) >= settings.SESSION_COOKIE_AGE)


@receiver(user_logged_out)
def signed_out(user: User | None, **kwargs: Any) -> None:
    """Note in the security log that somebody signed out."""
    note("sign-out", who=user)


@receiver(signals.password_reset_code_rejected)
@receiver(signals.email_verification_code_rejected)
def code_refused(user: User | None = None, **kwargs: Any) -> None:
    """Note that a code from a mail was wrong or too old."""
    note("code from a mail", REFUSED, who=user)


@receiver(authenticator_used)
def second_step_passed(user: User, authenticator: Any, **kwargs: Any) -> None:
    """Note that a second step was passed, and of which kind."""
    note("second step", who=user, kind=authenticator.type)


@receiver(signals.login_code_rejected)
def login_code_refused(user: User, **kwargs: Any) -> None:
    """Note that a code to sign in was wrong or too old."""
    note("sign-in by code", REFUSED, who=user)


@receiver(authentication_failed)
def second_step_refused(user: User, **kwargs: Any) -> None:
    """Note that a second step failed."""
    note("second step", REFUSED, who=user)


@receiver(signals.password_reset)
@receiver(signals.password_changed)
@receiver(signals.password_set)
def password_is_new(user: User, **kwargs: Any) -> None:
    """Note that a password was set or changed."""
    note("password changed", who=user)


@receiver(signals.email_changed)
def address_is_new(user: User, **kwargs: Any) -> None:
    """Note that somebody's email address changed, without the address."""
    note("address changed", who=user, user=user.pk)


@receiver(authenticator_reset)
@receiver(authenticator_added)
def second_step_added(user: User, authenticator: Any, **kwargs: Any) -> None:
    """Note that a second step was added, and of which kind."""
    note("second step added", who=user, kind=authenticator.type)


@receiver(authenticator_removed)
def second_step_removed(user: User, authenticator: Any, **kwargs: Any) -> None:
    """Note that a second step was removed, and of which kind."""
    note("second step removed", who=user, kind=authenticator.type)
