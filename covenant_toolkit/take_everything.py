"""Take everything: all that a member keeps here as one ZIP of tables and documents, sent as it is made."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

import briefings.export
import letters.export
import members.export
import partnerships.export
from documents.plain_text import one_line
from members.access import MemberRequest, member_required
from members.export import ExportFile
from members.models import Organisation
from members.security_log import note

ROOMS = (members.export, partnerships.export, briefings.export, letters.export)

LONGEST_NAME = 100  # characters of a folder or file; Windows refuses paths of more than 260
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@require_safe
@member_required
def take_everything(request: MemberRequest) -> HttpResponse:
    """Say what the ZIP holds, and offer it."""
    return render(request, "members/take_everything.html", {"organisation": request.organisation})


@require_safe
@member_required  # type: ignore[arg-type]  # it is sent as it is made
def everything(request: MemberRequest) -> HttpResponseBase:
    """The ZIP."""
    organisation = request.organisation
    note("export taken", who=request.user, organisation=organisation.pk, of="everything")
    response = StreamingHttpResponse(archive_of(organisation), content_type="application/zip")
    name = f"{slugify(organisation.name)[:60] or 'organisation'}-{timezone.localdate():%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def files_of(organisation: Organisation) -> Iterator[ExportFile]:
    """Every file of every room."""
    for room in ROOMS:
        yield from room.export(organisation)


def archive_of(organisation: Organisation) -> Iterator[bytes]:
    """The ZIP piece by piece: one file at a time is in memory, whatever the member keeps."""
    out = _Outbox()
    taken: set[str] = set()
    included: list[tuple[str, str]] = []
    left_out: list[tuple[str, str]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files_of(organisation):
            name = safe_name(file.name, taken)
            try:
                content = iter(file.content())
                first = next(content, b"")
            except (OSError, ValueError):
                # One file that is gone or cannot be made does not keep the others from their owner.
                left_out.append((name, file.about))
                continue
            included.append((name, file.about))
            with archive.open(_entry(name), "w") as entry:
                entry.write(first)
                for chunk in content:
                    entry.write(chunk)
                    yield out.take()
            yield out.take()
        with archive.open(_entry("README.txt"), "w") as entry:
            entry.write(_readme(organisation, included, left_out))
    yield out.take()


def safe_name(name: str, taken: set[str]) -> str:
    """A name that every system can keep and that no file before it has. It joins those taken."""
    *folders, last = (_safe_part(part) for part in name.split("/"))
    stem, dot, ending = last.rpartition(".") if "." in last else (last, "", "")
    safe = "/".join([*folders, last])
    number = 1
    while safe.lower() in taken:
        number += 1
        safe = "/".join([*folders, f"{stem}-{number}{dot}{ending}"])
    taken.add(safe.lower())
    return safe


def _safe_part(part: str) -> str:
    """A folder's or file's own name without what Windows cannot keep, its ending whole."""
    part = _NOT_IN_NAMES.sub("-", one_line(part)).strip(" .") or "file"
    if len(part) > LONGEST_NAME:
        stem, dot, ending = part.rpartition(".") if "." in part[-12:] else (part, "", "")
        part = stem[: LONGEST_NAME - len(dot + ending)].rstrip(" .") + dot + ending
    return f"_{part}" if _DEVICES.match(part) else part


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _readme(
    organisation: Organisation, included: Iterable[tuple[str, str]], left_out: Iterable[tuple[str, str]]
) -> bytes:
    """What each file is, for Notepad and every other editor."""
    context = {
        "organisation": organisation,
        "site": settings.SITE_NAME,
        "now": timezone.localtime(),
        "included": included,
        "left_out": left_out,
    }
    text = render_to_string("members/take_everything.txt", context)
    return text.replace("\n", "\r\n").encode("utf-8-sig")


class _Outbox(io.RawIOBase):
    """What the archive has written and nobody has taken yet."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self.waiting += data
        return len(data)

    def take(self) -> bytes:
        """Everything written since the last time."""
        piece = bytes(self.waiting)
        self.waiting.clear()
        return piece
