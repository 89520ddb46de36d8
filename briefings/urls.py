from django.urls import path

from . import bid_views, deck_views, views

app_name = "briefings"
urlpatterns = [
    path("", views.briefings, name="briefings"),
    path("picture/", views.picture, name="picture"),
    path("bid/", bid_views.bid, name="bid"),
    path("deck/", deck_views.deck, name="deck"),
    path("deck/file/", deck_views.deck_file, name="deck-file"),
    path("files/<slug:kind>/", views.file, name="file"),
]
