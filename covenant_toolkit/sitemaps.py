"""What machines ask for: the list of our open pages, and which parts of the site are not for them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_of
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casestudies.models import CaseStudy
from principles.models import GuidePage, LCSIFunction, Principle
from publicbodies.models import PublicBody

PRIVATE = (
    "/admin/", "/accounts/", "/organisation/", "/letters/", "/recipients/", "/partnerships/",
    "/agreements/", "/briefings/", "/case-studies/share/", "/invitations/", "/shared/", "/weekly-email/",
)  # fmt: skip
ALONE = (
    "home", "principles:principles", "principles:functions", "principles:evidence",
    "casestudies:case-studies", "publicbodies:bodies", "principles:guide", "principles:updates",
    "principles:glossary", "principles:links", "principles:sources", "accessibility", "privacy", "feedback",
)  # fmt: skip


class Pages(Sitemap):
    """Pages that stand alone, by URL name."""

    def items(self) -> Iterable[str]:
        return ALONE

    def location(self, item: Any) -> str:
        return reverse(item)


class Rows(Sitemap):
    """One page for each row: the rows are read as (URL name, slug)."""

    def items(self) -> list[tuple[str, str]]:
        read = {
            "principles:principle": Principle.objects.order_by("number"),
            "principles:function": LCSIFunction.objects.order_by("order"),
            "principles:guide-page": GuidePage.objects.order_by("order"),
            "casestudies:case-study": CaseStudy.objects.published().order_by("order", "slug"),
            "publicbodies:body": PublicBody.objects.order_by("slug"),
        }
        return [(name, slug) for name, rows in read.items() for slug in rows.values_list("slug", flat=True)]

    def location(self, item: Any) -> str:
        name, slug = item
        return reverse(name, args=[slug])


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every open page, for search engines."""
    return sitemap_of(request, {"pages": Pages, "rows": Rows}, template_name="pages/sitemap.xml")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots leave alone, and where the list of pages is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
