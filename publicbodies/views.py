"""Reading pages of the directory of public bodies. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, ListView

from .models import PublicBody
from .suggestions import as_data


@method_decorator(login_not_required, name="dispatch")
class BodyListView(ListView):
    model = PublicBody


@method_decorator(login_not_required, name="dispatch")
class BodyView(DetailView):
    model = PublicBody


@login_not_required
@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Suggest bodies for what has been typed so far."""
    return JsonResponse(as_data(request.GET.get("q", ""), timezone.localdate()))
