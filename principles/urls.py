"""Addresses of the principles, the evidence and the guide."""

from django.urls import path

from . import views

app_name = "principles"
urlpatterns = [
    path("principles/", views.PrincipleListView.as_view(), name="principles"),
    path("principles/<slug:slug>/", views.PrincipleView.as_view(), name="principle"),
    path("evidence/", views.EvidenceView.as_view(), name="evidence"),
    path("guide/<slug:slug>/", views.GuidePageView.as_view(), name="guide-page"),
    path("sources/", views.SourceListView.as_view(), name="sources"),
]
