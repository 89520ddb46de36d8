"""Pages for when something goes wrong. Each keeps what the person typed."""

import logging
import sys

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.defaults import server_error

logger = logging.getLogger(__name__)

# Typed values that are never shown again.
SECRET_NAMES = ("password", "csrfmiddlewaretoken", "code", "secret", "credential")
BUSY_WORDS = ("locked", "busy", "deadlock", "too many clients", "connection", "lock timeout")


def is_busy(exception: BaseException) -> bool:
    """Whether a database error says that trying again later will help."""
    message = str(exception).lower()
    return any(word in message for word in BUSY_WORDS)


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person typed into the form, without secrets, as (name, value) in the form's order."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in SECRET_NAMES)
        for value in values
        if isinstance(value, str)
    ]


def busy(request: HttpRequest) -> HttpResponse:
    """503: the database is busy. The typed text is shown and can be sent again."""
    logger.warning(
        "Database busy at %s %s", request.method, request.resolver_match and request.resolver_match.route
    )
    context = {"kept_fields": kept_fields(request), "action": request.get_full_path()}
    html = loader.render_to_string("503.html", context, request=request)
    return HttpResponse(html, status=503, headers={"Retry-After": "10"})


@login_not_required
def server_problem(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the reason is a busy database."""
    reason = sys.exc_info()[1]
    if isinstance(reason, OperationalError) and is_busy(reason):
        return busy(request)
    return server_error(request)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was opened too long ago or cookies are off. The typed text is kept."""
    context = {"kept_fields": kept_fields(request), "action": request.get_full_path(), "is_stale_form": True}
    return render(request, "403_csrf.html", context, status=403)
