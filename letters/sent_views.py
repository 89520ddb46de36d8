"""Mark a ready letter as sent, and keep the file that was really sent."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.access import MemberRequest, member_required
from members.private_files import private_file
from partnerships.models import CannotUndo

from .models import FrozenCopy, LetterVersion
from .really_sent import IsKept, SentFileForm, remove
from .sent import SentForm, take_back
from .version_views import get_frozen_copy, get_version

KEPT = "This letter is marked as sent, and the file you added is the record of it. It stays as it is."


@require_http_methods(["GET", "POST"])
@member_required
def sent(request: MemberRequest, uuid: UUID, number: int) -> HttpResponse:
    """Say to whom a ready letter was sent, when and how."""
    version = get_version(request, uuid, number)
    if not version.copies.to_send().exists():
        messages.info(request, "This letter is marked as sent to everyone it is to.")
        return redirect(version.get_page_url())
    form = SentForm(request.POST or None, version=version, to=request.GET.get("to", ""))
    if form.is_valid():
        count = form.save(request.user)
        whom = "" if version.letter.is_for_sector else f" to {count} recipient{'' if count == 1 else 's'}"
        messages.success(request, f"Marked as sent{whom}.{_and_then(version)}")
        return redirect(f"{version.get_page_url()}#sent")
    context = {
        "form": form,
        "title": "Mark as sent",
        "version": version,
        "next": version.get_page_url(),
        "organisation": request.organisation,
    }
    return render(request, "letters/letter_sent.html", context)


def _and_then(version: LetterVersion) -> str:
    """What happens next, once a letter to recipients has left."""
    return "" if version.letter.is_for_sector else " Your to-do list says when it is time to chase."


@require_POST
@member_required
def sent_undo(request: MemberRequest, uuid: UUID, number: int) -> HttpResponse:
    """Take back that one recipient's letter was sent, while nothing has followed."""
    version = get_version(request, uuid, number)
    copy = get_named_copy(request, version)
    try:
        take_back(copy)
    except CannotUndo as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"No longer marked as sent: {copy.addressed_to}.")
    return redirect(f"{version.get_page_url()}#sent")


@require_http_methods(["GET", "POST"])
@member_required
def sent_file(request: MemberRequest, uuid: UUID, number: int) -> HttpResponse:
    """Add the file that one recipient was really sent, finished elsewhere."""
    version = get_version(request, uuid, number)
    copy = get_frozen_copy(request, version)
    form = SentFileForm(request.POST or None, request.FILES or None, copy=copy)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(request.user)
        except IsKept:
            messages.error(request, KEPT)
        else:
            messages.success(request, f"Your file is now the record of your letter to {copy.addressed_to}.")
        return redirect(f"{version.get_page_url()}#copies")
    context = {
        "form": form,
        "title": "Add the file you sent",
        "copy": copy,
        "version": version,
        "next": version.get_page_url(),
        "organisation": request.organisation,
    }
    return render(request, "letters/letter_sent_file.html", context)


@require_safe
@member_required  # type: ignore[arg-type]  # it is sent from a file
def sent_file_download(request: MemberRequest, uuid: UUID, number: int) -> HttpResponseBase:
    """Download the file that one recipient was really sent."""
    found = get_frozen_copy(request, get_version(request, uuid, number)).own_file
    if found is None:
        raise Http404
    return private_file(found.file, found.file_name)


@require_POST
@member_required
def sent_file_remove(request: MemberRequest, uuid: UUID, number: int) -> HttpResponse:
    """Take the added file away, so that the one made here is the record again."""
    version = get_version(request, uuid, number)
    try:
        remove(get_named_copy(request, version))
    except IsKept:
        messages.error(request, KEPT)
    else:
        messages.success(request, "Your file is removed. The one made here is the record again.")
    return redirect(f"{version.get_page_url()}#copies")


def get_named_copy(request: MemberRequest, version: LetterVersion) -> FrozenCopy:
    """The copy that a form names by `copy`, or 404."""
    named = request.POST.get("copy", "")
    copies = version.copies.without_documents()
    copy = copies.filter(pk=named).first() if named.isdecimal() and len(named) < 19 else None
    if copy is None:
        raise Http404
    copy.version = version
    return copy
