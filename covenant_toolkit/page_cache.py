"""Keep the reading pages in memory, for as long as the content they show has not changed.

A page is kept as it went out to a stranger and given to strangers only: whoever has a session or a message
waiting gets a page of their own. The version of the content is part of the key, so that an edit shows at
once and nothing has to be thrown away by hand.
"""

import gzip
import hashlib
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from .content_version import version_for

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Whose public views are kept. A private link or a form of another room may be open to everyone and is not.
PUBLIC_ROOMS = {"principles", "casestudies", "publicbodies", "search"}
PUBLIC_MODULES = {"covenant_toolkit.pages", "covenant_toolkit.sitemaps"}
# What a page may depend on besides its address. A page that says it depends on more is not kept.
KNOWN_VARY = {"cookie", "x-live", "accept-encoding"}
COOKIES_OF_A_PERSON = (settings.SESSION_COOKIE_NAME, "messages")

LONGEST_ADDRESS = 500  # characters; longer ones are typed by machines
LARGEST_PAGE = 500_000  # bytes
KEPT_FOR = 24 * 60 * 60  # seconds; what is not asked for leaves earlier


class Page(NamedTuple):
    """A page as it is kept: packed and plain, with its headers."""

    plain: bytes
    packed: bytes
    etag: str
    headers: dict[str, str]


class PageCacheMiddleware:
    """Answer from memory what a stranger asked before and nobody has edited since."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.pages = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = self.key(request)
        if key is None:
            return self.get_response(request)
        page = self.pages.get(key)
        if page is None:
            response = self.get_response(request)
            page = self.to_keep(request, response)
            if page is None:
                return response
            self.pages.set(key, page, KEPT_FOR)
        return answer(request, page)

    @staticmethod
    def key(request: HttpRequest) -> str | None:
        """The key of a page that may come from memory, or None."""
        if request.method not in ("GET", "HEAD") or any(
            name in request.COOKIES for name in COOKIES_OF_A_PERSON
        ):
            return None
        address = request.get_full_path()
        if len(address) > LONGEST_ADDRESS or "Authorization" in request.headers:
            return None
        try:
            version = version_for(request)
        except DatabaseError:
            return None  # the page itself knows how to say that the database cannot be asked
        # Some texts depend on the day, such as whether a council still exists.
        parts = (
            version, str(timezone.localdate()), request.scheme or "", request.get_host(),
            request.headers.get("X-Live", "-"), address,
        )  # fmt: skip
        return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()

    @staticmethod
    def to_keep(request: HttpRequest, response: HttpResponseBase) -> Page | None:
        """The page to keep, or None when it is somebody's own, unusual or private."""
        match = request.resolver_match
        if match is None or getattr(match.func, "login_required", True):
            return None
        module = match.func.__module__
        if module.partition(".")[0] not in PUBLIC_ROOMS and module not in PUBLIC_MODULES:
            return None
        if isinstance(response, StreamingHttpResponse) or not isinstance(response, HttpResponse):
            return None
        is_plain = response.status_code == 200 and request.method == "GET" and not response.cookies
        if not is_plain or "Set-Cookie" in response.headers or "Content-Encoding" in response.headers:
            return None
        # A form's token belongs to one browser.
        if request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or "Cache-Control" in response.headers:
            return None
        vary = {name.strip().lower() for name in response.headers.get("Vary", "").split(",") if name.strip()}
        if not vary <= KNOWN_VARY or len(response.content) > LARGEST_PAGE:
            return None
        # Nothing secret stands in these pages, so that packing them tells nobody anything.
        packed = gzip.compress(response.content, 6, mtime=0)
        patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
        headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        # A browser may keep the page, but asks each time whether it is still the same.
        headers["Cache-Control"] = "no-cache"
        etag = hashlib.blake2b(response.content, digest_size=10).hexdigest()
        return Page(response.content, packed, etag, headers)


def answer(request: HttpRequest, page: Page) -> HttpResponseBase:
    """A kept page as this browser can read it, or “not modified” when it has it already."""
    is_packed = takes_gzip(request)
    content = page.packed if is_packed else page.plain
    response = HttpResponse(b"" if request.method == "HEAD" else content, headers=page.headers)
    response.headers["Content-Length"] = str(len(content))
    response.headers["ETag"] = etag = f'"{page.etag}{"-gz" if is_packed else ""}"'
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    if "If-None-Match" in request.headers:
        return get_conditional_response(request, etag=etag, response=response) or response
    return response


def takes_gzip(request: HttpRequest) -> bool:
    """Whether the browser says that it reads gzip."""
    for offer in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, quality = offer.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "").removeprefix("q=") not in ("0", "0.0", "0.00", "0.000")
    return False
