from django.urls import path

from . import views

app_name = "briefings"
urlpatterns = [
    path("", views.briefings, name="briefings"),
    path("picture/", views.picture, name="picture"),
    path("files/<slug:kind>/", views.file, name="file"),
]
