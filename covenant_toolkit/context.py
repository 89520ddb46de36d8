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
    "partnerships": "members",
    "work-ideas": "members",
    "principle-in-practice": "principles",
}


def has_unreviewed_text() -> bool:
    """Whether any text of the main pages has not been read by NAVCA yet."""
    return any(model.objects.unreviewed().exists() for model in (Principle, Finding, CaseStudy))


def site(request: HttpRequest) -> dict[str, Any]:
    """The section of the address, and two facts about the site, asked only when a page uses them."""
    match = request.resolver_match
    section = (match.namespace or match.url_name or "") if match else ""
    return {
        "nav_section": NAV_SECTIONS.get(section, section),
        "has_unreviewed_text": SimpleLazyObject(has_unreviewed_text),
        "is_demonstration": settings.DEBUG,
    }
