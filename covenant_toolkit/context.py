"""What every page knows about the site."""

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from casestudies.models import CaseStudy
from principles.models import Finding, Principle

from .content_version import version_for

# Pages that stand in the navigation under another room's name.
NAV_SECTIONS = {
    "dashboard": "members",
    "take-everything": "members",
    "delete-organisation": "members",
    "partnerships": "members",
    "briefings": "members",
    "work-ideas": "members",
    "body-with-letters": "members",
    "own-body-with-letters": "members",
    "principle-in-practice": "principles",
    "stories": "casestudies",
}


def has_unreviewed_text(version: str) -> bool:
    """Whether any text of the main pages has not been read by NAVCA yet, asked once for each version."""
    found = caches["pages"].get_or_set(
        f"unreviewed-{version}",
        lambda: any(model.objects.unreviewed().exists() for model in (Principle, Finding, CaseStudy)),
    )
    return bool(found)


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
        "has_unreviewed_text": SimpleLazyObject(lambda: has_unreviewed_text(version_for(request))),
        "is_demonstration": settings.DEBUG,
    }
