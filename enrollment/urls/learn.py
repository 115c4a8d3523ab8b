"""The trainee's desk."""

from django.urls import path

from enrollment.views import dismissals, learn, lessons

urlpatterns = [
    path("", learn.desk, name="learn"),
    path("attendance/<int:enrollment_id>/", learn.trainee_attendance, name="trainee_attendance"),
    path("dismissals/<int:dismissal_id>/", dismissals.notice, name="dismissal"),
    path("lessons/<int:lesson_id>/changes/", lessons.lesson_changes, name="lesson_changes"),
]
