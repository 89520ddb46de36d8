"""Reading pages about the principles, the evidence and the guide. Open to everyone."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Model, Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView

from .matrix import evidence_matrix
from .models import (
    EquityKind,
    EquityPoint,
    EvidenceUse,
    Expectation,
    Finding,
    GlossaryTerm,
    GuidePage,
    Impact,
    LCSIFunction,
    Link,
    Principle,
    ProgressSign,
    Side,
    SignKind,
    Source,
    StartingPoint,
    Update,
)


def findings_for_pages() -> QuerySet[Finding]:
    """Findings with all that a page shows of them, in three queries."""
    return Finding.objects.select_related("source").prefetch_related("principles", "functions")


def grouped(rows: list[Any], name: str, kinds: Any) -> list[tuple[Any, list[Any]]]:
    """The rows under each kind that their field `name` may have, in the order of the kinds, none empty."""
    groups = [(kind, [row for row in rows if getattr(row, name) == kind]) for kind in kinds]
    return [(kind, found) for kind, found in groups if found]


def by_side(expectations: list[Expectation]) -> list[tuple[Side, list[Expectation]]]:
    """What is asked of each side, in the order of the sides; a side of which nothing is asked is left out."""
    return grouped(expectations, "side", Side)


def with_neighbours(rows: QuerySet[Any], slug: str) -> tuple[Any, Any, Any]:
    """The row of an address, the one before and the one after. A short list, so one query reads all.

    Raises Http404 when no row has the slug.
    """
    found = list(rows)
    place = next((place for place, row in enumerate(found) if row.slug == slug), None)
    if place is None:
        raise Http404("Nothing has this address.")
    return found[place], found[place - 1] if place else None, (found[place + 1 :] or [None])[0]


class NeighboursView(DetailView):
    """One row of a short list, with its neighbours as `previous` and `next`."""

    parts: tuple[str | Prefetch, ...] = ()

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Model:
        rows = self.get_queryset() if queryset is None else queryset
        found, previous, after = with_neighbours(rows, self.kwargs["slug"])
        self.extra_context = {"previous": previous, "next": after}
        prefetch_related_objects([found], *self.parts)
        return found


@method_decorator(login_not_required, name="dispatch")
class PrincipleListView(ListView):
    queryset = Principle.objects.annotate(findings_count=Count("findings")).order_by("number")
    context_object_name = "principles"


@method_decorator(login_not_required, name="dispatch")
class PrincipleView(NeighboursView):
    """A principle: what it means, what it asks of each side, its signs, evidence to cite."""

    queryset = Principle.objects.select_related("source")
    parts = (
        "points",
        "expectations",
        Prefetch("signs", queryset=ProgressSign.objects.select_related("source")),
        Prefetch("findings", queryset=Finding.objects.select_related("source")),
        "findings__functions",
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sides=by_side(list(self.object.expectations.all())),
            signs=grouped(list(self.object.signs.all()), "kind", SignKind),
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class FunctionListView(ListView):
    """The five functions and the three broad results that the research names."""

    queryset = LCSIFunction.objects.annotate(findings_count=Count("findings")).order_by("order")
    template_name = "principles/function_list.html"
    context_object_name = "functions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(impacts=Impact.objects.select_related("source"), **kwargs)


@method_decorator(login_not_required, name="dispatch")
class FunctionView(NeighboursView):
    """A function: its names, what it is, the principles it usually serves, findings to cite."""

    queryset = LCSIFunction.objects.select_related("source")
    template_name = "principles/function_detail.html"
    context_object_name = "function"
    parts = (
        "usual_principles",
        Prefetch("findings", queryset=Finding.objects.select_related("source")),
        "findings__principles",
    )


@method_decorator(login_not_required, name="dispatch")
class EvidenceView(ListView):
    """The table of functions and principles, each finding with its source, and how to use them."""

    template_name = "principles/evidence.html"
    context_object_name = "findings"

    def get_queryset(self) -> QuerySet[Finding]:
        return findings_for_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        principles = list(Principle.objects.all())
        findings = context["findings"]
        placed: list[Finding] = []
        as_a_whole: list[Finding] = []
        for finding in findings:
            (placed if finding.functions.all() else as_a_whole).append(finding)
        return {
            **context,
            "principles": principles,
            "matrix": evidence_matrix(LCSIFunction.objects.all(), principles, findings),
            "placed": placed,
            "as_a_whole": as_a_whole,
            "uses": list(EvidenceUse.objects.all()),
            "impacts": list(Impact.objects.select_related("source")),
        }


@method_decorator(login_not_required, name="dispatch")
class GuideView(ListView):
    queryset = GuidePage.objects.defer("body")
    context_object_name = "pages"


@method_decorator(login_not_required, name="dispatch")
class GuidePageView(NeighboursView):
    queryset = GuidePage.objects.all()
    context_object_name = "page"
    parts = ("sources",)


class EquityView(GuidePageView):
    """The equity lens: its page of the guide with the points that the programme makes under it."""

    template_name = "principles/equity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        points = list(EquityPoint.objects.select_related("source"))
        return super().get_context_data(groups=grouped(points, "kind", EquityKind), **kwargs)


class WhereAreYouView(GuidePageView):
    """One question, where does the relationship stand, and what each answer leads to.

    The answer stands in the address (`?start=informal`), so it can be shared and needs no script.
    """

    template_name = "principles/where_are_you.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        starts = list(StartingPoint.objects.select_related("principle"))
        wanted = self.request.GET.get("start")
        start = next((start for start in starts if start.slug == wanted), None)
        return super().get_context_data(starting_points=starts, start=start, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class UpdateListView(ListView):
    queryset = Update.objects.newest_first().select_related("source")
    context_object_name = "updates"


@method_decorator(login_not_required, name="dispatch")
class GlossaryView(ListView):
    context_object_name = "terms"
    template_name = "principles/glossary.html"

    def get_queryset(self) -> list[GlossaryTerm]:  # type: ignore[override]
        # Databases disagree on where capitals go.
        return sorted(GlossaryTerm.objects.all(), key=lambda row: row.term.casefold())


@method_decorator(login_not_required, name="dispatch")
class LinkListView(ListView):
    queryset = Link.objects.all()
    context_object_name = "links"


@method_decorator(login_not_required, name="dispatch")
class SourceListView(ListView):
    queryset = Source.objects.listed()
    context_object_name = "sources"
