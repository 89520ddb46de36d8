"""NAVCA's page of its members' progress. It stands in the admin and shows totals only."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from members.count_views import counts_file, counts_page
from members.small_counts import FEWEST

from . import roles
from .progress import progress as sections

may_see_counts = permission_required(roles.SEE_COUNTS, raise_exception=True)
INTRO = (
    "Only members that ticked “Count our organisation in NAVCA’s totals” are counted. A number is shown "
    f"when at least {FEWEST} of them are behind it, or when it is nought. Where a hidden number could be "
    "worked out from the total, others are hidden with it."
)


@require_safe
@may_see_counts
def progress(request: HttpRequest) -> HttpResponse:
    """Show letters, answers, meetings and agreements of consenting members."""
    return counts_page(request, "Progress of consenting members", INTRO, sections(), "progress-csv")


@require_safe
@may_see_counts
def progress_csv(request: HttpRequest) -> HttpResponse:
    """Download the same numbers, with the same ones hidden."""
    return counts_file(sections(), "progress-of-consenting-members")
