"""Settling a cohort, and a trainee's progress."""

from django.urls import path

from enrollment.views import completion

urlpatterns = [
    path("desk/cohorts/<int:cohort_id>/completion/", completion.proposals, name="completion"),
    path("desk/cohorts/<int:cohort_id>/completion/confirm/", completion.confirm, name="confirm_completion"),
    path("desk/decisions/<int:decision_id>/", completion.decision, name="decision"),
    path("desk/enrollments/<int:enrollment_id>/reopen/", completion.reopen, name="reopen_decision"),
    path("learn/lessons/<int:edition_id>/finish/", completion.finish_lesson, name="finish_lesson"),
]
