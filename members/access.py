"""Who may see a private page, for which organisation, and whether anything may be changed there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from .models import Organisation, User

P = ParamSpec("P")
View = TypeVar("View", bound=Callable[..., HttpResponse])


class MembershipLapsed(Exception):
    """Something would be changed for an organisation whose NAVCA membership is over."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(organisation.slug)
        self.organisation = organisation


class MemberRequest(WSGIRequest):
    """A request by a person who belongs to an organisation.

    Saying for which organisation it is also asks whether that one may change things: whichever way a view
    finds its organisation, by its name or by an object, a lapsed member reads and downloads only.
    """

    user: User
    organisation: Organisation
    may_change_lapsed = False

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "organisation" and value.is_lapsed and self.changes_things and not self.may_change_lapsed:
            raise MembershipLapsed(value)

    @property
    def changes_things(self) -> bool:
        """Whether it is more than reading."""
        return self.method not in ("GET", "HEAD", "OPTIONS")


def works_when_lapsed(view: View) -> View:
    """Let a view change things after the membership has ended. Stands below `member_required`."""
    view.works_when_lapsed = True  # type: ignore[attr-defined]
    return view


def asks_which_organisation(view: View) -> View:
    """Let the address name something that is not a member's own, such as a public body.

    The organisation is then found as without it. Stands below `member_required`.
    """
    view.asks_which_organisation = True  # type: ignore[attr-defined]
    return view


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
        request.__class__ = MemberRequest
        request.may_change_lapsed = getattr(view, "works_when_lapsed", False)
        organisations = Organisation.objects.for_user(request.user)
        named = (request.POST.get("organisation") or request.GET.get("organisation") or "").replace("\0", "")
        try:
            if named:
                request.organisation = get_object_or_404(organisations, slug=named)
            elif not kwargs or getattr(view, "asks_which_organisation", False):
                mine = list(organisations[:2])
                if not mine:
                    return render(request, "members/no_organisation.html", status=403)
                if len(mine) > 1:
                    context = {"organisations": organisations}
                    return render(request, "members/choose_organisation.html", context)
                request.organisation = mine[0]
            return view(request, *args, **kwargs)
        except MembershipLapsed as lapsed:
            return render(request, "members/lapsed.html", {"organisation": lapsed.organisation}, status=403)

    return checked  # type: ignore[return-value]
