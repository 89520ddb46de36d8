"""The letter flow after choosing: edit, check and download."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from documents.pdf import PDFLibrariesMissing, PDFNotMade
from members.access import MemberRequest, member_required

from .files import KINDS, LetterHasGaps, file_name, make
from .models import Letter, LetterCopy
from .sheet import NamedGap, Sheet, sheet_for


def get_letter(request: MemberRequest, uuid: UUID) -> Letter:
    """A letter of one of the person's organisations, or 404. The letter decides the organisation."""
    letter = get_object_or_404(Letter.objects.for_user(request.user).for_page(), pk=uuid)
    request.organisation = letter.organisation
    return letter


def get_copy(request: HttpRequest, letter: Letter) -> LetterCopy:
    """The copy the query names by `to`, else the first."""
    copies = list(letter.copies.all())
    wanted = request.GET.get("to", "")
    if not wanted:
        return copies[0]
    for copy in copies:
        if str(copy.pk) == wanted:
            return copy
    raise Http404


def sheets_of(letter: Letter) -> list[tuple[LetterCopy, Sheet]]:
    """Each copy with its sheet. The copies share the letter that was loaded once."""
    pairs = []
    for copy in letter.copies.all():
        copy.letter = letter
        pairs.append((copy, sheet_for(copy)))
    return pairs


def all_gaps(sheets: Sequence[Sheet]) -> list[NamedGap]:
    """Every gap of every copy once, in the order of the letter."""
    return list(dict.fromkeys(gap for sheet in sheets for gap in sheet.gaps))


def all_warnings(sheets: Sequence[Sheet]) -> list[str]:
    return list(dict.fromkeys(warning for sheet in sheets for warning in sheet.warnings))


@require_safe
@member_required
def download(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Check what is left to fill, and fetch the files."""
    letter = get_letter(request, uuid)
    pairs = sheets_of(letter)
    context = {
        "letter": letter,
        "pairs": pairs,
        "gaps": all_gaps([sheet for _, sheet in pairs]),
        "problems": [problem for _, sheet in pairs for problem in sheet.problems],
        "warnings": all_warnings([sheet for _, sheet in pairs]),
        "organisation": letter.organisation,
    }
    return render(request, "letters/letter_download.html", context)


@require_safe
@member_required
def download_file(request: MemberRequest, uuid: UUID, kind: str) -> HttpResponse:
    """One recipient's letter as a file. A final is refused while gaps are left."""
    letter = get_letter(request, uuid)
    copy = get_copy(request, letter)
    copy.letter = letter
    wanted = KINDS[kind]
    sheet = sheet_for(copy, draft=wanted.draft, large_print=wanted.large_print)
    try:
        content = make(sheet, wanted)
    except LetterHasGaps:
        messages.error(request, "Fill the gaps first. Until then you can download a draft.")
        return redirect(letter.get_download_url())
    except (PDFNotMade, PDFLibrariesMissing):
        messages.error(
            request, "We could not make the PDF. Your letter is saved. Try again, or download Word."
        )
        return redirect(letter.get_download_url())
    response = HttpResponse(content, content_type=wanted.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(sheet, wanted)}"'
    return response


@require_POST
@member_required
def delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Delete a draft letter."""
    letter = get_letter(request, uuid)
    organisation = letter.organisation
    letter.delete()
    messages.success(request, "The draft is deleted.")
    return redirect(organisation)
