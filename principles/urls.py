"""Addresses of the principles, the evidence and the guide."""

from django.urls import path

from . import feeds, views

app_name = "principles"
urlpatterns = [
    path("principles/", views.PrincipleListView.as_view(), name="principles"),
    path("principles/<slug:slug>/", views.PrincipleView.as_view(), name="principle"),
    path("functions/", views.FunctionListView.as_view(), name="functions"),
    path("functions/<slug:slug>/", views.FunctionView.as_view(), name="function"),
    path("evidence/", views.EvidenceView.as_view(), name="evidence"),
    path("guide/", views.GuideView.as_view(), name="guide"),
    path(
        "guide/where-are-you/",
        views.WhereAreYouView.as_view(),
        {"slug": "where-are-you"},
        name="where-are-you",
    ),
    path("guide/equity/", views.EquityView.as_view(), {"slug": "equity"}, name="equity"),
    path("guide/<slug:slug>/", views.GuidePageView.as_view(), name="guide-page"),
    path("updates/", views.UpdateListView.as_view(), name="updates"),
    path("updates/feed/", feeds.updates_feed, name="updates-feed"),
    path("glossary/", views.GlossaryView.as_view(), name="glossary"),
    path("links/", views.LinkListView.as_view(), name="links"),
    path("sources/", views.SourceListView.as_view(), name="sources"),
]
