"""Public: timetables and their feeds."""

from django.urls import path

from enrollment.views import timetables

urlpatterns = [
    path("<int:cohort_id>/timetable/", timetables.timetable, name="public_timetable"),
    path("<int:cohort_id>/timetable.ics", timetables.feed, name="timetable_feed"),
]
