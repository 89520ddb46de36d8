"""Pages for when something goes wrong. Each keeps what the person typed.

A page that saves in the background (the header X-Live) has the words already: it gets a sentence to show.
"""

import errno
import logging
import sys

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader
from django.utils.crypto import get_random_string
from django.views.defaults import server_error

from members.security_log import REFUSED, note

from .kept_words import kept_fields

logger = logging.getLogger(__name__)

BUSY_WORDS = ("locked", "busy", "deadlock", "too many clients", "connection", "lock timeout")

# What databases say when their disk is full or may only be read, and what the system says of a file.
NO_ROOM_WORDS = ("is full", "no space left", "readonly database", "read-only", "disk i/o", "disk quota")
NO_ROOM_NUMBERS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EACCES, errno.EPERM}


def is_busy(exception: BaseException) -> bool:
    """Whether a database error says that trying again later will help."""
    message = str(exception).lower()
    return any(word in message for word in BUSY_WORDS)


def is_without_room(exception: BaseException) -> bool:
    """Whether a database or a storage says that nothing can be written: its disk is full or read-only."""
    if isinstance(exception, DatabaseError):
        message = str(exception).lower()
        return any(word in message for word in NO_ROOM_WORDS)
    return isinstance(exception, OSError) and exception.errno in NO_ROOM_NUMBERS


def answer_to(exception: BaseException | None, request: HttpRequest) -> HttpResponse | None:
    """503 for what is no fault of the page: a busy database, or a disk that takes nothing."""
    if isinstance(exception, OperationalError) and is_busy(exception):
        return busy(request)
    if exception and is_without_room(exception):
        return without_room(request)
    return None


def kept(request: HttpRequest) -> dict[str, object]:
    """What the pages below need to show the typed words and to send them again."""
    return {
        "kept_fields": kept_fields(request),
        "action": request.get_full_path(),
        "had_file": bool(request.FILES),
    }


def is_live(request: HttpRequest) -> bool:
    """Whether a script of ours asks, in the background."""
    return "X-Live" in request.headers


def live_refusal(status: int, words: str, **headers: str) -> HttpResponse:
    """A sentence for the page that asked in the background."""
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8", headers=headers)


def busy(request: HttpRequest) -> HttpResponse:
    """503: the database is busy. The typed text is shown and can be sent again."""
    logger.warning(
        "Database busy at %s %s", request.method, request.resolver_match and request.resolver_match.route
    )
    if is_live(request):
        return live_refusal(503, "The site is busy. Wait a few seconds, then choose Try again.")
    html = loader.render_to_string("503.html", kept(request), request=request)
    return HttpResponse(html, status=503, headers={"Retry-After": "10"})


def without_room(request: HttpRequest) -> HttpResponse:
    """503: the disk is full or read-only. The typed text is shown and can be sent again."""
    route = request.resolver_match and request.resolver_match.route
    logger.error("Nothing can be stored, asked by %s %s", request.method, route, exc_info=sys.exc_info()[1])
    if is_live(request):
        words = "The site has no room to store anything at the moment. Copy your words, then tell NAVCA."
        return live_refusal(503, words)
    html = loader.render_to_string("503_full.html", kept(request), request=request)
    return HttpResponse(html, status=503, headers={"Retry-After": "300"})


@login_not_required
def server_problem(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the reason is a busy database or a full disk. The typed text can be sent again."""
    if answer := answer_to(sys.exc_info()[1], request):
        return answer
    try:
        html = loader.render_to_string("500.html", kept(request), request=request)
    except Exception:  # what went wrong may be what this page needs, too
        logger.exception("The typed words could not be shown")
        return server_error(request)
    return HttpResponse(html, status=500)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was opened too long ago or cookies are off. The typed text is kept."""
    route = request.resolver_match.route if request.resolver_match else None
    note("stale or foreign form", REFUSED, who=getattr(request, "user", None), route=route)
    if is_live(request):
        # Signing in again changes the token. Only a page of ours can read the new one and send this header.
        words = "Cookies may be off in this browser. Copy your words before you leave this page."
        return live_refusal(403, words, **{"X-Live-Token": get_token(request)})
    return render(request, "403_csrf.html", kept(request) | {"is_stale_form": True}, status=403)


# Where an hour is counted, and not a minute.
HOURLY = ("request-access", "feedback")


@login_not_required
def too_many(request: HttpRequest) -> HttpResponse:
    """429: that was asked too often. Says when to try again.

    Where nothing can be counted, on a full disk, every limit looks as if it were reached. That is told apart.
    """
    if not cache.add(f"counts-{get_random_string(12)}", 1, timeout=1):
        return without_room(request)
    match = request.resolver_match
    seconds = 3600 if match and match.url_name in HOURLY else 60
    note("limit reached", REFUSED, who=getattr(request, "user", None), route=match.route if match else None)
    headers = {"Retry-After": str(seconds)}
    if is_live(request):
        words = "That was many times in a short while. Wait a minute, then try again."
        return live_refusal(429, words, **headers)
    words_to_copy = kept_fields(request) if request.method == "POST" else []
    context = {"kept_fields": words_to_copy, "is_hourly": seconds == 3600}
    return HttpResponse(
        loader.render_to_string("429.html", context, request=request), status=429, headers=headers
    )


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. What was typed for a page that somebody deleted meanwhile is shown, to be copied."""
    if is_live(request):
        words = "Somebody may have deleted this page meanwhile. Copy your words before you leave it."
        return live_refusal(404, words)
    words_to_copy = kept_fields(request) if request.method == "POST" else []
    return render(request, "404.html", {"kept_fields": words_to_copy}, status=404)


def signed_out(request: HttpRequest) -> HttpResponse:
    """401: the person was signed out while writing. The typed text can be sent after signing in."""
    if is_live(request):
        words = "You are signed out. Sign in again in a new tab, then choose Try again here."
        return live_refusal(401, words)
    return render(request, "401.html", kept(request), status=401)
