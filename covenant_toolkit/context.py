"""What every page knows about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from casestudies.models import CaseStudy
from principles.models import Finding, Principle

# Pages that stand in the navigation under another room's name.
NAV_SECTIONS = {
    "dashboard": "members",
    "take-everything": "members",
    "delete-organisation": "members",
    "partnerships": "members",
    "work-ideas": "members",
    "principle-in-practice": "principles",
}


def has_unreviewed_text() -> bool:
    """Whether any text of the main pages has not been read by NAVCA yet."""
    return any(model.objects.unreviewed().exists() for model in (Principle, Finding, CaseStudy))


def has_several_organisations(request: HttpRequest) -> bool:
    """Whether the person belongs to more than one, and so has to say which."""
    return request.user.is_authenticated and request.user.memberships.count() > 1


def site(request: HttpRequest) -> dict[str, Any]:
    """The section of the address, and facts that are asked only when a page uses them."""
    match = request.resolver_match
    section = (match.namespace or match.url_name or "") if match else ""
    return {
        "has_several_organisations": SimpleLazyObject(lambda: has_several_organisations(request)),
        "nav_section": NAV_SECTIONS.get(section, section),
        "has_unreviewed_text": SimpleLazyObject(has_unreviewed_text),
        "is_demonstration": settings.DEBUG,
    }
