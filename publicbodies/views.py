"""Reading pages of the directory of public bodies. Open to everyone."""

import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, ListView

from .filters import Filters, When
from .models import BodyKind, PublicBody, Region, Stage, Succession
from .responsibilities import ROLES
from .suggestions import as_data


@method_decorator(login_not_required, name="dispatch")
class BodyListView(ListView):
    """Public bodies, filtered by what stands in the address so that a search can be shared."""

    context_object_name = "bodies"
    paginate_by = 50

    @cached_property
    def filters(self) -> Filters:
        return Filters.from_query(self.request.GET)

    def get_queryset(self) -> QuerySet[PublicBody]:
        bodies = PublicBody.objects.select_related("county")
        found = self.filters.apply(bodies, timezone.localdate())
        # Who looks for a place wants its county first; who looks through a list wants the alphabet.
        return found.in_tiers() if self.filters.words else found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = timezone.localdate()
        context = super().get_context_data(
            filters=self.filters, kinds=BodyKind, regions=Region, whens=When, **kwargs
        )
        context["rows"] = [(body, body.stage_on(day), body.change_on(day)) for body in context["bodies"]]
        if not context["rows"] and self.filters:
            context["wider"] = self.filters.wider(day)
        return context


@method_decorator(login_not_required, name="dispatch")
class BodyView(DetailView):
    """One body: what it does, who lies within its area, and what happens to it and when."""

    context_object_name = "body"

    def get_queryset(self) -> QuerySet[PublicBody]:
        return PublicBody.objects.select_related("county", "strategic_authority").prefetch_related(
            "icbs", "earlier"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body: PublicBody = self.object
        day = timezone.localdate()
        stage = body.stage_on(day)
        successions = Succession.objects.filter(Q(body=body) | Q(successor=body)).select_related(
            "body", "successor"
        )
        return super().get_context_data(
            stage=stage,
            can_be_written_to=stage in (Stage.LIVE, Stage.SHADOW),
            role=ROLES[BodyKind(body.kind)],
            within=within(body, day),
            followed_by=[row for row in successions if row.body_id == body.pk],
            follows=[row for row in successions if row.successor_id == body.pk],
            **kwargs,
        )


def within(body: PublicBody, day: datetime.date) -> list[PublicBody]:
    """The councils that lie within a body's area and have not ended on a day."""
    if body.kind == BodyKind.COUNTY:
        councils = body.districts
    elif body.kind == BodyKind.STRATEGIC_AUTHORITY:
        councils = body.constituents
    elif body.kind == BodyKind.ICB:
        councils = body.councils
    else:
        return []
    return list(councils.not_ended_on(day).in_tiers())


@login_not_required
@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Suggest bodies for what has been typed so far, for a script."""
    return JsonResponse(as_data(request.GET.get("q", ""), timezone.localdate()))
