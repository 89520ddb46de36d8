"""How allauth behaves here: nobody signs up alone, and people land where their work is."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: NAVCA adds organisations and people."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """NAVCA's staff land in the admin, members on their organisation's page."""
        return reverse("admin:index") if request.user.is_staff else reverse("dashboard")
