from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("patch/", views.patch, name="patch"),
    path("patch/change/", views.change_patch, name="patch-change"),
    path("patch/follow/", views.follow_change, name="patch-follow"),
    path("pictures/<slug:slug>/logo/", views.picture, {"name": "logo"}, name="logo"),
    path("pictures/<slug:slug>/signature/", views.picture, {"name": "signature"}, name="signature"),
]
