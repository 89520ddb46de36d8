"""The logo and the signature of an organisation: what is taken in, and how it is kept.

Nothing that was uploaded is kept as it came. The picture is read, turned upright, put on white and written
anew in the size it is printed in, so that no metadata, no second file behind it and no trick survives.
"""

import io
import logging
import secrets
import struct
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat
from PIL import ExifTags, Image, ImageOps

logger = logging.getLogger(__name__)

PRINT_DPI = 300
MOST_BYTES = 2 * 1024 * 1024
# A photograph of 24 million pixels takes 72 MB of memory while it is made smaller.
MOST_PIXELS = 24_000_000
# Less than this is a blur on paper.
FEWEST_PIXELS = 100
# The paper of a scan is lighter than this, and its ink is darker.
NEARLY_WHITE = 232
# Pillow calls a JPEG with a second picture behind it, as many phones make them, MPO.
ENDINGS = {"PNG": "png", "JPEG": "jpg", "MPO": "jpg"}
CONTENT_TYPES = {"png": "image/png", "jpg": "image/jpeg"}
# Eight bits for each colour, and colours of a screen.
MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
# What other programs look for in a file that also is a picture: PDF, ZIP and Word, web page, SVG, PHP.
DISGUISES = (b"%pdf-", b"pk\x05\x06", b"<html", b"<!doctype", b"<script", b"<svg", b"<?php")
# What Pillow raises for bytes that only begin like a picture.
UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, struct.error, zlib.error)


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
    label = place.label
    if upload.size is None or upload.size > MOST_BYTES:
        raise ValidationError(f"{label} must be smaller than 2 MB. Yours is {_size(upload.size or 0)}")
    content = upload.read()
    if not content:
        raise ValidationError(f"{label} is an empty file. Choose another")
    image = _opened(content, label)
    _refuse_what_cannot_be_used(image, content, label)
    try:
        _refuse_what_ends_early(content, str(image.format))
        small = _made_small(image, place)
    except UNREADABLE as error:
        raise ValidationError(
            f"{label} is damaged or not complete. Save it again as PNG or JPEG, and choose the new file"
        ) from error
    ending = ENDINGS[str(image.format)]
    written = io.BytesIO()
    if ending == "png":
        small.save(written, "PNG", optimize=True)
    else:
        small.save(written, "JPEG", quality=92, subsampling=0)
    name = next(name for name, each in PLACES.items() if each == place)
    return ContentFile(written.getvalue(), f"{name}.{ending}")


def _opened(content: bytes, label: str) -> Image.Image:
    """Read the head of a picture, and nothing but PNG and JPEG whatever the file's name says."""
    try:
        return Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_too_many(label)) from error
    except UNREADABLE as error:
        raise ValidationError(f"{label} must be a PNG or JPEG picture. Save yours as one of them") from error


def _refuse_what_cannot_be_used(image: Image.Image, content: bytes, label: str) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise ValidationError(_too_many(label, f". Yours is {width:,} × {height:,}"))
    if max(width, height) < FEWEST_PIXELS:
        raise ValidationError(
            f"{label} must be at least {FEWEST_PIXELS} pixels wide or high, or it prints as a blur. "
            f"Yours is {width} × {height}"
        )
    if image.format == "PNG" and getattr(image, "is_animated", False):
        raise ValidationError(f"{label} must be a still picture. Yours moves")
    if image.mode == "CMYK":
        raise ValidationError(
            f"{label} must be in RGB, the colours of a screen. Yours is in CMYK, the colours of a printing "
            "press. Ask whoever made it for the RGB file"
        )
    if image.mode not in MODES:
        raise ValidationError(
            f"{label} must have 8 bits for each colour. Save it again as an ordinary PNG or JPEG"
        )
    if any(mark in content.lower() for mark in DISGUISES):
        raise ValidationError(
            f"{label} holds something else besides the picture. Open it, save it again as PNG or JPEG, "
            "and choose the new file"
        )


def _refuse_what_ends_early(content: bytes, kind: str) -> None:
    """Raise one of UNREADABLE for a file that was cut off.

    Pillow would notice, but WeasyPrint tells it for the whole process to make do with what is there.
    """
    if kind == "PNG":
        Image.open(io.BytesIO(content)).verify()  # the checksum of every chunk, to the last
        return
    place = 2
    while content[place] == 0xFF and content[place + 1] != 0xDA:  # segments before the first scan
        is_filling = content[place + 1] == 0xFF
        place += 1 if is_filling else 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    if content.find(b"\xff\xd9", place) < 0:
        raise EOFError("no end of image")


def _made_small(image: Image.Image, place: Place) -> Image.Image:
    """The picture upright, on white, without an empty margin, no larger than it prints.

    Raises ValidationError for a picture that is white on white.
    """
    is_turned = image.getexif().get(ExifTags.Base.Orientation, 1) >= 5
    if image.mode in ("1", "P", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
    # Three times the size, so that a signature in the middle of a scanned sheet is still sharp.
    width, height = (3 * pixels for pixels in place.pixels)
    image.thumbnail((height, width) if is_turned else (width, height), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    inked = paper.convert("L").point([255 * (value < NEARLY_WHITE) for value in range(256)]).getbbox()
    if inked is None:
        raise ValidationError(
            f"{place.label} cannot be seen on white paper. Choose the version for a light background"
        )
    drawn = paper.crop(inked)
    drawn.thumbnail(place.pixels, Image.Resampling.LANCZOS)
    return drawn


def _too_many(label: str, theirs: str = "") -> str:
    most = f"{MOST_PIXELS // 1_000_000} million pixels"
    return f"{label} must have fewer than {most}{theirs}. Make it smaller and save it again"


def _size(size: int) -> str:
    """Such as “3.4 MB”, as a person reads it."""
    return str(filesizeformat(size)).replace("\xa0", " ")
