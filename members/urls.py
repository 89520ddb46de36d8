from django.urls import path

from . import people, views

app_name = "members"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/remove/", people.remove, name="person-remove"),
    path("people/<int:pk>/hand-over/", people.hand_over, name="person-hand-over"),
    path("people/invitations/<int:pk>/send-again/", people.send_again, name="invitation-send-again"),
    path("people/invitations/<int:pk>/withdraw/", people.withdraw, name="invitation-withdraw"),
    path("patch/", views.patch, name="patch"),
    path("patch/change/", views.change_patch, name="patch-change"),
    path("patch/follow/", views.follow_change, name="patch-follow"),
    path("pictures/<slug:slug>/logo/", views.picture, {"name": "logo"}, name="logo"),
    path("pictures/<slug:slug>/signature/", views.picture, {"name": "signature"}, name="signature"),
]
