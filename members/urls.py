from django.urls import path

from . import benchmark_views, feedback_views, people, views, work_views

app_name = "members"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/remove/", people.remove, name="person-remove"),
    path("people/<int:pk>/hand-over/", people.hand_over, name="person-hand-over"),
    path("people/invitations/<int:pk>/send-again/", people.send_again, name="invitation-send-again"),
    path("people/invitations/<int:pk>/withdraw/", people.withdraw, name="invitation-withdraw"),
    path("feedback/", feedback_views.from_member, name="feedback"),
    path("feedback/<uuid:uuid>/take-back/", feedback_views.feedback_withdraw, name="feedback-withdraw"),
    path("patch/", views.patch, name="patch"),
    path("patch/change/", views.change_patch, name="patch-change"),
    path("patch/follow/", views.follow_change, name="patch-follow"),
    path("pictures/<slug:slug>/logo/", views.picture, {"name": "logo"}, name="logo"),
    path("pictures/<slug:slug>/signature/", views.picture, {"name": "signature"}, name="signature"),
    path("benchmark/<slug:slug>/", benchmark_views.function_note, name="function-note"),
    path("work/", work_views.work, name="work"),
    path("work/new/", work_views.activity_new, name="activity-new"),
    path("work/activities.csv", work_views.activities_csv, name="activities-csv"),
    path("work/records.csv", work_views.records_csv, name="records-csv"),
    path("work/load/", work_views.activities_load, name="activities-load"),
    path("work/records/load/", work_views.records_load, name="records-load"),
    path("work/<uuid:uuid>/", work_views.activity, name="activity"),
    path("work/<uuid:uuid>/change/", work_views.activity_change, name="activity-change"),
    path("work/<uuid:uuid>/delete/", work_views.activity_delete, name="activity-delete"),
    path("work/<uuid:uuid>/records/new/", work_views.record_new, name="record-new"),
    path("work/records/<uuid:uuid>/", work_views.record, name="record"),
    path("work/records/<uuid:uuid>/delete/", work_views.record_delete, name="record-delete"),
    path("work/records/<uuid:uuid>/file/", work_views.record_file, name="record-file"),
]
