"""The whole toolkit as one PDF: made beside the site, once for each version of the content.

Laying it out takes a processor for half a minute. So it is made by `manage.py make_toolkit_pdf`, a process of
its own. Readers get the last finished one at once; when the content is newer, the first starts the command.
"""

import hashlib
import logging
import os
import subprocess
import threading
import time
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Max
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from casestudies.models import CaseStudy, Status
from documents import pdf

from .content_version import content_version
from .one_at_a_time import lock_file, one_at_a_time, take
from .toolkit_document import document

logger = logging.getLogger(__name__)

TOOLKIT_CSS = Path(settings.BASE_DIR) / "static" / "css" / "toolkit.css"
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "toolkit"
FOLDER = "toolkit"
WORK = "toolkit-pdf"
BETWEEN_TRIES = 60  # seconds from one start by a reader to the next


# What readers get


@require_safe
@login_not_required
def toolkit_pdf(request: HttpRequest) -> HttpResponseBase:
    """The last finished PDF, with its day in its name, or a page that says when to try again."""
    wanted, found = name_for_today(), finished()
    is_being_made = wanted not in found and start_making()
    name = wanted if wanted in found else next(iter(found), None)
    if name is None:
        return _not_yet(request, is_being_made)
    made_at = found[name]
    # What is served stays readable while it goes out, even when newer ones take its place.
    response = FileResponse(
        default_storage.open(name, "rb"),
        filename=f"covenant-toolkit-{timezone.localtime(made_at):%Y-%m-%d}.pdf",
        content_type="application/pdf",
    )
    response.headers["Last-Modified"] = http_date(made_at.timestamp())
    response.headers["Cache-Control"] = "no-cache"  # a browser asks whether there is a newer one
    return response


def _not_yet(request: HttpRequest, is_being_made: bool) -> HttpResponse:
    response = render(request, "toolkit/not_yet.html", {"is_being_made": is_being_made}, status=503)
    response.headers["Retry-After"] = "60"
    return response


def finished() -> dict[str, datetime]:
    """The finished PDFs that may be handed out and when each was made, newest first.

    One from before a case study left the site still holds it, with the name of whoever told it.
    """
    last_left_at = CaseStudy.history.filter(status=Status.WITHDRAWN).aggregate(at=Max("history_date"))["at"]
    return {name: made for name, made in stored().items() if last_left_at is None or made > last_left_at}


def remove_outdated() -> None:
    """Take away those that are not handed out any more, and what a stopped process left."""
    kept = finished()
    with the_lock() as is_ours:
        if is_ours:
            for name in stored(ending=""):
                if name not in kept:
                    default_storage.delete(name)


def stored(ending: str = ".pdf") -> dict[str, datetime]:
    """The files in the private storage and when each was made, newest first."""
    try:
        names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1] if name.endswith(ending)]
    except FileNotFoundError:
        return {}
    made = {name: default_storage.get_modified_time(name) for name in names}
    return dict(sorted(made.items(), key=lambda pair: pair[1], reverse=True))


# Making one


def name_for_today() -> str:
    """The name that the PDF of the content and of the layout as they are now has in the private storage."""
    digest = hashlib.blake2b(digest_size=6)
    for path in (TOOLKIT_CSS, *sorted(TEMPLATES.iterdir())):
        digest.update(path.read_bytes())
    return f"{FOLDER}/{content_version()}-{digest.hexdigest()}.pdf"


def make() -> bool:
    """Make the PDF of the content as it is now; False when it is there already. Hold the lock meanwhile.

    Raises what documents.pdf raises when it cannot be made.
    """
    name = name_for_today()
    before = finished()
    if name in before:
        return False
    _store(name, pdf.render(document(), stylesheets=[TOOLKIT_CSS]))
    # A reader may be about to open the last one; those before it, and what a stopped process left, can go.
    kept = {name, next(iter(before), "")}
    for other in default_storage.listdir(FOLDER)[1]:
        if f"{FOLDER}/{other}" not in kept:
            default_storage.delete(f"{FOLDER}/{other}")
    return True


def _store(name: str, content: bytes) -> None:
    """Keep the file whole or not at all."""
    try:
        place = Path(default_storage.path(name))
    except NotImplementedError:
        default_storage.save(name, ContentFile(content))  # such a storage shows a file when it is complete
        return
    beside = default_storage.save(f"{FOLDER}/{uuid4().hex}.part", ContentFile(content))
    Path(default_storage.path(beside)).replace(place)


# One at a time


def the_lock(inherited: int | None = None) -> AbstractContextManager[bool]:
    """The lock of whoever makes the PDF, as `one_at_a_time` gives it."""
    return one_at_a_time(WORK, inherited)


def start_making() -> bool:
    """Start the command that makes the PDF, not twice within a minute; return whether one is at work."""
    with lock_file(WORK) as lock:
        if not take(lock):
            return True
        last = os.fstat(lock.fileno())
        if last.st_size and time.time() - last.st_mtime < BETWEEN_TRIES:
            return False
        lock.truncate(0)
        lock.write(f"Started {timezone.now():%Y-%m-%d %H:%M:%S} UTC\n")
        lock.flush()
        try:
            # The command goes on holding the lock when this process lets go of the file.
            process = subprocess.Popen(  # noqa: S603  (our own command)
                [*settings.MAKE_TOOLKIT_PDF, f"--lock={lock.fileno()}"],
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                pass_fds=[lock.fileno()],
                start_new_session=True,
            )
        except OSError as reason:
            logger.error("The toolkit's PDF cannot be made: %s", reason)
            return False
    threading.Thread(target=process.wait, daemon=True).start()  # a process that nobody waits for stays listed
    return True
