"""Attendance on the operator's desk."""

from django.urls import path

from enrollment.views import attendance

urlpatterns = [
    path("cohorts/<int:cohort_id>/attendance/", attendance.cohort_attendance, name="cohort_attendance"),
    path("enrollments/<int:enrollment_id>/attendance/", attendance.decide_day, name="decide_day"),
    path("attendance/<int:event_id>/undo/", attendance.undo_decision, name="undo_decision"),
]
