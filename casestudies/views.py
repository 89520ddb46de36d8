"""Reading pages about case studies, and a principle's and a function's page with theirs. Open to everyone."""

from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, ListView

from principles.models import LCSIFunction, Principle
from principles.views import FunctionView, PrincipleView
from publicbodies.models import Region
from publicbodies.views import BodyView

from .filters import Filters
from .models import (
    AgreementKind,
    CaseStudy,
    CaseStudyPicture,
    CaseStudyQuerySet,
    PlaceKind,
    SuccessFactor,
)
from .pictures import handed_out

SHOWN_WITH_ANOTHER_PAGE = 4


@method_decorator(login_not_required, name="dispatch")
class CaseStudyListView(ListView):
    """Case studies, filtered by what stands in the address so that a search can be shared."""

    context_object_name = "case_studies"
    paginate_by = 20

    @cached_property
    def choices(self) -> dict[str, Any]:
        return {
            "principles": list(Principle.objects.all()),
            "functions": list(LCSIFunction.objects.all()),
            "factors": list(SuccessFactor.objects.all()),
            "regions": Region,
            "agreements": AgreementKind,
            "places": PlaceKind,
        }

    @cached_property
    def filters(self) -> Filters:
        rows = (self.choices[name] for name in ("principles", "functions", "factors"))
        return Filters.from_query(self.request.GET, *rows)

    def get_queryset(self) -> QuerySet[CaseStudy]:
        return self.filters.apply(CaseStudy.objects.published()).for_lists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**self.choices, filters=self.filters, **kwargs)
        if not context["case_studies"] and self.filters:
            published = CaseStudy.objects.published()
            context["wider"] = self.filters.wider(published)
            context["published_count"] = published.count()
        return context

    def get_template_names(self) -> list[str]:
        # The page's script asks for the results alone and puts them into the page it already has.
        return (
            ["casestudies/_results.html"]
            if "X-Live" in self.request.headers
            else super().get_template_names()
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        # Without this a browser could show the bare results as the page of the same address.
        patch_vary_headers(response, ["X-Live"])
        return response


@method_decorator(login_not_required, name="dispatch")
class CaseStudyView(DetailView):
    """One case study: the place, what they did, what changed, figures and sources."""

    context_object_name = "case_study"

    def get_queryset(self) -> QuerySet[CaseStudy]:
        return CaseStudy.objects.published().for_page()


@login_not_required
@require_safe
def picture(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """A picture of a published case study. A withdrawn one is gone for whoever has not kept it."""
    pictures = CaseStudyPicture.objects.filter(case_study__in=CaseStudy.objects.published().filter(slug=slug))
    return handed_out(request, get_object_or_404(pictures, file=name), "public, max-age=86400")


def preview_page(request: HttpRequest, study: CaseStudy) -> HttpResponse:
    """The page of a case study that readers may not see yet, marked as such and closed to search engines."""
    context = {"case_study": study, "object": study, "is_preview": not study.is_published}
    response = render(request, "casestudies/casestudy_detail.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def some_of(case_studies: CaseStudyQuerySet) -> dict[str, Any]:
    """A few published case studies for another page, and whether there are more of them."""
    # One more than is shown tells whether there are more.
    found = list(case_studies.published().for_cards()[: SHOWN_WITH_ANOTHER_PAGE + 1])
    return {
        "case_studies": found[:SHOWN_WITH_ANOTHER_PAGE],
        "has_more_case_studies": len(found) > SHOWN_WITH_ANOTHER_PAGE,
    }


class PrincipleInPracticeView(PrincipleView):
    """A principle's page with the case studies that show it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**some_of(self.object.case_studies.all()), **kwargs)


class FunctionInPracticeView(FunctionView):
    """A function's page with the case studies that show it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**some_of(self.object.case_studies.all()), **kwargs)


class BodyInPracticeView(BodyView):
    """A public body's page with the case studies it has a part in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**some_of(self.object.case_studies.all()), **kwargs)
