from django.urls import path

from . import views

app_name = "partnerships"
urlpatterns = [
    path("", views.recipients, name="recipients"),
    path("new/", views.recipient_new, name="recipient-new"),
    path("<int:pk>/", views.recipient, name="recipient"),
]
