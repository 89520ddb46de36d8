from django.urls import path

from . import agreement_views, check_views, contact_views, views

app_name = "partnerships"
urlpatterns = [
    path("recipients/", views.recipients, name="recipients"),
    path("recipients/new/", views.recipient_new, name="recipient-new"),
    path("recipients/usual/", views.usual_posts, name="usual-posts"),
    path("recipients/import/", views.load, name="import"),
    path("recipients/template.csv", views.template, name="template"),
    path("recipients/export.csv", views.export, name="export"),
    path("recipients/check/", check_views.overview, name="check"),
    path("recipients/bodies/<int:pk>/", views.own_body, name="own-body"),
    path("recipients/<int:pk>/", views.recipient, name="recipient"),
    path("recipients/<int:pk>/check/", check_views.check, name="recipient-check"),
    path("recipients/<int:pk>/remove/", views.remove, name="recipient-remove"),
    path("recipients/<int:pk>/restore/", views.restore, name="recipient-restore"),
    path("partnerships/contacts/", contact_views.contacts, name="contacts"),
    path("partnerships/contacts/new/", contact_views.contact_new, name="contact-new"),
    path("partnerships/contacts/outcome/", contact_views.outcome, name="contacts-outcome"),
    path("partnerships/contacts/<uuid:uuid>/", contact_views.contact, name="contact"),
    path("partnerships/contacts/<uuid:uuid>/change/", contact_views.contact_change, name="contact-change"),
    path("partnerships/contacts/<uuid:uuid>/delete/", contact_views.contact_delete, name="contact-delete"),
    path("partnerships/contacts/<uuid:uuid>/done/", contact_views.next_step_done, name="next-step-done"),
    path("agreements/", agreement_views.agreements, name="agreements"),
    path("agreements/new/", agreement_views.agreement_new, name="agreement-new"),
    path("agreements/<uuid:uuid>/", agreement_views.agreement, name="agreement"),
    path("agreements/<uuid:uuid>/change/", agreement_views.agreement_change, name="agreement-change"),
    path("agreements/<uuid:uuid>/delete/", agreement_views.agreement_delete, name="agreement-delete"),
    path("agreements/<uuid:uuid>/document/", agreement_views.agreement_document, name="agreement-document"),
]
