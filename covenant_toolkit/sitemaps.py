"""What machines ask for: the list of our open pages, and which parts of the site are not for them."""

from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import escape

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casestudies.models import CaseStudy
from principles.models import GuidePage, LCSIFunction, Principle
from publicbodies.models import PublicBody

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
A_SLUG = "such-a-slug"
PRIVATE = (
    "/admin/", "/accounts/", "/organisation/", "/letters/", "/recipients/", "/partnerships/",
    "/agreements/", "/briefings/", "/case-studies/share/", "/invitations/", "/shared/", "/weekly-email/",
)  # fmt: skip
ALONE = (
    "home", "principles:principles", "principles:functions", "principles:evidence",
    "casestudies:case-studies", "publicbodies:bodies", "principles:guide", "principles:updates",
    "principles:glossary", "principles:links", "principles:sources", "accessibility", "privacy", "feedback",
)  # fmt: skip


MOST_ADDRESSES = 50_000  # in one file, by the protocol


def open_pages() -> Iterator[str]:
    """The path of every open page: those that stand alone, then one for each row."""
    yield from (reverse(name) for name in ALONE)
    read = {
        "principles:principle": Principle.objects.order_by("number"),
        "principles:function": LCSIFunction.objects.order_by("order"),
        "principles:guide-page": GuidePage.objects.order_by("order"),
        "casestudies:case-study": CaseStudy.objects.published().order_by("order", "slug"),
        "publicbodies:body": PublicBody.objects.order_by("slug"),
    }
    for name, rows in read.items():
        # Asking the site map for each of ten thousand would take ten times as long.
        before, after = reverse(name, args=[A_SLUG]).split(A_SLUG)
        yield from (f"{before}{slug}{after}" for slug in rows.values_list("slug", flat=True))


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every open page, for search engines."""
    site = request.build_absolute_uri("/").removesuffix("/")
    rows = "".join(
        f"<url><loc>{escape(site + path)}</loc></url>\n" for path in islice(open_pages(), MOST_ADDRESSES)
    )
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACE}">\n{rows}</urlset>\n'
    return HttpResponse(content, content_type="application/xml", headers={"X-Robots-Tag": "noindex"})


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots leave alone, and where the list of pages is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
