"""NAVCA's page of its members' progress. It stands in the admin and shows totals only."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from members.count_views import counts_file, counts_page
from members.small_counts import FEWEST

from .progress import progress as sections

INTRO = (
    "Only members that ticked “Count our organisation in NAVCA’s totals” are counted. A number is shown "
    f"when at least {FEWEST} of them are behind it, or when it is nought. Where a hidden number could be "
    "worked out from the total, others are hidden with it."
)


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Show letters, answers, meetings and agreements of consenting members."""
    return counts_page(request, "Progress of consenting members", INTRO, sections(), "progress-csv")


@require_safe
def progress_csv(request: HttpRequest) -> HttpResponse:
    """Download the same numbers, with the same ones hidden."""
    return counts_file(sections(), "progress-of-consenting-members")
