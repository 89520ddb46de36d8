"""Show a curator how their Markdown will look, and what will not survive."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from documents.markdown import changes_made_by_sanitiser, to_html

LONGEST = 100_000


@require_POST
def markdown_preview(request: HttpRequest) -> JsonResponse:
    """The posted Markdown as clean HTML, with a list of what was left out. For NAVCA's staff only."""
    if not request.user.is_staff:  # type: ignore[union-attr]
        raise Http404
    text = request.POST.get("text", "")
    if len(text) > LONGEST:
        return JsonResponse(
            {"problem": "This text is too long to show here. Shorten it to 100,000 characters."}
        )
    return JsonResponse({"html": to_html(text), "left_out": changes_made_by_sanitiser(text)})
