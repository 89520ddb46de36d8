"""Headers on every response, a friendly answer when nothing can be stored, and a second factor for staff."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template import loader
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers

from members.security_log import REFUSED, note

from .accounts import is_over
from .errors import answer_to, is_live, signed_out
from .kept_words import kept_fields
from .quiet_logs import is_key

GetResponse = Callable[[HttpRequest], HttpResponse]

# The content security policy comes from django-csp and the rest from Django's SecurityMiddleware.
EXTRA_HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# For an address that is itself a key: no cache keeps it, no search engine, and no other page is told of it.
FOR_KEYS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class ResponseHeadersMiddleware:
    """Add the headers that Django has no setting for to every response, files and errors included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in EXTRA_HEADERS.items():
            response.headers.setdefault(name, value)
        if is_key(request.path):
            for name, value in FOR_KEYS.items():
                response.headers[name] = value
            if "/invitations/" in request.path:
                # Its form is checked (CSRF), for which the browser must say which site it comes from, but
                # not which page.
                response.headers["Referrer-Policy"] = "strict-origin"
        if request.method == "HEAD" and not response.streaming:
            # Servers drop the body of an answer to HEAD and complain about it; its length stays known.
            length = response.headers.get("Content-Length", str(len(response.content)))
            response.content = b""
            response.headers["Content-Length"] = length
        return response


class KnownMethodsMiddleware:
    """Refuse what no page of ours needs, files and the admin included: PUT, PATCH, DELETE, TRACE, OPTIONS."""

    METHODS = ("GET", "HEAD", "POST")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.METHODS:
            return HttpResponseNotAllowed(self.METHODS, headers={"Cache-Control": "no-store"})
        return self.get_response(request)


class BodySizeMiddleware:
    """Refuse a body larger than any form of ours, before any of it is read or put on the disk.

    nginx does the same; here it counts without a proxy too. A body of no stated length is never read.
    """

    MOST_BYTES = 12 * 1024 * 1024  # the largest file that is kept is 10 MB; the form is around it

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        stated = str(request.META.get("CONTENT_LENGTH") or 0)
        if not (stated.isascii() and stated.isdecimal()) or len(stated) > 15 or int(stated) > self.MOST_BYTES:
            note("body too large", REFUSED)
            return HttpResponse(loader.render_to_string("413.html"), status=413)
        return self.get_response(request)


class NoNulMiddleware:
    """Take NUL out of the address: nobody types it, and PostgreSQL refuses to look for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        while "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        if "\0" in request.path_info:
            request.path_info = request.path_info.replace("\0", "")
            request.path = request.path.replace("\0", "")
        return self.get_response(request)


class NoStoreMiddleware:
    """Keep pages of signed-in people, and errors, out of every cache, the browser's own included.

    A shared laptop must not show a member's letter to the next person who chooses Back, nor words that were
    typed and are shown again on the page of an error.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session or settings.SESSION_COOKIE_NAME in response.cookies or response.status_code >= 400:
            add_never_cache_headers(response)
            response.headers["Cache-Control"] = "private, no-store"
        return response


class NothingToReadMiddleware:
    """Say in words that an address only takes what a form sends: Django's own 405 is an empty page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not is_live(request):
            response.content = loader.render_to_string("405.html", request=request)
        return response


class CannotStoreMiddleware:
    """Answer 503 with the typed text kept when nothing can be written: a busy database, a full disk."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer_to(exception, request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Send strangers to sign in, and keep the words of a person who was signed out while writing.

    Whoever signed in 12 hours ago is a stranger again: Django begins that time anew when it writes a session.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """End a session that is over; keep the words of whoever is sent to sign in while writing."""
        # On every page: one for everybody may show a member more. Without a cookie there is no session.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and is_over(request.session):
            logout(request)
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        is_writing = is_live(request) or (request.method == "POST" and kept_fields(request))
        return signed_out(request) if answer and is_writing else answer


class RefusalsMiddleware:
    """Note who asked for a page of others, or, signed in, for what is not theirs or not there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match and (
            response.status_code == 403
            or (response.status_code == 404 and match.kwargs and request.user.is_authenticated)
        ):
            note(
                "request refused",
                REFUSED,
                who=request.user,
                status=response.status_code,
                method=request.method,
                route=match.route,
            )
        return response


class StaffSecondFactorMiddleware:
    """Send NAVCA's staff to set up a second factor before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.is_staff and not self.is_open(request) and not is_mfa_enabled(user):
            return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def is_open(request: HttpRequest) -> bool:
        """Whether a page is needed to set the second factor up, to sign out, or is public anyway."""
        try:
            view = resolve(request.path_info)
        except Resolver404:
            return True
        is_account_page = (view.url_name or "").startswith(("account_", "mfa_"))
        return is_account_page or not getattr(view.func, "login_required", True)
