from django.urls import path

from . import check_views, import_views, views

app_name = "partnerships"
urlpatterns = [
    path("", views.recipients, name="recipients"),
    path("new/", views.recipient_new, name="recipient-new"),
    path("usual/", views.usual_posts, name="usual-posts"),
    path("import/", import_views.upload, name="import"),
    path("import/confirm/", import_views.confirm, name="import-confirm"),
    path("import/mend/", import_views.mend, name="import-mend"),
    path("template.csv", import_views.template, name="template"),
    path("export.csv", import_views.export, name="export"),
    path("check/", check_views.overview, name="check"),
    path("bodies/<int:pk>/", views.own_body, name="own-body"),
    path("<int:pk>/", views.recipient, name="recipient"),
    path("<int:pk>/check/", check_views.check, name="recipient-check"),
    path("<int:pk>/remove/", views.remove, name="recipient-remove"),
    path("<int:pk>/restore/", views.restore, name="recipient-restore"),
]
