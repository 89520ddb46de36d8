"""Reading pages about the principles and the evidence. Open to everyone."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView

from .matrix import evidence_matrix
from .models import Expectation, Finding, GuidePage, LCSIFunction, Principle, Side, Source


def findings_for_pages() -> QuerySet[Finding]:
    """Findings with all that a page shows of them, in three queries."""
    return Finding.objects.select_related("source").prefetch_related("principles", "functions")


def by_side(expectations: list[Expectation]) -> list[tuple[Side, list[Expectation]]]:
    """What is asked of each side, in the order of the sides; a side of which nothing is asked is left out."""
    sides = [(side, [line for line in expectations if line.side == side]) for side in Side]
    return [(side, lines) for side, lines in sides if lines]


@method_decorator(login_not_required, name="dispatch")
class PrincipleListView(ListView):
    queryset = Principle.objects.annotate(findings_count=Count("findings")).order_by("number")
    context_object_name = "principles"


@method_decorator(login_not_required, name="dispatch")
class PrincipleView(DetailView):
    """A principle: what it means, what it asks of each side, evidence to cite."""

    def get_object(self, queryset: QuerySet[Principle] | None = None) -> Principle:
        """The principle of the address, with its neighbours: there are four, so one query reads all."""
        principles = list(Principle.objects.select_related("source"))
        found = next((row for row in principles if row.slug == self.kwargs["slug"]), None)
        if found is None:
            raise Http404("No principle has this address.")
        near = {row.number - found.number: row for row in principles}
        self.extra_context = {"previous": near.get(-1), "next": near.get(1)}
        findings = Prefetch("findings", queryset=Finding.objects.select_related("source"))
        prefetch_related_objects([found], "points", "expectations", findings, "findings__functions")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sides=by_side(list(self.object.expectations.all())), **kwargs)


@method_decorator(login_not_required, name="dispatch")
class EvidenceView(ListView):
    """The table of functions and principles, then each finding with its source."""

    template_name = "principles/evidence.html"
    context_object_name = "findings"

    def get_queryset(self) -> QuerySet[Finding]:
        return findings_for_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        principles = list(Principle.objects.all())
        matrix = evidence_matrix(LCSIFunction.objects.all(), principles, context["findings"])
        return {**context, "principles": principles, "matrix": matrix}


@method_decorator(login_not_required, name="dispatch")
class GuidePageView(DetailView):
    queryset = GuidePage.objects.prefetch_related("sources")
    context_object_name = "page"


@method_decorator(login_not_required, name="dispatch")
class SourceListView(ListView):
    queryset = Source.objects.all()
    context_object_name = "sources"
