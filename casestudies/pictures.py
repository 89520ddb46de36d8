"""Pictures of case studies: what is taken in, how it is kept, and how it is handed to readers.

They lie in a public storage of their own, apart from what members keep here, in the one size in which the
page shows them. A file stays as long as the history knows it, so that a version can be brought back with its
pictures; readers get it only while a published case study shows it.
"""

import uuid
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from documents.pictures import CONTENT_TYPES, Limits, read, written

if TYPE_CHECKING:
    from .models import CaseStudyPicture

LIMITS = Limits("Picture", 10 * 1024 * 1024, 400, "it looks like a blur on the page")
# Twice the width of the column of words, for the screens that show two pixels for one.
MOST_WIDE, MOST_HIGH = 1400, 1400
# A drawing stays a PNG while it is small; a photograph would be ten times its size as one.
LARGEST_PNG = 300_000  # bytes


def public_storage() -> Storage:
    """The storage in which pictures of case studies lie."""
    return storages["pictures"]


def picture_path(picture: models.Model, name: str) -> str:
    """A name that tells nothing, and is another for each file: a browser may keep what it has."""
    return f"{uuid.uuid4().hex}{PurePosixPath(name).suffix.lower()}"


def prepared(upload: UploadedFile) -> tuple[ContentFile, int, int]:
    """Return the picture as the page shows it, written anew, with its width and height in pixels.

    Raises ValidationError, with what to do, for whatever is not a still PNG or JPEG of at most 10 MB.
    """
    original = read(upload, LIMITS)
    image = original.on_white(MOST_WIDE, MOST_HIGH)
    ending = original.ending
    content = written(image, ending, quality=82)
    if ending == "png" and len(content) > LARGEST_PNG:
        ending, content = "jpg", written(image, "jpg", quality=85)
    width, height = image.size
    return ContentFile(content, f"picture.{ending}"), width, height


def handed_out(request: HttpRequest, picture: "CaseStudyPicture", kept_for: str) -> HttpResponseBase:
    """The bytes of a picture, or “not modified”. Raises Http404 when the file is gone from the storage.

    `kept_for` says who may keep it and how long. A name stands for one file for ever.
    """
    name = str(picture.file.name)
    try:
        with picture.file.storage.open(name) as file:
            content = file.read()
    except FileNotFoundError as problem:
        raise Http404("The file is not in the storage.") from problem
    kind = CONTENT_TYPES[PurePosixPath(name).suffix.removeprefix(".")]
    etag = f'"{PurePosixPath(name).stem}"'
    response = HttpResponse(content, content_type=kind)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = kept_for
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    if "If-None-Match" in request.headers:
        return get_conditional_response(request, etag=etag, response=response) or response
    return response
