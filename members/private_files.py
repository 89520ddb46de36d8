"""Files that members keep here: what they may be, how they are stored, how they go, how they are handed out.

A file is judged by what it holds, never by its name. It lies in the private storage under a name that
cannot be guessed, and only a view that has checked access hands it out.
"""

import io
import uuid
import zipfile
import zlib
from dataclasses import dataclass
from os import PathLike
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, router, transaction
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename

from documents.plain_text import one_line

MOST_BYTES = 10 * 1024 * 1024
# What a workbook may unpack to, and of how many parts. Real ones stay far below.
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5_000
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
# The part of an office file that says what it is.
CONTENTS = "[Content_Types].xml"


@dataclass(frozen=True)
class FileKind:
    """A kind of file that members may keep."""

    label: str
    suffix: str
    content_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = FileKind("PDF", ".pdf", "application/pdf")
PNG = FileKind("PNG picture", ".png", "image/png")
JPEG = FileKind("JPEG picture", ".jpg", "image/jpeg")
DOCX = FileKind("Word document", ".docx", f"{_OFFICE}wordprocessingml.document")
XLSX = FileKind("Excel workbook", ".xlsx", f"{_OFFICE}spreadsheetml.sheet")
KINDS = {kind.suffix: kind for kind in (PDF, PNG, JPEG, DOCX, XLSX)}

WANTED = "Choose a PDF, PNG, JPEG, Word (.docx) or Excel (.xlsx) file"
DAMAGED = "This file is damaged or cut short. Save it again and choose the new one"
TWO_KINDS = "This file holds a second file of another kind. Print or export it as a PDF and choose that"
PROGRAMS = "This file holds macros or other programs. Save it without them, or as a PDF, and choose that"
OLDER = (
    "This is an older Word or Excel file, or one with a password. Save it as .docx or .xlsx without a "
    "password, or as a PDF"
)


def checked_kind(file: Any) -> FileKind:
    """Return the kind of an uploaded file, found from its content.

    Raises ValidationError with what to do when it is too large, of another kind, damaged, of two kinds at
    once, or holds programs.
    """
    if file.size > MOST_BYTES:
        raise ValidationError(
            f"The file must be smaller than {MOST_BYTES // 1024 // 1024} MB. "
            f"Yours is {file.size / 1024 / 1024:.1f} MB"
        )
    file.seek(0)
    data: bytes = file.read()
    file.seek(0)
    if not data:
        raise ValidationError("The file is empty. Choose another")
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise ValidationError(OLDER)
    for signature, kind, is_whole in (
        (b"%PDF-", PDF, _is_whole_pdf),
        (b"\x89PNG\r\n\x1a\n", PNG, _is_whole_png),
        (b"\xff\xd8\xff", JPEG, _is_whole_jpeg),
    ):
        if data.startswith(signature):
            if _holds_another(data, kind):
                raise ValidationError(TWO_KINDS)
            if not is_whole(data):
                raise ValidationError(DAMAGED)
            return kind
    raise ValidationError(f"{WANTED}. This one is of another kind, whatever its name says")


def _holds_another(data: bytes, kind: FileKind) -> bool:
    """Whether a program might take the file for an archive, a PDF or a page as well."""
    start = data[:1024].lower()
    pages = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?php")
    return (
        zipfile.is_zipfile(io.BytesIO(data))
        or (kind is not PDF and b"%pdf-" in start)
        or any(page in start for page in pages)
    )


def _is_whole_pdf(data: bytes) -> bool:
    return b"%%EOF" in data[-1024:]


def _is_whole_png(data: bytes) -> bool:
    """Whether the chunks follow each other to the last one, with nothing behind it."""
    place = 8
    if data[12:16] != b"IHDR":
        return False
    while place + 12 <= len(data):
        name = data[place + 4 : place + 8]
        place += 12 + int.from_bytes(data[place : place + 4])
        if name == b"IEND":
            return place == len(data)
    return False


