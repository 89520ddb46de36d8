"""Addresses of the directory of public bodies."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from . import views


class BodyConverter(SlugConverter):
    """The slug of a body. What else stands in the same place of an address is none."""

    regex = rf"(?!suggest/){SlugConverter.regex}"


register_converter(BodyConverter, "body")

app_name = "publicbodies"
urlpatterns = [
    path("", views.BodyListView.as_view(), name="bodies"),
    path("suggest/", views.suggest, name="suggest"),
    path("<body:slug>/", views.BodyView.as_view(), name="body"),
]
