"""A letter as it was made ready: to read, and its files."""

import tempfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from documents import pdf
from documents.archive import CONTENT_TYPE as ZIP
from documents.archive import write_archive
from members.access import MemberRequest, member_required, works_when_lapsed
from members.pictures import content_type as picture_type
from members.pictures import stored_bytes
from members.private_files import handed_out

from .changed_facts import changed_facts
from .models import FrozenCopy, FrozenFile, FrozenKind, LetterVersion
from .offers import chosen_kinds, offers_for
from .preparing import FileNotMade, content_of, content_type, prepare, stored_file, zip_name
from .words import newsletter_html, newsletter_text

# How long one call prepares files: the script asks again and again, a person presses a button.
SECONDS_FOR_A_SCRIPT = 1
SECONDS_FOR_A_PERSON = 10


def get_version(request: MemberRequest, uuid: UUID, number: int) -> LetterVersion:
    """A version of a letter of one of the person's organisations, or 404. It decides the organisation."""
    versions = LetterVersion.objects.for_user(request.user).for_page()
    version = get_object_or_404(versions, letter=uuid, number=number)
    request.organisation = version.letter.organisation
    return version


def get_frozen_copy(request: HttpRequest, version: LetterVersion) -> FrozenCopy:
    """The copy the query names by `to`, else the first."""
    wanted = request.GET.get("to", "")
    if wanted and not (wanted.isdecimal() and len(wanted) < 19):
        raise Http404
    copies = version.copies.without_documents().with_sending().defer(None)
    copy = (copies.filter(pk=wanted) if wanted else copies).first()
    if copy is None:
        raise Http404
    copy.version = version
    return copy


@require_safe
@member_required
def version(request: MemberRequest, uuid: UUID, number: int) -> HttpResponse:
    """Read what one recipient's letter said, and fetch its files."""
    found = get_version(request, uuid, number)
    copy = get_frozen_copy(request, found)
    context = {
        "version": found,
        "letter": found.letter,
        "copy": copy,
        "html": reading_html(copy),
        "facts": changed_facts([found])[found.pk],
        "copies": found.copies.values_list("pk", "addressed_to"),
        "offers": offers_for(found, request.GET.getlist("kind")),
        "organisation": found.letter.organisation,
    }
    return render(request, "letters/letter_version.html", context)


def reading_html(copy: FrozenCopy) -> SafeString:
    """The letter as part of a page: what was frozen, with the pictures at the addresses of this site."""
    article = copy.main_html.partition("<body>")[2].rpartition("</body>")[0]
    article = article.replace('<article class="letter', '<article class="letter plain', 1)
    for name in copy.version.pictures:
        address = reverse("letters:version-picture", args=[copy.version.letter_id, copy.version.number, name])
        article = article.replace(f'src="{pdf.SCHEME}:{name}"', f'src="{address}"')
    return mark_safe(article)  # noqa: S308  (as it was drawn from escaped values when it was frozen)


@require_safe
@member_required
def version_words(request: MemberRequest, uuid: UUID, number: int) -> HttpResponse:
    """The letter's words as text and as HTML, to copy into a newsletter or an email."""
    found = get_version(request, uuid, number)
    copy = get_frozen_copy(request, found)
    context = {
        "version": found,
        "letter": found.letter,
        "copy": copy,
        "text": newsletter_text(copy.main_html),
        "html": newsletter_html(copy.main_html),
        "organisation": found.letter.organisation,
    }
    return render(request, "letters/letter_words.html", context)


@require_safe
@member_required
def version_file(request: MemberRequest, uuid: UUID, number: int, kind: str) -> HttpResponse:
    """One recipient's file: the same bytes each time."""
    found = get_version(request, uuid, number)
    return _file(request, found, FrozenKind(kind), get_frozen_copy(request, found))


