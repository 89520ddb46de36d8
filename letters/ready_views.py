"""The third screen: check a draft and make it ready, or take a ready letter away."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from documents import pdf
from members.access import MemberRequest, member_required
from members.private_files import handed_out

from . import envelope_sheet
from .advice import election_banners
from .changed_facts import changed_facts
from .files import KINDS, PDF, LetterHasGaps, file_name, make, page_count
from .freezing import LetterChanged, go_back, make_ready
from .models import FrozenKind, Letter, LetterCopy, LetterVersion
from .offers import offers_for
from .preparing import main_kinds
from .sheet import all_gaps, all_warnings, sheet_for, sheets_of

COPIES_ON_A_PAGE = 25


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


@require_safe
@member_required
def download(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Check what is left to fill and make the letter ready, or fetch its files once it is."""
    letter = get_letter(request, uuid)
    if version := letter.current_version:
        return ready_page(request, letter, version)
    pairs = [(copy, sheet) for copy, sheet in sheets_of(letter) if not copy.is_history]
    sheets = [sheet for _, sheet in pairs]
    is_complete = all(sheet.is_complete for sheet in sheets) and bool(sheets)
    context = {
        "letter": letter,
        "count": len(pairs),
        "page_obj": Paginator(pairs, COPIES_ON_A_PAGE).get_page(request.GET.get("page")),
        "ended": [copy for copy in letter.copies.all() if copy.is_history],
        "gaps": all_gaps(sheets),
        "problems": [problem for sheet in sheets for problem in sheet.problems],
        "warnings": all_warnings(sheets),
        "banners": election_banners(letter, timezone.localdate()),
        "is_complete": is_complete,
        "pages": page_count(sheets[0]) if is_complete else None,
        "sheet": sheets[0] if sheets else None,
        "new_key": uuid4(),
        "organisation": letter.organisation,
    }
    return render(request, "letters/letter_download.html", context)


def ready_page(request: MemberRequest, letter: Letter, version: LetterVersion) -> HttpResponse:
    """The files of a ready letter, for all recipients together and for each of them."""
    version = letter.versions.for_page().get(pk=version.pk)
    copies = version.copies.without_documents().with_sending()
    context = {
        "letter": letter,
        "version": version,
        "offers": offers_for(version, request.GET.getlist("kind")),
        "page_obj": Paginator(copies, COPIES_ON_A_PAGE).get_page(request.GET.get("page")),
        "earlier": [row for row in letter.versions.all() if row.pk != version.pk],
        "facts": changed_facts([version])[version.pk],
        "new_key": uuid4(),
        "organisation": letter.organisation,
    }
    return render(request, "letters/letter_ready.html", context)


@require_POST
@member_required
def ready(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Make the letter ready as the person has seen it. A second click changes nothing."""
    letter = get_letter(request, uuid)
    seen = request.POST.get("revision", "")
    try:
        make_ready(letter, revision=int(seen) if seen.isdecimal() and len(seen) < 19 else 0, by=request.user)
    except LetterHasGaps as missing:
        messages.error(request, f"Not ready yet. To do first: {missing}.")
    except LetterChanged:
        who = letter.changed_by if letter.changed_by != request.user else None
        messages.error(
            request, f"{who or 'Somebody'} changed this letter after you opened it. Look at it again."
        )
    return redirect(letter.get_download_url())


@require_POST
@member_required
def reopen(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Make a ready letter a draft again, to change it or to take up what changed around it."""
    letter = get_letter(request, uuid)
    if version := letter.current_version:
        Letter.objects.filter(pk=letter.pk, revision=version.revision).update(
            revision=F("revision") + 1, changed_by=request.user
        )
        messages.success(
            request, f"The letter is a draft again. Version {version.number} and its files are kept."
        )
    return redirect(letter)


@require_POST
@member_required
def back(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Take a draft back to what it said when it was made ready last."""
    letter = get_letter(request, uuid)
    if version := go_back(letter, by=request.user):
        messages.success(request, f"The letter says again what version {version.number} says.")
    return redirect(letter.get_download_url())


@require_safe
@member_required
def download_file(request: MemberRequest, uuid: UUID, kind: str) -> HttpResponse:
    """One recipient's draft as a file, made now; of any other kind, the way to the ready letter's."""
    letter = get_letter(request, uuid)
    wanted = KINDS[kind]
    if not wanted.draft:
        return _to_the_ready_file(request, letter, kind)
    copy = get_copy(request, letter)
    copy.letter = letter
    sheet = sheet_for(copy, draft=True, large_print=wanted.large_print)
    try:
        content = make(sheet, wanted)
    except pdf.PDFNotMade:
        messages.error(
            request, "We could not make the PDF. Your letter is saved. Try again, or download Word."
        )
        return redirect(letter.get_download_url())
    return handed_out(content, file_name(sheet, wanted), wanted.content_type)


def _to_the_ready_file(request: MemberRequest, letter: Letter, kind: str) -> HttpResponse:
    version = letter.current_version
    if version is None:
        messages.error(request, "Make the letter ready first. Until then you can download a draft.")
        return redirect(letter.get_download_url())
    copy = get_object_or_404(version.copies, recipient=get_copy(request, letter).recipient)
    return redirect(copy.get_file_url(main_kinds(version)[1] if kind == "word" else FrozenKind(kind)))


@require_POST
@member_required
def delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Delete a draft letter. What was made ready once stays: it may have been sent."""
    letter = get_letter(request, uuid)
    with transaction.atomic():
        stored = get_object_or_404(Letter.objects.select_for_update(), pk=letter.pk)
        is_kept = stored.versions.exists()
        if not is_kept:
            stored.delete()
    if is_kept:
        messages.error(
            request, "This letter was made ready and is kept as your record of what you may have sent."
        )
        return redirect(letter.get_download_url())
    messages.success(request, "The draft is deleted.")
    return redirect(letter.organisation)


@require_safe
@member_required
def envelope_test_sheet(request: MemberRequest) -> HttpResponse:
    """A page that shows whether the addresses appear in the window of the member's envelopes."""
    try:
        content = envelope_sheet.make(request.organisation.envelope_offset_mm)
    except pdf.PDFNotMade:
        messages.error(request, "We could not make the PDF. Try again later.")
        return redirect("letters:letters")
    return handed_out(content, envelope_sheet.FILE_NAME, PDF)
