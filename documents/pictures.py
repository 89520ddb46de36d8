"""Pictures that people choose: what is taken in, and how it is written anew.

Nothing that was uploaded is kept as it came. A picture is read, turned upright, put on white and written
again, so that no metadata, no second file behind it and no trick survives.
"""

import io
import struct
import zlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from PIL import ExifTags, Image, ImageOps

# A photograph of 24 million pixels takes 72 MB of memory while it is made smaller.
MOST_PIXELS = 24_000_000
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
class Limits:
    """What a picture may be: its name in an error, bytes, fewest pixels, and what fewer would lead to."""

    label: str
    most_bytes: int
    fewest_pixels: int
    or_else: str


@dataclass(frozen=True)
class Original:
    """A picture that may be used, as it was uploaded."""

    image: Image.Image
    ending: str
    label: str

    def on_white(self, width: int, height: int) -> Image.Image:
        """The picture upright and on white, no larger than the box in pixels.

        Ask once: what was uploaded is made smaller in place. Raises ValidationError when it is damaged.
        """
        try:
            return _on_white(self.image, width, height)
        except UNREADABLE as error:
            raise _damaged(self.label) from error


def read(upload: UploadedFile, limits: Limits) -> Original:
    """Return an uploaded picture that may be used.

    Raises ValidationError, in the words of the label, for whatever is not a still PNG or JPEG in the colours
    of a screen and within the limits.
    """
    label = limits.label
    if upload.size is None or upload.size > limits.most_bytes:
        most = limits.most_bytes // 1024 // 1024
        raise ValidationError(f"{label} must be smaller than {most} MB. Yours is {_size(upload.size or 0)}")
    upload.seek(0)
    content = upload.read()
    if not content:
        raise ValidationError(f"{label} is an empty file. Choose another")
    image = _opened(content, label)
    _refuse_what_cannot_be_used(image, content, limits)
    try:
        _refuse_what_ends_early(content, str(image.format))
    except UNREADABLE as error:
        raise _damaged(label) from error
    return Original(image, ENDINGS[str(image.format)], label)


def written(image: Image.Image, ending: str, quality: int) -> bytes:
    """The pixels as PNG (`png`), or as JPEG (`jpg`) of a quality of at most 95."""
    file = io.BytesIO()
    if ending == "png":
        image.save(file, "PNG", optimize=True)
    else:
        image.save(file, "JPEG", quality=quality, subsampling=0, optimize=True)
    return file.getvalue()


def _opened(content: bytes, label: str) -> Image.Image:
    """Read the head of a picture, and nothing but PNG and JPEG whatever the file's name says."""
    try:
        return Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_too_many(label)) from error
    except UNREADABLE as error:
        raise ValidationError(f"{label} must be a PNG or JPEG picture. Save yours as one of them") from error


def _refuse_what_cannot_be_used(image: Image.Image, content: bytes, limits: Limits) -> None:
    label = limits.label
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise ValidationError(_too_many(label, f". Yours is {width:,} × {height:,}"))
    if max(width, height) < limits.fewest_pixels:
        raise ValidationError(
            f"{label} must be at least {limits.fewest_pixels} pixels wide or high, or {limits.or_else}. "
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


def _on_white(image: Image.Image, width: int, height: int) -> Image.Image:
    is_turned = image.getexif().get(ExifTags.Base.Orientation, 1) >= 5
    if image.mode in ("1", "P", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
    image.thumbnail((height, width) if is_turned else (width, height), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    return paper


def _damaged(label: str) -> ValidationError:
    return ValidationError(
        f"{label} is damaged or not complete. Save it again as PNG or JPEG, and choose the new file"
    )


def _too_many(label: str, theirs: str = "") -> str:
    most = f"{MOST_PIXELS // 1_000_000} million pixels"
    return f"{label} must have fewer than {most}{theirs}. Make it smaller and save it again"


def _size(size: int) -> str:
    """Such as “3.4 MB”, as a person reads it."""
    return str(filesizeformat(size)).replace("\xa0", " ")
