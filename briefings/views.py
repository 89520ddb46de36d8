"""Choose a body and a day, say what is asked, read the one-page picture, and download the papers."""

import logging
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from documents import pdf
from members.access import MemberRequest, asks_which_organisation, member_required

from .asks import keep_asks
from .files import FILES, file_name, make
from .forms import AsksForm, BriefingForm
from .models import BodyAsks
from .occasion import Occasion

# What stands in the address of every page and paper: nothing that anybody writes in words of their own.
CHOICES = ("meeting", "body", "day")

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "POST"])
@member_required
def briefings(request: MemberRequest) -> HttpResponse:
    """Ask for whom and for when, offer the papers, and keep what is asked of the body."""
    form = _form(request)
    occasion = occasion_of(form)
    asks_form = _asks_form(request, occasion) if occasion else None
    if request.method == "POST" and (asks_form is None or asks_form.is_valid()):
        if asks_form:
            messages.success(request, "Saved: what you ask of them. The papers ask it from now on.")
        return redirect(_address(request, "briefings"))
    context = {
        "form": form,
        "asks_form": asks_form,
        "parts": [form, *([asks_form] if asks_form else [])],
        "is_refused": any(part.errors for part in (form, asks_form) if part),
        "occasion": occasion,
        "organisation": request.organisation,
        "files": [(each, _address(request, "file", each.kind)) for each in FILES.values()],
        "picture_url": _address(request, "picture"),
        "deck_url": _address(request, "deck"),
    }
    return render(request, "briefings/briefings.html", context)


@require_safe
@member_required
def picture(request: MemberRequest) -> HttpResponse:
    """Show the one-page picture in words, as whoever uses a screen reader gets it."""
    occasion = occasion_of(_form(request))
    if occasion is None:
        return redirect(_address(request, "briefings"))
    context = {
        "picture": occasion.picture,
        "organisation": request.organisation,
        "back": _address(request, "briefings"),
        "pdf_url": _address(request, "file", "picture"),
        "text_url": _address(request, "file", "picture-text"),
    }
    return render(request, "briefings/picture.html", context)


@require_safe
@member_required
@asks_which_organisation
def file(request: MemberRequest, kind: str) -> HttpResponse:
    """One of the papers, or all of them as a pack, made anew from what is recorded."""
    wanted = FILES.get(kind)
    if wanted is None:
        raise Http404
    occasion = occasion_of(_form(request))
    if occasion is None:
        return redirect(_address(request, "briefings"))
    try:
        content = make(occasion, wanted)
    except pdf.PDFNotMade:
        logger.exception("The briefing %s could not be made", kind)
        messages.error(request, "We could not make the PDF. Download Word or the text, and tell NAVCA.")
        return redirect(_address(request, "briefings"))
    disposition = content_disposition_header(True, file_name(occasion, wanted))
    return HttpResponse(
        content,
        content_type=wanted.content_type,
        headers={"Content-Disposition": disposition or "attachment", "Cache-Control": "private, no-store"},
    )


def _form(request: MemberRequest) -> BriefingForm:
    """What was chosen, or an empty form when nothing was."""
    has_chosen = "meeting" in request.GET or "body" in request.GET
    return BriefingForm(request.GET if has_chosen else None, organisation=request.organisation)


def occasion_of(form: BriefingForm) -> Occasion | None:
    """What was chosen, or None until it is whole."""
    if not form.is_valid():
        return None
    return Occasion(
        form.organisation,
        form.where,
        form.chosen_day,
        meeting=form.cleaned_data["meeting"],
    )


def _asks_form(request: MemberRequest, occasion: Occasion) -> AsksForm:
    """What is asked of the body, as it was sent and kept, or as it is."""
    kept = BodyAsks.of(request.organisation, occasion.where)
    form = AsksForm(request.POST if request.method == "POST" else None, kept=kept)
    if form.is_valid() and not keep_asks(kept, form.cleaned_data["asks"], request.user):
        form.refuse_over_a_colleague(BodyAsks.of(request.organisation, occasion.where))
    return form


def _address(request: MemberRequest, name: str, *args: str) -> str:
    """A page of this room with the same choices."""
    chosen = [(field, request.GET[field]) for field in CHOICES if request.GET.get(field)]
    query = urlencode([("organisation", request.organisation.slug), *chosen])
    return f"{reverse(f'briefings:{name}', args=args)}?{query}"
