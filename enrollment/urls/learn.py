"""The trainee's desk."""

from django.urls import path

from enrollment.views import learn

urlpatterns = [
    path("", learn.desk, name="learn"),
    path("attendance/<int:enrollment_id>/", learn.trainee_attendance, name="trainee_attendance"),
]
