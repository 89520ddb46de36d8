"""Addresses of members' stories, below /case-studies/share/."""

from django.urls import path

from . import story_picture_views, story_views

app_name = "stories"
urlpatterns = [
    path("", story_views.stories, name="stories"),
    path("new/", story_views.story_new, name="story-new"),
    path("<uuid:uuid>/", story_views.story, name="story"),
    path("<uuid:uuid>/write/", story_views.write, name="write"),
    path("<uuid:uuid>/look/", story_views.look, name="look"),
    path("<uuid:uuid>/send/", story_views.send, name="send"),
    path("<uuid:uuid>/final/", story_views.final, name="final"),
    path("<uuid:uuid>/final/pictures/<int:pk>/", story_picture_views.final_picture, name="final-picture"),
    path("<uuid:uuid>/withdraw/", story_views.withdraw, name="withdraw"),
    path("<uuid:uuid>/unname/", story_views.unname, name="unname"),
    path("<uuid:uuid>/begin-again/", story_views.begin_again, name="begin-again"),
    path("<uuid:uuid>/delete/", story_views.delete, name="delete"),
    path("<uuid:uuid>/pictures/add/", story_picture_views.picture_new, name="picture-new"),
    path("<uuid:uuid>/pictures/<int:pk>/", story_picture_views.picture, name="picture"),
    path("<uuid:uuid>/pictures/<int:pk>/file/", story_picture_views.picture_file, name="picture-file"),
]
