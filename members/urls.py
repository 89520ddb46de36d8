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
]
