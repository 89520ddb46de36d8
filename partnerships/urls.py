from django.urls import include, path, register_converter
from django.urls.converters import SlugConverter

from . import (
    agreement_text_views,
    agreement_views,
    answer_views,
    benchmark_page,
    body_views,
    check_views,
    contact_views,
    link_views,
    meeting_views,
    plan_views,
    promise_views,
    review_views,
    taking_over_views,
    views,
)


class PartnerConverter(SlugConverter):
    """The slug of a body. What else stands in the same place of an address is none."""

    regex = rf"(?!(?:contacts|meetings|promises|own)/){SlugConverter.regex}"


register_converter(PartnerConverter, "partner")

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
    path("partnerships/meetings/", meeting_views.meeting_list, name="meetings"),
    path("partnerships/meetings/new/", meeting_views.meeting_new, name="meeting-new"),
    path("partnerships/meetings/<uuid:uuid>/", meeting_views.meeting, name="meeting"),
    path("partnerships/meetings/<uuid:uuid>/change/", meeting_views.meeting_change, name="meeting-change"),
    path("partnerships/meetings/<uuid:uuid>/write-up/", meeting_views.write_up, name="meeting-write-up"),
    path("partnerships/meetings/<uuid:uuid>/delete/", meeting_views.meeting_delete, name="meeting-delete"),
    path("partnerships/meetings/<uuid:uuid>/meeting.ics", meeting_views.meeting_ics, name="meeting-ics"),
    path("partnerships/promises/", promise_views.promise_list, name="promises"),
    path("partnerships/promises/new/", promise_views.promise_new, name="promise-new"),
    path("partnerships/promises/<uuid:uuid>/", promise_views.promise, name="promise"),
    path("partnerships/promises/<uuid:uuid>/change/", promise_views.promise_change, name="promise-change"),
    path("partnerships/promises/<uuid:uuid>/settle/", promise_views.promise_settle, name="promise-settle"),
    path("partnerships/promises/<uuid:uuid>/delete/", promise_views.promise_delete, name="promise-delete"),
    path("partnerships/promises/<uuid:uuid>/promise.ics", promise_views.promise_ics, name="promise-ics"),
    path("partnerships/calendar.ics", meeting_views.calendar, name="calendar"),
    path("agreements/<uuid:uuid>/text/", agreement_text_views.agreement_text, name="agreement-text"),
    path(
        "agreements/<uuid:uuid>/versions/", agreement_text_views.agreement_versions, name="agreement-versions"
    ),
    path(
        "agreements/<uuid:uuid>/versions/new/",
        agreement_text_views.agreement_version_new,
        name="agreement-version-new",
    ),
    path(
        "agreements/<uuid:uuid>/versions/<int:number>/",
        agreement_text_views.agreement_version,
        name="agreement-version",
    ),
    path(
        "agreements/<uuid:uuid>/versions/<int:number>/changes/",
        agreement_text_views.agreement_version_changes,
        name="agreement-version-changes",
    ),
    path(
        "agreements/<uuid:uuid>/versions/<int:number>/<slug:kind>/",
        agreement_text_views.agreement_version_file,
        name="agreement-version-file",
    ),
    path("partnerships/meetings/<uuid:uuid>/<slug:kind>/", review_views.review_file, name="review-file"),
    path("agreements/<uuid:uuid>/plans/new/", plan_views.plan_new, name="plan-new"),
    path("agreements/plans/<uuid:uuid>/change/", plan_views.plan_change, name="plan-change"),
    path("agreements/plans/<uuid:uuid>/delete/", plan_views.plan_delete, name="plan-delete"),
    path("partnerships/", body_views.partnerships, name="partnerships"),
    path("partnerships/own/<int:pk>/", body_views.own_body_page, name="own-body-page"),
    path("partnerships/<partner:slug>/", body_views.body, name="body"),
    path("partnerships/<partner:slug>/move/", taking_over_views.body_move, name="body-move"),
    path("agreements/", include("partnerships.keeping_urls")),
    path("agreements/<uuid:uuid>/links/new/", link_views.link_new, name="link-new"),
    path("organisation/benchmark/views/<int:pk>/delete/", benchmark_page.view_delete, name="view-delete"),
    path("organisation/benchmark/links/new/", link_views.view_link_new, name="view-link-new"),
    path("agreements/links/<uuid:uuid>/", link_views.link, name="link"),
    path("agreements/links/<uuid:uuid>/revoke/", link_views.link_revoke, name="link-revoke"),
    path("agreements/links/<uuid:uuid>/renew/", link_views.link_renew, name="link-renew"),
    path("agreements/comments/<int:pk>/", answer_views.comment_settle, name="comment-settle"),
    path("agreements/<uuid:uuid>/polls/new/", answer_views.poll_new, name="poll-new"),
    path("agreements/polls/<int:pk>/close/", answer_views.poll_close, name="poll-close"),
]
