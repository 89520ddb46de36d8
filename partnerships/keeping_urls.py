"""What belongs to an agreement and keeps it: below /agreements/."""

from django.urls import path

from . import agreement_part_views as parts
from . import keeping_views as keeping

urlpatterns = [
    path(
        "<uuid:uuid>/stage/<slug:to>/",
        parts.agreement_stage,
        name="agreement-stage",
    ),
    path("<uuid:uuid>/promises/", parts.agreement_promises, name="agreement-promises"),
    path("<uuid:uuid>/factors/", parts.factors, name="agreement-factors"),
    path("<uuid:uuid>/parties/new/", parts.party_new, name="party-new"),
    path("parties/<int:pk>/", parts.party, name="party"),
    path("parties/<int:pk>/remove/", parts.party_remove, name="party-remove"),
    path("<uuid:uuid>/leads/new/", parts.lead_new, name="lead-new"),
    path("leads/<int:pk>/", parts.lead, name="lead"),
    path("leads/<int:pk>/leaves/", parts.lead_leaves, name="lead-leaves"),
    path("leads/<int:pk>/remove/", parts.lead_remove, name="lead-remove"),
    path("<uuid:uuid>/notice/new/", keeping.notice_new, name="notice-new"),
    path("notice/<int:pk>/", keeping.notice, name="notice"),
    path("notice/<int:pk>/remove/", keeping.notice_remove, name="notice-remove"),
    path("notice/<int:pk>/count/", keeping.notice_given_new, name="notice-given-new"),
    path("counted/<int:pk>/", keeping.notice_given, name="notice-given"),
    path("counted/<int:pk>/remove/", keeping.notice_given_remove, name="notice-given-remove"),
    path("<uuid:uuid>/successes/new/", keeping.success_new, name="success-new"),
    path("successes/<int:pk>/", keeping.success, name="success"),
    path("successes/<int:pk>/story/", keeping.success_story, name="success-story"),
    path("successes/<int:pk>/remove/", keeping.success_remove, name="success-remove"),
    path("<uuid:uuid>/concerns/new/", keeping.concern_new, name="concern-new"),
    path("concerns/<int:pk>/", keeping.concern, name="concern"),
    path("concerns/<int:pk>/change/", keeping.concern_change, name="concern-change"),
    path("concerns/<int:pk>/remove/", keeping.concern_remove, name="concern-remove"),
    path("concerns/<int:pk>/step/", keeping.concern_raise, name="concern-raise"),
    path("concerns/<int:pk>/settle/", keeping.concern_settle, name="concern-settle"),
    path("concerns/<int:pk>/open/", keeping.concern_open_again, name="concern-open-again"),
    path("concerns/steps/<int:pk>/", keeping.concern_step, name="concern-step"),
    path("<uuid:uuid>/disagreement/", keeping.disagreement, name="disagreement"),
]
