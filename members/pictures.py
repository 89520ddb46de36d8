"""The logo and the signature of an organisation: what is taken in, and how it is kept.

Nothing that was uploaded is kept as it came. The picture is read, turned upright, put on white and written
anew in the size it is printed in, so that no metadata, no second file behind it and no trick survives.
"""

import logging
import secrets
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models.fields.files import FieldFile
from PIL import Image

from documents.pictures import CONTENT_TYPES, Limits, Original, read, written

logger = logging.getLogger(__name__)

PRINT_DPI = 300
MOST_BYTES = 2 * 1024 * 1024
# Less than this is a blur on paper.
FEWEST_PIXELS = 100
# The paper of a scan is lighter than this, and its ink is darker.
NEARLY_WHITE = 232


@dataclass(frozen=True)
class Place:
    """Where a picture stands in a letter: its name in an error, and its box in mm."""

    label: str
    width_mm: int
    height_mm: int

    @property
    def pixels(self) -> tuple[int, int]:
        """The most pixels that print in the box at 300 dots an inch."""
        return round(self.width_mm / 25.4 * PRINT_DPI), round(self.height_mm / 25.4 * PRINT_DPI)


LOGO = Place("Logo", 95, 26)
SIGNATURE = Place("Signature", 60, 18)
PLACES = {"logo": LOGO, "signature": SIGNATURE}


def picture_path(organisation: models.Model, name: str) -> str:
    """A name in the private storage that nobody can guess, in the organisation's own folder."""
    return f"organisations/{organisation.pk}/{secrets.token_hex(8)}-{name}"


def content_type(name: str) -> str:
    """The type of a stored picture, from the ending we gave it."""
    return CONTENT_TYPES[PurePosixPath(name).suffix.removeprefix(".")]


def stored_bytes(stored: FieldFile) -> bytes | None:
    """The bytes of a stored picture; None without one, and when its file is gone from the storage."""
    if not stored.name:
        return None
    try:
        with stored.storage.open(stored.name) as file:
            content: bytes = file.read()
            return content
    except FileNotFoundError:
        logger.warning("%s is not in the storage", stored.name)
        return None


def prepared(upload: UploadedFile, place: Place) -> ContentFile:
    """Return the picture as it will be printed: upright, on white, without anything but its pixels.

    Raises ValidationError, in the words of the label, for whatever is not a still PNG or JPEG of at most
    2 MB in the colours of a screen.
    """
    original = read(upload, Limits(place.label, MOST_BYTES, FEWEST_PIXELS, "it prints as a blur"))
    small = _made_small(original, place)
    name = next(name for name, each in PLACES.items() if each == place)
    return ContentFile(written(small, original.ending, quality=92), f"{name}.{original.ending}")


def _made_small(original: Original, place: Place) -> Image.Image:
    """The picture upright, on white, without an empty margin, no larger than it prints.

    Raises ValidationError for a picture that is white on white.
    """
    # Three times the size, so that a signature in the middle of a scanned sheet is still sharp.
    width, height = (3 * pixels for pixels in place.pixels)
    paper = original.on_white(width, height)
    inked = paper.convert("L").point([255 * (value < NEARLY_WHITE) for value in range(256)]).getbbox()
    if inked is None:
        raise ValidationError(
            f"{place.label} cannot be seen on white paper. Choose the version for a light background"
        )
    drawn = paper.crop(inked)
    drawn.thumbnail(place.pixels, Image.Resampling.LANCZOS)
    return drawn
