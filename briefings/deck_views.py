"""Choose the slides for a meeting, see what is on them, and download the deck."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from documents.slides import CONTENT_TYPE, paged
from members.access import MemberRequest, member_required

from .deck import deck_for, slides_for
from .deck_forms import DeckForm
from .views import CHOICES, occasion_of


@require_safe
@member_required
def deck(request: MemberRequest) -> HttpResponse:
    """Ask for whom, for when and with which slides, and show what the deck will hold."""
    form = _form(request)
    occasion = occasion_of(form)
    context = {
        "form": form,
        "occasion": occasion,
        "organisation": request.organisation,
        "pages": paged(slides_for(occasion, form.parts)) if occasion else [],
        "file_url": _address(request, "deck-file"),
        "papers_url": _address(request, "briefings"),
        "back": f"{reverse('briefings:briefings')}?organisation={request.organisation.slug}",
    }
    return render(request, "briefings/deck.html", context)


@require_safe
@member_required
def deck_file(request: MemberRequest) -> HttpResponse:
    """The deck as a PowerPoint file, made anew from what is recorded."""
    form = _form(request)
    occasion = occasion_of(form)
    if occasion is None:
        return redirect(_address(request, "deck"))
    disposition = content_disposition_header(True, f"slides-{occasion.stem}.pptx")
    return HttpResponse(
        deck_for(occasion, form.parts),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": disposition or "attachment", "Cache-Control": "private, no-store"},
    )


def _form(request: MemberRequest) -> DeckForm:
    """What was chosen, or a form with every slide ticked when nothing was."""
    has_chosen = "meeting" in request.GET or "body" in request.GET
    return DeckForm(request.GET if has_chosen else None, organisation=request.organisation)


def _address(request: MemberRequest, name: str) -> str:
    """A page of the deck with the same choices."""
    chosen = [
        (field, value) for field in (*CHOICES, "chosen", "slides") for value in request.GET.getlist(field)
    ]
    query = urlencode([("organisation", request.organisation.slug), *chosen])
    return f"{reverse(f'briefings:{name}')}?{query}"
