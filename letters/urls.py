from django.urls import path, register_converter

from . import views, writing_views
from .files import KINDS


class KindConverter:
    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "kind")

app_name = "letters"
urlpatterns = [
    path("", views.letters, name="letters"),
    path("new/", views.new, name="new"),
    path("<uuid:uuid>/", writing_views.edit, name="edit"),
    path("<uuid:uuid>/preview/", writing_views.preview, name="preview"),
    path("<uuid:uuid>/download/", views.download, name="download"),
    path("<uuid:uuid>/download/<kind:kind>/", views.download_file, name="download-file"),
    path("<uuid:uuid>/delete/", views.delete, name="delete"),
]
