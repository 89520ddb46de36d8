"""Narrowing a list of what belongs to bodies to one of them."""

from django.http import HttpRequest

from publicbodies.models import PublicBody

from .bodies import Where, key_of
from .models import OwnBody
from .models.places import AtBodyQuerySet


def bodies_in(rows: AtBodyQuerySet) -> dict[str, Where]:
    """The bodies of some rows by their key, by name."""
    found: set[Where] = {
        *PublicBody.objects.filter(pk__in=rows.values("body")),
        *OwnBody.objects.filter(pk__in=rows.values("own_body")),
    }
    return {key_of(body): body for body in sorted(found, key=lambda body: body.official_name)}


def chosen_body(request: HttpRequest, bodies: dict[str, Where]) -> Where | None:
    """The one of them that the address names."""
    return bodies.get(request.GET.get("body", ""))
