"""Addresses of the case studies."""

from django.urls import path

from . import views

app_name = "casestudies"
urlpatterns = [
    path("", views.CaseStudyListView.as_view(), name="case-studies"),
    path("<slug:slug>/pictures/<str:name>", views.picture, name="picture"),
    path("<slug:slug>/", views.CaseStudyView.as_view(), name="case-study"),
]
