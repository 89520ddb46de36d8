"""The site map."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from casestudies.views import BodyInPracticeView, FunctionInPracticeView, PrincipleInPracticeView
from letters.blanks import blank_letter
from letters.body_page import body_with_letters, own_body_with_letters
from letters.ideas import take_up_ideas
from members import count_views, feedback_views, joining
from partnerships import urls as partnerships_urls
from partnerships.benchmark_page import benchmark
from partnerships.shared_views import shared
from publicbodies import urls as public_bodies

from . import pages, sitemaps
from .admin_preview import markdown_preview
from .blank_deck import blank_deck
from .dashboard import dashboard
from .health import health
from .leaving import delete_account, delete_organisation
from .progress_views import progress, progress_csv
from .reminder_views import reminders, reminders_stop
from .search_page import SearchView
from .take_everything import everything, take_everything
from .to_check import to_check
from .toolkit_pdf import toolkit_pdf

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler404 = "covenant_toolkit.errors.not_found"
handler429 = "covenant_toolkit.errors.too_many"  # allauth asks for it
handler500 = "covenant_toolkit.errors.server_problem"

urlpatterns = [
    path("", pages.HomeView.as_view(), name="home"),
    # A principle, a function or a body with its case studies: the higher room's view stands in for the lower.
    path("principles/<slug:slug>/", PrincipleInPracticeView.as_view(), name="principle-in-practice"),
    path("functions/<slug:slug>/", FunctionInPracticeView.as_view(), name="function-in-practice"),
    path("", include("principles.urls")),
    # Members share theirs from a page of the list.
    path("case-studies/share/", include("members.story_urls")),
    path("case-studies/", include("casestudies.urls")),
    path("public-bodies/<body:slug>/", BodyInPracticeView.as_view(), name="body-in-practice"),
    path("public-bodies/", include(public_bodies)),
    path("templates/<slug:slug>.docx", blank_letter, name="blank-letter"),
    path("templates/deck.pptx", blank_deck, name="blank-deck"),
    path("toolkit.pdf", toolkit_pdf, name="toolkit-pdf"),
    path("search/", SearchView.as_view(), name="search"),
    path("accessibility/", pages.AccessibilityView.as_view(), name="accessibility"),
    path("privacy/", pages.PrivacyView.as_view(), name="privacy"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("health/", health, name="health"),
    path("accounts/weekly-email/", reminders, name="reminders"),
    path("accounts/delete/", delete_account, name="delete-account"),
    path("weekly-email/stop/<str:token>/", reminders_stop, name="reminders-stop"),
    path("accounts/", include("allauth.urls")),
    path("request-access/", joining.request_access, name="request-access"),
    path("request-access/sent/", joining.request_access_sent, name="request-access-sent"),
    path("feedback/", feedback_views.feedback, name="feedback"),
    path("feedback/sent/", feedback_views.feedback_sent, name="feedback-sent"),
    path("invitations/<str:token>/", joining.invitation, name="invitation"),
    path("shared/<str:token>/", shared, name="shared"),
    path("organisation/", dashboard, name="dashboard"),
    path("organisation/export/", take_everything, name="take-everything"),
    path("organisation/export/everything.zip", everything, name="everything"),
    path("organisation/delete/", delete_organisation, name="delete-organisation"),
    # With what the other side answered, which the members' room cannot reach.
    path("organisation/benchmark/", benchmark, name="benchmark"),
    # The ideas are the letters', which the members' room cannot reach.
    path("organisation/", include([path("work/ideas/", take_up_ideas, name="work-ideas")])),
    path("organisation/", include("members.urls")),
    # A body's page with the letters that are being written to it, which its room cannot reach.
    path("partnerships/own/<int:pk>/", own_body_with_letters, name="own-body-with-letters"),
    path("partnerships/<partner:slug>/", body_with_letters, name="body-with-letters"),
    path("", include(partnerships_urls)),
    path("letters/", include("letters.urls")),
    path("briefings/", include("briefings.urls")),
    path("admin/markdown-preview/", markdown_preview, name="markdown-preview"),
    path("admin/to-check/", admin.site.admin_view(to_check), name="to-check"),
    path("admin/progress/", admin.site.admin_view(progress), name="progress"),
    path("admin/progress.csv", admin.site.admin_view(progress_csv), name="progress-csv"),
    path("admin/feedback/", admin.site.admin_view(count_views.feedback_counts), name="feedback-counts"),
    path(
        "admin/feedback.csv",
        admin.site.admin_view(count_views.feedback_counts_csv),
        name="feedback-counts-csv",
    ),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", pages.StyleguideView.as_view(), name="styleguide"))
