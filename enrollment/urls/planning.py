"""The operator's desk: places, stations, programs and the calendar."""

from django.urls import path

from enrollment.views.desk import bulk, calendar, places, programs, publication

urlpatterns = [
    path("cohorts/<int:cohort_id>/act/", bulk.act, name="bulk_act"),
    path("cohorts/<int:cohort_id>/untag/", bulk.untag, name="untag"),
    path("calendar/", calendar.month, name="desk_calendar"),
    path("cohorts/<int:cohort_id>/deadlines/<slug:key>/done/", calendar.tick, name="tick_deadline"),
    path("cohorts/<int:cohort_id>/deadlines/<slug:key>/not-done/", calendar.untick, name="untick_deadline"),
    path("cohorts/<int:cohort_id>/reopen/", publication.reopen, name="reopen_applications"),
    path("cohorts/<int:cohort_id>/cancel/", publication.cancel, name="cancel_cohort"),
    path("programs/", programs.index, name="programs"),
    path("programs/add/", programs.add, name="add_program"),
    path("programs/<int:program_id>/", programs.change, name="change_program"),
    path("programs/<int:program_id>/rules/add/", programs.follow, name="follow_policy"),
    path("places/", places.index, name="places"),
    path("places/<slug:kind>/add/", places.add, name="add_place"),
    path("places/<slug:kind>/<int:place_id>/", places.change, name="change_place"),
    path("sessions/<int:session_id>/stations/", places.session, name="session_stations"),
    path("sessions/<int:session_id>/stations/move/", places.move, name="move_groups"),
    path("sessions/<int:session_id>/stations/clear/", places.clear, name="clear_stations"),
]
