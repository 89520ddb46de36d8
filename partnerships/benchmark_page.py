"""The benchmark of an organisation, and for everybody else what it is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from members.access import MemberRequest, member_required
from members.benchmark import Rung, benchmark_of
from members.models import Organisation
from members.work_views import ask_and_delete, work_map_of
from principles.models import LCSIFunction

from .models import OtherSideView, PrivateLink
from .other_side import marked, side_by_side


@login_not_required
@require_safe
def benchmark(request: HttpRequest) -> HttpResponse:
    """Show a member its benchmark. Who belongs to no organisation reads what it is."""
    user = request.user
    if user.is_authenticated and Organisation.objects.for_user(user).exists():
        return own_benchmark(request)
    context = {"rungs": [rung for rung in Rung if rung], "functions": LCSIFunction.objects.all()}
    return render(request, "members/benchmark_about.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def view_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete what somebody on the other side said. The link stays, and can be answered through again."""
    view = get_object_or_404(OtherSideView.objects.for_user(request.user).with_answers(), pk=pk)
    request.organisation = view.link.organisation
    back = view.link.get_back_url()
    goes = "What they said goes, with their marks on your ladders. Their link stays until you end it."
    return ask_and_delete(request, view, goes, back=back, done=back)


@member_required
def own_benchmark(request: MemberRequest) -> HttpResponse:
    """What the organisation can show, function by function, computed from its records as they stand today."""
    today = timezone.localdate()
    benchmark = benchmark_of(request.organisation, today)
    answers = side_by_side(benchmark)
    links = PrivateLink.objects.for_organisation(request.organisation).for_page()
    context = {
        "organisation": request.organisation,
        "benchmark": benchmark,
        "lines": marked(benchmark, answers),
        "answers": answers,
        "asked": links.open_at(timezone.now()).waiting_for_a_view(),
        "work": work_map_of(request.organisation, today),
        "rungs": [rung for rung in Rung if rung],
    }
    return render(request, "partnerships/benchmark.html", context)
