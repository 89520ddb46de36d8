"""Who may see a private page, and for which organisation."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from .models import Organisation, User

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request by a person who belongs to an organisation."""

    user: User
    organisation: Organisation


def member_required(
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only members in, and say for which organisation.

    When the address names an object, the object decides and the view sets `request.organisation` from
    it. Otherwise the form or query names the organisation, or it is the person's only one; a person with
    several is asked. It is never kept in the web session, so two tabs cannot mix.
    """

    @wraps(view)
    def checked(request: MemberRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        organisations = Organisation.objects.for_user(request.user)
        named = request.POST.get("organisation") or request.GET.get("organisation")
        if named:
            request.organisation = get_object_or_404(organisations, slug=named)
        elif not kwargs:
            mine = list(organisations[:2])
            if not mine:
                return render(request, "members/no_organisation.html", status=403)
            if len(mine) > 1:
                return render(request, "members/choose_organisation.html", {"organisations": organisations})
            request.organisation = mine[0]
        return view(request, *args, **kwargs)

    return checked  # type: ignore[return-value]
