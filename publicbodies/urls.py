"""Addresses of the directory of public bodies."""

from django.urls import path

from . import views

app_name = "publicbodies"
urlpatterns = [
    path("", views.BodyListView.as_view(), name="bodies"),
    path("suggest/", views.suggest, name="suggest"),
    path("<slug:slug>/", views.BodyView.as_view(), name="body"),
]
