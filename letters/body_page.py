"""The page of a body with the letters that are being written to it. Stands in for the lower room's."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from members.access import MemberRequest, asks_which_organisation, member_required
from members.models import Organisation
from partnerships.body_views import body_page, get_own_body
from partnerships.models import OwnBody
from publicbodies.models import PublicBody

from .models import Letter, LetterStage

MOST = 5


@require_safe
@member_required
@asks_which_organisation
def body_with_letters(request: MemberRequest, slug: str) -> HttpResponse:
    """Show everything with a public body, letters that have not left among it."""
    where = get_object_or_404(PublicBody.objects.select_related("county"), slug=slug)
    return body_page(request, where, **letters_to(request.organisation, where))


@require_safe
@member_required
def own_body_with_letters(request: MemberRequest, pk: int) -> HttpResponse:
    """Show everything with a body of one's own, letters that have not left among it."""
    where = get_own_body(request, pk)
    return body_page(request, where, **letters_to(request.organisation, where))


def letters_to(organisation: Organisation, where: PublicBody | OwnBody) -> dict[str, Any]:
    """The letters to a body that were changed last and have not left, with how many more there are."""
    key = "copies__recipient__own_body" if isinstance(where, OwnBody) else "copies__recipient__body"
    found = Letter.objects.for_organisation(organisation).filter(**{key: where}).distinct().for_list()
    drafts = [letter for letter in found[: MOST * 4] if letter.stage != LetterStage.SENT]
    return {"drafts": drafts[:MOST], "has_more_drafts": len(drafts) > MOST}
