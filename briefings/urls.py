from django.urls import path

from . import bid_views, views

app_name = "briefings"
urlpatterns = [
    path("", views.briefings, name="briefings"),
    path("picture/", views.picture, name="picture"),
    path("bid/", bid_views.bid, name="bid"),
    path("files/<slug:kind>/", views.file, name="file"),
]