@require_safe
@member_required
def version_print(request: MemberRequest, uuid: UUID, number: int, kind: str, volume: int) -> HttpResponse:
    """A part of the print file: the letters of up to 25 recipients."""
    found = get_version(request, uuid, number)
    return _file(request, found, FrozenKind(kind), None, volume)


def _file(
    request: MemberRequest, version: LetterVersion, kind: FrozenKind, copy: FrozenCopy | None, number: int = 1
) -> HttpResponse:
    try:
        file = stored_file(version, kind, copy, number)
        return handed_out(content_of(file), file.file_name, content_type(kind))
    except FrozenFile.DoesNotExist as problem:
        raise Http404 from problem
    except FileNotMade as problem:
        messages.error(request, str(problem))
        return redirect(version.get_page_url())


@require_safe
@member_required  # type: ignore[arg-type]  # it is sent from a file
def version_zip(request: MemberRequest, uuid: UUID, number: int) -> HttpResponseBase:
    """Everybody's files of the chosen kinds as one zip file; the way to prepare them when they are many."""
    found = get_version(request, uuid, number)
    kinds = chosen_kinds(request.GET.getlist("kind"))
    offer = offers_for(found, kinds).of(kinds)
    if offer is None:
        messages.error(request, "Choose what goes into the zip file.")
        return redirect(found.get_page_url())
    if not offer.can_be_downloaded:
        messages.info(request, "These files are prepared first. Choose “Prepare the next ones”.")
        return redirect(_with_kinds(found, kinds))
    target = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    try:
        write_archive(target, _files_of(found, kinds))
    except (FileNotMade, OSError) as problem:
        target.close()
        messages.error(request, str(problem) if isinstance(problem, FileNotMade) else NO_ROOM)
        return redirect(_with_kinds(found, kinds))
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=zip_name(found, kinds), content_type=ZIP)


NO_ROOM = "There is no room to put the zip file together. Your letter is saved and ready. Tell NAVCA."


def _files_of(version: LetterVersion, kinds: tuple[FrozenKind, ...]) -> Iterator[tuple[str, bytes]]:
    """The files in the order of the recipients. Nobody writes to a body that has ended."""
    for copy in version.copies.without_documents():
        for kind in kinds:
            if copy.can_have(kind):
                file = stored_file(version, kind, copy)
                yield file.file_name, content_of(file)


@require_POST
@member_required
@works_when_lapsed
def version_prepare(request: MemberRequest, uuid: UUID, number: int) -> HttpResponse:
    """Make the next of the files that are missing, for about a second when a script asks, else for ten."""
    found = get_version(request, uuid, number)
    kinds = chosen_kinds(request.POST.getlist("kind"))
    is_script = "X-Live" in request.headers
    seconds = SECONDS_FOR_A_SCRIPT if is_script else SECONDS_FOR_A_PERSON
    done = prepare(found, kinds, seconds=seconds)
    if is_script:
        said: dict[str, Any] = {
            "prepared": done.prepared,
            "total": done.total,
            "said": str(done),
            "problem": done.problem,
        }
        return JsonResponse(said)
    if done.problem:
        messages.error(request, done.problem)
    elif not done.is_complete:
        messages.info(request, f"{done}. Choose “Prepare the next ones” again.")
    else:
        messages.success(request, f"All {done.total:,} are prepared.")
    return redirect(_with_kinds(found, kinds))


def _with_kinds(version: LetterVersion, kinds: tuple[FrozenKind, ...]) -> str:
    return f"{version.get_page_url()}?{urlencode([('kind', kind) for kind in kinds])}#files"


@require_safe
@member_required
def version_picture(request: MemberRequest, uuid: UUID, number: int, name: str) -> HttpResponse:
    """The logo or the signature as it stood in the letter."""
    picture = get_version(request, uuid, number).pictures.get(name)
    content = stored_bytes(picture.file) if picture else None
    if picture is None or content is None:
        raise Http404
    response = HttpResponse(content, content_type=picture_type(str(picture.file.name)))
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "private, no-store"
    return response
