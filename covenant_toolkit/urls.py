"""The site map."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from casestudies.views import PrincipleInPracticeView

from . import pages
from .admin_preview import markdown_preview
from .dashboard import dashboard
from .health import health

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "covenant_toolkit.errors.server_problem"

urlpatterns = [
    path("", pages.HomeView.as_view(), name="home"),
    # A principle with its case studies: the higher room's view stands in for the lower one's.
    path("principles/<slug:slug>/", PrincipleInPracticeView.as_view(), name="principle-in-practice"),
    path("", include("principles.urls")),
    path("case-studies/", include("casestudies.urls")),
    path("accessibility/", pages.AccessibilityView.as_view(), name="accessibility"),
    path("privacy/", pages.PrivacyView.as_view(), name="privacy"),
    path("health/", health, name="health"),
    path("accounts/", include("allauth.urls")),
    path("organisation/", dashboard, name="dashboard"),
    path("organisation/", include("members.urls")),
    path("recipients/", include("partnerships.urls")),
    path("letters/", include("letters.urls")),
    path("admin/markdown-preview/", markdown_preview, name="markdown-preview"),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", pages.StyleguideView.as_view(), name="styleguide"))
