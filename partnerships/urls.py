from django.urls import path

from . import check_views, views

app_name = "partnerships"
urlpatterns = [
    path("", views.recipients, name="recipients"),
    path("new/", views.recipient_new, name="recipient-new"),
    path("usual/", views.usual_posts, name="usual-posts"),
    path("import/", views.load, name="import"),
    path("template.csv", views.template, name="template"),
    path("export.csv", views.export, name="export"),
    path("check/", check_views.overview, name="check"),
    path("bodies/<int:pk>/", views.own_body, name="own-body"),
    path("<int:pk>/", views.recipient, name="recipient"),
    path("<int:pk>/check/", check_views.check, name="recipient-check"),
    path("<int:pk>/remove/", views.remove, name="recipient-remove"),
    path("<int:pk>/restore/", views.restore, name="recipient-restore"),
]