def _is_whole_jpeg(data: bytes) -> bool:
    """Whether the segments lead to a picture that ends. Cameras put more pictures behind it."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        if data[place + 1] == 0xDA:
            return data.find(b"\xff\xd9", place) > 0
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
    return False


def _office_kind(data: bytes) -> FileKind:
    """The kind of a Word or Excel file. Raises ValidationError for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise ValidationError("This file unpacks to more than we can take. Save it as a PDF")
            # No office program packs in another way, and the other ways fail in ways of their own.
            if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
                raise ValidationError(DAMAGED)
            starts = {part.filename: _start_of(archive, part) for part in parts}
            named = [part for part in parts if part.filename == CONTENTS]
            contents = _start_of(archive, named[0], 1024 * 1024) if named else b""
            begins_there = min((part.header_offset for part in parts), default=0) == 0
            comment = archive.comment
    except UNREADABLE as problem:
        raise ValidationError(DAMAGED) from problem
    # The directory of an archive stands at its end: whatever comes before or after is another file.
    ends_there = data[-22:].startswith(b"PK\x05\x06")
    if not begins_there or comment or not ends_there:
        raise ValidationError(TWO_KINDS)
    if any(_is_program(name, start) for name, start in starts.items()) or b"macroEnabled" in contents:
        raise ValidationError(PROGRAMS)
    for kind in (DOCX, XLSX):
        if f'"{kind.content_type}.main+xml"'.encode() in contents:
            return kind
    raise ValidationError(f"{WANTED}. This one is of another kind, whatever its name says")


def _start_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo, length: int = 8) -> bytes:
    with archive.open(part) as opened:
        return opened.read(length)


def _is_program(name: str, start: bytes) -> bool:
    """Whether a part of an office file is a macro, a control, or a container that may hold one."""
    path = name.lower()
    is_container = start.startswith((b"\xd0\xcf\x11\xe0", b"MZ"))
    return is_container or any(word in path for word in ("vbaproject", "activex", "macrosheets", ".docm"))


class PrivateFileField(models.FileField):
    """A file in the private storage that goes when its row goes or names another, after the commit.

    It listens to Django's own signal, because rows that go with their organisation go without delete().
    """

    def generate_filename(self, instance: models.Model | None, filename: str | PathLike[str]) -> str:
        """A name that cannot be guessed; of the given one only the suffix stays."""
        name = f"{self.upload_to}/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"
        return str(self.storage.generate_filename(name))

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        """Listen to when rows of the model go, too."""
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        if not cls._meta.abstract:
            post_delete.connect(self._row_is_gone, sender=cls)

    def _row_is_gone(self, instance: models.Model, using: str, **kwargs: Any) -> None:
        self._delete_after_commit(getattr(instance, self.attname).name, using)

    def pre_save(self, model_instance: models.Model, add: bool) -> FieldFile:
        """Store the new file; the one the row named before goes after the commit."""
        using = router.db_for_write(type(model_instance), instance=model_instance)
        rows = type(model_instance)._base_manager.using(using).filter(pk=model_instance.pk)
        before = "" if add else rows.values_list(self.attname, flat=True).first() or ""
        file: FieldFile = super().pre_save(model_instance, add)
        if before != (file.name or ""):
            self._delete_after_commit(before, using)
        return file

    def _delete_after_commit(self, name: str | None, using: str) -> None:
        if name:
            transaction.on_commit(lambda: self.storage.delete(name), using=using, robust=True)


def file_name(given: str, kind: FileKind) -> str:
    """The name a file is handed out under: the person's own, safe, with the suffix of what it holds."""
    stem = PurePath(one_line(given).replace("\\", "/")).stem[:80].strip(". ")
    # What has no letter or figure is no name, and Django refuses it.
    safe = get_valid_filename(stem) if any(map(str.isalnum, stem)) else "file"
    return f"{safe}{kind.suffix}"


def private_file(file: FieldFile, name: str) -> FileResponse:
    """A stored file as a download that no browser opens in the page. Raises Http404 when it is gone."""
    kind = KINDS[PurePath(str(file.name)).suffix]
    try:
        opened = file.open("rb")
    except FileNotFoundError as problem:
        raise Http404("The file is not in the storage.") from problem
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=kind.content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response


def handed_out(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Bytes as a download that no browser opens in the page."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response
